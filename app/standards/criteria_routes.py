"""The criteria, public, so that anybody may assess himself by them, and brought in as data (arts. 8(2), 12, 13)."""

from collections.abc import Iterable
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Query, Response
from sqlalchemy import select

from app.accounts.doorway import Caller, Today, Transaction, Upload
from app.acts import Actor, perform
from app.files.transfer import DOWNLOAD, UPLOAD
from app.files.types import XLSX
from app.http import IfMatch, tag
from app.paging import Key, Paging, Slice, page
from app.problems import Fault, fault_in
from app.regulation.act import Act
from app.regulation.criteria_sets import confirmation_faults
from app.regulation.refusals import Reason, require
from app.regulation.vocabulary import Role
from app.sections import Section
from app.standards.criteria import criteria_of, nodes_of
from app.standards.criteria_views import Code, criteria_of_code, matched_criteria, shown_criteria
from app.standards.importing import criteria_in, faults_in, sent_reasons, take_in
from app.standards.models import CriteriaConfirmation, CriteriaSet
from app.standards.schemas import (
    ConfirmedPoints,
    CriteriaCheck,
    CriteriaImport,
    CriteriaPage,
    CriteriaView,
    ImportedCriteria,
)
from app.standards.workbook import write_criteria
from app.standards.workbook_reading import read_criteria

section = Section("/v1/criteria", tag="评定标准", about="评定标准的类目、条款与分值，对外公开；导入、核对与导出")
EVERYBODY = frozenset(Role)
SECRETARIAT = frozenset({Role.SECRETARIAT})


async def _seen(code: Code, session: Transaction) -> CriteriaSet:
    return await criteria_of_code(session, code)


async def _matched(code: Code, session: Transaction, if_match: IfMatch) -> CriteriaSet:
    return await matched_criteria(session, code, if_match)


SeenCriteria = Annotated[CriteriaSet, Depends(_seen)]
MatchedCriteria = Annotated[CriteriaSet, Depends(_matched)]


def _told(actor: Actor, reasons: Iterable[Reason]) -> list[Fault]:
    return [fault_in(actor.language, reason) for reason in reasons]


@section.act("", summary="导入评定标准", status_code=201)
async def import_criteria(
    body: ImportedCriteria, response: Response, actor: Caller, session: Transaction
) -> CriteriaView:
    """Bring in a tree of any depth and any declared total as a draft; once in, it changes no more (art. 16)."""
    criteria = criteria_in(body)
    require(sent_reasons(await faults_in(session, criteria)))
    whole = take_in(session, actor, criteria)
    await session.flush()
    response.headers["Location"] = f"/v1/criteria/{whole.code}"
    return await shown_criteria(session, actor, whole, response)


@section.plain("/validation", method="POST", summary="检查评定标准", roles=SECRETARIAT)
async def validate_criteria(body: ImportedCriteria, actor: Caller, session: Transaction) -> CriteriaCheck:
    """Name everything that is wrong with a tree at once; nothing is stored."""
    faults = _told(actor, sent_reasons(await faults_in(session, criteria_in(body))))
    return CriteriaCheck(importable=not faults, faults=faults)


@section.plain("/workbooks", method="POST", summary="导入评定标准工作簿", roles=SECRETARIAT, streamed=True,
               openapi_extra=UPLOAD)  # fmt: skip
async def import_criteria_workbook(
    upload: Upload, actor: Caller, session: Transaction,
    *, dry_run: Annotated[bool, Query(description="只检查：列出全部错误，不作任何更改")] = False,
) -> CriteriaImport:  # fmt: skip
    """Bring in a tree from a workbook, all or nothing, or only say what is wrong with it, each fault by its cell."""
    read = await read_criteria(upload)
    found = () if read.criteria is None else await faults_in(session, read.criteria)
    reasons = (*read.faults, *read.at_cells(found))
    if not dry_run:
        require(reasons)
    if read.criteria is not None and not dry_run:
        take_in(session, actor, read.criteria)
    faults = _told(actor, reasons)
    return CriteriaImport(applied=not dry_run, head=read.head, nodes=len(read.rows), faults=faults)


@section.read("", summary="评定标准列表", roles=EVERYBODY, response_model=CriteriaPage)
async def list_criteria(session: Transaction, paging: Paging) -> Slice[CriteriaSet]:
    """List the sets of criteria by which anybody may assess himself."""
    return await page(session, select(CriteriaSet), (Key(CriteriaSet.code),), paging)


@section.read("/{code}", summary="查看评定标准", roles=EVERYBODY)
async def show_criteria(whole: SeenCriteria, response: Response, actor: Caller, session: Transaction) -> CriteriaView:
    """One set of criteria, its nodes in the order of the standard; what is given can be imported elsewhere."""
    return await shown_criteria(session, actor, whole, response)


@section.read("/{code}/workbook", summary="导出评定标准", roles=EVERYBODY, response_class=Response, responses=DOWNLOAD)
async def export_criteria_workbook(whole: SeenCriteria, session: Transaction) -> Response:
    """One set of criteria as a workbook, which can be imported elsewhere."""
    content = write_criteria(criteria_of(whole, await nodes_of(session, whole.id)))
    name = quote(f"评定标准-{whole.code}.xlsx")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "X-Content-Type-Options": "nosniff"}
    response = Response(content, media_type=XLSX.media_type, headers=headers)
    tag(response, whole)
    return response


@section.act("/{code}/confirmations", summary="核对标准分值", status_code=201)
async def confirm_criteria_points(
    whole: MatchedCriteria, body: ConfirmedPoints, response: Response, actor: Caller, session: Transaction, today: Today
) -> CriteriaView:
    """Record who compared which rows with which printed copy, and when; a wrong row takes a new set (art. 16)."""
    nodes = {node.code: node for node in await nodes_of(session, whole.id)}
    codes = [code for code in nodes if body.codes is None or code in body.codes]
    require(confirmation_faults(body.codes or (), nodes, body.checked_on, today))
    for code in codes:
        nodes[code].points_confirmed = nodes[code].title_confirmed = True
    whole.points_confirmed = all(node.points_confirmed for node in nodes.values())
    perform(session, actor, Act.CONFIRM_CRITERIA_POINTS, whole, detail={"code": whole.code, "rows": codes})
    made = {"criteria_set_id": whole.id, "codes": codes, "recorded_by": actor.user_id, "recorded_at": actor.now}
    session.add(CriteriaConfirmation(**body.model_dump(exclude={"codes"}), **made))
    await session.flush()
    return await shown_criteria(session, actor, whole, response)
