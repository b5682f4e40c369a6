"""The operator's hands on stored files: wrap their keys anew, and erase one for good."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy import select, update

from app.acts import Actor, note_use
from app.cli_check import as_owner, owner_url
from app.files import keyring
from app.files.models import FileKey, StoredFile
from app.files.store import path_of
from app.regulation.vocabulary import Role
from app.settings import settings
from app.terminal import console

ARTICLE = "第三十条"
"""Secrecy of what applicants file; the Measures say nothing of keys."""


async def rotate() -> bool:
    """Make the next wrapping key and wrap every file's key by it, without touching a byte of a file."""
    keyring.ensure(settings().keys_dir)
    newest = keyring.renew(settings().keys_dir)
    keys = keyring.current()
    async with as_owner(owner_url(), reading=False) as session:
        query = select(FileKey, StoredFile).join(StoredFile, StoredFile.key_id == FileKey.id)
        # The lock lets an erasure that is under way win, and keeps one from coming between.
        rows = (await session.execute(query.with_for_update(of=FileKey))).all()
        count, lost = 0, []
        for key, file in rows:
            if file.erased_at is not None or key.wrapping_key == newest:
                continue
            try:
                clear = keys.unwrap(key.wrapping_key, key.wrapped, file.owner_id, file.id)
            except keyring.KeyMissingError as missing:
                lost.append(str(missing))
                continue
            key.wrapped, key.wrapping_key = keys.wrap(newest, clear, file.owner_id, file.id), newest
            count += 1
        session.add(note_use(_operator(), "rotate_file_keys", {"keys": count, "by": newest}, ARTICLE))
    console.print(f"{count} keys are wrapped by {newest} now; older ones open backups, and nothing else.")
    for each in lost:
        console.print(f"ALARM {each}.", style="red", markup=False)
    return not lost


async def erase(file_id: UUID) -> bool:
    """Erase the key and the bytes of a file; its row, size and hash stay, for what was filed names it."""
    async with as_owner(owner_url(), reading=False) as session:
        file = await session.scalar(select(StoredFile).where(StoredFile.id == file_id).with_for_update())
        if file is None or file.erased_at is not None:
            console.print("There is no such file, or it was erased before.", style="red")
            return False
        file.erased_at = datetime.now(UTC)
        if file.key_id is not None:
            await session.execute(update(FileKey).where(FileKey.id == file.key_id).values(wrapped=b""))
        session.add(note_use(_operator(), "erase_file", {"file": str(file.id)}, ARTICLE))
        place = path_of(settings().files_dir, file.storage_name)
    place.unlink(missing_ok=True)
    console.print(f"File {file_id} is erased. Backups of the database still hold its key until they are gone.")
    return True


def _operator() -> Actor:
    return Actor(role=Role.SECRETARIAT, request_id=f"operator-{uuid4()}", now=datetime.now(UTC))
