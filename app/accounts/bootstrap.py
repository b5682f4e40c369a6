"""The first secretary, made by the operator on the command line; all others are invited by the secretariat."""

import re
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from app.accounts.models import RoleGrant, UserAccount
from app.accounts.one_time_codes import Purpose, issue_code
from app.acts import Actor, perform
from app.clock import award_now
from app.database import OWNER
from app.record import Pseudonym
from app.regulation.act import Act
from app.regulation.vocabulary import Role

LOGIN_FORM = r"[a-z0-9][a-z0-9._-]{3,63}"


async def create_secretary(migration_url: str, login: str, name: str) -> str:
    """Make a user of the secretariat and return the code with which he opens his account, shown this once.

    `migration_url` is the owner's, because only the operator may do this; the act is in the record without an actor.
    `login` is reserved for him: he repeats it when he accepts. A taken or malformed one raises ValueError.
    """
    if not re.fullmatch(LOGIN_FORM, login):
        raise ValueError("A login name has 4 to 64 small letters, digits, dots, hyphens and underscores.")
    engine = create_async_engine(migration_url, poolclass=NullPool)
    try:
        async with AsyncSession(engine, expire_on_commit=False) as session, session.begin():
            await session.execute(text(f"SET LOCAL ROLE {OWNER}"))
            return await _invite(session, login, name)
    except IntegrityError as taken:
        raise ValueError(f"The login name {login} is taken.") from taken
    finally:
        await engine.dispose()


async def _invite(session: AsyncSession, login: str, name: str) -> str:
    user = UserAccount(login=login, name=name)
    operator = Actor(role=Role.SECRETARIAT, request_id=f"operator-{uuid4()}", now=await award_now(session))
    perform(session, operator, Act.INVITE_USER, user, detail={"role": Role.SECRETARIAT, "by": "operator"})
    session.add_all([RoleGrant(user_id=user.id, role=Role.SECRETARIAT), Pseudonym(user_id=user.id)])
    code, _until = issue_code(session, user.id, Purpose.INVITATION, None)
    return code
