"""How a cycle and its calls are shown, with the phase told by the clock and the acts open on it (arts. 8(1), 18)."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from app.acts import Actor
from app.cycles.models import CallNotice, Cycle, ScheduleEntry
from app.cycles.pins import pinned_of
from app.cycles.reading import edition_of, prizes_of, steps_of_cycle, window_of
from app.cycles.schemas import (
    CallView,
    CycleDocumentsView,
    CycleSummary,
    CycleView,
    EditionName,
    PinnedDocumentView,
    PlanView,
    PrizeView,
    ScheduleView,
    WindowView,
)
from app.guidance.guide_views import sector_names
from app.open_acts import OpenAct, open_acts
from app.problems import Fault, fault_in
from app.regulation.act import Act
from app.regulation.activation import unconfirmed_reasons
from app.regulation.pinning import guide_notes
from app.regulation.vocabulary import Role, Status
from app.regulation.window import is_open
from app.regulation.year import acceptance_faults, phases_of
from app.standards.criteria import unconfirmed_codes


def summary_of(actor: Actor, cycle: Cycle) -> CycleSummary:
    """Write a cycle for a list; its phase is `open` while applications may arrive."""
    window = window_of(cycle)
    within = window is not None and is_open(window, actor.now)
    return CycleSummary(
        id=cycle.id, award_year=cycle.award_year, ordinal=cycle.ordinal, title=cycle.title, status=cycle.status,
        phase=Status.OPEN if within and cycle.status is Status.CALLED else cycle.status,
        window=None if window is None else WindowView(
            window_from=window.first_day, window_until=window.last_day, opens_at=window.opens_at,
            closes_at=window.closes_at, is_open=within,
        ),
    )  # fmt: skip


def acts_of(actor: Actor, cycle: Cycle) -> list[OpenAct]:
    """Say what the caller may do with the cycle now; the correction is possible as long as acceptance is not closed."""
    path = f"/v1/cycles/{cycle.id}"
    hrefs = {
        Act.PIN_DOCUMENTS: f"{path}/documents",
        Act.PUBLISH_CALL: f"{path}/calls",
        Act.CORRECT_CALL: f"{path}/call-corrections",
        Act.CLOSE_ACCEPTANCE: f"{path}/acceptance-closure",
        Act.CANCEL_CYCLE: f"{path}/cancellation",
        Act.CLOSE_CYCLE: f"{path}/closure",
    }
    unmet = {Act.CLOSE_ACCEPTANCE: acceptance_faults(cycle.closes_at, actor.now)}
    return open_acts(actor, cycle, hrefs, unmet=unmet, steps=steps_of_cycle(cycle))


async def standing_call(session: AsyncSession, cycle: Cycle) -> CallNotice | None:
    """Art. 18: the newest call of the cycle with its media; None before the first."""
    query = select(CallNotice).where(CallNotice.cycle_id == cycle.id).order_by(CallNotice.number.desc()).limit(1)
    return await session.scalar(query.options(selectinload(CallNotice.media)))


async def schedule_of(session: AsyncSession, cycle: Cycle) -> list[ScheduleView]:
    """Art. 8(1): planned and actual days side by side, in the order of the year."""
    law = edition_of(cycle)
    order = phases_of(law.stage_order, law.notice.position)
    rows = await session.scalars(select(ScheduleEntry).where(ScheduleEntry.cycle_id == cycle.id))
    return [ScheduleView.model_validate(row) for row in sorted(rows, key=lambda row: order.index(row.phase))]


async def documents_of(session: AsyncSession, actor: Actor, cycle: Cycle) -> CycleDocumentsView:
    """Arts. 14, 16: the working documents of the year, whence its sectors come, and which of them have no guide."""
    pinned = await pinned_of(session, cycle.id)
    source, settled = pinned.classification_document, cycle.documents_pinned_at is not None
    notes = guide_notes(pinned.sectors, frozenset(pinned.guides)) if settled else ()
    return CycleDocumentsView(
        pinned_at=cycle.documents_pinned_at,
        documents=[
            PinnedDocumentView(
                id=row.id, kind=row.kind, sector=row.sector or None, number=row.number, title=row.title,
                status=row.status,
            )
            for row in pinned.documents
        ],
        classification_id=None if source is None else source.id, sectors=sector_names(pinned.sectors, pinned.guides),
        notes=[fault_in(actor.language, note) for note in notes],
    )  # fmt: skip


async def view_of(session: AsyncSession, actor: Actor, cycle: Cycle) -> CycleView:
    """Write one award year whole; the inner part of its plan for the secretariat only."""
    call = await standing_call(session, cycle)
    return CycleView(
        **dict(summary_of(actor, cycle)),
        edition=EditionName.model_validate(cycle.edition),
        schedule=await schedule_of(session, cycle),
        prizes=[PrizeView.model_validate(prize) for prize in await prizes_of(session, cycle)],
        documents=await documents_of(session, actor, cycle),
        call=None if call is None else CallView.model_validate(call),
        plan=PlanView.model_validate(cycle) if actor.role is Role.SECRETARIAT else None,
        warnings=await _warnings(session, actor, cycle),
        version=cycle.version,
        acts=acts_of(actor, cycle),
    )


async def _warnings(session: AsyncSession, actor: Actor, cycle: Cycle) -> list[Fault]:
    """Art. 13: the points of the year's criteria that nobody has checked in print yet."""
    reasons = unconfirmed_reasons(await unconfirmed_codes(session, cycle.edition.criteria_set_id))
    return [fault_in(actor.language, reason) for reason in reasons]
