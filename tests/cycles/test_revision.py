"""The revision of an edition: proposed, consulted upon, answered, concluded with a new draft (art. 16)."""

import asyncio
from itertools import count
from typing import Any

import asyncpg
import httpx2
import pytest

from tests.api import Operator, People, Person
from tests.cycles.drafts import codes_of, draft_path, in_force_path
from tests.year_world import brought_into_force, ok

CODES = count(1)
PROPOSAL = {
    "proposer": "质量发展科（演练）", "articles": ["第四条"], "reasons": "名额需调整。", "review_due_on": "2025-03-31",
}  # fmt: skip
CONSULTATION = {"begins_on": "2025-01-06", "ends_on": "2025-02-05", "text": "现公开征求意见。😀"}
COMMENT = {"author": "演练协会王某", "text": "建议增加中小企业名额。", "received_on": "2025-01-06"}
ANSWER = {"reply": "partly", "reason": "名额意见采纳。"}


async def proposed(people: People, operator: Operator) -> tuple[Person, str, str]:
    """Propose to revise an edition of its own; gives the secretary, the edition's path and the revision's."""
    secretary, edition = await in_force_path(people, operator, "2022-05-20")
    answer = await secretary.post("/v1/revisions", {**PROPOSAL, "edition_id": edition.rpartition("/")[2]})
    assert ok(answer)["status"] == "suggested"
    return secretary, edition, answer.headers["location"]


async def act(person: Person, path: str, name: str, body: object) -> httpx2.Response:
    return await person.post(f"{path}/{name}", body, match=await person.get(path))


async def test_a_revision_goes_from_its_proposal_to_a_draft_that_replaces_the_old_edition(
    people: People, operator: Operator, api: httpx2.AsyncClient
) -> None:
    async with operator.at("2025-01-03T09:00:00+08:00"):
        secretary, edition, path = await proposed(people, operator)
        assert (await api.get(path)).status_code == 404
        assert path not in str((await api.get("/v1/revisions")).json())
        view = ok(await act(secretary, path, "consultation", CONSULTATION))
        assert {each["act"]: each["allowed"] for each in view["acts"]} == {
            "open_consultation": False, "record_comment": True, "conclude_revision": True,
        }  # fmt: skip
        shown = ok(await api.get(path), 200)
        assert (shown["status"], shown["consultation_text"], shown["acts"]) == ("consulting", CONSULTATION["text"], [])
    async with operator.at("2025-02-05T23:59:00+08:00"):
        ok(await act(secretary, path, "comments", COMMENT))
        ok(await act(secretary, path, "comments", {**COMMENT, "received_on": "2025-02-05", "answer": ANSWER}))
        end = {"outcome": "revised", "conclusion": "拟定修订草案。", "code": f"revised-{next(CODES)}"}
        early = await act(secretary, path, "conclusion", end)
        assert codes_of(early.json()) == [("revision.consultation_running", ""), ("revision.comments_open", "")]
    async with operator.at("2025-02-06T00:00:01+08:00"):
        comments = ok(await secretary.get(f"{path}/comments"), 200)["items"]
        assert [(each["author"], each["reply"]) for each in comments] == [
            ("演练协会王某", None), ("演练协会王某", "partly"),
        ]  # fmt: skip
        ok(await act(secretary, path, f"comments/{comments[0]['id']}/answer", {**ANSWER, "reply": "declined"}))
        twice = await act(secretary, path, f"comments/{comments[0]['id']}/answer", ANSWER)
        assert codes_of(twice.json()) == [("revision.comment_answered", "")]
        done = ok(await act(secretary, path, "conclusion", end))
        assert (done["status"], done["outcome"]) == ("concluded", "revised")
        draft = f"/v1/editions/{done['draft_id']}"
        made, old = ok(await secretary.get(draft), 200), ok(await secretary.get(edition), 200)
        assert (made["status"], made["code"], made["revises"], made["document_number"]) == (
            "draft", end["code"], old["id"], None,
        )  # fmt: skip
        assert made["parameters"]["replaces"] == [old["document_number"]]
        assert (await api.get(draft)).status_code == 404
        public = ok(await api.get(f"{path}/comments"), 200)["items"]
        assert [(each["author"], each["text"], each["reply"]) for each in public] == [
            (None, COMMENT["text"], "declined"), (None, COMMENT["text"], "partly"),
        ]  # fmt: skip
        await brought_into_force(secretary, draft, {"document_number": "新1号", "effective_on": "2025-03-01"})
        assert ok(await secretary.get(edition), 200)["status"] == "replaced"


async def test_an_edition_may_be_kept_as_it_is(people: People, operator: Operator) -> None:
    async with operator.at("2025-01-06T09:00:00+08:00"):
        secretary, _, path = await proposed(people, operator)
        ok(await act(secretary, path, "consultation", {**CONSULTATION, "ends_on": "2025-01-06"}))
    async with operator.at("2025-01-07T09:00:00+08:00"):
        kept = {"outcome": "kept", "conclusion": "暂不修订。"}
        wrong = [await act(secretary, path, "conclusion", {**kept, **change}) for change in (
            {"code": "some-code"}, {"outcome": "revised"},
        )]  # fmt: skip
        assert [codes_of(answer.json()) for answer in wrong] == [[("revision.code", "/code")]] * 2
        done = ok(await act(secretary, path, "conclusion", kept))
        assert (done["outcome"], done["draft_id"]) == ("kept", None)
        late = await act(secretary, path, "comments", COMMENT)
        assert (late.status_code, late.json()["code"], late.json()["article"]) == (409, "act.out_of_order", "第十六条")


