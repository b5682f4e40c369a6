"""How much of the store an owner may fill: files and bytes, counted whoever may see them."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.database import Persona
from app.errors import Unprocessable
from app.files.models import StoredFile
from app.problems import Words
from app.settings import settings

MEBIBYTE = 1024 * 1024


async def hold_room(session: AsyncSession, owner_id: UUID) -> None:
    """Let the uploads of one owner come one after the other until this one is committed or given up."""
    await session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:owner, 0))"), {"owner": str(owner_id)})


async def require_room(session: AsyncSession, added: StoredFile) -> None:
    """Refuse (422) a file, whose row is written, where its owner has too many or too much with it.

    The secretariat's own papers, year after year under the same owner, have no limit.
    """
    if session.info["mask"].persona is Persona.SECRETARIAT:
        return
    files, size = (await session.execute(text("SELECT * FROM award_stored(:owner)"), {"owner": added.owner_id})).one()
    most, room = settings().owner_files, settings().owner_mebibytes * MEBIBYTE
    if files <= most and size <= room:
        return
    left, free = max(0, most - (files - 1)), max(0, room - (size - added.size)) // MEBIBYTE
    raise Unprocessable(
        "file.no_room",
        Words(
            f"存储已满：至多 {most} 个文件、合计 {settings().owner_mebibytes} MiB；还可存 {left} 个、{free} MiB。",
            f"There is no room: at most {most} files and {settings().owner_mebibytes} MiB; "
            f"{left} files and {free} MiB are left.",
        ),
    )
