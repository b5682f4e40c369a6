"""What a web publication brings with it: who is told where he stands, and which notices it leaves behind (art. 25)."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.applications.models import Application
from app.applications.secrecy import publish_statuses
from app.publications.models import Notice, NoticeEntry
from app.regulation.posting import NoticedList
from app.regulation.vocabulary import Status

NAMED = {
    NoticedList.PROPOSED: frozenset({Status.PROPOSED}),
    NoticedList.APPROVED: frozenset({Status.APPROVED_IN_NOTICE, Status.APPROVED}),
}
"""What a notice says of whom it names: nothing that was decided of them meanwhile."""
PASSED_OVER = frozenset({Status.SCORED, Status.CANDIDATE, Status.NOT_CANDIDATE, Status.NOT_PROPOSED})
UNNAMED = {NoticedList.PROPOSED: PASSED_OVER, NoticedList.APPROVED: PASSED_OVER | {Status.NOT_APPROVED}}
"""What it says of everybody else by its silence: not that somebody comes on a later list."""


async def make_known(session: AsyncSession, notice: Notice) -> None:
    """Art. 25: tell the applicants of the cycle as much as the published notice does."""
    names = select(NoticeEntry.application_id).where(NoticeEntry.notice_id == notice.id)
    await publish_statuses(session, notice.cycle_id, NAMED[notice.kind], Application.id.in_(names))
    await publish_statuses(session, notice.cycle_id, UNNAMED[notice.kind], Application.id.not_in(names))


async def left_behind(session: AsyncSession, notice: Notice) -> list[Notice]:
    """The suspended notices of older lists, locked: this one names all who stand, so they are not published again."""
    query = select(Notice).where(
        Notice.cycle_id == notice.cycle_id, Notice.number < notice.number, Notice.status == Status.INTERRUPTED,
        Notice.list_sha256 != notice.list_sha256, Notice.list_id.is_(None) == (notice.list_id is None),
    )  # fmt: skip
    return list(await session.scalars(query.order_by(Notice.number).with_for_update()))
