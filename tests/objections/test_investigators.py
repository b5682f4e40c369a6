"""Who has investigated an objection, and who is tied to whom it is about, does not end it (arts. 25, 26, 30)."""

from uuid import UUID

import asyncpg
import httpx2
import pytest

from tests.api import Operator, People, Person
from tests.eligibility_world import reasons
from tests.honours_world import Honours, lodged, noticed_year
from tests.interests.test_break_glass import asked, barred_officer, granted, under
from tests.objections.test_ruling import APART, RULED_BY, RULING, RUNNING, admitted, do
from tests.year_world import ok


async def named(made: Honours, path: str, *investigators: Person) -> None:
    """Name one investigator after the other."""
    for each in investigators:
        ok(await do(made, made.secretary, f"{path}/investigator", {"user_id": str(each.user)}))


async def test_whoever_has_investigated_does_not_rule_after_somebody_else_was_named(
    people: People, operator: Operator
) -> None:
    made = await noticed_year(people, operator, APART)
    path, second, third = await admitted(made, "甲"), await people.secretary(), await people.secretary()
    await named(made, path, made.secretary, second)
    for form in ("rejection", "upholding"):
        own = await do(made, made.secretary, f"{path}/{form}", RULING)
        assert reasons(own) == [("objection.own_investigation", "edition.objection.separate_ruling")]
    with pytest.raises(asyncpg.CheckViolationError, match="i15_ruled_by_another"):
        async with operator.at(RUNNING), operator.transaction() as leaf:
            await operator.run(RULED_BY, UUID(path.rpartition("/")[2]), made.secretary.user, leaf)
    # Nor by the hand of a third, for whose password he has a code.
    here = f"/v1/users/{third.user}"
    ok(await made.secretary.post(f"{here}/password-reset", match=await made.secretary.get(here)))
    his = await do(made, third, f"{path}/rejection", RULING)
    assert (his.status_code, his.json()["code"]) == (409, "act.one_hand")
    await operator.run("UPDATE one_time_code SET expires_at = clock_timestamp() WHERE purpose = 'reset'")
    ruled = ok(await do(made, third, f"{path}/rejection", RULING))
    assert (ruled["investigator_id"], ruled["ruled_by"]) == (str(second.user), str(third.user))
    for spoilt in ("DELETE FROM objection_investigator", "UPDATE objection_investigator SET user_id = $1"):
        with pytest.raises(asyncpg.CheckViolationError, match="i15_investigator_stands"):
            await operator.run(spoilt, *([third.user] if "$1" in spoilt else []))


async def test_where_everybody_at_the_office_has_investigated_the_chair_rules(
    people: People, operator: Operator
) -> None:
    made = await noticed_year(people, operator, APART)
    path, second = await admitted(made, "甲"), await people.secretary()
    await operator.run(
        "UPDATE role_grant SET ended_at = now() WHERE role = 'secretariat' AND ended_at IS NULL "
        "AND user_id NOT IN ($1, $2)", made.secretary.user, second.user,
    )  # fmt: skip
    await named(made, path, made.secretary, second)
    ok(await do(made, made.secretary, f"{path}/referral", None))
    ok(await do(made, made.session.chair, f"{path}/rejection", RULING))


async def test_under_an_access_a_tied_officer_neither_refuses_nor_rules(people: People, operator: Operator) -> None:
    made = await noticed_year(people, operator)
    person = await barred_officer(people, made.session.scored)
    request = await asked(made.session.scored, person)
    ok(await granted(made.secretary, request))
    path = f"/v1/objections/{await lodged(made, '甲', RUNNING)}"

    async def attempt(form: str) -> httpx2.Response:
        async with operator.at(RUNNING):
            return await person.post(
                f"{path}/{form}", RULING, match=await made.secretary.get(path), headers=under(request)
            )

    assert reasons(await attempt("refusal")) == [("objection.ruler_barred", "第三十条")]
    with pytest.raises(asyncpg.CheckViolationError, match="i15_ruled_by_another"):
        async with operator.at(RUNNING), operator.transaction() as leaf:
            await operator.run(
                RULED_BY.replace("rejected", "inadmissible"), UUID(path.rpartition("/")[2]), person.user, leaf
            )
    ok(await do(made, made.secretary, f"{path}/admission", {"reason": "实名提出，予以受理。"}))
    for form in ("upholding", "rejection"):
        assert reasons(await attempt(form)) == [("objection.ruler_barred", "第三十条")]
    ok(await do(made, made.secretary, f"{path}/rejection", RULING))
