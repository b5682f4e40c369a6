"""The commendation through HTTP: after the full notice, within the places, once (arts. 4, 25, 26; I3, I12-I15)."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx2
import pytest

from app.local_postgres import Cluster
from tests.api import Operator, People
from tests.committee_world import MAYORS
from tests.eligibility_world import reasons
from tests.honours_world import (
    COMMENDED,
    ENDED,
    LAST_SECOND,
    PUBLISHED,
    TIERS,
    Honours,
    approved_year,
    commended_year,
    noticed_year,
)
from tests.year_world import ok

AWARD = (
    "INSERT INTO award (id, status, version, leaf_id, cycle_id, application_id, organization_name, tier, slot, "
    "total_num, total_den, floor, notice_id, notice_ends_at, commendation_id, granted_on) SELECT gen_random_uuid(), "
    "'standing', 1, $1, r.cycle_id, r.application_id, 'x', $3, $4, r.total_num, r.total_den, p.floor, n.id, "
    "n.ends_at, $5, $6::text::date FROM comprehensive_report r JOIN prize p ON p.cycle_id = r.cycle_id "
    "AND p.tier = $3 JOIN notice n ON n.cycle_id = r.cycle_id WHERE r.application_id = $2"
)


async def direct(
    year: Honours, connection: asyncpg.Connection, letter: str, *, tier: str = "", slot: int = 1,
    granted_on: str = "2022-12-20",
) -> None:  # fmt: skip
    """Write a commendation and a title as the secretariat's persona would, past every rule of the service."""
    made, leaf = uuid4(), uuid4()
    async with connection.transaction():
        await connection.execute(
            "SELECT set_config('role', 'award_secretariat', true), set_config('award.user', $1, true)",
            str(year.secretary.user),
        )
        await connection.execute("INSERT INTO record_leaf (id, body, hash_algorithm) VALUES ($1, '{}', 'sha256')", leaf)
        await connection.execute(
            "INSERT INTO commendation SELECT $1, cycle_id, id, list_sha256, $2, '2022-12-20', 'x', $3, now() "
            "FROM notice WHERE id = $4",
            made, str(made), year.secretary.user, UUID(year.notices[0]),
        )  # fmt: skip
        await connection.execute(AWARD, leaf, UUID(year.firms[letter]), tier or TIERS[letter], slot, made, granted_on)


async def test_the_winners_of_an_ended_notice_get_their_titles_and_bonuses(people: People, operator: Operator) -> None:
    made = await noticed_year(people, operator)
    answer = await made.commend("甲丙")
    seen = ok(answer)
    assert [(a["organization_name"], a["tier"], a["slot"], a["status"]) for a in seen["awards"]] == [
        ("演练甲有限公司", "mayors_award", 1, "standing"), ("演练丙有限公司", "excellence_award", 1, "standing"),
    ]  # fmt: skip
    assert ok(await made.secretary.get(made.cycle), 200)["status"] == "commended"
    assert [await made.session.scored.status(letter) for letter in "甲丙乙"] == [
        "awarded", "awarded", "approved_in_notice",
    ]  # fmt: skip
    assert [((await made.bonus(letter))["amount"], (await made.bonus(letter))["status"]) for letter in "甲丙"] == [
        (500000, "entitled"), (100000, "entitled"),
    ]  # fmt: skip
    later = ok(await made.commend("乙丁", "2022-12-21T10:00:00+08:00"))
    assert [award["slot"] for award in later["awards"]] == [2, 2]
    assert ok(await made.secretary.get(answer.headers["location"]), 200)["awards"] == seen["awards"]
    again = await made.commend("甲")
    assert (again.status_code, reasons(again)) == (409, [("act.out_of_order", "第二十六条")])


