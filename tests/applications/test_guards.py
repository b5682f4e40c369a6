"""What the schema itself keeps of applications, whatever a program does (I4, I5, I18, I23), and the race at the end."""

import asyncio
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from tests.api import Operator, People, Person
from tests.applications_world import Draft, fill, start, submit
from tests.year_world import Year, called_year

REASON = {"reason": "本年度已推荐同行业组织。", "signer_name": "刘镇长（演练）"}
STEP = "INSERT INTO application_step (application_id, seq, edition_id, subject, from_status, to_status, act, leaf_id) "
MINE = """SELECT a.id, a.seq + 1, a.edition_id, 'application', a.status, {to}, 'submit_application', a.leaf_id
FROM application a WHERE a.id = $1"""

FORBIDDEN = {
    "a form changed after submission": ("i18_draft_only", "UPDATE application SET form = '{}' WHERE id = $1"),
    "a self-assessment changed after submission": (
        "i18_draft_only",
        "UPDATE self_assessment SET text = 'x' WHERE application_id = $1",
    ),
    "a self-score changed after submission": (
        "i18_draft_only",
        "UPDATE self_score SET percent = 100 WHERE application_id = $1",
    ),
    "evidence removed after submission": ("i18_draft_only", "DELETE FROM evidence WHERE application_id = $1"),
    "submitted bytes changed": (
        "i18_submission_is_fixed",
        "UPDATE submission SET content = 'x' WHERE application_id = $1",
    ),
    "submitted bytes removed": ("i18_submission_is_fixed", "DELETE FROM submission WHERE application_id = $1"),
    "bytes under another hash": (
        "i18_hash_of_the_bytes",
        """INSERT INTO submission SELECT application_id, sha256('y'), 9, content, unit_id, submitted_by, submitted_at
        FROM submission WHERE application_id = $1""",
    ),
    "a step rewritten": ("i5_step_is_fixed", "UPDATE application_step SET act = 'x' WHERE application_id = $1"),
    "a step removed": ("i5_step_is_fixed", "DELETE FROM application_step WHERE application_id = $1"),
    "a status without its step": (
        "i5_status_is_newest_step",
        "UPDATE application SET status = 'eligible' WHERE id = $1",
    ),
    "a move that the edition does not know": ("i5_legal_transition", STEP + MINE.format(to="'awarded'")),
    "a step ahead of the file": ("i5_no_step_ahead", STEP + MINE.format(to="'withdrawn'")),
    "a fork": (
        "pk_application_step",
        STEP + MINE.format(to="'withdrawn'").replace("a.seq + 1", "a.seq").replace("a.status", "'draft'"),
    ),
    "a second live application": (
        "i4_one_live_application",
        """INSERT INTO application (id, status, version, leaf_id, cycle_id, edition_id, organization_id, credit_code,
        organization_name, seq, form, started_at, saved_at) SELECT gen_random_uuid(), status, 1, leaf_id, cycle_id,
        edition_id, organization_id, credit_code, organization_name, seq, form, started_at, saved_at
        FROM application WHERE id = $1""",
    ),
}


@pytest.fixture(scope="module")
async def sent(people: People, year: Year, unit: UUID) -> Draft:
    """A submitted application that no test changes."""
    made = await start(await people.register_applicant(), year.cycle_id)
    return await submit(await fill(made, year.award_year, unit))


@pytest.mark.parametrize("what", FORBIDDEN)
async def test_the_schema_refuses(what: str, sent: Draft, operator: Operator) -> None:
    constraint, statement = FORBIDDEN[what]
    with pytest.raises(asyncpg.PostgresError) as caught:
        async with operator.transaction():
            await operator.run(statement, UUID(sent.id))
    assert getattr(caught.value, "constraint_name", None) == constraint


async def test_each_act_writes_one_leaf_and_saving_a_draft_writes_none(full: Draft, operator: Operator) -> None:
    count = "SELECT count(*) FROM record_leaf WHERE convert_from(body, 'utf8') LIKE '%' || $1 || '%'"
    assert await operator.value(count, full.id) == 1
    sent = await submit(full)
    assert await operator.value(count, full.id) == 2
    await sent.owner.post(f"{sent.path}/withdrawal", match=sent.etag)
    assert await operator.value(count, full.id) == 3


