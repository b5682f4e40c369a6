"""T3, T14 through HTTP: a notice before the approval; what was noticed is approved, and what is approved commended."""

from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx2
import pytest

from app.regulation.vocabulary import Role
from tests.api import Operator, People, Person
from tests.committee_world import EXCELLENCE
from tests.eligibility_world import reasons
from tests.honours_world import (
    LAST_SECOND,
    POSTED,
    PUBLISHED,
    WINNERS,
    Honours,
    approved_year,
    lodged,
    proposed_year,
    ruled,
)
from tests.year_world import ok

BEFORE = {"notice": {"position": "before_approval"}}
BOTH = {"notice": {"position": "both"}}
OBJECTED = "2022-12-14T10:00:00+08:00"
SUBMITTED = "2022-12-20T09:00:00+08:00"
DECIDED = "2022-12-21T09:00:00+08:00"
COMMENDED = "2022-12-22T09:00:00+08:00"
NAMES = ["演练乙有限公司", "演练甲有限公司", "演练丁有限公司", "演练丙有限公司"]


async def noticed(people: People, operator: Operator, amendment: dict[str, Any] | None = None) -> Honours:
    """Give a year whose proposed list is in its notice."""
    made = await proposed_year(people, operator, amendment or BEFORE)
    await made.noticed_list()
    return made


async def status(made: Honours) -> str:
    return ok(await made.secretary.get(made.cycle), 200)["status"]


async def approved(made: Honours, *struck: str, letters: str = WINNERS, at: str = DECIDED) -> dict[str, Any]:
    """Submit the newest list and let the government approve it but for the struck."""
    sent = ok(await made.submit(SUBMITTED if at == DECIDED else at))
    return ok(await made.decide(sent["id"], letters, at, *struck))


async def applicant_of(made: Honours, letter: str) -> Person:
    owner = await made.operator.value("SELECT organization_id FROM application WHERE id = $1", UUID(made.firms[letter]))
    return await made.people.make_user(Role.APPLICANT, owner)


async def own(person: Person) -> dict[str, Any]:
    """What the applicant reads of his application."""
    (item,) = ok(await person.get("/v1/applications"), 200)["items"]
    return item


async def known(person: Person) -> str:
    return (await own(person))["status"]


async def withdraw(person: Person) -> httpx2.Response:
    seen = await own(person)
    return await person.post(f"/v1/applications/{seen['id']}/withdrawal", match=f'"v{seen["version"]}"')


async def test_the_list_is_noticed_then_approved_then_commended_without_a_further_notice(
    people: People, operator: Operator, api: httpx2.AsyncClient
) -> None:
    made = await proposed_year(people, operator, BEFORE)
    assert await status(made) == "deliberation"
    assert [act["allowed"] for act in (await acts_of(made, "submit_to_government"))] == [False]
    assert (await made.submit("2022-12-12T08:00:00+08:00")).status_code == 409
    notice = await made.noticed_list()
    assert (notice["kind"], notice["list_sha256"]) == ("proposed_list", made.listed["sha256"])
    assert "经评定委员会审议，现将" in notice["text"]
    assert [entry["organization_name"] for entry in notice["entries"]] == NAMES
    assert await status(made) == "proposal_notice"
    public = ok(await api.get(f"/v1/publications/{notice['id']}"), 200)
    assert (public["kind"], public["last_day"]) == ("proposed_list", "2022-12-19")
    early = await made.submit(LAST_SECOND)
    assert set(reasons(early)) == {("notice.running", "第二十五条")}
    assert len(early.json()["errors"]) == 4
    backdated = await made.submit(SUBMITTED, submitted_on="2022-12-19")
    assert set(reasons(backdated)) == {("notice.running", "第二十五条")}
    decision = await approved(made)
    assert await status(made) == "approval"
    assert [await made.session.scored.status(letter) for letter in WINNERS] == ["approved"] * 4
    again = await made.post_notice_of({"decision_id": decision["id"]}, DECIDED)
    assert reasons(again) == [("notice.position", "edition.notice.position")]
    awards = ok(await made.commend("甲乙丙丁", COMMENDED))["awards"]
    assert {award["notice_id"] for award in awards} == {made.notices[0]}
    assert [await made.session.scored.status(letter) for letter in WINNERS] == ["awarded"] * 4
    assert await status(made) == "commended"


