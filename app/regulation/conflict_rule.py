"""What an edition chooses about conflicts of interest, on which the Measures are silent (edition.conflict)."""

from dataclasses import dataclass

from app.regulation.choices import ConflictKind
from app.regulation.refusals import Reason

MOST = 1_000
"""Months or hours beyond all reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictRule:
    """Art. 30 names no ground of recusal: every field is a choice, after the rules for procurement experts."""

    look_back_months: int = 36
    """How long a tie that has ended still bars."""
    bars: tuple[ConflictKind, ...] = (
        ConflictKind.EMPLOYER, ConflictKind.REPRESENTATIVE, ConflictKind.EMPLOYMENT, ConflictKind.CONSULTANCY,
        ConflictKind.TRAINING, ConflictKind.KINSHIP, ConflictKind.SHAREHOLDING, ConflictKind.DISPUTE,
        ConflictKind.OTHER, ConflictKind.RECOMMENDING_UNIT, ConflictKind.DECLARED_CONFLICT,
    )  # fmt: skip
    """The kinds that bar; the others are warnings."""
    glass_hours: int = 24
    """The longest access that a second person may grant to one who is barred."""


def conflict_rule_faults(rule: ConflictRule) -> tuple[Reason, ...]:
    """`edition.conflict`: months and hours are numbers that one can live with."""
    numbers = {"look_back_months": rule.look_back_months, "glass_hours": rule.glass_hours}
    return tuple(
        Reason(
            code="edition.unsound", article=f"edition.conflict.{name}", pointer=f"/conflict/{name}",
            zh=f"须为 1 至 {MOST}。", en=f"It lies between 1 and {MOST}.",
        )
        for name, number in numbers.items()
        if not 1 <= number <= MOST
    )  # fmt: skip
