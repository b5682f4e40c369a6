"""The calendar of working days, counted and never guessed: weekdays but for the days that the State Council moves."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.regulation.refusals import NotMet, Reason

Calendar = Callable[[date], bool | None]
"""Whether a day is a working day; None where the calendar does not know the year."""
SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCalendar:
    """The years that are known, and in them the days that are not what their weekday says."""

    years: frozenset[int]
    moved: Mapping[date, bool]
    """Day → whether it is worked: a holiday on a weekday, or a weekend that makes up for one."""

    def __call__(self, day: date) -> bool | None:
        """Whether the day is worked; None for a year that is not known."""
        if day.year not in self.years:
            return None
        return self.moved.get(day, is_weekday(day))


def is_weekday(day: date) -> bool:
    """Whether the day is one from Monday to Friday."""
    return day.weekday() < SATURDAY


def is_worked(day: date, calendar: Calendar) -> bool:
    """Art. 25: whether the day is a working day; refuses (422) a year that the calendar does not know."""
    known = calendar(day)
    if known is None:
        raise NotMet(unknown_year(day.year))
    return known


def unknown_year(year: int) -> Reason:
    """Art. 25: the calendar does not know the year."""
    return Reason(
        code="calendar.unknown_year", article="第二十五条",
        zh=f"尚未载入 {year} 年工作日历，不能推算期限；请秘书处依放假通知载入（/v1/calendars）。",
        en=f"The working days of {year} are not loaded, so no day is computed: the secretariat adds them.",
    )  # fmt: skip


def working_day_after(day: date, count: int, calendar: Calendar) -> date:
    """Art. 19, 25: the day so many working days after the given one, which does not count; refuses (422) to guess."""
    for _ in range(count):
        day += _DAY
        while not is_worked(day, calendar):
            day += _DAY
    return day


def year_faults(
    year: int, off: Collection[date], on: Collection[date], regular: Collection[date] = ()
) -> tuple[Reason, ...]:
    """Art. 25: what is wrong with the days that a year moves: of another year, named twice, or not moved at all."""
    named = [*off, *on, *regular]
    checks = (
        (any(day.year != year for day in named), "other_year", "有日期不属于该年度。", "A day is of another year."),
        (len(set(named)) < len(named), "twice", "有日期重复。", "A day is named twice."),
        (any(not is_weekday(day) for day in off), "weekend_off", "周末本为休息日，不必列入放假日期。",
         "A weekend is off by itself and is not listed."),
        (any(is_weekday(day) for day in on), "weekday_on", "平日本为工作日，不必列入调休上班日期。",
         "A weekday is worked by itself and is not listed."),
    )  # fmt: skip
    return tuple(
        Reason(code=f"calendar.{kind}", article="第二十五条", pointer="/days", zh=zh, en=en)
        for broken, kind, zh, en in checks
        if broken
    )
