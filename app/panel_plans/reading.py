"""How a plan is read: its teams with the reason of each pick, who was passed over and why, or what is lacking."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from app.accounts.doorway import Transaction
from app.acts import Actor
from app.errors import NotFound
from app.experts.models import ExpertKind
from app.http import IfMatch, PathId, require_version
from app.open_acts import open_acts
from app.panel_plans.applying import panels_of
from app.panel_plans.canonical import Outcome, outcome_of, question_of
from app.panel_plans.explaining import Passed, Pick, passed_over, picks_of
from app.panel_plans.facts import Bar, PlannedTeam, Question
from app.panel_plans.models import PanelPlan
from app.panel_plans.schemas import (
    AlternateOfPlan,
    BarView,
    PanelPlanView,
    PassedView,
    PickView,
    PlannedApplicationView,
    PlanNotice,
    ShortageView,
    TeamView,
)
from app.panel_plans.solving import knows
from app.problems import Language
from app.regulation.act import Act

WHOLE = (undefer(PanelPlan.inputs), undefer(PanelPlan.outcome))


async def find_plan(session: AsyncSession, plan_id: UUID, *, locked: bool = False) -> PanelPlan:
    """Read a plan with what it depends on and what came of it; 404 if the caller does not see it."""
    plan = await session.get(PanelPlan, plan_id, options=WHOLE, with_for_update=locked or None)
    if plan is None:
        raise NotFound
    return plan


async def _seen(plan_id: PathId, session: Transaction) -> PanelPlan:
    return await find_plan(session, plan_id)


async def _matched(plan_id: PathId, session: Transaction, if_match: IfMatch) -> PanelPlan:
    plan = await find_plan(session, plan_id, locked=True)
    require_version(plan, if_match)
    return plan


SeenPlan = Annotated[PanelPlan, Depends(_seen)]
MatchedPlan = Annotated[PanelPlan, Depends(_matched)]


async def shown_plan(session: AsyncSession, actor: Actor, row: PanelPlan) -> PanelPlanView:
    """Write a plan in full, with the panels that it has formed."""
    formed = {panel.name: panel.id for panel in await panels_of(session, row)}
    question = question_of(row.inputs, row.seed or "")
    outcome = Outcome(plan=None) if row.outcome is None else outcome_of(row.outcome)
    plan, here = outcome.plan, f"/v1/panel-plans/{row.id}"
    hrefs = {
        Act.DRAW_PANEL_PLAN: f"{here}/draw", Act.APPLY_PANEL_PLAN: f"{here}/application",
        Act.REVERT_PANEL_PLAN: f"{here}/withdrawal",
    }  # fmt: skip
    return PanelPlanView(
        **PlanNotice.model_validate(row).model_dump(), size=question.size, most=question.most,
        load_cap=question.load_cap, alternates=question.alternates,
        unavailable=[UUID(each) for each in row.unavailable],
        experts=len(question.experts), applications=len(question.applications),
        recusals=None if plan is None else plan.recusals, matched=None if plan is None else plan.matched,
        teams=[] if plan is None else [
            _Writer(question, actor.language).team(outcome, team, formed) for team in plan.teams
        ],
        shortages=[
            ShortageView(code=each.code, missing=each.missing, message=each.zh if actor.language == "zh" else each.en)
            for each in outcome.shortages
        ],
        withdrawal_reason=row.withdrawal_reason, version=row.version, acts=open_acts(actor, row, hrefs),
    )  # fmt: skip


class _Writer:
    """Writes the teams of one question in one language."""

    def __init__(self, question: Question, language: Language) -> None:
        self.question = question
        self.chinese = language == "zh"
        self.experts = {each.id: each for each in question.experts}

    def team(self, outcome: Outcome, team: PlannedTeam, formed: Mapping[str, UUID]) -> TeamView:
        """Write a team with its reasons."""
        question = self.question
        passed = () if outcome.plan is None else passed_over(question, outcome.plan, team)
        recused = {(expert, application) for expert, application in team.recusals}
        return TeamView(
            name=team.panel, panel_id=formed.get(team.panel),
            picks=[self.pick(each) for each in picks_of(question, team)],
            applications=[self.application(each, team) for each in team.applications],
            recusals=[self.bar(bar) for bar in question.bars if (bar.expert, bar.application) in recused],
            alternates=[
                AlternateOfPlan(expert_id=UUID(each), name=self.experts[each].name) for each in team.alternates
            ],
            passed_over=[self.passed(each, each.expert in team.alternates) for each in passed],
        )  # fmt: skip

    def application(self, application: str, team: PlannedTeam) -> PlannedApplicationView:
        """Write an application of a team."""
        found = next(each for each in self.question.applications if each.id == application)
        able = [each for each in team.experts if (each, application) not in team.recusals]
        return PlannedApplicationView(
            application_id=UUID(found.id), organization_name=found.name, division=found.division, sector=found.sector,
            met=any(knows(self.experts[each], found.division) for each in able),
        )  # fmt: skip

    def pick(self, pick: Pick) -> PickView:
        """Write a pick with its reason."""
        expert, trades = self.experts[pick.expert], len(pick.trades)
        part_zh = "组长" if pick.leads else "行业专家" if pick.industry else "评审员"
        part_en = "Leads" if pick.leads else "Industry expert" if pick.industry else "Assessor"
        zh = f"{part_zh}；抽签号 {pick.lot}；本年度评审 {pick.load} 家"
        en = f"{part_en}; lot {pick.lot}; reviews {pick.load} in the cycle"
        zh, en = (f"{zh}；熟悉其中 {trades} 家的行业", f"{en}; knows the trade of {trades}") if trades else (zh, en)
        return PickView(
            expert_id=UUID(pick.expert), name=expert.name, leads=pick.leads, load=pick.load, lot=pick.lot,
            kind=ExpertKind.INDUSTRY if pick.industry else ExpertKind.ASSESSOR, trades=[UUID(t) for t in pick.trades],
            reason=f"{zh}。" if self.chinese else f"{en}.",
        )  # fmt: skip

    def passed(self, passed: Passed, ready: bool) -> PassedView:
        """Write who was not taken, and why."""
        barred = len({bar.application for bar in passed.bars})
        zh, en = f"抽签号 {passed.lot}，条件相当者取小号", f"Lot {passed.lot}; of equals the lower is taken"
        if barred:
            zh, en = f"须回避本组 {barred} 家申报组织", f"Barred from {barred} applications of the team"
        zh, en = (f"{zh}；列为候补", f"{en}; an alternate") if ready else (zh, en)
        return PassedView(
            expert_id=UUID(passed.expert), name=self.experts[passed.expert].name, lot=passed.lot,
            bars=[self.bar(bar) for bar in passed.bars], reason=f"{zh}。" if self.chinese else f"{en}.",
        )  # fmt: skip

    def bar(self, bar: Bar) -> BarView:
        """Write a bar with where it stands."""
        return BarView(
            expert_id=UUID(bar.expert), application_id=UUID(bar.application), code=bar.code,
            evidence=bar.zh if self.chinese else bar.en,
        )  # fmt: skip
