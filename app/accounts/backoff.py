"""The back-off of logins: who fails waits, in real time, longer each time; an attempt counts before it is checked."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network

from fastapi import Request
from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import LoginFailure
from app.database import Database, Mask, Persona
from app.errors import TooManyRequests
from app.problems import Words

FORGOTTEN_AFTER = timedelta(hours=1)
FORGOTTEN_LAST = timedelta(days=1)
WAIT = Words("登录失败次数过多，请稍后再试。", "Too many failed logins; try again later.")


@dataclass(frozen=True, slots=True)
class Track:
    """What is counted: `free` attempts cost nothing, each further one doubles the wait, up to `longest` seconds."""

    key: str
    free: int
    longest: int
    shared: bool
    """Others may stand behind it too, so that one success forgives one failure and not all."""
    memory: timedelta = FORGOTTEN_AFTER
    """For how long after the last failure it is remembered."""


def tracks_of(login: str, request: Request) -> tuple[Track, ...]:
    """Give the three counts of an attempt, in the order in which they are locked.

    An account from one address is strict. An account from everywhere is lenient and its wait short, so that a
    stranger cannot keep an applicant out in the last hour of the window.
    """
    address = _address_of(request)
    account = login.casefold()
    tracks = (
        Track(_digest("account", account), free=100, longest=60, shared=False),
        Track(_digest("address", address), free=30, longest=900, shared=True),
        Track(_digest("account at address", account, address), free=5, longest=900, shared=False),
    )
    return tuple(sorted(tracks, key=lambda track: track.key))


def wait_of(failures: int, track: Track) -> int:
    """Derive the seconds to wait after so many failures in a row."""
    over = failures - track.free
    return 0 if over < 0 else min(2 ** min(over, 20), track.longest)


async def admit(database: Database, tracks: Sequence[Track]) -> None:
    """Count an attempt as failed, in a transaction of its own, or refuse it with 429 if it comes too early.

    Counting first means that attempts made at the same time cannot all pass; `forgive` takes a success back.
    """
    async with database.transaction(Mask(Persona.ANONYMOUS)) as session:
        for track in tracks:
            await _count(session, track, datetime.now(UTC))


async def _count(session: AsyncSession, track: Track, now: datetime) -> None:
    table = LoginFailure
    # The update changes nothing and locks the row, which a success elsewhere might remove between two statements.
    locked = (
        insert(table)
        .values(key=track.key, failures=0, last_at=now)
        .on_conflict_do_update(index_elements=[table.key], set_={"failures": table.failures})
        .returning(table.failures, table.last_at)
    )
    counted, last_at = (await session.execute(locked)).one()
    failures = 0 if now - last_at > track.memory else counted
    wait = wait_of(failures, track)
    left = (last_at - now).total_seconds() + wait
    # Who stood behind another attempt's lock looks a moment too early; that alone makes nobody wait.
    if wait and left > 0:
        raise TooManyRequests(math.ceil(left), "login.wait", WAIT)
    change = update(table).where(table.key == track.key).values(failures=failures + 1, last_at=now)
    await session.execute(change, execution_options={"synchronize_session": False})


async def forgive(session: AsyncSession, tracks: Sequence[Track]) -> None:
    """Take the attempt back after a success, in the transaction of the success; sweep out what is forgotten."""
    for track in tracks:
        mine = LoginFailure.key == track.key
        fewer = update(LoginFailure).where(mine).values(failures=func.greatest(LoginFailure.failures - 1, 0))
        await session.execute(fewer if track.shared else delete(LoginFailure).where(mine))
    old = select(LoginFailure.key).where(LoginFailure.last_at < datetime.now(UTC) - FORGOTTEN_LAST)
    await session.execute(delete(LoginFailure).where(LoginFailure.key.in_(old.with_for_update(skip_locked=True))))


def _address_of(request: Request) -> str:
    """Derive the address; of IPv6 the network of 64 bits, which one household has for itself."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return str(ip_network((address, 64), strict=False)) if isinstance(address, IPv6Address) else str(address)


def _digest(*parts: str) -> str:
    # A login name may hold a password typed into the wrong field: only a digest is kept.
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
