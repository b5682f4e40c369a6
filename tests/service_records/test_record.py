"""An expert's record over the years: whole to the secretariat, his own to himself, nobody else's to anybody (31)."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from app.clock import civil_date
from app.database import Mask, Persona
from tests.api import Operator, People, Person
from tests.panel_plans.world import planning
from tests.panels.test_leaving import recuse
from tests.queries import counted_queries
from tests.reviews.test_history import WHY, changed
from tests.reviews_world import (
    Work,
    agreed,
    assigned,
    concluded,
    declare,
    entered,
    evidence,
    expert,
    next_stage,
    reported,
    reviewing,
    shortlisted,
    submitted,
)
from tests.sanctions.test_sanction import heard, imposed
from tests.year_world import ok

OWN = "/v1/service-record"
NONE = {"items": 0, "signed": None, "absolute": None}
COUNTS = ("applications", "conflicts", "recused", "load", "submitted", "on_time", "late", "reopened")


def path_of(person: Person) -> str:
    return f"/v1/experts/{person.party}/record"


async def record(work: Work, place: int) -> dict[str, Any]:
    """Read an expert's record as the secretariat does."""
    return ok(await work.secretary.get(path_of(work.experts[place])), 200)


async def planned(operator: Operator, work: Work, days: int) -> str:
    """Let the plan begin the defence so many days from the service's today, and give that day."""
    now = await operator.value("SELECT award_now()")
    day = civil_date(now) + timedelta(days=days)
    sql = "UPDATE schedule_entry SET planned_on = $1 WHERE cycle_id = $2 AND phase = 'defence'"
    await operator.run(sql, day, UUID(work.year.cycle_id))
    return str(day)


def counts(panel: dict[str, Any]) -> tuple[int | None, ...]:
    return tuple(panel[name] for name in COUNTS)


@pytest.fixture(scope="module")
async def work(people: People, operator: Operator) -> Work:
    """Two stages: the material one on two applications, one sheet of it reopened; the defence on the first of them."""
    made = await reviewing(people, operator, applications=2)
    await submitted(made, made.leader, 60)
    sheet = (await submitted(made, made.experts[1], 65)).json()["id"]
    await submitted(made, made.experts[2], 60, **{"4_1_2": 65})
    ok(await made.leader.post(f"/v1/sheets/{sheet}/unlock-request", WHY))
    seen = await made.experts[1].get(f"/v1/sheets/{sheet}")
    ok(await made.experts[1].post(f"/v1/sheets/{sheet}/reopening", WHY, match=seen))
    ok(await changed(made.experts[1], sheet, _4_1_2=55))
    await agreed(made, 60, **{"4_4_3": 65})
    await concluded(made, 30, made.cases[1].id)
    for case in made.cases:
        await reported(made, case.id)
    await shortlisted(made)
    defence = await next_stage(made, "defence", made.cases[:1])
    await submitted(defence, defence.experts[1], 50)
    return made


async def test_the_secretariat_reads_each_panel_and_the_exact_distance(work: Work, operator: Operator) -> None:
    due = await planned(operator, work, 0)
    found = await record(work, 1)
    material, defence = found["panels"]
    assert (found["expert_id"], found["status"], found["admitted_on"], found["term_until"]) == (
        str(work.experts[1].party), "admitted", "2020-03-01", "2099-02-28",
    )  # fmt: skip
    assert found["years"] == [work.year.award_year]
    assert (found["trainings"], found["terms"], found["sanctions"]) == ([], [], [])
    assert (material["cycle_id"], material["award_year"], material["stage"], material["panel_id"]) == (
        work.year.cycle_id, work.year.award_year, "material", work.panel,
    )  # fmt: skip
    assert (material["leads"], material["left_at"], material["due_on"]) == (False, None, due)
    assert counts(material) == (2, 0, 0, 2, 2, 2, 0, 1)
    # Of the first 23 items 21 are five over, 4.1.2 is five under and 4.4.3 as agreed; of the second all are as agreed.
    assert material["distance"] == {
        "items": 46, "signed": {"num": 50, "den": 23, "shown": "2.17"},
        "absolute": {"num": 55, "den": 23, "shown": "2.39"},
    }  # fmt: skip
    assert (defence["stage"], defence["distance"]) == ("defence", NONE)
    assert (defence["applications"], defence["load"], defence["submitted"]) == (1, 1, 1)
    assert found["distance"] == material["distance"]


