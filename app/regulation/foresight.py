"""What the calendar still allows: the last day of a notice, what expires on the way, who still can vote (10, 24-32)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from app.regulation.deliberation import Seats, base_of, seat_faults, votes_needed
from app.regulation.measures import CommitteeRule, NoticeRule
from app.regulation.notice import period_of
from app.regulation.refusals import NotMet, Reason
from app.regulation.working_days import Calendar, unknown_year

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LastChance:
    """Art. 25: the last day of publication whose notice is over before a commendation, or why none is computed."""

    publish_by: date | None
    last_day: date | None = None
    unknown: tuple[Reason, ...] = ()


def last_chance(commended_on: date, rule: NoticeRule, calendar: Calendar) -> LastChance:
    """Arts. 25, 26: the latest day on which a notice may be published so that it ends before that commendation.

    The whole last day must be over, so it lies before the day of the commendation. A year that the calendar does not
    know is named and not guessed, and so is one at the end of all calendars, which an old plan may name.
    """
    try:
        day = commended_on - _DAY * rule.days
        while (period := period_of(day, rule, calendar)).last_day >= commended_on:
            day -= _DAY
    except NotMet as unmet:
        return LastChance(publish_by=None, unknown=unmet.reasons)
    except OverflowError:
        return LastChance(publish_by=None, unknown=(unknown_year(commended_on.year),))
    return LastChance(publish_by=day, last_day=period.last_day)


def next_opening(opens_on: date, cycle_years: int | None) -> date | None:
    """Arts. 4, 32, `edition.cycle_years`: about when the next award opens; None where it is held on demand."""
    if cycle_years is None:
        return None
    # A window that opens on 29 February opens the day after in a year that has none.
    leap = opens_on.month == 2 and opens_on.day == 29  # noqa: PLR2004 - the leap day itself.
    return (opens_on + _DAY if leap else opens_on).replace(year=min(opens_on.year + cycle_years, MAXYEAR))


def expires_before(valid_until: Iterable[date], day: date) -> date | None:
    """Art. 10(2): the day on which the last of the certificates ends, if that is before the day; None if it is not."""
    last = max(valid_until, default=None)
    return last if last is not None and last < day else None


def vote_dangers(
    in_office: Collection[str], ready: Collection[str], recused: Collection[str], rule: CommitteeRule
) -> Sequence[Reason]:
    """Art. 24: what a ballot on one candidate would lack even if all who are `ready` attended and voted in favour.

    Ready is who has signed the undertaking (art. 30); the others are in office all the same, and count in the base.
    """
    seats = Seats(in_office=frozenset(in_office), present=frozenset(ready), recused=frozenset(recused))
    lacking = seat_faults(seats, rule)
    if lacking:
        return lacking
    needed = votes_needed(base_of(seats, rule), rule)
    if needed <= len(seats.entitled):
        return ()
    return (
        Reason(
            code="majority_out_of_reach", article="edition.committee.majority",
            zh=f"可表决的委员 {len(seats.entitled)} 人，通过须 {needed} 票，即使全部赞成也不能通过。",
            en=f"{len(seats.entitled)} may vote and {needed} votes are needed: it cannot pass.",
        ),
    )  # fmt: skip


def panel_dangers(
    *, size: int, industry: int, leaders: int, minimum: int, needs_industry_expert: bool
) -> tuple[str, ...]:
    """Art. 20: which parts of a panel's make-up an application has lost by recusals."""
    checks = (
        (size < minimum, "panel_too_small"),
        (needs_industry_expert and industry < 1, "panel_without_industry_expert"),
        (leaders != 1, "panel_without_leader"),
    )
    return tuple(code for broken, code in checks if broken)
