"""Verifying a sealed ranking: bytes, record, rows, rules, order, and a count from the percents upwards (art. 23)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.regulation.criteria import Criterion
from app.regulation.measures import Edition
from app.regulation.ranking import Standing
from app.regulation.ratios import Ratio, exact_text
from app.regulation.recount import Difference, StoredCase, recounted
from app.regulation.refusals import NotMet, Reason
from app.regulation.scoring import comprehensive_score, item_score
from app.regulation.seal import (
    Seal,
    SealedEntry,
    basis_of,
    digest_of,
    order_of,
    ratio_text,
    read_seal,
    subtotal,
    ties_of,
)


class Check(StrEnum):
    """Art. 23: the checks of a seal, in their order."""

    BYTES = "bytes"
    RECORD = "record"
    ROWS = "rows"
    BASIS = "basis"
    ORDER = "order"
    SCORES = "scores"
    SHEETS = "sheets"


CHECKED: Mapping[Check, tuple[str, str]] = {
    Check.BYTES: ("封存文本与其 SHA-256 相符", "the sealed bytes have the hash that stands beside them"),
    Check.RECORD: ("封存哈希与办理记录相符", "the record of the act names the same hash"),
    Check.ROWS: ("数据库中的名次与封存文本一致", "the places in the tables are those of the bytes"),
    Check.BASIS: ("办法的评分规则与封存时一致", "the edition's rules are those that were sealed"),
    Check.ORDER: ("按封存的分数重排，名次一致", "the sealed scores make the sealed order"),
    Check.SCORES: ("由合议逐条重算，总评分一致", "counted again from the consensus, the scores are the same"),
    Check.SHEETS: ("评分表与合议逐条重算一致", "sheets and consensuses agree, item by item"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """Art. 23: something that is not as it was sealed; `application` is empty where it concerns the whole."""

    check: Check
    application: str
    of: str
    """Which number or fact: `sha256`, `place`, `total`, `stages/site`, `sheet:<id>/4.1.2`."""
    sealed: str
    found: str
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """Art. 23: what the leaf of the act says."""

    leaf_hash: str
    ranking: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedRow:
    """Art. 23: a ranking as its tables hold it."""

    id: str
    content: bytes
    sha256: str
    leaf_hash: str | None
    recorded: Recorded | None
    """None if the ranking names no leaf, or a leaf that is none of such an act."""
    places: Mapping[str, tuple[int, Ratio]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Art. 23: what was checked, and everything that differs; () if all is as it was sealed."""

    checks: tuple[Check, ...]
    mismatches: tuple[Mismatch, ...]


def verified(
    row: SealedRow, cases: Sequence[StoredCase], criteria: Sequence[Criterion], edition: Edition
) -> Verification:
    """Art. 23: check a seal against itself, the record, the tables and a count from the percents upwards."""
    seal = read_seal(row.content)
    checks = [check for check in Check if check is not Check.RECORD or row.leaf_hash is not None]
    found = [*_bytes(row), *_record(row)]
    if seal is None:
        return Verification(checks=(Check.BYTES, Check.RECORD), mismatches=(*found, _unreadable()))
    if seal.basis is None:
        checks.remove(Check.BASIS)
    points = {item.code: item.points for item in criteria}
    found += [*_rows(seal, row.places), *_basis(seal, edition), *_order(seal, edition)]
    for case in cases:
        entry = next((e for e in seal.entries if e.application == case.application), None)
        if entry is not None:
            found += [*_scores(entry, case, edition, points), *_sheets(entry, case, points, edition)]
    found += _absent(seal, cases)
    return Verification(checks=tuple(checks), mismatches=tuple(found))


def _bytes(row: SealedRow) -> Iterator[Mismatch]:
    counted = digest_of(row.content)
    if counted != row.sha256:
        yield _mismatch(Check.BYTES, "sha256", row.sha256, counted, "封存文本的 SHA-256 与记载的不符，文本或哈希被改动",
                        "The bytes do not have the hash that stands beside them: one of them was changed")  # fmt: skip


def _record(row: SealedRow) -> Iterator[Mismatch]:
    if row.leaf_hash is None:
        return
    if row.recorded is None:
        yield _mismatch(Check.RECORD, "leaf", row.leaf_hash, "", "办理记录中没有封存这一排序的条目",
                        "The record has no leaf of the act that sealed this ranking")  # fmt: skip
        return
    facts = (
        ("leaf_hash", row.leaf_hash, row.recorded.leaf_hash), ("ranking", row.id, row.recorded.ranking),
        ("sha256", row.sha256, row.recorded.sha256),
    )  # fmt: skip
    for of, sealed, recorded in facts:
        if sealed != recorded:
            yield _mismatch(Check.RECORD, of, sealed, recorded, f"办理记录所载的 {of} 与排序所载的不符",
                            f"The record says another {of} than the ranking")  # fmt: skip


def _unreadable() -> Mismatch:
    return _mismatch(Check.BYTES, "content", "", "", "封存文本已不能读出排序，必有改动",
                     "The bytes are no ranking any more: they were changed")  # fmt: skip


