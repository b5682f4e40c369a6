"""The history of a sheet: its versions and their differences, as far as blindness allows (arts. 21, 30)."""

from typing import Annotated

from fastapi import Path
from sqlalchemy import select

from app.accounts.doorway import Caller, Transaction
from app.http import PathId
from app.lookup import found
from app.paging import Key, Paging, page
from app.regulation.vocabulary import Role
from app.reviews.history_models import SheetVersion
from app.reviews.history_schemas import SheetDiffView, SheetVersionPage, SheetVersionView
from app.reviews.models import ScoreSheet
from app.reviews.versions import difference, find_version, version_summary, version_view
from app.sections import Section

section = Section("/v1/sheets", tag="评分表版本", about="评分表每次保存与提交的版本及其差异")
READERS = frozenset({Role.EXPERT, Role.SECRETARIAT})
Number = Annotated[int, Path(ge=1, le=1_000_000, description="版本序号", examples=[1])]


@section.read("/{sheet_id}/versions", summary="列出评分表版本", roles=READERS)
async def list_sheet_versions(
    sheet_id: PathId, paging: Paging, _actor: Caller, session: Transaction
) -> SheetVersionPage:
    """Every save and submission of one's own sheet; of another's, once one's own is in, what he submitted."""
    query = select(SheetVersion).where(SheetVersion.sheet_id == sheet_id)
    read = await page(session, query, [Key(SheetVersion.number)], paging)
    if not read.items:
        await found(session, ScoreSheet, sheet_id)
    return SheetVersionPage(items=[version_summary(each) for each in read.items], next_cursor=read.next_cursor)


@section.read("/{sheet_id}/versions/{number}", summary="查看评分表版本", roles=READERS)
async def show_sheet_version(
    sheet_id: PathId, number: Number, _actor: Caller, session: Transaction
) -> SheetVersionView:
    """One version with all that it says."""
    return version_view(await find_version(session, sheet_id, number))


@section.read("/{sheet_id}/versions/{before}/diff/{after}", summary="比较评分表版本", roles=READERS)
async def compare_sheet_versions(
    sheet_id: PathId, before: Number, after: Number, _actor: Caller, session: Transaction
) -> SheetDiffView:
    """The items on which two versions differ, with both wordings."""
    return difference(await find_version(session, sheet_id, before), await find_version(session, sheet_id, after))
