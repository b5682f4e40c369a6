"""Reconsideration (复核) of a verdict of ineligible: in which days, by whom, to what effect (art. 19)."""

from dataclasses import dataclass
from datetime import date

from app.regulation.refusals import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconsiderationRule:
    """Art. 19 knows no appeal: that there is one, once and final, is a choice."""

    working_days: int
    """From the day after the verdict; the list of the eligible waits for them."""


def asking_faults(
    rule: ReconsiderationRule | None, *, today: date, last: date | None, asked: bool
) -> tuple[Reason, ...]:
    """`edition.reconsideration`: the edition knows one, its days run, and it was not asked for before."""
    if rule is None:
        return (
            _fault("none", "edition.reconsideration", "本版办法未设复核。", "The edition knows no reconsideration."),
        )
    reasons = []
    if asked:
        reasons.append(_fault("once", "edition.reconsideration", "复核以一次为限。", "It is asked for only once."))
    if last is None or today > last:
        reasons.append(
            _fault("too_late", "edition.reconsideration.working_days", f"申请复核的期限至 {last} 24:00，已逾期。",
                   f"It was to be asked for by the end of {last}.")
        )  # fmt: skip
    return tuple(reasons)


def officer_faults(*, same_officer: bool) -> tuple[Reason, ...]:
    """`edition.reconsideration`: another officer than the one who decided examines the request."""
    if not same_officer:
        return ()
    return (
        _fault("same_officer", "edition.reconsideration", "复核须由原认定人以外的人员办理。",
               "Another officer than the one who gave the verdict must decide."),
    )  # fmt: skip


def waiting_faults(*, open_requests: int, running: date | None) -> tuple[Reason, ...]:
    """Art. 19, `edition.reconsideration`: the list waits for open requests and for days that still run."""
    reasons = []
    if open_requests:
        reasons.append(
            _fault("open", "edition.reconsideration", f"还有 {open_requests} 件复核申请未办结。",
                   f"{open_requests} request(s) for reconsideration are open.")
        )  # fmt: skip
    if running is not None:
        reasons.append(
            _fault("days_running", "edition.reconsideration.working_days", f"申请复核的期限至 {running} 24:00。",
                   f"A reconsideration may be asked for until the end of {running}.")
        )  # fmt: skip
    return tuple(reasons)


def _fault(kind: str, article: str, zh: str, en: str) -> Reason:
    return Reason(code=f"reconsideration.{kind}", article=article, zh=zh, en=en)
