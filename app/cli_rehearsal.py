"""The operator's hands on rehearsals: make one, clear it, and let its clock show another time."""

import asyncio
import re
import sys
from datetime import UTC, datetime
from uuid import uuid4

from app import local_postgres
from app.accounts.bootstrap import LOGIN_FORM, create_secretary
from app.acts import Actor
from app.cli_check import as_owner, owner_url
from app.clock import SHANGHAI, award_now
from app.database_setup import migrate_async
from app.legislation.edition_views import is_rehearsal
from app.local_postgres import FOLDER, MIGRATOR, SERVICE
from app.regulation.refusals import Reason, Refusal
from app.regulation.rehearsal import rehearsal_faults, shift_faults
from app.regulation.vocabulary import Role
from app.rehearsals.clearing import cleared
from app.settings import settings
from app.terminal import console
from app.year.clock import Clock


async def status() -> bool:
    """Say whether the database is a rehearsal, and what its clock shows; return whether it is one."""
    async with as_owner(owner_url()) as session:
        rehearsal = await is_rehearsal(session)
        now = (await award_now(session)).astimezone(SHANGHAI)
    console.print(f"{'A rehearsal' if rehearsal else 'A real award'}; its clock shows {now:%Y-%m-%d %H:%M:%S}.")
    return rehearsal


def clock(shown: str) -> None:
    """Let the award's clock show an instant, without an offset meant in Jiangyin, or the real time if it is `real`."""
    at = _instant(shown)
    _require(*rehearsal_faults(rehearsal=asyncio.run(_is_rehearsal())), *shift_faults(at))
    hand = Clock(owner_url())
    if at is None:
        hand.reset()
    else:
        hand.set(at.isoformat())
    hand.close()
    asyncio.run(status())


async def reset(login: str, name: str) -> None:
    """Clear a rehearsal and invite its first secretary; print his one-time code."""
    if not re.fullmatch(LOGIN_FORM, login):
        sys.exit("A login name has 4 to 64 small letters, digits, dots, hyphens and underscores.")
    operator = Actor(role=Role.SECRETARIAT, request_id=f"operator-{uuid4()}", now=datetime.now(UTC))
    try:
        count = await cleared(owner_url(), settings().files_dir, operator)
    except Refusal as refused:
        sys.exit(str(refused))
    code = await create_secretary(owner_url(), login, name)
    console.print(f"{count} rows cleared. {login} opens his account with the code {code}.")


def create(name: str) -> None:
    """Make another rehearsal database on this machine, migrate it, and print what serves it."""
    cluster = local_postgres.start(FOLDER)
    local_postgres.create_database(cluster, name)
    owner = cluster.url(name, MIGRATOR)
    asyncio.run(migrate_async(owner, SERVICE, rehearsal=True))
    # Not through the console: these lines are for a shell, and must not be wrapped.
    sys.stdout.write(f"export AWARD_DATABASE_URL='{cluster.url(name)}'\nexport AWARD_MIGRATION_URL='{owner}'\n")


async def _is_rehearsal() -> bool:
    async with as_owner(owner_url()) as session:
        return await is_rehearsal(session)


def _instant(shown: str) -> datetime | None:
    if shown == "real":
        return None
    try:
        at = datetime.fromisoformat(shown)
    except ValueError:
        sys.exit(f"{shown!r} is no time such as 2022-07-20T09:00, nor the word real.")
    return at if at.tzinfo else at.replace(tzinfo=SHANGHAI)


def _require(*faults: Reason) -> None:
    if faults:
        sys.exit("; ".join(fault.en for fault in faults))
