"""Panel plans: proposed with their draw announced, drawn, verified, applied and withdrawn (arts. 8(4), 20, 30)."""

from hashlib import sha256
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import Actor, perform, require_turn
from app.cycles.models import Cycle
from app.cycles.reading import edition_of, find_cycle
from app.errors import Conflict, NotFound
from app.experts.models import Expert
from app.http import Id, tag
from app.paging import Key, Paging, page
from app.panel_plans.applying import (
    changes_since,
    end_panels,
    form_panels,
    other_applied,
    panels_of,
    planned,
    team_faults,
)
from app.panel_plans.canonical import Outcome, bytes_of_outcome, bytes_of_question, question_of
from app.panel_plans.drawing import SOLVER, Drawn, Verified
from app.panel_plans.facts import PlannedPanel, Question
from app.panel_plans.gathering import Terms, gathered
from app.panel_plans.models import PanelPlan
from app.panel_plans.reading import MatchedPlan, SeenPlan, shown_plan
from app.panel_plans.schemas import (
    NewPanelPlan,
    PanelPlanView,
    PlanNoticePage,
    PlanSeed,
    PlanWithdrawal,
    VerificationView,
)
from app.panel_plans.scope import PUBLISHED
from app.regulation.act import Act
from app.regulation.assignment import stage_faults
from app.regulation.plan import (
    announcement_faults,
    change_faults,
    draw_faults,
    require_only_plan,
    terms_faults,
    unknown_faults,
)
from app.regulation.refusals import require
from app.regulation.vocabulary import Role, Stage, Status
from app.sections import PUBLIC, Section

section = Section("/v1/panel-plans", tag="评审组方案", about="评审组方案的拟定、抽定、核验、采用与撤回")
draws = Section("/v1/panel-draws", tag="评审组抽定公告", about="评审组方案的抽定安排、种子与摘要，任何人可查")
SECRETARIAT = frozenset({Role.SECRETARIAT})
INPUTS = {200: {"content": {"application/json": {"schema": {"type": "object"}}}, "description": "规范化 JSON 原始字节"}}


@draws.read("", summary="列出评审组方案抽定公告", roles=PUBLIC)
async def list_panel_draws(
    paging: Paging, _actor: Caller, session: Transaction, cycle_id: Annotated[Id | None, Query()] = None
) -> PlanNoticePage:
    """What was announced before each draw and what was drawn, the newest first; it names nobody."""
    query = select(*(getattr(PanelPlan, name) for name in PUBLISHED))
    query = query if cycle_id is None else query.where(PanelPlan.cycle_id == cycle_id)
    keys = [Key(PanelPlan.announced_at, descending=True), Key(PanelPlan.id)]
    return PlanNoticePage.model_validate(await page(session, query, keys, paging), from_attributes=True)


@section.act("", summary="拟定评审组方案并公布抽定安排", status_code=201)
async def propose_panel_plan(
    body: NewPanelPlan, response: Response, actor: Caller, session: Transaction, today: Today
) -> PanelPlanView:
    """Fix all that the plan depends on and announce its draw, while nobody can know the seed yet (art. 20)."""
    cycle = await find_cycle(session, body.cycle_id)
    require(stage_faults(edition_of(cycle).stage_order, body.stage, cycle.status))
    question = await _question(session, cycle, body, today)
    names = [panel.name for panel in body.panels]
    terms = terms_faults(question.rule, names=names, size=body.size, applications=len(question.applications))
    unknown = unknown_faults(await _unknown(session, body.unavailable))
    require((*announcement_faults(actor.now, body.draw_at), *terms, *unknown))
    plan = _announced(actor, body, bytes_of_question(question))
    detail = {"draw_at": body.draw_at.isoformat(), "inputs_sha256": plan.inputs_sha256.hex()}
    perform(session, actor, Act.PROPOSE_PANEL_PLAN, plan, detail=detail)
    await session.flush()
    response.headers["Location"] = f"/v1/panel-plans/{plan.id}"
    return await _answer(session, actor, plan, response)


@section.read("", summary="列出评审组方案", roles=SECRETARIAT)
async def list_panel_plans(
    paging: Paging, _actor: Caller, session: Transaction,
    cycle_id: Annotated[Id | None, Query()] = None, stage: Annotated[Stage | None, Query()] = None,
) -> PlanNoticePage:  # fmt: skip
    """The plans, also those that were withdrawn or that cannot be made, the newest first."""
    query = select(PanelPlan)
    query = query if cycle_id is None else query.where(PanelPlan.cycle_id == cycle_id)
    query = query if stage is None else query.where(PanelPlan.stage == stage)
    keys = [Key(PanelPlan.announced_at, descending=True), Key(PanelPlan.id)]
    return PlanNoticePage.model_validate(await page(session, query, keys, paging), from_attributes=True)


@section.read("/{plan_id}", summary="查看评审组方案", roles=SECRETARIAT)
async def show_panel_plan(plan: SeenPlan, response: Response, actor: Caller, session: Transaction) -> PanelPlanView:
    """Teams with the reason of each pick and who was passed over, or what keeps every plan from being made."""
    return await _answer(session, actor, plan, response)


@section.read("/{plan_id}/inputs", summary="下载方案的全部依据", roles=SECRETARIAT, response_class=Response,
              responses=INPUTS)  # fmt: skip
