"""Duties around the meeting and the notice, and who decides where the office may not (arts. 24-26, 29, 30)."""

from app.regulation.vocabulary import Role
from tests.api import Operator, People
from tests.committee_world import committee, convened, deliberating, proposed, scored_year
from tests.honours_world import CONTACT, PAID, REVOKED, commended_year, noticed_year, revoked
from tests.interests.test_break_glass import asked as access_asked
from tests.interests.test_break_glass import bar, barred_officer, granted
from tests.minutes.world import closed, on_meeting
from tests.motions.test_motions import on
from tests.motions.test_motions import proposed as motioned
from tests.objections.test_files import RUNNING, UNIT, add, lodge, path_of
from tests.objections.test_ruling import APART, RULING, admitted, do
from tests.overview.duties import one, waits
from tests.publications.test_following import PAPER, act
from tests.recusals.test_recusals import answered, asked, named
from tests.reviews_world import reviewing
from tests.year_world import ok

ONE = {"甲": 70000}


async def test_the_committee_is_convened_on_its_candidates_and_its_chair_approves_each_version_of_the_minutes(
    people: People, operator: Operator
) -> None:
    scored = await scored_year(people, operator, ONE)
    office, here = scored.secretary, scored.year.cycle_id
    names = ("convene_meeting", "meeting_open", "minutes_unapproved")
    assert await waits(office, here, *names) == {}
    await proposed(scored)
    duty = await one(office, "convene_meeting", here)
    assert duty is not None
    assert (duty["acts"], duty["article"], duty["subject"]) == (["convene_meeting"], "第二十四条", "cycle")
    members = await committee(people, office)
    for member in members:
        words = ok(await member.get("/v1/undertakings/text"), 200)["text_sha256"]
        ok(await member.post("/v1/undertakings", {"cycle_id": here, "text_sha256": words}))
    session = await convened(scored, members)
    assert await waits(office, here, *names) == {"meeting_open": 1}
    await closed(session)
    assert await waits(office, here, *names) == {}
    duty = await one(session.chair, "minutes_unapproved", session.meeting)
    assert duty is not None
    assert (duty["acts"], duty["href"]) == (["approve_minutes"], f"/v1/meetings/{session.meeting}/minutes")
    assert await waits(members[1], here, *names) == {}
    ok(await on_meeting(session, session.chair, "minutes/approval"))
    assert await waits(session.chair, here, *names) == {}
    correction = {"correction": "会议地点应为302会议室。", "reason": "笔误。"}
    ok(await on_meeting(session, office, "minutes/corrections", correction))
    assert await waits(session.chair, here, *names) == {"minutes_unapproved": 1}
    ok(await on_meeting(session, session.chair, "minutes/approval"))
    assert await waits(session.chair, here, *names) == {}


async def test_papers_on_a_motion_are_handed_out_by_the_office_and_counted_by_a_teller(
    people: People, operator: Operator
) -> None:
    session = await deliberating(people, operator, ONE, ballot_mode="secret_paper")
    here, office, teller = session.scored.year.cycle_id, session.scored.secretary, session.members[1]
    motion = ok(await motioned(session, office))["id"]
    names = ("motion_papers_not_out", "motion_papers_uncounted", "motion_vote_uncast")
    assert await waits(office, here, *names) == {}
    ok(await on(session, motion, "ballot"))
    duty = await one(office, "motion_papers_not_out", motion)
    assert duty is not None
    assert (duty["acts"], duty["href"]) == (["hand_out_motion_papers"], f"/v1/motions/{motion}")
    assert await waits(teller, here, *names) == {}
    taken = {"members": [str(member.party) for member in session.members]}
    ok(await office.post(f"/v1/motions/{motion}/papers", taken))
    assert await waits(office, here, *names) == {}
    duty = await one(teller, "motion_papers_uncounted", motion)
    assert duty is not None
    assert (duty["acts"], duty["href"]) == (["record_motion_count"], f"/v1/motions/{motion}")
    count = {"in_favour": 4, "against": 0, "abstained": 0, "invalid": 1}
    ok(await teller.post(f"/v1/motions/{motion}/paper-counts", count))
    assert await waits(teller, here, *names) == {}
    assert await waits(session.members[2], here, *names) == {"motion_papers_uncounted": 1}


