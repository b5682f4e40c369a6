"""Attendance by time: who came and left when, and who was there when a ballot opened and closed (arts. 6, 24)."""

from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.api import Operator, People, Person
from tests.committee.test_alternates import alternate, attended
from tests.committee_world import Session, deliberating
from tests.year_world import ok, undertake

TWO = {"甲": 70000, "乙": 65000}


async def seated(session: Session, *present: Person) -> dict[str, Any]:
    """Record who is present now."""
    path, secretary = f"/v1/meetings/{session.meeting}", session.scored.secretary
    body = {"present": [str(each.party) for each in present]}
    return ok(await secretary.post(f"{path}/attendance", body, match=await secretary.get(path)))


def moves_in(session: Session, meeting: dict[str, Any]) -> list[tuple[str, str, int, str | None]]:
    """Give the moves as time, kind, the place of the member, and the alternate."""
    places = {str(member.party): place for place, member in enumerate(session.members)}
    return [
        (each["at"][11:16], each["kind"], places[each["member_id"]], each["alternate"]) for each in meeting["moves"]
    ]


async def test_who_came_and_left_between_two_ballots_is_kept_with_the_instants(
    people: People, operator: Operator
) -> None:
    async with operator.at("2027-01-08T09:00:00+08:00"):
        session = await deliberating(people, operator, TWO, present=4)
    async with operator.at("2027-01-08T09:10:00+08:00"):
        first = await session.ballot("甲", 4)
    members = session.members
    async with operator.at("2027-01-08T09:20:00+08:00"):
        await seated(session, *members[1:])
    async with operator.at("2027-01-08T09:30:00+08:00"):
        await seated(session, *members)
    async with operator.at("2027-01-08T09:40:00+08:00"):
        second = ok(await session.open("乙"))["id"]
        await seated(session, *members[:4])
        closed = ok(await session.close(second))
    seen = ok(await session.chair.get(f"/v1/meetings/{session.meeting}"), 200)
    assert moves_in(session, seen) == [
        *(("09:00", "arrived", place, None) for place in range(4)),
        ("09:20", "left", 0, None), ("09:20", "arrived", 4, None), ("09:30", "arrived", 0, None),
        ("09:40", "left", 4, None),
    ]  # fmt: skip
    assert [each["number"] for each in seen["moves"]] == [1, 2, 3, 4, 5, 6, 7, 8]
    ids = sorted(str(member.party) for member in members)
    four = sorted(str(member.party) for member in members[:4])
    assert (first["at_opening"]["present"], first["at_close"]["present"]) == (four, four)
    assert (closed["at_opening"]["present"], closed["at_close"]["present"]) == (ids, four)
    assert (closed["at_opening"]["base"], closed["base_at_open"]) == (5, 5)


async def test_recording_the_same_again_moves_nobody(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, TWO)
    again = await seated(session, *session.members)
    assert [(each["kind"], each["number"]) for each in again["moves"]] == [("arrived", n) for n in range(1, 6)]


async def test_an_alternate_takes_the_seat_and_the_member_leaves_it_at_one_instant(
    people: People, operator: Operator
) -> None:
    session = await deliberating(people, operator, TWO, amendment={"committee": {"alternates": True}})
    deputy, row = await alternate(session, session.members[3])
    await undertake(deputy, session.scored.year.cycle_id)
    async with operator.at("2027-01-08T10:00:00+08:00"):
        ok(await attended(session, row, *session.members[:3], session.members[4]))
    async with operator.at("2027-01-08T10:30:00+08:00"):
        seen = await seated(session, *session.members)
    name = seen["moves"][6]["alternate"]
    assert name.startswith("演练代表")
    assert moves_in(session, seen)[5:] == [
        ("10:00", "left", 3, None), ("10:00", "arrived", 3, name), ("10:30", "left", 3, name),
        ("10:30", "arrived", 3, None),
    ]  # fmt: skip


async def test_after_the_closing_nobody_comes_or_leaves(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, TWO)
    path, secretary = f"/v1/meetings/{session.meeting}", session.scored.secretary
    ok(await secretary.post(f"{path}/closure", match=await secretary.get(path)))
    late = await secretary.post(f"{path}/attendance", {"present": []}, match=await secretary.get(path))
    assert (late.status_code, late.json()["code"]) == (409, "act.out_of_order")
    with pytest.raises(asyncpg.CheckViolationError, match="i19_while_convened"):
        await operator.run("UPDATE attendance SET is_present = false WHERE meeting_id = $1", UUID(session.meeting))


async def test_the_schema_itself_keeps_moves_and_attendance_together(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, TWO)
    meeting = UUID(session.meeting)
    with pytest.raises(asyncpg.CheckViolationError, match="i19_attendance_moved"):
        await operator.run("UPDATE attendance SET is_present = false WHERE meeting_id = $1", meeting)
    with pytest.raises(asyncpg.CheckViolationError, match="committee_paper_is_fixed"):
        await operator.run("UPDATE attendance_move SET at = award_now() WHERE meeting_id = $1", meeting)
