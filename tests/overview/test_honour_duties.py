"""Duties from the meeting to the archived year and beyond, as they come and go over HTTP (arts. 6, 7, 24-31)."""

from typing import Any

from app.regulation.vocabulary import Role
from tests.api import Operator, People, Person
from tests.committee_world import decided, deliberating, fixed, over, recheck, submitted
from tests.honours_world import (
    APPROVED,
    COMMENDED,
    ENDED,
    FINDING,
    HEARING,
    PAID,
    POSTED,
    PUBLISHED,
    REVOKED,
    TIERS,
    TOTALS,
    WINNERS,
    Honours,
    commended_year,
    lodged,
    noticed_year,
    opened,
    outcome,
    voucher,
)
from tests.motions.test_motions import proposed as motioned
from tests.overview.duties import codes, duties
from tests.year_world import ok, resolution


async def about(person: Person, year: Honours, *names: str) -> dict[str, int]:
    """Count somebody's duties of a year, of those names only if there are any."""
    found = await codes(await person.signed_in(), year.session.scored.year.cycle_id)
    return {code: number for code, number in found.items() if not names or code in names}


async def test_a_member_votes_and_the_chair_closes(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, {"甲": 70000, "乙": 65000}, signed=False)
    here, (chair, *_, last) = session.scored.year.cycle_id, session.members
    assert await codes(last, here) == {"sign_undertaking": 1}
    for member in session.members:
        words = ok(await member.get("/v1/undertakings/text"), 200)["text_sha256"]
        ok(await member.post("/v1/undertakings", {"cycle_id": here, "text_sha256": words}))
    assert await codes(last, here) == {}
    ballot = ok(await session.open("甲"))["id"]
    (duty,) = await duties(last)
    assert (duty["code"], duty["acts"], duty["href"]) == ("vote_uncast", ["cast_vote"], f"/v1/ballots/{ballot}")
    ok(await last.post(f"/v1/ballots/{ballot}/votes", {"choice": "against"}))
    assert (await codes(last, here), await codes(chair, here)) == ({}, {"vote_uncast": 1})
    for member in session.members[:-1]:
        ok(await member.post(f"/v1/ballots/{ballot}/votes", {"choice": "in_favour"}))
    assert (await codes(last, here), await codes(chair, here)) == ({}, {"ballot_unclosed": 1})
    ok(await session.close(ballot))
    assert await codes(chair, here) == {"fix_proposed_list": 1}
    assert "against" not in (await chair.get("/v1/me/duties")).text
    await session.ballot("乙", 1)
    ok(await fixed(session, reason="确定名单。", passed_over=over(session.scored.firms.values())))
    assert await codes(chair, here) == {}


async def test_a_motion_waits_for_the_chair_then_for_votes_then_for_the_chair(
    people: People, operator: Operator
) -> None:
    session = await deliberating(people, operator, {"甲": 70000})
    here, (chair, *_, last) = session.scored.year.cycle_id, session.members
    motion = ok(await motioned(session, last))["id"]
    path = f"/v1/motions/{motion}"
    assert (await codes(chair, here), await codes(last, here)) == ({"motion_unopened": 1}, {})
    ok(await chair.post(f"{path}/ballot", match=await chair.get(path)))
    assert (await codes(chair, here), await codes(last, here)) == ({"motion_vote_uncast": 1}, {"motion_vote_uncast": 1})
    for member in session.members:
        ok(await member.post(f"{path}/votes", {"choice": "in_favour"}))
    assert (await codes(chair, here), await codes(last, here)) == ({"motion_unclosed": 1}, {})
    ok(await chair.post(f"{path}/closure", {}, match=await chair.get(path)))
    assert await codes(chair, here) == {}


async def test_papers_are_handed_out_and_counted_by_tellers(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, {"甲": 70000}, ballot_mode="secret_paper")
    here, office = session.scored.year.cycle_id, session.scored.secretary
    ballot = ok(await session.open("甲"))["id"]
    assert (await codes(office, here))["papers_not_out"] == 1
    assert await codes(session.members[1], here) == {}
    ok(await session.hand_out(ballot))
    assert "papers_not_out" not in await codes(office, here)
    teller = session.members[1]
    assert await codes(teller, here) == {"papers_uncounted": 1}
    counts = {"in_favour": 3, "against": 1, "abstained": 1}
    ok(await teller.post(f"/v1/ballots/{ballot}/paper-counts", counts))
    assert await codes(teller, here) == {}


