"""Who may work on an application, and what sheets, consensus, shortlist and stages need (arts. 8, 17, 20-22, 30)."""

from datetime import date
from typing import Any

import pytest

from app.regulation import assignment, register, review
from app.regulation.criteria import Criterion, CriterionKind
from app.regulation.measures import CutRule
from app.regulation.ranking import Standing, Tie
from app.regulation.ratios import Ratio
from app.regulation.table.moves import JIANGYIN_ORDER
from app.regulation.vocabulary import Stage, Status
from tests.regulation.values import COMPLETE, codes, marks

TODAY = date(2022, 6, 1)
TERM: dict[str, Any] = {"today": TODAY, "admitted_on": TODAY, "term_until": TODAY}
BEFORE = [(Stage.MATERIAL, Status.ELIGIBLE), (Stage.DEFENCE, Status.SHORTLISTED), (Stage.SITE, Status.DEFENDED)]


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


@pytest.mark.parametrize("status", list(Status))
def test_only_what_is_drafted_or_open_is_written(status: Status) -> None:
    found = review.draft_faults_of(status)
    assert codes(found) == ([] if status in {Status.DRAFT, Status.OPEN} else ["review.locked"])
    assert {reason.article for reason in found} <= {"第二十一条"}
    assert {reason.article for reason in review.draft_faults_of(status, "第二十二条")} <= {"第二十二条"}


def test_a_panel_takes_up_anew_what_it_agreed_on_while_the_stage_runs() -> None:
    assert review.reopening_faults(Stage.DEFENCE, Status.DEFENCE) == ()
    assert codes(review.reopening_faults(Stage.DEFENCE, Status.SITE_REVIEW)) == ["consensus.stage_over"]


def test_work_runs_neither_in_another_stage_of_the_year_nor_of_the_application() -> None:
    elsewhere = review.running_faults(JIANGYIN_ORDER, Stage.SITE, cycle=Status.DEFENCE, application=Status.DEFENDED)
    assert marks(elsewhere) == ["review.not_running /stage"]
    out = review.running_faults(JIANGYIN_ORDER, Stage.SITE, cycle=Status.SITE_REVIEW, application=Status.SHORTLISTED)
    assert marks(out) == ["review.application_elsewhere"]


ITEMS = tuple(
    Criterion(code=code, title="领导", title_en="Leadership", points=100, kind=CriterionKind.PROCESS, parent="4",
              points_confirmed=True, title_confirmed=True) for code in ("4.1", "4.2")
)  # fmt: skip


def test_a_sheet_has_a_percent_and_a_remark_on_every_item() -> None:
    rule = COMPLETE.scoring
    assert review.submission_faults({"4.1": 50, "4.2": 55}, {"4.1": True, "4.2": True}, ITEMS, rule) == ()
    faults = review.submission_faults({"4.1": 51}, {"4.1": False}, ITEMS, rule)
    assert marks(faults) == [
        "score.off_lattice /items/4.1", "score.missing_item /items/4.2", "score.no_remark /items/4.1",
        "score.no_remark /items/4.2",
    ]  # fmt: skip


def test_no_consensus_before_every_sheet_is_in() -> None:
    assert review.all_in_faults(0) == ()
    assert codes(review.all_in_faults(1)) == ["consensus.sheets_missing"]


def test_every_agreed_percent_has_its_reason() -> None:
    assert review.reason_faults({"4.1": "一致。", "4.2": "一致。"}, ITEMS) == ()
    faults = review.reason_faults({"4.1": " \n"}, ITEMS)
    assert marks(faults) == ["consensus.reason /items/4.1", "consensus.reason /items/4.2"]


@pytest.mark.parametrize(("concluded", "issued", "expected"), [
    (True, False, []), (False, False, ["report.no_consensus"]), (True, True, ["report.issued"]),
])  # fmt: skip
def test_a_report_rests_on_the_consensus_and_is_issued_once(concluded: bool, issued: bool, expected: list[str]) -> None:
    assert codes(review.report_faults(concluded=concluded, issued=issued)) == expected


def test_the_words_of_a_tie_name_who_is_tied_for_how_many_places() -> None:
    tie = Tie(line="shortlist", applications=("a", "b"), places=1)
    missing, tied = review.shortlist_faults(["c"], tie)
    assert [missing.pointer, tied.pointer, tied.article] == ["/applications/c", "/tie", "第七条（一）"]
    assert (tied.zh[-5:], tied.en[-6:]) == ("：a、b。", " a, b.")


def test_without_a_minimum_it_is_the_place_that_eliminates() -> None:
    last = Standing(application="b", total=Ratio(1), rank=9)
    assert review.elimination_text(last, CutRule(minimum=None, places=8), 8) == (
        "材料评审得分 0.01 分，未列入入围的 8 家。"
    )


def test_a_stage_ends_when_every_consensus_in_it_is_concluded() -> None:
    assert review.conclusion_faults([]) == ()
    assert marks(review.conclusion_faults([("a", "甲")])) == ["stage.unfinished /applications/a"]
