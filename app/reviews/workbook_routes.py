"""The sheet as a workbook: down to be filled in without the service, and up again, tried first if wanted (art. 21)."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Query, Request, Response

from app.accounts.doorway import Caller, Transaction, Upload
from app.files.transfer import DOWNLOAD, UPLOAD
from app.files.types import XLSX
from app.http import PathId, tag
from app.regulation.refusals import require
from app.regulation.vocabulary import Role
from app.reviews.history_schemas import WorkbookImport
from app.reviews.sheets import faults_of, saved, write_items
from app.reviews.workbook import write_workbook
from app.reviews.workbook_importing import changes_of, filling_of, import_reasons, own_draft, own_sheet
from app.reviews.workbook_reading import read_workbook
from app.sections import Section

section = Section("/v1/sheets", tag="离线评分表", about="评分表导出为工作簿，离线填写后导入")
EXPERT = frozenset({Role.EXPERT})


@section.read("/{sheet_id}/workbook", summary="导出离线评分表", roles=EXPERT, response_class=Response,
              responses=DOWNLOAD)  # fmt: skip
async def export_sheet_workbook(sheet_id: PathId, request: Request, actor: Caller, session: Transaction) -> Response:
    """One's own sheet as it stands, with the numbers by which it may cite the evidence."""
    sheet = await own_sheet(session, actor, sheet_id)
    filling = await filling_of(session, actor, sheet, request.app.state.settings)
    name = quote(f"评分表-{filling.organization}-{filling.stage}.xlsx")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "X-Content-Type-Options": "nosniff"}
    response = Response(write_workbook(filling), media_type=XLSX.media_type, headers=headers)
    tag(response, sheet)
    return response


@section.plain(
    "/{sheet_id}/workbook", method="POST", summary="导入离线评分表", roles=EXPERT, streamed=True, openapi_extra=UPLOAD
)
async def import_sheet_workbook(
    upload: Upload, sheet_id: PathId, request: Request, response: Response, actor: Caller, session: Transaction,
    *, dry_run: Annotated[bool, Query(description="只试算：列出将有的变更与错误，不作任何更改")] = False,
) -> WorkbookImport:  # fmt: skip
    """Save what the workbook says, all or nothing, or only say what would change; it must be of this very version."""
    sheet = await own_draft(session, sheet_id)
    filling = await filling_of(session, actor, sheet, request.app.state.settings)
    read = await read_workbook(upload, [node.code for node in filling.criteria], filling.evidence)
    reasons = import_reasons(filling, read)
    changes = changes_of(filling, read)
    if not dry_run:
        require(reasons)
        write_items(list(filling.items.values()), read.inputs)
        await saved(session, actor, sheet, list(filling.items.values()))
    tag(response, sheet)
    faults = faults_of(actor, reasons)
    return WorkbookImport(applied=not dry_run, version=sheet.version, changes=changes, faults=faults)
