"""Every act of two persons tried with one hand: oneself, another session, another duty, codes for one or both (30)."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import httpx2
import pytest

from app.schema import SCOPES
from tests.accounts.test_second_factor import enrolled, wait_a_step, with_session
from tests.api import Operator, People, Person
from tests.committee_world import Session, deliberating
from tests.eligibility.test_reconsideration import GROUNDS, other_officer, refused_case
from tests.eligibility_world import Asked, received
from tests.honours_world import Honours, noticed_year
from tests.interests.test_barrier import officer
from tests.interests.test_break_glass import asked as access_asked
from tests.interests.test_break_glass import barred_officer
from tests.minutes.world import closed, on_meeting
from tests.motions.test_motions import TWO, on, proposed
from tests.objections.test_ruling import APART, RULING, admitted, do
from tests.recusals.test_recusals import answered, named
from tests.recusals.test_recusals import asked as recusal_asked
from tests.supervision_world import planned
from tests.year_world import ok

ONE_HAND = (409, "act.one_hand")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An act that the second does after the first, in each of its forms; the last of them is done in the end."""

    first: Person
    again: Person
    """The first in another session."""
    second: Person
    attempt: Callable[[Person, str], Awaitable[httpx2.Response]]
    forms: Sequence[str]
    refused: tuple[int, str]
    """What the first is told who would do it himself."""
    by_code: tuple[int, str] = ONE_HAND
    """What the second is told who holds a code for the first's password."""


@pytest.fixture(scope="module")
async def made(people: People, operator: Operator) -> Honours:
    """A year in its notice, in which one investigates and another rules."""
    return await noticed_year(people, operator, APART)


async def of_access(made: Honours) -> Pair:
    person = await barred_officer(made.people, made.session.scored)
    request = await access_asked(made.session.scored, person)
    path = f"/v1/break-glass/{ok(request)['id']}"
    return Pair(
        first=person, again=await person.signed_in(), second=made.secretary,
        forms=("grant", "refusal"), refused=(422, "break_glass.oneself"),
        attempt=lambda who, form: who.post(f"{path}/{form}", {"remark": "演练。"}, match=request),
    )  # fmt: skip


async def of_an_objection(made: Honours) -> Pair:
    path, second = await admitted(made, "甲"), await made.people.secretary()
    ok(await do(made, made.secretary, f"{path}/investigator", {"user_id": str(made.secretary.user)}))
    return Pair(
        first=made.secretary, again=await made.secretary.signed_in(), second=second,
        forms=("upholding", "rejection"),
        refused=(422, "objection.own_investigation"),
        attempt=lambda who, form: do(made, who, f"{path}/{form}", RULING),
    )  # fmt: skip


async def of_a_check(made: Honours) -> Pair:
    check = await planned(made.people, made.operator, made.secretary, made.firms["乙"])
    await check.found()
    return Pair(
        first=check.officer, again=await check.officer.signed_in(), second=check.planner,
        forms=("clear",), refused=(422, "check.own_finding"),
        attempt=lambda who, form: check.conclude(form, who),
    )  # fmt: skip


async def of_minutes(made: Honours) -> Pair:
    clerk = await made.people.secretary()
    await closed(made.session, clerk)
    return Pair(
        first=clerk, again=await clerk.signed_in(), second=made.session.chair,
        forms=("minutes/approval",), refused=(403, "act.not_yours"),
        attempt=lambda who, form: on_meeting(made.session, who, form),
    )  # fmt: skip


async def of_a_recusal(made: Honours) -> Pair:
    case = await received(made.people, made.operator)
    clerk = await officer(made.people, case.year.cycle_id)
    name = await named(made.operator, clerk)
    request = await recusal_asked(case.owner, case.id, sought="officer", name=name, unit="秘书处")
    ok(request)
    return Pair(
        first=clerk, again=await clerk.signed_in(), second=case.secretary,
        forms=("grant", "refusal"), refused=(422, "recusal.oneself"),
        attempt=lambda who, form: answered(who, request, form, **_meant(form, clerk)),
    )  # fmt: skip


def _meant(form: str, clerk: Person) -> dict[str, str]:
    return {"user_id": str(clerk.user)} if form == "grant" else {}


async def of_a_reconsideration(made: Honours) -> Pair:
    case: Asked = await refused_case(made.people, made.operator)
    path, second = f"{case.check}/reconsideration", await other_officer(made.people, case)
    ok(await case.owner.post(path, GROUNDS, match=await case.owner.get(f"{case.check}/result")))
    seen, body = await second.get(case.check), {"ruling": "经复核（演练）。"}
    return Pair(
        first=case.secretary, again=await case.secretary.signed_in(), second=second,
        forms=("upholding", "rejection"),
        refused=(422, "reconsideration.same_officer"),
        attempt=lambda who, form: who.post(f"{path}/{form}", body, match=seen),
    )  # fmt: skip


async def of_a_factor(made: Honours) -> Pair:
    person, second = await made.people.secretary(), await made.people.secretary()
    totp, _ = await enrolled(person)
    await wait_a_step(made.operator, person)
    again = await with_session(made.people.client, person, totp.now())
    here = f"/v1/users/{person.user}"

    async def attempt(who: Person, form: str) -> httpx2.Response:
        return await who.post(f"{here}/{form}", match=await second.get(here))

    return Pair(
        first=person, again=again, second=second,
        forms=("second-factor-reset",), refused=(422, "factor.oneself"), attempt=attempt,
        by_code=(409, "factor.same_hand"),
    )  # fmt: skip