async def acts_of(made: Honours, *names: str) -> list[dict[str, Any]]:
    seen = ok(await made.secretary.get(f"/v1/proposed-lists/{made.listed['id']}"), 200)
    return [act for act in seen["acts"] if act["act"] in names]


async def test_no_title_before_the_approval_nor_for_whom_it_struck(people: People, operator: Operator) -> None:
    made = await noticed(people, operator)
    early = await made.commend("甲", SUBMITTED)
    assert (early.status_code, reasons(early)) == (409, [("act.out_of_order", "第二十六条")])
    await approved(made, "丁")
    struck = await made.commend("丁", COMMENDED)
    assert (struck.status_code, reasons(struck)) == (409, [("act.out_of_order", "第二十六条")])
    old = await made.commend("甲", COMMENDED, decided_on="2022-12-20")
    assert reasons(old) == [("notice.before_approval", "第二十四条")]
    ok(await made.commend("甲乙丙", COMMENDED))
    assert await made.session.scored.status("丁") == "not_approved"


async def test_the_government_strikes_and_adds_nobody(people: People, operator: Operator) -> None:
    made = await noticed(people, operator)
    sent = ok(await made.submit(SUBMITTED))
    added = await made.decide(sent["id"], WINNERS, DECIDED, "戊")
    assert reasons(added) == [("decision.not_on_list", "第二十四条")]
    decision = ok(await made.decide(sent["id"], "", DECIDED, "丁"))
    assert sorted(made.session.scored.letters(decision["approved"])) == sorted("甲乙丙")


async def test_t14_after_an_upheld_objection_the_list_is_fixed_and_noticed_anew(
    people: People, operator: Operator
) -> None:
    made = await noticed(people, operator)
    found = await lodged(made, "丁", OBJECTED)
    blocked = await made.submit(SUBMITTED)
    assert reasons(blocked) == [("notice.objection_open", "第二十六条")]
    await ruled(made, found, "upholding", SUBMITTED)
    assert reasons(await made.submit(SUBMITTED)) == [("notice.objection_upheld", "第二十六条")]
    kept = await made.fix(SUBMITTED)
    assert (kept.status_code, kept.json()["code"], kept.json()["article"]) == (
        422, "list.objection_upheld", "第二十六条",
    )  # fmt: skip
    async with operator.at(SUBMITTED):
        await made.session.ballot("戊", 5, EXCELLENCE, reason="递补须再次表决。")
    made.listed = ok(await made.fix(SUBMITTED, replaces=[made.firms["丁"]]))
    assert sorted(made.session.scored.letters(made.listed["entries"])) == sorted("甲乙丙戊")
    unnoticed = await made.submit(DECIDED)
    assert reasons(unnoticed) == [("notice.not_published", "第二十五条")]
    second = await made.noticed_list("2022-12-26T08:30:00+08:00", "2022-12-26T09:00:00+08:00")
    assert (second["number"], second["last_day"]) == (2, "2023-01-03")
    early = await made.submit("2023-01-03T10:00:00+08:00")
    assert reasons(early) == [("notice.running", "第二十五条")]
    assert "演练戊有限公司" in early.json()["errors"][0]["message"]
    await approved(made, letters="甲乙丙戊", at="2023-01-04T10:00:00+08:00")
    stale = await made.commend("甲", "2023-01-05T10:00:00+08:00", notice_id=made.notices[0])
    assert reasons(stale) == [("notice.not_approved", "第二十四条")]
    awards = ok(await made.commend("甲乙丙戊", "2023-01-05T10:00:00+08:00"))["awards"]
    rests = {award["organization_name"]: made.notices.index(award["notice_id"]) for award in awards}
    assert rests == {
        "演练甲有限公司": 0, "演练乙有限公司": 0, "演练丙有限公司": 0, "演练戊有限公司": 1,
    }  # fmt: skip
    assert await made.session.scored.status("丁") == "not_proposed"


