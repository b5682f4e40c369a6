"""The key of a stored file: made for it, wrapped for its owner, and unwrapped to read it."""

import secrets
from uuid import UUID

from sqlalchemy.ext.asyncio import async_object_session

from app.errors import Failure
from app.files import keyring
from app.files.envelope import ALGORITHM
from app.files.keyring import KEY_BYTES, KeyMissingError
from app.files.models import FileKey, StoredFile
from app.problems import Words
from app.settings import settings

LOCKED = Words("文件密钥不可用，请联系维护人员。", "The key of the file cannot be had; tell the operator.")


def fresh_key() -> bytes | None:
    """Make the key of a new file; None where files are stored as they come."""
    if settings().file_encryption == "off" or keyring.current().newest is None:
        return None
    return secrets.token_bytes(KEY_BYTES)


def wrapped(key_id: UUID, key: bytes, owner_id: UUID, file_id: UUID) -> FileKey:
    """Write the row of a file's key, wrapped by the newest wrapping key."""
    keys = keyring.current()
    if keys.newest is None:
        raise Failure("file.key", LOCKED)
    sealed = keys.wrap(keys.newest, key, owner_id, file_id)
    return FileKey(id=key_id, wrapped=sealed, wrapping_key=keys.newest, algorithm=ALGORITHM)


async def key_of(file: StoredFile) -> bytes | None:
    """Unwrap the key of a file that was read in a session; None if it lies as it was sent."""
    if file.key_id is None:
        return None
    session = async_object_session(file)
    if session is None:
        message = f"file {file.id} belongs to no session"
        raise RuntimeError(message)
    return unwrapped(await session.get_one(FileKey, file.key_id), file.owner_id, file.id)


def unwrapped(row: FileKey, owner_id: UUID, file_id: UUID) -> bytes:
    """Unwrap a key; raises a failure that tells the operator to look for its wrapping key."""
    try:
        return keyring.current().unwrap(row.wrapping_key, row.wrapped, owner_id, file_id)
    except KeyMissingError as missing:
        raise Failure("file.key", LOCKED) from missing
