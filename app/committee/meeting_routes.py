"""Meetings of the committee: convened with notice, an agenda that is amended by acts, attended, recusals (24, 30)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Transaction
from app.acts import Actor, perform, require_turn
from app.applications.models import Application
from app.clock import civil_date
from app.committee.agenda import amend, announced
from app.committee.attending import attend
from app.committee.meeting_schemas import (
    AttendanceRecord,
    MeetingPage,
    MeetingView,
    NewAmendment,
    NewMeeting,
    NewMemberRecusal,
)
from app.committee.meeting_views import meeting_view
from app.committee.models import CommitteeMember, Meeting, MemberRecusal
from app.committee.names import ballot_is_open, candidate_meant
from app.committee.reading import is_deliberated, members_in_office
from app.cycles.reading import edition_of, find_cycle
from app.errors import NotFound
from app.http import Id, IfMatch, PathId, require_version
from app.paging import Key, Paging, Slice, page
from app.rankings.models import CandidateEntry
from app.rankings.reading import next_number
from app.regulation.act import Act
from app.regulation.convening import notice_faults
from app.regulation.deliberation import size_faults
from app.regulation.measures import CommitteeRule
from app.regulation.refusals import NotEntitled, NotMet, OutOfOrder, Reason, require
from app.regulation.vocabulary import Role, Status
from app.sections import Section

section = Section("/v1/meetings", tag="评委会会议", about="通知召开、议程及其调整、签到、回避")
READERS = frozenset({Role.SECRETARIAT, Role.COMMITTEE})

NOT_NOW = Reason(
    code="meeting.not_now", article="第二十四条", zh="该年度尚未提交评委会审议，不能召开会议。",
    en="The year has not come before the committee; no meeting is convened.",
)  # fmt: skip
OTHERS = Reason(
    code="recusal.others", article="第三十条", pointer="/member_id", zh="委员只能声明本人回避。",
    en="A member recuses only himself.",
)  # fmt: skip
NAME_ONE = Reason(
    code="recusal.member", article="第六条", pointer="/member_id", zh="须指明一名在任委员。",
    en="Name a member in office.",
)  # fmt: skip


async def find_meeting(session: AsyncSession, meeting_id: UUID, *, locked: bool = False) -> Meeting:
    """Read a meeting, locked if asked; 404 if the caller does not see it."""
    row = await session.get(Meeting, meeting_id, with_for_update=locked or None)
    if row is None:
        raise NotFound
    return row


async def _seen(meeting_id: PathId, session: Transaction) -> Meeting:
    return await find_meeting(session, meeting_id)


async def _matched(meeting_id: PathId, session: Transaction, if_match: IfMatch) -> Meeting:
    row = await find_meeting(session, meeting_id, locked=True)
    require_version(row, if_match)
    return row


SeenMeeting = Annotated[Meeting, Depends(_seen)]
MatchedMeeting = Annotated[Meeting, Depends(_matched)]


def _called(
    body: NewMeeting, rule: CommitteeRule, members: Sequence[CommitteeMember], number: int, now: datetime
) -> Meeting:
    """Art. 24: the meeting with its notice: when, to whom, and how many days the edition asks for."""
    return Meeting(
        cycle_id=body.cycle_id, number=number, held_on=body.held_on, hour=body.hour, place=body.place,
        agenda=[item.text for item in body.agenda], convened_at=now, convening_days=rule.convening_days,
        urgency=body.urgency.strip(), summoned=[str(member.id) for member in members],
    )  # fmt: skip


@section.act("", summary="召开评委会会议", status_code=201)
async def convene_meeting(body: NewMeeting, response: Response, actor: Caller, session: Transaction) -> MeetingView:
    """Convene a meeting with its agenda once the year has come before the committee (art. 24)."""
    cycle = await find_cycle(session, body.cycle_id, locked=True)
    # A closed year may still be met for: a title of it may have to be revoked (art. 29).
    if not is_deliberated(cycle) and cycle.status is not Status.CLOSED:
        raise OutOfOrder(NOT_NOW)
    rule, members = edition_of(cycle).committee, await members_in_office(session)
    late = notice_faults(rule, civil_date(actor.now), body.held_on, body.urgency)
    require([*size_faults(len(members), rule), *late])
    meeting = _called(body, rule, members, await next_number(session, Meeting, cycle.id), actor.now)
    perform(session, actor, Act.CONVENE_MEETING, meeting, detail={"cycle": cycle.id, "number": meeting.number})
    await session.flush()
    session.add_all(announced(meeting, body.agenda, actor.now))
    response.headers["Location"] = f"/v1/meetings/{meeting.id}"
    return await meeting_view(session, actor, meeting, response)


@section.read("", summary="评委会会议列表", roles=READERS, response_model=MeetingPage)
async def list_meetings(
    session: Transaction, paging: Paging, cycle_id: Annotated[Id, Query(description="年度评定")]
) -> Slice[Any]:
    """List the meetings of a cycle, the newest first."""
    query = select(Meeting).where(Meeting.cycle_id == cycle_id)
    return await page(session, query, (Key(Meeting.number, descending=True),), paging)


@section.read("/{meeting_id}", summary="查看评委会会议", roles=READERS)
async def show_meeting(meeting: SeenMeeting, response: Response, actor: Caller, session: Transaction) -> MeetingView:
    """One meeting with attendance, recusals and, once closed, its minutes."""
    return await meeting_view(session, actor, meeting, response)


@section.act("/{meeting_id}/agenda-amendments", summary="调整会议议程", status_code=201)
async def amend_agenda(
    body: NewAmendment, meeting: MatchedMeeting, response: Response, actor: Caller, session: Transaction
) -> MeetingView:
    """Add an item to the agenda or withdraw one, with the reason, until the meeting closes (art. 24)."""
    perform(session, actor, Act.AMEND_AGENDA, meeting)
    await amend(session, actor, meeting, body)
    return await meeting_view(session, actor, meeting, response)


@section.act("/{meeting_id}/attendance", summary="记录到会情况", status_code=201)
async def record_attendance(
    body: AttendanceRecord, meeting: MatchedMeeting, response: Response, actor: Caller, session: Transaction
) -> MeetingView:
    """Record which members in office are present, anew whenever somebody comes or leaves (art. 24)."""
    perform(session, actor, Act.RECORD_ATTENDANCE, meeting, detail={"present": len(body.present)})
    await attend(session, actor, meeting, body)
    return await meeting_view(session, actor, meeting, response)


@section.act("/{meeting_id}/recusals", summary="委员回避", status_code=201)
async def recuse_member(
    body: NewMemberRecusal, meeting: MatchedMeeting, response: Response, actor: Caller, session: Transaction
) -> MeetingView:
    """Recuse a member from one candidate before the ballot on him opens: by himself or by the secretariat (art. 30)."""
    member_id = _whom(actor, body)
    require_turn(actor, Act.RECUSE_MEMBER, meeting)
    application_id = await candidate_meant(session, actor, meeting.cycle_id, body)
    detail = {"member": member_id, "application": application_id}
    perform(session, actor, Act.RECUSE_MEMBER, meeting, detail=detail)
    await _require_recusable(session, meeting, application_id, member_id)
    session.add(
        MemberRecusal(
            meeting_id=meeting.id, member_id=member_id, application_id=application_id, ground=body.ground,
            recorded_by=actor.user_id,
        )
    )  # fmt: skip
    return await meeting_view(session, actor, meeting, response)


def _whom(actor: Actor, body: NewMemberRecusal) -> UUID:
    """Art. 30: a member recuses himself, the secretariat names whom."""
    if actor.role is Role.COMMITTEE:
        if body.member_id not in {None, actor.party}:
            raise NotEntitled(OTHERS)
        return actor.party_id
    if body.member_id is None:
        raise NotMet(NAME_ONE)
    return body.member_id


async def _require_recusable(session: AsyncSession, meeting: Meeting, application_id: UUID, member_id: UUID) -> None:
    """Arts. 6, 30: a member in office, a candidate of the year, no recusal yet, and no open ballot on him."""
    seated = {member.id for member in await members_in_office(session)}
    listed = await session.get(CandidateEntry, (meeting.cycle_id, application_id))
    same = (MemberRecusal.member_id == member_id) & (MemberRecusal.application_id == application_id)
    already = await session.scalar(select(MemberRecusal.member_id).where(same).limit(1))
    named = select(Application.id).where(Application.id == application_id, Application.status == Status.PROPOSED)
    checks = (
        (listed is None, "candidate", "第二十三条", "/application_id", "该组织不在本年度候选名单中。",
         "This is no candidate of the year."),
        (already is not None, "already", "第三十条", "/member_id", "该委员已就该组织回避。", "He is recused already."),
        (await ballot_is_open(session, meeting.cycle_id, application_id), "late", "第三十条", "/application_id",
         "就该组织的表决已经开始，不能再回避。", "The ballot on this candidate is open; it is too late."),
        (await session.scalar(named) is not None, "proposed", "第三十条", "/application_id",
         "该组织已列入拟奖名单，不能再回避。", "The candidate is on the proposed list; it is too late."),
    )  # fmt: skip
    faults = [
        Reason(code=f"recusal.{kind}", article=article, pointer=pointer, zh=zh, en=en)
        for broken, kind, article, pointer, zh, en in checks
        if broken
    ]
    require(([] if member_id in seated else [NAME_ONE]) + faults)
