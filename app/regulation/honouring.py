"""What must be so before the honours: the commendation, the payment, and each step of a revocation (arts. 26-29)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from app.regulation.refusals import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One name of a notice as the commendation finds it."""

    name: str
    ends_at: datetime | None
    """When the notice in which the name first ran ends, exclusive; None if it has not been published."""
    is_blocked: bool
    """An objection to it is open or was upheld."""


def commendation_faults(named: Iterable[Standing], missing: int, now: datetime) -> tuple[Reason, ...]:
    """Art. 26 (公示无异议的): every unmet condition of every name; `missing` names are not on the notice at all."""
    reasons = []
    if missing:
        reasons.append(_fault("not_noticed", "第二十五条", f"有 {missing} 个组织不在该公示名单中。",
                              f"{missing} of the organizations are not on the notice."))  # fmt: skip
    for one in named:
        if one.ends_at is None or now < one.ends_at:
            reasons.append(_fault("notice_running", "第二十五条", f"{one.name}的公示期尚未届满。",
                                  f"The notice of {one.name} has not run its full length."))  # fmt: skip
        if one.is_blocked:
            reasons.append(_fault("objection", "第二十六条", f"对{one.name}的异议尚未办结或已经成立。",
                                  f"An objection to {one.name} is open or was upheld."))  # fmt: skip
    return tuple(reasons)


def not_in_future(day: date, today: date, pointer: str, article: str) -> tuple[Reason, ...]:
    """`record`: a day on which something happened does not lie ahead of today."""
    if day <= today:
        return ()
    return (
        Reason(code="day.in_future", article=article, pointer=pointer, zh=f"日期 {day} 晚于今天。",
               en=f"{day} lies in the future."),
    )  # fmt: skip


def incident_faults(*, ground: str, incident_on: date, granted_on: date) -> tuple[Reason, ...]:
    """Art. 29 para. 2 (获奖后): an incident that revokes a title happened after the award; fraud may be older."""
    if ground == "grave_effect" and incident_on < granted_on:
        return (_fault("incident_before_award", "第二十九条", "第二款所称事故须发生在获奖之后。",
                       "An incident under paragraph 2 happens after the award."),)  # fmt: skip
    return ()


def hearing_faults(*, heard_on: date | None) -> tuple[Reason, ...]:
    """`edition.revocation`: the winner is heard before the facts are held to be verified."""
    if heard_on is None:
        return (_fault("not_heard", "第二十九条", "核实前须听取获奖组织的陈述和申辩。", "The winner is heard first."),)
    return ()


def _fault(kind: str, article: str, zh: str, en: str) -> Reason:
    return Reason(code=f"honours.{kind}", article=article, zh=zh, en=en)
