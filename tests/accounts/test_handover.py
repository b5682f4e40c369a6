"""Users of an organization hand over: to a colleague, or by the secretariat on a letter; sessions end (art. 19)."""

import asyncio
from typing import Any

import httpx2

from tests.api import PASSWORD, Operator, People, Person
from tests.applications_world import PDF
from tests.eligibility_world import reasons
from tests.year_world import called_year, ok

RAW = {"Content-Type": "application/octet-stream"}


def here(person: Person) -> str:
    return f"/v1/organizations/{person.party}"


async def joined(people: People, handed: dict[str, Any], login: str, party: object) -> Person:
    """Accept an invitation and sign in."""
    body = {"code": handed["code"], "login": login, "password": PASSWORD}
    made = ok(await people.client.post("/v1/invitations/acceptance", json=body))
    person = Person(client=people.client, user=made["id"], login=login, party=party)  # ty: ignore[invalid-argument-type] - an id as text.
    return await person.signed_in()


async def colleague(people: People, owner: Person, login: str) -> Person:
    handed = ok(await owner.post(f"{here(owner)}/users", {"name": "李静"}))
    return await joined(people, handed, login, owner.party)


async def hand_over(owner: Person, successor: object) -> httpx2.Response:
    body = {"successor_id": str(successor), "reason": "岗位调整。"}
    return await owner.post(f"{here(owner)}/handovers", body, match=await owner.get(here(owner)))


async def test_a_user_hands_over_to_a_colleague_and_is_out_at_once(people: People, operator: Operator) -> None:
    owner = await people.register_applicant()
    mate = await colleague(people, owner, "li-jing-1")
    again = await owner.signed_in()
    row = ok(await hand_over(owner, mate.user))
    assert (row["from_user_id"], row["to_user_id"], row["handed_by"]) == (
        str(owner.user), str(mate.user), str(owner.user),
    )  # fmt: skip
    for session in (owner, again):
        assert (await session.get(here(owner))).status_code == 401
    assert (await (await owner.signed_in()).get(here(owner))).status_code == 403
    seen = ok(await mate.get(f"{here(mate)}/handovers"), 200)["items"]
    assert [each["id"] for each in seen] == [row["id"]]
    act = await operator.value(
        "SELECT convert_from(body, 'UTF8')::jsonb->>'act' FROM record_leaf ORDER BY id DESC LIMIT 1"
    )
    assert act == "hand_over_duty"


async def test_the_last_user_cannot_leave_without_a_successor(people: People) -> None:
    owner = await people.register_applicant()
    refusal = (422, [("handover.successor", "第十九条")])
    alone = await hand_over(owner, owner.user)
    assert (alone.status_code, reasons(alone)) == refusal
    invited = ok(await owner.post(f"{here(owner)}/users", {"name": "未到"}))["user"]["id"]
    assert (await hand_over(owner, invited)).status_code == 422
    stranger = await people.register_applicant()
    foreign = await hand_over(owner, stranger.user)
    assert (foreign.status_code, reasons(foreign)) == refusal
    assert (await owner.get(here(owner))).status_code == 200


async def test_two_who_hand_over_to_each_other_at_once_do_not_both_leave(people: People, operator: Operator) -> None:
    owner = await people.register_applicant()
    mate = await colleague(people, owner, "li-jing-2")
    both = await asyncio.gather(hand_over(owner, mate.user), hand_over(mate, owner.user))
    first, second = sorted(answer.status_code for answer in both)
    assert first == 201
    assert second in {401, 409, 412, 422}
    living = "SELECT count(*) FROM role_grant WHERE party_id = $1 AND ended_at IS NULL"
    assert await operator.value(living, owner.party) == 1


async def letter(secretary: Person, owner: Person) -> str:
    path = f"{here(owner)}/handover-letters?filename=委托书.pdf"
    return ok(await secretary.post(path, content=PDF + b"% letter\n%%EOF\n", headers=RAW))["id"]


async def test_the_secretariat_hands_over_on_a_letter_when_the_user_has_left_the_firm(people: People) -> None:
    owner, secretary = await people.register_applicant(), await people.secretary()
    year = await called_year(people, people.operator)
    ok(await owner.post("/v1/applications", {"cycle_id": year.cycle_id}))
    body = {
        "departed_user_ids": [str(owner.user)], "letter_file_id": await letter(secretary, owner), "name": "王接任",
        "phone": "0510-86111111", "reason": "原经办人已离职。",
    }  # fmt: skip
    path = f"{here(owner)}/reassignments"
    handed = ok(await secretary.post(path, body, match=await secretary.get(here(owner))))
    assert (await owner.get(here(owner))).status_code == 401
    follower = await joined(people, handed, "wang-jieren", owner.party)
    assert len(ok(await follower.get("/v1/applications"), 200)["items"]) == 1
    (row,) = ok(await secretary.get(f"{here(owner)}/handovers"), 200)["items"]
    assert (row["handed_by"], row["letter_file_id"]) == (str(secretary.user), body["letter_file_id"])


async def test_a_reassignment_names_a_letter_users_and_one_successor(people: People) -> None:
    owner, other, secretary = (
        await people.register_applicant(),
        await people.register_applicant(),
        await people.secretary(),
    )
    foreign = await letter(secretary, other)
    body = {
        "departed_user_ids": [str(other.user)], "letter_file_id": foreign, "successor_id": str(owner.user),
        "reason": "离职。",
    }  # fmt: skip
    seen = await secretary.get(here(owner))
    answer = await secretary.post(f"{here(owner)}/reassignments", body, match=seen)
    assert (answer.status_code, [code for code, _ in reasons(answer)]) == (
        422, ["handover.letter", "handover.departed"],
    )  # fmt: skip
    body = body | {"departed_user_ids": [str(owner.user)], "letter_file_id": await letter(secretary, owner)}
    answer = await secretary.post(f"{here(owner)}/reassignments", body, match=seen)
    assert [code for code, _ in reasons(answer)] == ["handover.successor"]
    both = body | {"name": "两个"}
    assert (await secretary.post(f"{here(owner)}/reassignments", both, match=seen)).status_code == 422


async def test_what_stands_on_the_licence_is_verified_anew_and_a_telephone_is_not(people: People) -> None:
    owner = await people.verified_applicant()
    path = f"{here(owner)}/amendments"
    called = await owner.post(path, {"phone": "0510-86222222"}, match=await owner.get(here(owner)))
    assert (called.status_code, called.json()["status"], called.json()["phone"]) == (201, "verified", "0510-86222222")
    moved = await owner.post(path, {"registered_address": "江阴市滨江路 2 号"}, match=called)
    assert (moved.json()["status"], moved.json()["registered_address"]) == ("unverified", "江阴市滨江路 2 号")
    assert (await owner.post(path, {}, match=moved)).status_code == 422
    assert (await owner.post(path, {"name": None}, match=moved)).status_code == 422
    assert (await owner.post(path, {"name": "新名称（演练）有限公司"}, match=called)).status_code == 412
