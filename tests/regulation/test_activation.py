"""T1, T12, T18: what an edition needs before it comes into force, and its term (arts. 13, 32)."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from app.editions.catalogue import criteria
from app.regulation.activation import activated, activation_faults, approval_faults, approval_resolution_faults
from app.regulation.choices import Aggregation, BallotMode
from app.regulation.criteria import Criteria
from app.regulation.measures import Edition
from app.regulation.vocabulary import Stage
from tests.regulation.values import COMPLETE, DRAFT, IN_FORCE_ON, codes

CRITERIA = criteria("gbt19580-2012")


def faults(edition: Edition, of: Criteria = CRITERIA, *, rehearsal: bool = True) -> list[str]:
    return codes(
        activation_faults(edition, of, document_number="演练〔2022〕1号", effective_on=IN_FORCE_ON, rehearsal=rehearsal)
    )


def test_t1_the_draft_names_every_choice_that_the_measures_leave_open() -> None:
    assert [reason.article for reason in DRAFT.unset()] == [
        "edition.aggregation", "edition.cut_rule", "edition.committee.quorum", "edition.committee.majority",
        "edition.committee.base", "edition.committee.ballot_mode",
    ]  # fmt: skip
    assert faults(DRAFT) == ["edition.unset"] * 6


@pytest.mark.parametrize("field", ["aggregation", "cut_rule"])
def test_t1_one_choice_unset_is_enough_to_refuse(field: str) -> None:
    assert faults(replace(COMPLETE, **{field: None})) == ["edition.unset"]


@pytest.mark.parametrize("field", ["quorum", "majority", "base", "ballot_mode"])
def test_t1_one_choice_of_the_committee_unset_is_enough_to_refuse(field: str) -> None:
    assert faults(replace(COMPLETE, committee=replace(COMPLETE.committee, **{field: None}))) == ["edition.unset"]


def test_a_complete_edition_may_be_rehearsed_with_unconfirmed_points_but_not_put_in_force() -> None:
    assert faults(COMPLETE, rehearsal=True) == []
    assert faults(COMPLETE, rehearsal=False) == ["criteria.unconfirmed"]
    assert approval_faults(COMPLETE, CRITERIA) == ()
    confirmed = replace(CRITERIA, rows=tuple(replace(row, points_confirmed=True) for row in CRITERIA.rows))
    assert faults(COMPLETE, confirmed, rehearsal=False) == []


@pytest.mark.parametrize("number", [None, "", "  "])
def test_no_edition_comes_into_force_without_number_and_day(number: str | None) -> None:
    reasons = activation_faults(COMPLETE, CRITERIA, document_number=number, effective_on=None, rehearsal=True)
    assert codes(reasons) == ["edition.document_number", "edition.effective_on"]


def test_t12_the_2004_points_and_a_total_of_999_are_refused() -> None:
    points_2004 = tuple(replace(row, points=100) if row.code == "4.1" else row for row in CRITERIA.rows)
    assert faults(COMPLETE, replace(CRITERIA, rows=points_2004)) == ["criteria.sum", "criteria.sum"]
    assert faults(COMPLETE, replace(CRITERIA, total=999)) == ["criteria.total", "edition.total_points"]


def test_a_sound_tree_of_another_total_needs_an_edition_that_declares_it() -> None:
    smaller = {"4": 999, "4.1": 109, "4.1.4": 29}
    rows = tuple(replace(row, points=smaller.get(row.code, row.points)) for row in CRITERIA.rows)
    other = replace(CRITERIA, rows=rows, total=999)
    assert faults(COMPLETE, other) == ["edition.total_points", *["stage.maximum"] * 3]
    stages = tuple(replace(rule, maximum=999) for rule in COMPLETE.stages)
    assert faults(replace(COMPLETE, total_points=999, stages=stages), other) == []


def test_criteria_other_than_those_the_edition_takes_are_refused() -> None:
    assert faults(COMPLETE, replace(CRITERIA, code="db3202-1002-2018")) == ["edition.criteria"]


@pytest.mark.parametrize(("weights", "expected"), [
    ((0, 10, 90), []), ((20, 20, 60), []), ((0, 10, 89), ["edition.aggregation_total"]),
    ((None, None, None), ["edition.aggregation_total"]), ((100, 100, 100), ["edition.aggregation_total"]),
])  # fmt: skip
def test_weights_must_make_the_thousand_points_whose_floors_article_15_names(
    weights: tuple[int | None, ...], expected: list[str]
) -> None:
    stages = tuple(replace(rule, weight=weight) for rule, weight in zip(COMPLETE.stages, weights, strict=True))
    assert faults(replace(COMPLETE, stages=stages, aggregation=Aggregation.WEIGHTED_SUM)) == expected


def test_a_stage_of_some_items_has_their_points_as_its_maximum() -> None:
    def edition(maximum: int, *items: str) -> Edition:
        material, defence, site = COMPLETE.stages
        return replace(COMPLETE, stages=(material, replace(defence, items=items, maximum=maximum), site))

    assert faults(edition(80, "4.1.2", "4.1.3")) == []
    assert faults(edition(79, "4.1.2", "4.1.3")) == ["stage.maximum"]
    assert faults(edition(80, "4.1.2", "4.1.9")) == ["stage.items"]
    assert edition(80, "4.1.2").stage_order == (Stage.MATERIAL, Stage.DEFENCE, Stage.SITE)


def test_a_tie_order_names_rows_of_the_criteria() -> None:
    assert faults(replace(COMPLETE, tie_order=("4.7", "4.1"))) == []
    assert faults(replace(COMPLETE, tie_order=("4.7", "4.8"))) == ["edition.tie_order"]


def test_t18_the_term_of_three_years_ends_the_day_before_its_anniversary() -> None:
    edition = activated(COMPLETE, "演练〔2022〕1号", IN_FORCE_ON)
    assert (edition.expires_on, edition.document_number, edition.text_status) == (
        date(2025, 4, 30), "演练〔2022〕1号", "现行",
    )  # fmt: skip


def test_criteria_of_another_city_are_approved_before_an_edition_scores_by_them() -> None:
    found = activation_faults(
        COMPLETE, CRITERIA, document_number="1", effective_on=IN_FORCE_ON, rehearsal=True, criteria_approved=False
    )
    assert [(reason.code, reason.pointer, reason.article) for reason in found] == [
        ("criteria.not_approved", "/criteria", "第七条（二）"),
    ]  # fmt: skip


def test_an_edition_may_ask_for_points_that_were_checked_before_it_is_approved() -> None:
    asking = replace(COMPLETE, criteria_confirmed_required=True)
    (reason,) = approval_faults(asking, CRITERIA)
    assert (reason.code, reason.article) == ("criteria.unconfirmed", "edition.criteria_confirmed_required")
    assert faults(asking, rehearsal=False) == ["criteria.unconfirmed"]
    assert approval_faults(COMPLETE, CRITERIA) == ()


def test_only_ballots_that_can_be_held_are_approved() -> None:
    sealed = replace(COMPLETE, committee=replace(COMPLETE.committee, ballot_mode=BallotMode.SECRET_SEALED))
    (reason,) = approval_faults(sealed, CRITERIA)
    assert (reason.code, reason.pointer) == ("edition.ballot_mode", "/committee/ballot_mode")


def test_an_activation_names_the_resolution_that_approved_the_edition_or_none() -> None:
    one, other = UUID(int=1), UUID(int=2)
    assert approval_resolution_faults(one, None) == approval_resolution_faults(one, one) == ()
    (reason,) = approval_resolution_faults(one, other)
    assert (reason.code, reason.pointer) == ("edition.other_resolution", "/resolution_id")
    assert len(approval_resolution_faults(None, other)) == 1
