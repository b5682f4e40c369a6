"""The life of an edition: approved, in force, extended, expired, replaced, its review due (arts. 7(2), 16, 32)."""

import asyncio
from typing import Any
from uuid import uuid4

import asyncpg
import httpx2
import pytest

from app.regulation.procedure import steps_of
from app.regulation.steps import transitions_of
from tests.api import Operator, People, Person
from tests.cycles.drafts import codes_of, draft_path, in_force_path
from tests.year_world import CHOICES, call, free_year, ok, plan, resolution

PAPER = {"document_number": "演练规发〔2022〕1号", "effective_on": "2022-05-20"}
FIXED = "edition_in_force_is_fixed"


async def complete_path(operator: Operator, secretary: Person, **changes: Any) -> str:  # noqa: ANN401 - fields of an edition.
    """Make a draft in which every choice is made, and give its path."""
    path = await draft_path(operator, secretary, **changes)
    ok(await secretary.patch(path, {"parameters": CHOICES}, match=await secretary.get(path)), 200)
    return path


async def approved(operator: Operator, secretary: Person, **changes: Any) -> tuple[str, httpx2.Response]:  # noqa: ANN401 - as above.
    path = await complete_path(operator, secretary, **changes)
    body = {"resolution_id": await resolution(secretary)}
    answer = await secretary.post(f"{path}/approval", body, match=await secretary.get(path))
    ok(answer)
    return path, answer


def outcome(answer: httpx2.Response) -> tuple[int, str, str]:
    problem = answer.json()
    return answer.status_code, problem["code"], problem["article"]


async def test_a_complete_draft_is_approved_by_a_recorded_resolution(
    people: People, operator: Operator, api: httpx2.AsyncClient
) -> None:
    secretary = await people.secretary()
    path = await complete_path(operator, secretary)
    seen = await secretary.get(path)
    nobody = await secretary.post(f"{path}/approval", {"resolution_id": str(uuid4())}, match=seen)
    assert (nobody.status_code, codes_of(nobody.json())) == (422, [("resolution.unknown", "/resolution_id")])
    assert (await api.get(path)).status_code == 404
    decided = await resolution(secretary)
    done = await secretary.post(f"{path}/approval", {"resolution_id": decided}, match=seen)
    view = ok(done)
    assert (view["status"], view["standing"], view["resolution_id"]) == ("approved", "not_yet", decided)
    assert {act["act"]: act["allowed"] for act in view["acts"]} == {
        "amend_edition": False, "approve_edition": False, "activate_edition": True, "extend_edition": False,
        "record_expiry": False, "set_review_date": False,
    }  # fmt: skip
    twice = await secretary.post(f"{path}/approval", {"resolution_id": decided}, match=done)
    changed = await secretary.patch(path, {"parameters": {"title": "另名"}}, match=done)
    assert [outcome(answer)[:2] for answer in (twice, changed)] == [(409, "act.out_of_order")] * 2
    shown = ok(await api.get(path), 200)
    assert (shown["status"], shown["issuer"], shown["legal_basis"][0], shown["acts"]) == (
        "approved", "江阴市人民政府", "《中华人民共和国产品质量法》", [],
    )  # fmt: skip
    with pytest.raises(asyncpg.CheckViolationError, match=FIXED):
        await operator.run("UPDATE edition SET parameters = '{}' WHERE id = $1", path.rpartition("/")[2])


async def test_no_draft_comes_into_force_unapproved(people: People, operator: Operator) -> None:
    secretary = await people.secretary()
    path = await complete_path(operator, secretary)
    answer = await secretary.post(f"{path}/activation", PAPER, match=await secretary.get(path))
    assert outcome(answer) == (409, "act.out_of_order", "第三十二条")
    with pytest.raises(asyncpg.CheckViolationError, match="edition_is_approved_first"):
        await operator.run(
            "UPDATE edition SET status = 'in_force', document_number = '1', effective_on = '2022-05-20', "
            "expires_on = '2025-05-19', resolution_id = (SELECT id FROM resolution LIMIT 1) WHERE id = $1",
            path.rpartition("/")[2],
        )


