"""Site-visit issues: what is verified on site, and who opens, answers, merges and drops it (arts. 13, 20, 22)."""

import pytest

from app.regulation.criteria import Criterion, CriterionKind
from app.regulation.site_issue import (
    dropping_faults,
    item_faults,
    merger_faults,
    open_issue_faults,
    opening_faults,
    site_faults,
)
from app.regulation.site_visit_rule import SiteVisitRule
from app.regulation.table.moves import JIANGYIN_ORDER as ORDER
from app.regulation.vocabulary import Stage, Status
from tests.regulation.values import articles, marks

ITEMS = [Criterion(code="4.1", title="领导", title_en="Leadership", points=100, kind=CriterionKind.PROCESS, parent="4",
                   points_confirmed=True, title_confirmed=True)]  # fmt: skip
SITE_FIRST = (Stage.MATERIAL, Stage.SITE, Stage.DEFENCE)


@pytest.mark.parametrize(("order", "stage", "expected"), [
    (ORDER, Stage.MATERIAL, []), (ORDER, Stage.SITE, []),
    (SITE_FIRST, Stage.DEFENCE, ["issue.no_site_review /stage"]), (SITE_FIRST, Stage.SITE, []),
    ((Stage.MATERIAL, Stage.DEFENCE), Stage.MATERIAL, ["issue.no_site_review /stage"]),
])  # fmt: skip
def test_an_issue_is_opened_while_a_site_review_is_still_to_come(
    order: tuple[Stage, ...], stage: Stage, expected: list[str]
) -> None:
    assert marks(opening_faults(order, stage, "4.1", ITEMS)) == expected


def test_an_issue_is_about_an_item_of_the_criteria() -> None:
    assert item_faults("4.1", ITEMS) == ()
    assert marks(item_faults("4.9", ITEMS)) == ["issue.item /item_code"]
    assert marks(opening_faults(ORDER, Stage.SITE, "4.9", ITEMS)) == ["issue.item /item_code"]


@pytest.mark.parametrize(("order", "cycle", "application", "is_on_site"), [
    (ORDER, Status.SITE_REVIEW, Status.DEFENDED, True), (ORDER, Status.SITE_REVIEW, Status.SITE_VISITED, True),
    (ORDER, Status.SITE_REVIEW, Status.SHORTLISTED, False), (ORDER, Status.SITE_REVIEW, Status.SCORED, False),
    (ORDER, Status.DEFENCE, Status.DEFENDED, False), (ORDER, Status.DELIBERATION, Status.SITE_VISITED, False),
    (SITE_FIRST, Status.DEFENCE, Status.SITE_VISITED, True), (SITE_FIRST, Status.SITE_REVIEW, Status.SHORTLISTED, True),
    (SITE_FIRST, Status.DEFENCE, Status.DEFENDED, True), (SITE_FIRST, Status.SITE_REVIEW, Status.ELIGIBLE, False),
    ((Stage.SITE, Stage.DEFENCE), Status.SITE_REVIEW, Status.ELIGIBLE, True),
    ((Stage.SITE, Stage.DEFENCE), Status.SITE_REVIEW, Status.SHORTLISTED, False),
    ((Stage.MATERIAL, Stage.DEFENCE), Status.DEFENCE, Status.ELIGIBLE, False),
])  # fmt: skip
def test_an_issue_is_answered_from_the_start_of_the_site_review_until_the_report(
    order: tuple[Stage, ...], cycle: Status, application: Status, is_on_site: bool
) -> None:
    faults = site_faults(order, on_site=True, cycle=cycle, application=application)
    assert marks(faults) == ([] if is_on_site else ["issue.not_on_site"])


def test_only_the_panel_of_the_site_review_answers() -> None:
    faults = site_faults(ORDER, on_site=False, cycle=Status.SITE_REVIEW, application=Status.DEFENDED)
    assert (marks(faults), articles(faults)) == (["issue.site_panel"], ["第二十二条"])


@pytest.mark.parametrize(("own", "leads", "cycle", "application", "expected"), [
    (True, False, Status.MATERIAL_REVIEW, Status.ELIGIBLE, []), (False, True, Status.DEFENCE, Status.SHORTLISTED, []),
    (True, True, Status.SITE_REVIEW, Status.SITE_VISITED, []),
    (False, False, Status.SITE_REVIEW, Status.DEFENDED, ["issue.not_yours"]),
    (True, False, Status.SITE_REVIEW, Status.SCORED, ["issue.not_under_review"]),
    (True, False, Status.DELIBERATION, Status.SITE_VISITED, ["issue.not_under_review"]),
])  # fmt: skip
def test_an_issue_is_dropped_by_whoever_opened_it_or_by_the_leader_until_the_report(
    own: bool, leads: bool, cycle: Status, application: Status, expected: list[str]
) -> None:
    faults = dropping_faults(ORDER, own=own, leads=leads, cycle=cycle, application=application)
    assert marks(faults) == expected


@pytest.mark.parametrize(("same", "of_it", "is_open", "can"), [
    (False, True, True, True), (True, True, True, False), (False, False, True, False), (False, True, False, False),
])  # fmt: skip
def test_an_issue_is_merged_into_another_open_one_of_the_same_application(
    same: bool, of_it: bool, is_open: bool, can: bool
) -> None:
    faults = merger_faults(same=same, of_the_application=of_it, is_open=is_open)
    assert marks(faults) == ([] if can else ["issue.target /into"])


def test_nothing_is_concluded_over_an_open_issue_where_the_edition_asks_so() -> None:
    closed, open_ = SiteVisitRule(issues_closed=True), SiteVisitRule(issues_closed=False)
    assert marks(open_issue_faults(["4.2", "4.1"], closed)) == ["issue.open /items/4.1", "issue.open /items/4.2"]
    assert open_issue_faults(["4.1"], open_) == open_issue_faults([], closed) == ()
