"""T14 through HTTP: a substitute rests on a decision and a full notice of his own, later than the upheld objection."""

from uuid import UUID, uuid4

import asyncpg
import httpx2
import pytest

from tests.api import Operator, People
from tests.committee_world import EXCELLENCE, fixed, over
from tests.eligibility_world import reasons
from tests.honours_world import REVOKED, Honours, approve, commended_year, lodged, noticed_year, revoked, ruled
from tests.year_world import ok

OBJECTED = "2022-12-14T10:00:00+08:00"
UPHELD = "2022-12-21T10:00:00+08:00"
AGAIN = "2022-12-23T09:00:00+08:00"
POSTED = "2022-12-26T08:30:00+08:00"
PUBLISHED = "2022-12-26T09:00:00+08:00"
LAST_SECOND = "2023-01-03T23:59:58+08:00"
"""Seven days end on 2 January, a day off: the notice rolls to Tuesday the third."""
ENDED = "2023-01-04T10:00:00+08:00"


async def fallen(people: People, operator: Operator) -> Honours:
    """Give a year where the objection to 丁 was upheld after the notice, and nothing has followed yet."""
    made = await noticed_year(people, operator)
    found = await lodged(made, "丁", OBJECTED)
    await ruled(made, found, "upholding", UPHELD)
    return made


async def decided_again(made: Honours, instant: str = AGAIN) -> None:
    """Vote again on 戊, and let the government strike 丁 and approve 戊."""
    async with made.operator.at(instant):
        await made.session.ballot("戊", 5, EXCELLENCE, reason="递补须再次表决。")
        made.decision = await approve(made.session, "戊", "丁")


async def test_t14_a_substitute_takes_a_new_decision_and_a_new_full_notice(
    people: People, operator: Operator, api: httpx2.AsyncClient
) -> None:
    made = await fallen(people, operator)
    assert reasons(await made.commend("戊", UPHELD)) == [("notice.unknown_name", "第二十五条")]
    await decided_again(made)
    assert reasons(await made.commend("戊", AGAIN)) == [("notice.unknown_name", "第二十五条")]
    struck = await made.commend("丁", AGAIN)
    assert (struck.status_code, reasons(struck)) == (409, [("act.out_of_order", "第二十六条")])
    notice = await made.noticed(POSTED, PUBLISHED)
    assert [entry["organization_name"] for entry in notice["entries"]] == [
        "演练乙有限公司", "演练甲有限公司", "演练丙有限公司", "演练戊有限公司",
    ]  # fmt: skip
    assert (notice["number"], notice["last_day"]) == (2, "2023-01-03")
    early = await made.commend("丙戊", LAST_SECOND)
    assert [(each["pointer"], each["code"]) for each in early.json()["errors"]] == [
        ("/application_ids/1", "notice.running")
    ]
    ok(await made.commend("甲", LAST_SECOND))
    awards = ok(await made.commend("丙戊", ENDED))["awards"]
    rests = {award["organization_name"]: award["notice_id"] for award in awards}
    assert rests == {"演练丙有限公司": made.notices[0], "演练戊有限公司": made.notices[1]}
    public = ok(await api.get(f"/v1/publications/{made.notices[0]}"), 200)
    assert "演练丁有限公司" in [entry["organization_name"] for entry in public["entries"]]


async def test_nobody_comes_in_the_place_of_a_title_that_was_revoked(people: People, operator: Operator) -> None:
    made = await commended_year(people, operator)
    await revoked(made, "丁")
    async with operator.at(REVOKED):
        await made.session.ballot("戊", 5, EXCELLENCE, reason="称号撤销后再次表决。")
        reasons_given = over(made.firms.values())
        named = await fixed(made.session, reason="拟递补。", passed_over=reasons_given, replaces=[made.firms["丁"]])
        assert (named.status_code, reasons(named)) == (422, [("list.replaces_unknown", "第二十六条")])
        listed = ok(await fixed(made.session, reason="拟递补。", passed_over=reasons_given))
    # Two of the three places were awarded; the revoked one is not free.
    assert [(each["application_id"], each["position"]) for each in listed["entries"]] == [(made.firms["戊"], 3)]


async def overtaken(people: People, operator: Operator) -> Honours:
    """Give a year whose substitute was approved the day before the objection was upheld, and shown after it."""
    made = await fallen(people, operator)
    await decided_again(made, "2022-12-20T09:00:00+08:00")
    await made.noticed(POSTED, PUBLISHED)
    return made


