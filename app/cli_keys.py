"""Rotating keys by command: the next one is made and taken into use, the old ones are removed when they are done."""

import sys
import time
from datetime import UTC, datetime
from uuid import uuid4

from app.accounts import factor_keys, factor_rotation, record_keys, rotation
from app.accounts.key_files import KeysUnavailableError
from app.accounts.rotation import RotationError
from app.acts import Actor, note_use
from app.cli_check import as_owner, owner_url
from app.clock import SHANGHAI
from app.regulation.vocabulary import Role
from app.sealing.succeeding import succeed
from app.sealing.verifier import NotVerifiedError
from app.settings import settings
from app.terminal import console

ARTICLE = "第三十条"
"""Secrecy; the Measures say nothing of keys."""


def rotate() -> None:
    """Publish the next signing key and say from when on it signs."""
    try:
        begin = rotation.add_next(settings().keys_dir, int(time.time()))
    except (RotationError, KeysUnavailableError) as refused:
        sys.exit(str(refused))
    since = datetime.fromtimestamp(begin, UTC).astimezone(SHANGHAI)
    console.print(f"The next key is published at /v1/tokens/keys and signs from {since:%Y-%m-%d %H:%M} (+08:00) on.")
    console.print("The running service needs no restart. `award keys retire` removes the old key an hour after that.")


async def rotate_factor() -> bool:
    """Make the next key of second factors and seal every secret by it; False if one could not be opened."""
    try:
        async with as_owner(owner_url(), reading=False) as session:
            done = await factor_rotation.reseal(session, settings().keys_dir)
            session.add(note_use(_operator(), "rotate_factor_key", {"secrets": done.count, "by": done.key}, ARTICLE))
    except KeysUnavailableError as refused:
        sys.exit(str(refused))
    console.print(f"{done.count} second factors lie under {done.key} now; the running service needs no restart.")
    console.print("An older backup of the database needs the older key: keep it with that backup.")
    for user in done.lost:
        console.print(f"ALARM the second factor of {user} opens by none of the keys.", style="red", markup=False)
    return not done.lost


async def rotate_record() -> None:
    """Let a new key sign the record's heads from the newest one on, introduced by the key before it."""
    try:
        async with as_owner(owner_url(), reading=False) as session:
            session.add(note_use(_operator(), "rotate_record_key", {}, ARTICLE))
            await session.flush()
            key = await succeed(session, settings().keys_dir)
    except (KeysUnavailableError, NotVerifiedError) as refused:
        sys.exit(f"{refused}.")
    console.print("The record's heads are signed by a new key from now on; the running service needs no restart:")
    console.print(key, soft_wrap=True, markup=False)
    console.print("/v1/record/key shows it, and the note by which the old key introduced it. Publish both.")


async def retire() -> None:
    """Remove the keys that are done and say which."""
    folder = settings().keys_dir
    try:
        removed = [*rotation.retire(folder, int(time.time())), *record_keys.retire(folder)]
        if len(factor_keys.files(folder)) > 1:
            async with as_owner(owner_url()) as session:
                removed += await factor_rotation.retire(session, folder)
    except KeysUnavailableError as refused:
        sys.exit(str(refused))
    console.print(f"Removed: {', '.join(removed)}." if removed else "No key has done its time yet.")


def _operator() -> Actor:
    return Actor(role=Role.SECRETARIAT, request_id=f"operator-{uuid4()}", now=datetime.now(UTC))
