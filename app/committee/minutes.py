"""The minutes of a meeting, written from what the schema holds of it and from nothing else (art. 24)."""

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.applications.models import Application
from app.committee.models import (
    Alternate,
    Attendance,
    Ballot,
    Choice,
    CommitteeMember,
    Meeting,
    MemberRecusal,
    Position,
    Vote,
)
from app.cycles.models import Prize
from app.regulation.deliberation import shown_of

POSITIONS = {Position.CHAIR: "主任", Position.VICE_CHAIR: "副主任", Position.MEMBER: "委员"}
CHOICES = {Choice.IN_FAVOUR: "同意", Choice.AGAINST: "不同意", Choice.ABSTAIN: "弃权"}


async def minutes_of(session: AsyncSession, meeting: Meeting) -> str:
    """Write the minutes in Chinese: attendance, recusals, each ballot with its counts and, where open, its names."""
    attended = (
        select(CommitteeMember.name, CommitteeMember.position, Attendance.is_present, Alternate.name, Alternate.office)
        .join(Attendance, Attendance.member_id == CommitteeMember.id)
        .outerjoin(Alternate, Alternate.id == Attendance.alternate_id)
        .where(Attendance.meeting_id == meeting.id)
        .order_by(CommitteeMember.name)
    )
    recused = (
        select(CommitteeMember.name, Application.organization_name, MemberRecusal.ground)
        .join(MemberRecusal, MemberRecusal.member_id == CommitteeMember.id)
        .join(Application, Application.id == MemberRecusal.application_id)
        .where(MemberRecusal.meeting_id == meeting.id)
        .order_by(CommitteeMember.name, Application.organization_name)
    )
    lines = [
        f"会议纪要（第{meeting.number}次）",
        f"时间：{meeting.held_on.isoformat()}　地点：{meeting.place}",
        "议程：" + "；".join(meeting.agenda),
        *_presence((await session.execute(attended)).all()),
        *(f"回避：{name}就{firm}回避（{ground}）" for name, firm, ground in await session.execute(recused)),
        *[line async for line in _ballots(session, meeting)],
    ]
    return "\n".join(lines)


def _presence(rows: Sequence[Sequence[Any]]) -> Iterator[str]:
    for word, wanted in (("出席", True), ("缺席", False)):
        names = [
            f"{name}（{POSITIONS[position]}{f'，{office}{other}代' if other else ''}）"
            for name, position, present, other, office in rows
            if present is wanted
        ]
        yield f"{word}（{len(names)}人）：{'、'.join(names) or '无'}"


async def _ballots(session: AsyncSession, meeting: Meeting) -> AsyncIterator[str]:
    query = (
        select(Ballot, Application.organization_name, Prize.name)
        .join(Application, Application.id == Ballot.application_id)
        .join(Prize, (Prize.cycle_id == Ballot.cycle_id) & (Prize.tier == Ballot.tier))
        .where(Ballot.meeting_id == meeting.id)
        .order_by(Ballot.opened_at)
    )
    votes = (
        select(Vote.ballot_id, CommitteeMember.name, Vote.choice)
        .join(CommitteeMember, CommitteeMember.id == Vote.member_id)
        .where(Vote.ballot_id.in_(select(Ballot.id).where(Ballot.meeting_id == meeting.id)))
        .order_by(CommitteeMember.name)
    )
    named = (await session.execute(votes)).all()
    for ballot, firm, prize in (await session.execute(query)).all():
        yield (
            f"表决：{firm}，{prize}，第{ballot.round}轮；应计{max(ballot.base_at_open, ballot.base_at_close or 0)}票，"
            f"同意{ballot.in_favour}、不同意{ballot.against}、弃权{ballot.abstained}、无效{ballot.invalid}；"
            f"须{ballot.needed}票同意，{'通过' if ballot.passed else '未通过'}"
        )
        if shown_of(ballot.mode, closed=True).names:
            yield "　　" + "、".join(f"{name}{CHOICES[choice]}" for each, name, choice in named if each == ballot.id)
