"""The bars that records decide: accidents, complaints, spot checks and dishonesty in the last three years (art. 11)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.regulation.choices import AccidentGrade, AccidentKind
from app.regulation.eligibility import ARTICLES, Bar, Finding, Outcome
from app.regulation.eligibility_rule import EligibilityRule
from app.regulation.look_back import LookBack


class SpotCheckLevel(StrEnum):
    """Art. 11(4): 国家、省、市监督抽查."""

    NATIONAL = "national"
    PROVINCIAL = "provincial"
    CITY = "city"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accident:
    """Art. 11(3): an accident, its grade, and whether the applicant was found responsible (None: not yet said)."""

    kind: AccidentKind
    grade: AccidentGrade
    responsible: bool | None
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """Art. 11(3): a complaint; what makes a valid one major, the secretariat must find (None: not yet)."""

    kind: AccidentKind
    valid: bool
    major: bool | None
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotCheck:
    """Art. 11(4): a supervisory spot check; whether a failure is serious, the secretariat must find (None: not yet)."""

    level: SpotCheckLevel
    passed: bool
    serious: bool | None
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditRecord:
    """Art. 11(5): an entry in a list of serious dishonesty, and when it was removed or repaired, if it was."""

    authority: str
    listed_on: date
    removed_on: date | None = None
    repaired_on: date | None = None


def accident_outcome(accident: Accident, period: LookBack, rule: EligibilityRule) -> Outcome:
    """Art. 11(3): one accident against the look-back and the grade from which its kind excludes (T6, T7)."""
    thresholds = {threshold.kind: threshold.grade for threshold in rule.accident_thresholds}
    grades = list(AccidentGrade)
    if not period.covers(accident.on):
        return Outcome.MET
    if accident.kind not in thresholds or grades.index(accident.grade) < grades.index(thresholds[accident.kind]):
        return Outcome.MET
    return _answer(accident.responsible)


def accidents(records: Collection[Accident], period: LookBack, rule: EligibilityRule) -> Finding:
    """Art. 11(3): whether an accident of the look-back excludes: any safety one with responsibility, others if 较大."""
    outcomes = [accident_outcome(record, period, rule) for record in records]
    return _finding(Bar.ACCIDENTS, "accidents", outcomes, period, ("事故", "accident"))


def complaints(records: Collection[Complaint], period: LookBack) -> Finding:
    """Art. 11(3) (重大有效投诉): whether a valid and major complaint of the look-back excludes."""
    outcomes = [_answer(record.major) for record in records if record.valid and period.covers(record.on)]
    return _finding(Bar.ACCIDENTS, "complaints", outcomes, period, ("有效投诉", "complaint"))


def spot_checks(records: Collection[SpotCheck], period: LookBack) -> Finding:
    """Art. 11(4) (严重质量问题): whether a failed spot check of the look-back showed a serious problem."""
    outcomes = [_answer(record.serious) for record in records if not record.passed and period.covers(record.on)]
    return _finding(Bar.SPOT_CHECKS, "spot_checks", outcomes, period, ("监督抽查不合格", "failed spot check"))


def dishonesty(records: Collection[CreditRecord], period: LookBack) -> Finding:
    """Art. 11(5): whether a record stood at any time of the look-back; a repaired one leaves it to the secretariat."""
    standing = [
        r for r in records if r.listed_on <= period.end and (r.removed_on is None or r.removed_on >= period.start)
    ]
    outcomes = [
        Outcome.UNDETERMINED if r.repaired_on is not None and r.repaired_on <= period.end else Outcome.NOT_MET
        for r in standing
    ]
    return _finding(Bar.DISHONESTY, "dishonesty", outcomes, period, ("严重失信记录", "dishonesty record"))


def _answer(against: bool | None) -> Outcome:
    if against is None:
        return Outcome.UNDETERMINED
    return Outcome.NOT_MET if against else Outcome.MET


def _finding(
    bar: Bar, code: str, outcomes: Collection[Outcome], period: LookBack, what: tuple[str, str]
) -> Finding:  # fmt: skip
    start, end = period.start, period.end
    against, unclear = (sum(o is kind for o in outcomes) for kind in (Outcome.NOT_MET, Outcome.UNDETERMINED))
    zh, en = what
    if against:
        outcome = Outcome.NOT_MET
        zh, en = f"{start} 至 {end} 有 {against} 项{zh}。", f"{against} {en}(s) from {start} to {end}."
    elif unclear:
        outcome = Outcome.UNDETERMINED
        zh, en = f"{start} 至 {end} 有 {unclear} 项{zh}待认定。", f"{unclear} {en}(s) await a finding."
    else:
        outcome, zh, en = Outcome.MET, f"{start} 至 {end} 无{zh}。", f"No {en} from {start} to {end}."
    facts = (("from", str(start)), ("to", str(end)), ("against", str(against)), ("unclear", str(unclear)))
    return Finding(
        requirement=bar, code=code, article=ARTICLES[bar], outcome=outcome, zh=zh, en=en, facts=facts
    )  # fmt: skip
