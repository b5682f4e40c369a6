"""A rehearsal as JSON: its clock and how it was shifted, and what is left after it was cleared."""

from typing import Annotated

from pydantic import AwareDatetime, Field

from app.http import Body, Id, Instant, Text, View
from app.paging import Page


class NewClockShift(Body):
    """What the award's clock is to show; it runs on from there."""

    at: AwareDatetime | None = Field(examples=["2022-07-20T09:00:00+08:00"])
    """null: the real time again."""
    reason: Annotated[str, Text(200)] = Field(examples=["演练受理截止前的最后一天"])


class NewReset(Body):
    """Who begins anew after everything was cleared: the first secretary, by the login that he will choose again."""

    login: Annotated[str, Text(64)] = Field(examples=["zhou-secretary"])
    name: Annotated[str, Text(60)] = Field(examples=["周秘书（演练）"])
    confirmation: Annotated[str, Text(20)] = Field(examples=["清空演练库"])
    """The words 清空演练库, so that nothing is cleared by a slip."""


class RehearsalView(View):
    """What this database is, and what its clock shows."""

    rehearsal: bool
    now: Instant
    offset_seconds: int
    """How far the award's clock is ahead of the real one."""
    clearable: bool
    """Whether the service itself can clear it; if not, `award rehearsal reset` does."""


class ClockShiftView(View):
    """One shift."""

    id: Id
    at: Instant | None
    reason: str
    shifted_at: Instant


ClockShiftPage = Page[ClockShiftView]


class ResetView(View):
    """A cleared rehearsal: nothing is there but this invitation and the reference data."""

    login: str
    code: str
    """One-time code with which the first secretary opens his account; shown this once."""
    cleared: int
    """How many rows went."""
