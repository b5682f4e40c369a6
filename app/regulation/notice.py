"""The public notice: its last day, who may object until when, and when the list stands (arts. 7(3), 17, 25, 26)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from app.regulation.choices import DayUnit
from app.regulation.measures import NoticeRule, ObjectionRule
from app.regulation.refusals import NotMet, Reason
from app.regulation.vocabulary import Status
from app.regulation.window import start_of
from app.regulation.working_days import Calendar, is_worked, working_day_after

_DAY = timedelta(days=1)


class ObjectionState(StrEnum):
    """Art. 26: an objection as the list sees it."""

    OPEN = "open"
    UPHELD = "upheld"
    SETTLED = "settled"
    """Rejected or inadmissible."""


STATES: Mapping[Status, ObjectionState] = MappingProxyType(
    {
        Status.RECEIVED: ObjectionState.OPEN,
        Status.INVESTIGATING: ObjectionState.OPEN,
        Status.UPHELD: ObjectionState.UPHELD,
        Status.REJECTED: ObjectionState.SETTLED,
        Status.INADMISSIBLE: ObjectionState.SETTLED,
    }
)
"""How the list sees an objection in each of its statuses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePeriod:
    """Art. 25: the period of a published notice; both days are whole."""

    published_on: date
    last_day: date

    @property
    def ends_at(self) -> datetime:
        """The first instant after the period (24:00 of the last day), in UTC: exclusive."""
        return start_of(self.last_day + _DAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedPeriod(NoticePeriod):
    """Art. 25: a period with its working: `literal_last_day` is the last day before rolling over."""

    first_day: date
    literal_last_day: date
    days_off: tuple[date, ...]
    """The days off that were skipped: all between for working days, those rolled over for calendar days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """Arts. 25-26: an objection to one candidate."""

    application: str
    state: ObjectionState


def period_of(published_on: date, rule: NoticeRule, calendar: Calendar) -> CountedPeriod:
    """Art. 25 (公示期为7日): the period of a notice published on that civil day; refuses (422) an unknown year."""
    first = published_on + _DAY if rule.starts_next_day else published_on
    match rule.unit:
        case DayUnit.CALENDAR:
            literal = first + _DAY * (rule.days - 1)
            last, off = _rolled(literal, calendar) if rule.roll_over else (literal, ())
        case DayUnit.WORKING:
            literal, off = _nth_working_day(first, rule.days, calendar)
            last = literal
    return CountedPeriod(
        published_on=published_on, first_day=first, literal_last_day=literal, last_day=last, days_off=off
    )


def has_ended(period: NoticePeriod, now: datetime) -> bool:
    """Art. 25: whether the whole last day is over."""
    return now >= period.ends_at


def objection_faults(period: NoticePeriod, received_on: date) -> tuple[Reason, ...]:
    """Art. 25: an objection is received from the day of publication to the last day, by the date of receipt."""
    if period.published_on <= received_on <= period.last_day:
        return ()
    return (
        _fault("objection_late" if received_on > period.last_day else "objection_early", "第二十五条",
               f"异议须在 {period.published_on} 至 {period.last_day} 公示期内提出，该异议收于 {received_on}。",
               f"Objections are received from {period.published_on} to {period.last_day}, not on {received_on}."),
    )  # fmt: skip


def objector_faults(
    rule: ObjectionRule, *, is_real_name: bool, name: str, contact: str, evidence: str
) -> tuple[Reason, ...]:
    """Art. 25, `edition.objection`: who may object namelessly, and what an objection brings."""
    reasons = []
    if rule.real_name_only and not is_real_name:
        reasons.append(
            Reason(code="notice.anonymous", article="edition.objection.real_name_only", pointer="/is_real_name",
                   zh="本办法只受理实名异议：请注明实名（is_real_name），并填写姓名（名称）和联系方式；身份仅秘书处可见。",
                   en="Only objections under a real name are taken: set is_real_name and give name and contact, "
                   "which the secretariat alone sees.")
        )  # fmt: skip
    if is_real_name and not (name.strip() and contact.strip()):
        reasons.append(_fault("name_and_contact", "第二十五条", "实名异议须填写姓名（名称）和联系方式。",
                              "An objection under a real name gives a name and a contact."))  # fmt: skip
    if rule.evidence_required and not evidence.strip():
        reasons.append(
            Reason(code="notice.no_evidence", article="edition.objection.evidence_required", pointer="/evidence",
                   zh="本办法要求异议附具证据：请在 evidence 中写明证据材料或线索出处。",
                   en="The edition asks for evidence: say in `evidence` what it is or where it is found.")
        )  # fmt: skip
    return tuple(reasons)


def reply_due(received_on: date, rule: ObjectionRule, calendar: Calendar) -> date | None:
    """`edition.objection.reply_working_days`: the last day to rule on an objection and answer it.

    None where the edition sets no term, or the calendar does not reach so far: nothing is guessed, and an objection
    is never refused for it.
    """
    if rule.reply_working_days is None:
        return None
    try:
        return working_day_after(received_on, rule.reply_working_days, calendar)
    except NotMet:
        return None


def standing_faults(
    application: str, period: NoticePeriod | None, at: datetime, objections: Collection[Objection]
) -> tuple[Reason, ...]:
    """Art. 26 (公示无异议): why a candidate may not yet, or not, be commended; an objection blocks its own alone.

    `period` is None while his notice has not been published; `at` is the instant of the commendation.
    """
    return tuple(_standing_faults(application, period, at, objections))


def substitute_faults(*, approved_on: date | None, upheld_on: date, published_on: date | None) -> tuple[Reason, ...]:
    """Arts. 24-25: a substitute for one who fell on `upheld_on` takes a fresh approval and a fresh notice (T14)."""
    reasons = []
    if approved_on is None or approved_on < upheld_on:
        reasons.append(_fault("substitute_approval", "第二十四条", "递补组织须重新报市人民政府批准。",
                              "A substitute takes a fresh approval."))  # fmt: skip
    if published_on is None or approved_on is None or published_on < approved_on:
        reasons.append(_fault("substitute_notice", "第二十五条", "递补组织须重新公示，公示期重新计算。",
                              "A substitute takes a fresh, full notice."))  # fmt: skip
    return tuple(reasons)


def _standing_faults(
    application: str, period: NoticePeriod | None, at: datetime, objections: Collection[Objection]
) -> Iterator[Reason]:
    if period is None:
        yield _fault("not_published", "第二十五条", "该公示尚未在政府网站发布。",
                     "The notice has not been published on the government website.")  # fmt: skip
    elif not has_ended(period, at):
        yield _fault("running", "第二十五条", f"公示期至 {period.last_day} 24:00 届满。",
                     f"The notice runs until 24:00 on {period.last_day}.")  # fmt: skip
    states = {objection.state for objection in objections if objection.application == application}
    if ObjectionState.OPEN in states:
        yield _fault("objection_open", "第二十六条", "对该组织的异议尚未处理完毕。",
                     "An objection to this organisation is still open.")  # fmt: skip
    if ObjectionState.UPHELD in states:
        yield _fault("objection_upheld", "第二十六条", "对该组织的异议成立。",
                     "An objection to this organisation was upheld.")  # fmt: skip


def _rolled(day: date, calendar: Calendar) -> tuple[date, tuple[date, ...]]:
    off: list[date] = []
    while not is_worked(day, calendar):
        off.append(day)
        day += _DAY
    return day, tuple(off)


def _nth_working_day(first: date, count: int, calendar: Calendar) -> tuple[date, tuple[date, ...]]:
    day, off = _rolled(first, calendar)
    for _ in range(count - 1):
        day, more = _rolled(day + _DAY, calendar)
        off += more
    return day, off


def _fault(kind: str, article: str, zh: str, en: str) -> Reason:
    return Reason(code=f"notice.{kind}", article=article, zh=zh, en=en)
