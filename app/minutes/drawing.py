"""What the schema holds of a meeting, gathered for its minutes: from it and from nothing else (arts. 7, 24, 30)."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.applications.models import Application
from app.clock import civil_date
from app.committee.agenda import amendments_of, items_of
from app.committee.attending import moves_of
from app.committee.meeting_models import AgendaItem
from app.committee.models import Alternate, Attendance, CommitteeMember, Meeting, MemberRecusal
from app.minutes.schemas import (
    AmendmentMinutes,
    ItemMinutes,
    MinutesContent,
    MoveMinutes,
    NoticeMinutes,
    RecusalMinutes,
    SeatMinutes,
)
from app.minutes.votings import ballots_of, lists_of, motions_of


async def content_of(session: AsyncSession, meeting: Meeting) -> MinutesContent:
    """Art. 24: everything that the minutes of a meeting which closes now say."""
    items = await items_of(session, meeting.id)
    numbers = {item.id: item.number for item in items}
    return MinutesContent(
        number=meeting.number, held_on=meeting.held_on, hour=meeting.hour, place=meeting.place,
        notice=_notice(meeting),
        agenda_items=[
            ItemMinutes(number=item.number, kind=item.kind, text=item.text, is_withdrawn=item.withdrawn_at is not None)
            for item in items
        ],
        amendments=await _amendments(session, meeting, items),
        seats=[SeatMinutes.model_validate(row) for row in await session.execute(_seats(meeting.id))],
        moves=[MoveMinutes.model_validate(row) for row in await session.execute(moves_of(meeting.id))],
        recusals=[RecusalMinutes.model_validate(row) for row in await session.execute(_recusals(meeting.id))],
        ballots=await ballots_of(session, meeting, numbers),
        motions=await motions_of(session, meeting, numbers),
        lists=await lists_of(session, meeting),
        corrections=[],
    )  # fmt: skip


def _notice(meeting: Meeting) -> NoticeMinutes:
    at = meeting.convened_at
    return NoticeMinutes(
        convened_at=at, days_given=None if at is None else (meeting.held_on - civil_date(at)).days,
        convening_days=meeting.convening_days, urgency=meeting.urgency, summoned_count=len(meeting.summoned),
    )  # fmt: skip


async def _amendments(session: AsyncSession, meeting: Meeting, items: list[AgendaItem]) -> list[AmendmentMinutes]:
    known = {item.id: item for item in items}
    return [
        AmendmentMinutes(
            amended_at=one.amended_at, kind=one.kind, item_number=known[one.item_id].number,
            text=known[one.item_id].text, reason=one.reason,
        )
        for one in await amendments_of(session, meeting.id)
    ]  # fmt: skip


def _seats(meeting_id: UUID) -> Any:  # noqa: ANN401 - a query, whose type is that of its columns.
    return (
        select(
            CommitteeMember.name, CommitteeMember.position, Attendance.is_present, Alternate.name.label("alternate"),
            Alternate.office.label("alternate_office"),
        )
        .join(Attendance, Attendance.member_id == CommitteeMember.id)
        .outerjoin(Alternate, Alternate.id == Attendance.alternate_id)
        .where(Attendance.meeting_id == meeting_id)
        .order_by(CommitteeMember.name, CommitteeMember.id)
    )  # fmt: skip


def _recusals(meeting_id: UUID) -> Any:  # noqa: ANN401 - as above.
    return (
        select(CommitteeMember.name, Application.organization_name, MemberRecusal.ground)
        .join(MemberRecusal, MemberRecusal.member_id == CommitteeMember.id)
        .join(Application, Application.id == MemberRecusal.application_id)
        .where(MemberRecusal.meeting_id == meeting_id)
        .order_by(CommitteeMember.name, Application.organization_name)
    )
