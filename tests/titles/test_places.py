"""Places through HTTP: tiers from one to four, hard and soft, no cascade, and places for parts of the applicants."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

import asyncpg
import httpx2
import pytest

from tests.api import Operator, People
from tests.committee_world import (
    EXCELLENCE,
    MAYORS,
    Scored,
    Session,
    deliberating,
    extra,
    fixed,
    over,
    proposed,
    scored_year,
)
from tests.eligibility_world import reasons
from tests.honours_world import Honours, approve
from tests.year_world import ok

TIERS: list[dict[str, Any]] = [
    {"code": MAYORS, "name": "江阴市市长质量奖", "name_en": "Award", "order": 1, "places": 2, "places_hard": False,
     "floor": 60000, "bonus_yuan": 500000},
    {"code": EXCELLENCE, "name": "江阴市质量管理优秀奖", "name_en": "Excellence", "order": 2, "places": 3,
     "places_hard": False, "floor": 50000, "bonus_yuan": 100000},
]  # fmt: skip
SMALL, LARGE = MappingProxyType({"size": "small"}), MappingProxyType({"size": "large"})
SME = {"code": "sme", "name": "中小企业", "name_en": "SME", "sizes": ["medium", "small", "micro"]}


async def on_lists(session: Session, **body: object) -> dict[str, Any]:
    """Fix the list, each passing over explained."""
    reasons_ = over(session.scored.firms.values(), "按得票。")
    return ok(await fixed(session, passed_over=reasons_, **body))


async def carried(session: Session, tiers: Mapping[str, str]) -> None:
    """Carry each letter for its tier with all votes."""
    for letter, tier in tiers.items():
        await session.ballot(letter, 5, tier)


async def test_four_tiers_run_from_the_ballot_to_the_roll(
    people: People, operator: Operator, api: httpx2.AsyncClient
) -> None:
    tiers = [
        {**TIERS[0], "code": f"tier_{order}", "name": f"第{order}等", "order": order, "places": 1,
         "floor": 70000 - order * 5000, "bonus_yuan": 1000 * (4 - order)}
        for order in (1, 2, 3, 4)
    ]  # fmt: skip
    totals = {"甲": 66000, "乙": 61000, "丙": 56000, "丁": 51000}
    async with operator.at("2022-12-09T09:00:00+08:00"):
        session = await deliberating(people, operator, totals, amendment={"tiers": tiers})
        await carried(session, {letter: f"tier_{place}" for place, letter in enumerate(totals, 1)})
        decision = await approve(session, "甲乙丙丁")
    made = Honours(people=people, operator=operator, session=session, decision=decision)
    await made.noticed()
    ok(await made.commend("甲乙丙丁"))
    year = session.scored.year.award_year
    roll = [line for line in ok(await api.get("/v1/roll?limit=200"), 200)["items"] if line["award_year"] == year]
    assert [(line["organization_name"], line["tier"], line["tier_name"]) for line in roll] == [
        (f"演练{letter}有限公司", f"tier_{place}", f"第{place}等") for place, letter in enumerate(totals, 1)
    ]
    money = ok(await made.secretary.get(f"/v1/bonuses?cycle_id={session.scored.year.cycle_id}"), 200)["items"]
    assert {row["tier"]: row["amount"] for row in money} == {
        "tier_1": 3000, "tier_2": 2000, "tier_3": 1000, "tier_4": 0,
    }  # fmt: skip


async def test_t9_soft_places_are_exceeded_by_resolution_and_hard_ones_never(
    people: People, operator: Operator
) -> None:
    totals = {"甲": 70000, "乙": 69000, "丙": 68000}
    for hard in (False, True):
        tiers = [{**TIERS[0], "places_hard": hard}, TIERS[1]]
        session = await deliberating(people, operator, totals, amendment={"tiers": tiers})
        await carried(session, dict.fromkeys(totals, MAYORS))
        answer = await fixed(session, extra_places=[await extra(session)])
        prizes = ok(await session.scored.secretary.get(session.scored.year.path), 200)["prizes"]
        assert [prize["is_hard"] for prize in prizes] == [hard, False]
        if hard:
            assert reasons(answer) == [("list.places_hard", "第四条")]
            with pytest.raises(asyncpg.CheckViolationError, match="i3_hard_places"):
                await operator.run(
                    "INSERT INTO award_slot (cycle_id, tier, slot, places, resolution_id, approval_number) "
                    "SELECT $1, 'mayors_award', 3, 2, id, '1' FROM resolution LIMIT 1",
                    UUID(session.scored.year.cycle_id),
                )  # fmt: skip
        else:
            assert [each["position"] for each in ok(answer)["entries"]] == [1, 2, 3]


async def test_without_a_cascade_who_is_not_proposed_for_his_tier_gets_nothing(
    people: People, operator: Operator
) -> None:
    totals = {"甲": 70000, "乙": 55000}
    for cascade in (True, False):
        session = await deliberating(people, operator, totals, amendment={"tier_cascade": cascade})
        await session.ballot("甲", 1)
        next_tier = await session.open("甲", EXCELLENCE)
        if cascade:
            opened = ok(next_tier)
            await session.vote(opened["id"], ["in_favour"] * 5)
            ok(await session.close(opened["id"]))
        else:
            assert reasons(next_tier) == [("selection.no_cascade", "edition.tier_cascade")]
        await session.ballot("乙", 5, EXCELLENCE)
        listed = session.scored.letters((await on_lists(session))["entries"])
        assert sorted(listed) == (["乙", "甲"] if cascade else ["乙"])


async def whole(people: People, operator: Operator, amendment: dict[str, Any] | None, small: str = "丙") -> Session:
    """Carry three for the two places of the first tier; one of them is small, ranked last."""
    totals = {"甲": 70000, "乙": 69000, "丙": 68000}
    session = await deliberating(
        people, operator, totals, amendment=amendment, kinds=dict.fromkeys(totals, LARGE) | {small: SMALL},
    )  # fmt: skip
    await carried(session, dict.fromkeys(totals, MAYORS))
    return session


async def test_a_reserved_place_goes_to_the_best_of_the_part_before_a_better_one_outside_it(
    people: People, operator: Operator
) -> None:
    plain = await whole(people, operator, None)
    assert plain.scored.letters((await on_lists(plain))["entries"]) == ["甲", "乙"]
    kept = await whole(people, operator, {"partitions": [{**SME, "tiers": [MAYORS], "least": 1}]})
    made = ok(await fixed(kept))  # Nobody need explain who is passed over: the edition does.
    assert kept.scored.letters(made["entries"]) == ["甲", "丙"]
    assert [(each["organization_name"], each["tier"], each["reason"]["code"], each["reason"]["article"])
            for each in made["stood_back"]] == [
        ("演练乙有限公司", MAYORS, "partition.reserved", "edition.partitions"),
    ]  # fmt: skip
    (part,) = made["parts"]
    assert (part["code"], part["places"], part["least"], part["members"], part["remarks"]) == ("sme", 2, 1, 1, [])


async def test_a_reserved_place_stays_vacant_where_nobody_of_the_part_is_carried(
    people: People, operator: Operator
) -> None:
    session = await deliberating(
        people, operator, {"甲": 70000, "乙": 69000, "丙": 59975}, kinds={"丙": SMALL},
        amendment={"partitions": [{**SME, "tiers": [MAYORS], "least": 1}]},
    )  # fmt: skip
    await carried(session, {"甲": MAYORS, "乙": MAYORS, "丙": EXCELLENCE})
    made = await on_lists(session)
    tiers = {letter: each["tier"] for letter, each in zip(session.scored.letters(made["entries"]), made["entries"],
                                                           strict=True)}  # fmt: skip
    # 丙 lies below the floor of the first tier, which no reserve waives (art. 15); 乙 may not take its place.
    assert tiers == {"甲": MAYORS, "丙": EXCELLENCE}
    assert [remark["code"] for remark in made["parts"][0]["remarks"]] == ["partition.reserve_vacant"]


async def test_a_part_takes_no_more_than_its_share(people: People, operator: Operator) -> None:
    services = {"industry_code": "I6510"}
    totals = {"甲": 59000, "乙": 58000, "丙": 57000, "丁": 56000}
    kinds = {"丁": services}
    share = {"code": "manufacturing", "name": "制造业", "name_en": "Manufacturing", "sectors": ["manufacturing"],
             "tiers": [EXCELLENCE], "most_share": "3/5"}  # fmt: skip
    for amendment, expected in ((None, ["甲", "乙", "丙"]), ({"partitions": [share]}, ["甲", "乙", "丁"])):
        session = await deliberating(people, operator, totals, amendment=amendment, kinds=kinds)
        await carried(session, dict.fromkeys(totals, EXCELLENCE))
        made = await on_lists(session)
        assert session.scored.letters(made["entries"]) == expected
    assert [(remark["code"], remark["article"]) for remark in made["parts"][0]["remarks"]] == [
        ("partition.share_full", "edition.partitions"),
    ]  # fmt: skip


async def candidates(people: People, operator: Operator, **body: object) -> tuple[Scored, httpx2.Response]:
    """Propose lists of a year with a place kept for a small firm that ranks last."""
    scored = await scored_year(
        people, operator, {"甲": 70000, "乙": 69000, "丙": 68000}, kinds={"丙": SMALL},
        amendment={"partitions": [{**SME, "tiers": [MAYORS], "least": 1}]},
    )  # fmt: skip
    await scored.act(scored.secretary, "/v1/rankings", {})
    return scored, await scored.act(scored.secretary, "/v1/candidate-lists", body)


async def test_candidate_lists_cut_short_leave_on_those_for_whom_places_are_reserved(
    people: People, operator: Operator
) -> None:
    _, short = await candidates(people, operator, lengths={MAYORS: 2, EXCELLENCE: 1})
    assert reasons(short) == [("partition.list_too_short", "edition.partitions")]
    scored, made = await candidates(people, operator)
    (part,) = ok(made)["parts"]
    assert (part["places"], part["members"], part["least"], part["most"]) == (2, 1, 1, None)
    assert scored.letters(made.json()["lists"][0]["candidates"]) == ["甲", "乙", "丙"]


async def test_nothing_is_said_of_parts_where_the_edition_has_none(people: People, operator: Operator) -> None:
    scored = await scored_year(people, operator, {"甲": 70000})
    assert (await proposed(scored))["parts"] == []
