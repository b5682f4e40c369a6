"""Duties of supervision and of good practice: who finds, who is heard, who concludes, who agrees (art. 8(5)(6))."""

from datetime import date, timedelta

from tests.api import Operator, People
from tests.honours_world import commended_year, revoked
from tests.overview.duties import one, waits
from tests.promotion.world import OTHER, WHY, act, path_of, practice
from tests.supervision_world import planned
from tests.year_world import ok

AFTER = "2023-04-10T10:00:00+08:00"
CHECKS = ("check_unfound", "statement_unasked", "statement_asked", "statement_lapsed", "check_unconcluded")


async def test_a_check_is_found_by_its_officer_answered_by_the_organization_and_concluded_by_another(
    people: People, operator: Operator
) -> None:
    year = await commended_year(people, operator)
    here = year.session.scored.year.cycle_id
    async with operator.at(AFTER):
        case = await planned(people, operator, year.secretary, year.firms["甲"], planned_on="2023-04-20")
        officer, planner, owner = case.officer, case.planner, case.owner
        duty = await one(officer, "check_unfound", case.id)
        assert duty is not None
        assert (duty["due_on"], duty["acts"], duty["article"]) == (
            "2023-04-20", ["record_check_finding"], "第八条（六）",
        )  # fmt: skip
        assert (duty["href"], await waits(planner, here, *CHECKS)) == (case.path, {})
        ok(await case.act(officer, "findings", await case.finding("operations")))
        assert await waits(officer, here, *CHECKS) == {"check_unfound": 1}
        await case.found("ethics")
        assert await waits(officer, here, *CHECKS) == {"statement_unasked": 1}
        assert (await waits(planner, here, *CHECKS), await waits(owner, here, *CHECKS)) == ({}, {})
        asked = ok(await case.act(officer, "statement-request", {"concern": "请就现场发现说明。"}))
        assert await waits(officer, here, *CHECKS) == {}
        duty = await one(owner, "statement_asked", case.id)
        assert duty is not None
        assert (duty["due_on"], duty["acts"], duty["href"]) == (
            asked["statement_until"], ["make_statement"], case.path,
        )  # fmt: skip
        seen = await owner.get(case.path)
        ok(await owner.post(f"{case.path}/statement", {"statement": "已整改。"}, match=seen))
        assert (await waits(owner, here, *CHECKS), await waits(officer, here, *CHECKS)) == ({}, {})
        duty = await one(planner, "check_unconcluded", case.id)
        assert duty is not None
        assert (duty["acts"], await waits(year.session.chair, here, *CHECKS)) == (["conclude_check"], {})
        ok(await case.conclude("reminder"))
        assert await waits(planner, here, *CHECKS) == {}


async def test_a_silence_is_noted_after_the_last_day_and_a_check_without_findings_waits_for_nobody_s_word(
    people: People, operator: Operator
) -> None:
    year = await commended_year(people, operator)
    here = year.session.scored.year.cycle_id
    async with operator.at(AFTER):
        case = await planned(people, operator, year.secretary, year.firms["甲"])
        await case.found("operations")
        until = date.fromisoformat(
            ok(await case.act(case.officer, "statement-request", {"concern": "请说明。"}))["statement_until"]
        )
        # What was found against it first and put right by a later finding speaks against nobody.
        clear = await planned(people, operator, year.secretary, year.firms["乙"])
        await clear.found("ethics")
        assert await one(clear.officer, "statement_unasked", clear.id) is not None
        ok(await clear.act(clear.officer, "findings", await clear.finding("ethics")))
        assert await one(clear.officer, "statement_unasked", clear.id) is None
        assert await one(clear.officer, "check_unconcluded", clear.id) is None
        assert await one(year.secretary, "check_unconcluded", clear.id) is not None
        ok(await clear.conclude("clear"))
        assert await one(year.secretary, "check_unconcluded", clear.id) is None
    async with operator.at(f"{until}T23:59:58+08:00"):
        assert await waits(case.owner, here, *CHECKS) == {"statement_asked": 1}
        assert await waits(case.planner, here, *CHECKS) == {}
    async with operator.at(f"{until + timedelta(days=1)}T00:00:00+08:00"):
        assert await waits(case.owner, here, *CHECKS) == {}
        duty = await one(case.planner, "statement_lapsed", case.id)
        assert duty is not None
        assert duty["acts"] == ["note_no_statement"]
        ok(await case.act(await case.planner.signed_in(), "silence"))
        assert await waits(case.planner, here, *CHECKS) == {"check_unconcluded": 1}


async def test_a_winner_is_asked_to_agree_to_each_wording_as_long_as_his_title_stands(
    people: People, operator: Operator
) -> None:
    made = await practice(people, operator)
    winner, code = made.winners["甲"], "promotion_consent_asked"
    path = path_of(await made.drafted("甲"))
    case = path.rpartition("/")[2]
    duty = await one(winner, code, case)
    assert duty is not None
    assert (duty["acts"], duty["href"], duty["article"]) == (["consent_to_promotion"], path, "第八条（五）")
    assert await one(made.winners["丙"], code, case) is None
    ok(await act(winner, path, "consent"))
    assert await one(winner, code, case) is None
    ok(await made.secretary.patch(path, OTHER, match=await made.secretary.get(path)), 200)
    assert await one(winner, code, case) is not None
    ok(await act(made.secretary, path, "withdrawal", WHY))
    assert await one(winner, code, case) is None
    other = path_of(await made.drafted("甲")).rpartition("/")[2]
    assert await one(winner, code, other) is not None
    await revoked(made.honours, "甲")
    assert await one(winner, code, other) is None
