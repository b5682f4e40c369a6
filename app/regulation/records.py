"""Adverse records of art. 11(3)-(5), typed as the bars take them: kind, grade, responsibility, day, source, repair."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from app.regulation.bars import Accident, Complaint, CreditRecord, SpotCheck, SpotCheckLevel
from app.regulation.choices import AccidentGrade, AccidentKind
from app.regulation.refusals import Reason


class RecordKind(StrEnum):
    """Art. 11(3)-(5): what a record is one of."""

    ACCIDENT = "accident"
    COMPLAINT = "complaint"
    SPOT_CHECK = "spot_check"
    DISHONESTY = "dishonesty"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdverseRecord:
    """Art. 11(3)-(5): one record; what its kind does not know is None, as is what has not been found yet."""

    kind: RecordKind
    happened_on: date
    """Of a dishonesty record: the day on which it was listed."""
    field: AccidentKind | None = None
    grade: AccidentGrade | None = None
    responsible: bool | None = None
    level: SpotCheckLevel | None = None
    serious: bool | None = None
    """Of a complaint: whether it is a major one; of a failed spot check: whether the problem is serious."""
    removed_on: date | None = None
    repaired_on: date | None = None


KNOWN: Mapping[RecordKind, tuple[frozenset[str], frozenset[str]]] = MappingProxyType(
    {
        RecordKind.ACCIDENT: (frozenset({"field", "grade"}), frozenset({"responsible"})),
        RecordKind.COMPLAINT: (frozenset({"field"}), frozenset({"serious"})),
        RecordKind.SPOT_CHECK: (frozenset({"level"}), frozenset({"serious"})),
        RecordKind.DISHONESTY: (frozenset(), frozenset({"removed_on", "repaired_on"})),
    }
)
"""By kind: what a record must say, and what it may say besides."""
FIELDS = ("field", "grade", "responsible", "level", "serious", "removed_on", "repaired_on")


def record_faults(record: AdverseRecord, today: date, pointer: str = "") -> tuple[Reason, ...]:
    """Art. 11(3)-(5): a record says what its kind must say and nothing else, and no day of it is still to come."""
    must, may = KNOWN[record.kind]
    reasons = []
    for name in FIELDS:
        given = getattr(record, name) is not None
        if name in must and not given:
            reasons.append(
                _fault("lacking", f"{pointer}/{name}", "此类记录须填写此项。", "This kind of record has it.")
            )
        if given and name not in must | may:
            reasons.append(_fault("foreign", f"{pointer}/{name}", "此类记录无此项。", "This kind has no such field."))
    for name in ("happened_on", "removed_on", "repaired_on"):
        day = getattr(record, name)
        if day is not None and day > today:
            reasons.append(_fault("day", f"{pointer}/{name}", "日期不得晚于今日。", "The day is still to come."))
        if day is not None and day < record.happened_on:
            reasons.append(_fault("day", f"{pointer}/{name}", "不得早于列入之日。", "It lies before the listing."))
    return tuple(reasons)


def accidents_of(records: Collection[AdverseRecord]) -> list[Accident]:
    """Give the accidents as the bar takes them."""
    return [
        Accident(kind=each.field, grade=each.grade, responsible=each.responsible, on=each.happened_on)
        for each in records
        if each.kind is RecordKind.ACCIDENT and each.field and each.grade
    ]


def complaints_of(records: Collection[AdverseRecord]) -> list[Complaint]:
    """Give the valid complaints as the bar takes them."""
    return [
        Complaint(kind=each.field, valid=True, major=each.serious, on=each.happened_on)
        for each in records
        if each.kind is RecordKind.COMPLAINT and each.field
    ]


def spot_checks_of(records: Collection[AdverseRecord]) -> list[SpotCheck]:
    """Give the failed spot checks as the bar takes them."""
    return [
        SpotCheck(level=each.level, passed=False, serious=each.serious, on=each.happened_on)
        for each in records
        if each.kind is RecordKind.SPOT_CHECK and each.level
    ]


def credit_records_of(records: Collection[AdverseRecord], authority: str = "") -> list[CreditRecord]:
    """Give the records of dishonesty as the bar takes them."""
    return [
        CreditRecord(
            authority=authority, listed_on=each.happened_on, removed_on=each.removed_on, repaired_on=each.repaired_on
        )
        for each in records
        if each.kind is RecordKind.DISHONESTY
    ]


def _fault(kind: str, pointer: str, zh: str, en: str) -> Reason:
    return Reason(code=f"record.{kind}", article="第十一条", pointer=pointer, zh=zh, en=en)
