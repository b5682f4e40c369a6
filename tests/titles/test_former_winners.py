"""Former winners through HTTP: the repeated title, the cooldown, the bar and the last day of a title (edition.*)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import asyncpg
import httpx2
import pytest

from app.regulation.vocabulary import Role
from tests.api import Operator, People, Person
from tests.applications_world import Draft, start
from tests.committee_world import EXCELLENCE, MAYORS, deliberating, proposed, scored_year
from tests.eligibility_world import decide, reasons, received
from tests.honours_world import Honours, approve, commended_year, revoked
from tests.year_world import called_year, ok

LATER = "2024-12-09T09:00:00+08:00"
POSTED, PUBLISHED = "2024-12-12T08:30:00+08:00", "2024-12-12T09:00:00+08:00"
COMMENDED = "2024-12-20T10:00:00+08:00"
FALLEN = "2025-06-12T10:00:00+08:00"
Amended = dict[str, Any] | None


@pytest.fixture(scope="module")
async def first(people: People, operator: Operator) -> Honours:
    """A year of 2022: 甲 and 乙 hold the first tier, 丙 and 丁 the second."""
    return await commended_year(people, operator)


async def again(
    first: Honours, totals: Mapping[str, int], carried: Mapping[str, str], amendment: Amended, letters: str = "甲"
) -> Honours:
    """Give a year two years later in which those letters apply again; `carried` are the tiers of who is carried."""
    same = {letter: first.firms[letter] for letter in letters}
    async with first.operator.at(LATER):
        session = await deliberating(first.people, first.operator, totals, amendment=amendment, same_as=same)
        for letter, tier in carried.items():
            await session.ballot(letter, 5, tier)
        decision = await approve(session, "".join(carried))
    return Honours(people=first.people, operator=first.operator, session=session, decision=decision)


async def granted(made: Honours) -> dict[str, dict[str, Any]]:
    """Publish, commend all whom the list names, and give the titles by letter."""
    await made.noticed(POSTED, PUBLISHED)
    listed = {each["application_id"] for each in made.decision["approved"]}
    letters = "".join(letter for letter, application in made.firms.items() if application in listed)
    awards = ok(await made.commend(letters, COMMENDED))["awards"]
    names = {application: letter for letter, application in made.firms.items()}
    return {names[award["application_id"]]: award for award in awards}


async def bonuses(made: Honours) -> dict[str, int]:
    query = f"/v1/bonuses?cycle_id={made.session.scored.year.cycle_id}"
    return {row["organization_name"]: row["amount"] for row in ok(await made.secretary.get(query), 200)["items"]}


async def test_a_repeated_title_comes_with_money_and_a_place_unless_the_edition_says_otherwise(first: Honours) -> None:
    made = await again(first, {"甲": 70000, "午": 65000}, {"甲": MAYORS, "午": MAYORS}, None)
    awards = await granted(made)
    title = await first.award("甲")
    assert {letter: (a["repeats_id"], a["without_bonus"]) for letter, a in awards.items()} == {
        "甲": (title["id"], None), "午": (None, None),
    }  # fmt: skip
    assert {award["slot"] for award in awards.values()} == {1, 2}
    assert await bonuses(made) == {"演练甲有限公司": 500000, "演练午有限公司": 500000}


async def test_a_repeated_title_without_money_has_no_bonus_and_says_why(first: Honours, operator: Operator) -> None:
    made = await again(first, {"甲": 70000, "午": 65000}, {"甲": MAYORS, "午": MAYORS}, {"repeat": {"bonus": False}})
    awards = await granted(made)
    assert await bonuses(made) == {"演练午有限公司": 500000}
    assert (awards["甲"]["without_bonus"]["code"], awards["甲"]["without_bonus"]["article"]) == (
        "former.no_bonus", "edition.repeat",
    )  # fmt: skip
    assert ({award["slot"] for award in awards.values()}, awards["午"]["without_bonus"]) == ({1, 2}, None)
    with pytest.raises(asyncpg.CheckViolationError, match="i16_no_money_for_a_repeat"):
        async with operator.transaction() as leaf:
            await operator.run(
                "INSERT INTO bonus (id, status, version, leaf_id, award_id, cycle_id, tier, amount, account_holder) "
                "VALUES (gen_random_uuid(), 'entitled', 1, $1, $2, $3, $4, 500000, '')",
                leaf, UUID(awards["甲"]["id"]), UUID(made.session.scored.year.cycle_id), MAYORS,
            )  # fmt: skip


async def test_of_a_revoked_title_without_money_nothing_is_recovered(first: Honours) -> None:
    made = await again(first, {"甲": 70000, "午": 65000}, {"甲": MAYORS, "午": MAYORS}, {"repeat": {"bonus": False}})
    await granted(made)
    clerk = (await made.finance())[0]
    part = {"amount": 1, "received_on": FALLEN[:10], "voucher": "记账凭证（演练）"}
    for letter, code in (("甲", "honours.no_bonus"), ("午", "honours.overrecovered")):
        case = await revoked(made, letter, FALLEN, happened_on="2025-05-18")
        refused = await made.do(clerk, f"/v1/revocations/{case}/recoveries", part, FALLEN)
        assert (refused.status_code, reasons(refused)) == (422, [(code, "第二十九条")])


async def test_a_repeated_title_outside_the_places_leaves_them_to_others(first: Honours) -> None:
    totals = {"甲": 70000, "午": 65000, "未": 64000}
    carried = dict.fromkeys(totals, MAYORS)
    made = await again(first, totals, carried, {"repeat": {"takes_place": False}})
    lists = ok(await made.secretary.get(f"/v1/proposed-lists?cycle_id={made.session.scored.year.cycle_id}"), 200)
    listed = ok(await made.secretary.get(f"/v1/proposed-lists/{lists['items'][0]['id']}"), 200)["entries"]
    names = {application: letter for letter, application in made.firms.items()}
    places = {names[each["application_id"]]: each["position"] for each in listed}
    assert places == {"午": 1, "未": 2, "甲": None}
    awards = await granted(made)
    assert {letter: award["slot"] for letter, award in awards.items()} == {"午": 1, "未": 2, "甲": None}
    assert await bonuses(made) == dict.fromkeys((f"演练{letter}有限公司" for letter in totals), 500000)
    within = await again(first, totals, carried, None)
    assert await within.session.scored.status("未") == "not_proposed"


COPY = (
    "INSERT INTO award (id, status, version, leaf_id, cycle_id, application_id, organization_name, tier, slot, "
    "total_num, total_den, floor, notice_id, notice_ends_at, commendation_id, granted_on) SELECT gen_random_uuid(), "
    "status, 1, $2, cycle_id, application_id, organization_name, tier, NULL, total_num, total_den, floor, notice_id, "
    "notice_ends_at, commendation_id, granted_on FROM award WHERE id = $1"
)


async def test_the_schema_gives_nobody_else_a_title_outside_the_places(first: Honours) -> None:
    title = UUID((await first.award("乙"))["id"])
    with pytest.raises(asyncpg.CheckViolationError, match="i16_repeat_as_the_edition_says"):
        async with first.operator.at(COMMENDED), first.operator.transaction() as leaf:
            await first.operator.run(COPY, title, leaf)


async def candidates(first: Honours, amendment: Amended) -> dict[str, list[str]]:
    """Let 甲 and 丙 apply again, both at the floor of the second tier only, and 午 beside them; who is on each list."""
    async with first.operator.at(LATER):
        scored = await scored_year(
            first.people, first.operator, {"甲": 55000, "丙": 54000, "午": 53000}, amendment=amendment,
            same_as={letter: first.firms[letter] for letter in "甲丙"},
        )  # fmt: skip
        lists = (await proposed(scored))["lists"]
    return {one["tier"]: scored.letters(one["candidates"]) for one in lists}


async def test_who_may_not_win_twice_is_no_candidate_for_the_same_or_a_lower_tier(first: Honours) -> None:
    assert await candidates(first, None) == {MAYORS: [], EXCELLENCE: ["甲", "丙", "午"]}
    assert await candidates(first, {"repeat": {"allowed": False}}) == {MAYORS: [], EXCELLENCE: ["午"]}


async def test_a_cooldown_of_the_same_tier_only_closes_that_tier_at_the_candidate_lists(first: Honours) -> None:
    rule = {"years": 5, "cycles": None, "same_tier_only": True}
    assert await candidates(first, {"cooldown": rule}) == {MAYORS: [], EXCELLENCE: ["甲", "午"]}
    assert await candidates(first, {"cooldown": {**rule, "years": 1}}) == {MAYORS: [], EXCELLENCE: ["甲", "丙", "午"]}


async def owner_of(first: Honours, letter: str) -> Person:
    """Give a user of the organization of a letter."""
    query = "SELECT organization_id FROM application WHERE id = $1"
    return await first.people.make_user(Role.APPLICANT, await first.operator.value(query, UUID(first.firms[letter])))


async def applying(first: Honours, letter: str, amendment: Amended) -> tuple[Draft, list[tuple[str, str]]]:
    """Start an application of a letter in a year of its own; give its faults that speak of former titles."""
    year = await called_year(first.people, first.operator, amendment=amendment)
    draft = await start(await owner_of(first, letter), year.cycle_id)
    found = ok(await draft.owner.post(f"{draft.path}/validation"), 200)["faults"]
    return draft, [(fault["code"], fault["article"]) for fault in found if fault["code"].startswith("former.")]


@pytest.mark.parametrize(("rule", "faults"), [
    ({}, []),
    ({"cooldown": {"years": 2}}, []),
    ({"cooldown": {"years": 3}}, [("former.cooldown", "edition.cooldown")]),
    ({"cooldown": {"cycles": 999}}, [("former.cooldown", "edition.cooldown")]),
    ({"cooldown": {"years": 3, "same_tier_only": True}}, []),
    ({"repeat": {"allowed": False}}, [("former.repeat", "edition.repeat")]),
])  # fmt: skip
async def test_an_application_within_the_cooldown_is_refused(
    first: Honours, rule: dict[str, Any], faults: list[tuple[str, str]]
) -> None:
    # Granted on 20 December 2022; the window of thirty days from 9 December 2024 ends on 7 January 2025.
    async with first.operator.at(LATER):
        draft, found = await applying(first, "乙", rule)
        assert sorted(set(found)) == faults
        refused = await draft.owner.post(f"{draft.path}/submission", match=draft.etag)
        own = [each for each in reasons(refused) if each[0].startswith("former.")]
        assert (refused.status_code, sorted(set(own))) == (422, faults)


async def test_a_revoked_title_bars_its_holder_for_the_years_of_the_edition(people: People, operator: Operator) -> None:
    made = await commended_year(people, operator)
    await revoked(made, "丁")  # On 12 June 2023.
    async with operator.at(LATER):
        barred = [("former.barred", "edition.revocation.bar_years")]
        rule = {"window_months": None, "announce_incidents": True}
        assert (await applying(made, "丁", {"revocation": {**rule, "bar_years": 2}}))[1] == barred
        assert (await applying(made, "丁", {"revocation": {**rule, "bar_years": 1}}))[1] == []
        assert (await applying(made, "丁", None))[1] == []


async def test_a_title_revoked_after_the_application_arrived_bars_it_at_the_check(
    people: People, operator: Operator
) -> None:
    made = await commended_year(people, operator)
    rule = {"window_months": None, "bar_years": 2, "announce_incidents": True}
    async with operator.at("2023-06-01T09:00:00+08:00"):
        year = await called_year(people, operator, amendment={"revocation": rule})
        case = await received(people, operator, year=year, owner=await owner_of(made, "丁"))
        await decide(case)
        seen = ok(await case.secretary.get(case.check), 200)
        assert ([each["tier"] for each in seen["former_titles"]], seen["reapplication"]) == ([EXCELLENCE], [])
    await revoked(made, "丁")
    async with operator.at("2023-06-13T09:00:00+08:00"):
        answer = await case.secretary.get(case.check)
        seen = ok(answer, 200)
        assert seen["former_titles"][0]["revoked_on"] == "2023-06-12"
        barred = [("former.barred", "edition.revocation.bar_years")]
        assert [(each["code"], each["article"]) for each in seen["reapplication"]] == barred
        refused = await case.secretary.post(f"{case.check}/eligible-verdict", {}, match=answer)
        assert reasons(refused) == barred
        body = {"reason": "称号被撤销未满二年。"}
        done = await case.secretary.post(f"{case.check}/ineligible-verdict", body, match=answer)
        assert ok(done)["status"] == "ineligible"


async def test_a_title_with_a_last_day_is_shown_as_expired_after_it(
    people: People, operator: Operator, api: httpx2.AsyncClient
) -> None:
    tier = {
        "code": "only_award", "name": "演练质量奖", "name_en": "Award", "order": 1, "places": 1, "places_hard": False,
        "floor": 60000, "bonus_yuan": 100, "validity_years": 3,
    }  # fmt: skip
    amendment = {"tiers": [tier]}
    async with operator.at(LATER):
        session = await deliberating(people, operator, {"申": 70000}, amendment=amendment)
        await session.ballot("申", 5, "only_award")
        decision = await approve(session, "申")
    made = Honours(people=people, operator=operator, session=session, decision=decision)
    awards = await granted(made)
    assert awards["申"]["valid_until"] == "2027-12-19"

    async def line(instant: str) -> tuple[str, str | None, bool]:
        async with operator.at(instant):
            rows = ok(await api.get("/v1/roll?limit=200"), 200)["items"]
        (row,) = (row for row in rows if row["organization_name"] == "演练申有限公司")
        return row["tier_name"], row["valid_until"], row["is_expired"]

    assert await line("2027-12-19T23:59:00+08:00") == ("演练质量奖", "2027-12-19", False)
    assert await line("2027-12-20T00:00:00+08:00") == ("演练质量奖", "2027-12-19", True)
    case = {
        "award_id": awards["申"]["id"], "ground": "fraud", "facts": "申报材料虚假。", "happened_on": "2024-05-18",
        "source": "演练举报第7号",
    }  # fmt: skip
    async with operator.at("2027-12-20T00:00:00+08:00"):
        late = await made.secretary.post("/v1/revocations", case)
    assert reasons(late) == [("honours.expired", "edition.tiers.validity_years")]
    async with operator.at("2027-12-19T12:00:00+08:00"):
        ok(await made.secretary.post("/v1/revocations", case))
