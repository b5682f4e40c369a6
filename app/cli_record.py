"""The operator's hands on the record: number it, export it, verify an export, and forget a person."""

import base64
import json
from typing import TextIO

from sqlalchemy import delete, select

from app.accounts.models import UserAccount
from app.cli_check import as_owner, owner_url
from app.database import Database
from app.record import Pseudonym, RecordCheckpoint, RecordEntry, RecordLeaf
from app.sealing.sequencing import Sequencer
from app.sealing.succeeding import FolderSigner
from app.settings import settings
from app.terminal import console

BATCH = 5000


async def seal() -> int:
    """Number all leaves that have none, and sign the head; give how many there were."""
    database = Database(settings())
    try:
        return await Sequencer(database, FolderSigner(settings().keys_dir)).all()
    finally:
        await database.close()


async def export(file: TextIO, note: TextIO) -> int:
    """Write the numbered leaves, one a line, and beside them the newest checkpoint, and how its key came."""
    async with as_owner(owner_url()) as session:
        newest = await session.scalar(select(RecordCheckpoint).order_by(RecordCheckpoint.size.desc()).limit(1))
        size = newest.size if newest else 0
        query = (
            select(RecordEntry.seq, RecordLeaf.body)
            .join(RecordLeaf, RecordLeaf.id == RecordEntry.leaf_id)
            .where(RecordEntry.seq < size)
            .order_by(RecordEntry.seq)
        )
        async for seq, body in await session.stream(query.execution_options(yield_per=BATCH)):
            file.write(json.dumps({"seq": seq, "body": base64.b64encode(body).decode()}) + "\n")
        note.write("\n".join([newest.note if newest else "", *FolderSigner(settings().keys_dir).successions]))
    return size


async def forget(login: str) -> bool:
    """Erase whom a pseudonym stands for; the record stays whole, and nobody can say any more who it was."""
    async with as_owner(owner_url(), reading=False) as session:
        user = select(UserAccount.id).where(UserAccount.login == login).scalar_subquery()
        done = await session.execute(delete(Pseudonym).where(Pseudonym.user_id == user).returning(Pseudonym.id))
        erased = done.all()
    if not erased:
        console.print(f"There is no pseudonym of {login}.", style="red", markup=False)
    return bool(erased)
