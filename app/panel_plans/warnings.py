"""Gathering what speaks against a seat or an assignment that a person has just made (arts. 20, 30)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from app.acts import Actor
from app.applications.models import Application
from app.cycles.reading import find_cycle
from app.experts.models import Expert, ExpertKind
from app.panel_plans.alternates import works_of
from app.panel_plans.applying import planned
from app.panel_plans.canonical import question_of
from app.panel_plans.gathering import findings_of, loads_of, planned_application
from app.panel_plans.models import PanelPlan, PlanPanel
from app.panels.models import Panel, PanelSeat
from app.problems import Fault, fault_in
from app.regulation.refusals import Reason
from app.regulation.seating import PlanTerms, Reviewer, Work, seating_warnings, trade_warnings
from app.regulation.vocabulary import Status


async def warnings_of_seat(
    session: AsyncSession, actor: Actor, panel: Panel, expert: Expert, today: date
) -> list[Fault]:
    """Arts. 20, 30: what the newly seated expert brings with him to the panel's applications."""
    works = await works_of(session, panel)
    experts = await _seated(session, panel) if expert.kind is ExpertKind.INDUSTRY else []
    trades = trade_warnings([_reviewer(each, 0) for each in experts], [_work(each) for each in works])
    found = await _warnings(session, panel, [expert], works, today, str(expert.id))
    return [fault_in(actor.language, each) for each in (*found, *trades)]


async def warnings_of_assignment(
    session: AsyncSession, actor: Actor, panel: Panel, application: Application, today: date
) -> list[Fault]:
    """Arts. 20, 30: what the newly assigned application means for those who sit in the panel."""
    experts = await _seated(session, panel)
    trades = trade_warnings([_reviewer(each, 0) for each in experts], [_work(application)])
    found = await _warnings(session, panel, experts, [application], today, str(application.id))
    return [fault_in(actor.language, each) for each in (*found, *trades)]


async def _seated(session: AsyncSession, panel: Panel) -> list[Expert]:
    query = select(Expert).join(PanelSeat, PanelSeat.expert_id == Expert.id).order_by(PanelSeat.seated_at, Expert.id)
    return list(await session.scalars(query.where(PanelSeat.panel_id == panel.id, PanelSeat.left_at.is_(None))))


async def _warnings(
    session: AsyncSession, panel: Panel, experts: Sequence[Expert], works: Sequence[Application], today: date, came: str
) -> tuple[Reason, ...]:
    cycle = await find_cycle(session, panel.cycle_id)
    loads = await loads_of(session, cycle.id, [each.id for each in experts])
    ties = await findings_of(session, cycle, experts, works, today, besides=panel.id)
    findings = {(str(expert), str(application)): found for (expert, application), found in ties.items()}
    reviewers = [_reviewer(each, loads[each.id]) for each in experts]
    return seating_warnings(reviewers, [_work(each) for each in works], findings, await _terms(session, panel), came)


def _reviewer(expert: Expert, load: int) -> Reviewer:
    return Reviewer(
        expert=str(expert.id), name=expert.name, industry=expert.kind is ExpertKind.INDUSTRY,
        divisions=frozenset(expert.divisions), load=load,
    )  # fmt: skip


def _work(application: Application) -> Work:
    found = planned_application(application)
    return Work(application=found.id, name=found.name, division=found.division)


async def _terms(session: AsyncSession, panel: Panel) -> PlanTerms | None:
    """Read what the applied plan of the stage says about this panel; None where none is applied."""
    query = select(PanelPlan).where(PanelPlan.cycle_id == panel.cycle_id, PanelPlan.stage == panel.stage)
    query = query.where(PanelPlan.status == Status.APPLIED)
    row = await session.scalar(query.options(undefer(PanelPlan.inputs), undefer(PanelPlan.outcome)))
    if row is None:
        return None
    formed = await session.get(PlanPanel, panel.id)
    teams = [team for team in planned(row).teams if formed is not None and team.panel == panel.name]
    return PlanTerms(
        load_cap=question_of(row.inputs).load_cap,
        experts={each for team in teams for each in (*team.experts, *team.alternates)},
        applications={each for team in teams for each in team.applications},
    )  # fmt: skip
