"""A sealed ranking over HTTP: its bytes, its new versions, and what tampering by a superuser looks like (art. 23)."""

import json
from hashlib import sha256
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.api import Operator, People
from tests.committee_world import proposed, ranked, scored_year
from tests.eligibility_world import reasons
from tests.rankings_world import forced, reviewed, sealed
from tests.reviews_world import Work
from tests.year_world import ok

FIXED = ("ranking", "fixed_ranking")


@pytest.fixture(scope="module")
async def site(people: People, operator: Operator) -> Work:
    """Two scored applications, unranked."""
    return await reviewed(people, operator)


@pytest.fixture(scope="module")
async def ranking(site: Work) -> dict[str, Any]:
    """Their sealed ranking."""
    return await sealed(site)


async def verification(site: Work, ranking: dict[str, Any]) -> dict[str, Any]:
    return ok(await site.secretary.get(f"/v1/rankings/{ranking['id']}/verification"), 200)


def told(found: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    return [(each["check"], each["of"], each["sealed"], each["found"]) for each in found["differences"]]


async def content_of(operator: Operator, ranking: dict[str, Any]) -> bytes:
    return await operator.value("SELECT content FROM ranking WHERE id = $1", UUID(ranking["id"]))


async def test_the_sealed_bytes_are_canonical_and_hold_all_that_the_order_rests_on(
    site: Work, ranking: dict[str, Any], operator: Operator
) -> None:
    raw = await content_of(operator, ranking)
    assert sha256(raw).hexdigest() == ranking["sha256"]
    content = json.loads(raw, parse_float=pytest.fail)
    assert json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() == raw
    assert (content["format"], content["ranking"], content["number"]) == ("ranking/2", ranking["id"], 1)
    assert content["basis"]["aggregation"] == "final_consensus"
    first, second = site.cases[1].id, site.cases[0].id
    assert [
        (e["place"], e["application_id"], e["stages"], e["total_num"], e["total_den"]) for e in content["entries"]
    ] == [
        (1, first, {"material": "60000/1", "defence": "60000/1", "site": "60250/1"}, 60250, 1),
        (2, second, {"material": "80000/1", "defence": "70000/1", "site": "60075/1"}, 60075, 1),
    ]  # fmt: skip
    assert content["ties"] == []
    leaf = await operator.value("SELECT encode(leaf_hash, 'hex') FROM record_leaf WHERE id = (SELECT leaf_id FROM "
                                "ranking WHERE id = $1)", UUID(ranking["id"]))  # fmt: skip
    assert ranking["leaf_hash"] == leaf


async def test_a_seal_that_nobody_touched_is_equal_in_every_check(site: Work, ranking: dict[str, Any]) -> None:
    found = await verification(site, ranking)
    assert (found["is_equal"], found["differences"], found["summary"]) == (True, [], "与封存的排序完全一致。")
    assert [(check["check"], check["is_equal"]) for check in found["checks"]] == [
        (check, True) for check in ("bytes", "record", "rows", "basis", "order", "scores", "sheets")
    ]


async def test_a_changed_score_is_found_and_leaves_the_sealed_ranking_as_it_is(
    site: Work, ranking: dict[str, Any], operator: Operator
) -> None:
    change = (
        "UPDATE consensus_item SET percent = $1 WHERE item_code = '4.1.2' AND consensus_id = (SELECT id FROM consensus "
        "WHERE application_id = $2 AND stage = 'site')"
    )
    lock = ("consensus_item", "i10_consensus_item_locked")
    async with forced(operator, lock):
        await operator.run(change, 70, UUID(site.cases[1].id))
    try:
        found = await verification(site, ranking)
        shown = ok(await site.secretary.get(f"/v1/rankings/{ranking['id']}"), 200)
    finally:
        async with forced(operator, lock):
            await operator.run(change, 65, UUID(site.cases[1].id))
    assert told(found) == [
        ("scores", "stages/site", "60250/1", "60500/1"), ("scores", "total", "60250/1", "60500/1"),
        ("sheets", "consensus:site", "60250", "60500"),
    ]  # fmt: skip
    assert found["differences"][1]["message"] == (
        "演练申报组织1有限公司的 total 封存为 602.50 分，由合议重算为 605.00。"
    )
    assert found["summary"] == "有 3 处与封存的排序不符，须立即查明。"
    assert [(e["place"], e["total"]) for e in shown["entries"]] == [(1, "602.50"), (2, "600.75")]


async def rewritten(operator: Operator, ranking: dict[str, Any], raw: bytes, digest: str) -> None:
    """Let a superuser write other bytes and another hash."""
    async with forced(operator, FIXED):
        await operator.run(
            "UPDATE ranking SET content = $1, sha256 = decode($2, 'hex') WHERE id = $3", raw, digest,
            UUID(ranking["id"]),
        )  # fmt: skip


async def test_changed_bytes_are_found_with_and_without_their_hash_and_when_they_are_no_ranking(
    site: Work, ranking: dict[str, Any], operator: Operator
) -> None:
    raw = await content_of(operator, ranking)
    forged = raw.replace(b'"total_num":60250', b'"total_num":60000')
    other = sha256(forged).hexdigest()
    rule = "ALTER TABLE ranking DROP CONSTRAINT ck_ranking_i11_ranking_hash"
    await operator.run(rule)
    try:
        await rewritten(operator, ranking, forged, ranking["sha256"])
        bare = told(await verification(site, ranking))
        await rewritten(operator, ranking, forged, other)
        hashed = told(await verification(site, ranking))
        await rewritten(operator, ranking, b"[1.5", ranking["sha256"])
        broken = await verification(site, ranking)
    finally:
        await rewritten(operator, ranking, raw, ranking["sha256"])
        await operator.run(
            "ALTER TABLE ranking ADD CONSTRAINT ck_ranking_i11_ranking_hash CHECK (sha256 = sha256(content))"
        )
    moved = [
        ("rows", "place", "1: 60000/1", "1: 60250/1"), ("order", "place", "1", "2"), ("order", "place", "2", "1"),
        ("scores", "total", "60000/1", "60250/1"), ("scores", "report", "60000/1", "60250/1"),
    ]  # fmt: skip
    assert bare == [("bytes", "sha256", ranking["sha256"], other), *moved]
    assert hashed == [("record", "sha256", other, ranking["sha256"]), *moved]
    assert [check for check, *_ in told(broken)] == ["bytes", "bytes"]
    assert (await verification(site, ranking))["is_equal"]


async def test_whoever_changes_score_report_rows_and_bytes_together_is_found_by_the_record(
    site: Work, ranking: dict[str, Any], operator: Operator
) -> None:
    raw, case = await content_of(operator, ranking), UUID(site.cases[1].id)
    forged = raw.replace(b'"total_num":60250', b'"total_num":60500').replace(b"60250/1", b"60500/1")
    guards = (
        ("consensus_item", "i10_consensus_item_locked"), ("consensus", "i10_consensus_locked"),
        ("comprehensive_report", "i11_comprehensive_report_locked"), ("ranking_entry", "fixed_ranking_entry"),
        ("sheet_item", "i10_sheet_item_locked"), ("sheet_item", "i10_saved_as_version"),
            ("score_sheet", "i10_sheet_locked"),
    )  # fmt: skip

    async def everything(percent: int, total: int, content: bytes) -> None:
        async with forced(operator, *guards), operator.transaction():
            await operator.run(
                "UPDATE sheet_item SET percent = $1 WHERE item_code = '4.1.2' AND sheet_id IN (SELECT id FROM "
                "score_sheet WHERE application_id = $2 AND stage = 'site')", percent, case,
            )  # fmt: skip
            await operator.run(
                "UPDATE score_sheet SET total = $1 WHERE application_id = $2 AND stage = 'site'", total, case
            )
            await operator.run(
                "UPDATE consensus_item SET percent = $1, mean_num = $1 * mean_den WHERE item_code = '4.1.2' AND "
                "consensus_id = (SELECT id FROM consensus WHERE application_id = $2 AND stage = 'site')", percent, case,
            )  # fmt: skip
            await operator.run(
                "UPDATE consensus SET total = $1 WHERE application_id = $2 AND stage = 'site'", total, case
            )
            await operator.run("UPDATE comprehensive_report SET total_num = $1 WHERE application_id = $2", total, case)
            await operator.run("UPDATE ranking_entry SET total_num = $1 WHERE application_id = $2", total, case)
        await rewritten(operator, ranking, content, sha256(content).hexdigest())

    await everything(70, 60500, forged)
    try:
        found = told(await verification(site, ranking))
    finally:
        await everything(65, 60250, raw)
    assert found == [("record", "sha256", sha256(forged).hexdigest(), ranking["sha256"])]


async def test_a_second_seal_has_its_reason_and_the_first_stays_readable(site: Work, ranking: dict[str, Any]) -> None:
    again = await sealed(site, "复核无误，更正编号后重新封存。")
    first = ok(await site.secretary.get(f"/v1/rankings/{ranking['id']}"), 200)
    assert (first["number"], first["sha256"], first["entries"]) == (1, ranking["sha256"], ranking["entries"])
    assert (again["number"], again["reason"]) == (2, "复核无误，更正编号后重新封存。")
    assert again["sha256"] != ranking["sha256"]
    assert (await verification(site, again))["is_equal"]


async def test_after_the_candidates_nothing_is_sealed_anew(people: People, operator: Operator) -> None:
    scored = await scored_year(people, operator, {"甲": 60000})
    ranking = await ranked(scored)
    lists = ok(await scored.act(scored.secretary, "/v1/candidate-lists", {}))
    assert lists["ranking_sha256"] == ranking["sha256"]
    assert [one["ranking_sha256"] for one in lists["lists"][0]["candidates"]] == [ranking["sha256"]]
    late = await scored.act(scored.secretary, "/v1/rankings", {"reason": "更正。"})
    assert (late.status_code, late.json()["code"]) == (409, "act.out_of_order")
    copy = (
        "INSERT INTO ranking (id, cycle_id, number, content, sha256, reason, frozen_by, frozen_at) "
        "SELECT gen_random_uuid(), cycle_id, 2, content, sha256, 'x', frozen_by, frozen_at FROM ranking WHERE id = $1"
    )
    with pytest.raises(asyncpg.CheckViolationError, match="i11_sealed_before_candidates"):
        await operator.run(copy, UUID(ranking["id"]))


async def test_the_schema_takes_no_seal_without_its_leaf_and_no_place_that_is_not_sealed(
    people: People, operator: Operator
) -> None:
    scored = await scored_year(people, operator, {"甲": 60000, "乙": 59975})
    ranking = await ranked(scored)
    copy = (
        "INSERT INTO ranking (id, cycle_id, number, content, sha256, reason, frozen_by, frozen_at, leaf_id, leaf_hash) "
        "SELECT gen_random_uuid(), cycle_id, 2, content, sha256, 'x', frozen_by, frozen_at, leaf_id, leaf_hash "
        "FROM ranking WHERE id = $1"
    )
    with pytest.raises(asyncpg.CheckViolationError, match="i11_seal_is_recorded"):
        await operator.run(copy, UUID(ranking["id"]))
    stranger = await scored_year(people, operator, {"丙": 70000})
    late = (
        "INSERT INTO ranking_entry (ranking_id, application_id, cycle_id, place, total_num, total_den) "
        "VALUES ($1, $2, $3, 1, 70000, 1)"
    )
    with pytest.raises(asyncpg.CheckViolationError, match="i11_entry_of_the_seal"):
        await operator.run(late, UUID(ranking["id"]), UUID(stranger.firms["丙"]), UUID(stranger.year.cycle_id))
    for change in ("UPDATE ranking SET leaf_hash = NULL WHERE id = $1", "DELETE FROM ranking WHERE id = $1"):
        with pytest.raises(asyncpg.CheckViolationError, match="committee_paper_is_fixed"):
            await operator.run(change, UUID(ranking["id"]))


async def test_only_the_newest_seal_makes_candidates(people: People, operator: Operator) -> None:
    scored = await scored_year(people, operator, {"甲": 60000})
    first = await ranked(scored)
    ok(await scored.act(scored.secretary, "/v1/rankings", {"reason": "更正。"}))
    insert = (
        "INSERT INTO candidate_entry (cycle_id, application_id, tier, position, place, industry, ranking_id) "
        "VALUES ($1, $2, 'mayors_award', 1, 1, '', $3)"
    )
    with pytest.raises(asyncpg.CheckViolationError, match="i11_candidates_of_the_newest"):
        await operator.run(insert, UUID(scored.year.cycle_id), UUID(scored.firms["甲"]), UUID(first["id"]))


async def test_a_score_without_a_consensus_beneath_it_is_named(people: People, operator: Operator) -> None:
    scored = await scored_year(people, operator, {"甲": 60000})
    ranking = await ranked(scored)
    found = ok(await scored.secretary.get(f"/v1/rankings/{ranking['id']}/verification"), 200)
    assert told(found) == [("scores", "total", "60000/1", "")]
    assert found["differences"][0]["message"].endswith("封存为 600.00 分，已无从重算。")


async def test_an_older_ranking_without_leaf_is_verified_as_far_as_it_goes(people: People, operator: Operator) -> None:
    scored = await scored_year(people, operator, {"甲": 60000})
    ranking = await ranked(scored)
    content = json.loads(await operator.value("SELECT content FROM ranking WHERE id = $1", UUID(ranking["id"])))
    for name in ("format", "basis", "ties"):
        del content[name]
    for entry in content["entries"]:
        del entry["stages"], entry["subtotals"]
    raw = json.dumps(content).encode()
    async with forced(operator, FIXED):
        await operator.run(
            "UPDATE ranking SET content = $1, sha256 = sha256($1), leaf_id = NULL, leaf_hash = NULL WHERE id = $2",
            raw, UUID(ranking["id"]),
        )  # fmt: skip
    found = ok(await scored.secretary.get(f"/v1/rankings/{ranking['id']}/verification"), 200)
    assert [check["check"] for check in found["checks"]] == ["bytes", "rows", "order", "scores", "sheets"]
    assert told(found) == [("scores", "total", "60000/1", "")]
    shown = ok(await scored.secretary.get(f"/v1/rankings/{ranking['id']}"), 200)
    assert (shown["leaf_hash"], [e["total"] for e in shown["entries"]]) == (None, ["600.00"])


async def test_verification_is_the_secretariats(people: People, operator: Operator) -> None:
    scored = await scored_year(people, operator, {"甲": 60000})
    path = f"/v1/rankings/{(await ranked(scored))['id']}/verification"
    assert (await (await people.verified_applicant()).get(path)).status_code == 403
    missing = await scored.secretary.get("/v1/rankings/00000000-0000-4000-8000-000000000000/verification")
    assert (missing.status_code, reasons(missing)) == (404, [])
    assert (await proposed(await scored_year(people, operator, {"乙": 60000})))["ranking_sha256"]
