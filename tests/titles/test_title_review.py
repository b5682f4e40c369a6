"""The review of titles (复评) through HTTP: opened before their end, found, renewed or let expire (edition.tiers)."""

import asyncio
from typing import Any
from uuid import UUID

import asyncpg
import httpx2
import pytest

from tests.api import Operator, People
from tests.committee_world import deliberating
from tests.eligibility_world import reasons
from tests.honours_world import Honours, approve, commended_year, revoked
from tests.titles.test_former_winners import applying
from tests.year_world import ok, resolution

VALIDITY = "edition.tiers.validity_years"
WON, POSTED, PUBLISHED = "2024-12-09T09:00:00+08:00", "2024-12-12T08:30:00+08:00", "2024-12-12T09:00:00+08:00"
COMMENDED = "2024-12-20T10:00:00+08:00"
UNTIL = "2027-12-19"
REVIEWED = "2027-11-20T10:00:00+08:00"
TIER = {
    "code": "only_award", "name": "演练质量奖", "name_en": "Award", "order": 1, "places": 2, "places_hard": False,
    "floor": 60000, "bonus_yuan": 100, "validity_years": 3,
}  # fmt: skip


async def won(people: People, operator: Operator, **changed: object) -> Honours:
    """Give a year under an edition whose titles stand for three years, granted on 20 December 2024."""
    async with operator.at(WON):
        session = await deliberating(
            people, operator, {"甲": 70000, "乙": 65000}, amendment={"tiers": [TIER]} | changed
        )
        for letter in "甲乙":
            await session.ballot(letter, 5, "only_award")
        decision = await approve(session, "甲乙")
    made = Honours(people=people, operator=operator, session=session, decision=decision)
    await made.noticed(POSTED, PUBLISHED)
    ok(await made.commend("甲乙", COMMENDED))
    return made


async def opened(made: Honours, letter: str, instant: str = REVIEWED) -> httpx2.Response:
    """Open the review of a letter's title."""
    async with made.operator.at(instant):
        return await made.secretary.post("/v1/title-reviews", {"award_id": (await made.award(letter))["id"]})


async def found(made: Honours, review: str, *, passed: bool = True, instant: str = REVIEWED) -> dict[str, Any]:
    """Record the finding of the day."""
    body = {"found_on": instant[:10], "finding": "持续实施卓越绩效模式。", "passed": passed}
    return ok(await made.do(made.secretary, f"/v1/title-reviews/{review}/finding", body, instant))


async def concluded(
    made: Honours, review: str, word: str, decided_on: str = "2027-11-20", instant: str = REVIEWED
) -> httpx2.Response:
    """Conclude by a resolution of that day: `word` is renewal or expiry."""
    async with made.operator.at(instant):
        body = {"resolution_id": await resolution(made.secretary, decided_on)}
    return await made.do(made.secretary, f"/v1/title-reviews/{review}/{word}", body, instant)


async def line(made: Honours, letter: str, instant: str) -> tuple[str, str | None, str | None]:
    """What the public roll says of a letter at an instant."""
    async with made.operator.at(instant):
        rows = ok(await made.people.client.get("/v1/roll?limit=200"), 200)["items"]
    name, year = f"演练{letter}有限公司", made.session.scored.year.award_year
    (row,) = (row for row in rows if (row["organization_name"], row["award_year"]) == (name, year))
    return row["state"], row["valid_until"], row["renewed_on"]


async def test_a_renewed_title_goes_on_for_one_more_term_and_the_roll_says_so(
    people: People, operator: Operator
) -> None:
    made = await won(people, operator)
    review = ok(await opened(made, "甲"))
    assert (review["status"], review["former_until"], review["opened_on"]) == ("opened", UNTIL, "2027-11-20")
    assert reasons(await concluded(made, review["id"], "renewal")) == [("title.unfound", VALIDITY)]
    await found(made, review["id"], passed=False)
    assert reasons(await concluded(made, review["id"], "renewal")) == [("title.outcome", VALIDITY)]
    await found(made, review["id"])
    assert reasons(await concluded(made, review["id"], "expiry")) == [("title.outcome", VALIDITY)]
    early = await concluded(made, review["id"], "renewal", "2027-11-19")
    assert reasons(early) == [("title.resolved_early", VALIDITY)]
    done = ok(await concluded(made, review["id"], "renewal"))
    assert (done["status"], done["valid_until"], done["decided_on"]) == ("renewed", "2030-12-19", "2027-11-20")
    again = await concluded(made, review["id"], "renewal")
    assert (again.status_code, again.json()["code"]) == (409, "act.out_of_order")
    assert await line(made, "甲", "2027-12-20T00:00:00+08:00") == ("renewed", "2030-12-19", "2027-11-20")
    assert await line(made, "甲", "2030-12-19T23:59:50+08:00") == ("renewed", "2030-12-19", "2027-11-20")
    assert await line(made, "甲", "2030-12-20T00:00:00+08:00") == ("expired", "2030-12-19", "2027-11-20")
    assert await line(made, "乙", "2027-12-19T12:00:00+08:00") == ("standing", UNTIL, None)
    assert await line(made, "乙", "2027-12-20T00:00:00+08:00") == ("expired", UNTIL, None)
    # One more term may be reviewed in its turn, and a case may be opened against a renewed title as against any.
    second = ok(await opened(made, "甲", "2030-06-01T10:00:00+08:00"))
    assert second["former_until"] == "2030-12-19"
    case = {
        "award_id": second["award_id"], "ground": "fraud", "facts": "申报材料虚假。", "happened_on": "2024-05-18",
        "source": "演练举报第7号",
    }  # fmt: skip
    async with operator.at("2030-06-12T10:00:00+08:00"):
        ok(await made.secretary.post("/v1/revocations", case))


