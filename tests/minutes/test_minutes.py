"""Minutes: approved once, by the chair and by another than who drew them up, corrected, kept, and not for all (24)."""

import asyncio
from uuid import UUID

import asyncpg
import pytest

from tests.api import Operator, People
from tests.committee_world import Session, appointed, deliberating, seat
from tests.eligibility_world import reasons
from tests.interests.test_conflicts import declared
from tests.minutes.world import closed, on_meeting
from tests.reviews_world import expert
from tests.year_world import ok, undertake

ONE = {"甲": 70000}
CORRECTION = {"correction": "第1项议程的汇报人为质量科科长（演练）。", "reason": "记录时姓名有误。"}


async def test_the_chair_approves_once_and_a_corrected_version_anew(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, ONE)
    office, chair = session.scored.secretary, session.chair
    drawn = await closed(session)
    assert [(one["act"], one["allowed"]) for one in drawn["acts"]] == [("approve_minutes", True)]
    for person, code in ((office, "act.not_yours"), (session.members[1], "act.duty_missing")):
        refused = await on_meeting(session, person, "minutes/approval")
        assert (refused.status_code, refused.json()["code"]) == (403, code)
    ok(await on_meeting(session, chair, "minutes/approval"))
    again = await on_meeting(session, chair, "minutes/approval")
    assert (again.status_code, reasons(again)) == (422, [("minutes.approved_already", "第二十四条")])
    ok(await on_meeting(session, office, "minutes/corrections", CORRECTION))
    both = ok(await on_meeting(session, chair, "minutes/approval"))["versions"]
    assert [(one["number"], one["sha256"] is None) for one in both] == [(2, False), (1, False)]
    assert both[0]["sha256"] != both[1]["sha256"]
    leaves = "SELECT count(*) FROM record_leaf WHERE body LIKE $1"
    hashed = [await operator.value(leaves.replace("body", "convert_from(body, 'UTF8')"), f"%{one['sha256']}%")
              for one in both]  # fmt: skip
    assert hashed == [1, 1]


