"""Counting years and months between civil dates: "three years and more" and "the last three years" (arts. 10, 11)."""

from calendar import monthrange
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


def is_within(day: date, *, until: date, months: int) -> bool:
    """Art. 11 (近三年): whether `day` lies in the months up to `until`, both ends included."""
    return months_before(until, months) <= day <= until
