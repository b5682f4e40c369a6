"""What keeps the names of a notice from going on: its time is not over, or there is an objection (arts. 25, 26)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.publications.models import Notice, NoticeEntry
from app.publications.notices import recorded_period
from app.publications.objections import objections_to
from app.publications.substitutes import broken_off, substitution_faults
from app.regulation.notice import standing_faults
from app.regulation.refusals import Reason
from app.regulation.republication import in_force_faults


async def first_notices_of(session: AsyncSession, entries: Collection[NoticeEntry]) -> Mapping[UUID, Notice]:
    """The notices in which the names first ran, by id."""
    wanted = {entry.first_noticed_id for entry in entries}
    return {row.id: row for row in await session.scalars(select(Notice).where(Notice.id.in_(wanted)))}


async def faults_by_name(
    session: AsyncSession, notice: Notice, entries: Sequence[NoticeEntry], at: datetime
) -> Mapping[UUID, tuple[Reason, ...]]:
    """Arts. 24-26, T14: why each name may not go on at that instant, in words that say of whom they speak."""
    firsts = await first_notices_of(session, entries)
    objections = await objections_to(session, [entry.application_id for entry in entries])
    stale = await substitution_faults(session, notice.cycle_id)
    broken = await broken_off(session, notice.cycle_id)
    found = {}
    for entry in entries:
        period = recorded_period(firsts[entry.first_noticed_id])
        reasons = standing_faults(str(entry.application_id), period, at, objections)
        if (entry.first_noticed_id, entry.application_id) in broken:
            reasons = (*in_force_faults(is_running=False, is_suspended=True), *reasons)
        late = stale.get(entry.first_noticed_id, ())
        found[entry.application_id] = tuple(_of(each, entry.organization_name) for each in (*reasons, *late))
    return found


def _of(reason: Reason, name: str) -> Reason:
    return replace(reason, zh=f"{name}：{reason.zh}", en=f"{name}: {reason.en}")
