"""What a sheet says beside its percents, as far as it can be judged with certainty: citations and remarks (art. 21)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.regulation.criteria import Criterion
from app.regulation.measures import ScoringRule
from app.regulation.refusals import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A place in the evidence: its id, and the page from 1, or None for the file as a whole."""

    evidence: str
    page: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarks:
    """What a sheet says on one item beside the percent."""

    percent: int | None
    has_strength: bool
    has_opportunity: bool
    citations: tuple[Citation, ...]


def citation_faults(remarks: Mapping[str, Remarks], pages: Mapping[str, int | None]) -> tuple[Reason, ...]:
    """Art. 21: every cited file belongs to the application, and every cited page exists.

    `pages` gives the number of pages by evidence id, None where it cannot be counted: then no page may be named.
    """
    return tuple(
        fault
        for code, said in remarks.items()
        for place, citation in enumerate(said.citations)
        for fault in _citation_faults(code, f"/items/{code}/citations/{place}", citation, pages)
    )


def uncited_faults(remarks: Mapping[str, Remarks], items: Sequence[Criterion], rule: ScoringRule) -> tuple[Reason, ...]:
    """`edition.scoring.citations_required`: where the edition asks for it, each item cites evidence."""
    if not rule.citations_required:
        return ()
    return tuple(
        Reason(code="score.no_citation", article="edition.scoring.citations_required", pointer=f"/items/{item.code}",
               zh=f"条款 {item.code} 须引用证明材料。", en=f"{item.code} needs a citation of the evidence.")
        for item in items if item.code not in remarks or not remarks[item.code].citations
    )  # fmt: skip


def remark_warnings(remarks: Mapping[str, Remarks], rule: ScoringRule) -> tuple[Reason, ...]:
    """`edition.scoring.strength_from`: what looks inconsistent and forbids nothing: a score without its remark."""
    return tuple(_remark_warnings(remarks, rule))


def unsupported(remarks: Mapping[str, Remarks]) -> tuple[str, ...]:
    """Art. 21: the items that have a percent and cite nothing."""
    return tuple(code for code, said in remarks.items() if said.percent is not None and not said.citations)


def uncited(evidence: Collection[str], sheets: Collection[Mapping[str, Remarks]]) -> tuple[str, ...]:
    """Art. 21: the pieces of evidence that no item of any of the sheets cites, in their order."""
    cited = {each.evidence for sheet in sheets for said in sheet.values() for each in said.citations}
    return tuple(piece for piece in evidence if piece not in cited)


def _citation_faults(code: str, at: str, citation: Citation, pages: Mapping[str, int | None]) -> Iterator[Reason]:
    if citation.evidence not in pages:
        yield Reason(code="citation.foreign", article="第二十一条", pointer=f"{at}/evidence_id",
                     zh=f"条款 {code} 引用的材料不在该申报的证明材料之中。",
                     en=f"{code} cites a file that is no evidence of this application.")  # fmt: skip
        return
    count = pages[citation.evidence]
    if citation.page is None or (count is not None and citation.page <= count):
        return
    zh, en = (
        (f"共 {count} 页，没有第 {citation.page} 页。", f"has {count} pages and no page {citation.page}.")
        if count is not None
        else ("页数无法确定，请勿填写页码。", "has no pages that can be counted: leave out the page.")
    )
    yield Reason(code="citation.page", article="第二十一条", pointer=f"{at}/page",
                 zh=f"条款 {code} 引用的材料{zh}", en=f"The file that {code} cites {en}")  # fmt: skip


def _remark_warnings(remarks: Mapping[str, Remarks], rule: ScoringRule) -> Iterator[Reason]:
    for code, said in remarks.items():
        if said.percent is None:
            continue
        if said.percent >= rule.strength_from and not said.has_strength:
            yield Reason(code="score.strength_expected", article="edition.scoring.strength_from",
                         pointer=f"/items/{code}", zh=f"条款 {code} 评为 {said.percent}%，却未写优势。",
                         en=f"{code} has {said.percent} percent and no strength.")  # fmt: skip
        if said.percent <= rule.opportunity_to and not said.has_opportunity:
            yield Reason(code="score.opportunity_expected", article="edition.scoring.opportunity_to",
                         pointer=f"/items/{code}", zh=f"条款 {code} 评为 {said.percent}%，却未写改进机会。",
                         en=f"{code} has {said.percent} percent and no opportunity.")  # fmt: skip
