"""Which versions of the working documents a year is run by: fixed before its call and never after (arts. 14, 16)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.regulation.guidance import DocumentKind
from app.regulation.refusals import Reason
from app.regulation.sectors import SectorGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinnable:
    """A version that a year may be run by; `criteria` of a guide are those on whose items it gives hints."""

    kind: DocumentKind
    sector: str
    number: int
    in_force: bool
    criteria: str = ""


def pin_faults(chosen: Sequence[Pinnable | None], criteria: str) -> tuple[Reason, ...]:
    """Art. 16: a year takes one version of a document, in force that day, and guides to its own criteria (art. 13)."""
    found = (reason for place, each in enumerate(chosen) for reason in _faults_at(place, each, criteria))
    return (*found, *_doubled(chosen))


def _faults_at(place: int, chosen: Pinnable | None, criteria: str) -> Iterator[Reason]:
    pointer = f"/document_ids/{place}"
    if chosen is None:
        yield _fault("pin.unknown", "第十六条", pointer, "没有这一文件。", "There is no such document.")
        return
    if not chosen.in_force:
        yield _fault("pin.not_in_force", "第十六条", pointer, f"第{chosen.number}版现不在施行中。",
                     f"Version {chosen.number} is not in force now.")  # fmt: skip
    if not is_of_criteria(chosen, criteria):
        yield _fault("pin.other_criteria", "第十三条", pointer,
                     f"该指南依据的评定标准是 {chosen.criteria}，本年度采用 {criteria}。",
                     f"The guide is to the criteria {chosen.criteria}; the year uses {criteria}.")  # fmt: skip


def is_of_criteria(document: Pinnable, criteria: str) -> bool:
    """Arts. 13, 14: whether a document may stand beside the criteria; a guide is to criteria of its own."""
    return document.kind is not DocumentKind.GUIDE or document.criteria == criteria


def _doubled(chosen: Sequence[Pinnable | None]) -> Iterator[Reason]:
    for (kind, sector), times in Counter((each.kind, each.sector) for each in chosen if each).items():
        if times > 1:
            yield _fault("pin.twice", "第十六条", "/document_ids", "同一文件选了两次。",
                         f"The document {kind} {sector}".rstrip() + " is chosen twice.")  # fmt: skip


def guide_notes(sectors: Sequence[SectorGroup], guided: frozenset[str]) -> tuple[Reason, ...]:
    """Art. 14 (可): sectors of the year that have no guide; it may be made, so nothing is refused."""
    return tuple(
        _fault("guide.none", "第十四条", "", f"“{sector.name}”没有实施指南，按评定标准评审。",
               f"The sector {sector.code} has no guide; the criteria alone apply.")
        for sector in sectors if sector.code not in guided
    )  # fmt: skip


def _fault(code: str, article: str, pointer: str, zh: str, en: str) -> Reason:
    return Reason(code=code, article=article, pointer=pointer, zh=zh, en=en)
