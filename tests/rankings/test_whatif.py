"""Allocation and what-if over HTTP: literal numbers, faults by field, nothing stored, even by an error (art. 23)."""

import hashlib
import json
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from tests.api import Operator, People
from tests.committee_world import EXCELLENCE, MAYORS, ranked, scored_year
from tests.eligibility_world import reasons
from tests.rankings_world import reviewed, sealed
from tests.reviews_world import Work
from tests.year_world import ok

WEIGHTED = {"aggregation": "weighted_sum", "weights": {"material": 30, "defence": 20, "site": 50}}


@pytest.fixture(scope="module")
async def site(people: People, operator: Operator) -> Work:
    """Two scored applications."""
    return await reviewed(people, operator)


@pytest.fixture(scope="module")
async def path(site: Work) -> str:
    """Where their sealed ranking lives."""
    return f"/v1/rankings/{(await sealed(site))['id']}"


async def tried(site: Work, path: str, body: dict[str, Any]) -> dict[str, Any]:
    return ok(await site.secretary.post(f"{path}/simulation", body), 200)


async def test_other_weights_turn_ranking_and_places_and_say_from_where_to_where(site: Work, path: str) -> None:
    found = await tried(site, path, {**WEIGHTED, "places": {MAYORS: 1}})
    # 0.3 × 800 + 0.2 × 700 + 0.5 × 600.75 = 680.375; 0.3 × 600 + 0.2 × 600 + 0.5 × 602.5 = 601.25.
    assert [
        (c["application_id"], c["place_before"], c["place_after"], c["total_before"], c["total_after"],
         c["tier_before"], c["tier_after"], c["changed"])
        for c in found["changes"]
    ] == [
        (site.cases[1].id, 1, 2, "602.50", "601.25", MAYORS, EXCELLENCE, True),
        (site.cases[0].id, 2, 1, "600.75", "680 3/8", MAYORS, MAYORS, True),
    ]  # fmt: skip
    assert [(tier["tier"], tier["chosen"], tier["vacant"]) for tier in found["allocation"]["tiers"]] == [
        (MAYORS, [site.cases[0].id], 0), (EXCELLENCE, [site.cases[1].id], 2),
    ]  # fmt: skip
    assert (found["rater_remark"], found["rater_shifts"], found["would_pass"]) == (None, [], [])


async def test_a_higher_floor_leaves_a_vacancy_with_its_reason(site: Work, path: str) -> None:
    found = await tried(site, path, {"floors": {MAYORS: 60100}})
    assert [(c["tier_before"], c["tier_after"], c["changed"]) for c in found["changes"]] == [
        (MAYORS, MAYORS, False), (MAYORS, EXCELLENCE, True),
    ]  # fmt: skip
    first = found["allocation"]["tiers"][0]
    assert (first["floor"], first["vacant"], [each["message"] for each in first["vacancies"]]) == (
        "601.00", 1, ["没有其他达到 601.00 分、可列入江阴市市长质量奖的组织。"],
    )  # fmt: skip


async def test_a_higher_cut_takes_an_application_out(site: Work, path: str) -> None:
    found = await tried(site, path, {"cut_minimum": 60001})
    assert [(c["place_after"], c["total_after"], c["tier_after"]) for c in found["changes"]] == [
        (None, None, None), (1, "600.75", MAYORS),
    ]  # fmt: skip


async def test_a_rater_left_out_moves_the_individual_mean_and_not_the_consensus(site: Work, path: str) -> None:
    found = await tried(site, path, {"without_rater": str(site.experts[2].party)})
    assert not any(change["changed"] for change in found["changes"])
    assert found["rater_remark"].startswith("总评分由专家组合议形成，不因剔除一名评审员而自动改变")
    shift = {(each["application_id"], each["stage"]): each for each in found["rater_shifts"]}
    assert len(shift) == 6
    moved = shift[site.cases[0].id, "site"]
    # Two sheets of 600.00 and his of 650.00.
    assert (moved["mean_before"], moved["mean_after"], moved["shift"], moved["agreed"]) == (
        "616 2/3", "600.00", "-16 2/3", "600.75",
    )  # fmt: skip


