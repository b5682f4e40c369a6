"""Which sector guide covers a trade: the built-in classification and one of a year's own (arts. 8(2), 14)."""

from dataclasses import replace

import pytest

from app.regulation.choices import Sector
from app.regulation.declaration import (
    count_characters,
    industry_faults,
    section_of,
    sector_of,
    year_faults,
)
from app.regulation.sectors import BUILT_IN, SectorGroup, classification_faults, classification_of, group_of
from tests.regulation.values import articles, marks


@pytest.mark.parametrize(("trade", "sector"), [
    ("A0111", Sector.AGRICULTURE), ("B0610", Sector.MANUFACTURING), ("C3464", Sector.MANUFACTURING),
    ("D4411", Sector.MANUFACTURING), ("E4710", Sector.MANUFACTURING), ("F5111", Sector.SERVICES),
    ("T9700", Sector.SERVICES),
])  # fmt: skip
def test_construction_belongs_to_manufacturing_as_article_14_says(trade: str, sector: Sector) -> None:
    group = group_of(trade, BUILT_IN)
    assert group is not None
    assert group.code == sector.value == sector_of(trade[0]).value


def test_the_built_in_classification_is_complete() -> None:
    assert classification_faults(BUILT_IN) == ()
    assert [group.name for group in BUILT_IN] == ["农业", "制造业（含建筑业）", "服务业"]
    assert classification_of(None) == classification_of([]) == BUILT_IN


def own(*industries: str, code: str = "machines") -> SectorGroup:
    return SectorGroup(code=code, name="装备", industries=industries)


def test_what_is_said_of_a_division_goes_before_what_is_said_of_its_section() -> None:
    groups = (*BUILT_IN, own("34"))
    assert [g.code for g in (group_of("C3464", groups), group_of("C3511", groups)) if g] == [
        "machines",
        "manufacturing",
    ]
    assert group_of(None, groups) is group_of("", groups) is group_of("Z99", groups) is None
    assert classification_of([own("34")]) == (own("34"),)


def test_each_trade_is_put_into_one_sector_that_exists() -> None:
    faults = classification_faults((*BUILT_IN, own("34", "U", "00", "98", "3X")))
    assert marks(faults) == [
        f"classification.industry_unknown /classification/sectors/3/industries/{place}" for place in (1, 2, 3, 4)
    ]  # fmt: skip
    assert set(articles(faults)) == {"第八条（二）"}
    twice = classification_faults((*BUILT_IN, own("34", "34", "A")))
    assert marks(twice) == ["classification.industry_twice /classification/sectors"] * 2
    assert [fault.zh[:2] for fault in twice] == ["A ", "34"]


def test_a_sector_stands_there_once_and_no_section_is_left_out() -> None:
    double = classification_faults((*BUILT_IN, own("34", code="services")))
    assert marks(double) == ["classification.sector_twice /classification/sectors"]
    without = tuple(replace(g, industries=tuple(i for i in g.industries if i != "C")) for g in BUILT_IN)
    gap = classification_faults(without)
    assert (marks(gap), "门类 C " in gap[0].zh) == (["classification.gap /classification/sectors"], True)
    divisions = [f"{n}" for n in range(13, 44)]
    assert classification_faults((*without, own(*divisions))) == ()
    assert marks(classification_faults((*without, own(*divisions[:-1])))) == [
        "classification.gap /classification/sectors"
    ]
    assert marks(classification_faults((*without, own(*divisions[1:])))) == [
        "classification.gap /classification/sectors"
    ]


@pytest.mark.parametrize(("division", "section"), [
    (0, ""), (1, "A"), (5, "A"), (6, "B"), (12, "B"), (13, "C"), (43, "C"), (44, "D"), (96, "S"), (97, "T"), (98, ""),
])  # fmt: skip
def test_the_sections_follow_one_another_without_gaps(division: int, section: str) -> None:
    assert section_of(division) == section


def test_the_letter_of_a_trade_is_the_section_of_its_division() -> None:
    assert industry_faults("C3464", "/industry") == ()
    faults = industry_faults("D3464", "/industry")
    assert (marks(faults), articles(faults)) == (["form.industry_code /industry"], ["第十条（四）"])


def test_characters_are_counted_after_normalisation_and_without_white_space() -> None:
    assert count_characters("质量 Award\n\t1，") == 9
    assert count_characters("e\u0301") == 1
    assert count_characters("𠮷") == 1


@pytest.mark.parametrize(("years", "is_sound"), [
    ([2019, 2020, 2021], True), ([2021, 2019, 2020], True), ([2020, 2021], False), ([2019, 2020, 2021, 2022], False),
    ([2019, 2020, 2020, 2021], False), ([2018, 2019, 2020], False), ([2020, 2021, 2022], False),
])  # fmt: skip
def test_the_figures_cover_the_three_full_years_before_the_award_year(years: list[int], is_sound: bool) -> None:
    faults = year_faults(years, 2022, 3, "/years")
    assert marks(faults) == ([] if is_sound else ["form.years /years"])
    assert is_sound or "2019、2020、2021 " in faults[0].zh
