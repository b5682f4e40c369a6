"""Every protection of the schema taken away once: the suite, the record and the operator's check notice it."""

from collections import Counter
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from app.database import PERSONA_OF, Persona
from app.local_postgres import MIGRATOR, SUPERUSER, Cluster
from tests.api import Operator, People
from tests.canaries import Aviary, role_of
from tests.later_world import before_the_committee
from tests.sabotage.attacking import PLANTED, Attack, Siege, attacks, guards, siege_of
from tests.sabotage.crowded import GLASS, Viewer
from tests.sabotage.policies import Watch, sabotages
from tests.sabotage.sight import sight_of
from tests.whole_world import in_material_review

UNATTACKED = {
    "organization.organization_verified_by_others@organization_verified_by_others":
        "It looks at the role that the transaction wears; tests/accounts/test_organizations.py meets it so.",
    "bonus.i16_two_hands@i16_two_hands":
        "It asks for a living code between the two persons; tests/honours/test_bonuses.py meets it so.",
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
}
"""Spoilt policies that nobody of these people can tell from whole ones, and why."""


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
    assert sorted(unnoticed) == sorted(UNNOTICED)
    assert tally["drop: alone"] > 800
    assert tally["using: alone"] > 380
    assert tally["check: alone"] > 150