async def test_signed_and_absolute_differ_where_the_signs_do(work: Work) -> None:
    leader, third = await record(work, 0), await record(work, 2)
    assert [panel["leads"] for panel in leader["panels"]] == [True, True]
    # As agreed but for 4.4.3, five under it; the other is five over on 4.1.2 besides.
    assert leader["distance"] == {
        "items": 46, "signed": {"num": -5, "den": 46, "shown": "-0.10"},
        "absolute": {"num": 5, "den": 46, "shown": "0.10"},
    }  # fmt: skip
    assert third["distance"] == {
        "items": 46, "signed": {"num": 0, "den": 1, "shown": "0.00"},
        "absolute": {"num": 5, "den": 23, "shown": "0.21"},
    }  # fmt: skip


async def test_a_sheet_after_the_planned_day_is_late_and_without_a_plan_neither(work: Work, operator: Operator) -> None:
    await planned(operator, work, -1)
    assert counts((await record(work, 0))["panels"][0]) == (2, 0, 0, 2, 2, 0, 2, 0)
    sql = "DELETE FROM schedule_entry WHERE cycle_id = $1 AND phase = 'defence'"
    await operator.run(sql, UUID(work.year.cycle_id))
    panel = (await record(work, 0))["panels"][0]
    assert (panel["due_on"], counts(panel)) == (None, (2, 0, 0, 2, 2, None, None, 0))


async def test_an_expert_reads_the_same_of_himself_and_nothing_of_the_others(work: Work) -> None:
    for place, person in enumerate(work.experts):
        whole, answer = await record(work, place), await person.get(OWN)
        mine = ok(answer, 200)
        assert mine == {name: whole[name] for name in mine}
        assert sorted(whole.keys() - mine.keys()) == ["expert_id", "name", "terms", "trainings"]
        others = [each for each in work.experts if each is not person]
        assert [str(each.party) in answer.text for each in others] == [False, False]
        assert [case.id in answer.text for case in work.cases] == [False, False]


async def test_nobody_reads_anothers(work: Work) -> None:
    for person in (work.experts[1], work.leader, work.cases[0].owner):
        refused = await person.get(path_of(work.experts[2]))
        assert (refused.status_code, refused.json()["code"]) == (403, "role.missing")
    for person in (work.secretary, work.cases[0].owner):
        assert (await person.get(OWN)).status_code == 403
    # Whose record it is, the token says and nothing else.
    asked = await work.leader.get(f"{OWN}?expert_id={work.experts[2].party}")
    assert (asked.status_code, asked.json()["code"]) == (400, "query.unknown")


async def test_an_unknown_expert_is_not_there_and_an_odd_id_is_refused(work: Work) -> None:
    absent = await work.secretary.get(f"/v1/experts/{uuid4()}/record")
    assert (absent.status_code, absent.json()["code"]) == (404, "not_found")
    for odd in ("x", "评审员😀", "%00"):
        assert (await work.secretary.get(f"/v1/experts/{odd}/record")).status_code == 422


async def test_a_new_expert_has_an_empty_record(people: People, work: Work) -> None:
    fresh = await expert(people, work.secretary)
    mine = ok(await fresh.get(OWN), 200)
    assert (mine["years"], mine["panels"], mine["distance"]) == ([], [], NONE)
    assert ok(await work.secretary.get(path_of(fresh)), 200)["panels"] == []


async def test_what_is_excluded_counts_as_recused_and_lies_at_no_distance(people: People, operator: Operator) -> None:
    work = await assigned(people, operator, applications=3)
    await entered(work)
    second = work.experts[1]
    for case in work.cases[:2]:
        await submitted(work, second, 90, case.id)
    ok(await recuse(work, 1), 201)
    ok(await declare(second, work.panel, work.cases[2].id, "配偶在该公司任职"))
    found = await record(work, 1)
    assert counts(found["panels"][0])[:5] == (3, 1, 1, 1, 1)
    assert found["distance"] == NONE
    mine = ok(await second.get(OWN), 200)
    assert (mine["panels"], "配偶" in str(mine), "技术合作" in str(mine)) == (found["panels"], False, False)


