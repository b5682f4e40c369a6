"""The eligibility check through HTTP: computed checks beside findings, and the verdicts (arts. 10, 11, 19)."""

from datetime import date, timedelta
from typing import Any

import asyncpg
import pytest
from fastapi import FastAPI

from tests.api import Operator, People
from tests.eligibility_world import CODES, EXTRA, asked, decide, eligible, finding, reasons, received, sign, valid_until
from tests.queries import counted_queries
from tests.year_world import called_year, ok, resolution


def computed_of(view: dict[str, Any]) -> dict[str, str]:
    return {each["code"]: each["outcome"] for check in view["checks"] for each in check["computed"]}


async def test_every_condition_and_bar_shows_what_was_computed_from_the_submitted_form(
    people: People, operator: Operator
) -> None:
    case = await received(people, operator)
    seen = ok(await case.secretary.get(case.check), 200)
    assert [check["code"] for check in seen["checks"]] == [*CODES, EXTRA, "luban_prize"]
    assert computed_of(seen) == {
        "registration": "met", "years_in_operation": "met", "certification": "met", "ranks": "met", "losses": "met",
        "recommendation": "met", "accidents": "met", "complaints": "met", "spot_checks": "met", "dishonesty": "met",
    }  # fmt: skip
    extra, luban = seen["checks"][-2:]
    assert (extra["applies"], extra["statement"] is not None, luban["applies"]) == (True, True, False)
    assert {act["act"]: act["allowed"] for act in seen["acts"]} == {
        "enter_adverse_record": True, "record_finding": True, "record_findings": True,
        "request_supplement": True, "declare_eligible": False, "declare_ineligible": False,
        "recheck_eligibility": False, "disqualify_application": True,
    }  # fmt: skip


async def test_eligible_is_refused_with_every_reason_until_all_is_decided(people: People, operator: Operator) -> None:
    case = await received(people, operator)
    path = f"{case.check}/eligible-verdict"
    refused = await case.secretary.post(path, {}, match=await case.secretary.get(case.check))
    assert refused.status_code == 422
    assert reasons(refused) == [
        *(("eligibility.no_verdict", article) for article in (
            "第十条（一）", "第十条（二）", "第十条（三）", "第十条（四）", "第十条（五）", "第十条（六）",
            "第十一条（一）", "第十一条（二）", "第十一条（三）", "第十一条（四）", "第十一条（五）", "第十八条",
        )),
    ]  # fmt: skip
    last = await decide(case, good_credit="not_met")
    refused = await case.secretary.post(path, {}, match=last)
    assert reasons(refused) == [("eligibility.not_met", "第十条（五）")]
    mended = await case.secretary.post(f"{case.check}/findings", finding("good_credit"), match=last)
    done = ok(await case.secretary.post(path, {"remark": "符合申报条件。"}, match=mended))
    assert (done["status"], done["verdict"]["verdict"]) == ("eligible", "eligible")
    told = ok(await case.owner.get(f"{case.check}/result"), 200)
    assert (told["verdict"]["verdict"], "checks" in told) == ("eligible", False)
    late = await case.secretary.post(
        f"{case.check}/findings", finding("policy", "not_met"), match=await case.secretary.get(case.check)
    )
    assert (late.status_code, late.json()["code"]) == (409, "act.out_of_order")


async def test_an_unverified_organization_is_not_declared_eligible(people: People, operator: Operator) -> None:
    case = await received(people, operator)
    last = await decide(case)
    async with operator.transaction() as leaf:
        await operator.run(
            "UPDATE organization SET status = 'unverified', leaf_id = $1 WHERE id = $2", leaf, case.owner.party
        )
    refused = await case.secretary.post(f"{case.check}/eligible-verdict", {}, match=last)
    assert (refused.status_code, reasons(refused)) == (422, [("eligibility.unverified", "第二条")])


async def test_a_finding_needs_a_reason_and_a_reference_that_is_not_only_a_resolution(
    people: People, operator: Operator
) -> None:
    case = await received(people, operator)
    path, seen = f"{case.check}/findings", await case.secretary.get(case.check)
    for faulty in (
        finding("registered", reason="  "), finding("registered", references=[]),
        finding("registered", outcome="undetermined"), finding("registered", "waived"),
    ):  # fmt: skip
        assert (await case.secretary.post(path, faulty, match=seen)).status_code == 422
    only = finding("registered", references=[{"kind": "resolution", "ref": "并无此号"}])
    refused = await case.secretary.post(path, only, match=seen)
    assert reasons(refused) == [
        ("eligibility.no_reference", "第十条（一）"), ("eligibility.resolution_unknown", "第七条（一）"),
    ]  # fmt: skip
    unknown = await case.secretary.post(path, finding("luban_prize"), match=seen)
    assert reasons(unknown) == [("eligibility.unknown_code", "第十一条")]
    assert (await case.secretary.post(path, finding("registered"), match='"v1"')).status_code == 412
    assert (await case.owner.post(path, finding("registered"), match=seen)).status_code == 403


