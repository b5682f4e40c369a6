"""The working documents: what each kind holds, and how its versions follow one another (arts. 7(2), 8, 13, 14, 16)."""

import pytest

from app.regulation.guidance import (
    DocumentKind,
    heading_faults,
    hint_faults,
    name_of,
    note_faults,
    part_faults,
    part_of,
    require_newest,
    sector_faults,
    withdrawal_faults,
)
from app.regulation.refusals import OutOfOrder
from tests.regulation.values import articles, marks

GUIDE, PROCEDURE = DocumentKind.GUIDE, DocumentKind.PROCEDURE


def test_a_version_is_cited_by_kind_sector_and_number() -> None:
    assert name_of(GUIDE, "制造业", 2) == "评定标准实施指南（制造业）第2版"
    assert name_of(PROCEDURE, "", 1) == "评定工作程序第1版"


@pytest.mark.parametrize(("kind", "part"), [
    (GUIDE, "guide"), (DocumentKind.CLASSIFICATION, "classification"), (PROCEDURE, "text"),
    (DocumentKind.MANAGEMENT, "text"), (DocumentKind.ASSESSOR_STANDARD, "text"),
])  # fmt: skip
def test_each_kind_says_what_it_has_to_say_in_a_part_of_its_own(kind: DocumentKind, part: str) -> None:
    assert part_of(kind) == part


@pytest.mark.parametrize(("kind", "sector", "given", "expected"), [
    (GUIDE, "services", ["guide"], []), (PROCEDURE, "", ["text"], []),
    (PROCEDURE, "", [], ["document.part_missing /text"]),
    (PROCEDURE, "", ["text", "guide", "classification"],
     ["document.part_foreign /classification", "document.part_foreign /guide"]),
    (GUIDE, "", ["guide"], ["document.sector /sector"]), (PROCEDURE, "services", ["text"], ["document.sector /sector"]),
])  # fmt: skip
def test_a_document_has_the_part_of_its_kind_and_a_guide_its_sector(
    kind: DocumentKind, sector: str, given: list[str], expected: list[str]
) -> None:
    assert marks(part_faults(kind, sector, given)) == expected


def test_the_articles_of_a_document_are_those_of_its_drafting_and_of_its_sector() -> None:
    assert articles(part_faults(GUIDE, "", ["text"])) == ["第八条（二）", "第八条（二）", "第十四条"]


def test_a_version_after_the_first_says_what_it_changes() -> None:
    assert note_faults(1, "") == note_faults(2, "调整门槛。") == ()
    assert marks(note_faults(2, " ")) == ["document.note_missing /change_note"]


def test_no_heading_stands_there_twice() -> None:
    assert heading_faults(["总则", "附则"]) == ()
    faults = heading_faults(["总则", "附则", "总则"])
    assert (marks(faults), "总则" in faults[0].zh) == (["document.heading_twice /text"], True)


def test_hints_are_given_on_items_of_the_criteria_once_each() -> None:
    assert hint_faults(["4.1", "4.2"], {"4.1", "4.2"}) == ()
    assert marks(hint_faults(["4.1"], None)) == ["guide.criteria_unknown /guide/criteria"]
    assert marks(hint_faults(["4.1", "9", "4.1"], {"4.1"})) == [
        "guide.item_unknown /guide/hints/1/item_code", "guide.item_twice /guide/hints",
    ]  # fmt: skip


def test_a_guide_is_approved_for_a_sector_that_is_known() -> None:
    assert sector_faults("services", ["services"]) == sector_faults("", []) == ()
    (fault,) = sector_faults("mining", ["services", "agriculture"])
    assert marks([fault]) == ["guide.sector_unknown /sector"]
    assert ("services、agriculture" in fault.zh, "services, agriculture" in fault.en) == (True, True)


@pytest.mark.parametrize(("number", "in_force"), [(1, None), (2, 2), (3, 2)])
def test_a_version_that_is_not_behind_is_approved(number: int, in_force: int | None) -> None:
    require_newest(number, in_force)


def test_a_version_behind_the_one_in_force_is_not() -> None:
    with pytest.raises(OutOfOrder) as refusal:
        require_newest(1, 2)
    assert marks(refusal.value.reasons) == ["document.superseded"]


@pytest.mark.parametrize(("in_force", "resolved", "can"), [
    (True, True, True), (False, False, True), (True, False, False), (False, True, False),
])  # fmt: skip
def test_what_a_resolution_has_approved_is_withdrawn_by_one(in_force: bool, resolved: bool, can: bool) -> None:
    faults = withdrawal_faults(in_force=in_force, resolved=resolved)
    assert marks(faults) == ([] if can else ["document.resolution /resolution_id"])
    assert articles(faults) == ([] if can else ["第七条（二）"])
