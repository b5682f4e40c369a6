"""Who may work on an application, and what sheets, consensus, shortlist and stages need (arts. 8, 17, 20-22, 30)."""

from datetime import date
from typing import Any

import pytest

from app.regulation import assignment, register, review
from app.regulation.measures import CutRule
from app.regulation.ranking import Standing, Tie
from app.regulation.ratios import Ratio
from app.regulation.refusals import Reason
from app.regulation.table.moves import JIANGYIN_ORDER
from app.regulation.vocabulary import Stage, Status

TODAY = date(2022, 6, 1)
TERM: dict[str, Any] = {"today": TODAY, "admitted_on": TODAY, "term_until": TODAY}
BEFORE = [(Stage.MATERIAL, Status.ELIGIBLE), (Stage.DEFENCE, Status.SHORTLISTED), (Stage.SITE, Status.DEFENDED)]


def codes(reasons: tuple[Reason, ...]) -> list[str]:
    """Give the codes."""
    return [reason.code for reason in reasons]


@pytest.mark.parametrize(("stage", "status"), BEFORE)
def test_each_stage_begins_where_the_one_before_ended(stage: Stage, status: Status) -> None:
    assert assignment.status_before(JIANGYIN_ORDER, stage) is status
    assert assignment.assignment_faults(JIANGYIN_ORDER, stage, status, taken=False) == ()


def test_a_later_panel_takes_who_is_on_the_way_and_never_who_is_out() -> None:
    site = Stage.SITE
    assert assignment.assignment_faults(JIANGYIN_ORDER, site, Status.SHORTLISTED, taken=False) == ()
    for status in (Status.ELIGIBLE, Status.NOT_SHORTLISTED, Status.WITHDRAWN, Status.SCORED):
        found = assignment.assignment_faults(JIANGYIN_ORDER, site, status, taken=True)
        assert codes(found) == ["panel.not_on_the_way", "panel.assigned_already"]


def test_a_panel_is_formed_before_its_stage_is_over() -> None:
    assert assignment.stage_faults(JIANGYIN_ORDER, Stage.DEFENCE, Status.MATERIAL_REVIEW) == ()
    assert codes(assignment.stage_faults(JIANGYIN_ORDER, Stage.DEFENCE, Status.SITE_REVIEW)) == ["panel.stage_over"]
    assert codes(assignment.stage_faults(JIANGYIN_ORDER, Stage.SITE, Status.CANCELLED)) == ["panel.stage_over"]
    assert codes(assignment.stage_faults((Stage.MATERIAL,), Stage.SITE, Status.CALLED)) == ["panel.no_such_stage"]


def test_the_first_and_the_last_day_of_the_term_count() -> None:
    assert register.standing_faults(status=Status.ADMITTED, **TERM) == ()
    late: dict[str, Any] = TERM | {"today": date(2022, 6, 2)}
    assert codes(register.standing_faults(status=Status.ADMITTED, **late)) == ["panel.term_over"]
    found = assignment.seating_faults(seated=True, leads=True, has_leader=True)
    assert codes(found) == ["panel.seated_already", "panel.second_leader"]


def test_who_is_suspended_or_gone_reviews_nothing_within_his_term_either() -> None:
    for status in (Status.SUSPENDED, Status.DISQUALIFIED, Status.LEFT):
        found = register.standing_faults(status=status, **TERM)
        assert [(reason.code, reason.article) for reason in found] == [("expert.not_in_standing", "第三十一条")]


def test_the_dossier_needs_both_undertaking_and_declaration() -> None:
    assert assignment.access_faults(undertaking_signed=True, declared_free=True) == ()
    both = assignment.access_faults(undertaking_signed=False, declared_free=False)
    assert [(reason.code, reason.article) for reason in both] == [
        ("panel.undertaking", "第三十条"), ("panel.undeclared", "第三十条"),
    ]  # fmt: skip


def test_work_runs_while_cycle_and_application_are_in_the_stage() -> None:
    for (stage, status), cycle in zip(
        BEFORE, (Status.MATERIAL_REVIEW, Status.DEFENCE, Status.SITE_REVIEW), strict=True
    ):
        assert review.running_faults(JIANGYIN_ORDER, stage, cycle=cycle, application=status) == ()
    found = review.running_faults(
        JIANGYIN_ORDER, Stage.SITE, cycle=Status.DEFENCE, application=Status.WITHDRAWN
    )  # fmt: skip
    assert codes(found) == ["review.not_running", "review.application_elsewhere"]


def test_the_shortlist_not_the_consensus_ends_the_first_stage() -> None:
    moved = [review.stage_moves_application(JIANGYIN_ORDER, stage) for stage in JIANGYIN_ORDER]
    assert moved == [None, Status.DEFENDED, Status.SITE_VISITED]


def test_an_elimination_says_minimum_or_place() -> None:
    below = Standing(application="a", total=Ratio(39975), rank=1)
    assert review.elimination_text(below, CutRule(minimum=40000, places=8), 0) == (
        "材料评审得分 399.75 分，低于入围最低分 400.00 分。"
    )
    ninth = Standing(application="b", total=Ratio(40000), rank=9)
    assert review.elimination_text(ninth, CutRule(minimum=40000, places=8), 8) == (
        "材料评审得分 400.00 分，未列入入围的 8 家。"
    )


def test_a_tie_across_the_line_asks_the_committee() -> None:
    tie = Tie(line="shortlist", applications=("a", "b"), places=1)
    assert codes(review.shortlist_faults(["c"], tie)) == ["shortlist.no_report", "shortlist.tie"]
    assert review.shortlist_faults([], None) == ()