async def test_a_loss_in_year_two_is_computed_and_cannot_be_waved_through(people: People, operator: Operator) -> None:
    def lossy(form: dict[str, Any]) -> None:
        form["figures"]["years"][1]["net_profit"] = -1

    case = await received(people, operator, edit=lossy)
    assert computed_of(ok(await case.secretary.get(case.check), 200))["losses"] == "not_met"
    last = await decide(case)
    refused = await case.secretary.post(f"{case.check}/eligible-verdict", {}, match=last)
    assert (refused.status_code, reasons(refused)) == (422, [("eligibility.contradicted", "第十条（四）")])
    ineligible = f"{case.check}/ineligible-verdict"
    unbased = await case.secretary.post(ineligible, {"reason": "亏损。"}, match=last)
    assert reasons(unbased) == [("eligibility.nothing_unmet", "第十九条")]
    found = await case.secretary.post(f"{case.check}/findings", finding("business_results", "not_met"), match=last)
    blank = await case.secretary.post(ineligible, {"reason": " "}, match=found)
    assert blank.status_code == 422
    reason = {"reason": "上上年度亏损，不符合第十条（四）。"}
    assert ok(await case.secretary.post(ineligible, reason, match=found))["status"] == "ineligible"
    told = ok(await case.owner.get(f"{case.check}/result"), 200)
    assert (told["status"], told["verdict"]["reason"]) == ("ineligible", reason["reason"])


@pytest.mark.parametrize(
    ("claims", "outcome"),
    [((5, 5, 5), "met"), ((6, 1, 1), "not_met"), ((1, 1, 6), "not_met")],
    ids=["rank five", "rank six in scale", "rank six in contribution"],
)
async def test_rank_five_passes_and_rank_six_in_any_indicator_does_not(
    people: People, operator: Operator, claims: tuple[int, int, int], outcome: str
) -> None:
    def ranked(form: dict[str, Any]) -> None:
        for claim, rank in zip(form["ranks"]["claims"], claims, strict=True):
            claim["rank"] = rank

    case = await received(people, operator, edit=ranked)
    assert computed_of(ok(await case.secretary.get(case.check), 200))["ranks"] == outcome


async def test_a_body_that_does_no_business_needs_no_rank(people: People, operator: Operator) -> None:
    def school(form: dict[str, Any]) -> None:
        form["classification"] |= {"is_business": False, "industry_code": "P8336"}
        form["ranks"] = {"claims": []}

    case = await received(people, operator, edit=school)
    computed = computed_of(ok(await case.secretary.get(case.check), 200))
    assert (computed["ranks"], "losses" in computed) == ("met", False)


async def test_the_look_back_includes_its_first_day_and_a_general_safety_accident_excludes(
    people: People, operator: Operator
) -> None:
    year = await called_year(people, operator)
    deadline: date = await operator.value("SELECT window_until FROM cycle WHERE id = $1", year.cycle_id)
    edge = deadline.replace(year=deadline.year - 3)
    cases = {
        ("safety", "general", edge): "not_met",
        ("safety", "general", edge - timedelta(days=1)): "met",
        ("environment", "general", edge): "met",
        ("environment", "larger", edge): "not_met",
    }
    for number, ((kind, grade, day), outcome) in enumerate(cases.items()):

        def struck(form: dict[str, Any], what: tuple[str, str, date] = (kind, grade, day)) -> None:
            record = {
                "kind": what[0], "grade": what[1], "on": str(what[2]), "responsible": True,
                "authority": "演练机关", "summary": "已整改。",
            }  # fmt: skip
            form["negative"] |= {"had_accidents": True, "accidents": [record]}

        case = await received(people, operator, year=year, name=f"演练{number}有限公司", edit=struck)
        seen = ok(await case.secretary.get(case.check), 200)
        assert computed_of(seen)["accidents"] == outcome, (kind, grade, day)


