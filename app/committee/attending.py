"""Who attends a meeting and since when: members in office, or the alternate of a seat instead of him (arts. 6, 24)."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.committee.meeting_models import AttendanceMove, MoveKind
from app.committee.meeting_schemas import AttendanceRecord
from app.committee.models import Alternate, Attendance, CommitteeMember, Meeting
from app.committee.reading import members_in_office
from app.regulation.refusals import Reason, require

Sitting = tuple[bool, UUID | None]
"""Whether a seat is taken, and by which alternate if not by the member."""


async def attend(session: AsyncSession, actor: Actor, meeting: Meeting, body: AttendanceRecord) -> None:
    """Art. 24: write who is present, and who came and left; 422 for strangers and for a seat that comes twice."""
    members = await members_in_office(session)
    standing = select(Alternate).where(Alternate.cycle_id == meeting.cycle_id, Alternate.to_on.is_(None))
    alternates = {row.id: row for row in await session.scalars(standing) if row.id in body.alternates}
    instead = {row.member_id: row.id for row in alternates.values()}
    seats = [member.id for member in members]
    require(
        [
            *(_stranger(f"/present/{each}") for each in sorted(set(body.present).difference(seats))),
            *(_stranger(f"/alternates/{each}") for each in sorted(set(body.alternates) - alternates.keys())),
            *_doubled(set(body.present) & instead.keys()),
        ]
    )
    query = select(Attendance).where(Attendance.meeting_id == meeting.id)
    known = {row.member_id: row for row in await session.scalars(query)}
    after: dict[UUID, Sitting] = {seat: (seat in body.present or seat in instead, instead.get(seat)) for seat in seats}
    before = {seat: (row.is_present, row.alternate_id) for seat, row in known.items()}
    session.add_all(await _moves(session, actor, meeting, before, after))
    for seat, (is_present, alternate_id) in after.items():
        row = known.get(seat) or Attendance(meeting_id=meeting.id, member_id=seat, is_present=False)
        row.is_present, row.alternate_id = is_present, alternate_id
        session.add(row)


async def _moves(
    session: AsyncSession, actor: Actor, meeting: Meeting, before: Mapping[UUID, Sitting], after: Mapping[UUID, Sitting]
) -> list[AttendanceMove]:
    latest = select(func.count()).where(AttendanceMove.meeting_id == meeting.id)
    number = (await session.execute(latest)).scalar_one()
    changes = [
        change
        for seat, now_sitting in after.items()
        if (sat := before.get(seat, (False, None))) != now_sitting
        for change in ((seat, MoveKind.LEFT, *sat), (seat, MoveKind.ARRIVED, *now_sitting))
    ]
    return [
        AttendanceMove(
            meeting_id=meeting.id, number=number + place, member_id=seat, kind=kind, at=actor.now,
            recorded_by=actor.user_id, alternate_id=alternate,
        )
        for place, (seat, kind, _, alternate) in enumerate((each for each in changes if each[2]), 1)
    ]  # fmt: skip


def moves_of(meeting_id: UUID) -> Any:  # noqa: ANN401 - a query, whose type is that of its columns.
    """Art. 24: who came and left, in order, by the names of member and alternate."""
    return (
        select(
            AttendanceMove.number, AttendanceMove.member_id, CommitteeMember.name, AttendanceMove.kind,
            Alternate.name.label("alternate"), Alternate.office.label("alternate_office"), AttendanceMove.at,
        )
        .join(CommitteeMember, CommitteeMember.id == AttendanceMove.member_id)
        .outerjoin(Alternate, Alternate.id == AttendanceMove.alternate_id)
        .where(AttendanceMove.meeting_id == meeting_id)
        .order_by(AttendanceMove.number)
    )  # fmt: skip


def _stranger(pointer: str) -> Reason:
    return Reason(
        code="attendance.not_in_office", article="第六条", pointer=pointer,
        zh="到会名单中有非在任委员，或者并非本年度代为出席人的人。",
        en="Somebody on the list is neither a member in office nor an alternate of the year.",
    )  # fmt: skip


def _doubled(seats: set[UUID]) -> Iterator[Reason]:
    for seat in sorted(seats):
        yield Reason(
            code="attendance.twice", article="edition.committee.alternates", pointer=f"/present/{seat}",
            zh="委员与其代为出席人不得同时计为出席，一席只计一次。",
            en="A member and his alternate do not both attend; a seat counts once.",
        )  # fmt: skip
