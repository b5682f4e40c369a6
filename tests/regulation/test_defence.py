"""The lots and the hours of the defences: anybody draws the same, and nobody is wanted twice at once (art. 17)."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from app.regulation.defence import (
    Booking,
    Sitting,
    Slot,
    announcement_faults,
    clashes_of,
    draw_faults,
    drawn,
    moving_faults,
    room_faults,
    scheduled,
    sitting_faults,
)
from app.regulation.table.moves import JIANGYIN_ORDER
from app.regulation.vocabulary import Stage, Status
from tests.regulation.values import codes

NINE = datetime(2022, 11, 21, 1, tzinfo=UTC)
BEFORE = NINE - timedelta(days=3)


def at(minutes: int) -> datetime:
    return NINE + timedelta(minutes=minutes)


def booking(application: str, panel: str = "p", room: str = "r", people: str = "xyz") -> Booking:
    return Booking(application=application, panel=panel, room=room, people=frozenset(people))


def hours(slots: tuple[Slot, ...]) -> list[tuple[str, int]]:
    return [(slot.booking.application, int((slot.starts_at - NINE).total_seconds() // 60)) for slot in slots]


def test_the_order_follows_from_the_seed_and_the_ids_alone() -> None:
    lots = drawn("507", ["a", "b", "c"])
    assert [(lot.place, lot.application) for lot in lots] == [(1, "a"), (2, "c"), (3, "b")]
    assert [lot.digest for lot in lots] == sorted(sha256(f"507|{each}".encode()).hexdigest() for each in "abc")
    assert drawn("507", ["c", "b", "a"]) == lots
    assert drawn("508", ["a", "b", "c"]) != lots
    assert drawn("507", []) == ()


def test_defences_follow_the_lots_with_breaks_and_go_on_in_the_next_sitting() -> None:
    sittings = [Sitting(starts_at=at(300), ends_at=at(400)), Sitting(starts_at=at(0), ends_at=at(90))]
    slots = scheduled([booking("c"), booking("a"), booking("b")], sittings, 40, 10)
    assert hours(slots) == [("c", 0), ("a", 50), ("b", 300)]
    assert slots[0].ends_at == at(40)


def test_two_panels_hear_at_once_unless_they_share_a_room_or_a_person() -> None:
    sittings = [Sitting(starts_at=at(0), ends_at=at(300))]
    apart = [booking("a"), booking("b", "q", "s", "uvw")]
    assert hours(scheduled(apart, sittings, 60, 0)) == [("a", 0), ("b", 0)]
    for shared in (booking("b", "q", "r", "uvw"), booking("b", "q", "s", "uvx")):
        assert hours(scheduled([booking("a"), shared], sittings, 60, 0)) == [("a", 0), ("b", 60)]


def test_a_defence_that_finds_no_hour_is_left_out() -> None:
    sittings = [Sitting(starts_at=at(0), ends_at=at(119))]
    assert hours(scheduled([booking("a"), booking("b")], sittings, 60, 0)) == [("a", 0)]
    assert codes(room_faults(1, [])) == ["defence.too_short"]
    assert codes(room_faults(1, ["制造业组"])) == ["defence.no_room"]


def test_touching_hours_do_not_clash_and_a_defence_does_not_clash_with_itself() -> None:
    one = Slot(booking=booking("a"), starts_at=at(0), ends_at=at(60))
    after = Slot(booking=booking("b"), starts_at=at(60), ends_at=at(120))
    across = Slot(booking=booking("c"), starts_at=at(59), ends_at=at(61))
    assert clashes_of(one, [one, after]) == ()
    assert clashes_of(across, [one, after]) == (one, after)


@pytest.mark.parametrize(("sittings", "expected"), [
    ([Sitting(starts_at=at(0), ends_at=at(0))], ["defence.sitting"]),
    ([Sitting(starts_at=BEFORE, ends_at=at(0))], ["defence.sitting"]),
    ([Sitting(starts_at=at(0), ends_at=at(60)), Sitting(starts_at=at(30), ends_at=at(90))],
     ["defence.sittings_overlap"]),
    ([Sitting(starts_at=at(0), ends_at=at(60)), Sitting(starts_at=at(60), ends_at=at(90))], []),
])  # fmt: skip
def test_sittings_lie_ahead_and_apart(sittings: list[Sitting], expected: list[str]) -> None:
    assert codes(sitting_faults(sittings, BEFORE)) == expected


def test_a_draw_is_announced_ahead_and_drawn_at_its_instant_or_later() -> None:
    assert announcement_faults(JIANGYIN_ORDER, Status.CALLED, BEFORE, NINE) == ()
    assert codes(announcement_faults((Stage.MATERIAL, Stage.SITE), Status.CLOSED, NINE, NINE)) == [
        "defence.no_defence", "defence.over", "defence.announced_late",
    ]  # fmt: skip
    assert draw_faults(running=True, now=NINE, draw_at=NINE, applications=1) == ()
    assert codes(draw_faults(running=False, now=BEFORE, draw_at=NINE, applications=0)) == [
        "defence.not_running", "defence.too_early", "defence.nobody",
    ]  # fmt: skip
    assert codes(moving_faults(2, ahead=False)) == ["defence.past", "defence.clash"]
