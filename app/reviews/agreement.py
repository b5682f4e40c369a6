"""The consensus beside the sheets on which it rests: mean, spread, what to discuss, what is lacking (art. 21)."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor, require_duty
from app.cycles.reading import edition_of, find_cycle, steps_of_cycle
from app.lookup import found
from app.open_acts import open_acts
from app.panels.models import ExpertRelation, Panel, PanelAssignment
from app.panels.reading import find_panel, workers_on, working_faults
from app.regulation.act import Act
from app.regulation.criteria import Criterion
from app.regulation.measures import ScoringRule
from app.regulation.ratios import Ratio, exact_text, points_text, truncated
from app.regulation.refusals import Reason, require
from app.regulation.review import all_in_faults, reason_faults
from app.regulation.scoring import ItemSpread, Spread, sheet_faults, sheet_total, spread_of
from app.regulation.vocabulary import Role, Status
from app.reviews.models import Consensus, ConsensusItem
from app.reviews.reading import Entry, as_leader, items_of_stage, own_relation, submitted_percents
from app.reviews.schemas import ConsensusItemView, ConsensusView


async def find_consensus(session: AsyncSession, consensus_id: UUID) -> Consensus:
    """Read a consensus; 404 if the caller does not see it."""
    return await found(session, Consensus, consensus_id)


async def led(session: AsyncSession, actor: Actor, consensus: Consensus, act: Act) -> Actor:
    """Art. 20: the caller as the leader of the panel for this application; 403 if he is not."""
    relation = await own_relation(session, actor, consensus.application_id, consensus.stage)
    panel = await session.get_one(Panel, consensus.panel_id)
    leader = as_leader(actor, relation)
    require_duty(steps_of_cycle(await find_cycle(session, panel.cycle_id))[act], act, leader)
    return leader


async def lock_consensus(session: AsyncSession, consensus: Consensus) -> Panel:
    """Lock the panel and then the consensus, so that nobody joins or leaves meanwhile."""
    panel = await find_panel(session, consensus.panel_id, locked=True)
    await session.refresh(consensus, with_for_update=True)
    return panel


async def panel_reasons(session: AsyncSession, panel: Panel, application_id: UUID) -> tuple[Reason, ...]:
    """Arts. 20-21: what forbids a consensus now: sheets that are missing, or a panel too small for the application."""
    workers = await workers_on(session, application_id, panel.stage)
    missing = sum(not relation.sheet_in for relation, _kind in workers)
    return (*working_faults(panel, workers), *all_in_faults(missing))


async def items_of_consensus(session: AsyncSession, consensus: Consensus) -> dict[str, ConsensusItem]:
    """Read the items as far as the caller sees them, by code."""
    query = select(ConsensusItem).where(ConsensusItem.consensus_id == consensus.id)
    return {item.item_code: item for item in await session.scalars(query)}


def new_consensus(actor: Actor, entry: Entry) -> Consensus:
    """Write the consensus that the leader opens."""
    return Consensus(
        application_id=entry.application.id, stage=entry.relation.stage, panel_id=entry.relation.panel_id,
        criteria_set_id=entry.cycle.edition.criteria_set_id, opened_by=actor.party_id, opened_at=actor.now,
    )  # fmt: skip


async def spread_now(session: AsyncSession, entry: Entry) -> tuple[tuple[Criterion, ...], Spread]:
    """Art. 21: the items of the stage, and mean and spread of the sheets that count."""
    criteria = await items_of_stage(session, entry.cycle, entry.relation.stage)
    sheets = await submitted_percents(session, entry.application.id, entry.relation.stage)
    return criteria, spread_of(sheets, criteria, entry.edition.scoring)


async def empty_items(session: AsyncSession, entry: Entry, consensus: Consensus) -> list[ConsensusItem]:
    """Write one line for each item with the sheets' mean and spread, still without a percent."""
    criteria, spread = await spread_now(session, entry)
    return [
        ConsensusItem(
            consensus_id=consensus.id, item_code=node.code, criteria_set_id=consensus.criteria_set_id,
            points=node.points, mean_num=row.mean.num, mean_den=row.mean.den, spread=row.spread,
        )
        for node, row in zip(criteria, spread.items, strict=True)
    ]  # fmt: skip


