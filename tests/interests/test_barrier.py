"""An officer or member whom a conflict of interest bars sees nothing of the case and does nothing to it (art. 30)."""

import re
from uuid import UUID

import pytest

from app.schema import BARRIERS, METADATA
from tests.api import Operator, People, Person
from tests.attacks.asking import ask, combinations, planted_in
from tests.attacks.channels import Asked
from tests.canaries import Aviary
from tests.committee_world import MAYORS, deliberating, fixed, ranked, scored_year
from tests.interests.test_conflicts import declared
from tests.operations import READS
from tests.whole_world import in_material_review
from tests.year_world import ok, undertake

OF_B = re.compile(r" (of|on) b$|handover|supplement|consensus|conflict|panel b")
"""What is planted in the case of b alone."""
WORD = re.compile(r"zq\d{4}xw")
OF_BOTH = re.compile(r" of a department|letter to a department|adverse record")
"""What is planted once in the case of a and once in that of b."""
OUTSIDE = ("colleague of b", "name on the nursery list of b")
"""What belongs to the organization and not to its application."""


async def officer(people: People, cycle_id: str) -> Person:
    """Make a secretary who has signed the undertaking of the year."""
    made = await people.secretary()
    await undertake(made, cycle_id)
    return made


@pytest.fixture(scope="module")
async def world(people: People, operator: Operator) -> tuple[Aviary, str, str]:
    """Give the planted world with its cycle and the credit code of b."""
    aviary = Aviary()
    work = await in_material_review(people, operator, aviary)
    code = await operator.value("SELECT credit_code FROM application WHERE id = $1", UUID(work.application))
    return aviary, work.year.cycle_id, code


async def met(aviary: Aviary, people: People, person: Person) -> tuple[set[str], set[str], set[str]]:
    """Ask every reading of the secretariat about every id: what is met, where the case of b shows, words of both."""
    known = Aviary({**aviary.people, "clerk": person}, aviary.words, aviary.ids)
    words, shown, both = set(), set(), set()

    def is_of_both(word: str) -> bool:
        return word in aviary.words and OF_BOTH.search(aviary.words[word].what) is not None

    case = next(key for key, one in aviary.ids["application_id"].items() if one.what == "application b")
    for operation in READS:
        if "secretariat" not in operation.roles:
            continue
        for places in combinations(aviary, operation):
            told = Asked("clerk", operation, places, await ask(known, people.client, "clerk", operation, places))
            assert told.answer.status_code < 500, (operation.name, told.answer.text)
            words |= {one.what for one in planted_in(known, told)}
            both |= {word for word in WORD.findall(told.answer.content.decode("utf-8", "replace")) if is_of_both(word)}
            if case in told.answer.text and case not in places.values() and not operation.is_public:
                shown.add(operation.name)
    return words, shown, both


async def test_nothing_of_a_barred_case_reaches_the_officer_by_any_reading(
    people: People, world: tuple[Aviary, str, str]
) -> None:
    aviary, cycle_id, code = world
    free, barred = await officer(people, cycle_id), await officer(people, cycle_id)
    ok(await declared(barred, code, kind="kinship"))
    all_words, shown, both = await met(aviary, people, free)
    words, left, half = await met(aviary, people, barred)
    of_b = {what for what in all_words if OF_B.search(what) and what not in OUTSIDE}
    assert len(of_b) > 10
    assert len(shown) > 3
    assert sorted(words & of_b) == []
    # The report of accesses names the case by its id, for whoever decides on them.
    assert sorted(left) == ["list_break_glass"]
    assert (len(half) * 2, half <= both) == (len(both), True)
    assert len(half) > 3
    # A plan of panels is made of all cases, so it is closed whole to whoever is barred from one of them.
    planned = ["name of a planned panel", "plan_id", "seed of a plan", "source of a seed"]
    assert sorted(all_words - of_b - words - set(planned)) == ["file_id", "request_id"]
    assert sorted((all_words - words) & set(planned)) == planned


