"""Approving a set of criteria by a resolution, before an edition that names it can be in force (art. 7(2))."""

from typing import Annotated

from fastapi import Depends, Response

from app.accounts.doorway import Caller, Transaction
from app.acts import perform, require_turn
from app.http import IfMatch
from app.legislation.reading import require_resolution
from app.regulation.act import Act
from app.sections import Section
from app.standards.criteria_views import Code, matched_criteria, shown_criteria
from app.standards.models import CriteriaSet
from app.standards.schemas import CriteriaApproval, CriteriaView

section = Section("/v1/criteria", tag="评定标准的审定", about="评委会以决议审定导入的评定标准")


async def _matched(code: Code, session: Transaction, if_match: IfMatch) -> CriteriaSet:
    return await matched_criteria(session, code, if_match)


@section.act("/{code}/approval", summary="审定评定标准", status_code=201)
async def approve_criteria(
    whole: Annotated[CriteriaSet, Depends(_matched)], body: CriteriaApproval, response: Response, actor: Caller,
    session: Transaction,
) -> CriteriaView:  # fmt: skip
    """Approve a draft by a recorded resolution; from now on everybody may assess himself by it (arts. 7(2), 12)."""
    require_turn(actor, Act.APPROVE_CRITERIA, whole)
    await require_resolution(session, body.resolution_id)
    whole.resolution_id, whole.approved_at = body.resolution_id, actor.now
    detail = {"code": whole.code, "resolution": body.resolution_id}
    perform(session, actor, Act.APPROVE_CRITERIA, whole, detail=detail)
    await session.flush()
    return await shown_criteria(session, actor, whole, response)