async def test_a_suspended_notice_waits_to_be_published_anew(people: People, operator: Operator) -> None:
    made = await noticed_year(people, operator)
    office, here, notice = made.secretary, made.session.scored.year.cycle_id, made.notices[0]
    names = ("notice_interrupted", "notice_unpublished")
    async with operator.at(RUNNING):
        assert await waits(office, here, *names) == {}
    ok(await act(made, notice, "suspension", PAPER))
    async with operator.at(RUNNING):
        duty = await one(office, "notice_interrupted", notice)
        assert duty is not None
        assert (duty["acts"], duty["article"], duty["href"]) == (
            ["republish_notice"], "第二十五条", f"/v1/notices/{notice}",
        )  # fmt: skip
    ok(await act(made, notice, "republication", {"contact": CONTACT}))
    async with operator.at(RUNNING):
        assert await waits(office, here, *names) == {"notice_unpublished": 1}


async def test_a_unit_s_objection_without_its_seal_is_told_until_the_scan_is_there(
    people: People, operator: Operator
) -> None:
    made = await noticed_year(people, operator)
    office, here, names = made.secretary, made.session.scored.year.cycle_id, ("seal_missing", "objection_unadmitted")
    await lodge(made)
    path = await path_of(made, (await lodge(made, **UNIT))["receipt_number"])
    async with operator.at(RUNNING):
        assert await waits(office, here, *names) == {"seal_missing": 1, "objection_unadmitted": 2}
        duty = await one(office, "seal_missing", path.rpartition("/")[2])
        assert duty is not None
        assert (duty["acts"], duty["href"], duty["article"]) == (["add_objection_file"], path, "第二十五条")
    ok(await add(made, path))
    async with operator.at(RUNNING):
        assert await waits(office, here, *names) == {"seal_missing": 1, "objection_unadmitted": 2}
    ok(await add(made, path, kind="seal"))
    async with operator.at(RUNNING):
        assert await waits(office, here, *names) == {"objection_unadmitted": 2}


async def test_where_another_rules_the_investigator_is_named_first_and_the_chair_rules_what_is_referred_to_him(
    people: People, operator: Operator
) -> None:
    made = await noticed_year(people, operator, APART)
    here, office, chair = made.session.scored.year.cycle_id, made.secretary, made.session.chair
    names = ("objection_uninvestigated", "objection_unruled")
    path, second = await admitted(made, "甲"), await people.secretary()
    case = path.rpartition("/")[2]
    async with operator.at(RUNNING):
        duty = await one(office, "objection_uninvestigated", case)
        assert duty is not None
        assert (duty["acts"], duty["href"], duty["article"]) == (["assign_investigator"], path, "第二十五条")
        assert await waits(second, here, *names) == {"objection_uninvestigated": 1}
    ok(await do(made, office, f"{path}/investigator", {"user_id": str(office.user)}))
    async with operator.at(RUNNING):
        assert (await waits(office, here, *names), await waits(chair, here, *names)) == ({}, {})
        assert await waits(second, here, *names) == {"objection_unruled": 1}
    ok(await do(made, office, f"{path}/investigator", {"user_id": str(second.user)}))
    async with operator.at(RUNNING):
        # Whoever has investigated is not asked to rule when another is named after him.
        assert await waits(office, here, *names) == await waits(second, here, *names) == {}
    await operator.run(
        "UPDATE role_grant SET ended_at = now() WHERE role = $1 AND ended_at IS NULL AND user_id <> $2",
        Role.SECRETARIAT, office.user,
    )  # fmt: skip
    ok(await do(made, office, f"{path}/referral", None))
    async with operator.at(RUNNING):
        assert (await waits(office, here, *names), await waits(made.session.members[1], here, *names)) == ({}, {})
        duty = await one(chair, "objection_unruled", case)
        assert duty is not None
        assert (duty["acts"], duty["role"]) == (["uphold_objection", "reject_objection"], "committee")
    ok(await do(made, chair, f"{path}/rejection", RULING))
    async with operator.at(RUNNING):
        assert (await waits(office, here, *names), await waits(chair, here, *names)) == ({}, {})