@pytest.mark.parametrize(("body", "reasons"), [
    ({"ends_on": "2025-01-05"}, [("revision.consultation_backwards", "/ends_on")]),
    ({"begins_on": "2025-01-02"}, [("revision.consultation_in_past", "/begins_on")]),
    ({"begins_on": "2025-01-02", "ends_on": "2025-01-01"},
     [("revision.consultation_backwards", "/ends_on"), ("revision.consultation_in_past", "/begins_on")]),
])  # fmt: skip
async def test_a_consultation_runs_forward_from_today_on(
    people: People, operator: Operator, body: dict[str, str], reasons: list[tuple[str, str]]
) -> None:
    async with operator.at("2025-01-03T09:00:00+08:00"):
        secretary, _, path = await proposed(people, operator)
        answer = await act(secretary, path, "consultation", {**CONSULTATION, **body})
        assert (answer.status_code, codes_of(answer.json())) == (422, reasons)


async def test_a_comment_comes_in_the_days_of_the_consultation(people: People, operator: Operator) -> None:
    async with operator.at("2025-01-03T09:00:00+08:00"):
        secretary, _, path = await proposed(people, operator)
        early = await act(secretary, path, "comments", COMMENT)
        assert (early.status_code, early.json()["code"]) == (409, "act.out_of_order")
        ok(await act(secretary, path, "consultation", CONSULTATION))
    async with operator.at("2025-02-10T09:00:00+08:00"):
        for day in ("2025-01-05", "2025-02-06"):
            answer = await act(secretary, path, "comments", {**COMMENT, "received_on": day})
            assert codes_of(answer.json()) == [("revision.comment_outside", "/received_on")]
        ok(await act(secretary, path, "comments", {**COMMENT, "received_on": "2025-02-05"}))


async def test_only_an_edition_in_force_is_revised_and_only_by_the_secretariat(
    people: People, operator: Operator
) -> None:
    secretary, applicant = await people.secretary(), await people.register_applicant()
    draft = (await draft_path(operator, secretary)).rpartition("/")[2]
    answer = await secretary.post("/v1/revisions", {**PROPOSAL, "edition_id": draft})
    assert (answer.status_code, answer.json()["code"], answer.json()["article"]) == (
        409, "revision.not_in_force", "第十六条",
    )  # fmt: skip
    foreign = await applicant.post("/v1/revisions", {**PROPOSAL, "edition_id": draft})
    assert (foreign.status_code, foreign.json()["code"]) == (403, "act.not_yours")


async def test_an_answer_is_given_to_a_comment_of_that_revision(people: People, operator: Operator) -> None:
    async with operator.at("2025-01-06T09:00:00+08:00"):
        secretary, _, one = await proposed(people, operator)
        _, _, two = await proposed(people, operator)
        for path in (one, two):
            ok(await act(secretary, path, "consultation", CONSULTATION))
        ok(await act(secretary, one, "comments", COMMENT))
        made = ok(await secretary.get(f"{one}/comments"), 200)["items"][0]["id"]
        assert (await act(secretary, two, f"comments/{made}/answer", ANSWER)).status_code == 404


async def test_of_two_conclusions_at_once_one_makes_a_draft(people: People, operator: Operator) -> None:
    async with operator.at("2025-01-06T09:00:00+08:00"):
        secretary, _, path = await proposed(people, operator)
        ok(await act(secretary, path, "consultation", {**CONSULTATION, "ends_on": "2025-01-06"}))
    async with operator.at("2025-01-07T09:00:00+08:00"):
        seen = await secretary.get(path)
        bodies: list[dict[str, Any]] = [
            {"outcome": "revised", "conclusion": "修订。", "code": f"revised-{next(CODES)}"} for _ in range(2)
        ]
        answers = await asyncio.gather(*(secretary.post(f"{path}/conclusion", each, match=seen) for each in bodies))
        assert sorted(answer.status_code for answer in answers) == [201, 412]


async def test_the_schema_keeps_consultations_and_answers(people: People, operator: Operator) -> None:
    async with operator.at("2025-01-06T09:00:00+08:00"):
        secretary, _, path = await proposed(people, operator)
        ok(await act(secretary, path, "consultation", CONSULTATION))
        ok(await act(secretary, path, "comments", {**COMMENT, "answer": ANSWER}))
        made = path.rpartition("/")[2]
        with pytest.raises(asyncpg.CheckViolationError, match="revision_runs_its_days"):
            await operator.run("UPDATE revision SET status = 'concluded', outcome = 'kept' WHERE id = $1", made)
        with pytest.raises(asyncpg.CheckViolationError, match="revision_comment_is_fixed"):
            await operator.run("UPDATE revision_comment SET reason = '另一理由' WHERE revision_id = $1", made)
