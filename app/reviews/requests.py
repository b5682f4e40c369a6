"""Requests to experts to look at their sheets again, and what of them keeps a consensus open (arts. 20, 21)."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.panels.entering import Entry, items_of_stage
from app.panels.models import ExpertRelation, Relation
from app.regulation.criteria import Criterion
from app.regulation.measures import ScoringRule
from app.regulation.reconsideration import (
    Answer,
    Asked,
    Concern,
    RequestKind,
    concerns_of,
    reconsideration_faults,
    unasked,
)
from app.regulation.refusals import Reason
from app.regulation.scoring import Percents
from app.regulation.vocabulary import Stage, Status
from app.reviews.history_models import SheetRequest
from app.reviews.history_schemas import SheetRequestView
from app.reviews.models import Consensus, ScoreSheet
from app.reviews.reading import submitted_percents
from app.reviews.versions import standing_numbers

WIDE = "评分分歧达到规定界限，请确认或调整并说明理由。"


async def requests_on(session: AsyncSession, application_id: UUID, stage: Stage) -> list[SheetRequest]:
    """Read the requests to those who still work on the application in the stage, in the order of asking."""
    query = (
        select(SheetRequest)
        .join(
            ExpertRelation,
            (ExpertRelation.expert_id == SheetRequest.expert_id)
            & (ExpertRelation.application_id == SheetRequest.application_id)
            & (ExpertRelation.stage == SheetRequest.stage),
        )
        .where(SheetRequest.application_id == application_id, SheetRequest.stage == stage)
        .where(ExpertRelation.relation == Relation.ASSIGNED)
        .order_by(SheetRequest.asked_at, SheetRequest.id)
    )
    return list(await session.scalars(query))


async def requests_of(session: AsyncSession, sheet_id: UUID) -> list[SheetRequest]:
    """Read the requests about one sheet, in the order of asking."""
    query = select(SheetRequest).where(SheetRequest.sheet_id == sheet_id)
    return list(await session.scalars(query.order_by(SheetRequest.asked_at, SheetRequest.id)))


def asked_of(requests: Sequence[SheetRequest]) -> list[Asked]:
    """Give requests as the law reads them."""
    return [
        Asked(expert=str(each.expert_id), kind=each.kind, items=tuple(each.items), answer=each.answer)
        for each in requests
    ]  # fmt: skip


def concerns_in(
    sheets: Mapping[UUID, Percents], criteria: Sequence[Criterion], rule: ScoringRule
) -> tuple[Concern, ...]:
    """`edition.scoring.reconsider`: whose percents lie at an end of a wide spread."""
    return concerns_of({str(expert): percents for expert, percents in sheets.items()}, criteria, rule)


async def concerns_now(session: AsyncSession, entry: Entry) -> tuple[Concern, ...]:
    """`edition.scoring.reconsider`: the same of the sheets that stand in the stage."""
    criteria = await items_of_stage(session, entry.cycle, entry.relation.stage)
    sheets = await submitted_percents(session, entry.application.id, entry.relation.stage)
    return concerns_in(sheets, criteria, entry.edition.scoring)


async def spread_reasons(
    session: AsyncSession, consensus: Consensus, sheets: Mapping[UUID, Percents], criteria: Sequence[Criterion],
    rule: ScoringRule,
) -> tuple[Reason, ...]:  # fmt: skip
    """Arts. 20-21: what keeps the consensus open: unanswered requests, and wide spreads not yet put to anybody."""
    requests = await requests_on(session, consensus.application_id, consensus.stage)
    return reconsideration_faults(concerns_in(sheets, criteria, rule), asked_of(requests))


async def put_concerns(
    session: AsyncSession, actor: Actor, entry: Entry, concerns: Sequence[Concern]
) -> list[SheetRequest]:
    """Ask each expert concerned about what he was not asked yet, unless he has still to answer."""
    before = await requests_on(session, entry.application.id, entry.relation.stage)
    waiting = {str(each.expert_id) for each in before if each.answer is None and _is_spread(each)}
    open_concerns = [each for each in unasked(concerns, asked_of(before)) if each.expert not in waiting]
    sheets = await _sheets_of(session, entry, [UUID(each.expert) for each in open_concerns])
    numbers = await standing_numbers(session, [sheet.id for sheet in sheets.values()])
    made = [
        _request(actor, sheets[each.expert], numbers, RequestKind.RECONSIDERATION, WIDE, each)
        for each in open_concerns
    ]  # fmt: skip
    session.add_all(made)
    return made


async def unlock_request(session: AsyncSession, actor: Actor, sheet: ScoreSheet, reason: str) -> SheetRequest:
    """Art. 20: write the leader's request for a sheet as a whole."""
    numbers = await standing_numbers(session, [sheet.id])
    request = _request(actor, sheet, numbers, RequestKind.UNLOCK, reason, None)
    session.add(request)
    return request


def answered(requests: Sequence[SheetRequest], actor: Actor, answer: Answer, reason: str) -> None:
    """Art. 21: write the expert's own answer to all requests about his sheet that wait for one."""
    for each in requests:
        if each.answer is None:
            each.answer, each.answer_reason, each.answered_at = answer, reason, actor.now


def request_view(request: SheetRequest) -> SheetRequestView:
    """Write a request."""
    return SheetRequestView.model_validate(request)


def _is_spread(request: SheetRequest) -> bool:
    return request.kind is RequestKind.RECONSIDERATION


async def _sheets_of(session: AsyncSession, entry: Entry, experts: Sequence[UUID]) -> dict[str, ScoreSheet]:
    query = select(ScoreSheet).where(ScoreSheet.application_id == entry.application.id)
    query = query.where(ScoreSheet.stage == entry.relation.stage, ScoreSheet.expert_id.in_(experts))
    return {str(sheet.expert_id): sheet for sheet in await session.scalars(query)}


def _request(
    actor: Actor, sheet: ScoreSheet, numbers: Mapping[UUID, int], kind: RequestKind, reason: str,
    concern: Concern | None,
) -> SheetRequest:  # fmt: skip
    whole = concern is None or concern.whole
    return SheetRequest(
        sheet_id=sheet.id, application_id=sheet.application_id, expert_id=sheet.expert_id, stage=sheet.stage,
        number=numbers[sheet.id], kind=kind, items=[] if whole or concern is None else list(concern.items),
        reason=reason, asked_by=actor.party_id, asked_at=actor.now,
    )  # fmt: skip


async def is_concluded(session: AsyncSession, application_id: UUID, stage: Stage) -> bool:
    """Say whether the consensus of the stage is concluded, as far as the caller sees it."""
    query = select(Consensus.id).where(Consensus.application_id == application_id, Consensus.stage == stage)
    return await session.scalar(query.where(Consensus.status == Status.CONCLUDED)) is not None
