"""Using an access that a second person has granted to a conflicted officer: named in a header, every use kept (30)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor, note_reading
from app.errors import BadRequest
from app.http import CANONICAL_UUID
from app.idempotency import Operation
from app.problems import Words
from app.regulation.refusals import NotEntitled, Reason

MOST = 10
"""Accesses that one request may name: a list of the year needs each case from which its maker is barred."""
CLOSED = Reason(
    code="break_glass.closed", article="第三十条", pointer="header/award-break-glass",
    zh="没有这一紧急查阅授权，或其已到期、尚未批准。",
    en="There is no such access, or it has ended or is not granted yet.",
)  # fmt: skip
UNREADABLE = Words(
    "Award-Break-Glass 须为一个或多个授权编号，以逗号分隔。",
    "Award-Break-Glass takes the ids of accesses, separated by commas.",
)
USE = text(
    "INSERT INTO break_glass_use (id, break_glass_id, user_id, operation, request_id, used_at) "
    "SELECT gen_random_uuid(), g.glass_id, award_user(), :operation, :request, clock_timestamp() "
    "FROM award_open_glass() g"
)


def glass_of(header: str | None) -> tuple[UUID, ...]:
    """Read the ids of the header; 400 if they are none."""
    parts = [part.strip() for part in header.split(",")] if header is not None else []
    if len(parts) > MOST or not all(CANONICAL_UUID.fullmatch(part) for part in parts):
        raise BadRequest("break_glass.unreadable", UNREADABLE, pointer="header/award-break-glass")
    return tuple(dict.fromkeys(map(UUID, parts)))


async def use_glass(session: AsyncSession, actor: Actor, operation: Operation, of: Mapping[str, Any]) -> None:
    """Keep the use before anything is read under it; 403 if an access is not open. An act writes its own leaf."""
    opened = (await session.execute(text("SELECT count(*) FROM award_open_glass()"))).scalar_one()
    if opened != len(actor.glass):
        raise NotEntitled(CLOSED)
    await session.execute(USE, {"operation": operation.name, "request": actor.request_id})
    if operation.act is None:
        session.add(note_reading(actor, operation.name, of))
        await session.flush()
