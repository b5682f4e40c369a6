"""The year: its plan, the call and its corrections, the end of acceptance (arts. 7(1), 8(1), 18, 19)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise

from app.regulation.choices import NoticePosition
from app.regulation.refusals import Reason
from app.regulation.table.moves import STAGE_STATUS, notices_first
from app.regulation.vocabulary import Stage, Status
from app.regulation.window import Window, civil_date, window_faults


def phases_of(order: Sequence[Stage], position: NoticePosition = NoticePosition.AFTER_APPROVAL) -> tuple[Status, ...]:
    """Arts. 8(1), 17, 25: the steps of the year that the annual plan dates, in the order of the edition."""
    return (
        Status.CALLED, Status.ELIGIBILITY, *(STAGE_STATUS[stage] for stage in order), Status.DELIBERATION,
        *([Status.PROPOSAL_NOTICE] if notices_first(position) else []), Status.APPROVAL,
        *([] if position is NoticePosition.BEFORE_APPROVAL else [Status.PUBLIC_NOTICE]), Status.COMMENDED,
    )  # fmt: skip


def plan_faults(
    order: Sequence[Stage], planned: Mapping[Status, date], position: NoticePosition = NoticePosition.AFTER_APPROVAL
) -> tuple[Reason, ...]:
    """Art. 8(1): an annual plan has one day for each step, no other step, and never an earlier day for a later step."""
    return tuple(_plan_faults(phases_of(order, position), planned))


def _plan_faults(phases: tuple[Status, ...], planned: Mapping[Status, date]) -> Iterator[Reason]:
    for phase in phases:
        if phase not in planned:
            yield _fault("plan.date_missing", "第八条（一）", f"/schedule/{phase}",
                         f"年度计划未定“{phase}”的日期。", f"The annual plan has no date for {phase}.")  # fmt: skip
    for phase in planned:
        if phase not in phases:
            yield _fault("plan.step_unknown", "第八条（一）", f"/schedule/{phase}",
                         f"“{phase}”不是本年度评定的步骤。", f"{phase} is no step of this year.")  # fmt: skip
    for before, after in pairwise(phase for phase in phases if phase in planned):
        if planned[after] < planned[before]:
            yield _fault("plan.dates_out_of_order", "第八条（一）", f"/schedule/{after}",
                         f"“{after}”的计划日期早于“{before}”。",
                         f"{after} is planned before {before}.")  # fmt: skip


def rhythm_faults(
    award_year: int, others: Collection[int], cycle_years: int | None, *, resolved: bool
) -> tuple[Reason, ...]:
    """`edition.cycle_years`: an award follows the last one after those years, unless a resolution lets it come sooner.

    `others` are the award years of the cycles that were not cancelled; None years: on demand, whenever it is due.
    """
    near = [year for year in others if 0 < abs(award_year - year) < (cycle_years or 0)]
    if resolved or not near:
        return ()
    return (
        _fault("cycle.too_soon", "edition.cycle_years", "/award_year",
               f"每 {cycle_years} 年评定一次，{max(near)} 年度已有评定；提前评定须有评委会决议。",
               f"There is an award every {cycle_years} years and one of {max(near)}: sooner takes a resolution."),
    )  # fmt: skip


def call_faults(
    window: Window, media: Sequence[tuple[str, date]], conditions: Collection[str], now: datetime
) -> tuple[Reason, ...]:
    """Art. 18: a call has appeared somewhere (`media`: address and day) before its window opens, which is not over.

    `conditions` are the codes of the year's extra conditions, each at most once.
    """
    return (*window_faults(window), *_media_faults(media, now), *_condition_faults(conditions),
            *_opening_faults(window, media), *_over_faults(window, now))  # fmt: skip


def correction_faults(
    standing: Window, window: Window, media: Sequence[tuple[str, date]], conditions: Collection[str], now: datetime
) -> tuple[Reason, ...]:
    """Art. 18: a correction is published too; it moves the window for all alike, but no day that has passed."""
    reasons = [*window_faults(window), *_media_faults(media, now), *_condition_faults(conditions)]
    reasons += _over_faults(window, now)
    if standing.opens_at <= now and window.first_day != standing.first_day:
        reasons.append(
            _fault("call.already_open", "第十八条", "/window_from",
                   f"申报已于 {standing.first_day} 开始受理，起始日期不得更改。",
                   f"Acceptance began on {standing.first_day}; its first day may not change.")
        )  # fmt: skip
    elif window.first_day != standing.first_day and window.first_day < civil_date(now):
        reasons.append(
            _fault("call.opens_in_past", "第十八条", "/window_from",
                   "更正后的起始日期不得早于今日。", "A corrected first day may not lie in the past.")
        )  # fmt: skip
    return tuple(reasons)


def acceptance_faults(closes_at: datetime | None, now: datetime) -> tuple[Reason, ...]:
    """Art. 19 (规定时限内): acceptance is closed only when the window is over."""
    if closes_at is None or now >= closes_at:
        return ()
    return (
        _fault("window.still_open", "第十九条", "",
               "申报期限尚未届满，不能截止受理。", "The window is still open; acceptance cannot be closed."),
    )  # fmt: skip


def term_faults(effective_on: date, expires_on: date | None) -> tuple[Reason, ...]:
    """Art. 32: an edition's last day, where it is given, is no earlier than its first."""
    if expires_on is None or effective_on <= expires_on:
        return ()
    return (
        _fault("edition.term_backwards", "第三十二条", "/expires_on",
               "失效日期早于施行日期。", "The edition would expire before it takes effect."),
    )  # fmt: skip


