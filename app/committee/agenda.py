"""The agenda of a meeting: its items as announced, what was amended since, and what belongs to an item (art. 24)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.committee.meeting_models import AgendaAmendment, AgendaItem, AgendaKind, AmendmentKind
from app.committee.meeting_schemas import NewAmendment, NewMeetingItem
from app.committee.models import Meeting
from app.regulation.convening import amendment_faults, item_faults
from app.regulation.refusals import Reason, require


def announced(meeting: Meeting, items: Sequence[NewMeetingItem], now: datetime) -> list[AgendaItem]:
    """Art. 24: the items with which the members are convened, in their order."""
    return [
        AgendaItem(meeting_id=meeting.id, number=number, kind=item.kind, text=item.text, added_at=now)
        for number, item in enumerate(items, 1)
    ]


async def items_of(session: AsyncSession, meeting_id: UUID) -> list[AgendaItem]:
    """Give every item of a meeting in its order, those withdrawn too."""
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id).order_by(AgendaItem.number)
    return list(await session.scalars(query))


async def amendments_of(session: AsyncSession, meeting_id: UUID) -> list[AgendaAmendment]:
    """Give what was amended, the first amendment first."""
    query = select(AgendaAmendment).where(AgendaAmendment.meeting_id == meeting_id).order_by(AgendaAmendment.number)
    return list(await session.scalars(query))


async def item_reasons(
    session: AsyncSession, meeting_id: UUID, item_id: UUID | None, wanted: AgendaKind
) -> tuple[Reason, ...]:
    """Art. 24: why a ballot or a motion does not belong to this item; nothing where it names none.

    The meeting is locked, so no item is withdrawn meanwhile.
    """
    if item_id is None:
        return ()
    row = await session.get(AgendaItem, item_id)
    stands = row is not None and row.meeting_id == meeting_id and row.withdrawn_at is None
    return item_faults(row.kind if row is not None and stands else None, wanted)


async def amend(session: AsyncSession, actor: Actor, meeting: Meeting, body: NewAmendment) -> None:
    """Art. 24: add an item or withdraw one, with the reason; 422 with every fault. The meeting is locked."""
    items = await items_of(session, meeting.id)
    standing = {item.id: item for item in items if item.withdrawn_at is None}
    require(
        amendment_faults(
            adds=body.add is not None, withdraws=body.withdraw is not None, known=body.withdraw in standing,
            standing=len(standing),
        )
    )  # fmt: skip
    if body.add is not None:
        item = AgendaItem(
            meeting_id=meeting.id, number=len(items) + 1, kind=body.add.kind, text=body.add.text, added_at=actor.now
        )
    else:
        item = standing[body.withdraw]  # ty: ignore[invalid-argument-type] - named, as was required above.
        item.withdrawn_at = actor.now
    latest = select(func.count()).where(AgendaAmendment.meeting_id == meeting.id)
    amendment = AgendaAmendment(
        meeting_id=meeting.id, number=(await session.execute(latest)).scalar_one() + 1, item_id=item.id,
        kind=AmendmentKind.WITHDRAWN if item.withdrawn_at else AmendmentKind.ADDED, reason=body.reason,
        amended_by=actor.user_id, amended_at=actor.now,
    )  # fmt: skip
    session.add_all([item, amendment])
