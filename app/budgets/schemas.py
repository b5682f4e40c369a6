"""The bonus ledger and the working budget as JSON, coming in and going out; all amounts in whole yuan."""

from datetime import date
from typing import Annotated

from pydantic import Field

from app.http import Body, Id, Instant, Text, View
from app.open_acts import OpenAct
from app.regulation.vocabulary import Status

Yuan = Annotated[int, Field(gt=0, le=100_000_000)]


class NewBudgetLine(Body):
    """A line of the working budget as the treasury's document approves it."""

    name: Annotated[str, Text(60)] = Field(examples=["专家评审费"])
    amount: Yuan = Field(examples=[200_000])
    document_number: Annotated[str, Text(60)] = Field(examples=["演练财预〔2022〕12号"])
    approved_on: date = Field(examples=["2022-01-20"])


class NewExpense(Body):
    """An expense out of a line; its purpose names no person."""

    amount: Yuan = Field(examples=[12_000])
    spent_on: date = Field(examples=["2022-10-12"])
    purpose: Annotated[str, Text(300)] = Field(examples=["现场评审交通与食宿"])
    voucher: Annotated[str, Text(40)] = Field(examples=["演练-财-2022-0031"])


class ExpenseView(View):
    """An expense."""

    id: Id
    amount: int
    spent_on: date
    purpose: str
    voucher: str
    recorded_at: Instant


class BudgetLineView(View):
    """A line with what was spent of it."""

    id: Id
    name: str
    amount: int
    document_number: str
    approved_on: date
    spent: int
    left: int
    """What may still be spent: amount = spent + left."""
    expenses: list[ExpenseView]
    version: int
    acts: list[OpenAct] = []


class WorkingBudget(View):
    """The working budget of a year; its sums are those of its lines."""

    cycle_id: Id
    award_year: int
    approved: int
    spent: int
    left: int
    lines: list[BudgetLineView]
    acts: list[OpenAct] = []


class SumsView(View):
    """Sums that reconcile: entitled = awaiting + prepared + paid + lapsed, and paid = kept + recovered + due_back."""

    entitled: int
    awaiting: int
    """Neither prepared nor paid, and still owed."""
    prepared: int
    """Prepared by one person and not yet confirmed by another."""
    paid: int
    lapsed: int
    """Never paid, and owed no more, for the title was revoked."""
    kept: int
    """Paid for a title that stands."""
    recovered: int
    due_back: int
    """Paid for a revoked title and not come back yet."""


class AwardLedgerView(SumsView):
    """The bonus of one title."""

    award_id: Id
    organization_name: str
    tier: str
    award_status: Status
    bonus_status: Status | None
    """Absent where the title comes without money."""


class TierLedgerView(SumsView):
    """The bonuses of a tier against its budget."""

    tier: str
    tier_name: str
    places: int
    """Those that a resolution added included."""
    amount: int
    budget: int
    """Places × amount."""
    unused: int
    """Budget − entitled; negative where titles outside the places have money too."""


class BonusLedger(View):
    """What the bonuses of a year come to, by title, by tier and in all."""

    cycle_id: Id
    award_year: int
    budget: int
    unused: int
    total: SumsView
    tiers: list[TierLedgerView]
    awards: list[AwardLedgerView]
