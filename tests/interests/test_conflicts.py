"""Declaring interests, and checking a person against an organization before he is invited (arts. 20, 30)."""

from datetime import date, timedelta
from typing import Any

import httpx2
import pytest

from app.regulation.choices import ConflictKind
from app.regulation.conflict import Fact, Source, Weight, is_barred, judged
from app.regulation.conflict_rule import ConflictRule
from app.regulation.vocabulary import Role
from tests.api import Operator, People, Person
from tests.cast import whole_cast
from tests.eligibility_world import reasons
from tests.panels.test_leaving import replace
from tests.reviews_world import Work, assigned, expert, reviewing
from tests.year_world import ok


async def credit_code(work: Work) -> str:
    """Give the credit code of the first applicant."""
    panel = ok(await work.secretary.get(f"/v1/panels/{work.panel}"), 200)
    return next(one["credit_code"] for one in panel["applications"] if one["application_id"] == work.application)


async def declared(person: Person, code: str, **changed: Any) -> httpx2.Response:  # noqa: ANN401 - any field of a body.
    """Declare an interest in the organization."""
    body = {"kind": "consultancy", "credit_code": code, "organization_name": "演练公司", "from_on": "2020-03-01"}
    return await person.post("/v1/interests", body | changed)


async def checked(work: Work, code: str, **person: object) -> dict[str, Any]:
    """Check a person against the organization."""
    query = {"cycle_id": work.year.cycle_id, "credit_code": code, **{key: str(one) for key, one in person.items()}}
    return ok(await work.secretary.get(f"/v1/conflicts?{httpx2.QueryParams(query)}"), 200)


def test_the_first_day_of_the_look_back_bars_and_the_day_before_warns() -> None:
    rule, on = ConflictRule(look_back_months=36), date(2022, 6, 1)
    days = {date(2019, 6, 1): Weight.BAR, date(2019, 5, 31): Weight.WARNING, None: Weight.BAR}
    for until, weight in days.items():
        fact = Fact(kind=ConflictKind.CONSULTANCY, source=Source.INTEREST, reference="1", until_on=until)
        (finding,) = judged([fact], rule, on)
        assert (finding.weight, is_barred([finding])) == (weight, weight is Weight.BAR)
    spared = ConflictRule(bars=())
    fact = Fact(kind=ConflictKind.EMPLOYER, source=Source.REGISTER, reference="1")
    assert [one.weight for one in judged([fact], spared, on)] == [Weight.WARNING]


async def test_each_tie_is_found_with_its_source_and_weight(people: People, operator: Operator) -> None:
    work = await assigned(people, operator)
    code = await credit_code(work)
    person = await expert(people, work.secretary, employer_credit_code=code)
    assert await checked(work, code, expert_id=work.leader.party) == {
        "person_id": str(work.leader.party), "credit_code": code, "barred": False,
        "findings": [
            {
                "kind": "earlier_panel", "weight": "warning", "source": "panel", "reference": work.panel,
                "from_on": None, "until_on": None,
            }
        ],
    }  # fmt: skip
    ok(await declared(person, code, until_on="2020-04-01"))
    ok(await declared(person, code, kind="kinship", note="配偶任职😀"))
    unit = await operator.value("SELECT unit_id FROM application WHERE credit_code = $1", code)
    await people.grant(person.user, Role.RECOMMENDER, unit)
    found = await checked(work, code, expert_id=person.party)
    assert found["barred"] is True
    assert [(each["kind"], each["weight"], each["source"]) for each in found["findings"]] == [
        ("employer", "bar", "register"), ("kinship", "bar", "interest"), ("recommending_unit", "bar", "grant"),
        ("consultancy", "warning", "interest"),
    ]  # fmt: skip
    known = await checked(work, code, user_id=person.user)
    assert {each["kind"] for each in known["findings"]} == {"kinship", "recommending_unit", "consultancy"}
    nobody = {"cycle_id": work.year.cycle_id, "credit_code": code}
    assert (await work.secretary.get(f"/v1/conflicts?{httpx2.QueryParams(nobody)}")).status_code == 404


async def test_who_has_declared_an_interest_is_not_seated_on_the_case(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator)
    comer = await expert(people, work.secretary)
    ok(await declared(comer, await credit_code(work), kind="shareholding"))
    answer = await replace(work, 1, comer.party)
    assert (answer.status_code, reasons(answer)) == (422, [("panel.employed", "第三十条")])


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({"from_on": "2199-01-01"}, ["interest.days"]),
        ({"until_on": "2019-01-01"}, ["interest.days"]),
        ({"until_on": "2199-01-01"}, ["interest.days"]),
        ({"credit_code": "91320281000000000O"}, ["credit_code.form"]),
        ({"kind": "employer"}, None),
        ({"note": "零\u0000字"}, None),
    ],
)
async def test_an_interest_that_cannot_be_is_refused(
    people: People, changed: dict[str, str], codes: list[str] | None
) -> None:
    secretary = await people.secretary()
    answer = await declared(secretary, changed.get("credit_code", "91350100M000100Y43"), **changed)
    assert answer.status_code == 422
    assert codes is None or [code for code, _ in reasons(answer)] == codes


async def test_an_interest_ends_once_no_earlier_than_it_was_declared_and_only_by_its_declarer(people: People) -> None:
    secretary, other = await people.secretary(), await people.secretary()
    made = await declared(secretary, "91350100M000100Y43")
    path = f"/v1/interests/{ok(made)['id']}"
    day = date.fromisoformat(ok(made)["declared_on"])
    early = await secretary.post(f"{path}/end", {"until_on": str(day - timedelta(days=1))}, match=made)
    assert (early.status_code, reasons(early)) == (422, [("interest.days", "第三十条")])
    assert (await other.get(path)).status_code == 200
    assert (await other.post(f"{path}/end", {"until_on": str(day)}, match=made)).status_code == 404
    done = await secretary.post(f"{path}/end", {"until_on": str(day)}, match=made)
    assert (ok(done)["status"], ok(done)["until_on"]) == ("ended", str(day))
    again = await secretary.post(f"{path}/end", {"until_on": str(day)}, match=done)
    assert (again.status_code, again.json()["code"]) == (409, "act.out_of_order")


async def test_experts_and_members_see_their_own_interests_only(people: People) -> None:
    cast = await whole_cast(people)
    for role in (Role.EXPERT, Role.COMMITTEE, Role.SECRETARIAT):
        ok(await declared(cast[role], "91350100M000100Y43"))
    for role in (Role.EXPERT, Role.COMMITTEE):
        seen = ok(await cast[role].get("/v1/interests?limit=200"), 200)["items"]
        assert {each["user_id"] for each in seen} == {str(cast[role].user)}
    everybody = ok(await cast[Role.SECRETARIAT].get("/v1/interests?limit=200"), 200)["items"]
    assert {str(cast[role].user) for role in (Role.EXPERT, Role.COMMITTEE)} <= {each["user_id"] for each in everybody}
