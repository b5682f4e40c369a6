"""A new key for the record: made, introduced by a note that the old and the new one sign, and then alone in force."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts import record_keys
from app.sealing.notes import Signer, succession
from app.sealing.sequencing import LOCK
from app.sealing.tree import newest_checkpoint
from app.sealing.verifier import EMPTY, Head, Key, head_of, key_of, successions_of, trusted


class FolderSigner(Signer):
    """The key of a folder that is in force at each signature, so that a change of keys needs no restart."""

    def __init__(self, folder: Path) -> None:
        super().__init__(record_keys.load(record_keys.in_force(folder)))
        self.folder = folder

    @property
    def key(self) -> Ed25519PrivateKey:
        """The key that signs now."""
        return record_keys.kept(record_keys.in_force(self.folder))

    @property
    def successions(self) -> list[str]:
        """The notes by which the keys of the record introduced each other, the oldest first."""
        return [path.read_text(encoding="utf-8") for path in record_keys.notes(self.folder)]

    @property
    def keys(self) -> tuple[Key, ...]:
        """All keys that the record ever had, as others verify by them; NotVerifiedError if a note is not sound."""
        return trusted(key_of(self.verifier_key), successions_of("\n".join(self.successions)))


async def succeed(session: AsyncSession, folder: Path) -> str:
    """Let a new key take over at the newest head, which the old ones must have signed; gives its verifier's key.

    The sequencer's lock is held until the transaction ends, so no head is signed between the note's and the new key's.
    """
    await session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    newest = await newest_checkpoint(session)
    head = Head(newest.size, bytes(newest.root_hash)) if newest else Head(0, EMPTY)
    old = FolderSigner(folder)
    if newest:
        head_of(newest.note, *old.keys)
    path = record_keys.prepare(folder)
    new = Signer(record_keys.load(path))
    record_keys.introduce(path, succession(Signer(old.key), new, head))
    return new.verifier_key
