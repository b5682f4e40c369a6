"""The money of a year: the bonus ledger, and the working budget with its expenses (arts. 27-29)."""

from typing import Annotated

from fastapi import Depends, Response
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import Actor, perform, require_turn
from app.budgets.ledger import bonus_ledger_of
from app.budgets.models import BudgetLine, Expense
from app.budgets.schemas import BonusLedger, BudgetLineView, ExpenseView, NewBudgetLine, NewExpense, WorkingBudget
from app.cycles.models import Cycle
from app.cycles.reading import SeenCycle
from app.http import IfMatch, PathId, tag
from app.lookup import found, matched
from app.open_acts import open_acts
from app.regulation.act import Act
from app.regulation.ledger import WORK, expense_faults
from app.regulation.refusals import require
from app.regulation.vocabulary import Role
from app.regulation.window import day_faults
from app.sections import Section

years = Section("/v1/cycles", tag="经费", about="奖金台账与评定工作经费")
section = Section("/v1/budget-lines", tag="经费", about="评定工作经费的核定与支出")
SECRETARIAT = frozenset({Role.SECRETARIAT})


async def _line(line_id: PathId, session: Transaction, if_match: IfMatch) -> BudgetLine:
    return await matched(session, BudgetLine, line_id, if_match)


MatchedLine = Annotated[BudgetLine, Depends(_line)]


@years.read("/{cycle_id}/bonus-ledger", summary="奖金台账汇总", roles=SECRETARIAT)
async def show_bonus_ledger(cycle: SeenCycle, _actor: Caller, session: Transaction) -> BonusLedger:
    """What is budgeted, due, prepared, paid, come back and due back, by title, by tier and in all."""
    return await bonus_ledger_of(session, cycle)


@years.read("/{cycle_id}/working-budget", summary="工作经费", roles=SECRETARIAT)
async def show_working_budget(cycle: SeenCycle, actor: Caller, session: Transaction) -> WorkingBudget:
    """The lines approved for the year's work, each with its expenses; few, so all at once (art. 28)."""
    query = select(BudgetLine).where(BudgetLine.cycle_id == cycle.id)
    rows = list(await session.scalars(query.order_by(BudgetLine.approved_on, BudgetLine.name, BudgetLine.id)))
    return _budget(cycle, await _views(session, actor, rows))


@years.act("/{cycle_id}/budget-lines", summary="登记工作经费核定", status_code=201)
async def set_budget_line(
    body: NewBudgetLine, cycle: SeenCycle, response: Response, actor: Caller, session: Transaction, today: Today
) -> BudgetLineView:
    """Record what the treasury approved for a heading; a later document adds a line of its own (art. 28)."""
    require(day_faults(body.approved_on, today, pointer="/approved_on", article=WORK))
    row = BudgetLine(**body.model_dump(), cycle_id=cycle.id, set_by=actor.user_id, set_at=actor.now)
    perform(session, actor, Act.SET_BUDGET_LINE, row, detail={"cycle": cycle.id, "amount": body.amount})
    response.headers["Location"] = f"/v1/budget-lines/{row.id}"
    return await _answer(session, response, actor, row)


@section.read("/{line_id}", summary="查看经费项目", roles=SECRETARIAT)
async def show_budget_line(line_id: PathId, response: Response, actor: Caller, session: Transaction) -> BudgetLineView:
    """One line with its expenses."""
    return await _answer(session, response, actor, await found(session, BudgetLine, line_id))


@section.act("/{line_id}/expenses", summary="登记工作经费支出", status_code=201)
async def record_expense(
    body: NewExpense, line: MatchedLine, response: Response, actor: Caller, session: Transaction, today: Today
) -> BudgetLineView:
    """Record an expense out of a line; in all never more than was approved for it (art. 28)."""
    require_turn(actor, Act.RECORD_EXPENSE, line)
    query = select(func.coalesce(func.sum(Expense.amount), 0)).where(Expense.line_id == line.id)
    over = expense_faults(amount=body.amount, approved=line.amount, spent=int(await session.scalar(query) or 0))
    early = day_faults(body.spent_on, today, pointer="/spent_on", article=WORK, not_before=line.approved_on)
    require((*over, *early))
    row = Expense(**body.model_dump(), line_id=line.id, recorded_by=actor.user_id, recorded_at=actor.now)
    session.add(row)
    perform(session, actor, Act.RECORD_EXPENSE, line, detail={"expense": row.id, "amount": body.amount})
    return await _answer(session, response, actor, line)


async def _answer(session: AsyncSession, response: Response, actor: Actor, row: BudgetLine) -> BudgetLineView:
    await session.flush()
    tag(response, row)
    return (await _views(session, actor, [row]))[0]


async def _views(session: AsyncSession, actor: Actor, rows: list[BudgetLine]) -> list[BudgetLineView]:
    query = select(Expense).where(Expense.line_id.in_([row.id for row in rows]))
    spent: dict[object, list[Expense]] = {row.id: [] for row in rows}
    for expense in await session.scalars(query.order_by(Expense.spent_on, Expense.voucher)):
        spent[expense.line_id].append(expense)
    return [_view(actor, row, spent[row.id]) for row in rows]


def _view(actor: Actor, row: BudgetLine, expenses: list[Expense]) -> BudgetLineView:
    spent = sum(expense.amount for expense in expenses)
    return BudgetLineView(
        id=row.id, name=row.name, amount=row.amount, document_number=row.document_number,
        approved_on=row.approved_on, spent=spent, left=row.amount - spent,
        expenses=[ExpenseView.model_validate(expense) for expense in expenses], version=row.version,
        acts=open_acts(actor, row, {Act.RECORD_EXPENSE: f"/v1/budget-lines/{row.id}/expenses"}),
    )  # fmt: skip


def _budget(cycle: Cycle, lines: list[BudgetLineView]) -> WorkingBudget:
    return WorkingBudget(
        cycle_id=cycle.id, award_year=cycle.award_year, approved=sum(line.amount for line in lines),
        spent=sum(line.spent for line in lines), left=sum(line.left for line in lines), lines=lines,
    )  # fmt: skip
