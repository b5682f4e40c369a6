"""Break-glass: access to a case from which one is barred, on a second person's word, for a short time (art. 30)."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Response
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Transaction
from app.acts import Actor, perform, require_turn
from app.cycles.masking import masked_years
from app.cycles.reading import edition_of, find_cycle
from app.errors import NotFound
from app.http import IfMatch, PathId, tag
from app.interests.glass_schemas import BreakGlassPage, BreakGlassView, GlassDecision, NewBreakGlass, UseView
from app.interests.models import BreakGlass, BreakGlassUse
from app.lookup import matched
from app.open_acts import open_acts
from app.paging import Key, Paging, Slice, page
from app.regulation.act import Act
from app.regulation.conflict import glass_faults, hours_faults
from app.regulation.refusals import Reason, require
from app.regulation.vocabulary import Duty, Role
from app.sections import Section

section = Section("/v1/break-glass", tag="紧急查阅", about="应回避人员经第二人批准限时办理个案：申请、批准、使用记录")
OFFICERS = frozenset({Role.SECRETARIAT, Role.COMMITTEE})


async def _matched(glass_id: PathId, session: Transaction, if_match: IfMatch) -> BreakGlass:
    return await matched(session, BreakGlass, glass_id, if_match)


MatchedGlass = Annotated[BreakGlass, Depends(_matched)]


async def barred_cases(session: AsyncSession) -> dict[UUID, UUID]:
    """Read the cases from which the caller is barred: application → cycle."""
    barred: Any = func.award_barred().table_valued("case_id", "year_id")
    rows = await session.execute(select(barred.c.case_id, barred.c.year_id))
    return {row[0]: row[1] for row in rows}


async def _views(session: AsyncSession, actor: Actor, rows: list[BreakGlass]) -> list[BreakGlassView]:
    """Write requests with all their uses; by no id to a member who reads codes."""
    query = select(BreakGlassUse).where(BreakGlassUse.break_glass_id.in_([row.id for row in rows]))
    uses: dict[UUID, list[UseView]] = {row.id: [] for row in rows}
    for use in await session.scalars(query.order_by(BreakGlassUse.used_at, BreakGlassUse.id)):
        uses[use.break_glass_id].append(UseView.model_validate(use))
    masked = await masked_years(session, {row.cycle_id for row in rows}) if actor.role is Role.COMMITTEE else set()
    hidden = {year: {"application_id": None} for year in masked}
    return [
        BreakGlassView.model_validate(row).model_copy(
            update={"uses": uses[row.id], "acts": _acts(actor, row), **hidden.get(row.cycle_id, {})}
        )
        for row in rows
    ]


def _acts(actor: Actor, row: BreakGlass) -> list[Any]:
    here = f"/v1/break-glass/{row.id}"
    hrefs = {Act.GRANT_BREAK_GLASS: f"{here}/grant", Act.REFUSE_BREAK_GLASS: f"{here}/refusal"}
    return open_acts(actor, row, {} if row.user_id == actor.user else hrefs)


async def _answer(session: AsyncSession, response: Response, actor: Actor, row: BreakGlass) -> BreakGlassView:
    await session.flush()
    tag(response, row)
    return (await _views(session, actor, [row]))[0]


@section.act("", summary="申请紧急查阅", status_code=201)
async def ask_break_glass(
    body: NewBreakGlass, response: Response, actor: Caller, session: Transaction
) -> BreakGlassView:
    """Ask for access to a case from which one is barred; 404 for any other (art. 30)."""
    cycle_id = (await barred_cases(session)).get(body.application_id)
    if cycle_id is None:
        raise NotFound
    most = edition_of(await find_cycle(session, cycle_id)).conflict.glass_hours
    require(hours_faults(hours=body.hours, most=most))
    row = BreakGlass(
        cycle_id=cycle_id, user_id=actor.user_id, role=actor.role, asked_at=actor.now, **dict(body)
    )  # fmt: skip
    perform(session, actor, Act.ASK_BREAK_GLASS, row, detail={"application": body.application_id, "hours": body.hours})
    response.headers["Location"] = f"/v1/break-glass/{row.id}"
    return await _answer(session, response, actor, row)


@section.read("", summary="紧急查阅报告", roles=OFFICERS, response_model=BreakGlassPage)
async def list_break_glass(actor: Caller, session: Transaction, paging: Paging) -> Slice[BreakGlassView]:
    """Every request, who decided it and how, and every use."""
    keys = [Key(BreakGlass.asked_at, descending=True), Key(BreakGlass.id)]
    rows = await page(session, select(BreakGlass), keys, paging)
    return Slice(await _views(session, actor, list(rows.items)), rows.next_cursor)


async def _unmet(session: AsyncSession, actor: Actor, row: BreakGlass) -> tuple[Reason, ...]:
    """Art. 30: what forbids the caller to decide: his own request, his own conflict, or not being the chair."""
    chair = Duty.CHAIR in actor.duties
    if actor.role is Role.COMMITTEE and not chair:
        chair = (await session.execute(select(func.award_chair_conflicted(row.application_id)))).scalar_one()
    return glass_faults(
        oneself=row.user_id == actor.user, barred=row.application_id in await barred_cases(session),
        entitled=actor.role is Role.SECRETARIAT or chair,
    )  # fmt: skip


@section.act("/{glass_id}/grant", summary="批准紧急查阅", status_code=201)
async def grant_break_glass(
    body: GlassDecision, row: MatchedGlass, response: Response, actor: Caller, session: Transaction
) -> BreakGlassView:
    """Open the case to the asker for the hours asked; another officer does it, or the chair of the committee."""
    require_turn(actor, Act.GRANT_BREAK_GLASS, row)
    require(await _unmet(session, actor, row))
    _decide(actor, row, body)
    row.until = datetime.now(UTC) + timedelta(hours=row.hours)
    perform(session, actor, Act.GRANT_BREAK_GLASS, row, detail={"application": row.application_id})
    return await _answer(session, response, actor, row)


@section.act("/{glass_id}/refusal", summary="不批准紧急查阅", status_code=201)
async def refuse_break_glass(
    body: GlassDecision, row: MatchedGlass, response: Response, actor: Caller, session: Transaction
) -> BreakGlassView:
    """Leave the case closed."""
    require_turn(actor, Act.REFUSE_BREAK_GLASS, row)
    require(await _unmet(session, actor, row))
    _decide(actor, row, body)
    perform(session, actor, Act.REFUSE_BREAK_GLASS, row, detail={"application": row.application_id})
    return await _answer(session, response, actor, row)


def _decide(actor: Actor, row: BreakGlass, body: GlassDecision) -> None:
    row.decided_by, row.decided_role, row.decided_at, row.remark = actor.user_id, actor.role, actor.now, body.remark
