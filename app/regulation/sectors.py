"""Which sector guide covers a trade: the classification of a year, or the one that is built in (arts. 8(2), 14)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.regulation.choice_names import choice_name
from app.regulation.choices import Sector
from app.regulation.declaration import LAST_DIVISION, section_of, sector_of
from app.regulation.refusals import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorGroup:
    """A sector with the sections (a letter) and divisions (two digits) of GB/T 4754 that belong to it."""

    code: str
    name: str
    industries: tuple[str, ...]


Classification = tuple[SectorGroup, ...]

BUILT_IN: Classification = tuple(
    SectorGroup(
        code=sector.value, name=choice_name(sector).zh,
        industries=tuple(section for section in LAST_DIVISION if sector_of(section) is sector),
    )
    for sector in Sector
)  # fmt: skip
"""Art. 14 as it names the sectors itself; construction belongs to manufacturing."""


def group_of(industry_code: str | None, classification: Classification) -> SectorGroup | None:
    """Art. 14: the sector of a trade such as C3464; what is said of its division goes before what is of its section."""
    if not industry_code:
        return None
    for known in (industry_code[1:3], industry_code[:1]):
        for group in classification:
            if known in group.industries:
                return group
    return None


def classification_faults(classification: Classification) -> tuple[Reason, ...]:
    """Art. 8(2): a classification names sectors once and puts every trade of GB/T 4754 into exactly one."""
    return (*_known_faults(classification), *_twice_faults(classification), *_gap_faults(classification))


def _known_faults(classification: Classification) -> Iterator[Reason]:
    for place, group in enumerate(classification):
        for position, industry in enumerate(group.industries):
            if industry not in LAST_DIVISION and not (industry.isdigit() and section_of(int(industry))):
                yield _fault(
                    "classification.industry_unknown", f"/classification/sectors/{place}/industries/{position}",
                    f"GB/T 4754-2017 没有门类或大类 {industry}。", f"GB/T 4754-2017 has no {industry}.",
                )  # fmt: skip


def _twice_faults(classification: Classification) -> Iterator[Reason]:
    named = Counter(industry for group in classification for industry in group.industries)
    yield from (
        _fault("classification.industry_twice", "/classification/sectors",
               f"{industry} 归入了两处，只能归入一个行业类别。", f"{industry} is put into a sector twice.")
        for industry, times in named.items() if times > 1
    )  # fmt: skip
    codes = Counter(group.code for group in classification)
    yield from (
        _fault("classification.sector_twice", "/classification/sectors",
               f"行业类别 {code} 列了两次。", f"The sector {code} stands there twice.")
        for code, times in codes.items() if times > 1
    )  # fmt: skip


def _gap_faults(classification: Classification) -> Iterator[Reason]:
    first = 1
    for section, last in LAST_DIVISION.items():
        codes = [f"{section}{division:02}" for division in range(first, last + 1)]
        first = last + 1
        if any(group_of(code, classification) is None for code in codes):
            yield _fault(
                "classification.gap", "/classification/sectors", f"门类 {section} 没有全部归入行业类别。",
                f"Section {section} is not put into the sectors as a whole.",
            )  # fmt: skip


def classification_of(groups: Sequence[SectorGroup] | None) -> Classification:
    """Art. 14: the classification of a year, which is the built-in one where the year has none of its own."""
    return tuple(groups) if groups else BUILT_IN


def _fault(code: str, pointer: str, zh: str, en: str) -> Reason:
    return Reason(code=code, article="第八条（二）", pointer=pointer, zh=zh, en=en)
