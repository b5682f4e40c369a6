"""Granting a recusal that an applicant asked for: what it does to the expert's work, or whom it bars (arts. 20, 30)."""

from uuid import UUID

from fastapi import Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Transaction
from app.acts import Actor, perform, require_turn
from app.cycles.reading import edition_of, find_cycle
from app.experts.models import Expert
from app.http import tag
from app.panels.models import ExpertRelation, Panel, Relation
from app.panels.reading import find_panel
from app.recusals.models import RecusalRequest
from app.recusals.reading import MatchedRequest, shown, turn_reasons
from app.recusals.routes import ruling_of
from app.recusals.schemas import RecusalGrant, RecusalRequestView
from app.regulation.act import Act
from app.regulation.assignment import stage_faults
from app.regulation.recusal import person_faults, recusal_turn_faults, told_faults
from app.regulation.refusals import require
from app.regulation.sanction import Effect
from app.reviews.leaving import Leaving, recuse, relation_of, sheets_of
from app.reviews.replacement import concluded_of
from app.sections import Section

section = Section("/v1/recusal-requests", tag="申请回避", about="申报组织申请专家、秘书处人员或评委回避，及其答复")
GROUND = "经申报组织申请，秘书处同意回避（第三十条）。"
"""The ground of the recusals that a granted request brings with it."""


async def _reasons(session: AsyncSession, actor: Actor, row: RecusalRequest, body: RecusalGrant) -> None:
    """Refuse with everything against this grant that is known before it is made."""
    known = body.expert_id is None or await session.get(Expert, body.expert_id) is not None
    named = {"expert": body.expert_id is not None, "user": body.user_id is not None}
    require((
        *told_faults(body.reason), *await turn_reasons(session, actor, row),
        *recusal_turn_faults(oneself=body.user_id == actor.user, entitled=True),
        *person_faults(row.sought, **named, known=known),
    ))  # fmt: skip


async def _panels_of(session: AsyncSession, application: UUID, expert: UUID) -> list[Panel]:
    """Lock the year and the panels in which the expert works on the application, in the order of every other act."""
    query = select(ExpertRelation.panel_id).where(ExpertRelation.application_id == application)
    query = query.where(ExpertRelation.expert_id == expert, ExpertRelation.relation == Relation.ASSIGNED)
    found = sorted(set(await session.scalars(query)))
    return [await find_panel(session, panel, locked=True) for panel in found]


async def _leaving(
    session: AsyncSession, row: RecusalRequest, expert: UUID
) -> tuple[list[Leaving], list[ExpertRelation], list[dict[str, str]]]:
    """Gather his sheets and relations that end; what was agreed on before, or is over, is only flagged (T15)."""
    cycle = await find_cycle(session, row.cycle_id, locked=True)
    sheets: list[Leaving] = []
    ending: list[ExpertRelation] = []
    effects: list[dict[str, str]] = []
    for panel in await _panels_of(session, row.application_id, expert):
        late = stage_faults(edition_of(cycle).stage_order, panel.stage, cycle.status)
        over = bool(late) or row.application_id in await concluded_of(session, panel)
        effects.append({"stage": panel.stage, "effect": Effect.FLAGGED if over else Effect.EXCLUDED})
        if not over:
            before = await sheets_of(session, panel, expert, [row.application_id])
            ending.append(await relation_of(session, panel, expert, row.application_id))
            sheets += await sheets_of(session, panel, expert, [row.application_id]) or before
    return sheets, ending, effects


@section.act("/{request_id}/grant", summary="同意回避申请", status_code=201)
async def grant_recusal(
    body: RecusalGrant, row: MatchedRequest, response: Response, actor: Caller, session: Transaction
) -> RecusalRequestView:
    """Bar the person from the case from now on; an expert's sheet is kept and counts no more (arts. 20, 30)."""
    require_turn(actor, Act.GRANT_RECUSAL, row)
    await _reasons(session, actor, row, body)
    await _granted(session, actor, row, body)
    tag(response, row)
    return await shown(session, actor, row)


async def _granted(session: AsyncSession, actor: Actor, row: RecusalRequest, body: RecusalGrant) -> None:
    """Let an expert leave the work in the same act; officers and members are barred by the ruling itself."""
    sheets, ending, effects = await _leaving(session, row, body.expert_id) if body.expert_id else ([], [], [])
    detail = {"application": row.application_id, "sought": row.sought, "stages": len(effects)}
    row.reason, row.decided_at = body.reason, actor.now
    perform(session, actor, Act.GRANT_RECUSAL, row, carried=sheets, detail=detail)
    await recuse(session, ending, GROUND)
    session.add(ruling_of(actor, row, body.note, expert=body.expert_id, user=body.user_id, effects=effects))
    await session.flush()
