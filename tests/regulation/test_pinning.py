"""Which versions of the working documents a year is run by (arts. 13, 14, 16)."""

from dataclasses import replace

import pytest

from app.regulation.guidance import DocumentKind
from app.regulation.pinning import Pinnable, guide_notes, is_of_criteria, pin_faults
from app.regulation.sectors import SectorGroup
from tests.regulation.values import articles, marks

GUIDE = Pinnable(kind=DocumentKind.GUIDE, sector="services", number=2, in_force=True, criteria="gbt-19580-2012")
PROCEDURE = Pinnable(kind=DocumentKind.PROCEDURE, sector="", number=1, in_force=True)


@pytest.mark.parametrize(("chosen", "expected"), [
    ([GUIDE, PROCEDURE], []), ([], []), ([None], ["pin.unknown /document_ids/0"]),
    ([PROCEDURE, replace(GUIDE, in_force=False)], ["pin.not_in_force /document_ids/1"]),
    ([replace(GUIDE, criteria="other")], ["pin.other_criteria /document_ids/0"]),
    ([replace(GUIDE, in_force=False, criteria="other"), None],
     ["pin.not_in_force /document_ids/0", "pin.other_criteria /document_ids/0", "pin.unknown /document_ids/1"]),
    ([GUIDE, replace(GUIDE, number=1)], ["pin.twice /document_ids"]), ([GUIDE, replace(GUIDE, sector="industry")], []),
    ([replace(PROCEDURE, criteria="other")], []),
    ([None, None], ["pin.unknown /document_ids/0", "pin.unknown /document_ids/1"]),
])  # fmt: skip
def test_a_year_takes_one_version_of_a_document_in_force(chosen: list[Pinnable | None], expected: list[str]) -> None:
    assert marks(pin_faults(chosen, "gbt-19580-2012")) == expected


def test_only_a_guide_is_to_criteria_of_its_own() -> None:
    assert is_of_criteria(GUIDE, "gbt-19580-2012")
    assert not is_of_criteria(GUIDE, "other")
    assert is_of_criteria(PROCEDURE, "other")
    assert articles(pin_faults([replace(GUIDE, criteria="other")], "gbt-19580-2012")) == ["第十三条"]


def test_a_document_that_is_chosen_twice_is_named() -> None:
    assert pin_faults([GUIDE, GUIDE], "gbt-19580-2012")[0].en == "The document guide services is chosen twice."
    assert pin_faults([PROCEDURE, PROCEDURE], "x")[0].en == "The document procedure is chosen twice."


def test_a_sector_without_a_guide_is_noted_and_nothing_is_refused() -> None:
    sectors = [SectorGroup(code=code, name=code, industries=()) for code in ("services", "industry")]
    notes = guide_notes(sectors, frozenset({"services"}))
    assert (marks(notes), articles(notes)) == (["guide.none"], ["第十四条"])
    assert "industry" in notes[0].en
