"""A meeting as its readers see it: notice, agenda, who came and left, recusals, and the acts that are open (24, 30)."""

from typing import Any

from fastapi import Response
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.committee.agenda import amendments_of, items_of
from app.committee.attending import moves_of
from app.committee.meeting_schemas import (
    AgendaItemView,
    AmendmentView,
    AttendanceMoveView,
    AttendeeView,
    MeetingSummary,
    MeetingView,
    RecusalView,
)
from app.committee.models import Alternate, Attendance, Ballot, CommitteeMember, Meeting, MemberRecusal
from app.cycles.masking import are_masked
from app.http import tag
from app.open_acts import open_acts
from app.regulation.act import Act
from app.regulation.refusals import Reason
from app.regulation.vocabulary import Role, Status
from app.undertakings.models import Undertaking

OPEN_BALLOTS = Reason(
    code="meeting.ballot_open", article="第二十四条", zh="尚有表决未结束，不能闭会。",
    en="A ballot is still open; the meeting cannot be closed.",
)  # fmt: skip


async def meeting_view(session: AsyncSession, actor: Actor, row: Meeting, response: Response) -> MeetingView:
    """Write a meeting for its reader."""
    await session.flush()
    tag(response, row)
    path = f"/v1/meetings/{row.id}"
    hrefs = {
        Act.AMEND_AGENDA: f"{path}/agenda-amendments", Act.RECORD_ATTENDANCE: f"{path}/attendance",
        Act.RECUSE_MEMBER: f"{path}/recusals", Act.CLOSE_MEETING: f"{path}/closure",
    }  # fmt: skip
    unmet = {Act.CLOSE_MEETING: await open_ballot_faults(session, row)}
    items = await items_of(session, row.id)
    return MeetingView(
        **dict(MeetingSummary.model_validate(row)), closed_at=row.closed_at,
        minutes=row.minutes if await _reads_minutes(session, actor, row) else "",
        agenda=[item.text for item in items if item.withdrawn_at is None],
        items=[AgendaItemView.model_validate(item) for item in items],
        amendments=[AmendmentView.model_validate(each) for each in await amendments_of(session, row.id)],
        convened_at=row.convened_at, convening_days=row.convening_days, urgency=row.urgency, summoned=row.summoned,
        moves=[AttendanceMoveView.model_validate(each) for each in await session.execute(moves_of(row.id))],
        attendance=[AttendeeView.model_validate(each) for each in await session.execute(_attended(row))],
        recusals=await _recusals(session, actor, row),
        acts=open_acts(actor, row, hrefs, unmet=unmet),
    )  # fmt: skip


def _attended(row: Meeting) -> Any:  # noqa: ANN401 - a query, whose type is that of its columns.
    return (
        select(
            Attendance.member_id, CommitteeMember.name, CommitteeMember.position, Attendance.is_present,
            Alternate.name.label("alternate"),
        )
        .join(CommitteeMember, CommitteeMember.id == Attendance.member_id)
        .outerjoin(Alternate, Alternate.id == Attendance.alternate_id)
        .where(Attendance.meeting_id == row.id)
        .order_by(CommitteeMember.name)
    )  # fmt: skip


async def _recusals(session: AsyncSession, actor: Actor, row: Meeting) -> list[RecusalView]:
    """Art. 30: the recusals; while names are hidden a member reads his own only: a ground tells a name."""
    query = select(MemberRecusal).where(MemberRecusal.meeting_id == row.id).order_by(MemberRecusal.application_id)
    if await are_masked(session, row.cycle_id):
        query = query.where(MemberRecusal.member_id == actor.party)
    return [RecusalView.model_validate(each) for each in await session.scalars(query)]


async def _reads_minutes(session: AsyncSession, actor: Actor, row: Meeting) -> bool:
    """Art. 30: minutes name every candidate: not to whoever is barred from one, has not signed, or reads codes."""
    barred: Any = func.award_barred().table_valued("case_id", "year_id")
    if await session.scalar(select(barred.c.case_id).where(barred.c.year_id == row.cycle_id).limit(1)) is not None:
        return False
    if await are_masked(session, row.cycle_id):
        return False
    signed = select(Undertaking.user_id).where(
        Undertaking.cycle_id == row.cycle_id, Undertaking.user_id == actor.user_id
    )
    return actor.role is Role.SECRETARIAT or await session.scalar(signed.limit(1)) is not None


async def open_ballot_faults(session: AsyncSession, row: Meeting) -> list[Reason]:
    """Art. 24: a meeting with an open ballot is not closed."""
    running = select(Ballot.id).where(Ballot.meeting_id == row.id, Ballot.status == Status.OPEN).limit(1)
    return [] if await session.scalar(running) is None else [OPEN_BALLOTS]