async def test_what_cannot_be_tried_is_refused_by_its_field(site: Work, path: str) -> None:
    body = {"floors": {"gold": 1}, "tie_order": ["9.9"], "weights": {"site": 1}, "without_rater": str(uuid4())}
    refused = await site.secretary.post(f"{path}/simulation", body)
    assert refused.status_code == 422
    assert [(fault["code"], fault["pointer"]) for fault in refused.json()["errors"]] == [
        ("simulation.unknown_tier", "/floors/gold"), ("simulation.weights_unused", "/weights"),
        ("simulation.unknown_criterion", "/tie_order/0"), ("simulation.unknown_rater", "/without_rater"),
    ]  # fmt: skip
    nothing = await site.secretary.post(f"{path}/simulation", {})
    assert reasons(nothing) == [("simulation.nothing", "第二十三条")]
    unreadable = (
        {"weights": {"site": 101}}, {"weights": {"moon": 1}}, {"floors": {MAYORS: 1.5}}, {"places": {MAYORS: 0}},
        {"surprise": 1},
    )  # fmt: skip
    for bad in unreadable:
        assert (await site.secretary.post(f"{path}/simulation", bad)).status_code == 422
    strange = await (await site.people.verified_applicant()).post(f"{path}/simulation", WEIGHTED)
    assert strange.status_code == 403


async def test_trying_stores_nothing_even_under_an_idempotency_key_and_under_an_error(
    site: Work, path: str, operator: Operator
) -> None:
    async def everything() -> tuple[object, ...]:
        tables = await operator.rows(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' "
            "AND table_type = 'BASE TABLE' AND table_name <> 'login_session' ORDER BY 1"
        )
        counts = [await operator.value(f'SELECT count(*) FROM "{name}"') for (name,) in tables]  # noqa: S608 - names of the catalogue.
        seen = await site.secretary.get(path)
        return (*counts, seen.headers["etag"], seen.text.partition('"acts"')[0])

    before = await everything()
    key = {"Idempotency-Key": str(uuid4())}
    for body in (WEIGHTED, {"floors": {"gold": 1}}, {"without_rater": str(site.experts[2].party)}, {"surprise": 1}):
        await site.secretary.post(f"{path}/simulation", body, headers=key)
    assert await everything() == before
    assert ok(await site.secretary.get(f"{path}/verification"), 200)["is_equal"]


async def test_the_allocation_is_kept_with_the_lists_and_stays_as_it_was(people: People, operator: Operator) -> None:
    scored = await scored_year(people, operator, {"甲": 60000, "乙": (179975, 3), "丙": 49975})
    ranking = await ranked(scored)
    path = f"/v1/rankings/{ranking['id']}/allocation"
    before = ok(await scored.secretary.get(path), 200)
    assert before["proposed_sha256"] is None
    ok(await scored.act(scored.secretary, "/v1/candidate-lists", {}))
    kept = ok(await scored.secretary.get(path), 200)
    assert {**kept, "proposed_sha256": None} == before
    row = "SELECT content FROM candidate_allocation WHERE cycle_id = $1"
    raw = await operator.value(row, UUID(scored.year.cycle_id))
    assert hashlib.sha256(raw).hexdigest() == kept["proposed_sha256"]
    assert json.loads(raw, parse_float=pytest.fail)["ranking_sha256"] == ranking["sha256"]
    assert [(tier["chosen"], tier["vacant"]) for tier in kept["tiers"]] == [
        ([scored.firms["甲"]], 1), ([scored.firms["乙"]], 2),
    ]  # fmt: skip
    last = kept["entries"][-1]
    assert (last["tier"], [fault["code"] for fault in last["reasons"]]) == (None, ["places.below_floor"] * 2)
    english = ok(await scored.secretary.get(path, headers={"Accept-Language": "en"}), 200)
    assert english["tiers"][0]["vacancies"][0]["message"].startswith("Nobody else stands at or above 600.00")
    with pytest.raises(asyncpg.CheckViolationError, match="committee_paper_is_fixed"):
        await operator.run("DELETE FROM candidate_allocation WHERE cycle_id = $1", UUID(scored.year.cycle_id))


async def test_a_tie_at_the_line_of_places_is_shown_and_nothing_is_picked(people: People, operator: Operator) -> None:
    scored = await scored_year(people, operator, {"甲": 70000, "乙": 65000, "丙": 65000, "丁": 50000})
    path = f"/v1/rankings/{(await ranked(scored))['id']}/allocation"
    found = ok(await scored.secretary.get(path), 200)
    tied = sorted([scored.firms["乙"], scored.firms["丙"]])
    assert [(t["tier"], sorted(t["application_ids"]), t["places"]) for t in found["ties_at_line"]] == [
        (MAYORS, tied, 1)
    ]
    assert [(tier["chosen"], tier["waiting"]) for tier in found["tiers"]] == [([], True), ([], True)]
    # The lists are longer than the places, so the tie does not stop them; the places stay undecided.
    ok(await scored.act(scored.secretary, "/v1/candidate-lists", {}))
    assert ok(await scored.secretary.get(path), 200)["ties_at_line"] == found["ties_at_line"]
