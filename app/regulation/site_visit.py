"""The site visit: when it takes place and who is there, what was looked at and asked, what was verified (art. 22)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise

from app.regulation.measures import ScoringRule
from app.regulation.refusals import Reason
from app.regulation.scoring import Percents
from app.regulation.table.moves import STAGE_STATUS
from app.regulation.vocabulary import Status

ARTICLE = "第二十二条"


class LogKind(StrEnum):
    """What was done on site about an item."""

    DOCUMENT = "document"
    INTERVIEW = "interview"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Part of a day: a day of the visit, or one item of its agenda."""

    starts_at: datetime
    ends_at: datetime


def plan_faults(
    days: Sequence[Hours], agenda: Sequence[Hours], now: datetime, *, strangers: Collection[str], cycle: Status
) -> tuple[Reason, ...]:
    """Arts. 20, 22: a visit is planned ahead, in the site review, for experts who review the application there."""
    return tuple(_plan_faults(days, agenda, now, strangers, cycle))


def plan_warnings(days: Sequence[date], stage: tuple[date | None, date | None], *, away: int) -> tuple[Reason, ...]:
    """Arts. 8(1), 20: what looks odd and forbids nothing: days outside the annual plan, experts who do not come."""
    return tuple(_plan_warnings(days, stage, away))


def record_faults(
    started: datetime, ended: datetime, now: datetime, *, strangers: Collection[str]
) -> tuple[Reason, ...]:
    """Art. 22: what is recorded of a visit has happened, and with experts who review the application there."""
    faults = []
    if not started < ended <= now:
        faults.append(_fault("visit.hours", "/started_at", "实际起止时间须先后有序，且已经发生。",
                             "The visit begins before it ends, and both have happened."))  # fmt: skip
    return (*faults, *_stranger_faults(strangers, "/attended"))


def request_faults(due_on: date, today: date) -> tuple[Reason, ...]:
    """Art. 22: the day by which information is asked for has not passed."""
    if due_on >= today:
        return ()
    return (_fault("information.due_on", "/due_on", "期限不能早于今天。", "The last day has passed already."),)


def answer_faults(cycle: Status, *, empty: bool, file_known: bool) -> tuple[Reason, ...]:
    """Art. 22: an applicant answers with words or a file of its own, while the year is under review."""
    faults = []
    if cycle not in STAGE_STATUS.values():
        faults.append(_fault("information.over", "", "评审已经结束，不再接收补充信息。", "The review is over."))
    if empty:
        faults.append(_fault("information.empty", "/text", "请填写答复或附上文件。", "Write an answer or name a file."))
    if not file_known:
        faults.append(_fault("information.file_unknown", "/file_id", "没有这一文件，请先上传。",
                             "There is no such file; upload it first."))  # fmt: skip
    return tuple(faults)


def unverified_warnings(
    site: Percents, earlier: Percents, touched: Collection[str], rule: ScoringRule
) -> tuple[Reason, ...]:
    """Art. 22: items scored otherwise on site than on paper, by a wide spread, of which no issue or log speaks."""
    return tuple(
        Reason(code="visit.unsupported", article="edition.scoring.item_spread", pointer=f"/items/{item}",
               zh=f"条款 {item} 现场评分 {percent}% 与材料评审 {earlier[item]}% 相差较大，而没有核查问题或现场记录。",
               en=f"{item}: {percent} percent on site, {earlier[item]} on paper, and no issue or log that says why.")
        for item, percent in sorted(site.items())
        if item in earlier and abs(percent - earlier[item]) >= rule.item_spread and item not in touched
    )  # fmt: skip


def coverage(items: Sequence[str], touched: Mapping[str, Sequence[str]]) -> dict[str, dict[str, int]]:
    """Art. 22: how many issues, documents and interviews there are on each item; `touched`: items by kind."""
    return {item: {kind: list(codes).count(item) for kind, codes in touched.items()} for item in items}


def _plan_faults(
    days: Sequence[Hours], agenda: Sequence[Hours], now: datetime, strangers: Collection[str], cycle: Status
) -> Iterator[Reason]:
    if cycle is not Status.SITE_REVIEW:
        yield _fault("visit.not_running", "", "现场评审尚未开始或已经结束。", "The site review is not running.")
    ordered = all(each.starts_at < each.ends_at for each in days) and all(
        first.ends_at <= then.starts_at for first, then in pairwise(days)
    )
    if not ordered or days[0].starts_at <= now:
        yield _fault("visit.days", "/days", "现场评审各日须先后有序、互不重叠，且在当前时间之后。",
                     "The days of a visit lie ahead, in order and apart.")  # fmt: skip
    for place, item in enumerate(agenda):
        if not item.starts_at < item.ends_at or not any(
            day.starts_at <= item.starts_at and item.ends_at <= day.ends_at for day in days
        ):
            yield _fault("visit.agenda", f"/agenda/{place}", "日程各项须在现场评审的某一日之内。",
                         "Each item of the agenda lies within one day of the visit.")  # fmt: skip
    yield from _stranger_faults(strangers, "/experts")


def _stranger_faults(strangers: Collection[str], pointer: str) -> Iterator[Reason]:
    if strangers:
        yield _fault("visit.stranger", pointer, f"不承担该申报现场评审的人员：{'、'.join(sorted(strangers))}。",
                     f"Not of the site review of this application: {', '.join(sorted(strangers))}.")  # fmt: skip


def _plan_warnings(days: Sequence[date], stage: tuple[date | None, date | None], away: int) -> Iterator[Reason]:
    first, last = stage
    if any((first and day < first) or (last and day > last) for day in days):
        yield Reason(code="visit.outside_plan", article="第八条（一）", pointer="/days",
                     zh=f"现场评审日期不在年度计划安排的 {first or '—'} 至 {last or '—'} 之内。",
                     en=f"A day lies outside {first or '—'} to {last or '—'} of the annual plan.")  # fmt: skip
    if away:
        yield Reason(code="visit.experts_away", article="第二十条", pointer="/experts",
                     zh=f"有 {away} 名评审员不到现场。", en=f"{away} of the experts do not come.")  # fmt: skip


def _fault(code: str, pointer: str, zh: str, en: str) -> Reason:
    return Reason(code=code, article=ARTICLE, pointer=pointer, zh=zh, en=en)
