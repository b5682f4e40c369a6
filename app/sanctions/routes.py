"""Suspending and disqualifying reviewers: case, hearing, the committee's resolution, its effect at once (art. 31)."""

from typing import Annotated

from fastapi import Query, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import Actor, perform, require_turn
from app.clock import civil_date
from app.database import Case
from app.experts.models import Expert, Institution
from app.http import Id, tag
from app.legislation.reading import require_resolution
from app.paging import Key, Paging, Slice, page
from app.record import RecordLeaf
from app.regulation.act import Act
from app.regulation.refusals import require
from app.regulation.sanction import ARTICLE, Measure, imposition_faults, lifting_faults, opening_faults
from app.regulation.vocabulary import Role, Status
from app.regulation.window import day_faults
from app.reviews.models import Consensus
from app.reviews.reopening import give_up
from app.sanctions.models import Sanction
from app.sanctions.reading import MatchedSanction, SeenSanction, bare_view, party_of, view_of
from app.sanctions.schemas import (
    Imposition,
    Lifting,
    NewSanction,
    SanctionDismissal,
    SanctionHearing,
    SanctionPage,
    SanctionView,
)
from app.sanctions.striking import Struck, effects_of, strike, struck_by
from app.sections import Section

section = Section("/v1/sanctions", tag="评审资格处理", about="暂停、取消评审资格：立案、陈述申辩、决议、移送")
READERS = frozenset({Role.SECRETARIAT, Role.COMMITTEE})
FALLEN = {Measure.SUSPENSION: Status.SUSPENDED, Measure.DISQUALIFICATION: Status.DISQUALIFIED}
"""What the measure makes of whom it hits."""


async def answer(session: AsyncSession, response: Response, actor: Actor, row: Sanction) -> SanctionView:
    """Flush, tag and write the case."""
    await session.flush()
    tag(response, row)
    return await view_of(session, actor, row)


@section.act("", summary="评审资格处理立案", status_code=201)
async def open_sanction(
    body: NewSanction, response: Response, actor: Caller, session: Transaction, today: Today
) -> SanctionView:
    """Open a case against an expert or an institution of the register (art. 31)."""
    house, experts = await party_of(session, body.expert_id, body.institution_id)
    standing = house.status is not Status.DISQUALIFIED if house else bool(experts and body.expert_id)
    named = {"expert": body.expert_id is not None, "institution": body.institution_id is not None}
    require(opening_faults(**named, standing=standing))
    row = Sanction(**dict(body), opened_by=actor.user_id, opened_on=today)
    perform(session, actor, Act.OPEN_SANCTION, row, detail={"expert": row.expert_id, "institution": row.institution_id})
    response.headers["Location"] = f"/v1/sanctions/{row.id}"
    return await answer(session, response, actor, row)


@section.read("", summary="列出评审资格处理", roles=READERS, response_model=SanctionPage)
async def list_sanctions(
    actor: Caller, session: Transaction, paging: Paging, expert_id: Annotated[Id | None, Query()] = None
) -> Slice[SanctionView]:
    """The cases, the newest first."""
    query = select(Sanction) if expert_id is None else select(Sanction).where(Sanction.expert_id == expert_id)
    rows = await page(session, query, [Key(Sanction.opened_on, descending=True), Key(Sanction.id)], paging)
    return Slice([bare_view(actor, row) for row in rows.items], rows.next_cursor)


@section.read("/{sanction_id}", summary="查看评审资格处理", roles=READERS)
async def show_sanction(row: SeenSanction, response: Response, actor: Caller, session: Transaction) -> SanctionView:
    """One case with what became of the work, and its referrals."""
    return await answer(session, response, actor, row)


@section.act("/{sanction_id}/hearing", summary="登记陈述申辩", status_code=201)
async def record_sanction_hearing(
    body: SanctionHearing, row: MatchedSanction, response: Response, actor: Caller, session: Transaction, today: Today
) -> SanctionView:
    """Record what was said to it, before anything is imposed."""
    require_turn(actor, Act.RECORD_SANCTION_HEARING, row)
    require(day_faults(body.heard_on, today, pointer="/heard_on", article=ARTICLE, not_before=row.opened_on))
    row.heard_on, row.statement = body.heard_on, body.statement
    perform(session, actor, Act.RECORD_SANCTION_HEARING, row)
    return await answer(session, response, actor, row)


