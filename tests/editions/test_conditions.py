"""What an edition asks of applicants and lets the secretariat ask, each field changed alone (arts. 9-11, 19)."""

from datetime import date, timedelta
from typing import Any

from app.regulation.look_back import months_before
from tests.api import Operator, People
from tests.applications_world import start
from tests.editions.fields import Change, base, each_field, said
from tests.eligibility_world import drafted, received
from tests.year_world import Amendment, called_year, ok

GENERAL = [*base()["eligibility"]["accident_thresholds"][:2], {"kind": "environment", "grade": "larger"}]
"""Without an entry for public health, so that another kind may take the place of one."""
SHORT = {"eligibility": {"accident_thresholds": GENERAL}}
COMPUTED = {
    "years_in_operation": "met", "ranks": "met", "losses": "met", "accidents": "not_met", "recommendation": "met",
    "registration": "met", "certification": "met", "complaints": "met", "spot_checks": "met", "dishonesty": "met",
}  # fmt: skip


@each_field((3, 5), Change("eligibility.loss_years", 2, (2, 5)), Change("scoring.percent_step", 10, (3, 10)))
async def test_the_form_asks(people: People, operator: Operator, amendment: Amendment, seen: object) -> None:
    year = await called_year(people, operator, amendment=amendment)
    form = ok(await (await people.register_applicant()).get(f"{year.path}/form"), 200)
    assert seen == (len(form["years"]), form["limits"]["self_percent_step"])


@each_field(
    COMPUTED,
    Change("eligibility.years_in_operation", 10, COMPUTED | {"years_in_operation": "not_met"}),
    Change("eligibility.rank_limit", 4, COMPUTED | {"ranks": "not_met"}),
    Change("eligibility.granularity", "group", COMPUTED | {"ranks": "undetermined"}),
    Change("eligibility.look_back_months", 35, COMPUTED | {"accidents": "met"}),
    Change("eligibility.accident_thresholds[1].kind", "public_health", COMPUTED | {"accidents": "met"}),
    Change("eligibility.accident_thresholds[1].grade", "major", COMPUTED | {"accidents": "met"}),
    world=SHORT,
)
async def test_the_form_is_held_against(people: People, operator: Operator, amendment: Amendment, seen: object) -> None:
    """Arts. 10, 11: the fifth rank, five years of business, a larger quality accident 36 months before the deadline."""
    year = await called_year(people, operator, amendment=amendment)
    deadline: date = await operator.value("SELECT award_today()") + timedelta(days=29)

    def edited(form: dict[str, Any]) -> None:
        form["identity"]["operating_since"] = str(months_before(deadline, 60))
        form["ranks"]["claims"][0]["rank"] = 5
        form["negative"] |= {
            "had_accidents": True,
            "accidents": [
                {
                    "kind": "quality", "grade": "larger", "responsible": True, "on": str(months_before(deadline, 36)),
                    "authority": "演练市市场监督管理局", "summary": "一批产品不合格（演练）。",
                }
            ],
        }  # fmt: skip

    case = await received(people, operator, year=year, edit=edited)
    view = ok(await case.secretary.get(case.check), 200)
    assert seen == {each["code"]: each["outcome"] for check in view["checks"] for each in check["computed"]}


@each_field(
    ["form.rank_indicator"],
    Change("eligibility.rank_indicators", ["scale", "profit_and_tax"], []),
)  # fmt: skip
async def test_the_ranks_that_are_claimed(
    people: People, operator: Operator, amendment: Amendment, seen: object
) -> None:
    """Art. 10(4): without a claim for the asset contribution."""
    year = await called_year(people, operator, amendment=amendment)

    def edited(form: dict[str, Any]) -> None:
        del form["ranks"]["claims"][2]

    draft = await drafted(people, operator, year, await people.unit(), "演练三位有限公司", edited)
    found = ok(await draft.owner.post(f"{draft.path}/validation"), 200)
    assert seen == [fault["code"] for fault in found["faults"]]


@each_field(
    (201, []),
    Change("supplement.rounds", 0, (422, ["supplement.no_round_left"])),
    Change("supplement.working_days", 1, (422, ["supplement.due_day"])),
)
async def test_a_supplement_is_asked_for(
    people: People, operator: Operator, amendment: Amendment, seen: object
) -> None:
    """Art. 19: once, with a week's time: never fewer than five working days ahead, whatever day it is."""
    year = await called_year(people, operator, amendment=amendment)
    case = await received(people, operator, year=year)
    today: date = await operator.value("SELECT award_today()")
    body = {
        "items": [{"item": "certificate", "note": "请补充。"}], "reason": "材料不齐。",
        "due_on": str(today + timedelta(days=5)),
    }  # fmt: skip
    path = f"{case.check}/supplement-requests"
    assert said(await case.secretary.post(path, body, match=await case.secretary.get(case.check))) == seen


@each_field((200, []), Change("recommender_kinds[0].code", "township", (422, ["form.unit_kind"])))
async def test_a_town_is_asked_to_recommend(
    people: People, operator: Operator, amendment: Amendment, seen: object
) -> None:
    """Art. 9: an applicant names a unit of the kinds that may recommend under the edition of the year."""
    year = await called_year(people, operator, amendment=amendment)
    draft = await start(await people.verified_applicant(), year.cycle_id)
    form = {"recommending_unit": {"unit_id": str(await people.unit())}}
    assert said(await draft.owner.patch(f"{draft.path}/form", form, match=draft.etag)) == seen
