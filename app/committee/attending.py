"""Who attends a meeting: members in office themselves, or the alternate of a seat instead of him (arts. 6, 24)."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.committee.meeting_schemas import AttendanceRecord
from app.committee.models import Alternate, Attendance, Meeting
from app.committee.reading import members_in_office
from app.regulation.refusals import Reason, require


async def attend(session: AsyncSession, meeting: Meeting, body: AttendanceRecord) -> None:
    """Art. 24: write who is present; 422 for strangers and for a seat that comes twice."""
    members = await members_in_office(session)
    standing = select(Alternate).where(Alternate.cycle_id == meeting.cycle_id, Alternate.to_on.is_(None))
    alternates = {row.id: row for row in await session.scalars(standing) if row.id in body.alternates}
    instead = {row.member_id: row.id for row in alternates.values()}
    seats = {member.id for member in members}
    require(
        [
            *(_stranger(f"/present/{each}") for each in sorted(set(body.present) - seats)),
            *(_stranger(f"/alternates/{each}") for each in sorted(set(body.alternates) - alternates.keys())),
            *_doubled(set(body.present) & instead.keys()),
        ]
    )
    query = select(Attendance).where(Attendance.meeting_id == meeting.id)
    known = {row.member_id: row for row in await session.scalars(query)}
    for seat in seats:
        row = known.get(seat) or Attendance(meeting_id=meeting.id, member_id=seat, is_present=False)
        row.is_present, row.alternate_id = seat in body.present or seat in instead, instead.get(seat)
        session.add(row)


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
