"""Sheets: saving in parts, submitting, which locks them, and reading them as far as blindness allows (art. 21)."""

from typing import Annotated

from fastapi import Depends, Query, Request, Response
from sqlalchemy import select

from app.accounts.doorway import Caller, Transaction
from app.acts import perform, require_turn
from app.applications.citing import citation_reasons
from app.http import Id, IfMatch, PathId, tag
from app.lookup import found, matched
from app.paging import Key, Paging, page
from app.panels.entering import enter, items_of_stage, require_running
from app.regulation.act import Act
from app.regulation.refusals import OutOfOrder, require
from app.regulation.review import draft_faults_of
from app.regulation.scoring import draft_faults, sheet_total
from app.regulation.vocabulary import Role, Stage
from app.reviews.citations import remarks_of
from app.reviews.models import ScoreSheet
from app.reviews.reading import items_of_sheets, percents_of
from app.reviews.schemas import SheetItemsInput, SheetPage, SheetView
from app.reviews.sheets import lacking, saved, shown_sheet, write_items
from app.reviews.versions import keep_version
from app.sections import Section

section = Section("/v1/sheets", tag="评分表", about="评审员逐条评分：分次保存，提交后锁定")
READERS = frozenset({Role.EXPERT, Role.SECRETARIAT})
EXPERT = frozenset({Role.EXPERT})


async def _seen(sheet_id: PathId, session: Transaction) -> ScoreSheet:
    return await found(session, ScoreSheet, sheet_id)


async def _matched(sheet_id: PathId, session: Transaction, if_match: IfMatch) -> ScoreSheet:
    """Lock one's own sheet; the schema lets nobody lock another's."""
    return await matched(session, ScoreSheet, sheet_id, if_match)


SeenSheet = Annotated[ScoreSheet, Depends(_seen)]
MatchedSheet = Annotated[ScoreSheet, Depends(_matched)]


@section.read("", summary="列出评分表", roles=READERS)
async def list_sheets(
    paging: Paging, _actor: Caller, session: Transaction,
    application_id: Annotated[Id | None, Query()] = None, stage: Annotated[Stage | None, Query()] = None,
) -> SheetPage:  # fmt: skip
    """One's own sheets and those that one may see besides."""
    query = select(ScoreSheet)
    query = query if application_id is None else query.where(ScoreSheet.application_id == application_id)
    query = query if stage is None else query.where(ScoreSheet.stage == stage)
    found = await page(session, query, [Key(ScoreSheet.opened_at), Key(ScoreSheet.id)], paging)
    return SheetPage.model_validate(found, from_attributes=True)


@section.read("/{sheet_id}", summary="查看评分表", confidential=True, roles=READERS)
async def show_sheet(sheet: SeenSheet, response: Response, actor: Caller, session: Transaction) -> SheetView:
    """One sheet; another's only when one's own is in (T10)."""
    tag(response, sheet)
    return await shown_sheet(session, actor, sheet)


@section.plain("/{sheet_id}/items", method="PUT", summary="保存评分条款（可分次）", roles=EXPERT)
async def save_sheet_items(
    sheet: MatchedSheet, body: SheetItemsInput, request: Request, response: Response, actor: Caller,
    session: Transaction,
) -> SheetView:  # fmt: skip
    """Save some items of one's own draft; fields that are left out stay as they are."""
    if locked := draft_faults_of(sheet.status):
        raise OutOfOrder(*locked)
    entry = await enter(session, actor, sheet.application_id, sheet.stage)
    criteria = await items_of_stage(session, entry.cycle, sheet.stage)
    wanted = {item.item_code: item.percent or 0 for item in body.items}
    require(draft_faults(wanted, criteria, entry.edition.scoring))
    items = (await items_of_sheets(session, [sheet.id]))[sheet.id]
    written = write_items(items, body.items)
    require(await citation_reasons(session, request.app.state.settings, entry.application, remarks_of(written)))
    await saved(session, actor, sheet, items)
    tag(response, sheet)
    return await shown_sheet(session, actor, sheet)


@section.act("/{sheet_id}/submission", summary="提交评分表", status_code=201)
async def submit_sheet(
    sheet: MatchedSheet, request: Request, response: Response, actor: Caller, session: Transaction
) -> SheetView:
    """Submit one's own sheet, complete; its total is derived and the sheet is locked (arts. 13, 21)."""
    require_turn(actor, Act.SUBMIT_SHEET, sheet)
    entry = await enter(session, actor, sheet.application_id, sheet.stage, locked=True)
    criteria = await items_of_stage(session, entry.cycle, sheet.stage)
    items = (await items_of_sheets(session, [sheet.id]))[sheet.id]
    require_running(entry)
    cited = await citation_reasons(session, request.app.state.settings, entry.application, remarks_of(items))
    require((*lacking(items, criteria, entry.edition.scoring), *cited))
    sheet.total, sheet.submitted_at = sheet_total(percents_of(items), criteria), actor.now
    kept = await keep_version(session, actor, sheet, items, sheet.total)
    detail = {"application": sheet.application_id, "stage": sheet.stage, "number": kept.number}
    perform(session, actor, Act.SUBMIT_SHEET, sheet, detail=detail | {"sha256": kept.sha256.hex()})
    await session.flush()
    tag(response, sheet)
    return await shown_sheet(session, actor, sheet)
