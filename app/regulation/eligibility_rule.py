"""The numbers of the conditions and bars, as an edition sets them (arts. 10, 11)."""

from dataclasses import dataclass

from app.regulation.choices import AccidentGrade, AccidentKind, Granularity, Indicator


@dataclass(frozen=True, slots=True, kw_only=True)
class AccidentThreshold:
    """Art. 11(3): from this grade on an accident of this kind, with responsibility, bars the application."""

    kind: AccidentKind
    grade: AccidentGrade


@dataclass(frozen=True, slots=True, kw_only=True)
class EligibilityRule:
    """Arts. 10-11: the numbers of the conditions and bars."""

    years_in_operation: int
    rank_limit: int
    rank_indicators: tuple[Indicator, ...]
    """All of them must be met; the 等 of art. 10(4) adds others only by the year's call."""
    granularity: Granularity
    loss_years: int
    look_back_months: int
    accident_thresholds: tuple[AccidentThreshold, ...]
