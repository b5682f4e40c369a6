"""What bonuses and the working budget of a year come to, with sums that reconcile (arts. 27-29)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Self

from app.regulation.refusals import Reason
from app.regulation.vocabulary import Status

WORK = "第二十八条"


@dataclass(frozen=True, slots=True, kw_only=True)
class Purse:
    """Arts. 4, 27: the money of a tier: its places, those by resolution included, and the amount of each in yuan."""

    tier: str
    places: int
    amount: int

    @property
    def budget(self) -> int:
        """Art. 27: what the treasury provides."""
        return self.places * self.amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Art. 27: the bonus of one title: its amount in yuan, 0 where it comes without money, and where it is now."""

    tier: str
    amount: int
    status: Status | None
    """Entitled, prepared or paid; None without money."""
    is_revoked: bool
    recovered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Arts. 27-29: yuan: entitled = awaiting + prepared + paid + lapsed, paid = kept + recovered + due_back."""

    entitled: int = 0
    awaiting: int = 0
    """Neither prepared nor paid, and still owed."""
    prepared: int = 0
    """Prepared by one person and not confirmed by another."""
    paid: int = 0
    lapsed: int = 0
    """Never paid, and owed no more: the title was revoked."""
    kept: int = 0
    """Paid for a title that stands."""
    recovered: int = 0
    due_back: int = 0
    """Paid for a revoked title and not come back yet (art. 29)."""

    def plus(self, other: Self) -> "Sums":
        """Add each sum to the other's."""
        return Sums(**{each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(self)})


@dataclass(frozen=True, slots=True, kw_only=True)
class TierLedger:
    """Art. 27: a tier's budget and what its bonuses come to; budget = entitled + unused."""

    purse: Purse
    sums: Sums

    @property
    def unused(self) -> int:
        """What no title of the tier is entitled to: places not taken, or taken without money."""
        return self.purse.budget - self.sums.entitled


def sums_of(due: Due) -> Sums:
    """Arts. 27, 29: what one bonus comes to; of a revoked title nothing is kept, and nothing more is paid."""
    if due.status is Status.PAID:
        back = due.amount - due.recovered if due.is_revoked else 0
        return Sums(
            entitled=due.amount, paid=due.amount, recovered=due.recovered, due_back=back,
            kept=due.amount - due.recovered - back,
        )  # fmt: skip
    if due.is_revoked:
        return Sums(entitled=due.amount, lapsed=due.amount)
    if due.status is Status.PREPARED:
        return Sums(entitled=due.amount, prepared=due.amount)
    return Sums(entitled=due.amount, awaiting=due.amount)


def total_of(parts: Iterable[Sums]) -> Sums:
    """Art. 27: the sums of several bonuses or tiers."""
    whole = Sums()
    for part in parts:
        whole = whole.plus(part)
    return whole


def ledger_of(purses: Sequence[Purse], dues: Sequence[Due]) -> tuple[TierLedger, ...]:
    """Art. 27: the ledger by tier, in the order of the purses."""
    return tuple(
        TierLedger(purse=purse, sums=total_of(sums_of(due) for due in dues if due.tier == purse.tier))
        for purse in purses
    )


def expense_faults(*, amount: int, approved: int, spent: int) -> tuple[Reason, ...]:
    """Art. 28: the working expenses come out of the budget: in all never more than the line was approved for."""
    if spent + amount <= approved:
        return ()
    zh = f"该项核定 {approved} 元，已支出 {spent} 元，再支出 {amount} 元将超出核定数。"
    en = f"{approved} yuan are approved and {spent} spent; {amount} more would exceed the line."
    return (Reason(code="budget.overspent", article=WORK, pointer="/amount", zh=zh, en=en),)