async def test_an_edition_comes_into_force_with_number_dates_and_its_procedure(
    people: People, operator: Operator
) -> None:
    secretary = await people.secretary()
    path, seen = await approved(operator, secretary)
    decided = seen.json()["resolution_id"]
    body = {**PAPER, "resolution_id": decided, "review_due_on": "2199-12-31"}
    view = ok(await secretary.post(f"{path}/activation", body, match=seen))
    fields = ("status", "document_number", "effective_on", "expires_on", "resolution_id", "version", "text_status")
    assert [view[field] for field in fields] == [
        "in_force", "演练规发〔2022〕1号", "2022-05-20", "2025-05-19", decided, 4, "现行",
    ]  # fmt: skip
    assert (view["review_due_on"], view["review_overdue"]) == ("2199-12-31", False)
    moves = await operator.rows(
        "SELECT subject, from_status, to_status FROM legal_transition WHERE edition_id = $1",
        path.rpartition("/")[2],
    )
    assert sorted(moves) == sorted((s.value, a.value, b.value) for s, a, b in transitions_of(steps_of()))


async def test_an_activation_has_a_forward_term_and_names_no_other_resolution(
    people: People, operator: Operator
) -> None:
    secretary = await people.secretary()
    path, seen = await approved(operator, secretary)
    other = await secretary.post(
        f"{path}/activation", {**PAPER, "resolution_id": await resolution(secretary)}, match=seen
    )
    assert (other.status_code, codes_of(other.json())) == (422, [("edition.other_resolution", "/resolution_id")])
    wrong = {**PAPER, "expires_on": "2022-05-19", "review_due_on": "2022-05-19"}
    answer = await secretary.post(f"{path}/activation", wrong, match=seen)
    assert (answer.status_code, codes_of(answer.json())) == (
        422, [("edition.term_backwards", "/expires_on"), ("edition.review_in_past", "/review_due_on")],
    )  # fmt: skip