async def test_t14_a_decision_dated_before_the_ruling_carries_no_substitute(people: People, operator: Operator) -> None:
    made = await overtaken(people, operator)
    refused = await made.commend("甲戊", ENDED)
    assert [(each["pointer"], each["code"], each["article"]) for each in refused.json()["errors"]] == [
        ("/application_ids/1", "notice.substitute_approval", "第二十四条")
    ]
    ok(await made.commend("甲", ENDED))
    names = await operator.rows(
        "SELECT r.total_num, r.total_den, p.floor, n.ends_at, c.id FROM comprehensive_report r "
        "JOIN prize p ON p.cycle_id = r.cycle_id AND p.tier = $2 JOIN notice n ON n.id = $3 "
        "JOIN commendation c ON c.cycle_id = r.cycle_id WHERE r.application_id = $1",
        UUID(made.firms["戊"]), EXCELLENCE, UUID(made.notices[1]),
    )  # fmt: skip
    num, den, floor, ends_at, commendation = names[0]
    with pytest.raises(asyncpg.CheckViolationError, match="i14_substitute_anew"):
        async with operator.at(ENDED), operator.transaction() as leaf:
            await operator.run(
                "INSERT INTO award (id, status, version, leaf_id, cycle_id, application_id, organization_name, tier, "
                "slot, total_num, total_den, floor, notice_id, notice_ends_at, commendation_id, granted_on) VALUES "
                "(gen_random_uuid(), 'standing', 1, $1, $2, $3, 'x', $4, 3, $5, $6, $7, $8, $9, $10, '2023-01-04')",
                leaf, UUID(made.session.scored.year.cycle_id), UUID(made.firms["戊"]), EXCELLENCE, num, den, floor,
                UUID(made.notices[1]), ends_at, commendation,
            )  # fmt: skip


async def test_t14_a_fresh_decision_on_the_overtaken_substitute_starts_his_notice_anew(
    people: People, operator: Operator
) -> None:
    made = await overtaken(people, operator)
    async with operator.at("2023-01-05T09:00:00+08:00"), operator.connection.transaction():
        made.decision = {"id": await copied(made)}
    posted, published = "2023-01-05T09:30:00+08:00", "2023-01-05T10:00:00+08:00"
    third = await made.noticed(posted, published)
    assert (third["number"], third["last_day"]) == (3, "2023-01-12")
    early = await made.commend("甲戊", "2023-01-12T10:00:00+08:00")
    assert [(each["pointer"], each["code"]) for each in early.json()["errors"]] == [
        ("/application_ids/1", "notice.running")
    ]
    awards = ok(await made.commend("甲戊", "2023-01-13T10:00:00+08:00"))["awards"]
    assert [award["notice_id"] for award in awards] == [made.notices[0], made.notices[2]]


async def copied(made: Honours) -> str:
    """Write a third decision with the winners of the second, dated today, straight in the tables; give its id."""
    submission, paper, decision = uuid4(), uuid4(), uuid4()
    run, second = made.operator.run, UUID(made.decision["id"])
    await run(
        "INSERT INTO proposed_list SELECT $1, l.cycle_id, 9, l.content, l.sha256, 'x', l.fixed_by, l.fixed_at "
        "FROM proposed_list l JOIN government_decision d ON d.list_id = l.id WHERE d.id = $2",
        paper, second,
    )  # fmt: skip
    await run(
        "INSERT INTO government_submission SELECT $1, d.cycle_id, $2, d.list_sha256, $3, '2023-01-05', "
        "d.recorded_by, now() FROM government_decision d WHERE d.id = $4",
        submission, paper, str(paper), second,
    )  # fmt: skip
    await run(
        "INSERT INTO government_decision (id, cycle_id, submission_id, number, list_id, list_sha256, document_number, "
        "decided_on, signatory, approved, approved_sha256, recorded_by, recorded_at) SELECT $1, cycle_id, $2, 3, $3, "
        "list_sha256, $4, '2023-01-05', signatory, approved, approved_sha256, recorded_by, now() "
        "FROM government_decision WHERE id = $5",
        decision, submission, paper, str(decision), second,
    )  # fmt: skip
    await run(
        "INSERT INTO decision_entry SELECT $1, application_id, cycle_id, tier, is_approved, reason "
        "FROM decision_entry WHERE decision_id = $2 AND is_approved",
        decision, second,
    )  # fmt: skip
    return str(decision)
