"""Applying a plan: what has changed since it was drawn up, the panels that it forms, and their end (arts. 8(4), 20)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.applications.models import Application
from app.cycles.models import Cycle
from app.panel_plans.canonical import outcome_of, question_of
from app.panel_plans.facts import Plan, PlannedTeam, Question
from app.panel_plans.gathering import Terms, gathered
from app.panel_plans.models import PanelAlternate, PanelPlan, PlanPanel
from app.panels.forming import new_assignment, new_panel, new_seat
from app.panels.models import Panel, PanelAssignment, PanelSeat
from app.regulation.panel import Seat, panel_faults_by_application
from app.regulation.plan import Change, unmade_faults
from app.regulation.refusals import NotMet, Reason
from app.regulation.vocabulary import Status


def terms_of(plan: PanelPlan, question: Question) -> Terms:
    """Give the terms that were stored with the inputs."""
    return Terms(
        stage=plan.stage, panels=question.panels, size=question.size, most=question.most, load_cap=question.load_cap,
        alternates=question.alternates, unavailable=frozenset(map(UUID, plan.unavailable)),
    )  # fmt: skip


def planned(row: PanelPlan) -> Plan:
    """Art. 8(4): the plan of a row that has been drawn; 422 where none was made."""
    plan = None if row.outcome is None else outcome_of(row.outcome).plan
    if plan is None:
        raise NotMet(*unmade_faults())
    return plan


async def changes_since(session: AsyncSession, cycle: Cycle, row: PanelPlan, today: date) -> tuple[Change, ...]:
    """Arts. 20, 30: gather once more and name what no longer is as the plan takes it."""
    before = question_of(row.inputs)
    now = await gathered(session, cycle, terms_of(row, before), today)
    return tuple(_changes(planned(row), before, now))


def _changes(plan: Plan, before: Question, now: Question) -> Iterator[Change]:
    names = {each.id: each.name for each in (*now.experts, *now.applications, *before.experts, *before.applications)}
    seated = {expert for team in plan.teams for expert in team.experts}
    old, new = ({each.id: each for each in question.experts if each.id in seated} for question in (before, now))
    yield Change(
        code="expert_gone", names=_named(names, seated - set(new)),
        zh="已不能参加评审（暂停、取消、到期或出库）的评审员", en="These experts may no longer review",
    )  # fmt: skip
    yield Change(
        code="expert_changed", names=_named(names, {e for e in seated & set(new) if _differs(before, old[e], new[e])}),
        zh="类别、熟悉的行业或负荷已有变化的评审员", en="These experts have another kind, trade or load",
    )  # fmt: skip
    placed, there = ({each.id for each in question.applications} for question in (before, now))
    yield Change(
        code="application_gone", names=_named(names, placed - there),
        zh="已撤回、已不在本环节之前或已另行分组的申报", en="These applications no longer wait for a panel",
    )  # fmt: skip
    yield Change(
        code="application_new", names=_named(names, there - placed), zh="方案拟定后新增、未列入方案的申报",
        en="These applications have come since and are not in the plan",
    )  # fmt: skip
    pairs = {(expert, each) for team in plan.teams for expert in team.experts for each in team.applications}
    barred = (now.barred - before.barred) & pairs
    yield Change(
        code="conflict_new", names=tuple(sorted(f"{names[expert]}—{names[each]}" for expert, each in barred)),
        zh="方案拟定后出现的利害关系", en="These conflicts of interest have come since",
    )  # fmt: skip


def _differs(question: Question, old: object, new: object) -> bool:
    """Say whether an expert is another for the plan; his load counts only where it is capped."""
    fields = ("industry", "divisions", *(("load",) if question.load_cap is not None else ()))
    return any(getattr(old, name) != getattr(new, name) for name in fields)


def _named(names: dict[str, str], ids: set[str]) -> tuple[str, ...]:
    return tuple(sorted(names[each] for each in ids))


def team_faults(question: Question, plan: Plan) -> tuple[Reason, ...]:
    """Arts. 20, 30: what the manual acts and the start would refuse of a team; a plan that was drawn has none."""
    kinds = {each.id: each.industry for each in question.experts}
    return tuple(
        fault
        for team in plan.teams
        for fault in panel_faults_by_application(
            [Seat(expert=each, industry_expert=kinds[each], leader=each == team.leader) for each in team.experts],
            question.rule,
            {each: [expert for expert, where in team.recusals if where == each] for each in team.applications},
        )
    )


async def form_panels(session: AsyncSession, actor: Actor, cycle: Cycle, row: PanelPlan) -> list[Panel]:
    """Arts. 8(4), 20: a panel for each team, as the manual acts would form it; the caller performs."""
    query = select(Application).where(Application.cycle_id == cycle.id)
    applications = {str(each.id): each for each in await session.scalars(query)}
    panels = []
    for team in planned(row).teams:
        panel = new_panel(actor, cycle, row.stage, team.panel)
        panels.append(panel)
        session.add_all(_rows(actor, row, panel, team, applications))
    return panels


def _rows(
    actor: Actor, row: PanelPlan, panel: Panel, team: PlannedTeam, applications: dict[str, Application]
) -> list[object]:
    return [
        PlanPanel(panel_id=panel.id, plan_id=row.id),
        *(new_seat(actor, panel, UUID(each), leads=each == team.leader) for each in team.experts),
        *(new_assignment(actor, panel, applications[each]) for each in team.applications),
        *(
            PanelAlternate(panel_id=panel.id, expert_id=UUID(each), place=place)
            for place, each in enumerate(team.alternates, 1)
        ),
    ]


async def panels_of(session: AsyncSession, row: PanelPlan, *, locked: bool = False) -> list[Panel]:
    """Read the panels that the plan has formed, locked in a fixed order if asked."""
    query = select(Panel).join(PlanPanel, PlanPanel.panel_id == Panel.id).where(PlanPanel.plan_id == row.id)
    query = query.order_by(Panel.id)
    return list(await session.scalars(query.with_for_update(of=Panel) if locked else query))


async def end_panels(session: AsyncSession, panels: Sequence[Panel], now: datetime) -> None:
    """Art. 8(4): seats and assignments of withdrawn panels end; they stay readable, and the applications are free."""
    keys = [panel.id for panel in panels]
    seats = update(PanelSeat).where(PanelSeat.panel_id.in_(keys), PanelSeat.left_at.is_(None))
    await session.execute(seats.values(left_at=now))
    assignments = update(PanelAssignment).where(PanelAssignment.panel_id.in_(keys))
    await session.execute(assignments.values(ended_at=now))


async def other_applied(session: AsyncSession, row: PanelPlan) -> bool:
    """Art. 8(4): whether another plan of the stage is applied."""
    here = (PanelPlan.cycle_id == row.cycle_id) & (PanelPlan.stage == row.stage)
    query = select(PanelPlan.id).where(here, PanelPlan.status == Status.APPLIED, PanelPlan.id != row.id)
    return await session.scalar(query) is not None
