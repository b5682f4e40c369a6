"""Attacks on the order of a year: no state without an act that leads on, no winner lost on the way (arts. 24-26)."""

import httpx2

from tests.api import Operator, People
from tests.committee_world import (
    EXCELLENCE,
    MAYORS,
    Session,
    decided,
    deliberating,
    fixed,
    recheck,
    submitted,
)
from tests.eligibility_world import reasons
from tests.honours_world import (
    COMMENDED,
    PAID,
    Honours,
    approved_year,
    commended_year,
    lodged,
    noticed_year,
    ruled,
    voucher,
)
from tests.year_world import ok


async def closed(made: Honours | Session) -> httpx2.Response:
    scored = made.session.scored if isinstance(made, Honours) else made.scored
    path = scored.year.path
    secretary = await scored.secretary.signed_in()
    return await secretary.post(f"{path}/closure", match=await secretary.get(path))


async def test_a_year_is_not_closed_while_an_approved_winner_waits_for_his_objection_to_be_ruled_on(
    people: People, operator: Operator
) -> None:
    made = await noticed_year(people, operator)
    found = await lodged(made, "丁", "2022-12-14T10:00:00+08:00")
    ok(await made.commend("甲乙丙"))
    async with operator.at(COMMENDED):
        early = await closed(made)
        assert (early.status_code, early.json()["code"]) == (409, "cycle.winners_waiting")
    await ruled(made, found, "rejection", "2022-12-21T10:00:00+08:00")
    ok(await made.commend("丁", "2022-12-22T10:00:00+08:00"))
    ok(await closed(made))


async def test_a_name_that_fell_without_a_substitute_is_struck_and_the_year_ends(
    people: People, operator: Operator
) -> None:
    made = await commended_year(people, operator, "甲乙丙")
    found = await lodged(made, "丁", "2022-12-14T10:00:00+08:00")
    await ruled(made, found, "upholding", "2022-12-21T10:00:00+08:00")
    async with operator.at("2022-12-22T10:00:00+08:00"):
        chair = made.session
        alone = await fixed(chair, reason="撤下丁。")
        assert reasons(alone) == [("list.empty", "第二十四条")]
        listed = ok(await fixed(chair, reason="撤下丁。", replaces=[made.firms["丁"]]))
        assert listed["entries"] == []
        sent = ok(await submitted(chair, listed["id"]))
        ok(await decided(chair, sent["id"], "丁"))
        assert await chair.scored.status("丁") == "not_approved"
        ok(await closed(made))


async def test_a_year_whose_whole_list_the_government_struck_ends_vacant(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, {"甲": 70000})
    await session.ballot("甲", 5)
    listed = ok(await fixed(session))
    sent = ok(await submitted(session, listed["id"]))
    early = await closed(session)
    assert (early.status_code, early.json()["code"]) == (409, "cycle.winners_waiting")
    ok(await decided(session, sent["id"], "甲"))
    assert ok(await closed(session))["status"] == "closed"


async def test_a_year_whose_only_winner_is_disqualified_in_the_notice_ends_vacant(
    people: People, operator: Operator
) -> None:
    made = await approved_year(people, operator)
    for letter in "甲乙丙丁":
        async with operator.transaction() as leaf:
            await operator.run(
                "UPDATE application SET status = 'disqualified', seq = seq + 1, version = version + 1, leaf_id = $1 "
                "WHERE id = $2",
                leaf, made.firms[letter],
            )  # fmt: skip
            await operator.run(
                "INSERT INTO application_step (application_id, seq, edition_id, subject, from_status, to_status, act, "
                "leaf_id) SELECT id, seq, edition_id, 'application', 'approved_in_notice', 'disqualified', "
                "'disqualify_application', $1 FROM application WHERE id = $2",
                leaf, made.firms[letter],
            )  # fmt: skip
    ok(await closed(made))


async def test_who_withdrew_before_his_ballot_does_not_bar_the_others_from_the_next_tier(
    people: People, operator: Operator
) -> None:
    session = await deliberating(people, operator, {"甲": 70000, "乙": 68000, "丙": 66000, "丁": 64000})
    for letter, votes in {"甲": 5, "乙": 5, "丙": 4}.items():
        await session.ballot(letter, votes)
    waiting = await session.open("丙", EXCELLENCE)
    assert (waiting.status_code, reasons(waiting)) == (422, [("selection.still_open", "第二十四条")])
    async with operator.transaction() as leaf:
        await operator.run(
            "UPDATE application SET status = 'withdrawn', seq = seq + 1, version = version + 1, leaf_id = $1 "
            "WHERE id = $2",
            leaf, session.scored.firms["丁"],
        )  # fmt: skip
        await operator.run(
            "INSERT INTO application_step (application_id, seq, edition_id, subject, from_status, to_status, act, "
            "leaf_id) SELECT id, seq, edition_id, 'application', 'candidate', 'withdrawn', 'withdraw_application', $1 "
            "FROM application WHERE id = $2",
            leaf, session.scored.firms["丁"],
        )  # fmt: skip
    assert (await session.ballot("丙", 5, EXCELLENCE))["result"]["passed"] is True
    listed = ok(await fixed(session))
    assert [(entry["tier"], entry["position"]) for entry in listed["entries"]] == [
        (MAYORS, 1), (MAYORS, 2), (EXCELLENCE, 1),
    ]  # fmt: skip


async def test_a_recheck_before_the_list_went_to_the_government_is_too_old_for_its_approval(
    people: People, operator: Operator
) -> None:
    session = await deliberating(people, operator, {"甲": 70000})
    await session.ballot("甲", 5)
    await recheck(session.scored, "approval", "甲")
    async with operator.at("2099-05-04T10:00:00+08:00"):
        session = Session(
            scored=session.scored, members=[await each.signed_in() for each in session.members], meeting=session.meeting
        )
        listed = ok(await fixed(session))
        sent = ok(await submitted(session, listed["id"]))
        stale = await decided(session, sent["id"])
        assert (stale.status_code, reasons(stale)) == (422, [("recheck.missing", "第十一条")])


async def test_a_payment_prepared_to_a_wrong_account_is_put_right_and_confirmed_as_it_was_read(
    people: People, operator: Operator
) -> None:
    made = await commended_year(people, operator)
    one, other = await made.finance()
    path = f"/v1/bonuses/{(await made.bonus('甲'))['id']}"
    ok(await made.do(one, f"{path}/preparation", {"account_holder": "另一家公司"}, PAID))
    read = await other.get(path)
    swapped = await made.do(other, f"{path}/preparation", {"account_holder": "演练甲有限公司"}, PAID)
    assert (swapped.status_code, swapped.json()["code"]) == (403, "honours.own_name")
    ok(await made.do(one, f"{path}/preparation", {"account_holder": "演练甲有限公司"}, PAID))
    async with operator.at(PAID):
        assert (await other.post(f"{path}/confirmation", voucher(), match=read)).status_code == 412
    assert ok(await made.do(other, f"{path}/confirmation", voucher(), PAID))["status"] == "paid"
    late = await made.do(one, f"{path}/preparation", {"account_holder": "另一家公司"}, PAID)
    assert late.status_code == 409
