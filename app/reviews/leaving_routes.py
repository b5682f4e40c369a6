"""Leaving the work on an application: conflict, recusal, replacement; sheets are kept but excluded (art. 30)."""

from datetime import datetime

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import perform
from app.experts.models import Expert
from app.http import tag
from app.lookup import found
from app.panels.models import Declared, ExpertRelation, Relation
from app.panels.reading import LockedPanel, MatchedPanel, rosters_of, shown
from app.panels.schemas import NewDeclaration, NewExpertRecusal, NewReplacement, PanelView
from app.regulation.act import Act
from app.regulation.assignment import declaration_faults, leaving_faults
from app.regulation.refusals import require
from app.reviews.leaving import recuse, relation_of, sheets_of
from app.reviews.replacement import (
    concluded_of,
    handed_over,
    lacking,
    replacement_reasons,
    take_over,
    unmet_after,
)
from app.sections import Section

section = Section("/v1/panels", tag="利害关系与回避", about="专家的利害关系声明、回避与替换")


async def _declare(session: AsyncSession, mine: ExpertRelation, body: NewDeclaration, now: datetime) -> None:
    """Write the declaration down, after a sheet that a conflict excludes (I7)."""
    await session.flush()
    mine.declared, mine.declared_at = Declared.NONE, now
    if body.conflict:
        mine.declared, mine.relation, mine.ground = Declared.CONFLICT, Relation.CONFLICTED, body.ground
    await session.flush()


@section.act("/{panel_id}/declarations", summary="声明利害关系", status_code=201)
async def declare_relation(
    panel: LockedPanel, body: NewDeclaration, response: Response, actor: Caller, session: Transaction
) -> PanelView:
    """Declare freedom from conflict, which opens the dossier, or a conflict, which ends the work on it (art. 30)."""
    sheets = await sheets_of(session, panel, actor.party_id, [body.application_id])
    mine = await relation_of(session, panel, actor.party_id, body.application_id)
    assigned, concluded = mine.relation is Relation.ASSIGNED, mine.application_id in await concluded_of(session, panel)
    require(declaration_faults(assigned=assigned, conflict=body.conflict, ground=body.ground))
    require(leaving_faults(assigned=assigned, concluded=body.conflict and concluded))
    detail = {"application": mine.application_id, "conflict": body.conflict}
    perform(session, actor, Act.DECLARE_RELATION, panel, carried=sheets if body.conflict else (), detail=detail)
    await _declare(session, mine, body, actor.now)
    tag(response, panel)
    return await shown(session, actor, panel)


@section.act("/{panel_id}/recusals", summary="专家回避", status_code=201)
async def recuse_expert(
    panel: MatchedPanel, body: NewExpertRecusal, response: Response, actor: Caller, session: Transaction
) -> PanelView:
    """Recuse an expert from one application; what he scored is kept and counts no more (art. 30)."""
    sheets = await sheets_of(session, panel, body.expert_id, [body.application_id])
    relation = await relation_of(session, panel, body.expert_id, body.application_id)
    # A sheet that was opened while this act waited for the relation is excluded too; none can be opened from here on.
    sheets = await sheets_of(session, panel, body.expert_id, [body.application_id]) or sheets
    concluded = relation.application_id in await concluded_of(session, panel)
    require(leaving_faults(assigned=relation.relation is Relation.ASSIGNED, concluded=concluded))
    detail = {"expert": relation.expert_id, "application": relation.application_id}
    perform(session, actor, Act.RECUSE_EXPERT, panel, carried=sheets, detail=detail)
    await recuse(session, [relation], body.reason)
    tag(response, panel)
    return await shown(session, actor, panel)


@section.act("/{panel_id}/replacements", summary="替换专家", status_code=201)
async def replace_expert(
    panel: MatchedPanel, body: NewReplacement, response: Response, actor: Caller, session: Transaction, today: Today
) -> PanelView:
    """Let another expert take over; the rule of art. 20 must hold afterwards for each application concerned."""
    comer = await found(session, Expert, body.replacement_id)
    roster = (await rosters_of(session, [panel]))[panel.id]
    locked = await sheets_of(session, panel, body.expert_id, body.application_ids)
    handed = await handed_over(session, panel, body)
    require(await replacement_reasons(session, panel, roster, comer, body, handed, today))
    leaving = [r for r in handed if r.relation is Relation.ASSIGNED]
    sheets = [(sheet, after) for sheet, after in locked if sheet.application_id in {r.application_id for r in leaving}]
    before = lacking(panel, roster, [r.application_id for r in handed])
    detail = {"expert": body.expert_id, "replacement": comer.id, "applications": len(before)}
    perform(session, actor, Act.REPLACE_EXPERT, panel, carried=sheets, detail=detail)
    await recuse(session, leaving, body.reason)
    await take_over(session, panel, roster, comer, body, handed, actor.now)
    require(await unmet_after(session, panel, before))
    tag(response, panel)
    return await shown(session, actor, panel)