async def test_the_secretariat_is_led_from_the_list_to_the_commendation(people: People, operator: Operator) -> None:
    async with operator.at(APPROVED):
        session = await deliberating(people, operator, TOTALS)
        office, here = session.scored.secretary, session.scored.year.cycle_id
        for letter, tier in TIERS.items():
            await session.ballot(letter, 5 if letter in WINNERS else 1, tier)
        seen: list[Any] = [await codes(office, here)]
        listed = ok(await fixed(session))
        seen.append(await codes(office, here))
        sent = ok(await submitted(session, listed["id"]))
        seen.append(await codes(office, here))
        await recheck(session.scored, "approval", *WINNERS)
        decision = ok(await decided(session, sent["id"]))
        seen.append(await codes(office, here))
    meeting = {"meeting_open": 1}
    assert seen == [
        meeting, meeting | {"submit_to_government": 1}, meeting | {"record_government_decision": 1},
        meeting | {"post_notice": 1},
    ]  # fmt: skip
    year = Honours(people=people, operator=operator, session=session, decision=decision)
    names = ("post_notice", "notice_unpublished", "commend_winners", "plaque_undelivered", "bonus_unprepared")
    posted = await year.post_notice(POSTED)
    async with operator.at(POSTED):
        assert await about(office, year, *names) == {"notice_unpublished": 1}
    year.notices.append(ok(await year.publish(posted))["id"])
    for instant, expected in ((PUBLISHED, {}), (ENDED, {"commend_winners": 1})):
        async with operator.at(instant):
            assert await about(office, year, *names) == expected
    ok(await year.commend(WINNERS))
    async with operator.at(COMMENDED):
        assert await about(office, year, *names) == {"plaque_undelivered": 4, "bonus_unprepared": 4}


async def test_an_objection_is_admitted_and_ruled_within_the_edition_s_days(people: People, operator: Operator) -> None:
    year = await noticed_year(people, operator, {"objection": {"reply_working_days": 5}})
    case = await lodged(year, "甲", PUBLISHED)
    async with operator.at(PUBLISHED):
        office = await year.secretary.signed_in()
        (duty,) = await duties(office, "objection_unadmitted")
        assert (duty["due_on"], duty["overdue"], duty["href"]) == ("2022-12-19", False, f"/v1/objections/{case}")
    async with operator.at("2022-12-20T00:00:00+08:00"):
        office = await year.secretary.signed_in()
        (duty,) = await duties(office, "objection_unadmitted")
        assert duty["overdue"] is True
        path = f"/v1/objections/{case}"
        ok(await office.post(f"{path}/admission", {"reason": "受理。"}, match=await office.get(path)))
        assert set(await about(office, year, "objection_unadmitted", "objection_unruled")) == {"objection_unruled"}
        body = {"reason": "经调查核实。", "reply": "处理意见已告知。"}
        ok(await office.post(f"{path}/rejection", body, match=await office.get(path)))
        assert await about(office, year, "objection_unadmitted", "objection_unruled") == {}


async def test_a_tip_waits_until_it_is_settled(people: People, operator: Operator) -> None:
    year = await noticed_year(people, operator)
    async with operator.at(PUBLISHED):
        body = {"application_id": year.firms["甲"], "text": "线索。"}
        ok(await people.client.post(f"/v1/publications/{year.notices[0]}/tips", json=body))
        office = await year.secretary.signed_in()
        (duty,) = await duties(office, "tip_unsettled")
        ok(await office.post(f"{duty['href']}/settlement", {"outcome": "no_lead", "remark": "无线索。"},
                             match=await office.get(duty["href"])))  # fmt: skip
        assert await duties(office, "tip_unsettled") == []