async def test_every_table_of_a_case_is_behind_the_barrier() -> None:
    behind = {barrier.table for barrier in BARRIERS}
    named = {table.name for table in METADATA.tables.values() if "application_id" in table.columns}
    assert sorted(named - behind) == ["break_glass", "member_recusal"]


async def test_an_act_on_a_barred_case_meets_nothing_and_what_is_whole_is_refused(
    people: People, operator: Operator
) -> None:
    scored = await scored_year(people, operator, {"甲": 70000, "乙": 65000})
    barred = await officer(people, scored.year.cycle_id)
    case = UUID(str(scored.firms["甲"]))
    code = await operator.value("SELECT credit_code FROM application WHERE id = $1", case)
    ok(await declared(barred, code))
    for path in (f"/v1/applications/{case}", f"/v1/eligibility/{case}", f"/v1/reviews/{case}/comprehensive-report"):
        assert (await barred.get(path)).status_code == 404
    dossier = await barred.post(f"/v1/eligibility/{case}/rechecks", {"round": "deliberation"}, match='"v1"')
    assert dossier.status_code in (404, 422)
    answer = await scored.act(barred, "/v1/rankings", {})
    assert (answer.status_code, answer.json()["code"], answer.json()["article"]) == (
        422, "conflict.list_must_be_whole", "第三十条",
    )  # fmt: skip
    made = await ranked(scored)
    assert (await barred.get(f"/v1/rankings/{made['id']}")).status_code == 404
    assert (await scored.secretary.get(f"/v1/rankings/{made['id']}")).status_code == 200


async def test_a_member_with_an_interest_sees_no_case_and_is_recused_before_the_vote(
    people: People, operator: Operator
) -> None:
    session = await deliberating(people, operator, {"甲": 70000, "乙": 65000})
    scored, member = session.scored, session.members[2]
    case = str(scored.firms["甲"])
    code = await operator.value("SELECT credit_code FROM application WHERE id = $1", UUID(case))
    ok(await declared(member, code, kind="shareholding"))
    seen = await member.get(f"/v1/committee/candidates?cycle_id={scored.year.cycle_id}")
    assert case not in seen.text
    answer = await session.open("甲", MAYORS)
    assert (answer.status_code, answer.json()["code"]) == (422, "ballot.interested_voter")
    here = f"/v1/meetings/{session.meeting}"
    body = {"member_id": str(member.party), "application_id": case, "ground": "持股（演练）。"}
    ok(await scored.secretary.post(f"{here}/recusals", body, match=await scored.secretary.get(here)))
    opened = ok(await session.open("甲", MAYORS))
    assert len([one for one in opened["voters"] if one["member_id"] == str(member.party)]) in (0, 1)
    assert (await member.get(f"/v1/ballots/{opened['id']}")).status_code == 404
    vote = await member.post(f"/v1/ballots/{opened['id']}/votes", {"choice": "in_favour"})
    assert vote.status_code == 404


async def test_a_barred_chair_neither_opens_the_ballot_nor_fixes_the_list(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, {"甲": 70000, "乙": 65000})
    case = UUID(str(session.scored.firms["甲"]))
    code = await operator.value("SELECT credit_code FROM application WHERE id = $1", case)
    ok(await declared(session.chair, code))
    closed = await session.open("甲")
    assert (closed.status_code, closed.json()["code"]) == (422, "ballot.no_candidate")
    ballot = await session.ballot("乙", 5)
    assert ballot["result"]["passed"] is True
    answer = await fixed(session)
    assert (answer.status_code, answer.json()["code"]) == (422, "conflict.list_must_be_whole")


async def test_an_interest_that_ended_before_the_look_back_closes_nothing(
    people: People, world: tuple[Aviary, str, str]
) -> None:
    aviary, cycle_id, code = world
    person = await officer(people, cycle_id)
    ok(await declared(person, code, from_on="2001-01-01", until_on="2002-01-01"))
    case = next(key for key, one in aviary.ids["application_id"].items() if one.what == "application b")
    assert (await person.get(f"/v1/applications/{case}")).status_code == 200
    ok(await declared(person, code))
    assert (await person.get(f"/v1/applications/{case}")).status_code == 404
