"""Rotation of the key of second factors: the next seals every secret; the old one goes when nothing rests on it."""

import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts import factor_keys
from app.accounts.key_files import sync_folder
from app.accounts.models import SecondFactor
from app.accounts.second_factor import opened, sealed
from app.errors import Failure

REMAIN = 3600
"""Seconds for which an old key stays: whoever took it up before the rotation has long written what he sealed by it."""
SEALED = SecondFactor.secret != b""


@dataclass(frozen=True, slots=True)
class Resealed:
    """What a rotation did: the key that seals now, how many secrets it took over, whose could not be opened."""

    key: str
    count: int
    lost: tuple[UUID, ...]


async def reseal(session: AsyncSession, folder: Path) -> Resealed:
    """Make the next key and seal every secret by it, in the caller's transaction.

    Where an earlier run was cut off, its key, by which nothing is sealed yet, is taken up instead of another.
    """
    newest = factor_keys.load(folder).newest
    unused = not await _count(session, SecondFactor.sealing_key == newest)
    version = newest if unused and await _count(session, true()) else factor_keys.renew(folder)
    keys, lost, count = factor_keys.load(folder), [], 0
    # The lock lets a code that is being used win, and keeps one from coming between.
    query = select(SecondFactor).where(SEALED, SecondFactor.sealing_key != version).with_for_update()
    for factor in (await session.scalars(query)).all():
        try:
            secret = opened(keys, factor.user_id, factor.sealing_key, factor.secret)
        except (InvalidTag, Failure):
            lost.append(factor.user_id)
            continue
        factor.secret, factor.sealing_key = sealed(keys, factor.user_id, secret), version
        count += 1
    return Resealed(version, count, tuple(lost))


async def retire(session: AsyncSession, folder: Path) -> list[str]:
    """Remove each old key by which no secret is sealed and whose successor is an hour old; give the files."""
    files = factor_keys.files(folder)
    removed = []
    for path, successor in pairwise(files):
        settled = successor.stat().st_mtime + REMAIN <= time.time()
        if settled and not await _count(session, SecondFactor.sealing_key == path.stem):
            path.unlink()
            removed.append(path.name)
    sync_folder(folder)
    return removed


async def _count(session: AsyncSession, which: ColumnElement[bool]) -> int:
    return (await session.execute(select(func.count()).select_from(SecondFactor).where(SEALED, which))).scalar_one()