PAIRS: dict[str, Callable[[Honours], Awaitable[Pair]]] = {
    "break_glass": of_access, "objection": of_an_objection, "supervisory_check": of_a_check,
    "minutes_version": of_minutes, "recusal_ruling": of_a_recusal, "reconsideration": of_a_reconsideration,
    "second_factor": of_a_factor,
}  # fmt: skip
"""By the table that the second hand writes."""
ELSEWHERE = {"bonus": "tests/honours/test_bonuses.py"}
"""Where the others are tried."""
COUNT = {"in_favour": 3, "against": 1, "abstained": 0, "invalid": 0}


async def of_papers(people: People, operator: Operator) -> tuple[Session, str]:
    session = await deliberating(people, operator, TWO, ballot_mode="secret_paper")
    path = f"/v1/ballots/{ok(await session.open('甲'))['id']}"
    ok(await session.hand_out(path.rpartition("/")[2]))
    return session, path


async def of_papers_on_a_motion(people: People, operator: Operator) -> tuple[Session, str]:
    session = await deliberating(people, operator, TWO, ballot_mode="secret_paper")
    motion = ok(await proposed(session, session.scored.secretary))["id"]
    ok(await on(session, motion, "ballot"))
    taken = {"members": [str(member.party) for member in session.members]}
    ok(await session.scored.secretary.post(f"/v1/motions/{motion}/papers", taken))
    return session, f"/v1/motions/{motion}"


TELLERS: dict[str, Callable[[People, Operator], Awaitable[tuple[Session, str]]]] = {
    "paper_count": of_papers, "motion_paper_count": of_papers_on_a_motion,
}  # fmt: skip
"""Papers that are handed out, to be counted by two, by the table of the counts; the first may count anew."""


def test_every_act_that_asks_for_two_hands_is_tried() -> None:
    guarded = {each.table for scope in SCOPES for each in scope.guards if "two_hands'" in each.body}
    assert guarded == {*PAIRS, *TELLERS, *ELSEWHERE}


EXPIRED = "UPDATE one_time_code SET expires_at = clock_timestamp() WHERE purpose = 'reset'"


async def code_of(giver: Person, whose: Person) -> int:
    """Let somebody hand out a code for another's password."""
    here = f"/v1/users/{whose.user}"
    seen = await giver.get(here)
    return (await giver.post(f"{here}/password-reset", match=seen.headers.get("etag", '"1"'))).status_code


async def told(pair: Pair, who: Person) -> set[tuple[int, str]]:
    """Try every form of the act."""
    answers = [await pair.attempt(who, form) for form in pair.forms]
    return {(each.status_code, str(each.json().get("code"))) for each in answers}


@pytest.mark.parametrize("table", PAIRS)
async def test_one_hand_does_not_do_what_two_are_asked_for(made: Honours, operator: Operator, table: str) -> None:
    pair = await PAIRS[table](made)
    assert await told(pair, pair.first) | await told(pair, pair.again) == {pair.refused}
    await operator.run("""UPDATE role_grant SET duties = '["finance"]' WHERE user_id = $1""", pair.first.user)
    assert await told(pair, pair.first) == {pair.refused}
    for giver, whose, refused in ((pair.second, pair.first, pair.by_code), (pair.first, pair.second, ONE_HAND)):
        if await code_of(giver, whose) == 403:
            # Members hand out no codes.
            assert giver.user == made.session.chair.user
            continue
        assert await told(pair, pair.second) == {refused}
        await operator.run(EXPIRED)
    # A third who holds codes for both is both, and so is who holds one of them through somebody else's hand.
    third, fourth = await made.people.secretary(), await made.people.secretary()
    for chain in (((third, pair.first),), ((third, fourth), (fourth, pair.first))):
        for giver, whose in (*chain, (third, pair.second)):
            assert await code_of(giver, whose) == 201
        assert await told(pair, pair.second) == {ONE_HAND}
        await operator.run(EXPIRED)
    # Somebody who could be either makes nobody the other.
    assert {await code_of(giver, third) for giver in (fourth, made.secretary)} == {201}
    done = await pair.attempt(pair.second, pair.forms[-1])
    assert done.status_code == 201, done.text


@pytest.mark.parametrize("table", TELLERS)
async def test_two_tellers_are_two_hands(people: People, operator: Operator, table: str) -> None:
    session, path = await TELLERS[table](people, operator)
    one, other = session.members[1:3]
    ok(await one.post(f"{path}/paper-counts", COUNT))
    third, fourth = await people.secretary(), await people.secretary()
    for chain in (((third, one),), ((third, fourth), (fourth, one))):
        for giver, whose in (*chain, (third, other)):
            assert await code_of(giver, whose) == 201
        refused = await other.post(f"{path}/paper-counts", COUNT)
        assert (refused.status_code, refused.json()["code"]) == ONE_HAND
        ok(await one.post(f"{path}/paper-counts", COUNT | {"invalid": 1}))
        ok(await one.post(f"{path}/paper-counts", COUNT))
        await operator.run(EXPIRED)
    ok(await other.post(f"{path}/paper-counts", COUNT))
    # Nor does one of the two count anew what the other may have counted for him.
    assert {await code_of(third, whose) for whose in (one, other)} == {201}
    anew = await one.post(f"{path}/paper-counts", COUNT | {"invalid": 1})
    assert (anew.status_code, anew.json()["code"]) == ONE_HAND
    await operator.run(EXPIRED)
