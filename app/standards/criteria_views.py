"""How a set of criteria is found by its code and shown, with the checks in print and the acts open on it (art. 12)."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.errors import NotFound
from app.http import require_version, tag
from app.open_acts import open_acts
from app.regulation.act import Act
from app.regulation.vocabulary import Role
from app.standards.criteria import nodes_of
from app.standards.models import CriteriaConfirmation, CriteriaSet
from app.standards.schemas import BandView, ConfirmationView, CriteriaSummary, CriteriaView, CriterionView

Code = Annotated[str, Path(pattern="^[a-z0-9][a-z0-9-]{1,60}$", examples=["gbt19580-2012"])]
PUBLISHED = (
    CriteriaConfirmation.document, CriteriaConfirmation.checked_on, CriteriaConfirmation.codes,
    CriteriaConfirmation.recorded_at,
)  # fmt: skip
"""What everybody reads of a check; who made it is for secretariat and committee."""
INSIDE = frozenset({Role.SECRETARIAT, Role.COMMITTEE})


async def criteria_of_code(session: AsyncSession, code: str) -> CriteriaSet:
    """Read the criteria of that code; 404 if the caller sees none."""
    whole = await session.scalar(select(CriteriaSet).where(CriteriaSet.code == code))
    if whole is None:
        raise NotFound
    return whole


async def matched_criteria(session: AsyncSession, code: str, if_match: int) -> CriteriaSet:
    """The same, locked, at the version of If-Match; 412 at another."""
    whole = await session.scalar(select(CriteriaSet).where(CriteriaSet.code == code).with_for_update())
    if whole is None:
        raise NotFound
    require_version(whole, if_match)
    return whole


async def shown_criteria(session: AsyncSession, actor: Actor, whole: CriteriaSet, response: Response) -> CriteriaView:
    """Write a set whole, with its ETag."""
    tag(response, whole)
    path = f"/v1/criteria/{whole.code}"
    hrefs = {Act.CONFIRM_CRITERIA_POINTS: f"{path}/confirmations", Act.APPROVE_CRITERIA: f"{path}/approval"}
    return CriteriaView(
        **dict(CriteriaSummary.model_validate(whole)), resolution_id=whole.resolution_id,
        bands=[BandView.model_validate(band) for band in whole.bands],
        nodes=[CriterionView.model_validate(node) for node in await nodes_of(session, whole.id)],
        confirmations=await _confirmations(session, actor, whole.id), version=whole.version,
        acts=open_acts(actor, whole, hrefs),
    )  # fmt: skip


async def _confirmations(session: AsyncSession, actor: Actor, criteria_set_id: UUID) -> list[ConfirmationView]:
    columns = (*PUBLISHED, CriteriaConfirmation.checked_by) if actor.role in INSIDE else PUBLISHED
    query = select(*columns).where(CriteriaConfirmation.criteria_set_id == criteria_set_id)
    rows = await session.execute(query.order_by(CriteriaConfirmation.recorded_at, CriteriaConfirmation.id))
    return [ConfirmationView.model_validate(row) for row in rows]
