"""Editions and criteria as data: what is read, what comes back, and that every fault is named at once (art. 32)."""

import json
import tomllib
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from app.editions.catalogue import (
    codes as edition_codes,
)
from app.editions.catalogue import criteria, criteria_codes, dump, dump_criteria, load, parse, parse_criteria
from app.regulation.choices import Honour
from app.regulation.measures import CutRule, Edition
from app.regulation.refusals import NotMet, Reason, require
from app.regulation.soundness import edition_faults
from tests.regulation.values import COMPLETE, DRAFT, codes


def test_the_draft_of_2022_is_the_measures() -> None:
    assert edition_codes() == ("binhu-2023", "ezhou-2023", "guangdong-like", "jiangyin-2022")
    assert (DRAFT.title, DRAFT.text_status, DRAFT.validity_years) == ("江阴市市长质量奖评定管理办法", "讨论稿", 3)
    assert (DRAFT.document_number, DRAFT.effective_on, DRAFT.expires_on) == (None, None, None)
    assert DRAFT.replaces == ("澄政规发〔2019〕6号",)
    assert [(t.code, t.places, t.floor, t.bonus_yuan, t.places_hard) for t in DRAFT.tiers] == [
        (Honour.MAYORS_AWARD, 2, 60000, 500000, False), (Honour.EXCELLENCE_AWARD, 3, 50000, 100000, False),
    ]  # fmt: skip
    assert [(r.stage, r.scored, r.eliminates) for r in DRAFT.stages] == [
        ("material", True, True), ("defence", True, False), ("site", True, False),
    ]  # fmt: skip
    assert [kind.code for kind in DRAFT.recommender_kinds] == [
        "town", "subdistrict", "high_tech_zone", "lingang_zone", "jingjiang_park", "department", "association",
    ]  # fmt: skip
    assert edition_faults(DRAFT) == ()


@pytest.mark.parametrize("edition", [DRAFT, COMPLETE, replace(COMPLETE, cut_rule=CutRule(minimum=None, places=3))])
def test_an_edition_survives_the_way_to_json_and_back(edition: Edition) -> None:
    assert parse(json.loads(json.dumps(dump(edition)))) == edition


def test_criteria_survive_the_way_to_json_and_back() -> None:
    assert criteria_codes() == ("gbt19580-2012",)
    found = criteria("gbt19580-2012")
    assert parse_criteria(json.loads(json.dumps(dump_criteria(found)))) == found


@pytest.mark.parametrize("reading", [load, criteria])
def test_an_unknown_code_is_refused(reading: Callable[[str], object]) -> None:
    with pytest.raises(NotMet) as refusal:
        reading("../jiangyin-2022")
    assert codes(refusal.value.reasons) == ["edition.unknown"]


def faults_of(**change: Any) -> list[str]:  # noqa: ANN401 - malformed data is of any type.
    with pytest.raises(NotMet) as refusal:
        parse(dump(COMPLETE) | change)
    return [reason.pointer for reason in refusal.value.reasons]


def test_every_fault_of_the_data_is_named_at_once() -> None:
    tier = dump(COMPLETE)["tiers"][0]
    assert faults_of(
        colour="red", title=5, total_points=True, effective_on="2022-05-", aggregation="sum", tie_order="4.7",
        panel=[], tiers=[tier | {"floor": "600"}, {}], committee=dump(COMPLETE)["committee"] | {"quorum": 0.5},
    ) == [
        "/colour", "/title", "/effective_on", "/total_points", "/tiers/0/floor", "/tiers/1/code", "/tiers/1/name",
        "/tiers/1/name_en", "/tiers/1/order", "/tiers/1/places", "/tiers/1/places_hard", "/tiers/1/floor",
        "/tiers/1/bonus_yuan", "/aggregation", "/tie_order", "/panel", "/committee/quorum",
    ]  # fmt: skip


@pytest.mark.parametrize("share", ["2/0", "two thirds", "", 1])
def test_a_share_is_written_as_a_fraction(share: object) -> None:
    assert faults_of(committee=dump(COMPLETE)["committee"] | {"majority": share}) == ["/committee/majority"]


def test_the_bands_of_the_criteria_are_pairs() -> None:
    data = dump_criteria(criteria("gbt19580-2012")) | {"bands": [[0, 5], [10]]}
    with pytest.raises(NotMet) as refusal:
        parse_criteria(data)
    assert [reason.pointer for reason in refusal.value.reasons] == ["/bands/1"]


def changed_tier(number: int, **change: object) -> Edition:
    tiers = tuple(replace(t, **change) if n == number else t for n, t in enumerate(COMPLETE.tiers))
    return replace(COMPLETE, tiers=tiers)