async def test_nothing_is_commended_before_the_last_day_is_over(people: People, operator: Operator) -> None:
    made = await approved_year(people, operator)
    posted = ok(await made.post_notice())
    made.notices.append(posted["id"])
    assert reasons(await made.commend("甲")) == [("notice.not_published", "第二十五条")]
    ok(await made.publish(await made.secretary.get(f"/v1/notices/{posted['id']}")))
    early = await made.commend("甲乙", LAST_SECOND)
    assert [(each["pointer"], each["code"]) for each in early.json()["errors"]] == [
        ("/application_ids/0", "notice.running"), ("/application_ids/1", "notice.running"),
    ]  # fmt: skip
    dated_back = await made.commend("甲", decided_on="2022-12-19")
    assert reasons(dated_back) == [("notice.running", "第二十五条")]
    ahead = await made.commend("甲", decided_on="2022-12-21")
    assert reasons(ahead) == [("day.in_future", "第二十六条")]
    ok(await made.commend("甲", ENDED))


async def test_a_commendation_names_each_name_of_its_notice_once(people: People, operator: Operator) -> None:
    made = await noticed_year(people, operator)
    firm = made.firms["甲"]
    twice = await made.commend("甲", application_ids=[firm, firm, made.firms["戊"]])
    assert [(each["pointer"], each["code"]) for each in twice.json()["errors"]] == [
        ("/application_ids/1", "notice.unknown_name"), ("/application_ids/2", "notice.unknown_name"),
    ]  # fmt: skip
    nowhere = await made.commend("甲", notice_id="00000000-0000-4000-8000-000000000000")
    assert reasons(nowhere) == [("notice.unknown", "第二十五条")]
    ok(await made.commend("甲", document_number=f"演练政发〔2022〕{made.cycle[-6:]}"))
    number = await made.commend("乙", document_number=f"演练政发〔2022〕{made.cycle[-6:]}")
    assert (number.status_code, number.json()["code"]) == (409, "document.number_taken")
    stale = await made.secretary.post("/v1/commendations", {"notice_id": made.notices[0]}, match='"v1"')
    assert stale.status_code == 422


