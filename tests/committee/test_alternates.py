"""Alternates: whether there are any, of whose unit, one vote a seat, gone with the seat (arts. 6, 24)."""

from typing import Any
from uuid import UUID

import asyncpg
import httpx2
import pytest

from app.accounts.passwords import Cost, hash_password
from tests.api import PASSWORD, Operator, People, Person
from tests.committee_world import NUMBERS, Session, deliberating
from tests.cycles.drafts import CHOICES, draft_path
from tests.eligibility_world import reasons
from tests.year_world import ok, resolution, undertake

ONE = {"甲": 70000}


def named(session: Session, **changed: object) -> dict[str, Any]:
    """Write who is to be the alternate of a member."""
    return {
        "cycle_id": session.scored.year.cycle_id, "name": f"演练代表{next(NUMBERS)}", "office": "副职（演练）",
        "unit_name": "演练单位", "from_on": "2020-01-01", **changed,
    }  # fmt: skip


async def alternate(session: Session, member: Person) -> tuple[Person, str]:
    """Name an alternate of a member over HTTP and let him sign in; gives him and the row's id."""
    secretary, people = session.scored.secretary, session.scored.people
    path = f"/v1/members/{member.party}"
    made = ok(await secretary.post(f"{path}/alternates", named(session), match=await secretary.get(path)))["alternate"]
    user, login = UUID(made["user_id"]), f"daibiao-{next(NUMBERS)}"
    async with people.operator.transaction() as leaf:
        await people.operator.run(
            "UPDATE user_account SET login = $1, activated_at = now(), version = version + 1, leaf_id = $2 "
            "WHERE id = $3",
            login, leaf, user,
        )  # fmt: skip
    hashed = await hash_password(PASSWORD, Cost(memory=64, passes=1))
    await people.operator.run("INSERT INTO credential VALUES ($1, $2, clock_timestamp())", user, hashed)
    person = await Person(client=people.client, user=user, login=login, party=member.party).signed_in()
    return person, made["id"]


async def attended(session: Session, alternate_id: str, *present: Person) -> httpx2.Response:
    """Record that the alternate and these members attend."""
    path, secretary = f"/v1/meetings/{session.meeting}", session.scored.secretary
    body = {"present": [str(each.party) for each in present], "alternates": [alternate_id]}
    return await secretary.post(f"{path}/attendance", body, match=await secretary.get(path))


@pytest.mark.parametrize("known", [True, False])
async def test_an_alternate_votes_only_where_the_edition_knows_them(
    people: People, operator: Operator, known: bool
) -> None:
    session = await deliberating(people, operator, ONE, amendment={"committee": {"alternates": known}})
    secretary, member = session.scored.secretary, session.members[3]
    path = f"/v1/members/{member.party}"
    if not known:
        refused = await secretary.post(f"{path}/alternates", named(session), match=await secretary.get(path))
        assert (refused.status_code, reasons(refused)) == (
            422, [("ballot.no_alternates", "edition.committee.alternates")],
        )  # fmt: skip
        return
    other = named(session, unit_name="另一单位")
    stranger = await secretary.post(f"{path}/alternates", other, match=await secretary.get(path))
    assert reasons(stranger) == [("ballot.alternate_unit", "第六条")]
    deputy, row = await alternate(session, member)
    again = await secretary.post(f"{path}/alternates", named(session), match=await secretary.get(path))
    assert (again.status_code, again.json()["code"]) == (409, "alternate.named_already")
    doubled = await attended(session, row, *session.members)
    assert reasons(doubled) == [("attendance.twice", "edition.committee.alternates")]
    seen = ok(await attended(session, row, *session.members[:3], session.members[4]))["attendance"]
    assert [(each["is_present"], each["alternate"] is not None) for each in seen] == [(True, False)] * 3 + [
        (True, True), (True, False),
    ]  # fmt: skip
    unsigned = await session.open("甲")
    assert reasons(unsigned) == [("ballot.undertaking", "第三十条")]
    await undertake(deputy, session.scored.year.cycle_id)
    opened = ok(await session.open("甲"))
    assert (opened["in_office"], opened["present"], len(opened["voters"])) == (5, 5, 5)
    votes = f"/v1/ballots/{opened['id']}/votes"
    himself = await member.post(votes, {"choice": "against"})
    assert (himself.status_code, himself.json()["code"]) == (409, "ballot.other_person")
    ok(await deputy.post(votes, {"choice": "in_favour"}))
    twice = await deputy.post(votes, {"choice": "in_favour"})
    assert (twice.status_code, twice.json()["code"]) == (409, "vote.cast_already")
    result = ok(await session.close(opened["id"]))["result"]
    assert (result["in_favour"], result["not_voted"], result["base"]) == (1, 4, 5)
    path = f"/v1/meetings/{session.meeting}"
    minutes = ok(await secretary.post(f"{path}/closure", match=await secretary.get(path)))["minutes"]
    assert "副职（演练）演练代表" in minutes


