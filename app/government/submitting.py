"""What a list must have been through before it goes to the government: the newest, and noticed if need be (art. 24)."""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.applications.models import Application
from app.committee.decision_models import (
    GovernmentDecision,
    GovernmentSubmission,
    ProposedEntry,
    ProposedList,
    SubmissionReturn,
)
from app.cycles.models import Cycle
from app.cycles.reading import edition_of
from app.government.schemas import NewSubmission
from app.publications.models import Notice, NoticeEntry
from app.publications.standing import faults_by_name
from app.rankings.reading import newest
from app.regulation.notice import standing_faults
from app.regulation.refusals import NotMet, Reason
from app.regulation.table.moves import notices_first
from app.regulation.vocabulary import Status
from app.regulation.window import start_of


async def listed_as(session: AsyncSession, list_id: UUID) -> ProposedList:
    """Read the list that is submitted; 422 if there is none."""
    row = await session.get(ProposedList, list_id)
    if row is None:
        raise NotMet(
            Reason(code="submission.list_unknown", article="第二十四条", pointer="/list_id", zh="没有这一拟奖名单。",
                   en="There is no such proposed list.")
        )  # fmt: skip
    return row


class Answers(TypedDict):
    """Whether the government has answered a request, and how."""

    decided: bool
    returned: bool


async def answers_to(session: AsyncSession, submission_id: UUID) -> Answers:
    """Read whether a request is decided or was sent back."""
    decided = select(GovernmentDecision.id).where(GovernmentDecision.submission_id == submission_id)
    returned = await session.get(SubmissionReturn, submission_id)
    return Answers(decided=await session.scalar(decided) is not None, returned=returned is not None)


async def has_others(session: AsyncSession, submission: GovernmentSubmission) -> bool:
    """Whether the year has another request that was not sent back."""
    others = select(GovernmentSubmission.id).where(
        GovernmentSubmission.cycle_id == submission.cycle_id, GovernmentSubmission.id != submission.id,
        GovernmentSubmission.id.not_in(select(SubmissionReturn.submission_id)),
    )  # fmt: skip
    return await session.scalar(others.limit(1)) is not None


async def returns_of(session: AsyncSession, rows: Sequence[GovernmentSubmission]) -> dict[UUID, SubmissionReturn]:
    """Read which of the requests were sent back, and how."""
    query = select(SubmissionReturn).where(SubmissionReturn.submission_id.in_([row.id for row in rows]))
    return {each.submission_id: each for each in await session.scalars(query)}


async def submission_faults(
    session: AsyncSession, cycle: Cycle, listed: ProposedList, body: NewSubmission, today: date
) -> list[Reason]:
    """Art. 24: the newest list, once, every name on it still proposed, on a day that has come, and noticed (T3)."""
    latest = await newest(session, ProposedList, cycle.id)
    sent = select(GovernmentSubmission.id).where(GovernmentSubmission.list_id == body.list_id)
    fallen = (
        select(Application.organization_name)
        .join(ProposedEntry, ProposedEntry.application_id == Application.id)
        .where(ProposedEntry.list_id == listed.id, Application.status != Status.PROPOSED)
    )
    names = "、".join(await session.scalars(fallen))
    checks = (
        (latest.id != listed.id, "list_old", "/list_id", "已有更新的拟奖名单。", "There is a newer list."),
        (await session.scalar(sent) is not None, "sent", "/list_id", "该名单已报市政府。", "It has been submitted."),
        (bool(names), "fallen", "/list_id", f"名单中的 {names} 已不在拟奖之列，须重新确定名单。",
         f"No longer proposed: {names}; fix the list anew."),
        (body.submitted_on > today, "date", "/submitted_on", "报请日期不得晚于今日。",
         "It was not submitted after today."),
    )  # fmt: skip
    faults = [
        Reason(code=f"submission.{kind}", article="第二十四条", pointer=pointer, zh=zh, en=en)
        for broken, kind, pointer, zh, en in checks
        if broken
    ]
    if notices_first(edition_of(cycle).notice.position):
        faults += await _notice_faults(session, listed, body.submitted_on)
    return faults


async def _notice_faults(session: AsyncSession, listed: ProposedList, submitted_on: date) -> list[Reason]:
    """`edition.notice.position`: this very list was noticed, in full, without an objection that is open or upheld.

    A list that names nobody anew, and only asks that a name be struck, has nothing to notice.
    """
    if await session.scalar(select(ProposedEntry.list_id).where(ProposedEntry.list_id == listed.id).limit(1)) is None:
        return []
    in_force = Notice.status.in_([Status.RUNNING, Status.INTERRUPTED])
    notice = await session.scalar(select(Notice).where(Notice.list_id == listed.id, in_force))
    if notice is None or notice.published_at is None:
        return list(standing_faults("", None, start_of(submitted_on), ()))
    entries = list(await session.scalars(select(NoticeEntry).where(NoticeEntry.notice_id == notice.id)))
    found = await faults_by_name(session, notice, entries, start_of(submitted_on))
    return [reason for reasons in found.values() for reason in reasons]