async def test_many_commendations_at_once_end_in_one_title_each_and_no_place_too_many(
    people: People, operator: Operator
) -> None:
    made = await noticed_year(people, operator)
    async with operator.at(COMMENDED):
        seen = await made.secretary.get(made.cycle)
        bodies = [
            {
                "notice_id": made.notices[0], "document_number": f"演练赛〔2022〕{place}{made.cycle[-6:]}",
                "decided_on": "2022-12-20", "signatory": "演练市人民政府",
                "application_ids": [made.firms[letter] for letter in letters],
            }
            for place, letters in enumerate(("甲乙", "乙丙", "丙丁", "甲丁", "甲乙丙丁", "乙"))
        ]  # fmt: skip
        answers = await asyncio.gather(*(made.secretary.post("/v1/commendations", body, match=seen) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [201, 412, 412, 412, 412, 412]
    rows = await operator.rows(
        "SELECT count(*), count(DISTINCT application_id), count(DISTINCT (tier, slot)) FROM award WHERE cycle_id = $1",
        UUID(made.session.scored.year.cycle_id),
    )
    assert rows[0][0] == rows[0][1] == rows[0][2]


async def test_the_schema_never_holds_more_titles_than_places(
    people: People, operator: Operator, cluster: Cluster, database: str
) -> None:
    made = await noticed_year(people, operator)
    async with operator.at(COMMENDED):
        connections = [await connection_of(cluster, database) for _ in range(6)]
        tries = zip(connections, ("甲", "乙", "甲", "乙", "甲", "乙"), (1, 1, 2, 2, 3, 1), strict=True)
        results = await asyncio.gather(
            *(direct(made, each, letter, slot=slot) for each, letter, slot in tries), return_exceptions=True
        )
        for each in connections:
            await each.close()
    held = await operator.rows(
        "SELECT slot FROM award WHERE cycle_id = $1 AND tier = $2 ORDER BY slot",
        UUID(made.session.scored.year.cycle_id), MAYORS,
    )  # fmt: skip
    assert 1 <= len(held) == results.count(None) <= 2
    refused = (asyncpg.UniqueViolationError, asyncpg.ForeignKeyViolationError)
    assert [each for each in results if each is not None and not isinstance(each, refused)] == []


async def connection_of(cluster: Cluster, database: str) -> asyncpg.Connection:
    return await asyncpg.connect(cluster.url(database).replace("+asyncpg", ""))


@pytest.mark.parametrize(("instant", "changed", "refusal"), [
    (LAST_SECOND, {}, "i14_award_after_the_notice"),
    (PUBLISHED, {"granted_on": "2022-12-20"}, "i14_award_after_the_notice"),
    (COMMENDED, {"granted_on": "2022-12-19"}, "i14_granted_after_the_notice"),
    (COMMENDED, {"tier": "excellence_award"}, "i14_award_after_the_notice"),
    (COMMENDED, {"letter": "戊"}, "i14_award_after_the_notice"),
    (COMMENDED, {"letter": "丙", "tier": "mayors_award"}, "i14_award_after_the_notice"),
    (COMMENDED, {"slot": 3}, "i3_place_exists"),
])  # fmt: skip
async def test_the_schema_refuses_the_secretariat_itself_what_the_law_refuses(
    noticed: Honours, cluster: Cluster, database: str, instant: str, changed: dict[str, Any], refusal: str
) -> None:
    connection = await connection_of(cluster, database)
    values: dict[str, Any] = {"letter": "甲"} | changed
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match=refusal):
        async with noticed.operator.at(instant):
            await direct(noticed, connection, **values)
    await connection.close()


@pytest.fixture(scope="module")
async def noticed(people: People, operator: Operator) -> Honours:
    """A year whose notice has been published."""
    return await noticed_year(people, operator)


async def test_a_plaque_is_handed_over_once_on_a_possible_day(people: People, operator: Operator) -> None:
    made = await commended_year(people, operator, "甲乙")
    path = f"/v1/awards/{(await made.award('甲'))['id']}"
    plaque = {"plaque_number": f"JYMQA-{made.cycle[-6:]}", "received_on": "2022-12-28", "receiver": "陈启明"}
    at = "2022-12-28T10:00:00+08:00"
    assert (await made.secretary.post(f"{path}/plaque", plaque)).status_code == 428
    stale = await made.secretary.post(f"{path}/plaque", plaque, match='"v9"')
    assert stale.status_code == 412
    for day, code in (("2022-12-29", "day.in_future"), ("2022-12-19", "day.too_early")):
        wrong = await made.do(made.secretary, f"{path}/plaque", plaque | {"received_on": day}, at)
        assert reasons(wrong) == [(code, "第二十六条")]
    handed = ok(await made.do(made.secretary, f"{path}/plaque", plaque, at))
    assert (handed["plaque_number"], handed["plaque_receiver"]) == (plaque["plaque_number"], "陈启明")
    again = await made.do(made.secretary, f"{path}/plaque", plaque | {"plaque_number": "别的"}, at)
    assert reasons(again) == [("honours.plaque_handed", "第二十六条")]
    other = f"/v1/awards/{(await made.award('乙'))['id']}"
    same = await made.do(made.secretary, f"{other}/plaque", plaque, at)
    assert (same.status_code, same.json()["code"]) == (409, "plaque.taken")


async def test_a_title_that_was_granted_never_changes_but_by_revocation(
    people: People, operator: Operator, api: httpx2.AsyncClient
) -> None:
    made = await commended_year(people, operator, "甲")
    award = UUID((await made.award("甲"))["id"])
    for change, refusal in (
        ("tier = 'excellence_award'", "i13_award_is_fixed"),
        ("granted_on = granted_on + 1", "i13_award_is_fixed"),
        ("total_num = total_num + 1", "i13_award_is_fixed"),
        ("status = 'entitled'", "i5_illegal_move"),
        ("status = 'revoked', revoked_on = '2023-01-01'", "i29_revoked_by_decision"),
    ):
        with pytest.raises(asyncpg.CheckViolationError, match=refusal):
            async with operator.transaction():
                await operator.run(f"UPDATE award SET {change} WHERE id = $1", award)  # noqa: S608 - a literal above.
    with pytest.raises(asyncpg.CheckViolationError, match="i13_award_is_fixed"):
        await operator.run("DELETE FROM award WHERE id = $1", award)
    roll = ok(await api.get("/v1/roll?limit=200"), 200)["items"]
    assert [line["status"] for line in roll if line["award_year"] == made.session.scored.year.award_year] == [
        "standing"
    ]
