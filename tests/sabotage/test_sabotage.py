"""Every protection taken away once, of the schema and of confidential readings: tests, record and check notice it."""

import json
import re
from collections import Counter
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.database import PERSONA_OF, Persona
from app.local_postgres import MIGRATOR, SUPERUSER, Cluster
from app.main import app
from app.record import RecordLeaf
from app.schema import SCOPES
from app.sections import operations_of
from tests.api import Operator, People
from tests.attacks.asking import ask, combinations, questions
from tests.canaries import Aviary, role_of
from tests.later_world import before_the_committee
from tests.operations import READS, Described
from tests.sabotage.attacking import PLANTED, Attack, Siege, attacks, guards, siege_of
from tests.sabotage.crowded import GLASS, Viewer
from tests.sabotage.marks import MORE, REQUIRED, marked
from tests.sabotage.policies import Watch, sabotages
from tests.sabotage.sight import sight_of
from tests.whole_world import in_material_review

UNATTACKED = {
    "organization.organization_verified_by_others@organization_verified_by_others":
        "It looks at the role that the transaction wears; tests/accounts/test_organizations.py meets it so.",
    "bonus.i16_two_hands@i16_two_hands":
        "It asks for a living code between the two persons; tests/honours/test_bonuses.py meets it so.",
    **{
        f"{each.table}.two_hands@{each.name}": "As above; tests/attacks/test_one_hand.py meets each of them so."
        for scope in SCOPES for each in scope.guards if each.name.startswith("two_hands_")
    },
    "expert_relation.pk_expert_relation":
        "The key of the table, named for the words that a second relation is refused with.",
}  # fmt: skip
"""Guards that no statement of the owner offends, with the test that meets them through the service."""
UNNOTICED = {
    "using break_glass secretariat_select_0541": "It is true for the secretariat, whose name stands in it.",
    "using break_glass secretariat_update_0272": "The same.",
    "drop comprehensive_report applicant_select_1401": "No application of these people is told its score.",
    "drop consensus applicant_select_1160": "The same.",
    "drop consensus_item applicant_select_5937": "The same.",
    "drop promotion_activity_case recommender_select_7802": "No unit of these people has a case that was shown.",
    "using minutes_version secretariat_select_2457": "Whoever is barred may be barred from a year without minutes.",
}
"""Spoilt policies that these people cannot tell, or not always, from whole ones, and why."""
LEAVES = "SELECT count(*) FROM record_leaf WHERE convert_from(body, 'UTF8')::jsonb ->> 'use' = $1"
NEWEST = LEAVES.replace("count(*)", "award_leaf(body) -> 'of'") + " ORDER BY id DESC LIMIT 1"
USE = re.compile(r'note_use\(\s*[\w()]+, "(\w+)"')
USES = {
    "export_own_data": "tests/sabotage/test_sabotage.py", "apply_retention": "tests/privacy/test_retention.py",
    "rotate_factor_key": "tests/accounts/test_factor_rotation.py", "rotate_file_keys": "tests/files/test_at_rest.py",
    "erase_file": "tests/files/test_at_rest.py", "rotate_record_key": "tests/sealing/test_succession.py",
    "reset_rehearsal": "tests/rehearsals/test_rehearsals.py",
}  # fmt: skip
"""What is no act of the table and stands in the record all the same."""
REFUSED = """
CREATE FUNCTION no_leaf() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '55P03'; END $$;
CREATE TRIGGER no_leaf BEFORE INSERT ON record_leaf FOR EACH ROW EXECUTE FUNCTION no_leaf()"""
SWALLOWED = """
CREATE FUNCTION no_leaf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER no_leaf BEFORE INSERT ON record_leaf FOR EACH ROW EXECUTE FUNCTION no_leaf()"""
AGAIN = "DROP TRIGGER no_leaf ON record_leaf; DROP FUNCTION no_leaf()"


def what_is_left(attack: Attack) -> str:
    """Say who notices that the guard of an attack is gone, besides whoever reads the rows."""
    if attack.left == "through":
        return "seen in the rows"
    return "found by an invariant" if attack.left.startswith("through") else "refused by another"


@pytest.fixture(scope="module")
async def aviary(people: People, operator: Operator) -> Aviary:
    made = Aviary()
    await in_material_review(people, operator, made)
    await before_the_committee(people, operator, made)
    return made