async def test_a_title_that_does_not_pass_ends_with_its_term(people: People, operator: Operator) -> None:
    made = await won(people, operator)
    review = ok(await opened(made, "甲"))["id"]
    await found(made, review, passed=False)
    done = ok(await concluded(made, review, "expiry"))
    assert (done["status"], done["valid_until"]) == ("expired", None)
    assert await line(made, "甲", "2027-12-19T12:00:00+08:00") == ("standing", UNTIL, None)
    assert await line(made, "甲", "2027-12-20T00:00:00+08:00") == ("expired", UNTIL, None)


async def test_a_review_is_opened_in_its_months_before_the_last_day_is_over(people: People, operator: Operator) -> None:
    made = await won(people, operator, title_review_months=6)
    early = await opened(made, "甲", "2027-06-18T23:59:00+08:00")
    assert reasons(early) == [("title.too_early", "edition.title_review_months")]
    ok(await opened(made, "甲", "2027-06-19T00:00:01+08:00"))
    twice = await opened(made, "甲", "2027-06-19T00:01:00+08:00")
    assert (twice.status_code, twice.json()["code"]) == (409, "title.review_open")
    over = await opened(made, "乙", "2027-12-20T00:00:00+08:00")
    assert reasons(over) == [("title.over", VALIDITY)]
    async with operator.at("2027-12-19T23:59:00+08:00"):
        body = {"award_id": (await made.award("乙"))["id"]}
        answers = await asyncio.gather(*(made.secretary.post("/v1/title-reviews", body) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    # What was opened in time may be concluded after the term, which the new one follows without a gap.
    review = next(answer.json()["id"] for answer in answers if answer.status_code == 201)
    late = "2028-01-10T10:00:00+08:00"
    await found(made, review, instant=late)
    done = ok(await concluded(made, review, "renewal", "2028-01-10", late))
    assert done["valid_until"] == "2030-12-19"


async def test_where_the_edition_names_no_term_there_is_nothing_to_review(people: People, operator: Operator) -> None:
    made = await commended_year(people, operator, "甲")
    refused = await opened(made, "甲", "2023-06-01T10:00:00+08:00")
    assert reasons(refused) == [("title.no_validity", VALIDITY)]
    assert "办法未设称号有效期" in refused.json()["errors"][0]["message"]
    await revoked(made, "甲")
    fallen = await opened(made, "甲", "2023-06-13T10:00:00+08:00")
    assert reasons(fallen) == [("title.revoked", "第二十九条")]
    nobody = await made.secretary.post("/v1/title-reviews", {"award_id": made.firms["甲"]})
    assert reasons(nobody) == [("title.no_award", "第二十六条")]
    other = await made.session.chair.post("/v1/title-reviews", {"award_id": (await made.award("甲"))["id"]})
    assert (other.status_code, other.json()["code"]) == (403, "act.not_yours") or other.status_code == 422


@pytest.mark.parametrize("passed", [True, False], ids=["renewed", "expired"])
async def test_the_cooldown_counts_from_the_grant_whether_the_title_was_renewed_or_has_ended(
    people: People, operator: Operator, passed: bool
) -> None:
    made = await won(people, operator)
    review = ok(await opened(made, "甲"))["id"]
    await found(made, review, passed=passed)
    ok(await concluded(made, review, "renewal" if passed else "expiry"))
    for years, faults in ((4, [("former.cooldown", "edition.cooldown")]), (3, [])):
        async with operator.at("2028-01-15T10:00:00+08:00"):
            assert (await applying(made, "甲", {"cooldown": {"years": years}}))[1] == faults


async def test_the_schema_lets_no_title_go_on_without_its_review(people: People, operator: Operator) -> None:
    made = await won(people, operator)
    award = UUID((await made.award("甲"))["id"])
    with pytest.raises(asyncpg.CheckViolationError, match="i34_renewed_by_review"):
        async with operator.transaction() as leaf:
            await operator.run(
                "UPDATE award SET valid_until = '2040-01-01', renewed_on = '2027-11-20', leaf_id = $2 WHERE id = $1",
                award, leaf,
            )  # fmt: skip
    review = UUID(ok(await opened(made, "甲"))["id"])
    whole = (
        "UPDATE title_review SET status = 'renewed', valid_until = '2040-01-01', version = version + 1 WHERE id = $1"
    )
    with pytest.raises(asyncpg.CheckViolationError, match="i34_concluded_as_found"):
        await operator.run(whole, review)
    await found(made, str(review), passed=False)
    ok(await concluded(made, str(review), "expiry"))
    for statement in ("UPDATE title_review SET finding = '改' WHERE id = $1", "DELETE FROM title_review WHERE id = $1"):
        with pytest.raises(asyncpg.CheckViolationError, match="i34_review_stands"):
            await operator.run(statement, review)
    copied = (
        "INSERT INTO title_review (id, status, version, leaf_id, award_id, former_until, opened_by, opened_on, "
        "finding) SELECT gen_random_uuid(), 'opened', 1, leaf_id, award_id, former_until, opened_by, '2028-01-01', '' "
        "FROM title_review WHERE id = $1"
    )
    with pytest.raises(asyncpg.CheckViolationError, match="i34_reviewed_while_valid"):
        await operator.run(copied, review)