async def download_panel_plan_inputs(plan: SeenPlan, _actor: Caller) -> Response:
    """The very bytes whose SHA-256 was announced: whoever has them and the seed can draw again."""
    headers = {"Content-Disposition": f'attachment; filename="panel-plan-{plan.id}.json"'}
    return Response(plan.inputs, media_type="application/json", headers=headers)


@section.read("/{plan_id}/verification", summary="重新推算并核验评审组方案", roles=SECRETARIAT)
async def verify_panel_plan(verified: Verified, _plan: SeenPlan, _actor: Caller) -> VerificationView:
    """Draw the plan again from its stored inputs and its seed, and compare."""
    if verified is None:
        raise NotFound
    return verified


@section.act("/{plan_id}/draw", summary="以公布的种子抽定评审组方案", status_code=201)
async def draw_panel_plan(
    drawn: Drawn, plan: MatchedPlan, body: PlanSeed, response: Response, actor: Caller, session: Transaction
) -> PanelPlanView:
    """Draw the plan at the announced instant or later; that none can be made is an answer too, with its reasons."""
    require_turn(actor, Act.DRAW_PANEL_PLAN, plan)
    require(draw_faults(actor.now, plan.draw_at))
    if drawn is None:
        raise Conflict
    to = Status.IMPOSSIBLE if drawn.plan is None else Status.DRAWN
    _write(plan, drawn, body.seed, actor)
    detail = {"seed": body.seed, "outcome_sha256": (plan.outcome_sha256 or b"").hex(), "solver": SOLVER}
    perform(session, actor, Act.DRAW_PANEL_PLAN, plan, to, detail=detail)
    await session.flush()
    return await _answer(session, actor, plan, response)


@section.act("/{plan_id}/application", summary="采用评审组方案", status_code=201)
async def apply_panel_plan(
    plan: MatchedPlan, response: Response, actor: Caller, session: Transaction, today: Today
) -> PanelPlanView:
    """Form the plan's panels, if that on which it rests still holds; each of them is started as any other."""
    require_turn(actor, Act.APPLY_PANEL_PLAN, plan)
    require_only_plan(applied=await other_applied(session, plan))
    cycle = await find_cycle(session, plan.cycle_id)
    require(stage_faults(edition_of(cycle).stage_order, plan.stage, cycle.status))
    require(change_faults(await changes_since(session, cycle, plan, today)))
    require(team_faults(question_of(plan.inputs), planned(plan)))
    panels = [(panel, Status.FORMING) for panel in await form_panels(session, actor, cycle, plan)]
    perform(session, actor, Act.APPLY_PANEL_PLAN, plan, carried=panels, detail={"panels": len(panels)})
    await session.flush()
    return await _answer(session, actor, plan, response)


@section.act("/{plan_id}/withdrawal", summary="撤回评审组方案", status_code=201)
async def revert_panel_plan(
    plan: MatchedPlan, body: PlanWithdrawal, response: Response, actor: Caller, session: Transaction
) -> PanelPlanView:
    """Withdraw a plan, and its panels with it while none of them has started; all of it stays readable."""
    panels = await panels_of(session, plan, locked=True)
    carried = [(panel, Status.WITHDRAWN) for panel in panels]
    plan.withdrawn_at, plan.withdrawal_reason = actor.now, body.reason
    perform(session, actor, Act.REVERT_PANEL_PLAN, plan, carried=carried, detail={"panels": len(panels)})
    await session.flush()
    await end_panels(session, panels, actor.now)
    return await _answer(session, actor, plan, response)


async def _answer(session: AsyncSession, actor: Actor, plan: PanelPlan, response: Response) -> PanelPlanView:
    tag(response, plan)
    return await shown_plan(session, actor, plan)


async def _question(session: AsyncSession, cycle: Cycle, body: NewPanelPlan, today: Today) -> Question:
    panels = tuple(PlannedPanel(name=each.name, sectors=frozenset(each.sectors)) for each in body.panels)
    terms = Terms(
        stage=body.stage, panels=panels, size=body.size, most=body.most, load_cap=body.load_cap,
        alternates=body.alternates, unavailable=frozenset(body.unavailable),
    )  # fmt: skip
    return await gathered(session, cycle, terms, today)


async def _unknown(session: AsyncSession, named: list[UUID]) -> set[str]:
    known = set(await session.scalars(select(Expert.id).where(Expert.id.in_(named))))
    return {str(each) for each in named if each not in known}


def _announced(actor: Actor, body: NewPanelPlan, inputs: bytes) -> PanelPlan:
    return PanelPlan(
        cycle_id=body.cycle_id, stage=body.stage, source=body.source, draw_at=body.draw_at,
        unavailable=sorted({str(each) for each in body.unavailable}), inputs=inputs,
        inputs_sha256=sha256(inputs).digest(), outcome=None, announced_by=actor.user_id, announced_at=actor.now,
    )  # fmt: skip


def _write(plan: PanelPlan, drawn: Outcome, seed: str, actor: Actor) -> None:
    outcome = bytes_of_outcome(drawn)
    plan.seed, plan.drawn_at, plan.solver = seed, actor.now, SOLVER
    plan.outcome, plan.outcome_sha256 = outcome, sha256(outcome).digest()
