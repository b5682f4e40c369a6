"""How an expert enters a dossier: his relation to it, the leader's duty, whether the stage runs, and its items."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor, require_duty
from app.applications.models import Application
from app.applications.secrecy import SECRET
from app.cycles.models import Cycle
from app.cycles.reading import edition_of, find_cycle, steps_of_cycle
from app.errors import NotFound
from app.panels.models import Declared, ExpertRelation, Panel, Relation
from app.regulation.act import Act
from app.regulation.assignment import access_faults
from app.regulation.criteria import Criterion, CriterionKind
from app.regulation.measures import Edition
from app.regulation.refusals import require
from app.regulation.review import running_faults
from app.regulation.steps import Step
from app.regulation.vocabulary import Duty, Stage, Status
from app.standards.criteria import nodes_of
from app.standards.models import CriteriaNode
from app.undertakings.models import Undertaking


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An expert who has entered a dossier: his relation, the application, its cycle and edition."""

    relation: ExpertRelation
    application: Application
    cycle: Cycle

    @property
    def known_status(self) -> Status:
        """The application's status as an expert may know it."""
        return self.application.known_status if self.application.status in SECRET else self.application.status

    @property
    def edition(self) -> Edition:
        """The edition that the cycle keeps."""
        return edition_of(self.cycle)

    @property
    def order(self) -> tuple[Stage, ...]:
        """The stages in their order."""
        return self.edition.stage_order

    @property
    def steps(self) -> Mapping[Act, Step]:
        """The procedure's table in that order."""
        return steps_of_cycle(self.cycle)


def as_leader(actor: Actor, relation: ExpertRelation) -> Actor:
    """Art. 20: the leader's duty follows from the work on this application in this stage, and from no grant."""
    leads = relation.leads and relation.relation is Relation.ASSIGNED
    duties = actor.duties | {Duty.LEADER} if leads else actor.duties - {Duty.LEADER}
    return dataclasses.replace(actor, duties=duties)


def leading(actor: Actor, entry: Entry, act: Act) -> Actor:
    """Art. 20: the caller as the leader of the work on the application; 403 if he does not lead it."""
    leader = as_leader(actor, entry.relation)
    require_duty(entry.steps[act], act, leader)
    return leader


def require_running(entry: Entry) -> None:
    """Art. 17: refuse work on an application while it or its cycle is not in the stage (422)."""
    # A status that is a secret to experts is past every stage; it is told as the last one that is none.
    status = {"cycle": entry.cycle.status, "application": entry.known_status}
    require(running_faults(entry.order, entry.relation.stage, **status))


async def own_relation(session: AsyncSession, actor: Actor, application_id: UUID, stage: Stage) -> ExpertRelation:
    """Read what the expert is to the application; 404 unless he is assigned to it."""
    found = await session.get(ExpertRelation, (actor.party_id, application_id, stage))
    if found is None or found.relation is not Relation.ASSIGNED:
        raise NotFound
    return found


async def _has_signed(session: AsyncSession, actor: Actor, panel_id: UUID) -> bool:
    """Say whether the caller has signed the undertaking of the panel's cycle."""
    query = select(Undertaking.id).join(Panel, Panel.cycle_id == Undertaking.cycle_id)
    found = await session.scalar(query.where(Panel.id == panel_id, Undertaking.user_id == actor.user_id))
    return found is not None


async def enter(
    session: AsyncSession, actor: Actor, application_id: UUID, stage: Stage, *, locked: bool = False
) -> Entry:
    """Art. 30: enter a dossier; 404 unless assigned, 422 before undertaking and declaration, then it is seen."""
    relation = await own_relation(session, actor, application_id, stage)
    signed = await _has_signed(session, actor, relation.panel_id)
    require(access_faults(undertaking_signed=signed, declared_free=relation.declared is Declared.NONE))
    application = await session.get(
        Application, application_id, with_for_update=locked or None, populate_existing=locked
    )
    if application is None:
        raise NotFound
    return Entry(
        relation=relation, application=application, cycle=await find_cycle(session, application.cycle_id)
    )  # fmt: skip


async def stages_of(session: AsyncSession, actor: Actor, application_id: UUID) -> list[ExpertRelation]:
    """Read the stages in which the expert is assigned to the application; 404 if there is none."""
    query = select(ExpertRelation).where(ExpertRelation.application_id == application_id)
    query = query.where(ExpertRelation.expert_id == actor.party_id, ExpertRelation.relation == Relation.ASSIGNED)
    found = list(await session.scalars(query))
    if not found:
        raise NotFound
    return found


async def last_stage(session: AsyncSession, actor: Actor, application_id: UUID) -> Stage:
    """Art. 22: the last review stage of the application's cycle; 404 if the expert has nothing to do with it."""
    relation = (await stages_of(session, actor, application_id))[0]
    panel = await session.get_one(Panel, relation.panel_id)
    return edition_of(await find_cycle(session, panel.cycle_id)).stage_order[-1]


def _criterion(node: CriteriaNode) -> Criterion:
    return Criterion(
        code=node.code, title=node.title, title_en=node.title_en, points=node.points, kind=CriterionKind(node.kind),
        parent=node.parent, points_confirmed=node.points_confirmed, title_confirmed=node.title_confirmed,
    )  # fmt: skip


async def items_of_set(session: AsyncSession, criteria_set_id: UUID) -> tuple[Criterion, ...]:
    """Art. 13: the scored items of a criteria set, in the order of the standard."""
    return tuple(_criterion(node) for node in await nodes_of(session, criteria_set_id) if node.is_item)


async def items_of_stage(session: AsyncSession, cycle: Cycle, stage: Stage) -> tuple[Criterion, ...]:
    """Arts. 13, 17: the items that the stage scores, in the order of the standard."""
    rule = next(rule for rule in edition_of(cycle).stages if rule.stage is stage)
    items = await items_of_set(session, cycle.edition.criteria_set_id)
    return tuple(item for item in items if not rule.items or item.code in rule.items)
