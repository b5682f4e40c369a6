"""Organizations that look alike: the secretariat is warned with what was found, nobody is barred (art. 2)."""

from typing import Any
from uuid import uuid4

import pytest

from app.accounts.likeness import Traits, digits_of, likenesses, place_of
from app.accounts.schemas import Likeness
from tests.api import Operator, People, Person
from tests.eligibility_world import received
from tests.year_world import ok


def traits(name: str, **more: object) -> Traits:
    known = {"phones": frozenset(), "address": "", "legal_representative": "", "credit_code": "", **more}
    return Traits(id=uuid4(), name=name, **known)


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("江阴阳光智造有限公司", "阳光智造（江阴）股份有限公司", False),
        ("江阴市阳光智造有限公司", "阳光智造有限责任公司", True),
        ("阳光智造（演练）有限公司", "阳光智造(演练)集团有限公司", True),
        ("ＡＢＣ科技有限公司", "abc 科技有限公司", True),
        ("长泾生态农业有限公司", "长泾生态农庄有限公司", False),
        ("有限公司", "公司", False),
        ("甲有限公司", "乙有限公司", False),
        ("暨阳智能装备股份有限公司", "暨阳智能装备制造有限公司", True),
    ],
)
def test_names_are_compared_without_what_all_names_share(one: str, other: str, near: bool) -> None:
    found = [each.kind for each in likenesses(traits(one), traits(other))]
    assert (found == [Likeness.NAME]) is near


def test_telephone_address_and_person_are_compared_as_people_mean_them() -> None:
    assert digits_of("+86 138-1234-5678") == digits_of("１３８１２３４５６７８") == "13812345678"
    assert digits_of("110") == digits_of("") == ""
    assert place_of("江苏省无锡市江阴市 澄江路 1 号") == place_of("江阴市澄江路１号")
    one = traits("甲", phones=frozenset({"051086000000"}), address="江阴市澄江路1号", legal_representative="陈 启明")
    other = traits("乙丙丁", phones=frozenset({"051086000000"}), address="澄江路1号", legal_representative="陈启明")
    assert [each.kind for each in likenesses(one, other)] == ["phone", "address", "legal_representative"]
    assert likenesses(traits("甲"), traits("乙丙丁")) == []


async def looked_at(person: Person, organization: object) -> list[dict[str, Any]]:
    return ok(await person.get(f"/v1/organizations/{organization}"), 200)["look_alikes"]


async def test_the_secretariat_is_warned_and_the_applicant_is_told_nothing(people: People) -> None:
    secretary = await people.secretary()
    first = await people.register_applicant("澄锐精密制造有限公司")
    second = await people.register_applicant("江阴澄锐精密制造股份有限公司")
    found = {each["organization_id"]: each for each in await looked_at(secretary, first.party)}
    alike = found[str(second.party)]
    # The users of these tests share a telephone.
    assert [(each["kind"], each["own"], each["others"], each["nearness_percent"]) for each in alike["likenesses"]] == [
        ("name", "澄锐精密制造有限公司", "江阴澄锐精密制造股份有限公司", 100),
        ("phone", "051086000000", "051086000000", 100),
    ]  # fmt: skip
    assert await looked_at(first, first.party) == []
    assert (await first.get(f"/v1/organizations/{second.party}")).status_code == 404


async def test_the_check_of_eligibility_shows_them_and_stays_possible(people: People, operator: Operator) -> None:
    twin = await people.register_applicant("演练双子星制造集团有限公司")
    case = await received(people, operator, name="演练双子星制造有限公司")
    seen = ok(await case.secretary.get(case.check), 200)
    assert str(twin.party) in {each["organization_id"] for each in seen["look_alikes"]}
    assert "look_alikes" not in ok(await case.owner.get(f"/v1/eligibility/{case.id}/result"), 200)
