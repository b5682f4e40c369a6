"""A notice that is corrected, suspended or published again: what its clock does then (art. 25, which is silent)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from app.regulation.choices import DayUnit, Republication
from app.regulation.measures import NoticeRule
from app.regulation.notice import NoticePeriod, has_ended
from app.regulation.refusals import Reason
from app.regulation.working_days import Calendar, is_worked

_DAY = timedelta(days=1)
ARTICLE = "第二十五条"


def running_faults(period: NoticePeriod | None, now: datetime) -> tuple[Reason, ...]:
    """Art. 25: what has run to its end has been noticed in full: nothing is left to suspend or to correct."""
    if period is None or not has_ended(period, now):
        return ()
    return (_fault("ended", f"公示期已于 {period.last_day} 24:00 届满，不能再中止或者更正。",
                   f"The notice ended at 24:00 on {period.last_day}; nothing is left to do."),)  # fmt: skip


def correction_faults(*, changes_contact: bool, changes_names: bool) -> tuple[Reason, ...]:
    """Art. 25: a correction corrects something: the contact line, or a name as the register has it by now."""
    if changes_contact or changes_names:
        return ()
    return (_fault("nothing_corrected", "更正须改变联系方式，或者改用组织现登记的名称。",
                   "A correction changes the contact line, or takes a name as the register has it now."),)  # fmt: skip


def starts_anew(*, noticed_as: str | None, name: str) -> bool:
    """Art. 25: whether a name needs a full period of its own: it was not noticed before, or not under this name.

    The public can object only to whom it recognizes: whoever stood there under another name has not been noticed yet.
    The contact line says no more than where one objects; its correction takes from nobody the days that have run, and
    leaves the others their end. An objection, too, holds up its own name and not the list (art. 26). A tier stands in
    the decision that the notice publishes: a wrong one is a new decision, and with it a new notice.
    """
    return noticed_as != name


def remaining_days(period: NoticePeriod, suspended_on: date, rule: NoticeRule, calendar: Calendar) -> int:
    """Art. 25: how many days of the period were left; the day of the suspension has not run."""
    first = period.published_on + _DAY if rule.starts_next_day else period.published_on
    day, left = max(first, suspended_on), 0
    while day <= period.last_day:
        left += rule.unit is DayUnit.CALENDAR or is_worked(day, calendar)
        day += _DAY
    return max(1, min(left, rule.days))


def rule_again(rule: NoticeRule, remaining: int) -> NoticeRule:
    """`edition.notice.republication`: how long a notice runs that is published again after a suspension."""
    match rule.republication:
        case Republication.FULL_PERIOD:
            return rule
        case Republication.REMAINING_DAYS:
            return replace(rule, days=remaining)


def in_force_faults(*, is_running: bool, is_suspended: bool) -> tuple[Reason, ...]:
    """Arts. 25-26: nothing rests on a notice that is suspended, or that another has replaced."""
    if is_suspended:
        return (_fault("suspended", "该公示已中止；重新公示期满以后方可办理。",
                       "The notice is suspended; it must be published again and run out."),)  # fmt: skip
    if not is_running:
        return (_fault("replaced", "该公示已由另一公示更正或者替代，请以后者为依据。",
                       "Another notice has taken the place of this one; name that one."),)  # fmt: skip
    return ()


def unsuspended_faults() -> tuple[Reason, ...]:
    """Art. 25: what is published again was suspended before, with its reason and the days that were left."""
    return (_fault("never_suspended", "该公示没有中止记录，不能重新公示。",
                   "No suspension of this notice is recorded, so it is not published again."),)  # fmt: skip


def _fault(kind: str, zh: str, en: str) -> Reason:
    return Reason(code=f"notice.{kind}", article=ARTICLE, zh=zh, en=en)
