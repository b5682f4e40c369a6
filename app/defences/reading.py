"""How the defences are read: the draw with its slots, who hears each defence, and the application in the stage."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.applications.models import Application
from app.cycles.models import Cycle
from app.cycles.reading import edition_of
from app.defences.models import DefenceDraw, DefenceMove, DefenceSlot
from app.defences.schemas import DrawView, MoveView, SlotView
from app.open_acts import open_acts
from app.panels.models import ExpertRelation, Panel, PanelAssignment, Relation
from app.regulation.act import Act
from app.regulation.assignment import status_before
from app.regulation.defence import Booking, Slot
from app.regulation.vocabulary import Role, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """A slot with its application's name and the panel that hears it, None before there is one."""

    slot: DefenceSlot
    organization_name: str
    panel_id: UUID | None
    panel_name: str | None


async def waiting_for_defence(session: AsyncSession, cycle: Cycle) -> list[Application]:
    """Art. 17: the applications that have come to the stage of the defence, locked until the lots are drawn."""
    before = status_before(edition_of(cycle).stage_order, Stage.DEFENCE)
    query = select(Application).where(Application.cycle_id == cycle.id, Application.status == before)
    return list(await session.scalars(query.order_by(Application.id).with_for_update(key_share=True)))


async def hearings_of(session: AsyncSession, draw: DefenceDraw) -> list[Hearing]:
    """Read the slots that the caller sees, in the order of the lots."""
    heard = (PanelAssignment.application_id == DefenceSlot.application_id) & (PanelAssignment.stage == Stage.DEFENCE)
    heard &= PanelAssignment.ended_at.is_(None)
    query = (
        select(DefenceSlot, Application.organization_name, Panel.id, Panel.name)
        .join(Application, Application.id == DefenceSlot.application_id)
        .outerjoin(PanelAssignment, heard)
        .outerjoin(Panel, Panel.id == PanelAssignment.panel_id)
        .where(DefenceSlot.draw_id == draw.id)
        .order_by(DefenceSlot.place)
    )
    rows = await session.execute(query)
    return [
        Hearing(slot=slot, organization_name=name, panel_id=key, panel_name=panel) for slot, name, key, panel in rows
    ]


async def own_hearings_of(session: AsyncSession, draw: DefenceDraw) -> list[Hearing]:
    """Read an applicant's slots; he does not see the panels."""
    query = (
        select(DefenceSlot, Application.organization_name)
        .join(Application, Application.id == DefenceSlot.application_id)
        .where(DefenceSlot.draw_id == draw.id)
        .order_by(DefenceSlot.place)
    )
    rows = await session.execute(query)
    return [Hearing(slot=slot, organization_name=name, panel_id=None, panel_name=None) for slot, name in rows]


async def heard_by(session: AsyncSession, applications: Sequence[UUID]) -> dict[UUID, frozenset[str]]:
    """Read who hears each application's defence: those who still work on it in this stage."""
    query = select(ExpertRelation.application_id, ExpertRelation.expert_id).where(
        ExpertRelation.application_id.in_(applications), ExpertRelation.stage == Stage.DEFENCE,
        ExpertRelation.relation == Relation.ASSIGNED,
    )  # fmt: skip
    found: dict[UUID, set[str]] = defaultdict(set)
    for application, expert in await session.execute(query):
        found[application].add(str(expert))
    return {application: frozenset(experts) for application, experts in found.items()}


def placed(hearing: Hearing, people: frozenset[str]) -> Slot | None:
    """Give a slot as the law's value; None while it has no hour."""
    slot = hearing.slot
    if slot.starts_at is None or slot.ends_at is None:
        return None
    booking = Booking(
        application=str(slot.application_id), panel=str(slot.panel_id), room=slot.room or "", people=people
    )
    return Slot(booking=booking, starts_at=slot.starts_at, ends_at=slot.ends_at)


def moved(slot: Slot, starts_at: datetime, room: str) -> Slot:
    """Give the slot at another hour, as long as before."""
    length = slot.ends_at - slot.starts_at
    booking = Booking(
        application=slot.booking.application, panel=slot.booking.panel, room=room, people=slot.booking.people
    )
    return Slot(booking=booking, starts_at=starts_at, ends_at=starts_at + length)


async def shown_draw(session: AsyncSession, actor: Actor, draw: DefenceDraw) -> DrawView:
    """Write a draw with its slots as far as the caller sees them."""
    hearings = await (own_hearings_of if actor.role is Role.APPLICANT else hearings_of)(session, draw)
    moves = await _moves(session, draw) if actor.role is Role.SECRETARIAT else []
    here = f"/v1/defence-draws/{draw.id}"
    hrefs = {
        Act.DRAW_DEFENCE_ORDER: f"{here}/order",
        Act.SCHEDULE_DEFENCES: f"{here}/hours",
        Act.MOVE_DEFENCE: f"{here}/moves",
    }
    return DrawView(
        id=draw.id, cycle_id=draw.cycle_id, status=draw.status, source=draw.source, place=draw.place,
        draw_at=draw.draw_at, announced_at=draw.announced_at, seed=draw.seed, drawn_at=draw.drawn_at, lots=draw.lots,
        slots=[slot_view(each) for each in hearings], moves=moves, version=draw.version,
        acts=open_acts(actor, draw, hrefs),
    )  # fmt: skip


def slot_view(hearing: Hearing) -> SlotView:
    """Write a slot."""
    slot = hearing.slot
    return SlotView(
        application_id=slot.application_id, organization_name=hearing.organization_name, place=slot.place,
        lot=slot.lot, panel_id=hearing.panel_id, panel_name=hearing.panel_name, room=slot.room,
        starts_at=slot.starts_at, ends_at=slot.ends_at,
    )  # fmt: skip


async def _moves(session: AsyncSession, draw: DefenceDraw) -> list[MoveView]:
    query = select(DefenceMove).join(DefenceSlot, DefenceSlot.application_id == DefenceMove.application_id)
    rows = await session.scalars(query.where(DefenceSlot.draw_id == draw.id).order_by(DefenceMove.moved_at))
    return [MoveView.model_validate(row) for row in rows]
