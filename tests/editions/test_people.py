"""What an edition says of conflicts of interest, each field changed alone (art. 30)."""

from datetime import date, timedelta

from tests.api import Operator, People
from tests.committee_world import scored_year
from tests.editions.fields import Change, each_field, said
from tests.interests.test_break_glass import asked, barred_officer
from tests.interests.test_conflicts import checked, credit_code, declared
from tests.reviews_world import assigned, expert
from tests.year_world import Amendment, ok


@each_field(
    True, Change("conflict.look_back_months", 12, False), Change("conflict.bars", ["kinship", "employer"], False)
)
async def test_a_consultancy_of_a_year_ago(
    people: People, operator: Operator, amendment: Amendment, seen: object
) -> None:
    work = await assigned(people, operator, amendment=amendment)
    person, code = await expert(people, work.secretary), await credit_code(work)
    today: date = await operator.value("SELECT award_today()")
    ok(await declared(person, code, from_on="2015-01-01", until_on=str(today - timedelta(days=400))))
    assert (await checked(work, code, expert_id=person.party))["barred"] is seen


@each_field((201, []), Change("conflict.glass_hours", 4, (422, ["break_glass.hours"])))
async def test_an_access_of_eight_hours(people: People, operator: Operator, amendment: Amendment, seen: object) -> None:
    scored = await scored_year(people, operator, {"甲": 70000}, amendment=amendment)
    assert said(await asked(scored, await barred_officer(people, scored))) == seen