@section.act("/{sanction_id}/dismissal", summary="评审资格不予处理", status_code=201)
async def dismiss_sanction(
    body: SanctionDismissal, row: MatchedSanction, response: Response, actor: Caller, session: Transaction,
    today: Today,
) -> SanctionView:  # fmt: skip
    """End a case with nothing imposed."""
    perform(session, actor, Act.DISMISS_SANCTION, row)
    row.reason, row.decided_by, row.decided_on = body.reason, actor.user_id, today
    return await answer(session, response, actor, row)


@section.act("/{sanction_id}/imposition", summary="暂停或取消评审资格", status_code=201)
async def impose_sanction(
    body: Imposition, row: MatchedSanction, response: Response, actor: Caller, session: Transaction, today: Today
) -> SanctionView:
    """Suspend or disqualify by resolution; his seats end and his work is voided in the same act (art. 31, T15)."""
    require_turn(actor, Act.IMPOSE_SANCTION, row)
    resolution = await require_resolution(session, body.resolution_id)
    given = {"measure": body.measure, "until": body.until, "today": today}
    require(imposition_faults(**given, heard_on=row.heard_on, resolved_on=resolution.decided_on))
    house, experts = await party_of(session, row.expert_id, row.institution_id)
    struck = await struck_by(session, [expert.id for expert in experts])
    _decide(row, body, actor, experts)
    _impose(session, actor, row, house, experts, struck)
    session.add_all(effects_of(row, struck))
    await strike(session, struck, actor.now)
    return await answer(session, response, actor, row)


@section.act("/{sanction_id}/lifting", summary="恢复评审资格", status_code=201)
async def lift_suspension(
    body: Lifting, row: MatchedSanction, response: Response, actor: Caller, session: Transaction, today: Today
) -> SanctionView:
    """End a suspension: after its last day, or before it by another resolution (art. 31)."""
    require_turn(actor, Act.LIFT_SUSPENSION, row)
    resolution = await require_resolution(session, body.resolution_id) if body.resolution_id else None
    measure = row.measure or Measure.DISQUALIFICATION
    require(lifting_faults(measure=measure, until=row.until, today=today, resolved=resolution is not None))
    house, experts = await party_of(session, row.expert_id, row.institution_id)
    held: list[Case] = [each for each in experts if str(each.id) in row.struck]
    held += [house] if house else []
    carried = [(each, Status.ADMITTED) for each in held if each.status is Status.SUSPENDED]
    perform(session, actor, Act.LIFT_SUSPENSION, row, carried=carried)
    row.lifted_on, row.lifting_resolution_id = today, body.resolution_id
    return await answer(session, response, actor, row)


def _decide(row: Sanction, body: Imposition, actor: Actor, experts: list[Expert]) -> None:
    row.measure, row.until, row.reason = body.measure, body.until, body.reason
    row.resolution_id, row.decided_by, row.decided_on = body.resolution_id, actor.user_id, civil_date(actor.now)
    row.struck = [str(expert.id) for expert in experts if expert.status is not FALLEN[body.measure]]


def _impose(
    session: AsyncSession, actor: Actor, row: Sanction, house: Institution | None, experts: list[Expert],
    struck: Struck,
) -> RecordLeaf:  # fmt: skip
    """Let the person or the institution with its people fall, and with them the work, in one act."""
    after = FALLEN[row.measure or Measure.DISQUALIFICATION]
    parties: list[Case] = [*experts, *([house] if house else [])]
    fallen = [(party, after) for party in parties if party.status is not after]
    carried = struck.carried()
    for consensus, _status in carried:
        if isinstance(consensus, Consensus):
            give_up(consensus)
    detail = {"measure": row.measure, "resolution": row.resolution_id, "experts": row.struck}
    return perform(
        session, actor, Act.IMPOSE_SANCTION, row, carried=[*fallen, *carried], detail=detail, steps=struck.steps()
    )
