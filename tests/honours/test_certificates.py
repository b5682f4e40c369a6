"""The public check of a plaque, and the winner's own view of titles and money (arts. 26-29)."""

from typing import Any
from uuid import UUID

import httpx2
import pytest

from app.regulation.vocabulary import Role
from tests.api import Operator, People, Person
from tests.honours_world import PAID, Honours, commended_year, noticed_year, revoked, voucher
from tests.year_world import ok

BACK = "2023-08-01T10:00:00+08:00"
UNKNOWN = {"is_genuine": False, "certificate": None}


def number_of(made: Honours, letter: str) -> str:
    """The number on the plaque of a letter; of its own in this module's database."""
    return f"JYMQA-{letter}-{made.cycle[-6:]}"


async def handed(made: Honours, letter: str) -> str:
    """Hand over the plaque and give its number."""
    body = {"plaque_number": number_of(made, letter), "received_on": "2023-01-10", "receiver": "陈启明"}
    ok(await made.do(made.secretary, f"/v1/awards/{(await made.award(letter))['id']}/plaque", body, PAID))
    return str(body["plaque_number"])


async def checked(api: httpx2.AsyncClient | Person, number: str, name: str) -> Any:  # noqa: ANN401 - a JSON value.
    """Check a plaque as anybody does."""
    query = httpx2.QueryParams({"plaque_number": number, "organization_name": name})
    return ok(await api.get(f"/v1/certificates?{query}"), 200)


async def owner_of(made: Honours, letter: str) -> Person:
    """Give a user of the winner."""
    query = "SELECT organization_id FROM application WHERE id = $1"
    return await made.people.make_user(Role.APPLICANT, await made.operator.value(query, UUID(made.firms[letter])))


async def test_a_certificate_is_what_the_roll_says_and_the_revoked_with_its_decision(
    people: People, operator: Operator, api: httpx2.AsyncClient
) -> None:
    made = await commended_year(people, operator)
    numbers = {letter: await handed(made, letter) for letter in "甲丙"}
    case = await revoked(made, "丙")
    decision = ok(await made.secretary.get(f"/v1/revocations/{case}"), 200)["document_number"]
    year = made.session.scored.year.award_year
    standing = await checked(api, numbers["甲"], "演练甲有限公司")
    commendation = standing["certificate"]["commendation"]
    assert standing == {
        "is_genuine": True,
        "certificate": {
            "plaque_number": numbers["甲"], "organization_name": "演练甲有限公司", "award_year": year,
            "tier": "mayors_award", "tier_name": "江阴市市长质量奖", "granted_on": "2022-12-20", "status": "standing",
            "commendation": commendation, "valid_until": None, "is_expired": False, "renewed_on": None,
            "state": "standing", "revoked_on": None, "revocation": None,
        },
    }  # fmt: skip
    # As people type what they read: wide signs, blanks, small letters.
    wide = numbers["甲"].replace("-", "－").lower()
    assert await checked(api, f" {wide} ", " 演练甲　有限公司") == standing
    assert (await checked(api, numbers["甲"], "演练乙有限公司"))["is_genuine"] is False
    fallen = (await checked(api, numbers["丙"], "演练丙有限公司"))["certificate"]
    assert {name: fallen[name] for name in ("state", "status", "revoked_on", "revocation")} == {
        "state": "revoked", "status": "revoked", "revoked_on": "2023-06-12", "revocation": decision,
    }  # fmt: skip
    # To everybody the same, also to one who reads no revocation of another's.
    for person in (await owner_of(made, "甲"), made.session.chair, made.secretary, await people.recommender()):
        assert await checked(person, numbers["丙"], "演练丙有限公司") == {"is_genuine": True, "certificate": fallen}


async def test_a_wrong_number_and_a_wrong_name_are_answered_alike_and_nothing_is_told_before_the_commendation(
    people: People, operator: Operator, api: httpx2.AsyncClient
) -> None:
    made = await noticed_year(people, operator)
    number = number_of(made, "甲")
    assert await checked(api, number, "演练甲有限公司") == UNKNOWN
    ok(await made.commend("甲乙"))
    assert await checked(api, number, "演练甲有限公司") == UNKNOWN
    await handed(made, "甲")
    assert (await checked(api, number, "演练甲有限公司"))["is_genuine"] is True
    for wrong, name in ((number, "演练乙有限公司"), (number + "0", "演练甲有限公司"), ("%", "%"), (number, "😀")):
        assert await checked(api, wrong, name) == UNKNOWN


@pytest.mark.parametrize("query", [
    {}, {"plaque_number": "A"}, {"organization_name": "A"},
    {"plaque_number": "长" * 41, "organization_name": "b"}, {"plaque_number": "A", "organization_name": " "},
])  # fmt: skip
async def test_a_check_asks_for_number_and_name_in_clean_text(api: httpx2.AsyncClient, query: dict[str, str]) -> None:
    assert (await api.get(f"/v1/certificates?{httpx2.QueryParams(query)}")).status_code == 422
    assert (await api.get("/v1/certificates?plaque_number=a%00&organization_name=b")).status_code == 400


async def test_a_winner_reads_its_own_titles_plaques_and_money_and_nobody_elses(
    people: People, operator: Operator
) -> None:
    made = await commended_year(people, operator)
    number = await handed(made, "丙")
    owner = await owner_of(made, "丙")
    (due,) = ok(await owner.get("/v1/own-honours"), 200)["items"]
    assert due["bonus"] == {
        "amount": 100000, "status": "entitled", "paid_on": None, "paid": 0, "paid_back": 0, "owed_back": 0,
        "recoveries": [],
    }  # fmt: skip
    await made.pay("丙")
    paid = await owner.get("/v1/own-honours")
    (one,) = ok(paid, 200)["items"]
    assert (one["plaque_number"], one["plaque_received_on"], one["state"], one["revocation"]) == (
        number, "2023-01-10", "standing", None,
    )  # fmt: skip
    assert one["bonus"] == due["bonus"] | {"status": "paid", "paid_on": "2023-01-10", "paid": 100000}
    # Neither who prepared and paid it, nor the voucher, nor the account.
    assert not [word for word in ("prepared", "paid_by", "voucher", "account") if word in paid.text]
    case = await revoked(made, "丙")
    part = {"amount": 30000, "received_on": "2023-08-01", "voucher": voucher()["voucher"]}
    ok(await made.do((await made.finance())[0], f"/v1/revocations/{case}/recoveries", part, BACK))
    (fallen,) = ok(await owner.get("/v1/own-honours"), 200)["items"]
    assert fallen["bonus"] == one["bonus"] | {
        "paid_back": 30000, "owed_back": 70000, "recoveries": [{"amount": 30000, "received_on": "2023-08-01"}],
    }  # fmt: skip
    assert (fallen["state"], fallen["revoked_on"], fallen["revocation"]["decided_on"]) == (
        "revoked", "2023-06-12", "2023-06-12",
    )  # fmt: skip
    other = ok(await (await owner_of(made, "甲")).get("/v1/own-honours"), 200)["items"]
    assert [each["application_id"] for each in other] == [made.firms["甲"]]
    assert ok(await (await owner_of(made, "戊")).get("/v1/own-honours"), 200)["items"] == []
    refused = await made.secretary.get("/v1/own-honours")
    assert (refused.status_code, refused.json()["code"]) == (403, "role.missing")
