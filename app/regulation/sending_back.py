"""A list that the government sends back (发回修改): when that may be, and before whom the year is then (art. 24)."""

from datetime import date

from app.regulation.refusals import Reason
from app.regulation.vocabulary import Status
from app.regulation.window import day_faults

ARTICLE = "第二十四条"


def closed_faults(*, decided: bool, returned: bool, pointer: str = "") -> tuple[Reason, ...]:
    """Art. 24: a request is answered once, by a decision or by sending it back."""
    reasons = []
    if decided:
        zh, en = "对该请示的决定已登记。", "The decision on this request has been recorded."
        reasons.append(Reason(code="decision.recorded", article=ARTICLE, pointer=pointer, zh=zh, en=en))
    if returned:
        zh = "该请示已被发回，须由评委会重新确定名单、另行报请。"
        en = "This request was sent back: the committee fixes the list anew and it is submitted again."
        reasons.append(Reason(code="submission.returned", article=ARTICLE, pointer=pointer, zh=zh, en=en))
    return tuple(reasons)


def return_faults(
    *, decided: bool, returned: bool, submitted_on: date, returned_on: date, today: date
) -> tuple[Reason, ...]:
    """Art. 24: a request that is open is sent back, on a day after it was made and not ahead."""
    days = day_faults(returned_on, today, pointer="/returned_on", article=ARTICLE, not_before=submitted_on)
    return (*closed_faults(decided=decided, returned=returned), *days)


def status_after(status: Status, *, others: bool) -> Status:
    """Art. 24: the committee deliberates anew, unless the year has another request, decided or still open."""
    return Status.DELIBERATION if status is Status.APPROVAL and not others else status
