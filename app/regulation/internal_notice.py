"""The notice inside the organization before it applies, where the edition asks for one (edition.internal_notice)."""

from collections.abc import Iterator
from datetime import date, timedelta

from app.regulation.choices import DayUnit
from app.regulation.measures import InternalNoticeRule
from app.regulation.refusals import Reason
from app.regulation.working_days import Calendar

FIELD = "edition.internal_notice"
LONGEST = 366
"""Days of a notice that is counted day by day; no edition asks for as many."""


def period_faults(
    rule: InternalNoticeRule,
    posted_from: date,
    posted_to: date,
    today: date,
    is_working_day: Calendar,
) -> tuple[Reason, ...]:
    """`edition.internal_notice`: the notice has lasted its days, first and last included, and is over before today."""
    return tuple(_faults(rule, posted_from, posted_to, today, is_working_day))


def _faults(
    rule: InternalNoticeRule,
    posted_from: date,
    posted_to: date,
    today: date,
    is_working_day: Calendar,
) -> Iterator[Reason]:
    if posted_to < posted_from:
        yield _fault("form.dates", "公示截止日早于起始日。", "The notice ends before it begins.")
        return
    if posted_to >= today:
        yield _fault("internal_notice.running", "内部公示尚未期满。", "The notice inside the organization is not over.")
    days = [posted_from + timedelta(days=n) for n in range(min((posted_to - posted_from).days + 1, LONGEST))]
    if rule.unit is DayUnit.CALENDAR:
        yield from _length_faults(rule, len(days), "日", "days")
        return
    works = [is_working_day(day) for day in days]
    if None in works and works.count(True) < rule.days:
        year = next(day.year for day, known in zip(days, works, strict=True) if known is None)
        yield _fault("calendar.unknown_year", f"尚无 {year} 年工作日历，无法计算内部公示工作日，请联系秘书处。",
                     f"The working-day calendar of {year} is not known yet; ask the secretariat.")  # fmt: skip
        return
    yield from _length_faults(rule, works.count(True), "个工作日", "working days")


def _length_faults(rule: InternalNoticeRule, counted: int, unit: str, unit_en: str) -> Iterator[Reason]:
    if counted < rule.days:
        yield _fault("internal_notice.short", f"内部公示仅 {counted} {unit}，不足 {rule.days} {unit}。",
                     f"The notice lasted {counted} {unit_en}, fewer than {rule.days}.")  # fmt: skip


def _fault(code: str, zh: str, en: str) -> Reason:
    return Reason(code=code, article=FIELD, pointer="/form/internal_notice/posted_to", zh=zh, en=en)
