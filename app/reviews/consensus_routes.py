"""The consensus: opened by the leader when all sheets are in, filled in with reasons, concluded once (arts. 20, 21)."""

from typing import Annotated

from fastapi import Depends, Query, Response
from sqlalchemy import select

from app.accounts.doorway import Caller, Transaction
from app.acts import perform
from app.http import Id, IfMatch, PathId, require_version, tag
from app.paging import Key, Paging, page
from app.panels.entering import enter, items_of_stage, leading, require_running
from app.panels.reading import find_panel
from app.regulation.act import Act
from app.regulation.refusals import OutOfOrder, require
from app.regulation.review import draft_faults_of, stage_moves_application
from app.regulation.scoring import draft_faults
from app.regulation.vocabulary import Role
from app.reviews.agreement import (
    agreed_total,
    conclusion_reasons,
    find_consensus,
    led,
    lock_consensus,
    new_consensus,
    opened_consensus,
    panel_reasons,
    shown_consensus,
    write_agreed,
)
from app.reviews.models import Consensus
from app.reviews.schemas import ConsensusItemsInput, ConsensusPage, ConsensusView, SheetOpening
from app.sections import Section

opening = Section("/v1/reviews", tag="合议", about="组长主持的合议")
section = Section("/v1/consensus", tag="合议", about="组长主持的合议：均值、分歧、合议评分与理由")
READERS = frozenset({Role.EXPERT, Role.SECRETARIAT})
EXPERT = frozenset({Role.EXPERT})


async def _seen(consensus_id: PathId, session: Transaction) -> Consensus:
    return await find_consensus(session, consensus_id)


SeenConsensus = Annotated[Consensus, Depends(_seen)]


@opening.act("/{application_id}/consensus", summary="开始合议", status_code=201)
async def open_consensus(
    application_id: PathId, body: SheetOpening, response: Response, actor: Caller, session: Transaction
) -> ConsensusView:
    """Put the sheets side by side, once all of them are in and the panel is still whole for this application."""
    entry = await enter(session, actor, application_id, body.stage)
    leader = leading(actor, entry, Act.OPEN_CONSENSUS)
    panel = await find_panel(session, entry.relation.panel_id, locked=True)
    require_running(entry)
    require(await panel_reasons(session, panel, application_id))
    consensus = new_consensus(actor, entry)
    detail = {"application": application_id, "stage": body.stage}
    perform(session, leader, Act.OPEN_CONSENSUS, consensus, detail=detail, steps=entry.steps)
    await opened_consensus(session, leader, entry, consensus)
    await session.flush()
    tag(response, consensus)
    return await shown_consensus(session, actor, consensus)


@section.read("", summary="列出合议", roles=READERS)
async def list_consensus(
    paging: Paging, _actor: Caller, session: Transaction, application_id: Annotated[Id | None, Query()] = None
) -> ConsensusPage:
    """The consensuses that the caller may see."""
    query = select(Consensus)
    query = query if application_id is None else query.where(Consensus.application_id == application_id)
    found = await page(session, query, [Key(Consensus.opened_at), Key(Consensus.id)], paging)
    return ConsensusPage.model_validate(found, from_attributes=True)


@section.read("/{consensus_id}", summary="查看合议", roles=READERS)
async def show_consensus(
    consensus: SeenConsensus, response: Response, actor: Caller, session: Transaction
) -> ConsensusView:
    """One consensus; to the secretariat its items once it is concluded."""
    tag(response, consensus)
    return await shown_consensus(session, actor, consensus)


@section.plain("/{consensus_id}/items", method="PUT", summary="保存合议条款（可分次）", roles=EXPERT)
async def save_consensus_items(
    consensus: SeenConsensus, body: ConsensusItemsInput, response: Response, actor: Caller, session: Transaction,
    if_match: IfMatch,
) -> ConsensusView:  # fmt: skip
    """Enter the agreed percents with their reasons; the leader's alone (art. 20)."""
    await led(session, actor, consensus, Act.CONCLUDE_CONSENSUS)
    await lock_consensus(session, consensus)
    require_version(consensus, if_match)
    if locked := draft_faults_of(consensus.status):
        raise OutOfOrder(*locked)
    entry = await enter(session, actor, consensus.application_id, consensus.stage)
    criteria = await items_of_stage(session, entry.cycle, consensus.stage)
    require(draft_faults({item.item_code: item.percent for item in body.items}, criteria, entry.edition.scoring))
    await write_agreed(session, consensus, body.items)
    consensus.saved_at = actor.now
    await session.flush()
    tag(response, consensus)
    return await shown_consensus(session, actor, consensus)


@section.act("/{consensus_id}/conclusion", summary="形成合议", status_code=201)
async def conclude_consensus(
    consensus: SeenConsensus, response: Response, actor: Caller, session: Transaction, if_match: IfMatch
) -> ConsensusView:
    """Conclude: complete, with a reason for each item; the total is derived and the application goes on (art. 21)."""
    leader = await led(session, actor, consensus, Act.CONCLUDE_CONSENSUS)
    panel = await lock_consensus(session, consensus)
    require_version(consensus, if_match)
    entry = await enter(session, actor, consensus.application_id, consensus.stage, locked=True)
    require_running(entry)
    require(await conclusion_reasons(session, panel, entry))
    consensus.total, consensus.concluded_at = await agreed_total(session, entry, consensus), actor.now
    after = stage_moves_application(entry.order, consensus.stage)
    carried = [(entry.application, after)] if after else []
    detail = {"application": consensus.application_id, "total": consensus.total}
    perform(session, leader, Act.CONCLUDE_CONSENSUS, consensus, carried=carried, detail=detail, steps=entry.steps)
    await session.flush()
    tag(response, consensus)
    return await shown_consensus(session, actor, consensus)
