"""From a sheet to its workbook and back: what it shows, whether it fits, and what it would change (art. 21)."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.applications.citing import pages_of
from app.applications.reading import contents_of
from app.errors import Conflict, NotFound, Unprocessable
from app.lookup import found
from app.panels.entering import enter, items_of_stage
from app.problems import Words
from app.regulation.comments import Citation, Remarks, citation_faults
from app.regulation.labels import zh
from app.regulation.refusals import OutOfOrder, Reason
from app.regulation.review import draft_faults_of
from app.regulation.scoring import draft_faults
from app.reviews.history_schemas import ItemField, WorkbookChange
from app.reviews.models import ScoreSheet, SheetItem
from app.reviews.reading import items_of_sheets
from app.reviews.schemas import SheetItemInput
from app.reviews.workbook import COLUMNS, Filling, citations_text
from app.reviews.workbook_reading import Filled
from app.settings import Settings

FOREIGN = Words("这是另一张评分表的工作簿。", "This is the workbook of another sheet.")
OUTDATED = Words(
    "工作簿不是当前版本的评分表，请重新导出后填写。",
    "The workbook is not of the sheet's present version: fetch it anew.",
)


async def own_sheet(session: AsyncSession, actor: Actor, sheet_id: UUID) -> ScoreSheet:
    """Read one's own sheet; 404 if it is another's."""
    sheet = await found(session, ScoreSheet, sheet_id)
    if sheet.expert_id != actor.party:
        raise NotFound
    return sheet


async def own_draft(session: AsyncSession, sheet_id: UUID) -> ScoreSheet:
    """Lock one's own draft; the schema lets nobody lock another's sheet (404), and 409 if it is submitted."""
    sheet = await session.get(ScoreSheet, sheet_id, with_for_update=True)
    if sheet is None:
        raise NotFound
    if locked := draft_faults_of(sheet.status):
        raise OutOfOrder(*locked)
    return sheet


async def filling_of(session: AsyncSession, actor: Actor, sheet: ScoreSheet, settings: Settings) -> Filling:
    """Gather what the workbook of a sheet shows; only its own expert, who has entered the dossier, may."""
    entry = await enter(session, actor, sheet.application_id, sheet.stage)
    evidence = (await contents_of(session, entry.application)).evidence
    items = (await items_of_sheets(session, [sheet.id]))[sheet.id]
    return Filling(
        sheet_id=sheet.id, version=sheet.version, organization=entry.application.organization_name,
        stage=zh(sheet.stage), criteria=await items_of_stage(session, entry.cycle, sheet.stage),
        items={item.item_code: item for item in items}, evidence=evidence,
        pages=await pages_of(session, settings, evidence), rule=entry.edition.scoring,
    )  # fmt: skip


def import_reasons(filling: Filling, read: Filled) -> tuple[Reason, ...]:
    """Art. 21: everything against the import, each with its cell; 409 or 422 if it is no workbook of this version."""
    if read.sheet_id != str(filling.sheet_id):
        raise Unprocessable("workbook.foreign", FOREIGN)
    if read.version != str(filling.version):
        raise Conflict("workbook.outdated", OUTDATED)
    percents = {given.item_code: given.percent for given in read.inputs if given.percent is not None}
    known = [node for node in filling.criteria if node.code in filling.items]
    lattice = draft_faults(percents, known, filling.rule)
    cited = citation_faults({given.item_code: _remarks(given) for given in read.inputs}, filling.pages)
    return (
        *read.faults, *(_at_cell(each, "percent", read.rows) for each in lattice),
        *(_at_cell(each, "citations", read.rows) for each in cited),
    )  # fmt: skip


def changes_of(filling: Filling, read: Filled) -> list[WorkbookChange]:
    """Art. 21: what the workbook says otherwise than the sheet, by cell."""
    return [
        WorkbookChange(
            cell=f"{COLUMNS[name]}{read.rows[given.item_code]}", item_code=given.item_code, field=name,
            before=before, after=after,
        )
        for given in read.inputs
        for name, before, after in _pairs(given, filling.items[given.item_code], filling)
        if before != after
    ]  # fmt: skip


def _pairs(given: SheetItemInput, item: SheetItem, filling: Filling) -> list[tuple[ItemField, str, str]]:
    written = given.model_dump(mode="json")
    return [
        ("percent", _percent(item.percent), _percent(given.percent)),
        ("strengths", item.strengths, given.strengths),
        ("opportunities", item.opportunities, given.opportunities),
        ("citations", citations_text(item.citations, filling.evidence),
         citations_text(written["citations"], filling.evidence)),
    ]  # fmt: skip


def _percent(percent: int | None) -> str:
    return "" if percent is None else str(percent)


def _remarks(given: SheetItemInput) -> Remarks:
    places = tuple(Citation(evidence=str(each.evidence_id), page=each.page) for each in given.citations)
    return Remarks(percent=given.percent, has_strength=False, has_opportunity=False, citations=places)


def _at_cell(reason: Reason, field: str, rows: Mapping[str, int]) -> Reason:
    """Point a reason that names an item at the cell of its field."""
    cell = f"{COLUMNS[field]}{rows[reason.pointer.split('/')[2]]}"
    return Reason(
        code=reason.code, article=reason.article, pointer=f"/cells/{cell}", zh=f"单元格 {cell}：{reason.zh}",
        en=f"Cell {cell}: {reason.en}",
    )  # fmt: skip
