"""Rotation of the signing key: published a day before it signs, kept until its last token has ended, then removed."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import structlog

from app.accounts import keys
from app.accounts.key_files import KeysUnavailableError, place
from app.accounts.keys import KeyRing
from app.accounts.tokens import LIFETIME, SKEW

LEAD = 25 * 3600
"""Seconds for which a key is published before it signs: the 24 hours that others need to fetch it, and one to spare."""
REMAIN = LIFETIME + SKEW + 2700
"""Seconds for which the key before it stays: the life of its last token, and time for each process to change keys."""


class RotationError(Exception):
    """The keys are in no state for it; the message tells the operator why and what to wait for."""


def add_next(folder: Path, now: int) -> int:
    """Make the next signing key and return the Unix second from which it signs; one may be waiting at a time."""
    keys.load(folder, now)
    waiting = [begin for begin in keys.signing_files(folder) if begin > now]
    if waiting:
        raise RotationError(f"A next key is published already; it signs from Unix second {waiting[0]} on.")
    begin = now + LEAD
    place(folder / f"signing-{begin:010d}.pem", keys.new_signing_key())
    return begin


def retire(folder: Path, now: int) -> list[str]:
    """Remove each signing key whose successor has signed for so long that no token of its own lives; give the files."""
    keys.load(folder, now)
    files = keys.signing_files(folder)
    successors = list(files)[1:]
    old = [files[begin] for begin, after in zip(files, successors, strict=False) if after + REMAIN <= now]
    for path in old:
        path.unlink()
    return [path.name for path in old]


@contextlib.asynccontextmanager
async def following(state: Any, folder: Path, interval: float) -> AsyncGenerator[None]:  # noqa: ANN401 - Starlette's state takes any name.
    """Look at the folder every `interval` seconds while the service runs, so that a rotation needs no restart."""
    if not interval:
        yield
        return
    task = asyncio.create_task(_follow(state, folder, interval))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _follow(state: Any, folder: Path, interval: float) -> None:  # noqa: ANN401 - as above.
    log = structlog.get_logger()
    while True:
        await asyncio.sleep(interval)
        try:
            fresh = await asyncio.to_thread(keys.load, folder)
        except (KeysUnavailableError, OSError) as error:
            # The service goes on with the keys that it has; they are as good as they were.
            log.warning("keys.unavailable", error=str(error))
            continue
        if _differ(state.ring, fresh):
            state.ring = fresh
            log.info("keys.changed", signing=fresh.kid, verifying=len(fresh.verifying))


def _differ(held: KeyRing, fresh: KeyRing) -> bool:
    return (held.kid, held.verifying.keys()) != (fresh.kid, fresh.verifying.keys())