def resolution_faults(decided_on: date, today: date) -> tuple[Reason, ...]:
    """Art. 7(1): a resolution is recorded when the committee has taken it."""
    if decided_on <= today:
        return ()
    return (
        _fault("resolution.in_future", "第七条（一）", "/decided_on",
               "决议日期不得晚于今日。", "The resolution lies in the future."),
    )  # fmt: skip


def _media_faults(media: Sequence[tuple[str, date]], now: datetime) -> Iterator[Reason]:
    if not media:
        yield _fault("call.no_medium", "第十八条", "/media",
                     "申报通知须先在网站或其他媒体上发布，并登记网址、日期与快照。",
                     "A call must have appeared on a website or in another medium.")  # fmt: skip
    addresses = [address for address, _ in media]
    for place, (address, day) in enumerate(media):
        if address in addresses[:place]:
            yield _fault("call.medium_twice", "第十八条", f"/media/{place}/url",
                         "同一网址登记了两次。", "The same address is given twice.")  # fmt: skip
        if day > civil_date(now):
            yield _fault("call.medium_in_future", "第十八条", f"/media/{place}/published_on",
                         "发布日期不得晚于今日。", "The day of publication lies in the future.")  # fmt: skip


def _condition_faults(conditions: Collection[str]) -> Iterator[Reason]:
    for code in sorted({code for code in conditions if list(conditions).count(code) > 1}):
        yield _fault("call.condition_twice", "第十八条", "/extra_conditions",
                     f"附加条件 {code} 重复。", f"The extra condition {code} is given twice.")  # fmt: skip


def _opening_faults(window: Window, media: Sequence[tuple[str, date]]) -> Iterator[Reason]:
    if media and window.first_day < min(day for _, day in media):
        yield _fault("call.opens_unpublished", "第十八条", "/window_from",
                     "申报通知发布之前不得开始受理。",
                     "Acceptance may not begin before the call is published.")  # fmt: skip


def _over_faults(window: Window, now: datetime) -> Iterator[Reason]:
    if window.closes_at <= now:
        yield _fault("call.window_over", "第十八条", "/window_until",
                     "截止日期已过。", "The window would already be over.")  # fmt: skip


def _fault(code: str, article: str, pointer: str, zh: str, en: str) -> Reason:
    return Reason(code=code, article=article, pointer=pointer, zh=zh, en=en)