async def test_a_recusal_of_an_officer_is_the_chair_s_and_of_an_expert_the_office_s(
    people: People, operator: Operator
) -> None:
    work = await reviewing(people, operator)
    chair, _, member, *_ = await committee(people, work.secretary)
    here, owner, name = work.year.cycle_id, work.cases[0].owner, await named(operator, work.secretary)
    request = await asked(owner, work.application, sought="officer", name=name, unit="秘书处")
    duty = await one(chair, "recusal_undecided", ok(request)["id"])
    assert duty is not None
    assert (duty["acts"], duty["article"], duty["role"]) == (
        ["grant_recusal", "refuse_recusal"], "第三十条", "committee",
    )  # fmt: skip
    assert name not in duty["message"]
    for person in (work.secretary, member):
        assert await waits(person, here, "recusal_undecided") == {}
    ok(await answered(chair, request, "refusal"))
    assert await waits(chair, here, "recusal_undecided") == {}
    about_expert = await asked(owner, work.application)
    assert await waits(chair, here, "recusal_undecided") == {}
    assert await one(work.secretary, "recusal_undecided", ok(about_expert)["id"]) is not None


async def test_an_access_waits_for_everybody_who_may_decide_and_for_nobody_whom_the_same_case_bars(
    people: People, operator: Operator
) -> None:
    scored = await scored_year(people, operator, ONE)
    chair, _, member, *_ = await committee(people, scored.secretary)
    here, person = scored.year.cycle_id, await barred_officer(people, scored)
    request = await access_asked(scored, person)
    duty = await one(scored.secretary, "access_undecided", ok(request)["id"])
    assert duty is not None
    assert (duty["acts"], duty["article"], duty["href"]) == (
        ["grant_break_glass", "refuse_break_glass"], "第三十条", "/v1/break-glass",
    )  # fmt: skip
    code = "access_undecided"
    told = [await waits(each, here, code) for each in (person, chair, member)]
    assert told == [{}, {code: 1}, {}]
    await bar(scored, scored.secretary)
    told = [await waits(each, here, code) for each in (person, scored.secretary, chair)]
    assert told == [{}, {}, {code: 1}]
    ok(await granted(chair, request))
    assert await waits(chair, here, code) == {}


async def test_the_plaque_of_a_revoked_title_is_owed_until_it_is_back_and_only_if_it_was_handed_over(
    people: People, operator: Operator
) -> None:
    year = await commended_year(people, operator)
    office, here = year.secretary, year.session.scored.year.cycle_id
    plaque = {"plaque_number": "演练-2022-待还", "received_on": PAID[:10], "receiver": "张某（演练）"}
    ok(await year.do(office, f"/v1/awards/{(await year.award('甲'))['id']}/plaque", plaque, PAID))
    cases = [await revoked(year, letter) for letter in "甲乙"]
    async with operator.at(REVOKED):
        assert await waits(office, here, "plaque_owed") == {"plaque_owed": 1}
        duty = await one(office, "plaque_owed", cases[0])
        assert duty is not None
        assert (duty["acts"], duty["article"], duty["href"]) == (
            ["record_plaque_return"], "第二十九条", f"/v1/revocations/{cases[0]}",
        )  # fmt: skip
    back = {"returned_on": REVOKED[:10], "received_by": "秘书处周敏"}
    ok(await year.do(office, f"/v1/revocations/{cases[0]}/plaque-return", back, REVOKED))
    async with operator.at(REVOKED):
        assert await waits(office, here, "plaque_owed") == {}
