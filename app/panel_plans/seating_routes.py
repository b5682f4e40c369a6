"""Composing a panel by hand: seats and assignments with their warnings, and who stands ready (arts. 8(4), 20, 30)."""

from fastapi import Response
from sqlalchemy import select

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import perform
from app.applications.models import Application
from app.cycles.reading import find_cycle
from app.errors import NotFound
from app.experts.models import Expert
from app.http import tag
from app.lookup import found
from app.panel_plans.alternates import alternates_of
from app.panel_plans.schemas import AlternatesView
from app.panel_plans.warnings import warnings_of_assignment, warnings_of_seat
from app.panels.forming import assignment_reasons, new_assignment, new_seat, seat_reasons
from app.panels.models import PanelSeat
from app.panels.reading import MatchedPanel, SeenPanel, shown
from app.panels.schemas import NewAssignment, NewSeat, PanelView
from app.regulation.act import Act
from app.regulation.refusals import require
from app.regulation.vocabulary import Role
from app.sections import Section

section = Section("/v1/panels", tag="组员、分配与候补", about="专家入组、分配申报（附提示）与候补评审员")
SECRETARIAT = frozenset({Role.SECRETARIAT})


@section.act("/{panel_id}/seats", summary="专家入组", status_code=201)
async def seat_expert(
    panel: MatchedPanel, body: NewSeat, response: Response, actor: Caller, session: Transaction, today: Today
) -> PanelView:
    """Seat an expert of the register in a panel that is being formed (art. 20); `warnings` say what speaks against."""
    expert = await found(session, Expert, body.expert_id)
    seats = list(await session.scalars(select(PanelSeat).where(PanelSeat.panel_id == panel.id)))
    require(seat_reasons(panel, seats, expert, today, leads=body.is_leader))
    session.add(new_seat(actor, panel, expert.id, leads=body.is_leader))
    perform(session, actor, Act.SEAT_EXPERT, panel, detail={"expert": expert.id, "leader": body.is_leader})
    await session.flush()
    tag(response, panel)
    warnings = await warnings_of_seat(session, actor, panel, expert, today)
    return (await shown(session, actor, panel)).model_copy(update={"warnings": warnings})


@section.act("/{panel_id}/assignments", summary="分配申报", status_code=201)
async def assign_application(
    panel: MatchedPanel, body: NewAssignment, response: Response, actor: Caller, session: Transaction, today: Today
) -> PanelView:
    """Put an application into the panel's hands, one panel a stage (art. 8(4)); `warnings` as for a seat."""
    application = await session.get(Application, body.application_id)
    if application is None or application.cycle_id != panel.cycle_id:
        raise NotFound
    cycle = await find_cycle(session, panel.cycle_id)
    require(await assignment_reasons(session, cycle, panel.stage, application))
    session.add(new_assignment(actor, panel, application))
    perform(session, actor, Act.ASSIGN_APPLICATION, panel, detail={"application": application.id})
    await session.flush()
    tag(response, panel)
    warnings = await warnings_of_assignment(session, actor, panel, application, today)
    return (await shown(session, actor, panel)).model_copy(update={"warnings": warnings})


@section.read("/{panel_id}/alternates", summary="查看候补评审员", roles=SECRETARIAT)
async def show_alternates(panel: SeenPanel, actor: Caller, session: Transaction, today: Today) -> AlternatesView:
    """Who is called next for this panel, in the order of its plan, with what speaks against each as of now."""
    return await alternates_of(session, actor, panel, today)
