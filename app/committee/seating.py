"""Seating somebody in the committee: an existing user or a new one, never oneself, by an office that has begun."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Protocol
from uuid import UUID

from fastapi import Depends
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Transaction
from app.accounts.models import UserAccount
from app.acts import Actor
from app.clock import civil_date
from app.committee.models import Alternate, Attendance, CommitteeMember
from app.http import IfMatch, PathId
from app.lookup import found, matched
from app.record import Pseudonym
from app.regulation.refusals import NotMet, Reason, require

NAME = Reason(
    code="member.name", article="第六条", pointer="/name",
    zh="新用户须填写姓名；已有用户（user_id）不填。", en="A new user has a name; an existing one (user_id) keeps his.",
)  # fmt: skip
ONESELF = Reason(
    code="grant.oneself", article="第三十条", pointer="/user_id",
    zh="不得为自己授予身份。", en="Nobody gives himself a role.",
)  # fmt: skip
FUTURE = Reason(
    code="member.from_future", article="第六条", pointer="/from_on",
    zh="任职日期不得晚于今日。", en="The office cannot begin after today.",
)  # fmt: skip
UNKNOWN = Reason(
    code="member.user_unknown", article="第六条", pointer="/user_id", zh="没有这一用户。", en="There is no such user.",
)  # fmt: skip
LEFT_EARLY = Reason(
    code="member.term", article="第六条", pointer="/to_on",
    zh="离任日期须在任职之日以后、今日以前（均含当日）。", en="He leaves between the day he began and today.",
)  # fmt: skip


class Seated(Protocol):
    """A body that names who takes a seat: an existing user or a new one by name, and from which day."""

    @property
    def user_id(self) -> UUID | None:
        """An existing user."""
        ...

    @property
    def name(self) -> str | None:
        """The name of a new one."""
        ...

    @property
    def phone(self) -> str:
        """His telephone."""
        ...

    @property
    def from_on(self) -> date:
        """The first day."""
        ...


async def _member(member_id: PathId, session: Transaction) -> CommitteeMember:
    return await found(session, CommitteeMember, member_id)


async def _matched(member_id: PathId, session: Transaction, if_match: IfMatch) -> CommitteeMember:
    return await matched(session, CommitteeMember, member_id, if_match)


SeenMember = Annotated[CommitteeMember, Depends(_member)]
MatchedMember = Annotated[CommitteeMember, Depends(_matched)]


def require_appointable(body: Seated, actor: Actor) -> None:
    """Arts. 6, 30: refuse (422) a seat for both an existing and a new user, for oneself, or from a day to come."""
    checks = (
        ((body.user_id is None) == (body.name is None), NAME),
        (body.user_id is not None and body.user_id == actor.user, ONESELF),
        (body.from_on > civil_date(actor.now), FUTURE),
    )
    require(reason for broken, reason in checks if broken)


async def user_of(body: Seated, session: AsyncSession) -> UserAccount:
    """Find the existing user, or make a new one."""
    if body.user_id is None:
        user = UserAccount(name=body.name or "", phone=body.phone)
        session.add_all([user, Pseudonym(user_id=user.id)])
        return user
    known = await session.get(UserAccount, body.user_id)
    if known is None:
        raise NotMet(UNKNOWN)
    return known


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who sits for a member at a meeting: himself, or his alternate."""

    user_id: UUID
    name: str
    alternate_id: UUID | None


async def persons_at(session: AsyncSession, meeting_id: UUID) -> dict[UUID, Person]:
    """Art. 24: who sits at a meeting for each seat that is present."""
    query = (
        select(
            Attendance.member_id, func.coalesce(Alternate.user_id, CommitteeMember.user_id).label("user_id"),
            func.coalesce(Alternate.name, CommitteeMember.name).label("name"), Attendance.alternate_id,
        )
        .join(CommitteeMember, CommitteeMember.id == Attendance.member_id)
        .outerjoin(Alternate, Alternate.id == Attendance.alternate_id)
        .where(Attendance.meeting_id == meeting_id, Attendance.is_present)
    )  # fmt: skip
    return {
        row.member_id: Person(user_id=row.user_id, name=row.name, alternate_id=row.alternate_id)
        for row in await session.execute(query)
    }