async def test_a_certificate_must_be_valid_on_the_last_day_of_the_window(people: People, operator: Operator) -> None:
    year = await called_year(people, operator)
    deadline: date = await operator.value("SELECT window_until FROM cycle WHERE id = $1", year.cycle_id)
    for number, (day, outcome) in enumerate(((deadline, "met"), (deadline - timedelta(days=1), "not_met"))):
        name, edit = f"证书{number}有限公司", lambda form, day=day: valid_until(form, day)
        case = await received(people, operator, year=year, name=name, edit=edit)
        assert computed_of(ok(await case.secretary.get(case.check), 200))["certification"] == outcome


async def test_an_applicant_of_the_jingjiang_park_is_eligible_only_by_resolution(
    people: People, operator: Operator
) -> None:
    def parked(form: dict[str, Any]) -> None:
        form["identity"] |= {"district": "jingjiang_park", "registered_in_city": False}

    case = await received(people, operator, edit=parked)
    last = await decide(case)
    refused = await case.secretary.post(f"{case.check}/eligible-verdict", {}, match=last)
    assert reasons(refused) == [("eligibility.no_resolution", "第十条（一）")]
    number = await operator.value("SELECT number FROM resolution WHERE id = $1", await resolution(case.secretary))
    references = [{"kind": "register", "ref": "登记查询"}, {"kind": "resolution", "ref": number}]
    found = await case.secretary.post(
        f"{case.check}/findings", finding("registered", references=references), match=last
    )
    assert ok(await case.secretary.post(f"{case.check}/eligible-verdict", {}, match=found))["status"] == "eligible"


async def test_the_schema_lets_nobody_become_eligible_with_a_condition_undecided(
    people: People, operator: Operator
) -> None:
    case = await received(people, operator)
    await decide(case)
    forced = {
        "DELETE FROM finding WHERE application_id = $1 AND code = 'policy'": "i28_findings_closed",
        "UPDATE finding SET outcome = 'not_met' WHERE application_id = $1 AND code = 'policy'": "i28_all_decided",
        "UPDATE finding SET code = 'x' WHERE application_id = $1 AND code = 'chief_quality_officer'": "i28_all_decided",
        "UPDATE finding SET reason = ' ' WHERE application_id = $1": "i28_reasoned",
        "UPDATE finding SET \"references\" = '[]' WHERE application_id = $1": "i28_referenced",
        "UPDATE finding SET facts = '{}' WHERE application_id = $1": "i28_all_decided",
    }
    for sql, guard in forced.items():
        with pytest.raises(asyncpg.CheckViolationError, match=guard):
            await _force_eligible(operator, case.id, sql)


async def _force_eligible(operator: Operator, application: str, sql: str) -> None:
    """Go round the service: change a finding and set the status with its link of the chain, as the owner."""
    async with operator.transaction() as leaf:
        await operator.run(sql, application)
        await operator.run(
            """INSERT INTO application_step (application_id, seq, edition_id, subject, from_status, to_status, act,
            leaf_id) SELECT id, seq + 1, edition_id, 'application', status, 'eligible', 'declare_eligible', $2
            FROM application WHERE id = $1""", application, leaf,
        )  # fmt: skip
        await operator.run(
            "UPDATE application SET status = 'eligible', seq = seq + 1, leaf_id = $2 WHERE id = $1", application, leaf
        )


async def test_the_check_is_the_secretariats_alone(people: People, operator: Operator) -> None:
    case = await received(people, operator)
    rival = await people.verified_applicant("他人（演练）有限公司")
    listed = f"/v1/eligibility?cycle_id={case.year.cycle_id}"
    for person in (case.owner, case.recommender, rival):
        assert (await person.get(case.check)).status_code == 403
        assert (await person.get(listed)).status_code == 403
    assert (await rival.get(f"{case.check}/result")).status_code == 404
    assert (await case.secretary.get("/v1/eligibility/00000000-0000-4000-8000-000000000000")).status_code == 404


async def test_the_list_shows_findings_and_what_is_not_met(people: People, operator: Operator) -> None:
    year = await called_year(people, operator)
    done = await eligible(people, operator, year=year, name="甲（演练）有限公司")
    waiting = await asked(people, operator, year=year, name="乙（演练）有限公司")
    lines = ok(await year.secretary.get(f"/v1/eligibility?cycle_id={year.cycle_id}"), 200)["items"]
    assert [(e["organization_name"], e["status"], e["arrival"], e["findings"], e["not_met"]) for e in lines] == [
        ("甲（演练）有限公司", "eligible", "arrived", 12, []), ("乙（演练）有限公司", "submitted", "pending", 0, []),
    ]  # fmt: skip
    await sign(waiting)
    only = ok(await year.secretary.get(f"/v1/eligibility?cycle_id={year.cycle_id}&status=received"), 200)["items"]
    assert [line["id"] for line in only] == [waiting.id]
    assert done.id == lines[0]["id"]


