"""Handing the work of an expert over to another: which applications, who leads, and what is lacking (art. 20)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.cycles.reading import edition_of, find_cycle
from app.errors import NotFound
from app.experts.models import Expert
from app.experts.reading import standing_of
from app.panel_plans.alternates import call_alternate
from app.panels.conflicts import barred_of
from app.panels.models import ExpertRelation, Panel, PanelSeat, Relation
from app.panels.reading import Roster, rosters_of, seat_faults, working_faults
from app.panels.schemas import NewReplacement
from app.regulation.assignment import employment_faults, leaving_faults, replacement_faults, seating_faults
from app.regulation.refusals import Reason
from app.regulation.vocabulary import Status
from app.reviews.models import Consensus

TOO_FEW = "panel.size"
"""What an application lacks while not all who have left it have been replaced."""


async def concluded_of(session: AsyncSession, panel: Panel) -> set[UUID]:
    """Read the applications of the panel whose consensus is concluded; their experts no longer change."""
    query = select(Consensus.application_id).where(Consensus.panel_id == panel.id)
    return set(await session.scalars(query.where(Consensus.status == Status.CONCLUDED)))


async def handed_over(session: AsyncSession, panel: Panel, body: NewReplacement) -> list[ExpertRelation]:
    """Lock what the leaving expert is to the applications that go over: those named, or all that are not concluded."""
    query = select(ExpertRelation).where(ExpertRelation.panel_id == panel.id).order_by(ExpertRelation.application_id)
    query = query.where(ExpertRelation.expert_id == body.expert_id).with_for_update()
    found = list(await session.scalars(query))
    named = set(body.application_ids)
    if not found or not named <= {r.application_id for r in found}:
        raise NotFound
    if named:
        return [r for r in found if r.application_id in named]
    concluded = await concluded_of(session, panel)
    return [r for r in found if r.application_id not in concluded]


async def replacement_reasons(
    session: AsyncSession, panel: Panel, roster: Roster, comer: Expert, body: NewReplacement,
    handed: Sequence[ExpertRelation], today: date,
) -> tuple[Reason, ...]:  # fmt: skip
    """Arts. 20, 30: everything against this replacement that is known before it is made."""
    concluded = await concluded_of(session, panel)
    seats = {seat.expert_id: seat for seat, _name, _kind in roster.seats}
    seated = seats.get(comer.id)
    related = {(r.expert_id, r.application_id) for r, _name, _kind in roster.relations}
    rule = edition_of(await find_cycle(session, panel.cycle_id)).conflict
    here = [r.application_id for r in handed]
    employed = await barred_of(session, [comer.id], here, rule, today, besides=panel.id)
    leaver = seats.get(body.expert_id)
    struck = await _is_struck(session, body.expert_id)
    return (
        *replacement_faults(
            sits=leaver is not None and (leaver.left_at is None or struck), same=comer.id == body.expert_id,
            related=any((comer.id, r.application_id) in related for r in handed),
        ),
        *standing_of(comer, today, "/replacement_id"),
        *seating_faults(
            leads=False, has_leader=True,
            seated=seated is not None and (not body.application_ids or seated.left_at is not None),
        ),
        *(
            fault
            for r in handed
            for fault in (
                *employment_faults(employed=(comer.id, r.application_id) in employed),
                *leaving_faults(assigned=True, concluded=r.application_id in concluded),
            )
        ),
    )  # fmt: skip


async def _is_struck(session: AsyncSession, expert_id: UUID) -> bool:
    """Art. 31: whether a sanction has ended the expert's seat; then somebody may still come in his place."""
    status = await session.scalar(select(Expert.status).where(Expert.id == expert_id))
    return status in {Status.SUSPENDED, Status.DISQUALIFIED}


async def _take_seat(
    session: AsyncSession, panel: Panel, roster: Roster, comer: Expert, body: NewReplacement, now: datetime
) -> None:
    """Seat the comer unless he sits already; a replacement in all applications ends the other's seat first.

    If he is an alternate of the panel, he has been called.
    """
    await call_alternate(session, panel, comer.id, now)
    seats = {seat.expert_id: seat for seat, _name, _kind in roster.seats}
    leaver = seats[body.expert_id]
    if not body.application_ids:
        leaver.left_at = leaver.left_at or now
        await session.flush()
    if comer.id not in seats:
        led = any(seat.is_leader and seat.left_at is None for seat in seats.values())
        leads = leaver.is_leader and not body.application_ids and not led
        session.add(PanelSeat(panel_id=panel.id, expert_id=comer.id, is_leader=leads, seated_at=now))


async def take_over(
    session: AsyncSession, panel: Panel, roster: Roster, comer: Expert, body: NewReplacement,
    handed: Sequence[ExpertRelation], now: datetime,
) -> None:  # fmt: skip
    """Seat the comer and assign him what was handed over; he leads what the other led, unless somebody does by now."""
    await _take_seat(session, panel, roster, comer, body, now)
    led = {
        r.application_id
        for r, _name, _kind in roster.relations
        if r.leads and r.relation is Relation.ASSIGNED and r not in handed
    }
    session.add_all(
        ExpertRelation(
            expert_id=comer.id, application_id=r.application_id, stage=panel.stage, panel_id=panel.id,
            leads=r.leads and r.application_id not in led,
        )
        for r in handed
    )  # fmt: skip
    await session.flush()


def lacking(panel: Panel, roster: Roster, applications: Sequence[UUID]) -> Mapping[UUID, frozenset[str]]:
    """Art. 20: the codes of what the rule lacks for each of those applications, as the roster has it."""
    return {each: frozenset(fault.code for fault in _working_faults(panel, roster, each)) for each in applications}


async def unmet_after(
    session: AsyncSession, panel: Panel, before: Mapping[UUID, frozenset[str]]
) -> tuple[Reason, ...]:  # fmt: skip
    """Art. 20: what the rule lacks now for the panel and for the applications, which lacked `before` what is named.

    Where several are gone from an application, one replacement follows the other: until it has its number again, it
    may lack what it lacked before, and its consensus waits for all of it.
    """
    roster = (await rosters_of(session, [panel]))[panel.id]
    gone = [seat.expert_id for seat, _name, _kind in roster.seats if seat.left_at is not None]
    if any([await _is_struck(session, expert) for expert in gone]):
        # Whoever was struck from the panel is followed one by one; the consensus asks whether it is whole.
        return ()
    return (*seat_faults(panel, roster), *_application_faults(panel, roster, before))


def _application_faults(
    panel: Panel, roster: Roster, before: Mapping[UUID, frozenset[str]]
) -> Iterator[Reason]:  # fmt: skip
    for application, lacked in before.items():
        faults = _working_faults(panel, roster, application)
        short = TOO_FEW in lacked and any(fault.code == TOO_FEW for fault in faults)
        yield from (fault for fault in faults if not (short and fault.code in lacked))


def _working_faults(panel: Panel, roster: Roster, application: UUID) -> tuple[Reason, ...]:
    return working_faults(panel, [(r, kind) for r, _name, kind in roster.relations if r.application_id == application])
