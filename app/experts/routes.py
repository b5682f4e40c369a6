"""The expert register: admission against evidence (art. 8(3)); an industry expert names the divisions he knows."""

from collections.abc import AsyncGenerator
from typing import Annotated, Any

from fastapi import Depends, Query, Request, Response
from sqlalchemy import select

from app.accounts.doorway import Caller, Transaction
from app.acts import perform
from app.errors import NotFound
from app.experts.models import Expert, ExpertKind, Institution
from app.experts.reading import (
    SeenExpert,
    file_of_expert,
    found_by,
    is_own_upload,
    standard_for,
    terms_of,
    trainings_of,
)
from app.experts.schemas import ExpertFile, ExpertPage, ExpertView, NewExpert
from app.files.models import StoredFile
from app.files.schemas import FileView
from app.files.store import Received, keep
from app.files.transfer import DOWNLOAD, UPLOAD, Filename, download, received_file
from app.http import Id, tag
from app.paging import Key, Paging, page
from app.regulation.act import Act
from app.regulation.assignment import admission_faults
from app.regulation.refusals import require
from app.regulation.register import membership_faults
from app.regulation.vocabulary import Role, Status
from app.search import Search, matches
from app.sections import Section

section = Section("/v1/experts", tag="专家库", about="评审员与行业专家的入库登记")
SECRETARIAT = frozenset({Role.SECRETARIAT})


async def _evidence(_actor: Caller, request: Request, filename: Filename) -> AsyncGenerator[Received]:
    async with received_file(request, filename) as received:
        yield received


@section.plain("/evidence", method="POST", summary="上传专家资格证明", roles=SECRETARIAT, streamed=True,
               status_code=201, openapi_extra=UPLOAD)  # fmt: skip
async def upload_expert_evidence(
    received: Annotated[Received, Depends(_evidence)], actor: Caller, session: Transaction
) -> FileView:
    """Store the evidence of a qualification; the admission names it."""
    return FileView.model_validate(await keep(session, received, owner_id=actor.user_id, stored_by=actor.user_id))


@section.act("", summary="专家入库", status_code=201)
async def admit_expert(body: NewExpert, response: Response, actor: Caller, session: Transaction) -> ExpertView:
    """Admit a person to the register (art. 8(3)); a user is invited for him afterwards."""
    house = await session.get(Institution, body.institution_id) if body.institution_id else None
    admission = admission_faults(
        industry=body.kind is ExpertKind.INDUSTRY, divisions=body.divisions, admitted_on=body.admitted_on,
        term_until=body.term_until, evidenced=await is_own_upload(session, actor, body.evidence_file_id),
    )  # fmt: skip
    standing = house is not None and house.status is Status.ADMITTED
    require((*admission, *membership_faults(named=body.institution_id is not None, standing=standing)))
    standard, standard_id = await standard_for(session, body.standard)
    admitted: dict[str, Any] = {**dict(body), "standard": standard, "standard_id": standard_id}
    expert = Expert(**admitted, admitted_by=actor.user_id, search_text=found_by(body))
    perform(session, actor, Act.ADMIT_EXPERT, expert, detail={"kind": body.kind, "evidence": body.evidence_file_id})
    await session.flush()
    response.headers["Location"] = f"/v1/experts/{expert.id}"
    tag(response, expert)
    return ExpertView.model_validate(expert)


@section.read("", summary="列出专家库", roles=SECRETARIAT)
async def list_experts(
    paging: Paging, _actor: Caller, session: Transaction, kind: Annotated[ExpertKind | None, Query()] = None,
    q: Search = None,
) -> ExpertPage:  # fmt: skip
    """The register, by name; with `q` those whose name or employer is looked for."""
    query = select(Expert).where(*matches(Expert.search_text, q))
    query = query if kind is None else query.where(Expert.kind == kind)
    found = await page(session, query, [Key(Expert.name), Key(Expert.id)], paging)
    return ExpertPage.model_validate(found, from_attributes=True)


@section.read("/{expert_id}", summary="查看专家", roles=SECRETARIAT)
async def show_expert(expert: SeenExpert, response: Response, actor: Caller, session: Transaction) -> ExpertFile:
    """One expert of the register with his trainings and terms."""
    tag(response, expert)
    return await file_of_expert(session, actor, expert)


@section.read(
    "/{expert_id}/evidence",
    summary="下载专家资格证明",
    confidential=True,
    roles=SECRETARIAT,
    response_class=Response,
    responses=DOWNLOAD,
)
async def download_expert_evidence(
    expert: SeenExpert, request: Request, session: Transaction, file_id: Annotated[Id | None, Query()] = None
) -> Response:
    """The evidence of the present term; with `file_id` that of a former term or of a training."""
    rows = (*await terms_of(session, expert), *await trainings_of(session, expert))
    wanted = file_id or expert.evidence_file_id
    if wanted not in {expert.evidence_file_id, *(row.evidence_file_id for row in rows)}:
        raise NotFound
    return await download(await session.get_one(StoredFile, wanted), request.app.state.settings)
