"""Drawing the order and setting the hours: the rows that the acts write (art. 17)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.applications.models import Application
from app.defences.models import DefenceDraw, DefenceSlot
from app.defences.reading import Hearing, heard_by, hearings_of, moved, placed
from app.defences.schemas import NewHour, NewHours
from app.errors import NotFound
from app.regulation.defence import (
    Booking,
    Sitting,
    Slot,
    clashes_of,
    drawn,
    moving_faults,
    room_faults,
    scheduled,
    sitting_faults,
)
from app.regulation.refusals import require


def slots_of(draw: DefenceDraw, seed: str, applications: Sequence[Application]) -> list[DefenceSlot]:
    """Art. 17: one slot for each application in the order of the lots, without an hour yet."""
    return [
        DefenceSlot(application_id=UUID(lot.application), cycle_id=draw.cycle_id, draw_id=draw.id, place=lot.place,
                    lot=lot.digest)
        for lot in drawn(seed, [str(each.id) for each in applications])
    ]  # fmt: skip


async def set_hours(session: AsyncSession, draw: DefenceDraw, body: NewHours, now: datetime) -> int:
    """Art. 17: give every defence an hour in the order of the lots; refuses (422) with everything that is lacking."""
    hearings = await hearings_of(session, draw)
    people = await heard_by(session, [hearing.slot.application_id for hearing in hearings])
    rooms = {each.panel_id: each.room for each in body.rooms}
    sittings = [Sitting(starts_at=each.starts_at, ends_at=each.ends_at) for each in body.sittings]
    roomless = {each.panel_name or "—" for each in hearings if each.panel_id not in rooms}
    bookings = [_booking(each, rooms.get(each.panel_id or draw.id, ""), people) for each in hearings]
    faults = sitting_faults(sittings, now)
    slots = () if faults or roomless else scheduled(bookings, sittings, body.minutes, body.break_minutes)
    require((*faults, *room_faults(0 if faults else len(bookings) - len(slots), sorted(roomless))))
    for hearing in hearings:
        _give(hearing, next(slot for slot in slots if slot.booking.application == str(hearing.slot.application_id)))
    return len(slots)


async def set_hour(session: AsyncSession, draw: DefenceDraw, body: NewHour, now: datetime) -> tuple[Slot, DefenceSlot]:
    """Art. 17: move one defence; gives its old hour and its row. 404 if it is not in the draw, 422 if it clashes."""
    hearings = await hearings_of(session, draw)
    people = await heard_by(session, [hearing.slot.application_id for hearing in hearings])
    slots = {h.slot.application_id: placed(h, people.get(h.slot.application_id, frozenset())) for h in hearings}
    old = slots.get(body.application_id)
    if old is None:
        raise NotFound
    new = moved(old, body.starts_at, body.room)
    clashes = clashes_of(new, [slot for slot in slots.values() if slot is not None])
    require(moving_faults(len(clashes), ahead=body.starts_at > now))
    hearing = next(h for h in hearings if h.slot.application_id == body.application_id)
    _give(hearing, new)
    return old, hearing.slot


def _booking(hearing: Hearing, room: str, people: dict[UUID, frozenset[str]]) -> Booking:
    application = hearing.slot.application_id
    return Booking(
        application=str(application), panel=str(hearing.panel_id), room=room,
        people=people.get(application, frozenset()),
    )  # fmt: skip


def _give(hearing: Hearing, slot: Slot) -> None:
    row = hearing.slot
    row.panel_id, row.room = UUID(slot.booking.panel), slot.booking.room
    row.starts_at, row.ends_at = slot.starts_at, slot.ends_at
