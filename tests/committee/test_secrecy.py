"""No applicant learns a rank before its publication: not by status, list, filter, history, ETag or open acts."""

import json
import re
from uuid import UUID

from structlog.testing import capture_logs

from app.regulation.vocabulary import Role
from tests.api import Operator, People, Person
from tests.committee_world import Scored, deliberating, proposed, scored_year
from tests.year_world import ok


async def applicant_of(scored: Scored, letter: str) -> Person:
    owner = await scored.operator.value(
        "SELECT organization_id FROM application WHERE id = $1", UUID(scored.firms[letter])
    )
    return await scored.people.make_user(Role.APPLICANT, owner)


async def seen_by(person: Person, application: str) -> list[tuple[int, str, str | None]]:
    """All that the person can read of the application, with every id of it taken out."""
    path = f"/v1/applications/{application}"
    reads = [path + "/history", "/v1/applications", *(f"/v1/applications?status={s}" for s in SECRETS)]
    answers = [await person.get(read) for read in (f"/v1/eligibility/{application}/result", *reads)]
    shown = []
    for answer in answers:
        body = json.dumps(answer.json(), ensure_ascii=False, sort_keys=True)
        for word in await words_of(person, application):
            body = body.replace(word, "…")
        body = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+\+08:00", "…", body)
        shown.append((answer.status_code, body, answer.headers.get("etag")))
    return shown


async def words_of(person: Person, application: str) -> list[str]:
    """What tells one applicant from the other without telling anything: names, codes, ids, hashes, times."""
    items = (await person.get("/v1/applications")).json()["items"]
    own = next(item for item in items if item["id"] == application)
    names = ("id", "organization_id", "organization_name", "credit_code", "unit_id", "started_at", "submitted_at")
    return [str(own[name]) for name in names if own[name]]


SECRETS = ("scored", "candidate", "not_candidate", "proposed", "not_proposed", "approved_in_notice", "not_approved")


async def test_a_candidate_and_one_who_is_none_see_the_same(people: People, operator: Operator) -> None:
    scored = await scored_year(people, operator, {"甲": 65000, "乙": 40000})
    await operator.run(
        "UPDATE application SET known_status = 'site_visited', known_version = 7 WHERE cycle_id = $1",
        UUID(scored.year.cycle_id),
    )
    winner, loser = await applicant_of(scored, "甲"), await applicant_of(scored, "乙")
    before = [await seen_by(person, scored.firms[letter]) for person, letter in ((winner, "甲"), (loser, "乙"))]
    await proposed(scored)
    truth = await operator.rows(
        "SELECT status FROM application WHERE cycle_id = $1 ORDER BY status", UUID(scored.year.cycle_id)
    )
    assert truth == [("candidate",), ("not_candidate",)]
    after = [await seen_by(person, scored.firms[letter]) for person, letter in ((winner, "甲"), (loser, "乙"))]
    assert before[0] == before[1] == after[0] == after[1]
    assert '"site_visited"' in after[0][2][1]
    assert all(f'"{secret}"' not in text for _, text, _ in after[0] for secret in SECRETS)
    assert all('"items": []' in text for _, text, _ in after[0][3:])
    for person, letter in ((winner, "甲"), (loser, "乙")):
        path = f"/v1/eligibility/{scored.firms[letter]}/reconsideration"
        tried = [await person.post(path, {"grounds": "请求复核。"}, match=f'"v{number}"') for number in range(1, 15)]
        # Only the version that he may know is the right one; the true one is as wrong as any other.
        assert [each.status_code for each in tried] == [409 if number == 7 else 412 for number in range(1, 15)]


async def test_the_log_tells_of_a_vote_neither_what_it_said_nor_how_long_the_word_was(
    people: People, operator: Operator
) -> None:
    session = await deliberating(people, operator, {"甲": 70000, "乙": 65000}, ballot_mode="sealed_open")
    ballot = ok(await session.open("甲"))["id"]
    with capture_logs() as lines:
        await session.vote(ballot, ["in_favour", "against", "abstain"])
    shown = [line for line in lines if line.get("operation") == "cast_vote"]
    assert [{"received", "sent"} & set(line) for line in shown] == [set(), set(), set()]
    assert len({frozenset(line) for line in shown}) == 1
