"""The life of an edition: not yet, in force, expired, extended, replaced, and when its review is due (arts. 16, 32)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.regulation.refusals import OutOfOrder, Reason


class Standing(StrEnum):
    """Art. 32: what an edition is on a day, whatever act has been recorded about it."""

    NOT_YET = "not_yet"
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Art. 32: the first and the last day in force, a recorded extension, and the first day of what replaces it."""

    effective_on: date | None
    expires_on: date | None
    extended_until: date | None = None
    replaced_from: date | None = None

    @property
    def last_day(self) -> date | None:
        """The last day in force, an extension included."""
        days = [day for day in (self.expires_on, self.extended_until) if day is not None]
        return max(days, default=None)


def standing_of(term: Term, day: date) -> Standing:
    """Art. 32: what the edition is on `day`; both its first and its last day are in force."""
    if term.effective_on is None or day < term.effective_on:
        return Standing.NOT_YET
    if term.replaced_from is not None and day >= term.replaced_from:
        return Standing.REPLACED
    if term.last_day is not None and day > term.last_day:
        return Standing.EXPIRED
    return Standing.IN_FORCE


def require_in_force(code: str, term: Term, day: date) -> None:
    """Arts. 16, 32: refuse (409) to plan or open a cycle under an edition that is not in force on `day` (T18)."""
    match standing_of(term, day):
        case Standing.IN_FORCE:
            return
        case Standing.NOT_YET:
            raise OutOfOrder(
                _fault("edition.not_in_force", "第三十二条", "/edition",
                       f"本办法（{code}）在 {day} 尚未施行。", f"The edition {code} is not yet in force on {day}.")
            )  # fmt: skip
        case Standing.EXPIRED:
            raise OutOfOrder(
                _fault("edition.expired", "第三十二条", "/edition",
                       f"本办法（{code}）有效期至 {term.last_day}，{day} 已失效；继续执行须先依决议延长有效期。",
                       f"The edition {code} expired on {term.last_day}; no extension covers {day}.")
            )  # fmt: skip
        case Standing.REPLACED:
            raise OutOfOrder(
                _fault("edition.replaced", "第十六条", "/edition",
                       f"本办法（{code}）自 {term.replaced_from} 起已被新版替代，请按新版拟定年度计划。",
                       f"The edition {code} has been replaced since {term.replaced_from}; plan under the newer one.")
            )  # fmt: skip


def expiry_faults(term: Term, day: date) -> tuple[Reason, ...]:
    """Art. 32: an expiry is recorded when the last day, or that of the extension, is over."""
    if term.last_day is not None and day > term.last_day:
        return ()
    return (
        _fault("edition.not_expired", "第三十二条", "",
               f"本办法有效期至 {term.last_day}（含延长），{day} 尚未届满，不能登记失效。",
               f"The edition is in force until {term.last_day}, extension included; its expiry cannot be recorded."),
    )  # fmt: skip


def extension_faults(term: Term, until: date, day: date) -> tuple[Reason, ...]:
    """Art. 32: an extension moves the last day forward, and not to a day that is over; a replaced edition has none."""
    return tuple(_extension_faults(term, until, day))


def _extension_faults(term: Term, until: date, day: date) -> Iterator[Reason]:
    if term.last_day is not None and until <= term.last_day:
        yield _fault("edition.extension_too_short", "第三十二条", "/until",
                     f"延长后的截止日期须晚于现有的 {term.last_day}。",
                     f"An extension ends after the present last day, {term.last_day}.")  # fmt: skip
    if until < day:
        yield _fault("edition.extension_over", "第三十二条", "/until",
                     f"延长后的截止日期 {until} 已经过去，延长没有意义。",
                     f"The extension until {until} would be over already.")  # fmt: skip


def review_date_faults(due_on: date | None, effective_on: date, day: date) -> tuple[Reason, ...]:
    """Art. 16 (适时修订): a review falls due after the edition has come into force, and on a day to come."""
    if due_on is None:
        return ()
    if due_on >= max(effective_on, day):
        return ()
    return (
        _fault("edition.review_in_past", "第十六条", "/review_due_on",
               f"修订评估日期 {due_on} 不得早于施行日期 {effective_on} 和今天 {day}。",
               f"The review date {due_on} lies before the edition's first day {effective_on} or before today {day}."),
    )  # fmt: skip


def is_review_overdue(due_on: date | None, standing: Standing, day: date) -> bool:
    """Art. 16: whether the review of an edition that still stands should have begun."""
    return due_on is not None and day > due_on and standing is Standing.IN_FORCE


def _fault(code: str, article: str, pointer: str, zh: str, en: str) -> Reason:
    return Reason(code=code, article=article, pointer=pointer, zh=zh, en=en)
