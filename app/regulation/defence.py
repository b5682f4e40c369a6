"""The order of the defences by lot, and their hours: drawn from a published seed, so that anybody can draw again."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import pairwise

from app.regulation.refusals import Reason
from app.regulation.vocabulary import Stage, Status

ARTICLE = "第十七条"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """An application's lot: SHA-256 (hex) of the seed, a bar and the application's id; the least lot speaks first."""

    application: str
    digest: str
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """A defence to be given an hour: who must be there and where; `people` are all who hear it."""

    application: str
    panel: str
    room: str
    people: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A defence with its hour; the end is exclusive."""

    booking: Booking
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """Hours in which defences are heard; the end is exclusive."""

    starts_at: datetime
    ends_at: datetime


def lot_of(seed: str, application: str) -> str:
    """Art. 17: the application's lot under the seed, in hex."""
    return sha256(f"{seed}|{application}".encode()).hexdigest()


def drawn(seed: str, applications: Collection[str]) -> tuple[Lot, ...]:
    """Art. 17: the order of the defences under the seed; nothing but the seed and the ids decides."""
    order = sorted((lot_of(seed, each), each) for each in applications)
    return tuple(Lot(application=each, digest=digest, place=n) for n, (digest, each) in enumerate(order, 1))


def announcement_faults(order: Sequence[Stage], cycle: Status, now: datetime, draw_at: datetime) -> tuple[Reason, ...]:
    """Art. 17: a draw is announced for a year that has a defence still to come, and before it takes place."""
    return tuple(_announcement_faults(order, cycle, now, draw_at))


def draw_faults(*, running: bool, now: datetime, draw_at: datetime, applications: int) -> tuple[Reason, ...]:
    """Art. 17: lots are drawn at the announced instant or later, in the stage, among somebody."""
    return tuple(_draw_faults(running, now, draw_at, applications))


def scheduled(
    bookings: Sequence[Booking], sittings: Sequence[Sitting], minutes: int, break_minutes: int
) -> tuple[Slot, ...]:
    """Art. 17: hours in the order of the lots, none of which claims a panel, a room or a person twice at once.

    Each sitting is divided into equal slots with breaks between them; each defence takes the first one that is free
    and not before its panel's last. Defences that find no hour are left out: compare the lengths.
    """
    step, length = timedelta(minutes=minutes + break_minutes), timedelta(minutes=minutes)
    hours = [
        (start, start + length)
        for sitting in sorted(sittings, key=lambda one: one.starts_at)
        for start in _starts(sitting, length, step)
    ]
    placed: list[Slot] = []
    for booking in bookings:
        after = [slot.ends_at for slot in placed if slot.booking.panel == booking.panel]
        for starts_at, ends_at in hours:
            slot = Slot(booking=booking, starts_at=starts_at, ends_at=ends_at)
            if starts_at >= max(after, default=starts_at) and not clashes_of(slot, placed):
                placed.append(slot)
                break
    return tuple(placed)


def clashes_of(slot: Slot, others: Collection[Slot]) -> tuple[Slot, ...]:
    """Art. 17: the others that claim the same panel, room or person at the same time."""
    return tuple(
        other
        for other in others
        if other.booking.application != slot.booking.application
        and slot.starts_at < other.ends_at
        and other.starts_at < slot.ends_at
        and _shares(slot.booking, other.booking)
    )


def sitting_faults(sittings: Sequence[Sitting], now: datetime) -> tuple[Reason, ...]:
    """Art. 17: sittings lie ahead, end after they begin, and do not overlap."""
    ordered = sorted(sittings, key=lambda one: one.starts_at)
    late = any(one.ends_at <= one.starts_at or one.starts_at <= now for one in ordered)
    overlap = any(one.ends_at > after.starts_at for one, after in pairwise(ordered))
    return (
        *((_fault("sitting", "/sittings", "答辩时段须在将来，且结束晚于开始。",
                  "A sitting lies ahead and ends after it begins."),) if late else ()),
        *((_fault("sittings_overlap", "/sittings", "答辩时段互相重叠。", "Two sittings overlap."),) if overlap else ()),
    )  # fmt: skip


def room_faults(unplaced: int, roomless: Collection[str]) -> tuple[Reason, ...]:
    """Art. 17: every panel has a room, and every defence finds an hour."""
    panels = tuple(
        _fault("no_room", "/rooms", f"评审组“{name}”尚未安排答辩地点。", f"The panel {name} has no room.")
        for name in roomless
    )
    short = (
        _fault("too_short", "/sittings", f"所给时段排不下，尚有 {unplaced} 家没有时间。",
               f"The sittings are too short: {unplaced} defences find no hour."),
    )  # fmt: skip
    return (*panels, *(short if unplaced and not roomless else ()))


def moving_faults(clashes: int, *, ahead: bool) -> tuple[Reason, ...]:
    """Art. 17: a defence is moved to an hour that is still to come and that nobody else claims."""
    return (
        *(() if ahead else (_fault("past", "/starts_at", "新的时间须在将来。", "The new hour lies ahead."),)),
        *((_fault("clash", "/starts_at", f"与另外 {clashes} 场答辩的评审组、地点或人员冲突。",
                  f"It clashes with {clashes} other defences over a panel, a room or a person."),) if clashes else ()),
    )  # fmt: skip


def _starts(sitting: Sitting, length: timedelta, step: timedelta) -> Iterator[datetime]:
    start = sitting.starts_at
    while start + length <= sitting.ends_at:
        yield start
        start += step


def _shares(one: Booking, other: Booking) -> bool:
    return one.panel == other.panel or one.room == other.room or bool(one.people & other.people)


def _announcement_faults(order: Sequence[Stage], cycle: Status, now: datetime, draw_at: datetime) -> Iterator[Reason]:
    if Stage.DEFENCE not in order:
        yield _fault("no_defence", "/cycle_id", "本年度评定没有演讲答辩。", "This year has no defence.")
    over = {Status.DELIBERATION, Status.APPROVAL, Status.PUBLIC_NOTICE, Status.COMMENDED, Status.CLOSED}
    if cycle in over | {Status.CANCELLED}:
        yield _fault("over", "/cycle_id", "演讲答辩已经结束。", "The defences are over.")
    if draw_at <= now:
        yield _fault("announced_late", "/draw_at", "抽签须事先公布：抽签时间应在公布之后。",
                     "A draw is announced beforehand: its instant lies ahead.")  # fmt: skip


def _draw_faults(running: bool, now: datetime, draw_at: datetime, applications: int) -> Iterator[Reason]:
    if not running:
        yield _fault("not_running", "", "演讲答辩环节未在进行，不能抽签。", "The stage of the defences is not running.")
    if now < draw_at:
        yield _fault("too_early", "/seed", "尚未到公布的抽签时间。", "The announced instant of the draw has not come.")
    if not applications:
        yield _fault("nobody", "", "没有参加答辩的组织。", "There is nobody to draw lots for.")


def _fault(kind: str, pointer: str, zh: str, en: str) -> Reason:
    return Reason(code=f"defence.{kind}", article=ARTICLE, pointer=pointer, zh=zh, en=en)