@pytest.fixture
async def siege(aviary: Aviary, cluster: Cluster, database: str) -> AsyncIterator[Siege]:
    assert aviary.people
    async with siege_of(cluster.url(database, MIGRATOR)) as made:
        yield made


def test_every_guard_of_the_schema_has_its_attack() -> None:
    attacked = {attack.name for attack in attacks()}
    assert attacked - guards() == set()
    assert sorted(guards() - attacked) == sorted(UNATTACKED)
    assert len(attacked) > 500


async def test_every_guard_refuses_its_attack_by_name_and_without_it_something_else_happens(siege: Siege) -> None:
    all_of_them = attacks()
    wrong = [said for attack in all_of_them if (said := await siege.judge(attack))]
    left = Counter(what_is_left(attack) for attack in all_of_them)
    depth = Counter(len(attack.past) for attack in all_of_them)
    print("guards", len(all_of_them), dict(left), "refused before by", dict(sorted(depth.items())))  # noqa: T201 - counters.
    assert wrong == []


def viewers_of(aviary: Aviary) -> dict[str, list[Viewer]]:
    """Give everybody by his persona: strangers first, then who is barred or has an access, then the people."""
    made = [Viewer(f"stranger_{each}", each, uuid4(), uuid4()) for each in Persona]
    for role in ("secretariat", "committee"):
        made.append(Viewer(f"barred_{role}", f"award_{role}", uuid4(), uuid4()))
        made.append(Viewer(f"glass_{role}", f"award_{role}", uuid4(), uuid4(), (GLASS,)))
    for name, person in aviary.people.items():
        made.append(Viewer(name, PERSONA_OF[role_of(name)], person.user, person.party))
    made += [
        Viewer(f"session of {name}", Persona.SESSION, aviary.people[name].user) for name in ("applicant_a", "expert_a1")
    ]
    made += [Viewer(each, each) for each in (Persona.ANONYMOUS, Persona.PUBLIC, Persona.SEQUENCER, Persona.SESSION)]
    return {persona: [each for each in made if each.persona == persona] for persona in Persona}


async def test_every_policy_that_is_dropped_or_widened_is_noticed(
    aviary: Aviary, cluster: Cluster, database: str
) -> None:
    viewers = viewers_of(aviary)
    own = [each for some in viewers.values() for each in some if not each.name.startswith(("stranger", "session"))]
    tally, unnoticed = Counter[str](), []
    async with sight_of(cluster.url(database, SUPERUSER), PLANTED.read_text(encoding="utf-8"), own) as sight:
        watch = Watch(sight, viewers)
        await watch.learn()
        for sabotage in (each for policy in watch.policies for each in sabotages(policy)):
            how = await watch.how_noticed(sabotage)
            tally[f"{sabotage.how}: {how or 'unnoticed'}"] += 1
            if not how:
                unnoticed.append(str(sabotage))
    print("policies", len(watch.policies), "sabotages", tally.total(), dict(sorted(tally.items())))  # noqa: T201 - counters.
    assert sorted(set(unnoticed) - set(UNNOTICED)) == []
    assert tally["drop: alone"] > 800
    assert tally["using: alone"] > 380
    assert tally["check: alone"] > 150


def test_what_carries_a_file_a_dossier_or_an_objector_is_marked_and_a_mark_that_is_gone_is_noticed() -> None:
    assert sorted(REQUIRED - set(marked())) == []
    assert sorted(set(marked()) - REQUIRED) == sorted(MORE)
    for _, route in operations_of(app):
        if route.name in REQUIRED:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(route, "confidential", False)
                assert REQUIRED - set(marked()) == {route.name}
    assert {"show_objection", "list_objections", "show_recommendation_request", "download_recusal_file"} <= REQUIRED
    assert {"show_sheet", "show_eligibility", "list_supplements", "show_site_dossier"} <= REQUIRED
    assert {"list_evidence", "list_opinions", "show_evidence_coverage"} <= REQUIRED
    print("confidential readings", len(REQUIRED))  # noqa: T201 - a counter.
    assert len(REQUIRED) > 31


@pytest.fixture(scope="module")
async def readings(aviary: Aviary, api: httpx2.AsyncClient) -> list[tuple[str, Described, dict[str, str]]]:
    """One confidential reading of each kind that succeeds, by somebody whose reading is recorded."""
    found: dict[str, tuple[str, Described, dict[str, str]]] = {}
    for name, operation in questions(aviary):
        if operation.name not in REQUIRED or name.startswith("applicant"):
            continue
        for places in combinations(aviary, operation):
            if operation.name in found:
                break
            if (await ask(aviary, api, name, operation, places)).status_code == 200:
                found[operation.name] = (name, operation, places)
    return list(found.values())


