"""The papers of an organization: uploading licence and authorisation letter, and reading them."""

from fastapi import Request, Response
from sqlalchemy import select, update

from app.accounts.doorway import Caller, Transaction, Upload
from app.accounts.models import Organization, OrganizationFile
from app.accounts.organizations import READERS, MatchedOrganization, Paper, SeenOrganization
from app.accounts.schemas import PaperView
from app.errors import NotFound
from app.files.models import StoredFile
from app.files.schemas import FileView
from app.files.store import keep
from app.files.transfer import DOWNLOAD, UPLOAD, Download, download
from app.http import etag
from app.regulation.refusals import OutOfOrder, Reason
from app.regulation.vocabulary import Role, Status
from app.sections import Section

section = Section("/v1/organizations", tag="组织证照", about="营业执照与授权委托书的上传与查看")

SEEN = Reason(
    code="paper.seen", article="第二条", zh="秘书处已核验，证照不能再更换；如有变更请与秘书处联系。",
    en="The secretariat has verified the organization; its papers cannot be replaced, contact the secretariat.",
)  # fmt: skip


@section.plain(
    "/{organization_id}/files/{kind}", method="PUT", summary="上传证照", streamed=True,
    roles=frozenset({Role.APPLICANT}), openapi_extra=UPLOAD,
)  # fmt: skip
async def save_organization_file(
    kind: Paper, upload: Upload, organization: MatchedOrganization, response: Response, actor: Caller,
    session: Transaction,
) -> PaperView:  # fmt: skip
    """Upload the licence or the letter of authorisation, or replace it while the organization is unverified."""
    if organization.status is not Status.UNVERIFIED:
        raise OutOfOrder(SEEN)
    file = await keep(session, upload, owner_id=organization.id, stored_by=actor.user_id)
    await session.merge(OrganizationFile(organization_id=organization.id, kind=kind, file_id=file.id))
    # The organization's version moves on, so that no verification can rest on the paper that was replaced.
    version = organization.version + 1
    mine = Organization.id == organization.id
    change = update(Organization).where(mine).values(version=version)
    await session.execute(change, execution_options={"synchronize_session": False})
    await session.flush()
    response.headers["ETag"] = etag(version)
    return PaperView(kind=kind, file=FileView.model_validate(file))


@section.read(
    "/{organization_id}/files/{kind}",
    summary="下载证照",
    confidential=True,
    roles=READERS,
    responses=DOWNLOAD,
    response_class=Download,
)
async def download_organization_file(
    kind: Paper, organization: SeenOrganization, request: Request, session: Transaction
) -> Response:
    """The bytes of a paper, to the organization and to the secretariat."""
    query = (
        select(StoredFile)
        .join(OrganizationFile, OrganizationFile.file_id == StoredFile.id)
        .where(OrganizationFile.organization_id == organization.id, OrganizationFile.kind == kind)
    )
    file = (await session.execute(query)).scalar_one_or_none()
    if file is None:
        raise NotFound
    return await download(file, request.app.state.settings)
