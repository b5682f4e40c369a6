"""Users as views, with their roles and the acts open on them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import RoleGrant, UserAccount
from app.accounts.schemas import GrantView, UserView
from app.acts import Actor
from app.open_acts import open_acts
from app.paging import Key, PageRequest, Slice, page
from app.regulation.act import Act


def user_view(actor: Actor, user: UserAccount, grants: Sequence[RoleGrant]) -> UserView:
    """Write a user."""
    here = f"/v1/users/{user.id}"
    hrefs = {Act.ISSUE_PASSWORD_RESET: f"{here}/password-reset", Act.RESET_SECOND_FACTOR: f"{here}/second-factor-reset"}
    acts = open_acts(actor, user, hrefs)
    return UserView(
        id=user.id, login=user.login, name=user.name, phone=user.phone, activated_at=user.activated_at,
        version=user.version, grants=[GrantView.model_validate(grant) for grant in grants], acts=acts,
    )  # fmt: skip


async def grants_of(session: AsyncSession, users: Sequence[UUID]) -> dict[UUID, list[RoleGrant]]:
    """Read the living grants of the users that the caller may see, in one query."""
    query = select(RoleGrant).where(RoleGrant.user_id.in_(users), RoleGrant.ended_at.is_(None)).order_by(RoleGrant.role)
    found: dict[UUID, list[RoleGrant]] = {user: [] for user in users}
    for grant in (await session.execute(query)).scalars():
        found[grant.user_id].append(grant)
    return found


async def users_page(session: AsyncSession, actor: Actor, query: Select[Any], paging: PageRequest) -> Slice[UserView]:
    """Read one page of users with their grants."""
    found = await page(session, query, (Key(UserAccount.name), Key(UserAccount.id)), paging)
    grants = await grants_of(session, [user.id for user in found.items])
    return Slice([user_view(actor, user, grants[user.id]) for user in found.items], found.next_cursor)
