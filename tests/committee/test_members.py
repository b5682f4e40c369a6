"""Members and meetings: by office, one chair, no expert, no self-appointment; minutes at the end (arts. 6, 24, 30)."""

import asyncio
from uuid import UUID

from app.regulation.vocabulary import Duty, Role
from tests.api import Operator, People
from tests.committee_world import committee, deliberating, scored_year, seat, vacate
from tests.eligibility_world import reasons
from tests.reviews_world import expert, formed
from tests.year_world import called_year, ok

TWO = {"甲": 70000, "乙": 65000}


async def test_a_new_member_gets_a_code_and_speaks_for_his_seat(people: People) -> None:
    secretary = await people.secretary()
    await vacate(people)
    made = ok(await secretary.post("/v1/members", seat("chair")))
    accepted = await people.client.post(
        "/v1/invitations/acceptance", json={"code": made["code"], "login": "zhuren-1", "password": "评委会-主任-2022"}
    )
    assert accepted.status_code == 201, accepted.text
    tokens = await people.client.post("/v1/tokens", json={"login": "zhuren-1", "password": "评委会-主任-2022"})
    header = {"Authorization": f"Bearer {tokens.json()['access_token']}"}
    me = (await people.client.get("/v1/me", headers=header)).json()
    grants = [(grant["role"], grant["party_id"], grant["duties"]) for grant in me["grants"]]
    assert grants == [("committee", made["member"]["id"], ["chair"])]


