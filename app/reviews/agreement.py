"""The consensus beside the sheets on which it rests: mean, spread, what to discuss, what is lacking (art. 21)."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor, require_duty
from app.cycles.models import Cycle
from app.cycles.reading import edition_of, find_cycle, steps_of_cycle
from app.lookup import found
from app.open_acts import OpenAct, open_acts
from app.panels.entering import Entry, as_leader, items_of_stage, own_relation
from app.panels.models import ExpertRelation, Panel, PanelAssignment
from app.panels.reading import find_panel, workers_on, working_faults
from app.regulation.act import Act
from app.regulation.criteria import Criterion
from app.regulation.measures import Edition, ScoringRule
from app.regulation.ratios import Ratio, exact_text, points_text, truncated
from app.regulation.reconsideration import outdated_faults
from app.regulation.refusals import Reason, require
from app.regulation.review import all_in_faults, reason_faults, reopening_faults
from app.regulation.scoring import ItemSpread, Percents, Spread, sheet_faults, sheet_total, spread_of
from app.regulation.vocabulary import Role, Stage, Status
from app.reviews.dissents import dissents_on
from app.reviews.models import Consensus, ConsensusItem
from app.reviews.on_site import site_warnings
from app.reviews.reading import submitted_percents
from app.reviews.requests import concerns_in, put_concerns, request_view, requests_on, spread_reasons
from app.reviews.schemas import ConsensusItemInput, ConsensusItemView, ConsensusView
from app.site_visits.issues import open_issue_reasons


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
    if not missing:  # Then the leader sees them all, and which of them are reopened.
        standing = await submitted_percents(session, application_id, panel.stage)
        missing = sum(relation.expert_id not in standing for relation, _kind in workers)
    return (*working_faults(panel, workers), *all_in_faults(missing))


async def items_of_consensus(session: AsyncSession, consensus: Consensus) -> dict[str, ConsensusItem]:
    """Read the items as far as the caller sees them, by code."""
    query = select(ConsensusItem).where(ConsensusItem.consensus_id == consensus.id)
    return {item.item_code: item for item in await session.scalars(query)}


async def conclusion_reasons(session: AsyncSession, panel: Panel, entry: Entry) -> tuple[Reason, ...]:
    """Arts. 20-22: what forbids to conclude: as above, or on site an issue that is still to be verified."""
    lacking = await panel_reasons(session, panel, entry.application.id)
    return (*lacking, *await _unverified(session, entry.application.id, panel.stage, entry.edition))


async def _unverified(
    session: AsyncSession, application_id: UUID, stage: Stage, edition: Edition
) -> tuple[Reason, ...]:
    """Art. 22: the issues that keep the consensus of the site review from being concluded."""
    return await open_issue_reasons(session, application_id, edition) if stage is Stage.SITE else ()


def new_consensus(actor: Actor, entry: Entry) -> Consensus:
    """Write the consensus that the leader opens."""
    return Consensus(
        application_id=entry.application.id, stage=entry.relation.stage, panel_id=entry.relation.panel_id,
        criteria_set_id=entry.cycle.edition.criteria_set_id, opened_by=actor.party_id, opened_at=actor.now,
    )  # fmt: skip


async def opened_consensus(session: AsyncSession, leader: Actor, entry: Entry, consensus: Consensus) -> None:
    """Art. 21: write one line for each item, still without a percent; put wide spreads to the experts concerned."""
    criteria = await items_of_stage(session, entry.cycle, entry.relation.stage)
    sheets = await submitted_percents(session, entry.application.id, entry.relation.stage)
    rule = entry.edition.scoring
    session.add_all(_empty_items(consensus, criteria, spread_of(list(sheets.values()), criteria, rule)))
    await put_concerns(session, leader, entry, concerns_in(sheets, criteria, rule))


def _empty_items(consensus: Consensus, criteria: Sequence[Criterion], spread: Spread) -> list[ConsensusItem]:
    return [
        ConsensusItem(
            consensus_id=consensus.id, item_code=node.code, criteria_set_id=consensus.criteria_set_id,
            points=node.points, mean_num=row.mean.num, mean_den=row.mean.den, spread=row.spread,
        )
        for node, row in zip(criteria, spread.items, strict=True)
    ]  # fmt: skip


async def agreed_total(session: AsyncSession, entry: Entry, consensus: Consensus) -> int:
    """Art. 21: the total of a complete consensus in hundredths; notes the spread of the sheets that count now."""
    criteria = await items_of_stage(session, entry.cycle, entry.relation.stage)
    sheets = await submitted_percents(session, entry.application.id, entry.relation.stage)
    items, rule = await items_of_consensus(session, consensus), entry.edition.scoring
    wide = await spread_reasons(session, consensus, sheets, criteria, rule)
    require((*agreement_reasons(items, sheets, criteria, rule), *wide))
    note_spread(items, spread_of(list(sheets.values()), criteria, rule))
    # The items are written before the consensus is concluded, for then they are locked (I10).
    await session.flush()
    return sheet_total({code: item.percent or 0 for code, item in items.items()}, criteria)


def note_spread(items: Mapping[str, ConsensusItem], spread: Spread) -> None:
    """Write the mean and the spread of the sheets that count now."""
    for row in spread.items:
        item = items[row.item]
        item.mean_num, item.mean_den, item.spread = row.mean.num, row.mean.den, row.spread


def agreement_reasons(
    items: Mapping[str, ConsensusItem], sheets: Mapping[UUID, Percents], criteria: Sequence[Criterion],
    rule: ScoringRule,
) -> tuple[Reason, ...]:  # fmt: skip
    """Arts. 20-21: what the consensus lacks: a percent or a reason for an item, or sheets that are still the same."""
    percents = {code: item.percent for code, item in items.items() if item.percent is not None}
    reasons = {code: item.reason for code, item in items.items()}
    bases = {code: item.basis for code, item in items.items()}
    named = {str(expert): each for expert, each in sheets.items()}
    return (
        *sheet_faults(percents, criteria, rule), *reason_faults(reasons, criteria),
        *outdated_faults(bases, named, criteria),
    )  # fmt: skip


async def write_agreed(session: AsyncSession, consensus: Consensus, inputs: Sequence[ConsensusItemInput]) -> None:
    """Art. 21: write agreed percents with their reasons, and the experts' percents on which each of them rests."""
    rows = await items_of_consensus(session, consensus)
    sheets = await submitted_percents(session, consensus.application_id, consensus.stage)
    for given in inputs:
        row = rows[given.item_code]
        row.percent, row.reason = given.percent, given.reason
        row.basis = {str(expert): percents[given.item_code] for expert, percents in sheets.items()}