async def test_of_two_activations_at_once_one_stands(people: People, operator: Operator) -> None:
    secretary = await people.secretary()
    path, seen = await approved(operator, secretary)
    bodies = [{**PAPER, "document_number": f"演练〔2022〕{number}号"} for number in (1, 2)]
    answers = await asyncio.gather(*(secretary.post(f"{path}/activation", body, match=seen) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [201, 412]


async def test_points_not_confirmed_keep_an_edition_out_of_force_outside_rehearsals(
    people: People, operator: Operator
) -> None:
    secretary = await people.secretary()
    path, seen = await approved(operator, secretary)
    await operator.run("ALTER TABLE installation DISABLE TRIGGER rehearsal_is_for_life")
    try:
        await operator.run("UPDATE installation SET rehearsal = false")
        await operator.run("UPDATE criteria_node SET points_confirmed = false WHERE code = '4.1.2'")
        answer = await secretary.post(f"{path}/activation", PAPER, match=seen)
    finally:
        await operator.run("UPDATE criteria_node SET points_confirmed = true WHERE code = '4.1.2'")
        await operator.run("UPDATE installation SET rehearsal = true")
        await operator.run("ALTER TABLE installation ENABLE ALWAYS TRIGGER rehearsal_is_for_life")
    assert (answer.status_code, answer.json()["article"]) == (422, "第十三条")
    assert codes_of(answer.json()) == [("criteria.unconfirmed", "/criteria")]
    ok(await secretary.post(f"{path}/activation", PAPER, match=seen))


async def test_an_edition_in_force_changes_no_more(people: People, operator: Operator) -> None:
    secretary, path = await in_force_path(people, operator, "2022-05-20")
    seen = await secretary.get(path)
    change = await secretary.patch(path, {"parameters": {"aggregation": "weighted_sum"}}, match=seen)
    again = await secretary.post(f"{path}/activation", PAPER, match=seen)
    assert [outcome(answer)[:2] for answer in (change, again)] == [(409, "act.out_of_order")] * 2
    made = path.rpartition("/")[2]
    for change in ("title = ''", "status = 'draft'", "status = 'approved'", "expires_on = '2099-01-01'"):
        with pytest.raises(asyncpg.CheckViolationError, match=FIXED):
            await operator.run(f"UPDATE edition SET {change} WHERE id = $1", made)  # noqa: S608 - the words are those above.
    with pytest.raises(asyncpg.CheckViolationError, match=FIXED):
        await operator.run("DELETE FROM edition WHERE id = $1", made)


async def test_an_expiry_is_recorded_only_after_the_last_day_and_an_extension_revives_the_edition(
    people: People, operator: Operator, api: httpx2.AsyncClient
) -> None:
    secretary, path = await in_force_path(people, operator, "2022-05-20")
    async with operator.at("2025-05-19T23:59:00+08:00"):
        seen = await secretary.get(path)
        assert outcome(await secretary.post(f"{path}/expiry", match=seen)) == (422, "edition.not_expired", "第三十二条")
        with pytest.raises(asyncpg.CheckViolationError, match="edition_expires_after_its_last_day"):
            await operator.run("UPDATE edition SET status = 'expired' WHERE id = $1", path.rpartition("/")[2])
    async with operator.at("2025-05-20T00:00:01+08:00"):
        assert ok(await secretary.get(path), 200)["standing"] == "expired"
        done = await secretary.post(f"{path}/expiry", match=seen)
        assert (ok(done)["status"], done.json()["standing"]) == ("expired", "expired")
        assert outcome(await secretary.post(f"{path}/expiry", match=done))[:2] == (409, "act.out_of_order")
        assert ok(await api.get(path), 200)["status"] == "expired"
        decided = await resolution(secretary)
        late = {"resolution_id": decided, "until": "2025-05-19"}
        refused = await secretary.post(f"{path}/extensions", late, match=done)
        assert codes_of(refused.json()) == [
            ("edition.extension_too_short", "/until"),
            ("edition.extension_over", "/until"),
        ]
        extended = await secretary.post(f"{path}/extensions", {**late, "until": "2025-08-31"}, match=done)
        view = ok(extended)
        fields = ("status", "standing", "expires_on", "extended_until", "extension_resolution_id")
        assert [view[field] for field in fields] == ["in_force", "in_force", "2025-05-19", "2025-08-31", decided]
        early = await secretary.post(f"{path}/expiry", match=extended)
        assert outcome(early)[:2] == (422, "edition.not_expired")
    async with operator.at("2025-09-01T00:00:01+08:00"):
        ok(await secretary.post(f"{path}/expiry", match=extended))
    rows = "SELECT until::text FROM edition_extension WHERE edition_id = $1"
    assert await operator.rows(rows, path.rpartition("/")[2]) == [("2025-08-31",)]
    with pytest.raises(asyncpg.CheckViolationError, match=FIXED):
        await operator.run("UPDATE edition_extension SET until = '2099-01-01'")


async def test_an_unknown_resolution_extends_nothing_and_fixes_no_review(people: People, operator: Operator) -> None:
    secretary, path = await in_force_path(people, operator, "2022-05-20", "2199-01-01")
    seen = await secretary.get(path)
    for place, body in (("extensions", {"until": "2199-06-01"}), ("review-date", {"review_due_on": "2199-01-01"})):
        answer = await secretary.post(f"{path}/{place}", {"resolution_id": str(uuid4()), **body}, match=seen)
        assert codes_of(answer.json()) == [("resolution.unknown", "/resolution_id")]
    assert (await secretary.get(path)).headers["etag"] == seen.headers["etag"]


async def test_the_newer_edition_replaces_the_one_it_names_from_its_own_first_day_on(
    people: People, operator: Operator
) -> None:
    secretary, old = await in_force_path(people, operator, "2022-05-20", "2199-01-01")
    _, other = await in_force_path(people, operator, "2022-05-20", "2199-01-01")
    code = (await secretary.get(old)).json()["code"]
    path, seen = await approved(operator, secretary, replaces=(code, "某规〔1999〕1号"))
    planned = await secretary.post("/v1/cycles", plan(old.rpartition("/")[2], free_year()))
    ok(planned)
    async with operator.at("2024-06-01T09:00:00+08:00"):
        body = {**PAPER, "document_number": "演练规发〔2024〕9号", "effective_on": "2024-07-01"}
        made = ok(await secretary.post(f"{path}/activation", body, match=seen))
        replaced = ok(await secretary.get(old), 200)
        assert (replaced["status"], replaced["standing"]) == ("replaced", "in_force")
        assert (replaced["replaced_by"], replaced["replaced_from"]) == (made["id"], "2024-07-01")
        assert ok(await secretary.get(other), 200)["status"] == "in_force"
        ok(await secretary.post("/v1/cycles", plan(old.rpartition("/")[2], free_year())))
    async with operator.at("2024-07-01T00:00:01+08:00"):
        assert ok(await secretary.get(old), 200)["standing"] == "replaced"
        answer = await secretary.post("/v1/cycles", plan(old.rpartition("/")[2], free_year()))
        assert outcome(answer) == (409, "edition.replaced", "第十六条")
        opening = await secretary.post(
            f"/v1/cycles/{planned.json()['id']}/calls", call("2024-07-02", "2024-08-01", "2024-07-01"), match=planned
        )
        assert outcome(opening) == (409, "edition.replaced", "第十六条")
        with pytest.raises(asyncpg.CheckViolationError, match="cycle_edition_stands"):
            await operator.run("UPDATE cycle SET status = 'called' WHERE id = $1", planned.json()["id"])
        ok(await secretary.post("/v1/cycles", plan(made["id"], free_year())))


async def test_an_edition_is_replaced_by_its_document_number_too(people: People, operator: Operator) -> None:
    secretary, old = await in_force_path(people, operator, "2022-05-20", "2199-01-01")
    number = f"演练规发〔2022〕{uuid4()}号"
    path, seen = await approved(operator, secretary, replaces=(number,))
    ok(
        await secretary.post(
            f"{path}/activation", {**PAPER, "document_number": number, "expires_on": "2199-01-01"}, match=seen
        )
    )
    assert ok(await secretary.get(path), 200)["status"] == "in_force"
    newest, found = await approved(operator, secretary, replaces=(number,))
    ok(await secretary.post(f"{newest}/activation", PAPER, match=found))
    assert ok(await secretary.get(path), 200)["status"] == "replaced"
    assert ok(await secretary.get(old), 200)["status"] == "in_force"


async def test_the_review_of_an_edition_falls_due_and_shows_when_it_is_late(people: People, operator: Operator) -> None:
    secretary, path = await in_force_path(people, operator, "2022-05-20")
    async with operator.at("2024-01-10T09:00:00+08:00"):
        seen = await secretary.get(path)
        past = {"resolution_id": await resolution(secretary), "review_due_on": "2024-01-09"}
        refused = await secretary.post(f"{path}/review-date", past, match=seen)
        assert codes_of(refused.json()) == [("edition.review_in_past", "/review_due_on")]
        view = ok(await secretary.post(f"{path}/review-date", {**past, "review_due_on": "2024-11-30"}, match=seen))
        assert (view["review_due_on"], view["review_overdue"]) == ("2024-11-30", False)
    async with operator.at("2024-12-01T00:00:01+08:00"):
        assert ok(await secretary.get(path), 200)["review_overdue"] is True
