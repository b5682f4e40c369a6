"""Counting years and months between civil dates: "three years and more" and "the last three years" (arts. 10, 11)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date


def months_before(day: date, months: int) -> date:
    """Art. 11 (近三年): the same day so many months earlier; a day that month lacks becomes its last one.

    `months` may be negative: so many months later.
    """
    year, month0 = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def years_after(day: date, years: int) -> date:
    """Art. 10(1) (三年以上): the anniversary; that of 29 February is 28 February where there is no 29th."""
    return months_before(day, -12 * years)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookBack:
    """Art. 11 (近三年): the months up to the deadline, and on to the day of a re-run, every end included (T6)."""

    deadline: date
    months: int
    as_of: date | None = None
    """The day of a re-run before deliberation or approval; None at the check itself."""

    @property
    def start(self) -> date:
        """The first day that counts."""
        return months_before(self.deadline, self.months)

    @property
    def end(self) -> date:
        """The last day that counts."""
        return max(self.deadline, self.as_of or self.deadline)

    def covers(self, day: date) -> bool:
        """Whether an event of that day counts."""
        return self.start <= day <= self.end
