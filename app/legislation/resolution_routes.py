"""Numbered resolutions of the committee, which every exception cites (art. 7(1))."""

from fastapi import Response
from sqlalchemy import select

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import perform
from app.http import PathId, tag
from app.legislation.models import Resolution
from app.legislation.schemas import NewResolution, ResolutionPage, ResolutionView
from app.lookup import found
from app.paging import Key, Paging, Slice, page
from app.regulation.act import Act
from app.regulation.refusals import require
from app.regulation.vocabulary import Role
from app.regulation.year import resolution_faults
from app.sections import Section

section = Section("/v1/resolutions", tag="评委会决议", about="编号决议；任何例外都须引用一项决议")
READERS = frozenset({Role.SECRETARIAT, Role.COMMITTEE})


@section.act("", summary="登记评委会决议", status_code=201)
async def record_resolution(
    body: NewResolution, response: Response, actor: Caller, session: Transaction, today: Today
) -> ResolutionView:
    """Record a resolution of the committee with its number; it never changes."""
    require(resolution_faults(body.decided_on, today))
    row = Resolution(**body.model_dump(), recorded_by=actor.user_id, recorded_at=actor.now)
    perform(session, actor, Act.RECORD_RESOLUTION, row, detail={"number": row.number})
    await session.flush()
    response.headers["Location"] = f"/v1/resolutions/{row.id}"
    tag(response, row)
    return ResolutionView.model_validate(row)


@section.read("", summary="评委会决议列表", roles=READERS, response_model=ResolutionPage)
async def list_resolutions(session: Transaction, paging: Paging) -> Slice[Resolution]:
    """List the resolutions, the latest first."""
    return await page(session, select(Resolution), (Key(Resolution.decided_on, True), Key(Resolution.id)), paging)


@section.read("/{resolution_id}", summary="查看评委会决议", roles=READERS)
async def show_resolution(resolution_id: PathId, response: Response, session: Transaction) -> ResolutionView:
    """One resolution."""
    row = await found(session, Resolution, resolution_id)
    tag(response, row)
    return ResolutionView.model_validate(row)