async def test_trainings_terms_and_sanctions_stand_in_the_secretariats_view(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    person, secretary = work.experts[1], work.secretary
    await submitted(work, person, 90)
    here = f"/v1/experts/{person.party}"
    training = {"title": "继续教育（演练）", "provider": "演练质量协会", "completed_on": "2022-06-30", "hours": 16}
    ok(await secretary.post(f"{here}/trainings", training, match=await secretary.get(here)))
    renewal = {"term_until": "2100-02-28", "evidence_file_id": await evidence(secretary), "standard": "条件（第 2 版）"}
    ok(await secretary.post(f"{here}/renewal", renewal, match=await secretary.get(here)))
    case = ok(await imposed(secretary, await heard(secretary, person.party)))
    found = await record(work, 1)
    assert (found["status"], found["term_until"]) == ("disqualified", "2100-02-28")
    assert [(each["title"], each["hours"]) for each in found["trainings"]] == [("继续教育（演练）", 16)]
    assert [(each["number"], each["term_until"]) for each in found["terms"]] == [(1, "2099-02-28")]
    assert [(each["id"], each["status"], each["measure"], each["institution_id"]) for each in found["sanctions"]] == [
        (case["id"], "sanctioned", "disqualification", None)
    ]
    assert (counts(found["panels"][0])[:5], found["distance"]) == ((1, 0, 1, 0, 0), NONE)
    assert found["panels"][0]["left_at"] is not None
    assert (await record(work, 0))["sanctions"] == []


async def test_an_expert_reads_the_cases_against_himself_without_who_reported_them(
    people: People, operator: Operator, service: FastAPI
) -> None:
    work = await reviewing(people, operator)
    person, secretary = work.experts[1], work.secretary
    case = await heard(secretary, person.party, facts="收受礼金之事实（演练）", source="举报人来信（演练）")
    pending = ok(await person.get(OWN), 200)["sanctions"]
    assert [(each["status"], each["measure"], each["reason"]) for each in pending] == [("opened", None, "")]
    until = str(civil_date(await operator.value("SELECT award_now()")) + timedelta(days=30))
    done = ok(await imposed(secretary, case, measure="suspension", until=until))
    answer = await person.get(OWN)
    assert ok(answer, 200)["sanctions"] == [
        {
            "id": done["id"], "status": "sanctioned", "institution_id": None, "opened_on": done["opened_on"],
            "measure": "suspension", "reason": "违反评审纪律（演练）。", "until": until,
            "decided_on": done["decided_on"], "lifted_on": None,
        }
    ]  # fmt: skip
    assert [word in answer.text for word in ("收受礼金", "举报人")] == [False, False]
    assert ok(await work.leader.get(OWN), 200)["sanctions"] == []
    # Not even by SQL: what was reported, and by whom, is no column of his persona, and another's case no row.
    for each, told in ((person, 1), (work.leader, 0)):
        async with service.state.database.transaction(Mask(Persona.EXPERT, each.user, each.party)) as session:
            assert len((await session.execute(text("SELECT id FROM sanction"))).all()) == told
            with pytest.raises(ProgrammingError, match="permission denied"):
                await session.execute(text("SELECT facts, source FROM sanction"))


async def test_a_panel_being_formed_has_no_numbers_yet_and_a_withdrawn_one_is_no_service(
    people: People, operator: Operator
) -> None:
    world = await planning(people, operator)
    plan = ok(await world.apply(await world.drawn()))
    lead = next(pick["expert_id"] for pick in plan["teams"][0]["picks"] if pick["leads"])
    person = next(each for each in world.experts if str(each.party) == lead)
    (forming,) = ok(await person.get(OWN), 200)["panels"]
    assert (forming["stage"], forming["leads"], counts(forming)) == ("material", True, (0, 0, 0, 0, 0, 0, 0, 0))
    ok(await world.withdraw(plan["id"]))
    gone = ok(await person.get(OWN), 200)
    assert (gone["years"], gone["panels"]) == ([], [])
    assert ok(await world.secretary.get(path_of(person)), 200)["panels"] == []


async def test_three_cases_cost_no_more_statements_than_one(
    people: People, operator: Operator, service: FastAPI
) -> None:
    costs: dict[str, set[int]] = {"own": set(), "secretariat": set()}
    for applications in (1, 3):
        work = await reviewing(people, operator, applications=applications)
        for case in work.cases:
            await concluded(work, 60, case.id)
        for name, person, path in (("own", work.leader, OWN), ("secretariat", work.secretary, path_of(work.leader))):
            with counted_queries(service.state.database) as seen:
                found = ok(await person.get(path), 200)
            assert found["distance"]["items"] == 23 * applications
            costs[name].add(len(seen))
    assert {name: len(each) for name, each in costs.items()} == {"own": 1, "secretariat": 1}
