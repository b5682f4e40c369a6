"""One's own data: all of it to the person himself, nothing of anybody else, and a leaf of each reading."""

import json
from typing import Any

import httpx2
import pytest

from app.privacy.labels import LABELS, Label
from app.privacy.own import PARTS
from app.regulation.vocabulary import Role
from app.schema import METADATA
from tests.api import Operator, People, Person
from tests.committee_world import Session, deliberating
from tests.reviews_world import Work, opened, reviewing, submitted
from tests.year_world import ok

EXPORT = "/v1/me/export"


@pytest.fixture(scope="module")
async def work(people: People, operator: Operator) -> Work:
    """Two experts have scored a case, one of them to the end."""
    made = await reviewing(people, operator)
    ok(await submitted(made, made.experts[0]))
    ok(await opened(made, made.experts[1]))
    return made


@pytest.fixture(scope="module")
async def session(people: People, operator: Operator) -> Session:
    """A committee in its meeting."""
    return await deliberating(people, operator, {"甲": 70000, "乙": 69000}, ballot_mode="sealed_open")


async def own(person: Person) -> dict[str, Any]:
    return ok(await person.get(EXPORT), 200)


def rows(told: dict[str, Any], table: str) -> list[dict[str, Any]]:
    return [row for part in told["parts"] if part["table"] == table for row in part["rows"]]


async def test_an_expert_is_given_his_register_entry_his_sheets_and_his_acts(work: Work) -> None:
    first, second = await own(work.experts[0]), await own(work.experts[1])
    assert (first["account"]["id"], first["account"]["login"]) == (str(work.experts[0].user), work.experts[0].login)
    assert [(grant["role"], grant["party_id"]) for grant in first["grants"]] == [("expert", str(work.experts[0].party))]
    assert len(first["sessions"]) == 1
    assert set(first["sessions"][0]) == {"opened_on", "ended_on"}
    assert [row["status"] for row in rows(first, "score_sheet")] == ["submitted"]
    assert len(rows(first, "sheet_item")) > 10
    # The second may read the first's submitted sheet after his own is in, but it is never his own.
    assert [row["status"] for row in rows(second, "score_sheet")] == ["draft"]
    assert {row["sheet_id"] for row in rows(second, "sheet_item")} == {row["id"] for row in rows(second, "score_sheet")}
    assert len(rows(first, "expert")) == len(rows(first, "undertaking")) == len(rows(first, "expert_relation")) == 1
    assert rows(first, "expert")[0]["employer_name"] != ""
    acts = [act["act"] for act in first["own_acts"]]
    assert {"sign_undertaking", "open_sheet", "submit_sheet"} <= set(acts)
    assert acts[-1] == "export_own_data"


async def test_nothing_of_anybody_else_stands_in_it(work: Work, session: Session, operator: Operator) -> None:
    """Two of each kind: the ids, logins, names and words of the one never stand in what the other is given."""
    pairs = [
        work.experts[:2], session.members[:2], [work.secretary, session.scored.secretary],
        [work.cases[0].owner, await session.scored.people.register_applicant("另一组织（演练）有限公司")],
        [work.cases[0].recommender, await session.scored.people.recommender()],
    ]  # fmt: skip
    for one, other in pairs:
        for reader, stranger in ((one, other), (other, one)):
            told = json.dumps(await own(reader), ensure_ascii=False)
            pseudonym = await operator.value("SELECT id FROM pseudonym WHERE user_id = $1", stranger.user)
            secrets = [str(stranger.user), stranger.login, str(pseudonym)]
            if stranger.party is not None and stranger.party != reader.party:
                secrets.append(str(stranger.party))
            assert [word for word in secrets if f'"{word}"' in told or f" {word}" in told] == [], reader.login
            assert str(reader.user) in told


async def test_a_sealed_vote_stays_unreadable_to_its_voter_until_the_close(session: Session) -> None:
    member = session.members[1]
    ballot = ok(await session.open("甲"))["id"]
    await session.vote(ballot, ["in_favour", "against", "in_favour", "in_favour", "abstain"])
    sealed = await own(member)
    assert rows(sealed, "vote") == []
    assert rows(sealed, "eligible_voter") == [{"ballot_id": ballot, "has_voted": True, "took_paper": False}]
    assert '"against"' not in json.dumps(sealed)
    ok(await session.close(ballot))
    assert rows(await own(member), "vote") == [{"ballot_id": ballot, "choice": "against"}]
    assert rows(await own(session.members[2]), "vote") == [{"ballot_id": ballot, "choice": "in_favour"}]


async def test_each_reading_leaves_a_leaf_under_the_readers_pseudonym(work: Work, operator: Operator) -> None:
    reader = work.cases[0].owner
    count = """SELECT count(*) FROM record_leaf WHERE convert_from(body, 'UTF8')::jsonb @> jsonb_build_object(
        'use', 'export_own_data', 'actor', (SELECT id::text FROM pseudonym WHERE user_id = $1))"""
    before = await operator.value(count, reader.user)
    await own(reader)
    assert await operator.value(count, reader.user) == before + 1


async def test_without_a_token_it_is_401_and_no_leaf(api: httpx2.AsyncClient, operator: Operator) -> None:
    before = await operator.value("SELECT count(*) FROM record_leaf")
    assert (await api.get(EXPORT)).status_code == 401
    assert (await api.get(EXPORT, headers={"Authorization": "Bearer x"})).status_code == 401
    assert await operator.value("SELECT count(*) FROM record_leaf") == before


async def test_who_holds_no_role_any_more_is_given_his_account_and_his_acts(people: People, operator: Operator) -> None:
    person = await people.secretary()
    ok(await person.post("/v1/units", {"kind": "town", "name": "离任前所建（演练）", "scope": "辖区内组织"}))
    await operator.run("UPDATE role_grant SET ended_at = clock_timestamp() WHERE user_id = $1", person.user)
    told = await own(person)
    assert (told["account"]["login"], told["grants"], told["parts"]) == (person.login, [], [])
    assert [act["act"] for act in told["own_acts"]] == ["register_unit", "export_own_data"]


async def test_who_was_erased_from_the_record_is_given_no_acts(people: People, operator: Operator) -> None:
    person = await people.secretary()
    await operator.run("DELETE FROM pseudonym WHERE user_id = $1", person.user)
    told = await own(person)
    assert (told["pseudonym"], told["own_acts"]) == (None, [])


def test_no_part_has_a_secret_but_ones_own_vote_and_each_column_exists() -> None:
    columns = {f"{part.table}.{column}" for part in PARTS for column in part.columns}
    assert {column for column in columns if LABELS[column] is Label.SECRET} == {"vote.choice", "motion_vote.choice"}
    assert [part.table for part in PARTS if part.table not in METADATA.tables] == []
    assert len(PARTS) == len({part.table for part in PARTS}) > 15
    assert {role for part in PARTS for role in part.to} == set(Role) - {Role.PUBLIC, Role.RECOMMENDER}