def committee(**change: object) -> Edition:
    return replace(COMPLETE, committee=replace(COMPLETE.committee, **change))


@pytest.mark.parametrize(("edition", "pointers"), [
    (replace(COMPLETE, tiers=()), ["/tiers"]),
    (changed_tier(1, order=1), ["/tiers"]),
    (changed_tier(1, code="mayors_award"), ["/tiers"]),
    (changed_tier(0, places=0), ["/tiers/mayors_award/places"]),
    (changed_tier(0, floor=100001), ["/tiers/mayors_award/floor"]),
    (changed_tier(0, floor=100000), []),
    (changed_tier(1, floor=60000), []),
    (changed_tier(1, floor=60001), ["/tiers/excellence_award/floor"]),
    (changed_tier(1, floor=-1), ["/tiers/excellence_award/floor"]),
    (changed_tier(1, bonus_yuan=-1), ["/tiers/excellence_award/bonus_yuan"]),
    (changed_tier(1, bonus_yuan=0), []),
    (replace(COMPLETE, stages=COMPLETE.stages[1:]), ["/stages"]),
    (replace(COMPLETE, stages=COMPLETE.stages[:1]), ["/stages"]),
    (replace(COMPLETE, stages=COMPLETE.stages[:2]), []),
    (replace(COMPLETE, stages=(*COMPLETE.stages, COMPLETE.stages[1])), ["/stages"]),
    (replace(COMPLETE, stages=(replace(COMPLETE.stages[0], weight=101), *COMPLETE.stages[1:])), ["/stages/material"]),
    (replace(COMPLETE, stages=(replace(COMPLETE.stages[0], maximum=0), *COMPLETE.stages[1:])), ["/stages/material"]),
    (replace(COMPLETE, cut_rule=CutRule(minimum=None, places=None)), ["/cut_rule"]),
    (replace(COMPLETE, cut_rule=CutRule(minimum=None, places=0)), ["/cut_rule"]),
    (replace(COMPLETE, cut_rule=CutRule(minimum=-1, places=None)), ["/cut_rule"]),
    (replace(COMPLETE, cut_rule=CutRule(minimum=0, places=1)), []),
    (committee(quorum=Fraction(0)), ["/committee/quorum"]),
    (committee(quorum=Fraction(1)), []),
    (committee(quorum=Fraction(4, 3)), ["/committee/quorum"]),
    (committee(majority=Fraction(1)), ["/committee/majority"]),
    (committee(majority=Fraction(1), majority_inclusive=True), []),
    (committee(majority=Fraction(0)), ["/committee/majority"]),
    (replace(COMPLETE, notice=replace(COMPLETE.notice, days=0)), ["/notice/days"]),
    (replace(COMPLETE, panel=replace(COMPLETE.panel, minimum=0)), ["/panel/minimum"]),
    (replace(COMPLETE, scoring=replace(COMPLETE.scoring, percent_step=7)), ["/scoring/percent_step"]),
    (replace(COMPLETE, scoring=replace(COMPLETE.scoring, percent_step=0)), ["/scoring/percent_step"]),
    (replace(COMPLETE, supplement=replace(COMPLETE.supplement, rounds=-1)), ["/supplement"]),
    (replace(COMPLETE, eligibility=replace(COMPLETE.eligibility, rank_limit=0)), ["/eligibility/rank_limit"]),
    (replace(COMPLETE, recommender_kinds=()), ["/recommender_kinds"]),
    (replace(COMPLETE, recommender_kinds=COMPLETE.recommender_kinds[:1] * 2), ["/recommender_kinds"]),
])  # fmt: skip
def test_an_edition_agrees_with_itself(edition: Edition, pointers: list[str]) -> None:
    assert [reason.pointer for reason in edition_faults(edition)] == pointers


def test_an_unsound_edition_is_not_read() -> None:
    assert faults_of(recommender_kinds=[]) == ["/recommender_kinds"]


def test_the_file_leaves_out_what_the_measures_leave_open() -> None:
    data = tomllib.loads(Path("app/editions/jiangyin-2022.toml").read_text(encoding="utf-8"))
    left_open = {"aggregation", "cut_rule", "document_number", "effective_on", "expires_on"}
    assert left_open.isdisjoint(data)
    assert data["committee"] == {"majority_inclusive": False, "odd": False}


def test_a_refusal_carries_every_reason_and_none_is_no_refusal() -> None:
    reasons = [Reason(code=c, article="第四条", zh=f"缺{c}。", en=f"{c.upper()}.") for c in ("x", "y")]
    with pytest.raises(NotMet, match=r"X\.; Y\.") as refusal:
        require(reasons)
    assert refusal.value.reasons == tuple(reasons)
    require([])
