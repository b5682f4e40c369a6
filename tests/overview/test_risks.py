"""The risks of a year over HTTP: each appears when something will fail and goes when it is put right (arts. 8-32)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI

from app.regulation.vocabulary import Duty
from tests.api import Operator, People, Person
from tests.budgets.test_budget import expense, line
from tests.committee_world import deliberating, fixed, over
from tests.eligibility_world import asked, sign, valid_until
from tests.honours_world import FINDING, HEARING, REVOKED, commended_year, opened
from tests.minutes.world import on_meeting
from tests.overview.duties import one
from tests.panels.test_leaving import replace
from tests.queries import counted_queries
from tests.rankings_world import forced
from tests.reviews_world import assigned, declare, expert, reviewing
from tests.year_world import PHASES, Year, call, ok, planned_year, undertake

PLAN = ("2022-05-10", "2022-06-20", "2022-07-20", "2022-09-01", "2022-10-10", "2022-11-10", "2022-12-01", "2022-12-12",
        "2022-12-20")  # fmt: skip
SCHEDULE = dict(zip(PHASES, PLAN, strict=True))


async def risks(person: Person, path: str, *names: str) -> list[dict[str, Any]]:
    """Read the risks of a year, of the named kinds only if there are any."""
    found = ok(await person.get(f"{path}/risks"), 200)["items"]
    return [each for each in found if not names or each["code"] in names]


async def kinds(person: Person, path: str) -> set[str]:
    """Read which kinds of risks a year has."""
    return {each["code"] for each in await risks(person, path)}


async def planned_in_2022(people: People, **changes: str) -> Year:
    """Plan a year by the days above and call it at once; the clock stands in May 2022."""
    year = await planned_year(people, schedule=SCHEDULE | changes)
    body = call("2022-05-10", "2022-06-10", "2022-05-10")
    ok(await year.secretary.post(f"{year.path}/calls", body, match=await year.secretary.get(year.path)))
    return year


async def test_the_plan_stands_beside_the_facts_and_the_calendar_says_what_it_allows(
    people: People, operator: Operator
) -> None:
    async with operator.at("2022-05-13T09:00:00+08:00"):
        year = await planned_in_2022(people)
        found = ok(await year.secretary.get(f"{year.path}/risks"), 200)
    assert (found["cycle_id"], found["as_of"], found["items"]) == (year.cycle_id, "2022-05-13", [])
    assert [tuple(each.values()) for each in found["dates"][:3]] == [
        ("called", "2022-05-10", "2022-05-13", 3), ("eligibility", "2022-06-20", None, None),
        ("material_review", "2022-07-20", None, None),
    ]  # fmt: skip
    assert found["notice"] == {
        "days": 7, "unit": "calendar", "planned_on": "2022-12-12", "commended_on": "2022-12-20",
        "publish_by": "2022-12-12", "last_day": "2022-12-19",
    }  # fmt: skip
    for instant, expected in (
        ("2022-06-20T23:59:59+08:00", {"duty_overdue"} - {"duty_overdue"}),
        ("2022-06-21T00:00:00+08:00", {"phase_behind", "duty_overdue"}),
        ("2022-12-12T23:59:00+08:00", {"phase_behind", "duty_overdue"}),
        ("2022-12-13T00:00:00+08:00", {"phase_behind", "duty_overdue", "notice_too_late"}),
    ):
        async with operator.at(instant):
            office = await year.secretary.signed_in()
            assert await kinds(office, year.path) == expected, instant
    async with operator.at("2022-06-21T00:00:00+08:00"):
        office = await year.secretary.signed_in()
        (late,) = await risks(office, year.path, "duty_overdue")
        assert (late["until"], late["severity"], late["article"]) == ("2022-06-20", "high", "第十九条")
        (behind,) = await risks(office, year.path, "phase_behind")
        assert (behind["until"], behind["article"]) == ("2022-06-20", "第八条（一）")
        dates = ok(await office.get(f"{year.path}/risks"), 200)["dates"]
        assert dates[1] == {"phase": "eligibility", "planned_on": "2022-06-20", "reached_on": None, "days_late": 1}


async def test_a_notice_that_is_planned_too_late_is_told_beforehand(people: People, operator: Operator) -> None:
    async with operator.at("2022-05-10T09:00:00+08:00"):
        year = await planned_in_2022(people, public_notice="2022-12-13")
        (risk,) = await risks(year.secretary, year.path)
    assert (risk["code"], risk["until"], risk["severity"]) == ("notice_planned_too_late", "2022-12-12", "medium")


async def test_a_year_without_a_calendar_is_told_and_nothing_guessed(people: People, operator: Operator) -> None:
    async with operator.at("2022-05-10T09:00:00+08:00"):
        year = await planned_in_2022(people, commended="2199-01-05")
        (risk,) = await risks(year.secretary, year.path)
        notice = ok(await year.secretary.get(f"{year.path}/risks"), 200)["notice"]
    assert (risk["code"], risk["severity"], risk["href"]) == ("calendar_unknown", "high", "/v1/calendars")
    assert (notice["publish_by"], notice["last_day"]) == (None, None)


@pytest.mark.parametrize("day", [date.min, date.max])
async def test_a_day_of_no_calendar_that_an_old_plan_holds_hides_neither_risks_nor_duties(
    people: People, operator: Operator, day: date
) -> None:
    async with operator.at("2022-05-10T09:00:00+08:00"):
        year = await planned_in_2022(people)
        await operator.run("UPDATE schedule_entry SET planned_on = $1 WHERE cycle_id = $2", day, UUID(year.cycle_id))
        found = ok(await year.secretary.get(f"{year.path}/risks"), 200)
    async with operator.at("2022-06-11T09:00:00+08:00"):
        mine = await one(year.secretary, "close_acceptance", year.cycle_id)
        await operator.run("DELETE FROM schedule_entry WHERE cycle_id = $1", UUID(year.cycle_id))
    assert "calendar_unknown" in {each["code"] for each in found["items"]}
    assert mine is not None
    assert (mine["due_on"], mine["overdue"]) == (str(day), day == date.min)


async def test_certificates_that_end_too_soon_and_supplements_that_come_too_late(
    people: People, operator: Operator
) -> None:
    async with operator.at("2022-05-10T09:00:00+08:00"):
        year = await planned_in_2022(people)
        day = date(2022, 11, 30)
        case = await asked(people, operator, year=year, edit=lambda form: valid_until(form, day))
        await sign(case)
        good = await asked(people, operator, year=year, name="演练合规有限公司",
                           edit=lambda form: valid_until(form, day + timedelta(days=1)))  # fmt: skip
        await sign(good)
        (risk,) = await risks(year.secretary, year.path)
        assert (risk["code"], risk["until"], risk["article"]) == ("certificate_expiring", "2022-11-30", "第十条（二）")
        assert (risk["subject_id"], "2022-12-01" in risk["message"]) == (case.id, True)
    async with operator.at("2022-07-18T09:00:00+08:00"):
        office = await year.secretary.signed_in()
        body = {"items": [{"item": "certificate", "note": "缺证书。"}], "reason": "材料不齐。", "due_on": "2022-07-20"}
        path = f"/v1/eligibility/{case.id}"
        ok(await office.post(f"{path}/supplement-requests", body, match=await office.get(path)))
        (late,) = await risks(office, year.path, "supplement_after_list")
        assert (late["until"], late["subject_id"]) == ("2022-07-20", case.id)
        # What a dossier says is told to nobody who has not signed.
        assert "certificate_expiring" not in await kinds(await people.secretary(), year.path)


async def test_an_edition_that_lapses_before_the_next_award(people: People, operator: Operator) -> None:
    amendment = {"revocation": {"window_months": 37, "bar_years": 3, "announce_incidents": True}}
    async with operator.at("2022-05-10T09:00:00+08:00"):
        year = await planned_year(people, amendment=amendment, schedule=SCHEDULE)
        body = call("2022-05-10", "2022-06-10", "2022-05-10")
        ok(await year.secretary.post(f"{year.path}/calls", body, match=await year.secretary.get(year.path)))
        assert await kinds(year.secretary, year.path) == set()
        edition = ok(await year.secretary.get(year.path), 200)["edition"]["id"]
        async with forced(operator, ("edition", "edition_in_force_is_fixed")), operator.transaction() as leaf:
            await operator.run(
                "UPDATE edition SET expires_on = '2023-05-09', version = version + 1, leaf_id = $1 WHERE id = $2",
                leaf, UUID(edition),
            )  # fmt: skip
        (risk,) = await risks(year.secretary, year.path)
        assert (risk["code"], risk["until"], risk["subject_id"]) == ("edition_expiring", "2023-05-09", edition)


async def test_a_panel_after_conflicts_and_before_undertakings(people: People, operator: Operator) -> None:
    work = await assigned(people, operator)
    names = ("experts_unsigned", "panel_too_small", "panel_without_industry_expert", "panel_without_leader")
    (risk,) = await risks(work.secretary, work.year.path, *names)
    assert (risk["code"], risk["subject_id"], risk["article"]) == ("experts_unsigned", work.panel, "第三十条")
    for person in work.experts:
        await undertake(person, work.year.cycle_id)
    assert await risks(work.secretary, work.year.path, *names) == []
    ok(await declare(work.experts[2], work.panel, work.application, "曾任顾问。"))
    found = await risks(work.secretary, work.year.path, *names)
    assert {each["code"] for each in found} == {"panel_too_small", "panel_without_industry_expert"}
    assert {each["severity"] for each in found} == {"high"}


async def test_a_committee_that_is_not_whole_is_told_to_office_and_chair_alone(
    people: People, operator: Operator
) -> None:
    session = await deliberating(people, operator, {"甲": 70000}, signed=False)
    office, path = session.scored.secretary, session.scored.year.path
    names = ("members_unsigned", "committee_incomplete", "vote_out_of_reach")
    for person in (office, session.chair):
        found = {each["code"]: each for each in await risks(person, path, *names)}
        assert found["members_unsigned"]["article"] == "第三十条"
    for member in session.members:
        await undertake(member, session.scored.year.cycle_id)
    assert await risks(office, path, *names) == []
    refused = await session.members[2].get(f"{path}/risks")
    assert (refused.status_code, refused.json()["code"]) == (403, "role.missing")
    vice = f"/v1/members/{session.members[1].party}"
    today = str(await operator.value("SELECT award_today()"))
    ok(await office.post(f"{vice}/departure", {"to_on": today}, match=await office.get(vice)))
    (risk,) = await risks(office, path, *names)
    assert (risk["code"], risk["article"], risk["severity"]) == ("committee_incomplete", "第六条", "high")


async def test_a_panel_whose_leader_stands_aside_and_whose_seats_are_filled_again(
    people: People, operator: Operator
) -> None:
    work = await reviewing(people, operator)
    names = ("panel_too_small", "panel_without_industry_expert", "panel_without_leader")
    ok(await declare(work.leader, work.panel, work.application, "曾任顾问。"))
    found = {each["code"]: each for each in await risks(work.secretary, work.year.path, *names)}
    assert set(found) == {"panel_without_leader", "panel_too_small"}
    risk = found["panel_without_leader"]
    assert (risk["severity"], risk["article"], risk["href"]) == ("high", "第二十条", f"/v1/panels/{work.panel}")
    assert (risk["subject_id"], "现有 2 名评审员" in risk["message"]) == (work.panel, True)
    comer = await expert(people, work.secretary)
    ok(await replace(work, 0, comer.party))
    assert await risks(work.secretary, work.year.path, *names) == []


async def test_a_vote_is_out_of_reach_until_enough_members_have_signed(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, {"甲": 70000}, signed=False)
    office, path = session.scored.secretary, session.scored.year.path
    for member in session.members[:3]:
        await undertake(member, session.scored.year.cycle_id)
    for person in (office, session.chair):
        (risk,) = await risks(person, path, "vote_out_of_reach")
        assert (risk["severity"], risk["subject_id"]) == ("high", session.scored.firms["甲"])
        assert (risk["article"], risk["href"]) == (
            "edition.committee.quorum", f"/v1/committee/candidates/{session.scored.firms['甲']}",
        )  # fmt: skip
        assert risk["message"].startswith("演练甲有限公司：")
    await undertake(session.members[3], session.scored.year.cycle_id)
    assert await risks(office, path, "vote_out_of_reach") == []
    recusal = {"application_id": session.scored.firms["甲"], "ground": "本人配偶在该组织任职（演练）。"}
    for member in session.members[:3]:
        ok(await on_meeting(session, member, "recusals", recusal))
    # Two are left in the base, both must vote in favour, and one of them has not signed.
    (risk,) = await risks(office, path, "vote_out_of_reach")
    assert risk["article"] == "edition.committee.majority"
    await undertake(session.members[4], session.scored.year.cycle_id)
    assert await risks(office, path, "vote_out_of_reach") == []


async def test_a_dossier_without_any_evidence_is_told_to_the_office_while_it_may_still_be_approved(
    people: People, operator: Operator
) -> None:
    whole = await reviewing(people, operator)
    assert await risks(whole.secretary, whole.year.path, "evidence_missing") == []
    # The applications of a scored year are written straight in the tables, without a file.
    session = await deliberating(people, operator, {"甲": 70000, "乙": 65000})
    office, path, firms = session.scored.secretary, session.scored.year.path, session.scored.firms
    found = await risks(office, path, "evidence_missing")
    assert [(each["subject_id"], each["severity"], each["article"]) for each in found] == [
        (firms[letter], "medium", "第十九条") for letter in "乙甲"
    ]
    assert found[0]["href"] == f"/v1/eligibility/{firms['乙']}"
    assert await risks(session.chair, path, "evidence_missing") == []
    for letter in firms:
        await session.ballot(letter, 5 if letter == "甲" else 1)
    ok(await fixed(session, passed_over=over(firms.values())))
    assert [each["subject_id"] for each in await risks(office, path, "evidence_missing")] == [firms["甲"]]


async def test_a_line_that_is_spent_and_a_case_that_is_verified(people: People, operator: Operator) -> None:
    year = await commended_year(people, operator)
    clerk = await people.secretary(Duty.FINANCE)
    names = ("budget_exhausted", "revocation_unrequested")
    made = await clerk.post(f"{year.cycle}/budget-lines", line(amount=100))
    path = f"/v1/budget-lines/{ok(made)['id']}/expenses"
    spent = await clerk.post(path, expense(99), match=made)
    ok(spent)
    assert await risks(year.secretary, year.cycle, *names) == []
    ok(await clerk.post(path, expense(1), match=spent))
    (risk,) = await risks(year.secretary, year.cycle, *names)
    assert (risk["code"], risk["article"], "100" in risk["message"]) == ("budget_exhausted", "第二十八条", True)
    chair = year.session.chair
    assert await risks(chair, year.cycle, *names) == []
    case = f"/v1/revocations/{(await opened(year, '甲'))['id']}"
    ok(await year.do(year.secretary, f"{case}/hearing", HEARING, REVOKED))
    ok(await year.do(chair, f"{case}/verification", FINDING, REVOKED))
    (risk,) = await risks(await chair.signed_in(), year.cycle, *names)
    assert (risk["code"], risk["severity"], risk["article"]) == ("revocation_unrequested", "high", "第二十九条")


async def test_others_are_refused_and_the_cost_does_not_grow_with_the_applications(
    people: People, operator: Operator, service: FastAPI
) -> None:
    costs = []
    for number in (1, 3):
        work = await reviewing(people, operator, applications=number)
        with counted_queries(service.state.database) as seen:
            await risks(work.secretary, work.year.path)
        costs.append(len(seen))
        for person in (work.experts[0], work.cases[0].owner, work.cases[0].recommender):
            assert (await person.get(f"{work.year.path}/risks")).status_code == 403
    assert costs[0] == costs[1]