async def test_the_committee_has_one_chair_even_when_two_are_appointed_at_once(people: People) -> None:
    secretary = await people.secretary()
    await vacate(people)
    answers = await asyncio.gather(*(secretary.post("/v1/members", seat("chair")) for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert (refused.json()["code"], refused.json()["article"]) == ("member.chair_taken", "第六条")


async def test_who_leaves_his_office_leaves_the_committee_at_once(people: People) -> None:
    secretary = await people.secretary()
    members = await committee(people, secretary)
    path = f"/v1/members/{members[2].party}"
    assert ok(await members[2].get(path), 200)["status"] == "in_office"
    early = await secretary.post(f"{path}/departure", {"to_on": "2019-12-31"}, match=await secretary.get(path))
    assert reasons(early) == [("member.term", "第六条")]
    assert (await secretary.post(f"{path}/departure", {"to_on": "2022-12-31"}, match='"v9"')).status_code == 412
    left = ok(await secretary.post(f"{path}/departure", {"to_on": "2022-12-31"}, match=await secretary.get(path)))
    assert (left["status"], left["to_on"]) == ("left_office", "2022-12-31")
    assert (await members[2].get(path)).status_code == 403
    twice = await secretary.post(f"{path}/departure", {"to_on": "2022-12-31"}, match=await secretary.get(path))
    assert (twice.status_code, twice.json()["code"]) == (409, "act.out_of_order")


async def test_nobody_appoints_himself_or_somebody_unknown(people: People) -> None:
    secretary, other = await people.secretary(), await people.recommender()
    body = seat() | {"from_on": "2199-01-01", "user_id": str(secretary.user)}
    refused = await secretary.post("/v1/members", body)
    assert (refused.status_code, reasons(refused)) == (
        422, [("member.name", "第六条"), ("grant.oneself", "第三十条"), ("member.from_future", "第六条")],
    )  # fmt: skip
    nobody = seat(user_id="00000000-0000-4000-8000-000000000000", name=None)
    assert reasons(await secretary.post("/v1/members", nobody)) == [("member.user_unknown", "第六条")]
    assert (await (await people.recommender()).post("/v1/members", seat())).status_code == 403
    regulator = ok(await secretary.post("/v1/members", seat("vice_chair", user_id=str(other.user), name=None)))
    assert (regulator["code"], regulator["member"]["position"]) == (None, "vice_chair")
    again = await secretary.post("/v1/members", seat(user_id=str(other.user), name=None))
    assert (again.status_code, again.json()["code"]) == (409, "member.seated")


async def test_no_expert_of_the_year_sits_in_the_committee(people: People, operator: Operator) -> None:
    year = await called_year(people, operator)
    person = await expert(people, year.secretary)
    await formed(year, [person], [])
    refused = await year.secretary.post("/v1/members", seat(user_id=str(person.user), name=None))
    assert (refused.status_code, refused.json()["code"]) == (409, "member.expert")
    free = await expert(people, year.secretary)
    ok(await year.secretary.post("/v1/members", seat(user_id=str(free.user), name=None)))
    panel = {"cycle_id": year.cycle_id, "stage": "material", "name": "演练组乙"}
    made = await year.secretary.post("/v1/panels", panel)
    seated = await year.secretary.post(
        f"/v1/panels/{ok(made)['id']}/seats", {"expert_id": str(free.party), "is_leader": False}, match=made
    )
    assert (seated.status_code, seated.json()["code"]) == (409, "member.expert")


async def test_a_committee_role_without_its_seat_is_refused(people: People) -> None:
    secretary = await people.secretary()
    members = await committee(people, secretary)
    body = {"role": "committee", "party_id": str(members[2].party), "user_id": str(members[3].user)}
    refused = await secretary.post("/v1/users", body)
    assert (refused.status_code, refused.json()["code"]) == (422, "grant.party_unknown")
    crowned = body | {"user_id": str(members[2].user), "duties": [Duty.CHAIR]}
    assert (await secretary.post("/v1/users", crowned)).status_code in {409, 422}


async def test_no_meeting_before_the_year_comes_to_the_committee(people: People, operator: Operator) -> None:
    scored = await scored_year(people, operator, TWO)
    body = {"cycle_id": scored.year.cycle_id, "held_on": "2022-12-08", "place": "演练", "agenda": ["审议"]}
    refused = await scored.secretary.post("/v1/meetings", body)
    assert (refused.status_code, reasons(refused)) == (409, [("meeting.not_now", "第二十四条")])


async def test_attendance_names_members_only_and_a_meeting_closes_after_its_ballots(
    people: People, operator: Operator
) -> None:
    session = await deliberating(people, operator, TWO)
    secretary, path = session.scored.secretary, f"/v1/meetings/{session.meeting}"
    stranger = {"present": [str(secretary.user)]}
    refused = await secretary.post(f"{path}/attendance", stranger, match=await secretary.get(path))
    assert reasons(refused) == [("attendance.not_in_office", "第六条")]
    ballot = ok(await session.open("甲"))["id"]
    early = await secretary.post(f"{path}/closure", match=await secretary.get(path))
    assert (early.status_code, reasons(early)) == (422, [("meeting.ballot_open", "第二十四条")])
    seen = ok(await secretary.get(path), 200)
    closing = next(act for act in seen["acts"] if act["act"] == "close_meeting")
    assert (closing["allowed"], closing["reasons"][0]["code"]) == (False, "meeting.ballot_open")
    ok(await session.close(ballot))
    closed = ok(await secretary.post(f"{path}/closure", match=await secretary.get(path)))
    assert closed["status"] == "closed"
    assert "出席（5人）" in closed["minutes"]
    late = await session.open("乙")
    assert (late.status_code, reasons(late)) == (409, [("ballot.not_now", "第二十四条")])


async def test_without_a_vice_chair_no_ballot_opens(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, TWO)
    secretary, path = session.scored.secretary, f"/v1/members/{session.members[1].party}"
    today = str(await operator.value("SELECT award_today()"))
    ok(await secretary.post(f"{path}/departure", {"to_on": today}, match=await secretary.get(path)))
    assert reasons(await session.open("甲")) == [("ballot.vice_chair", "第六条")]


async def test_members_are_seen_by_secretariat_and_committee_only(people: People) -> None:
    members = await committee(people, await people.secretary())
    assert ok(await members[0].get("/v1/members"), 200)["items"] != []
    outsider = await people.verified_applicant()
    assert (await outsider.get("/v1/members")).status_code == 403
    assert (await outsider.get(f"/v1/members/{members[0].party}")).status_code == 403
    assert isinstance(members[0].party, UUID)
    assert Role.COMMITTEE == "committee"
