"""What a sheet says beside its percents: citations that exist, and remarks that fit the percent (art. 21)."""

from dataclasses import replace

import pytest

from app.regulation.comments import (
    Citation,
    Remarks,
    citation_faults,
    remark_warnings,
    uncited,
    uncited_faults,
    unsupported,
)
from app.regulation.criteria import Criterion, CriterionKind
from tests.regulation.values import COMPLETE, articles, marks

ITEMS = tuple(
    Criterion(code=code, title=code, title_en=code, points=100, kind=CriterionKind.PROCESS, parent="4",
              points_confirmed=True, title_confirmed=True) for code in ("4.1", "4.2")
)  # fmt: skip
SILENT = Remarks(percent=50, has_strength=False, has_opportunity=False, citations=())
RULE = replace(COMPLETE.scoring, strength_from=70, opportunity_to=30)


def said(*citations: tuple[str, int | None], percent: int | None = 50) -> Remarks:
    return replace(SILENT, percent=percent, citations=tuple(Citation(evidence=e, page=p) for e, p in citations))


@pytest.mark.parametrize(("evidence", "page", "expected"), [
    ("a", None, []), ("a", 1, []), ("a", 10, []), ("a", 11, ["citation.page /items/4.1/citations/0/page"]),
    ("scan", None, []), ("scan", 1, ["citation.page /items/4.1/citations/0/page"]),
    ("z", None, ["citation.foreign /items/4.1/citations/0/evidence_id"]),
    ("z", 1, ["citation.foreign /items/4.1/citations/0/evidence_id"]),
])  # fmt: skip
def test_a_citation_names_evidence_of_the_application_and_a_page_that_exists(
    evidence: str, page: int | None, expected: list[str]
) -> None:
    assert marks(citation_faults({"4.1": said((evidence, page))}, {"a": 10, "scan": None})) == expected


def test_the_refusal_says_whether_the_page_or_the_count_is_lacking() -> None:
    beyond, uncounted = citation_faults({"4.1": said(("a", 11), ("scan", 2))}, {"a": 10, "scan": None})
    assert beyond.zh.endswith("共 10 页，没有第 11 页。")
    assert beyond.en == "The file that 4.1 cites has 10 pages and no page 11."
    assert uncounted.zh.endswith("页数无法确定，请勿填写页码。")
    assert uncounted.en == "The file that 4.1 cites has no pages that can be counted: leave out the page."


def test_each_item_cites_evidence_where_the_edition_asks_for_it() -> None:
    asking = replace(RULE, citations_required=True)
    remarks = {"4.1": said(("a", 1))}
    assert marks(uncited_faults(remarks, ITEMS, asking)) == ["score.no_citation /items/4.2"]
    assert marks(uncited_faults({"4.1": SILENT, "4.2": said(("a", 1))}, ITEMS, asking)) == [
        "score.no_citation /items/4.1",
    ]  # fmt: skip
    assert articles(uncited_faults({}, ITEMS, asking)) == ["edition.scoring.citations_required"] * 2
    assert uncited_faults({}, ITEMS, replace(RULE, citations_required=False)) == ()


@pytest.mark.parametrize(("percent", "strength", "opportunity", "expected"), [
    (70, False, True, ["score.strength_expected /items/4.1"]), (70, True, False, []), (69, False, False, []),
    (30, True, False, ["score.opportunity_expected /items/4.1"]), (30, False, True, []), (31, False, False, []),
    (None, False, False, []),
])  # fmt: skip
def test_a_high_score_has_a_strength_and_a_low_one_an_opportunity(
    percent: int | None, strength: bool, opportunity: bool, expected: list[str]
) -> None:
    remarks = replace(SILENT, percent=percent, has_strength=strength, has_opportunity=opportunity)
    assert marks(remark_warnings({"4.0": said(percent=None), "4.1": remarks}, RULE)) == expected


def test_what_has_a_percent_and_cites_nothing_is_unsupported() -> None:
    remarks = {"4.1": SILENT, "4.2": said(("a", 1)), "4.3": said(percent=None), "4.4": SILENT}
    assert unsupported(remarks) == ("4.1", "4.4")


def test_evidence_that_no_sheet_cites_is_told_in_its_order() -> None:
    sheets = [{"4.1": said(("b", 1))}, {"4.1": SILENT, "4.2": said(("d", None))}]
    assert uncited(["c", "b", "a", "d"], sheets) == ("c", "a")
