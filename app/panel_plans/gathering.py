"""Gathering what a plan depends on: who may be seated, what waits, and what ties them on record (arts. 20, 30)."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.applications.models import Application
from app.codes import code_lists
from app.cycles.models import Cycle
from app.cycles.reading import edition_of
from app.experts.models import Expert, ExpertKind
from app.experts.reading import standing_of
from app.panel_plans.facts import Bar, PlannedApplication, PlannedExpert, PlannedPanel, Question
from app.panels.conflicts import facts_of_experts, recused_of
from app.panels.models import ExpertRelation, Panel, PanelAssignment, PanelSeat, Relation
from app.regulation.assignment import assignment_faults
from app.regulation.choices import ConflictKind
from app.regulation.conflict import Finding, Weight, judged
from app.regulation.declaration import sector_of
from app.regulation.vocabulary import Stage, Status

Findings = dict[tuple[UUID, UUID], tuple[Finding, ...]]
"""By expert and application."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the secretariat says about a plan."""

    stage: Stage
    panels: tuple[PlannedPanel, ...]
    size: int
    most: int
    load_cap: int | None
    alternates: int
    unavailable: frozenset[UUID]


async def gathered(session: AsyncSession, cycle: Cycle, terms: Terms, today: date) -> Question:
    """Arts. 8(4), 20, 30: the question as it stands now, without a seed; a fixed number of statements."""
    experts = await _experts(session, terms, today)
    applications = await waiting(session, cycle, terms.stage)
    loads = await loads_of(session, cycle.id, [each.id for each in experts])
    findings = await findings_of(session, cycle, experts, applications, today)
    return Question(
        rule=edition_of(cycle).panel, panels=terms.panels, size=terms.size, most=terms.most, load_cap=terms.load_cap,
        alternates=terms.alternates, seed="", experts=tuple(planned_expert(each, loads[each.id]) for each in experts),
        applications=tuple(planned_application(each) for each in applications),
        bars=tuple(bar for pair, found in findings.items() for bar in _bars(*pair, found)),
    )  # fmt: skip


async def waiting(session: AsyncSession, cycle: Cycle, stage: Stage) -> list[Application]:
    """Art. 8(4): the applications on their way to the stage that no panel of it has."""
    order = edition_of(cycle).stage_order
    taken = select(PanelAssignment.application_id).where(
        PanelAssignment.cycle_id == cycle.id, PanelAssignment.stage == stage, PanelAssignment.ended_at.is_(None)
    )
    query = select(Application).where(Application.cycle_id == cycle.id, Application.id.not_in(taken))
    rows = await session.scalars(query.order_by(Application.id))
    return [each for each in rows if not assignment_faults(order, stage, each.status, taken=False)]


async def _experts(session: AsyncSession, terms: Terms, today: date) -> list[Expert]:
    rows = await session.scalars(select(Expert).where(Expert.status == Status.ADMITTED).order_by(Expert.id))
    return [each for each in rows if not standing_of(each, today) and each.id not in terms.unavailable]


async def loads_of(session: AsyncSession, cycle_id: UUID, experts: Collection[UUID]) -> Counter[UUID]:
    """Art. 8(4): how many applications each reviews in the cycle, in active panels and in those being formed."""
    working = (
        select(ExpertRelation.expert_id, func.count())
        .join(Panel, Panel.id == ExpertRelation.panel_id)
        .where(Panel.cycle_id == cycle_id, ExpertRelation.relation == Relation.ASSIGNED)
        .where(ExpertRelation.expert_id.in_(experts)).group_by(ExpertRelation.expert_id)
    )  # fmt: skip
    seated = (
        select(PanelSeat.expert_id, func.count())
        .join(Panel, Panel.id == PanelSeat.panel_id)
        .join(PanelAssignment, PanelAssignment.panel_id == Panel.id)
        .where(Panel.cycle_id == cycle_id, Panel.status == Status.FORMING, PanelSeat.left_at.is_(None))
        .where(PanelSeat.expert_id.in_(experts)).group_by(PanelSeat.expert_id)
    )  # fmt: skip
    return await _counted(session, working) + await _counted(session, seated)


async def _counted(session: AsyncSession, query: Select[*tuple[Any, ...]]) -> Counter[UUID]:
    return Counter({row[0]: row[1] for row in await session.execute(query)})


async def findings_of(
    session: AsyncSession, cycle: Cycle, experts: Sequence[Expert], applications: Sequence[Application], today: date,
    *, besides: UUID | None = None,
) -> Findings:  # fmt: skip
    """Art. 30: what ties these experts to these applicants, as the conflict check judges it; nine statements."""
    rule = edition_of(cycle).conflict
    codes = {each.credit_code for each in applications}
    people = [each.id for each in experts]
    facts = await facts_of_experts(session, people, codes, besides=besides)
    recused = await recused_of(session, people, [each.id for each in applications])
    return {
        (expert.id, each.id): _on_the_case(
            judged(facts[expert.id, each.credit_code], rule, today), recused=(expert.id, each.id) in recused
        )
        for each in applications
        for expert in experts
        if (expert.id, each.credit_code) in facts
    }


def _on_the_case(findings: tuple[Finding, ...], *, recused: bool) -> tuple[Finding, ...]:
    """Art. 30: on the very case for which it was granted, a recusal bars however short the look-back."""
    return tuple(
        replace(each, weight=Weight.BAR) if recused and each.fact.kind is ConflictKind.GRANTED_RECUSAL else each
        for each in findings
    )


def planned_expert(expert: Expert, load: int) -> PlannedExpert:
    """Write an expert of the register as the plan takes him."""
    return PlannedExpert(
        id=str(expert.id), name=expert.name, industry=expert.kind is ExpertKind.INDUSTRY,
        divisions=frozenset(expert.divisions), load=load,
    )  # fmt: skip


def planned_application(application: Application) -> PlannedApplication:
    """Write an application as the plan takes it."""
    code = application.industry_code or ""
    return PlannedApplication(
        id=str(application.id), name=application.organization_name, division=code[1:3],
        sector=sector_of(code[0]) if code else "",
    )  # fmt: skip


def _bars(expert: UUID, application: UUID, findings: Sequence[Finding]) -> list[Bar]:
    return [
        bar_of(str(expert), str(application), finding) for finding in findings if finding.weight is Weight.BAR
    ]  # fmt: skip


def bar_of(expert: str, application: str, finding: Finding) -> Bar:
    """Art. 30: a finding as a bar with its evidence: what ties them, where that stands, and since or until when."""
    fact = finding.fact
    kind, kind_en = _label("conflict_kind", fact.kind)
    source, source_en = _label("conflict_source", fact.source)
    days = f"{fact.from_on or ''}—{fact.until_on or ''}" if fact.from_on or fact.until_on else ""
    return Bar(
        expert=expert, application=application, code=f"conflict.{fact.kind}",
        zh=f"{kind}（来源：{source} {fact.reference}{'，' + days if days else ''}）",
        en=f"{kind_en} (found in: {source_en} {fact.reference}{', ' + days if days else ''})",
    )  # fmt: skip


def _label(name: str, code: str) -> tuple[str, str]:
    found = next(item for item in code_lists()[name].codes if item.code == code)
    return found.label, found.label_en or found.label