async def test_a_bonus_is_prepared_by_one_and_confirmed_by_another_with_the_finance_duty(
    people: People, operator: Operator
) -> None:
    year = await commended_year(people, operator)
    one, other = await year.finance()
    async with operator.at(PAID):
        assert await about(one, year, "bonus_unprepared", "bonus_unconfirmed") == {"bonus_unprepared": 4}
        path = f"/v1/bonuses/{(await year.bonus('甲'))['id']}"
        ok(await one.post(f"{path}/preparation", {"account_holder": "演练有限公司"}, match=await one.get(path)))
        names = ("bonus_unprepared", "bonus_unconfirmed")
        assert await about(one, year, *names) == {"bonus_unprepared": 3}
        assert await about(other, year, *names) == {"bonus_unprepared": 3, "bonus_unconfirmed": 1}
        assert await about(year.secretary, year, *names) == {"bonus_unprepared": 3}
        ok(await other.post(f"{path}/confirmation", voucher(), match=await other.get(path)))
        assert await about(other, year, *names) == {"bonus_unprepared": 3}


async def test_a_plaque_waits_and_a_year_that_is_done_waits_for_its_closing(people: People, operator: Operator) -> None:
    year = await commended_year(people, operator)
    async with operator.at(PAID):
        award = await year.award("甲")
        path = f"/v1/awards/{award['id']}"
        body = {"plaque_number": "演练-2022-01", "received_on": PAID[:10], "receiver": "张某（演练）"}
        ok(await year.secretary.post(f"{path}/plaque", body, match=await year.secretary.get(path)))
        assert await about(year.secretary, year, "plaque_undelivered") == {"plaque_undelivered": 3}
    for letter in WINNERS:
        assert await about(year.secretary, year, "close_cycle") == {}
        await year.pay(letter)
    assert await about(year.secretary, year, "close_cycle") == {"close_cycle": 1}


async def test_a_case_passes_from_the_office_to_the_chair_and_back_until_everything_has_come_back(
    people: People, operator: Operator
) -> None:
    year = await commended_year(people, operator)
    await year.pay("甲")
    clerk = (await year.finance())[0]
    case = (await opened(year, "甲"))["id"]
    path, chair, office = f"/v1/revocations/{case}", year.session.chair, year.secretary
    steps = ("revocation_unheard", "revocation_unverified", "revocation_unrequested", "revocation_undecided",
             "revocation_unannounced", "bonus_owed")  # fmt: skip
    async with operator.at(REVOKED):
        assert (await about(office, year, *steps), await about(chair, year, *steps)) == ({"revocation_unheard": 1}, {})
        ok(await year.do(office, f"{path}/hearing", HEARING, REVOKED))
    async with operator.at(REVOKED):
        assert (await about(office, year, *steps), await about(chair, year)) == ({}, {"revocation_unverified": 1})
        member = year.session.members[2]
        assert await about(member, year) == {}
        ok(await year.do(chair, f"{path}/verification", FINDING, REVOKED))
    async with operator.at(REVOKED):
        assert (await about(office, year, *steps), await about(chair, year)) == ({}, {"revocation_unrequested": 1})
        body = {"requested_on": REVOKED[:10], "request_number": "演练质评委〔2023〕99号",
                "resolution_id": await resolution(await office.signed_in())}  # fmt: skip
        ok(await year.do(chair, f"{path}/request", body, REVOKED))
    async with operator.at(REVOKED):
        assert (await about(office, year, *steps), await about(chair, year)) == ({"revocation_undecided": 1}, {})
        ok(await year.do(office, f"{path}/decision", outcome(), REVOKED))
    async with operator.at(REVOKED):
        after = await about(clerk, year, *steps)
        assert after == {"bonus_owed": 1, "revocation_unannounced": 1}
        assert await about(office, year, *steps) == {"revocation_unannounced": 1}
        body = {"amount": 500_000, "received_on": REVOKED[:10], "voucher": "演练-回-1"}
        ok(await year.do(clerk, f"{path}/recoveries", body, REVOKED))
        assert await about(clerk, year, *steps) == {"revocation_unannounced": 1}
        told = {"announced_on": REVOKED[:10], "url": "https://www.example.gov.cn/gg/9.html"}
        ok(await year.do(office, f"{path}/announcement", told, REVOKED))
        assert await about(clerk, year, *steps) == {}


async def test_who_holds_two_roles_reads_the_duties_of_both(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, {"甲": 70000})
    member = session.members[3]
    unit = await people.unit()
    await people.grant(member.user, Role.RECOMMENDER, unit)
    ok(await session.open("甲"))
    (duty,) = await duties(await member.signed_in(), "vote_uncast")
    assert (duty["role"], duty["party_id"], duty["code"]) == ("committee", str(member.party), "vote_uncast")
