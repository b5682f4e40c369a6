"""What a measure does to running work: seats end, sheets go out, what was agreed is taken up anew (art. 31, T15)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.applications.models import Application
from app.cycles.models import Cycle
from app.cycles.reading import edition_of, find_cycle, steps_of_cycle
from app.database import Case
from app.panels.models import ExpertRelation, Panel, PanelSeat, Relation
from app.rankings.models import Ranking
from app.regulation.act import Act
from app.regulation.assignment import stage_faults, status_before
from app.regulation.procedure import STEPS
from app.regulation.sanction import Effect, effect_of
from app.regulation.steps import Step
from app.regulation.vocabulary import Stage, Status
from app.reviews.models import Consensus, ScoreSheet
from app.sanctions.models import Sanction, SanctionEffect

GROUND = "评审资格被暂停或取消（第三十一条）。"
"""The ground of the recusals that a measure brings with it."""
Key = tuple[UUID, Stage]


@dataclass(slots=True)
class Struck:
    """All that a measure touches, locked: who sat where, what he worked on, and what rested on it."""

    cycles: dict[UUID, Cycle] = field(default_factory=dict)
    seats: list[PanelSeat] = field(default_factory=list)
    relations: list[tuple[ExpertRelation, Effect]] = field(default_factory=list)
    sheets: list[ScoreSheet] = field(default_factory=list)
    consensus: dict[Key, Consensus] = field(default_factory=dict)
    applications: dict[UUID, Application] = field(default_factory=dict)
    panels: dict[UUID, Panel] = field(default_factory=dict)

    def carried(self) -> list[tuple[Case, Status]]:
        """Give every row that changes its status with the measure, and the status that it gets."""
        moved: list[tuple[Case, Status]] = [(sheet, Status.EXCLUDED) for sheet in self.sheets]
        reopened = {(r.application_id, r.stage) for r, effect in self.relations if effect is Effect.REOPENED}
        for key in sorted(reopened, key=str):
            moved.append((self.consensus[key], Status.OPEN))
            application = self.applications[key[0]]
            order = edition_of(self.cycles[application.cycle_id]).stage_order
            before = status_before(order, key[1])
            if application.status is not before:
                moved.append((application, before))
        return moved

    def steps(self) -> Mapping[Act, Step]:
        """Give the table with the moves of every edition under which the work runs."""
        tables = [steps_of_cycle(cycle)[Act.IMPOSE_SANCTION] for cycle in self.cycles.values()]
        own = STEPS[Act.IMPOSE_SANCTION]
        carries = tuple(dict.fromkeys(each for step in (own, *tables) for each in step.carries))
        return {**STEPS, Act.IMPOSE_SANCTION: replace(own, carries=carries)}


async def struck_by(session: AsyncSession, experts: Collection[UUID]) -> Struck:
    """Lock the years, panels and work of the experts, in the order in which every other act locks them."""
    made = Struck()
    mine = select(PanelSeat.panel_id).where(PanelSeat.expert_id.in_(experts), PanelSeat.left_at.is_(None))
    worked = select(ExpertRelation.panel_id).where(
        ExpertRelation.expert_id.in_(experts), ExpertRelation.relation == Relation.ASSIGNED
    )
    panels = Panel.id.in_(mine.union(worked).scalar_subquery())
    for cycle_id in sorted(set(await session.scalars(select(Panel.cycle_id).where(panels)))):
        made.cycles[cycle_id] = await find_cycle(session, cycle_id, locked=True)
    query = select(Panel).where(panels).order_by(Panel.id).with_for_update()
    made.panels = {panel.id: panel for panel in await session.scalars(query)}
    await _work(session, made, experts)
    return made


async def _work(session: AsyncSession, made: Struck, experts: Collection[UUID]) -> None:
    sheets = select(ScoreSheet).where(ScoreSheet.expert_id.in_(experts), ScoreSheet.status != Status.EXCLUDED)
    own = list(await session.scalars(sheets.order_by(ScoreSheet.id).with_for_update()))
    query = select(ExpertRelation).where(ExpertRelation.expert_id.in_(experts))
    query = query.where(ExpertRelation.relation == Relation.ASSIGNED).order_by(ExpertRelation.application_id)
    relations = list(await session.scalars(query.with_for_update()))
    applications = {r.application_id for r in relations}
    agreed = select(Consensus).where(Consensus.application_id.in_(applications)).order_by(Consensus.id)
    made.consensus = {(c.application_id, c.stage): c for c in await session.scalars(agreed.with_for_update())}
    files = select(Application).where(Application.id.in_(applications)).order_by(Application.id)
    made.applications = {a.id: a for a in await session.scalars(files.with_for_update())}
    ranked = set(await session.scalars(select(Ranking.cycle_id).where(Ranking.cycle_id.in_(made.cycles))))
    made.relations = [(r, _effect(made, r, ranked)) for r in relations]
    running = {(r.expert_id, r.application_id, r.stage) for r, effect in made.relations if effect is not Effect.FLAGGED}
    made.sheets = [sheet for sheet in own if (sheet.expert_id, sheet.application_id, sheet.stage) in running]
    made.seats = await _seats(session, made, experts, ranked)


def _effect(made: Struck, relation: ExpertRelation, ranked: Collection[UUID]) -> Effect:
    cycle = made.cycles[made.panels[relation.panel_id].cycle_id]
    agreed = made.consensus.get((relation.application_id, relation.stage))
    return effect_of(
        order=edition_of(cycle).stage_order, stage=relation.stage, cycle=cycle.status, ranked=cycle.id in ranked,
        concluded=agreed is not None and agreed.status is Status.CONCLUDED,
    )  # fmt: skip


async def _seats(
    session: AsyncSession, made: Struck, experts: Collection[UUID], ranked: Collection[UUID]
) -> list[PanelSeat]:
    """Lock the seats that end: those in panels whose stage is not over."""
    query = select(PanelSeat).where(PanelSeat.expert_id.in_(experts), PanelSeat.left_at.is_(None))
    seats = list(await session.scalars(query.order_by(PanelSeat.panel_id).with_for_update()))
    return [seat for seat in seats if _runs(made, made.panels[seat.panel_id], ranked)]


def _runs(made: Struck, panel: Panel, ranked: Collection[UUID]) -> bool:
    cycle = made.cycles[panel.cycle_id]
    return cycle.id not in ranked and not stage_faults(edition_of(cycle).stage_order, panel.stage, cycle.status)


def effects_of(sanction: Sanction, struck: Struck) -> Sequence[SanctionEffect]:
    """Write down what became of the work, the untouched and only flagged included."""
    return [
        SanctionEffect(
            sanction_id=sanction.id, expert_id=r.expert_id, application_id=r.application_id, stage=r.stage,
            cycle_id=struck.panels[r.panel_id].cycle_id, effect=effect,
        )
        for r, effect in struck.relations
    ]  # fmt: skip


async def strike(session: AsyncSession, struck: Struck, now: datetime) -> None:
    """End what ends; the sheets are excluded first, for only an assigned expert's sheet may count (I7)."""
    await session.flush()
    for relation, effect in struck.relations:
        if effect is not Effect.FLAGGED:
            relation.relation, relation.ground = Relation.RECUSED, GROUND
    for seat in struck.seats:
        seat.left_at = now
    await session.flush()