async def test_a_list_that_only_lost_a_name_is_noticed_again_and_nobody_waits_twice(
    people: People, operator: Operator
) -> None:
    made = await noticed(people, operator)
    async with operator.at("2022-12-20T08:00:00+08:00"):
        ok(await withdraw(await applicant_of(made, "丁")))
    assert {code for code, _ in reasons(await made.submit(SUBMITTED))} == {"submission.fallen"}
    made.listed = ok(await made.fix(SUBMITTED))
    assert [entry["position"] for entry in made.listed["entries"]] == [1, 2, 1]
    await made.noticed_list("2022-12-20T09:10:00+08:00", "2022-12-20T09:20:00+08:00")
    sent = ok(await made.submit("2022-12-20T09:30:00+08:00"))
    ok(await made.decide(sent["id"], "甲乙丙", DECIDED))
    ok(await made.commend("甲乙丙", COMMENDED))


async def test_applicants_learn_the_proposal_from_the_notice_and_the_approval_from_the_commendation(
    people: People, operator: Operator
) -> None:
    made = await proposed_year(people, operator, BEFORE)
    people_of = {letter: await applicant_of(made, letter) for letter in "甲丁戊"}
    assert [await known(person) for person in people_of.values()] == ["none"] * 3
    posted = await made.post_notice_of({"list_id": made.listed["id"]})
    assert [await known(person) for person in people_of.values()] == ["none"] * 3
    made.notices.append(ok(await made.publish(posted))["id"])
    shown = ["proposed", "proposed", "not_proposed"]
    assert [await known(person) for person in people_of.values()] == shown
    await approved(made, "丁")
    assert [await known(person) for person in people_of.values()] == shown
    async with operator.at(DECIDED):
        late = await withdraw(people_of["甲"])
    assert (late.status_code, late.json()["errors"][0]["code"]) == (409, "act.out_of_order")
    assert "approved" not in late.text
    ok(await made.commend("甲", COMMENDED))
    assert [await known(person) for person in people_of.values()] == [
        "awarded", "not_approved", "not_proposed",
    ]  # fmt: skip


async def test_both_notices_run_in_full_and_the_title_rests_on_the_second(people: People, operator: Operator) -> None:
    made = await noticed(people, operator, BOTH)
    assert await status(made) == "proposal_notice"
    made.decision = await approved(made)
    assert [await made.session.scored.status(letter) for letter in WINNERS] == ["approved_in_notice"] * 4
    assert (await made.commend("甲", COMMENDED)).status_code == 409
    again = await made.post_notice_of({"list_id": made.listed["id"]}, DECIDED)
    assert [code for code, _ in reasons(again)] == ["notice.position", "notice.already_posted", "notice.fallen"]
    second = await made.noticed("2022-12-22T08:30:00+08:00", "2022-12-22T09:00:00+08:00")
    assert (second["kind"], second["last_day"], await status(made)) == ("approved_list", "2022-12-29", "public_notice")
    first, last = made.notices
    wrong = await made.commend("甲", "2022-12-30T10:00:00+08:00", notice_id=first)
    assert reasons(wrong) == [("notice.position", "edition.notice.position")]
    early = await made.commend("甲", "2022-12-29T10:00:00+08:00")
    assert reasons(early) == [("notice.running", "第二十五条")]
    awards = ok(await made.commend("甲乙丙丁", "2022-12-30T10:00:00+08:00"))["awards"]
    assert {award["notice_id"] for award in awards} == {last}