async def answered(unit: Person, draft: Draft, what: str) -> Draft:
    path = f"/v1/recommendations/{draft.id}"
    answer = await unit.post(f"{path}/{what}", REASON, match=await unit.get(path))
    assert answer.status_code == 201, answer.text
    return Draft(draft.owner, draft.id, (await draft.owner.get(draft.path)).headers["etag"])


async def test_after_a_decline_the_applicant_asks_another_unit_and_the_first_sees_it_no_more(
    draft: Draft, year: Year, people: People
) -> None:
    first, second = await people.recommender(), await people.recommender()
    sent = await submit(await fill(draft, year.award_year, str(first.party)))
    declined = await answered(first, sent, "decline")
    assert (await declined.owner.get(draft.path)).json()["status"] == "declined"
    body = {"recommending_unit": {"unit_id": str(second.party)}}
    saved = await declined.owner.patch(f"{draft.path}/form", body, match=declined.etag)
    assert saved.status_code == 200
    assert saved.json()["unit_id"] == str(first.party)
    seen = (await year.secretary.get(draft.path)).json()
    assert seen["contents"]["form"]["recommending_unit"]["unit_id"] == str(first.party)
    await submit(Draft(draft.owner, draft.id, saved.headers["etag"]))
    assert (await first.get(f"/v1/recommendations/{draft.id}")).status_code == 404
    assert (await second.get(f"/v1/recommendations/{draft.id}")).status_code == 200


async def test_a_returned_application_is_a_draft_again_and_its_next_submission_has_other_bytes(
    draft: Draft, year: Year, people: People, operator: Operator
) -> None:
    unit = await people.recommender()
    sent = await submit(await fill(draft, year.award_year, str(unit.party)))
    returned = await answered(unit, sent, "return")
    assert (await draft.owner.get(draft.path)).json()["status"] == "draft"
    assert (await year.secretary.get(draft.path)).status_code == 404
    await submit(returned)
    rows = "SELECT number, count(*) OVER () FROM submission WHERE application_id = $1 ORDER BY number"
    assert await operator.rows(rows, UUID(draft.id)) == [(1, 2), (2, 2)]


async def test_a_returned_draft_is_not_read_by_the_unit_while_it_is_rewritten(
    draft: Draft, year: Year, people: People
) -> None:
    unit = await people.recommender()
    returned = await answered(unit, await submit(await fill(draft, year.award_year, str(unit.party))), "return")
    secret = {"profile": {"text": "尚未提交的新内容"}}
    await returned.owner.patch(f"{draft.path}/form", secret, match=returned.etag)
    assert "尚未提交的新内容" not in (await unit.get(f"/v1/recommendations/{draft.id}")).text


async def test_submissions_in_the_last_second_are_either_stored_in_time_or_refused(
    people: People, operator: Operator, unit: UUID
) -> None:
    year = await called_year(people, operator, days=2)
    closes = await operator.value("SELECT closes_at FROM cycle WHERE id = $1", UUID(year.cycle_id))
    drafts = [
        await fill(await start(await people.register_applicant(), year.cycle_id), year.award_year, unit)
        for _ in range(8)
    ]

    async def late(draft: Draft, pause: float) -> int:
        await asyncio.sleep(pause)
        return (await draft.owner.post(f"{draft.path}/submission", match=draft.etag)).status_code

    async with operator.at(closes - timedelta(milliseconds=400)):
        answers = await asyncio.gather(*(late(draft, place / 10) for place, draft in enumerate(drafts)))
        closure = await year.secretary.get(year.path)
        await asyncio.sleep(0.5)
        closed = await year.secretary.post(f"{year.path}/acceptance-closure", match=closure)
    assert closed.status_code == 201, closed.text
    stored = await operator.rows(
        "SELECT s.application_id::text, s.submitted_at < $2 FROM submission s "
        "JOIN application a ON a.id = s.application_id WHERE a.cycle_id = $1",
        UUID(year.cycle_id), closes,
    )  # fmt: skip
    acknowledged = {draft.id for draft, status in zip(drafts, answers, strict=True) if status == 201}
    assert set(answers) <= {201, 422}
    assert dict(stored) == dict.fromkeys(acknowledged, True)