async def agreed_total(session: AsyncSession, entry: Entry, consensus: Consensus) -> int:
    """Art. 21: the total of a complete consensus in hundredths; notes the spread of the sheets that count now."""
    criteria, spread = await spread_now(session, entry)
    items = await items_of_consensus(session, consensus)
    require(agreement_reasons(items, criteria, entry.edition.scoring))
    note_spread(items, spread)
    # The items are written before the consensus is concluded, for then they are locked (I10).
    await session.flush()
    return sheet_total({code: item.percent or 0 for code, item in items.items()}, criteria)


def note_spread(items: Mapping[str, ConsensusItem], spread: Spread) -> None:
    """Write the mean and the spread of the sheets that count now."""
    for row in spread.items:
        item = items[row.item]
        item.mean_num, item.mean_den, item.spread = row.mean.num, row.mean.den, row.spread


def agreement_reasons(
    items: Mapping[str, ConsensusItem], criteria: Sequence[Criterion], rule: ScoringRule
) -> tuple[Reason, ...]:
    """Arts. 20-21: what the consensus lacks: a percent or a reason for an item."""
    percents = {code: item.percent for code, item in items.items() if item.percent is not None}
    reasons = {code: item.reason for code, item in items.items()}
    return (*sheet_faults(percents, criteria, rule), *reason_faults(reasons, criteria))


async def shown_consensus(session: AsyncSession, actor: Actor, consensus: Consensus) -> ConsensusView:
    """Write a consensus with the sheets' mean and spread beside each item."""
    here = PanelAssignment.application_id == consensus.application_id
    cycle_id = (await session.execute(select(PanelAssignment.cycle_id).where(here).limit(1))).scalar_one()
    cycle = await find_cycle(session, cycle_id)
    rule = edition_of(cycle).scoring
    criteria = await items_of_stage(session, cycle, consensus.stage)
    items = await items_of_consensus(session, consensus)
    sheets = await submitted_percents(session, consensus.application_id, consensus.stage)
    spread = spread_of(sheets, criteria, rule) if sheets else None
    missing = agreement_reasons(items, criteria, rule) if consensus.status is Status.OPEN else ()
    if actor.role is Role.EXPERT:
        mine = await session.get(ExpertRelation, (actor.party_id, consensus.application_id, consensus.stage))
        actor = as_leader(actor, mine) if mine else actor
    hrefs = {Act.CONCLUDE_CONSENSUS: f"/v1/consensus/{consensus.id}/conclusion"}
    return ConsensusView(
        id=consensus.id, application_id=consensus.application_id, stage=consensus.stage, status=consensus.status,
        opened_at=consensus.opened_at, concluded_at=consensus.concluded_at, version=consensus.version,
        mean_total=exact_text(spread.mean_total) if spread else "",
        total_spread=points_text(Ratio(spread.total_spread)) if spread else "",
        discuss_total=bool(spread and spread.discuss_total),
        total=None if consensus.total is None else points_text(Ratio(consensus.total)),
        items=[_item_view(node, items[node.code], rule) for node in criteria if node.code in items],
        acts=open_acts(actor, consensus, hrefs, unmet={Act.CONCLUDE_CONSENSUS: missing}, steps=steps_of_cycle(cycle)),
    )  # fmt: skip


def _item_view(node: Criterion, item: ConsensusItem, rule: ScoringRule) -> ConsensusItemView:
    row = ItemSpread(
        item=node.code, mean=Ratio(item.mean_num, item.mean_den), spread=item.spread,
        discuss=item.spread >= rule.item_spread,
    )  # fmt: skip
    return ConsensusItemView(
        item_code=node.code, title=node.title, points=node.points, mean_num=row.mean.num, mean_den=row.mean.den,
        mean=truncated(row.mean, 2), spread=row.spread, discuss=row.discuss, percent=item.percent, reason=item.reason,
    )  # fmt: skip