async def shown_consensus(session: AsyncSession, actor: Actor, consensus: Consensus) -> ConsensusView:
    """Write a consensus with the sheets' mean and spread beside each item."""
    assigned = PanelAssignment.application_id == consensus.application_id
    cycle_id = (await session.execute(select(PanelAssignment.cycle_id).where(assigned).limit(1))).scalar_one()
    cycle = await find_cycle(session, cycle_id)
    rule = edition_of(cycle).scoring
    criteria = await items_of_stage(session, cycle, consensus.stage)
    items = await items_of_consensus(session, consensus)
    sheets = await submitted_percents(session, consensus.application_id, consensus.stage)
    spread = spread_of(list(sheets.values()), criteria, rule) if sheets else None
    missing = await _missing(session, consensus, sheets, criteria, edition_of(cycle))
    if actor.role is Role.EXPERT:
        mine = await session.get(ExpertRelation, (actor.party_id, consensus.application_id, consensus.stage))
        actor = as_leader(actor, mine) if mine else actor
    return ConsensusView(
        id=consensus.id, application_id=consensus.application_id, stage=consensus.stage, status=consensus.status,
        opened_at=consensus.opened_at, concluded_at=consensus.concluded_at, round=consensus.round,
        version=consensus.version,
        mean_total=exact_text(spread.mean_total) if spread else "",
        total_spread=points_text(Ratio(spread.total_spread)) if spread else "",
        discuss_total=bool(spread and spread.discuss_total),
        total=None if consensus.total is None else points_text(Ratio(consensus.total)),
        items=[_item_view(node, items[node.code], rule) for node in criteria if node.code in items],
        requests=[request_view(each) for each in await requests_on(session, consensus.application_id, consensus.stage)],
        dissents=await dissents_on(session, consensus.application_id, (consensus.stage,)),
        warnings=await site_warnings(session, actor, consensus, items, rule),
        acts=_acts(actor, consensus, cycle, missing),
    )  # fmt: skip


def _acts(actor: Actor, consensus: Consensus, cycle: Cycle, missing: tuple[Reason, ...]) -> list[OpenAct]:
    here = f"/v1/consensus/{consensus.id}"
    hrefs = {
        Act.CONCLUDE_CONSENSUS: f"{here}/conclusion", Act.REQUEST_RECONSIDERATION: f"{here}/reconsideration",
        Act.REOPEN_CONSENSUS: f"{here}/reopenings",
    }  # fmt: skip
    over = reopening_faults(consensus.stage, cycle.status) if consensus.status is Status.CONCLUDED else ()
    unmet = {Act.CONCLUDE_CONSENSUS: missing, Act.REOPEN_CONSENSUS: over}
    return open_acts(actor, consensus, hrefs, unmet=unmet, steps=steps_of_cycle(cycle))


async def _missing(
    session: AsyncSession, consensus: Consensus, sheets: Mapping[UUID, Percents], criteria: Sequence[Criterion],
    edition: Edition,
) -> tuple[Reason, ...]:  # fmt: skip
    if consensus.status is not Status.OPEN:
        return ()
    items = await items_of_consensus(session, consensus)
    rule = edition.scoring
    wide = await spread_reasons(session, consensus, sheets, criteria, rule)
    unverified = await _unverified(session, consensus.application_id, consensus.stage, edition)
    return (*agreement_reasons(items, sheets, criteria, rule), *wide, *unverified)


def _item_view(node: Criterion, item: ConsensusItem, rule: ScoringRule) -> ConsensusItemView:
    row = ItemSpread(
        item=node.code, mean=Ratio(item.mean_num, item.mean_den), spread=item.spread,
        discuss=item.spread >= rule.item_spread,
    )  # fmt: skip
    return ConsensusItemView(
        item_code=node.code, title=node.title, points=node.points, mean_num=row.mean.num, mean_den=row.mean.den,
        mean=truncated(row.mean, 2), spread=row.spread, discuss=row.discuss, percent=item.percent, reason=item.reason,
    )  # fmt: skip