async def test_an_alternate_never_presides_and_goes_with_his_time(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, ONE, amendment={"committee": {"alternates": True}})
    deputy, row = await alternate(session, session.chair)
    await undertake(deputy, session.scored.year.cycle_id)
    body = {"meeting_id": session.meeting, "application_id": session.scored.firms["甲"], "tier": "mayors_award"}
    refused = await deputy.post("/v1/ballots", body)
    assert (refused.status_code, refused.json()["code"]) == (403, "act.duty_missing")
    secretary, path = session.scored.secretary, f"/v1/members/{session.chair.party}"
    today = {"to_on": str(await operator.value("SELECT award_today()"))}
    left = f"{path}/alternates/{row}/departure"
    elsewhere = left.replace(str(session.chair.party), str(session.members[1].party))
    other = f"/v1/members/{session.members[1].party}"
    assert (await secretary.post(elsewhere, today, match=await secretary.get(other))).status_code == 404
    ok(await secretary.post(left, today, match=await secretary.get(path)))
    again = await secretary.post(left, today, match=await secretary.get(path))
    assert (again.status_code, again.json()["code"]) == (409, "alternate.ended")
    assert (await deputy.get("/v1/meetings/" + session.meeting)).status_code == 403
    gone = await attended(session, row, *session.members[1:])
    assert reasons(gone) == [("attendance.not_in_office", "第六条")]
    listed = ok(await secretary.get(f"{path}/alternates"), 200)["items"]
    assert [(each["id"], each["to_on"]) for each in listed] == [(row, today["to_on"])]
    # Named again he holds the seat's role again.
    again = named(session, user_id=str(deputy.user)) | {"name": None}
    ok(await secretary.post(f"{path}/alternates", again, match=await secretary.get(path)))
    assert (await (await deputy.signed_in()).get("/v1/meetings/" + session.meeting)).status_code == 200


async def test_the_schema_counts_a_seat_once(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, ONE, amendment={"committee": {"alternates": True}})
    deputy, row = await alternate(session, session.members[3])
    await undertake(deputy, session.scored.year.cycle_id)
    ok(await attended(session, row, *session.members[:3]))
    taken = {"member": session.members[4].party, "alternate": UUID(row), "meeting": UUID(session.meeting)}
    with pytest.raises(asyncpg.ForeignKeyViolationError, match="i19_alternate_of_the_seat"):
        await operator.run(
            "UPDATE attendance SET alternate_id = $1, is_present = true WHERE meeting_id = $2 AND member_id = $3",
            taken["alternate"], taken["meeting"], taken["member"],
        )  # fmt: skip
    with pytest.raises(asyncpg.CheckViolationError, match="i19_alternate_stands"):
        await operator.run("UPDATE alternate SET office = '他' WHERE id = $1", UUID(row))
    plain = await deliberating(people, operator, ONE)
    with pytest.raises(asyncpg.CheckViolationError, match="i19_no_alternates"):
        await operator.run(
            "INSERT INTO alternate (id, member_id, cycle_id, user_id, name, office, unit_name, from_on, appointed_by) "
            "SELECT gen_random_uuid(), $1, $2, $3, '甲', '乙', '丙', '2020-01-01', $3",
            plain.members[3].party, UUID(plain.scored.year.cycle_id), deputy.user,
        )  # fmt: skip


@pytest.mark.parametrize("mode", ["open", "sealed_open", "secret_paper"])
async def test_each_ballot_mode_that_an_edition_may_choose_carries_a_candidate(
    people: People, operator: Operator, mode: str
) -> None:
    session = await deliberating(people, operator, ONE, ballot_mode=mode)
    opened = ok(await session.open("甲"))
    if mode == "secret_paper":
        ok(await session.hand_out(opened["id"]))
        for teller in session.members[1:3]:
            counts = {"in_favour": 3, "against": 1, "abstained": 1}
            ok(await teller.post(f"/v1/ballots/{opened['id']}/paper-counts", counts))
    else:
        await session.vote(opened["id"], ["in_favour"] * 3 + ["against", "abstain"])
    during = ok(await session.chair.get(f"/v1/ballots/{opened['id']}"), 200)
    assert (during["mode"], during["result"], len(during["votes"])) == (mode, None, 5 if mode == "open" else 0)
    closed = ok(await session.close(opened["id"]))
    counts = {key: closed["result"][key] for key in ("in_favour", "against", "abstained", "needed", "passed")}
    assert counts == {"in_favour": 3, "against": 1, "abstained": 1, "needed": 3, "passed": True}
    assert len(closed["votes"]) == (0 if mode == "secret_paper" else 5)


async def test_an_edition_with_a_secret_electronic_ballot_is_not_approved_and_told_of_the_paper(
    people: People, operator: Operator
) -> None:
    secretary = await people.secretary()
    path = await draft_path(operator, secretary)
    changed = CHOICES | {"committee": CHOICES["committee"] | {"ballot_mode": "secret_sealed"}}
    ok(await secretary.patch(path, {"parameters": changed}, match=await secretary.get(path)), 200)
    body = {"resolution_id": await resolution(secretary)}
    refused = await secretary.post(f"{path}/approval", body, match=await secretary.get(path))
    assert (refused.status_code, reasons(refused)) == (
        422, [("edition.ballot_mode", "edition.committee.ballot_mode")],
    )  # fmt: skip
    assert "secret_paper" in refused.json()["detail"]
