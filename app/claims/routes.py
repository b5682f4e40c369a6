"""Claiming an organization that a stranger has registered: lodged, stated on by both sides, decided (art. 2)."""

from collections.abc import Sequence

from fastapi import Request, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import AnonymousTransaction, Caller, Transaction
from app.accounts.handing_over import end_grants, invited, users_of
from app.accounts.models import Organization, OrganizationFile, UserAccount
from app.accounts.organizations import Paper
from app.accounts.schemas import HandedOut
from app.accounts.secrets_ import digest_of_invitation_code, new_invitation_code
from app.acts import Actor, perform, require_turn
from app.applications.models import Application
from app.claims.models import ClaimContact, ClaimFile, ClaimStatement, OrganizationClaim, Side
from app.claims.reading import (
    ClaimantsFile,
    MatchedClaim,
    MyClaim,
    MyOpenClaim,
    SeenClaim,
    line_of,
    papers_missing,
    papers_of,
    progress_of,
    require_file_room,
    stated,
    view_of,
)
from app.claims.schemas import (
    ClaimDecision,
    ClaimPage,
    ClaimPaperView,
    ClaimProgressView,
    ClaimReceiptView,
    ClaimView,
    NewClaim,
    NewStatement,
    UpheldClaimView,
)
from app.errors import NotFound
from app.files.models import StoredFile
from app.files.schemas import FileView
from app.files.store import keep
from app.files.transfer import DOWNLOAD, UPLOAD, Download, download
from app.http import tag
from app.paging import Key, Paging, Slice, page
from app.regulation.act import Act
from app.regulation.credit_code import credit_code_faults
from app.regulation.refusals import NotMet, Reason, require
from app.regulation.vocabulary import Role, Status
from app.sections import PUBLIC, Section

section = Section("/v1/organization-claims", tag="组织认领", about="统一社会信用代码被他人注册时的认领申请")
READERS = frozenset({Role.APPLICANT, Role.SECRETARIAT})
NOT_REGISTERED = Reason(
    code="claim.not_registered", article="第十条（一）", pointer="/credit_code",
    zh="该统一社会信用代码尚未注册，请直接注册：POST /v1/organizations。",
    en="Nobody has registered this credit code; register it: POST /v1/organizations.",
)  # fmt: skip


@section.act("", summary="提出认领申请", secret=True, status_code=201)
async def lodge_claim(body: NewClaim, actor: Caller, session: AnonymousTransaction) -> ClaimReceiptView:
    """Claim one's organization from a stranger; the answer's code, shown this once, opens the claim from now on."""
    require(credit_code_faults(body.credit_code))
    organization = await session.scalar(select(Organization.id).where(Organization.credit_code == body.credit_code))
    if organization is None:
        raise NotMet(NOT_REGISTERED)
    claim = OrganizationClaim(organization_id=organization, claimed_name=body.claimed_name, lodged_at=actor.now)
    perform(session, actor, Act.LODGE_CLAIM, claim, detail={"organization": organization})
    code = new_invitation_code()
    digest = digest_of_invitation_code(code)
    session.add(ClaimContact(claim_id=claim.id, name=body.contact_name, phone=body.contact_phone, code_hash=digest))
    session.add(ClaimStatement(claim_id=claim.id, side=Side.CLAIMANT, text=body.statement, stated_at=actor.now))
    await session.flush()
    return ClaimReceiptView(**dict(await progress_of(session, claim)), code=code)


@section.plain("/{claim_id}/files/{kind}", method="PUT", summary="上传认领证照", roles=PUBLIC, streamed=True,
               openapi_extra=UPLOAD)  # fmt: skip
async def upload_claim_file(
    kind: Paper, upload: ClaimantsFile, claim: MyOpenClaim, session: AnonymousTransaction
) -> ClaimPaperView:
    """Upload or replace the claimant's licence or letter of authorisation."""
    await require_file_room(session, claim)
    file = await keep(session, upload, owner_id=claim.id, stored_by=None)
    await session.merge(ClaimFile(claim_id=claim.id, kind=kind, file_id=file.id))
    await session.flush()
    return ClaimPaperView(kind=kind, file=FileView.model_validate(file))


@section.act("/{claim_id}/statements", summary="补充认领陈述", status_code=201)
async def support_claim(
    claim: MyOpenClaim, body: NewStatement, actor: Caller, session: AnonymousTransaction
) -> ClaimProgressView:
    """State further as the claimant, who shows his code."""
    await stated(session, claim, Side.CLAIMANT, body.text, actor)
    perform(session, actor, Act.SUPPORT_CLAIM, claim)
    await session.flush()
    return await progress_of(session, claim)


@section.read("/{claim_id}/progress", summary="查询认领进展", roles=PUBLIC)
async def show_claim_progress(claim: MyClaim, session: AnonymousTransaction) -> ClaimProgressView:
    """What has become of one's claim, and what both sides have stated."""
    return await progress_of(session, claim)