async def test_two_approvals_at_once_are_one(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, ONE)
    await closed(session)
    path = f"/v1/meetings/{session.meeting}"
    seen = await session.chair.get(path)
    answers = await asyncio.gather(*(session.chair.post(f"{path}/minutes/approval", match=seen) for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [201, 412]


async def test_who_drew_up_the_minutes_does_not_approve_them(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, ONE)
    office, clerk = session.scored.secretary, await people.secretary()
    await closed(session, clerk)
    seat_of_the_chair, today = f"/v1/members/{session.chair.party}", str(await operator.value("SELECT award_today()"))
    ok(await office.post(f"{seat_of_the_chair}/departure", {"to_on": today}, match=await office.get(seat_of_the_chair)))
    await operator.run("UPDATE role_grant SET ended_at = now() WHERE user_id = $1", clerk.user)
    ok(await office.post("/v1/members", seat("chair", user_id=str(clerk.user), name=None)))
    chair = await clerk.signed_in()
    await undertake(chair, session.scored.year.cycle_id)
    seen = await chair.get(f"/v1/meetings/{session.meeting}/minutes")
    (act,) = ok(seen, 200)["acts"]
    assert (act["act"], act["allowed"], act["reasons"][0]["code"]) == ("approve_minutes", False, "minutes.own")
    own = await on_meeting(session, chair, "minutes/approval")
    assert (own.status_code, reasons(own)) == (422, [("minutes.own", "第二十四条")])
    ok(await on_meeting(session, office, "minutes/corrections", CORRECTION))
    assert ok(await on_meeting(session, chair, "minutes/approval"))["versions"][0]["approved_by"] == str(clerk.user)


async def test_minutes_are_corrected_by_the_secretariat_after_the_closing_and_with_a_reason(
    people: People, operator: Operator
) -> None:
    session = await deliberating(people, operator, ONE)
    office = session.scored.secretary
    for person, part, body in (
        (office, "minutes/corrections", CORRECTION), (session.chair, "minutes/approval", None),
    ):  # fmt: skip
        early = await on_meeting(session, person, part, body)
        assert (early.status_code, early.json()["code"]) == (409, "act.out_of_order")
    assert (await office.get(f"/v1/meetings/{session.meeting}/minutes")).status_code == 404
    await closed(session)
    member = await on_meeting(session, session.chair, "minutes/corrections", CORRECTION)
    assert (member.status_code, member.json()["code"]) == (403, "act.not_yours")
    for field in CORRECTION:
        for text in ("", "  ", "a\u0000b", "长" * 5001):
            refused = await on_meeting(session, office, "minutes/corrections", CORRECTION | {field: text})
            assert refused.status_code == 422, (field, text)
    odd = {"correction": "'; DROP TABLE vote; -- 𠮷<script>", "reason": "😀"}
    kept = ok(await on_meeting(session, office, "minutes/corrections", odd))["versions"]
    assert [one["number"] for one in kept] == [2, 1]
    assert kept[0]["text"].splitlines()[-1].endswith("：'; DROP TABLE vote; -- 𠮷<script>（理由：😀）")
    third = ok(await on_meeting(session, office, "minutes/corrections", CORRECTION))["versions"][0]
    assert [one["number"] for one in third["content"]["corrections"]] == [2, 3]


async def test_minutes_are_for_the_secretariat_and_members_who_have_signed_only(
    people: People, operator: Operator
) -> None:
    session = await deliberating(people, operator, ONE)
    await closed(session)
    path = f"/v1/meetings/{session.meeting}/minutes"
    for person in (session.scored.secretary, *session.members):
        assert (await person.get(path)).status_code == 200
    unsigned = await appointed(people, session.scored.secretary)
    assert (await unsigned.get(path)).status_code == 404
    assert ok(await unsigned.get(path.removesuffix("/minutes")), 200)["minutes"] == ""
    assessor = await expert(people, session.scored.secretary)
    for stranger in (await people.verified_applicant(), await people.recommender(), assessor):
        assert (await stranger.get(path)).status_code == 403
    assert (await people.client.get(path)).status_code == 401


async def test_who_is_barred_from_a_candidate_neither_draws_up_nor_reads_the_minutes(
    people: People, operator: Operator
) -> None:
    session = await deliberating(people, operator, ONE)
    await session.ballot("甲", 5)
    barred = await people.secretary()
    await undertake(barred, session.scored.year.cycle_id)
    case = UUID(session.scored.firms["甲"])
    code = await operator.value("SELECT credit_code FROM application WHERE id = $1", case)
    ok(await declared(barred, code))
    refused = await on_meeting(session, barred, "closure")
    assert (refused.status_code, refused.json()["code"]) == (422, "conflict.list_must_be_whole")
    await closed(session)
    path = f"/v1/meetings/{session.meeting}"
    assert (await barred.get(f"{path}/minutes")).status_code == 404
    assert ok(await barred.get(path), 200)["minutes"] == ""


async def test_the_schema_itself_keeps_every_version_as_it_was(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, ONE)
    await session.ballot("甲", 5)
    await closed(session)
    ok(await on_meeting(session, session.scored.secretary, "minutes/corrections", CORRECTION))
    meeting = UUID(session.meeting)
    for change in ("text = '改写'", "content = '{}'", "number = 7"):
        with pytest.raises(asyncpg.CheckViolationError, match="i19_minutes_stand"):
            await operator.run(f"UPDATE minutes_version SET {change} WHERE meeting_id = $1", meeting)  # noqa: S608 - our own words.
    with pytest.raises(asyncpg.CheckViolationError, match="i19_minutes_stand"):
        await operator.run("DELETE FROM minutes_version WHERE meeting_id = $1", meeting)
    less = (
        "INSERT INTO minutes_version SELECT meeting_id, 3, content || '{\"ballots\": []}', text, drawn_up_by, "
        "drawn_up_at, correction, reason FROM minutes_version WHERE meeting_id = $1 AND number = 2"
    )
    with pytest.raises(asyncpg.CheckViolationError, match="i19_minutes_whole"):
        await operator.run(less, meeting)
    with pytest.raises(asyncpg.CheckViolationError, match="i19_minutes_hash"):
        await approved_wrongly(operator, session)


async def approved_wrongly(operator: Operator, session: Session) -> None:
    """Write, as the chair would, an approval with the hash of another text."""
    async with operator.connection.transaction():
        for name, value in (("user", session.chair.user), ("party", session.chair.party)):
            await operator.run("SELECT set_config($1, $2, true)", f"award.{name}", str(value))
        await operator.run(
            "UPDATE minutes_version SET approved_by = $2, approved_at = now(), sha256 = sha256('x') "
            "WHERE meeting_id = $1 AND number = 2", UUID(session.meeting), session.chair.user,
        )  # fmt: skip
