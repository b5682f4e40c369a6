"""Evidence: uploaded to a draft, listed and downloaded by those who may read the application (arts. 19, 30)."""

from typing import Annotated

from fastapi import Query, Request, Response
from pydantic import Field

from app.accounts.doorway import Caller, Now, Transaction, Upload
from app.applications.access import APPLICANT, READERS, LockedDraft, MatchedDraft, SeenApplication
from app.applications.drafting import require_room
from app.applications.marks import require_reasoned
from app.applications.models import Evidence
from app.applications.reading import file_of, piece_of
from app.applications.schemas import ITEM_CODE, EvidencePage, EvidenceView
from app.applications.views import shown_contents
from app.errors import NotFound
from app.files.store import keep
from app.files.transfer import DOWNLOAD, UPLOAD, download
from app.http import PathId, Text, tag
from app.sections import Section

section = Section("/v1/applications", tag="证明材料", about="证明材料的上传、查看、下载与删除")

Title = Annotated[str, Text(200, min=0), Query(description="材料名称；不填则用文件名", examples=["营业执照"])]
ItemCodes = Annotated[
    list[Annotated[str, Field(pattern=ITEM_CODE)]],
    Query(alias="item_code", max_length=50, description="所证实的条款，可重复此参数", examples=[["4.1.2"]]),
]
IsSecret = Annotated[bool, Query(description="是否含商业秘密")]
SecretReason = Annotated[
    str, Text(500, min=0), Query(description="商业秘密的理由，标为商业秘密时必填", examples=["未公开的核心工艺"])
]


@section.plain(
    "/{application_id}/evidence", method="POST", summary="上传证明材料", roles=APPLICANT, streamed=True,
    status_code=201, openapi_extra=UPLOAD,
)  # fmt: skip
async def upload_evidence(
    upload: Upload, application: LockedDraft, response: Response, actor: Caller, session: Transaction, now: Now,
    title: Title = "", item_codes: ItemCodes = [], is_secret: IsSecret = False,  # noqa: B006 - FastAPI copies it.
    secret_reason: SecretReason = "",
) -> EvidenceView:  # fmt: skip
    """Add a file to the draft, at most 100 and 300 MiB together; the ETag is the application's."""
    require_reasoned(is_secret=is_secret, reason=secret_reason)
    await require_room(session, application, upload.size)
    file = await keep(session, upload, owner_id=application.id, stored_by=actor.user_id)
    evidence = Evidence(
        application_id=application.id, file_id=file.id, title=title or upload.filename, item_codes=item_codes,
        is_secret=is_secret, added_at=now, secret_reason=secret_reason,
    )  # fmt: skip
    session.add(evidence)
    application.saved_at = now
    await session.flush()
    response.headers["Location"] = f"/v1/applications/{application.id}/evidence/{evidence.id}/content"
    tag(response, application)
    return EvidenceView.model_validate(piece_of(evidence, file))


@section.read("/{application_id}/evidence", summary="证明材料清单", confidential=True, roles=READERS)
async def list_evidence(application: SeenApplication, actor: Caller, session: Transaction) -> EvidencePage:
    """List the evidence: of the draft to its applicant, of the submitted application to the secretariat."""
    contents = await shown_contents(session, actor, application)
    return EvidencePage(items=[EvidenceView.model_validate(each) for each in contents.evidence], next_cursor=None)


@section.read(
    "/{application_id}/evidence/{evidence_id}/content",
    summary="下载证明材料",
    confidential=True,
    roles=READERS,
    responses=DOWNLOAD,
    response_class=Response,
)
async def download_evidence(
    application: SeenApplication, evidence_id: PathId, request: Request, actor: Caller, session: Transaction
) -> Response:
    """The bytes of a piece of evidence."""
    contents = await shown_contents(session, actor, application)
    return await download(await file_of(session, contents, evidence_id), request.app.state.settings, actor)


@section.plain(
    "/{application_id}/evidence/{evidence_id}", method="DELETE", summary="删除证明材料", roles=APPLICANT,
    status_code=204,
)  # fmt: skip
async def delete_evidence(
    application: MatchedDraft, evidence_id: PathId, response: Response, session: Transaction, now: Now
) -> None:
    """Take a piece of evidence out of the draft; the ETag of the answer is the application's."""
    evidence = await session.get(Evidence, evidence_id)
    if evidence is None or evidence.application_id != application.id:
        raise NotFound
    await session.delete(evidence)
    application.saved_at = now
    await session.flush()
    tag(response, application)