@section.read("", summary="列出认领申请", roles=READERS, response_model=ClaimPage)
async def list_claims(session: Transaction, paging: Paging, status: Status | None = None) -> Slice[ClaimView]:
    """All claims to the secretariat, the newest first; those against an organization to its users."""
    query = select(OrganizationClaim)
    if status is not None:
        query = query.where(OrganizationClaim.status == status)
    keys = (Key(OrganizationClaim.lodged_at, descending=True), Key(OrganizationClaim.id))
    found = await page(session, query, keys, paging)
    return Slice([line_of(row) for row in found.items], found.next_cursor)


@section.read("/{claim_id}", summary="查看认领申请", roles=READERS)
async def show_claim(claim: SeenClaim, response: Response, actor: Caller, session: Transaction) -> ClaimView:
    """One claim with what both sides stated; contact and papers to the secretariat alone."""
    tag(response, claim)
    return await view_of(session, actor, claim)


@section.read(
    "/{claim_id}/files/{kind}",
    summary="下载认领证照",
    confidential=True,
    roles=frozenset({Role.SECRETARIAT}),
    responses=DOWNLOAD,
    response_class=Download,
)
async def download_claim_file(kind: Paper, claim: SeenClaim, request: Request, session: Transaction) -> Response:
    """The bytes of a claimant's paper."""
    row = await session.get(ClaimFile, (claim.id, kind))
    if row is None:
        raise NotFound
    return await download(await session.get_one(StoredFile, row.file_id), request.app.state.settings)


@section.act("/{claim_id}/answers", summary="答复认领申请", status_code=201)
async def answer_claim(
    claim: MatchedClaim, body: NewStatement, response: Response, actor: Caller, session: Transaction
) -> ClaimView:
    """State as a user of the organization against which the claim is."""
    perform(session, actor, Act.ANSWER_CLAIM, claim)
    await stated(session, claim, Side.HOLDER, body.text, actor)
    await session.flush()
    tag(response, claim)
    return await view_of(session, actor, claim)


@section.act("/{claim_id}/rejection", summary="认领不成立", status_code=201)
async def reject_claim(
    claim: MatchedClaim, body: ClaimDecision, response: Response, actor: Caller, session: Transaction
) -> ClaimView:
    """Decide, with reason, that the organization stays with its users."""
    perform(session, actor, Act.REJECT_CLAIM, claim)
    claim.reason, claim.decided_by, claim.decided_at = body.reason, actor.user_id, actor.now
    await session.flush()
    tag(response, claim)
    return await view_of(session, actor, claim)


@section.act("/{claim_id}/upholding", summary="认领成立", secret=True, status_code=201)
async def uphold_claim(
    claim: MatchedClaim, body: ClaimDecision, response: Response, actor: Caller, session: Transaction
) -> UpheldClaimView:
    """Give the organization to the claimant: its users lose it at once, he is invited, all applications stay."""
    require_turn(actor, Act.UPHOLD_CLAIM, claim)
    papers = await papers_of(session, claim.id)
    require(papers_missing(papers))
    handed = await _passed_on(session, actor, claim, body.reason, papers)
    tag(response, claim)
    return UpheldClaimView(
        claim=await view_of(session, actor, claim), invited_user_id=handed.user.id, code=handed.code or "",
        expires_at=handed.expires_at or actor.now,
    )  # fmt: skip


async def _passed_on(
    session: AsyncSession, actor: Actor, claim: OrganizationClaim, reason: str, papers: Sequence[ClaimPaperView]
) -> HandedOut:
    """Move the organization with its name and papers, which have been seen, and record who lost it and what stays."""
    organization = await session.get_one(Organization, claim.organization_id, with_for_update=True)
    strangers = sorted(await users_of(session, organization.id))
    contact = await session.get_one(ClaimContact, claim.id)
    stay = await session.scalars(select(Application.id).where(Application.organization_id == organization.id))
    user = UserAccount(name=contact.name, phone=contact.phone)
    detail = {
        "organization": organization.id, "ended": strangers, "invited": user.id, "applications": sorted(stay),
        "papers": {paper.kind: paper.file.sha256 for paper in papers},
    }  # fmt: skip
    seen = [(organization, Status.VERIFIED)] if organization.status is Status.UNVERIFIED else []
    claim.reason, claim.decided_by, claim.decided_at = reason, actor.user_id, actor.now
    claim.invited_user_id = user.id
    organization.name, organization.verified_by = claim.claimed_name, actor.user_id
    perform(session, actor, Act.UPHOLD_CLAIM, claim, carried=seen, detail=detail)
    handed = await invited(session, actor, organization.id, user)
    for paper in papers:
        await session.merge(OrganizationFile(organization_id=organization.id, kind=paper.kind, file_id=paper.file.id))
    await session.flush()
    await end_grants(session, organization.id, strangers)
    return handed
