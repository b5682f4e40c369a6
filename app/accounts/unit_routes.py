"""The register of recommending units: towns, streets, zones, departments and associations (art. 9)."""

from fastapi import Response
from sqlalchemy import select

from app.accounts.doorway import Caller, Transaction
from app.accounts.models import Unit
from app.accounts.schemas import NewUnit, UnitPage, UnitView
from app.acts import perform
from app.http import tag
from app.paging import Key, Paging, Slice, page
from app.regulation.act import Act
from app.sections import PUBLIC, Section

section = Section("/v1/units", tag="推荐单位", about="推荐单位名录")


@section.act("", summary="登记推荐单位", status_code=201)
async def register_unit(body: NewUnit, response: Response, actor: Caller, session: Transaction) -> UnitView:
    """Enter a recommending unit with the area, system or trade whose organizations it recommends (art. 9)."""
    unit = Unit(kind=body.kind, name=body.name, scope=body.scope)
    perform(session, actor, Act.REGISTER_UNIT, unit)
    await session.flush()
    tag(response, unit)
    return UnitView.model_validate(unit)


@section.read("", summary="列出推荐单位", roles=PUBLIC, response_model=UnitPage)
async def list_units(session: Transaction, paging: Paging) -> Slice[Unit]:
    """All recommending units by name, to everyone: applicants choose one."""
    return await page(session, select(Unit), (Key(Unit.name), Key(Unit.id)), paging)