def _rows(seal: Seal, places: Mapping[str, tuple[int, Ratio]]) -> Iterator[Mismatch]:
    entries = {e.application: e for e in seal.entries}
    for application in sorted(entries.keys() | places.keys()):
        entry, row = entries.get(application), places.get(application)
        sealed = "" if entry is None else f"{entry.place}: {ratio_text(entry.total)}"
        stored = "" if row is None else f"{row[0]}: {ratio_text(row[1])}"
        if sealed != stored:
            yield _mismatch(Check.ROWS, "place", sealed, stored, f"{_named(entry)}在数据库中的名次或总分与封存的不同",
                            f"The place or score of {_named(entry)} in the tables is another", application)  # fmt: skip


def _basis(seal: Seal, edition: Edition) -> Iterator[Mismatch]:
    if seal.basis is None:
        return
    now = basis_of(edition)
    for of in ("edition", "criteria", "aggregation", "weights", "tie_order"):
        sealed, found = getattr(seal.basis, of), getattr(now, of)
        if sealed != found:
            yield _mismatch(Check.BASIS, of, str(sealed), str(found), f"办法的 {of} 与封存时不同",
                            f"The edition's {of} is another than was sealed")  # fmt: skip


def _order(seal: Seal, edition: Edition) -> Iterator[Mismatch]:
    tie_order = edition.tie_order if seal.basis is None else seal.basis.tie_order
    if seal.basis is None and tie_order:
        return
    order: tuple[Standing, ...] = order_of(seal.entries, tie_order)
    ranks = {s.application: s.rank for s in order}
    for e in seal.entries:
        if ranks[e.application] != e.place:
            yield _mismatch(Check.ORDER, "place", str(e.place), str(ranks[e.application]),
                            f"{e.organization}按封存的分数应列第 {ranks[e.application]} 名，封存为第 {e.place} 名",
                            f"By the sealed scores {e.organization} has place {ranks[e.application]}, not {e.place}",
                            e.application)  # fmt: skip
    if seal.basis is not None and seal.ties != ties_of(order):
        yield _mismatch(Check.ORDER, "ties", str(seal.ties), str(ties_of(order)), "并列的记载与分数不符",
                        "The ties that were sealed are not those of the scores")  # fmt: skip


def _scores(entry: SealedEntry, case: StoredCase, edition: Edition, points: Mapping[str, int]) -> Iterator[Mismatch]:
    """Arts. 13, 22: the stages, the subtotals and the score, from the agreed percents upwards."""
    items = {
        one.stage: {i.item: item_score(points.get(i.item, 0), i.percent) for i in one.items} for one in case.consensuses
    }
    totals = {stage: sum(found.values()) for stage, found in items.items()}
    counted = {str(stage): Ratio(total) for stage, total in totals.items()}
    for stage, total in sorted((entry.stages or {}).items()):
        again = counted.get(stage)
        if again is None or again.value != total.value:
            yield _score(entry, f"stages/{stage}", total, again)
    last = items.get(edition.stage_order[-1], {})
    for code, value in sorted((entry.subtotals or {}).items()):
        if subtotal(last, code) != value:
            yield _score(entry, f"subtotals/{code}", Ratio(value), Ratio(subtotal(last, code)))
    try:
        score = comprehensive_score(totals, edition)
    except NotMet:
        # A score without the consensus that it claims to rest on is a finding as well.
        yield _score(entry, "total", entry.total, None)
        return
    if score.value != entry.total.value:
        yield _score(entry, "total", entry.total, score)
    if case.score is not None and case.score.value != entry.total.value:
        yield _score(entry, "report", entry.total, case.score)


def _sheets(entry: SealedEntry, case: StoredCase, points: Mapping[str, int], edition: Edition) -> Iterator[Mismatch]:
    for each in recounted(case, points, edition):
        if each.of != "score":
            yield _sheet(entry, each)


def _sheet(entry: SealedEntry, each: Difference) -> Mismatch:
    return _mismatch(Check.SHEETS, each.of, each.stored, each.counted,
                     f"{entry.organization}的 {each.of} 所存为 {each.stored}，重算为 {each.counted}",
                     f"{each.of} of {entry.organization} is stored as {each.stored} and counts as {each.counted}",
                     entry.application)  # fmt: skip


def _absent(seal: Seal, cases: Sequence[StoredCase]) -> Iterator[Mismatch]:
    known = {case.application for case in cases}
    for e in seal.entries:
        if e.application not in known:
            yield _score(e, "total", e.total, None)


def _score(entry: SealedEntry, of: str, sealed: Ratio, found: Ratio | None) -> Mismatch:
    again_zh = "已无从重算" if found is None else f"由合议重算为 {exact_text(found)}"
    again_en = "cannot be counted again" if found is None else f"counts as {exact_text(found)} now"
    return _mismatch(Check.SCORES, of, ratio_text(sealed), "" if found is None else ratio_text(found),
                     f"{entry.organization}的 {of} 封存为 {exact_text(sealed)} 分，{again_zh}",
                     f"{of} of {entry.organization} was sealed as {exact_text(sealed)} and {again_en}",
                     entry.application)  # fmt: skip


def _named(entry: SealedEntry | None) -> str:
    return "—" if entry is None else entry.organization


def _mismatch(
    check: Check, of: str, sealed: str, found: str, zh: str, en: str, application: str = ""
) -> Mismatch:  # fmt: skip
    reason = Reason(code=f"verification.{check}", article="第二十三条", zh=f"{zh}。", en=f"{en}.", pointer=f"/{of}")
    return Mismatch(check=check, application=application, of=of, sealed=sealed, found=found, reason=reason)
