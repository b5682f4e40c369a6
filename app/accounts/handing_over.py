"""What a hand-over does to rows: grants and sessions end at once, the successor stays, and it is written down."""

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import Handover, LoginSession, RoleGrant, UserAccount
from app.accounts.one_time_codes import Purpose, issue_code
from app.accounts.schemas import HandedOut
from app.accounts.users import user_view
from app.acts import Actor
from app.record import Pseudonym
from app.regulation.refusals import Reason
from app.regulation.vocabulary import Role


async def users_of(session: AsyncSession, organization_id: UUID) -> dict[UUID, UserAccount]:
    """Read the users who may act for the organization now."""
    living = select(RoleGrant.user_id).where(
        RoleGrant.role == Role.APPLICANT, RoleGrant.party_id == organization_id, RoleGrant.ended_at.is_(None)
    )
    return {user.id: user for user in await session.scalars(select(UserAccount).where(UserAccount.id.in_(living)))}


def successor_faults(successor: UserAccount | None, departed: Collection[UUID]) -> Iterator[Reason]:
    """Art. 19: the duty goes to another user of the organization, who has accepted his invitation."""
    if successor is None or successor.activated_at is None or successor.id in departed:
        yield Reason(
            code="handover.successor", article="第十九条", pointer="/successor_id",
            zh="接手人须是本组织另一名已接受邀请的用户；没有的，请先邀请同事。",
            en="The successor is another user of the organization who has accepted; invite a colleague first.",
        )  # fmt: skip


async def end_grants(session: AsyncSession, organization_id: UUID, users: Collection[UUID]) -> None:
    """Take the organization from the users and end their sessions; other roles need a new login."""
    now = datetime.now(UTC)
    theirs = (RoleGrant.party_id == organization_id) & (RoleGrant.role == Role.APPLICANT)
    living = theirs & RoleGrant.user_id.in_(users) & RoleGrant.ended_at.is_(None)
    open_sessions = LoginSession.user_id.in_(users) & LoginSession.ended_at.is_(None)
    for table, rows in ((LoginSession, open_sessions), (RoleGrant, living)):
        change = update(table).where(rows).values(ended_at=now)
        await session.execute(change, execution_options={"synchronize_session": False})


def written_down(
    actor: Actor, organization_id: UUID, departed: Sequence[UUID], successor: UUID, reason: str, letter: UUID | None
) -> list[Handover]:
    """Make one row for each who has left."""
    return [
        Handover(
            organization_id=organization_id, from_user_id=user, to_user_id=successor, handed_by=actor.user_id,
            letter_file_id=letter, reason=reason, handed_at=actor.now,
        )
        for user in departed
    ]  # fmt: skip


async def invited(session: AsyncSession, actor: Actor, organization_id: UUID, user: UserAccount) -> HandedOut:
    """Invite a new user of an organization in the secretariat's name."""
    grant = RoleGrant(user_id=user.id, role=Role.APPLICANT, party_id=organization_id, granted_by=actor.user_id)
    session.add_all([user, grant, Pseudonym(user_id=user.id)])
    code, until = issue_code(session, user.id, Purpose.INVITATION, actor.user_id)
    await session.flush()
    return HandedOut(user=user_view(actor, user, [grant]), code=code, expires_at=until)