async def left(operator: Operator, aviary: Aviary, api: httpx2.AsyncClient, reading: Any) -> tuple[int, int]:  # noqa: ANN401 - as the fixture gives it.
    """Read once and say how that ended and how many leaves it left."""
    name, operation, places = reading
    before = await operator.value(LEAVES, operation.name)
    answer = await ask(aviary, api, name, operation, places)
    return answer.status_code, await operator.value(LEAVES, operation.name) - before


async def test_one_confidential_reading_leaves_exactly_one_leaf_and_without_its_mark_none(
    aviary: Aviary, api: httpx2.AsyncClient, operator: Operator, readings: list[Any]
) -> None:
    told = {}
    for reading in readings:
        told[reading[1].name] = await left(operator, aviary, api, reading)
        # By the ids that were asked for it is found whose case was read, in a list too.
        assert json.loads(await operator.value(NEWEST, reading[1].name)).items() >= reading[2].items()
    assert told == dict.fromkeys(told, (200, 1))
    print("read once", len(told), "of", len(REQUIRED), sorted(REQUIRED - set(told)))  # noqa: T201 - counters.
    assert len(told) > 25
    routes = marked()
    for reading in readings:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(routes[reading[1].name], "confidential", False)
            spoilt = await left(operator, aviary, api, reading)
        assert spoilt == (200, 0), reading[1].name


async def test_no_byte_leaves_where_the_leaf_of_the_reading_cannot_be_written(
    aviary: Aviary, api: httpx2.AsyncClient, operator: Operator, readings: list[Any]
) -> None:
    await operator.run(REFUSED)
    try:
        told = {reading[1].name: await left(operator, aviary, api, reading) for reading in readings}
    finally:
        await operator.run(AGAIN)
    assert told == dict.fromkeys(told, (503, 0))


async def test_a_leaf_that_is_dropped_or_swallowed_is_missed_where_a_reading_or_an_export_is_counted(
    aviary: Aviary, api: httpx2.AsyncClient, operator: Operator, readings: list[Any]
) -> None:
    (export,) = (each for each in READS if each.name == "export_own_data")
    own = [(name, export, {}) for name in ("secretary", "expert_a1", "applicant_a")]
    assert [await left(operator, aviary, api, each) for each in own] == [(200, 1)] * 3
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AsyncSession, "add", without_leaves(AsyncSession.add))
        told = [await left(operator, aviary, api, each) for each in (*own, readings[0])]
    await operator.run(SWALLOWED)
    try:
        told += [await left(operator, aviary, api, each) for each in own]
    finally:
        await operator.run(AGAIN)
    assert set(told) == {(200, 0)}


def without_leaves(add: Callable[..., None]) -> Callable[..., None]:
    """Give the adding of rows to a session that forgets the leaves."""
    return lambda session, row: None if isinstance(row, RecordLeaf) else add(session, row)


def test_every_use_that_is_no_act_is_known_with_the_test_that_counts_its_leaf() -> None:
    said = {word for path in Path("app").rglob("*.py") for word in USE.findall(path.read_text(encoding="utf-8"))}
    assert said == set(USES)
    assert [path for path in USES.values() if "record_leaf" not in Path(path).read_text(encoding="utf-8")] == []


async def test_an_act_whose_leaf_is_dropped_or_swallowed_is_refused_and_changes_nothing(
    aviary: Aviary, operator: Operator
) -> None:
    office, changed = aviary.people["secretary"], "SELECT count(*) FROM promotion_case"
    (award,) = list(aviary.ids["award_id"])
    body = {"award_id": award, "title": "演练", "method": "演练", "result": "演练"}
    before = await operator.value(changed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AsyncSession, "add", without_leaves(AsyncSession.add))
        dropped = await office.post("/v1/promotion-cases", body)
    await operator.run(SWALLOWED)
    try:
        swallowed = await office.post("/v1/promotion-cases", body)
    finally:
        await operator.run(AGAIN)
    assert (dropped.status_code, swallowed.status_code, await operator.value(changed)) == (500, 500, before)
    assert (await office.post("/v1/promotion-cases", body)).status_code == 201
    assert await operator.value(changed) == before + 1
