"""Duties towards a title that nears its end: of its holder, and of the office that reviews it (edition.tiers)."""

from datetime import date
from uuid import UUID

from tests.api import Operator, People
from tests.applications_world import start
from tests.eligibility_world import reasons
from tests.overview.duties import one, waits
from tests.supervision_world import owner_of
from tests.titles.test_title_review import REVIEWED, UNTIL, concluded, found, opened, won
from tests.year_world import called_year, ok

HALF_A_YEAR_BEFORE = "2027-06-19T00:00:00+08:00"
A_YEAR_BEFORE = "2026-12-19T00:00:00+08:00"


async def test_a_holder_is_told_half_a_year_before_until_he_applies_again(people: People, operator: Operator) -> None:
    made = await won(people, operator)
    owners = [await owner_of(people, operator, made.firms[letter]) for letter in "甲乙"]
    told = made.firms["甲"]
    async with operator.at("2027-06-18T23:59:59+08:00"):
        assert await one(owners[0], "title_expiring", told) is None
    async with operator.at(HALF_A_YEAR_BEFORE):
        duty = await one(owners[0], "title_expiring", told)
        assert duty is not None
        assert (duty["due_on"], duty["article"], duty["href"]) == (
            UNTIL, "edition.tiers.validity_years", f"/v1/outcomes/{told}",
        )  # fmt: skip
        assert await one(owners[1], "title_expiring", told) is None
        year = await called_year(people, operator)
        await start(await owners[0].signed_in(), year.cycle_id)
        assert await one(owners[0], "title_expiring", told) is None
        assert await one(owners[1], "title_expiring", made.firms["乙"]) is not None
    async with operator.at("2027-12-20T00:00:00+08:00"):
        assert await one(owners[1], "title_expiring", made.firms["乙"]) is None


async def test_the_office_reviews_a_title_within_the_edition_s_months_and_concludes_what_it_began(
    people: People, operator: Operator
) -> None:
    made = await won(people, operator)
    office, here = made.secretary, made.session.scored.year.cycle_id
    names = ("title_unreviewed", "title_review_open")
    early = "2026-12-18T23:59:59+08:00"
    async with operator.at(early):
        assert await waits(office, here, *names) == {}
    assert reasons(await opened(made, "甲", early)) == [("title.too_early", "edition.title_review_months")]
    award = (await made.award("甲"))["id"]
    async with operator.at(A_YEAR_BEFORE):
        duty = await one(office, "title_unreviewed", award)
        assert duty is not None
        assert (duty["due_on"], duty["acts"], duty["href"]) == (UNTIL, ["open_title_review"], f"/v1/awards/{award}")
        assert await waits(office, here, *names) == {"title_unreviewed": 2}
    reviews = [ok(await opened(made, letter))["id"] for letter in "甲乙"]
    async with operator.at(REVIEWED):
        assert await waits(office, here, *names) == {"title_review_open": 2}
        duty = await one(office, "title_review_open", reviews[0])
        assert duty is not None
        assert (duty["due_on"], duty["href"]) == (UNTIL, f"/v1/title-reviews/{reviews[0]}")
    await found(made, reviews[0])
    ok(await concluded(made, reviews[0], "renewal"))
    await found(made, reviews[1], passed=False)
    ok(await concluded(made, reviews[1], "expiry"))
    async with operator.at(REVIEWED):
        assert await waits(office, here, *names) == {}
    # The new term of the first is reviewed in its turn; the second has ended and is not.
    assert await operator.value("SELECT valid_until FROM award WHERE id = $1", UUID(award)) == date(2030, 12, 19)
    async with operator.at("2029-12-19T00:00:00+08:00"):
        duty = await one(office, "title_unreviewed", award)
        assert duty is not None
        assert duty["due_on"] == "2030-12-19"
        assert await waits(office, here, *names) == {"title_unreviewed": 1}
