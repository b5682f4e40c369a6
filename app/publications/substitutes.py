"""Substitutes: the approval and the notice on which each name rests after an upheld objection (arts. 24-26)."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from app.clock import civil_date
from app.committee.decision_models import GovernmentDecision
from app.publications.models import Notice, NoticeEntry, Objection
from app.regulation.notice import substitute_faults
from app.regulation.refusals import Reason
from app.regulation.vocabulary import Status


async def substitution_faults(session: AsyncSession, cycle_id: UUID) -> Mapping[UUID, tuple[Reason, ...]]:
    """T14: for each notice of the cycle, why a name that first ran in it does not rest on a fresh approval and notice.

    A name of an earlier notice fell if an objection to it was upheld and this notice no longer carries it. Notices of
    proposed lists do not occur: after them every name takes the government's approval anyway.
    """
    earlier, carried = aliased(Notice), aliased(NoticeEntry)
    still_named = exists().where(
        carried.notice_id == Notice.id, carried.application_id == Objection.application_id
    ).correlate(Notice, Objection)  # fmt: skip
    upheld_at = (
        select(func.max(Objection.ruled_at))
        .join(earlier, earlier.id == Objection.notice_id)
        .where(Objection.status == Status.UPHELD)
        .where(earlier.cycle_id == Notice.cycle_id, earlier.number < Notice.number)
        .where(~still_named)
        .correlate(Notice)
        .scalar_subquery()
    )
    query = (
        select(Notice.id, Notice.published_at, GovernmentDecision.decided_on, upheld_at)
        .join(GovernmentDecision, GovernmentDecision.id == Notice.decision_id)
        .where(Notice.cycle_id == cycle_id)
    )
    return {
        notice_id: substitute_faults(
            approved_on=decided_on, upheld_on=civil_date(upheld),
            published_on=civil_date(published_at) if published_at else None,
        )
        if upheld
        else ()
        for notice_id, published_at, decided_on, upheld in await session.execute(query)
    }  # fmt: skip


async def broken_off(session: AsyncSession, cycle_id: UUID) -> frozenset[tuple[UUID, UUID]]:
    """Art. 25: first notice and name whose days did not run in full.

    They are broken off by the suspension of whichever notice carried the name at the time: the first, or a correction.
    """
    first, carrying = aliased(Notice), aliased(Notice)
    query = (
        select(NoticeEntry.first_noticed_id, NoticeEntry.application_id)
        .join(first, first.id == NoticeEntry.first_noticed_id)
        .join(carrying, carrying.id == NoticeEntry.notice_id)
        .where(NoticeEntry.cycle_id == cycle_id, carrying.suspended_at < first.ends_at)
    )
    return frozenset((first_id, name) for first_id, name in await session.execute(query))


async def first_notices(session: AsyncSession, notice: Notice) -> Mapping[tuple[UUID, str], tuple[UUID, str]]:
    """By name and tier: the published notice of its kind whose end counts, and the name that stood there last.

    One that an objection overtook does not count, nor one whose days were broken off for the name.
    """
    faults = await substitution_faults(session, notice.cycle_id)
    broken = await broken_off(session, notice.cycle_id)
    first, carrying = aliased(Notice), aliased(Notice)
    query = (
        select(
            NoticeEntry.application_id, NoticeEntry.tier, NoticeEntry.first_noticed_id, NoticeEntry.organization_name
        )
        .join(first, first.id == NoticeEntry.first_noticed_id)
        .join(carrying, carrying.id == NoticeEntry.notice_id)
        .where(NoticeEntry.cycle_id == notice.cycle_id)
        .where(first.published_at.is_not(None), carrying.published_at.is_not(None))
        .where(first.list_id.is_(None) == (notice.list_id is None))
        .order_by(carrying.number)
    )
    return {
        (name, tier): (first_id, printed) for name, tier, first_id, printed in await session.execute(query)
        if not faults.get(first_id) and (first_id, name) not in broken
    }  # fmt: skip
