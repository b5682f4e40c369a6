"""The application window: civil days in Jiangyin on paper, an exclusive instant in the machine (arts. 18-19)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.regulation.refusals import Reason

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST_DAY, LAST_DAY = date(1800, 1, 1), date(2199, 12, 31)
"""The days that the service takes: no founding or licence is older, and one can still count on from the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Art. 18: the first and the last civil day on which applications may arrive, both whole."""

    first_day: date
    last_day: date

    @property
    def opens_at(self) -> datetime:
        """The first instant of the window, in UTC."""
        return start_of(self.first_day)

    @property
    def closes_at(self) -> datetime:
        """The first instant after the window (24:00 of the last day), in UTC: exclusive."""
        return start_of(self.last_day + timedelta(days=1))


def start_of(day: date) -> datetime:
    """Art. 18: 00:00 of a civil day in Jiangyin, in UTC."""
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


def end_of(day: date) -> datetime:
    """Art. 18: 24:00 of a civil day in Jiangyin, in UTC; a day outside those taken counts as the nearest of them."""
    return start_of(min(max(day, FIRST_DAY), LAST_DAY) + timedelta(days=1))


def civil_date(instant: datetime) -> date:
    """Art. 18: the civil day in Jiangyin on which an aware instant falls."""
    return instant.astimezone(SHANGHAI).date()


def is_open(window: Window, now: datetime) -> bool:
    """Art. 19 (规定时限内): whether `now` lies in the window: its last second does, the midnight after does not."""
    return window.opens_at <= now < window.closes_at


def arrival_faults(window: Window, arrived_at: datetime) -> tuple[Reason, ...]:
    """Art. 19: an application arrives with its recommendation, inside the window; a late recommender makes it late."""
    if arrived_at < window.opens_at:
        return (
            Reason(code="window.not_yet_open", article="第十八条", zh=f"申报自 {window.first_day} 起受理。",
                   en=f"Applications are accepted from {window.first_day}."),
        )  # fmt: skip
    if arrived_at >= window.closes_at:
        return (
            Reason(code="window.closed", article="第十九条",
                   zh=f"申报截止于 {window.last_day} 24:00（北京时间），连同推荐意见逾期送达的不予受理。",
                   en=f"Applications and their recommendation had to arrive by 24:00 on {window.last_day}."),
        )  # fmt: skip
    return ()


def window_faults(window: Window) -> tuple[Reason, ...]:
    """Art. 18: a window ends no earlier than it begins."""
    if window.last_day < window.first_day:
        return (
            Reason(code="window.backwards", article="第十八条", pointer="/last_day",
                   zh="截止日期早于起始日期。", en="The window ends before it begins."),
        )  # fmt: skip
    return ()


def day_faults(
    day: date, today: date, *, pointer: str, article: str, not_before: date | None = None
) -> tuple[Reason, ...]:
    """`record` (as the article given): a day on which something happened is not ahead, nor before what it follows."""
    if day > today:
        return (Reason(code="day.in_future", article=article, pointer=pointer, zh=f"日期 {day} 晚于今天。",
                       en=f"{day} lies in the future."),)  # fmt: skip
    if not_before is not None and day < not_before:
        return (Reason(code="day.too_early", article=article, pointer=pointer, zh=f"日期 {day} 早于 {not_before}。",
                       en=f"{day} lies before {not_before}."),)  # fmt: skip
    return ()
