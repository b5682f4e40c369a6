"""Choosing a password: what is wrong with one, by every rule, what is known of its owner, and the list of breaches."""

import asyncio
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.breach_list import UnusableListError, is_breached
from app.accounts.models import Organization, RoleGrant, UserAccount
from app.accounts.passwords import BREACHED, password_faults, reason_of
from app.errors import Busy
from app.problems import Words
from app.regulation.refusals import Reason
from app.settings import Settings

RETRY_SECONDS = 300
UNSEARCHABLE = Words(
    "已泄露密码清单暂不可查，密码未作更改，请联系维护人员。",
    "The list of breached passwords cannot be searched; no password was set; tell the operator.",
)


async def faults_of(
    chosen: Settings, password: str, login: str, pointer: str = "/password", about: tuple[str, ...] = ()
) -> tuple[Reason, ...]:
    """List everything that is wrong with a new password; 503 while the operator's list cannot be searched."""
    faults = password_faults(password, login, pointer, about)
    if chosen.breached_passwords is None:
        return faults
    try:
        breached = await asyncio.to_thread(is_breached, chosen.breached_passwords, password)
    except UnusableListError as unusable:
        structlog.get_logger("award").warning("passwords.list", error=str(unusable))
        raise Busy(RETRY_SECONDS, "passwords.list_unusable", UNSEARCHABLE) from unusable
    return (*faults, reason_of(BREACHED, pointer)) if breached else faults


async def names_about(session: AsyncSession, user: UUID) -> tuple[str, ...]:
    """Give a person's name and those of the organizations that he speaks for: a password is not made of them."""
    name = await session.scalar(select(UserAccount.name).where(UserAccount.id == user))
    query = select(Organization.name).join(RoleGrant, RoleGrant.party_id == Organization.id)
    firms = await session.scalars(query.where(RoleGrant.user_id == user, RoleGrant.ended_at.is_(None)))
    return (name or "", *firms)