async def test_after_the_approval_no_proposed_list_is_published(people: People, operator: Operator) -> None:
    made = await proposed_year(people, operator)
    answer = await made.post_notice_of({"list_id": made.listed["id"]})
    assert (answer.status_code, reasons(answer)) == (409, [("act.out_of_order", "第二十五条")])
    later = await approved_year(people, operator)
    async with operator.at(POSTED):
        (listed,) = ok(
            await later.secretary.get(f"/v1/proposed-lists?cycle_id={later.session.scored.year.cycle_id}"), 200
        )["items"]
    refused = await later.post_notice_of({"list_id": listed["id"]})
    assert ("notice.position", "edition.notice.position") in reasons(refused)


@pytest.mark.parametrize("body", [{}, {"list_id": str(uuid4()), "decision_id": str(uuid4())}])
async def test_a_notice_names_one_list(people: People, operator: Operator, body: dict[str, str]) -> None:
    made = await proposed_year(people, operator, BEFORE)
    assert reasons(await made.post_notice_of(body)) == [("notice.one_list", "第二十五条")]
    unknown = await made.post_notice_of({"list_id": str(uuid4())})
    assert reasons(unknown) == [("notice.no_list", "第二十五条")]


async def test_a_year_in_which_every_name_fell_can_be_ended_and_everybody_learns_of_it(
    people: People, operator: Operator
) -> None:
    made = await noticed(people, operator)
    person = await applicant_of(made, "甲")
    waiting = await made.secretary.post(f"{made.cycle}/closure", match=await made.secretary.get(made.cycle))
    assert (waiting.status_code, waiting.json()["code"]) == (409, "cycle.winners_waiting")
    made.listed = ok(await made.fix(SUBMITTED, replaces=[made.firms[letter] for letter in WINNERS]))
    assert made.listed["entries"] == []
    assert await known(person) == "proposed"
    ok(await made.secretary.post(f"{made.cycle}/closure", match=await made.secretary.get(made.cycle)))
    assert await known(person) == "not_proposed"


async def test_the_schema_keeps_the_order_of_notice_and_approval_too(people: People, operator: Operator) -> None:
    made = await noticed(people, operator)
    submission = (
        "INSERT INTO government_submission SELECT gen_random_uuid(), cycle_id, id, sha256, $1, '2022-12-19', fixed_by, "
        "now() FROM proposed_list WHERE id = $2"
    )
    with pytest.raises(asyncpg.CheckViolationError, match="i26_noticed_before_submission"):
        async with operator.at(LAST_SECOND), operator.transaction():
            await operator.run(submission, "x", UUID(made.listed["id"]))
    await lodged(made, "甲", OBJECTED)
    with pytest.raises(asyncpg.CheckViolationError, match="i15_objection_blocks"):
        async with operator.at(SUBMITTED), operator.transaction():
            await operator.run(submission, "x", UUID(made.listed["id"]))
    notice = (
        "INSERT INTO notice (id, status, version, leaf_id, cycle_id, award_year, number, decision_id, list_id, "
        "list_sha256, title, text, posted_by, posted_at, working) SELECT gen_random_uuid(), 'posted', 1, $1, cycle_id, "
        "award_year, 9, $2, $3, list_sha256, '', '', posted_by, posted_at, '' FROM notice WHERE id = $4"
    )
    for decision, listed, refusal in (
        (uuid4(), None, "i26_kind_of_notice"),
        (uuid4(), UUID(made.listed["id"]), "ck_notice_i26_of_one_list"),
        (None, None, "i26_kind_of_notice"),
    ):
        with pytest.raises(asyncpg.CheckViolationError, match=refusal):
            async with operator.transaction() as leaf:
                await operator.run(notice, leaf, decision, listed, UUID(made.notices[0]))


async def test_the_plan_dates_the_steps_of_its_own_edition(people: People, operator: Operator) -> None:
    made = await noticed(people, operator)
    phases = [entry["phase"] for entry in ok(await made.secretary.get(made.cycle), 200)["schedule"]]
    assert phases[-4:] == ["deliberation", "proposal_notice", "approval", "commended"]
    reached = {e["phase"]: e["reached_on"] for e in ok(await made.secretary.get(made.cycle), 200)["schedule"]}
    assert reached["proposal_notice"] == PUBLISHED[:10]
