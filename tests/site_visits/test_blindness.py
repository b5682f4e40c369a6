"""Blindness of the issues (T10): what an expert wants verified tells nobody anything before the sheets are in."""

from uuid import uuid4

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from app.database import Database, Mask, Persona
from tests.api import Operator, People, Person
from tests.reviews_world import Work, consensus_opened, reviewing, submitted
from tests.visits_world import issues_of, moved, raised
from tests.year_world import ok

COUNT = "SELECT (SELECT count(*) FROM site_issue), (SELECT count(*) FROM site_issue_step)"


async def counted(database: Database, person: Person, persona: Persona = Persona.EXPERT) -> tuple[int, ...]:
    async with database.transaction(Mask(persona, person.user, person.party)) as session:
        return tuple((await session.execute(text(COUNT))).one())


async def told(work: Work, person: Person) -> list[bytes]:
    """Everything that an expert is told of an application and its issues, byte for byte, with the versions."""
    paths = (
        f"/v1/site-issues?application_id={work.application}", "/v1/site-issues", "/v1/reviews",
        f"/v1/reviews/{work.application}/dossier", f"/v1/panels/{work.panel}", "/v1/sheets", "/v1/consensus",
    )  # fmt: skip
    answers = [await person.get(path) for path in paths]
    return [answer.content + answer.headers.get("etag", "").encode() for answer in answers]


async def test_an_issue_of_the_sheet_phase_changes_nothing_for_the_others(
    people: People, operator: Operator, service: FastAPI
) -> None:
    work = await reviewing(people, operator)
    first, second, third = work.experts
    before = [await told(work, person) for person in (second, third)]
    made = ok(await raised(work, first))
    ok(await moved(first, ok(await raised(work, first, "4.2.2"))["id"], "withdrawal", {"reason": "重复（演练）。"}))
    assert [await told(work, person) for person in (second, third)] == before
    hidden, absent = [await second.get(f"/v1/site-issues/{each}") for each in (made["id"], uuid4())]
    assert hidden.status_code == absent.status_code == 404
    assert {**hidden.json(), "request_id": ""} == {**absent.json(), "request_id": ""}
    database = service.state.database
    assert [await counted(database, person) for person in work.experts] == [(2, 1), (0, 0), (0, 0)]
    assert await issues_of(work.secretary, work.application) == []
    for word, body in (("withdrawal", {"reason": "x"}), ("closure", {"finding": "verified", "text": "x"}),
                       ("merger", {"into": made["id"], "reason": "x"}), ("reopening", {"reason": "x"})):  # fmt: skip
        refused = await second.post(f"/v1/site-issues/{made['id']}/{word}", body, match='"v1"')
        assert refused.status_code == 404


async def test_it_becomes_the_panels_when_both_sheets_are_in(
    people: People, operator: Operator, service: FastAPI
) -> None:
    work = await reviewing(people, operator)
    first, second, third = work.experts
    made = ok(await raised(work, first))
    await submitted(work, second)
    assert await issues_of(second, work.application) == []
    await submitted(work, first)
    assert [each["id"] for each in await issues_of(second, work.application)] == [made["id"]]
    assert [each["id"] for each in await issues_of(work.secretary, work.application)] == [made["id"]]
    assert await issues_of(third, work.application) == []
    own = ok(await raised(work, third, "4.5.2"))
    assert await issues_of(second, work.application) == await issues_of(first, work.application)
    assert [each["id"] for each in await issues_of(third, work.application)] == [own["id"]]
    await submitted(work, third)
    await consensus_opened(work)
    for person in work.experts:
        assert [each["id"] for each in await issues_of(person, work.application)] == [made["id"], own["id"]]
    assert await counted(service.state.database, work.secretary, Persona.SECRETARIAT) >= (2, 0)


@pytest.mark.parametrize("person", ["owner", "recommender"])
async def test_neither_applicant_nor_unit_learns_of_an_issue(people: People, operator: Operator, person: str) -> None:
    work = await reviewing(people, operator)
    made = ok(await raised(work, work.leader))
    reader = getattr(work.cases[0], person)
    for path in ("/v1/site-issues", f"/v1/site-issues/{made['id']}"):
        assert (await reader.get(path)).status_code == 403


async def test_an_expert_of_another_panel_reaches_nothing(people: People, operator: Operator, service: FastAPI) -> None:
    work, other = await reviewing(people, operator), await reviewing(people, operator)
    made = ok(await raised(work, work.leader))
    await submitted(work, work.leader)
    stranger = other.experts[0]
    assert await counted(service.state.database, stranger) == (0, 0)
    assert (await stranger.get(f"/v1/site-issues/{made['id']}")).status_code == 404
    assert (await raised(work, stranger)).status_code == 404