async def test_an_application_that_arrives_anew_is_judged_anew(people: People, operator: Operator) -> None:
    case = await eligible(people, operator)
    path = case.draft.path
    gone = await case.owner.post(f"{path}/withdrawal", match=await case.owner.get(path))
    ok(gone)
    back = await case.owner.post(f"{path}/reinstatement", match=gone)
    ok(back)
    assert (await case.recommender.get(case.request)).status_code == 404
    ok(await case.owner.post(f"{path}/submission", match=back))
    await sign(case)
    seen = await case.secretary.get(case.check)
    assert {check["finding"] for check in seen.json()["checks"]} == {None}
    refused = await case.secretary.post(f"{case.check}/eligible-verdict", {}, match=seen)
    assert {code for code, _article in reasons(refused)} == {"eligibility.no_verdict"}
    lossy = await case.secretary.post(f"{case.check}/findings", finding("policy", "not_met"), match=seen)
    done = await case.secretary.post(f"{case.check}/ineligible-verdict", {"reason": "不符合产业政策。"}, match=lossy)
    assert (ok(done)["status"], done.json()["verdict"]["verdict"]) == ("ineligible", "ineligible")


async def test_a_verdict_is_not_changed_afterwards_not_even_by_the_owner(people: People, operator: Operator) -> None:
    case = await eligible(people, operator)
    for sql in (
        "UPDATE eligibility_verdict SET verdict = 'ineligible', reason = '更改' WHERE application_id = $1",
        "DELETE FROM eligibility_verdict WHERE application_id = $1",
    ):
        with pytest.raises(asyncpg.CheckViolationError, match="i28_decision_stands"):
            async with operator.transaction():
                await operator.run(sql, case.id)


async def test_the_lists_cost_the_same_statements_for_one_row_and_for_many(
    people: People, operator: Operator, service: FastAPI
) -> None:
    year = await called_year(people, operator)
    first = await received(people, operator, year=year, name="甲（演练）有限公司")
    waiting = await asked(people, operator, year=year, name="乙（演练）有限公司")
    paths = (
        (year.secretary, f"/v1/eligibility?cycle_id={year.cycle_id}"), (waiting.recommender, "/v1/recommendations"),
    )  # fmt: skip
    costs = []
    for _ in range(2):
        for person, path in paths:
            with counted_queries(service.state.database) as seen:
                ok(await person.get(path), 200)
            costs.append(len(seen))
        await asked(people, operator, year=year, name="丙（演练）有限公司", recommender=waiting.recommender)
        await decide(first)
    assert costs[:2] == costs[2:]
    page = f"/v1/eligibility?cycle_id={year.cycle_id}&limit=1"
    one = ok(await year.secretary.get(page), 200)
    two = ok(await year.secretary.get(f"{page}&cursor={one['next_cursor']}"), 200)
    assert [line["organization_name"] for line in (*one["items"], *two["items"])] == [
        "甲（演练）有限公司", "乙（演练）有限公司",
    ]  # fmt: skip


async def test_a_unit_outside_the_city_leaves_the_registration_to_be_checked(
    people: People, operator: Operator
) -> None:
    town = {"code": "town", "name": "镇人民政府", "name_en": "Town government"}
    for outside, expected in ((False, "met"), (True, "undetermined")):
        amendment = {"recommender_kinds": [{**town, "outside_city": outside}]}
        year = await called_year(people, operator, amendment=amendment)
        recommender = await people.recommender()
        await operator.run("UPDATE unit SET kind = 'town' WHERE id = $1", recommender.party)
        case = await received(people, operator, year=year, recommender=recommender)
        assert computed_of(ok(await case.secretary.get(case.check), 200))["registration"] == expected


async def test_the_district_of_a_zone_outside_the_city_is_not_the_city(people: People, operator: Operator) -> None:
    def parked(form: dict[str, Any]) -> None:
        form["identity"] |= {"district": "jingjiang_park", "registered_in_city": True}

    zone = {"code": "jingjiang_park", "name": "靖江园区管委会", "name_en": "Park"}
    town = {"code": "town", "name": "镇人民政府", "name_en": "Town government", "outside_city": False}
    for outside, expected in ((False, "met"), (True, "not_met")):
        year = await called_year(
            people, operator, amendment={"recommender_kinds": [town, {**zone, "outside_city": outside}]}
        )
        case = await received(people, operator, year=year, edit=parked)
        assert computed_of(ok(await case.secretary.get(case.check), 200))["registration"] == expected
