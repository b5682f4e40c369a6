"""Organizations: registering with a checked credit code, papers, verification, and further users (arts. 2, 10)."""

from datetime import UTC, datetime

from fastapi import Request, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.choosing import faults_of
from app.accounts.doorway import AnonymousTransaction, Caller, Transaction
from app.accounts.models import Credential, Organization, RoleGrant, UserAccount
from app.accounts.one_time_codes import Purpose, issue_code
from app.accounts.organizations import (
    READERS,
    MatchedOrganization,
    SeenOrganization,
    new_organization,
    papers_missing,
    papers_of,
    shown,
    view_of,
)
from app.accounts.passwords import hash_password
from app.accounts.proofs import cost_of
from app.accounts.schemas import (
    HandedOut,
    NewColleague,
    NewOrganization,
    NewUser,
    OrganizationPage,
    OrganizationView,
    UserPage,
    UserView,
)
from app.accounts.users import user_view, users_page
from app.acts import perform
from app.clock import award_now
from app.http import tag
from app.paging import Key, Paging, Slice, page
from app.record import Pseudonym
from app.regulation.act import Act
from app.regulation.credit_code import credit_code_faults
from app.regulation.refusals import require
from app.regulation.vocabulary import Role, Status
from app.search import Search, matches
from app.sections import Section

section = Section("/v1/organizations", tag="申报组织", about="组织注册、核验与其用户")


@section.act("", summary="组织注册", status_code=201)
async def register_organization(
    body: NewOrganization, request: Request, response: Response, actor: Caller, session: AnonymousTransaction
) -> OrganizationView:
    """Register an organization with its first user; it stays unverified until its papers have been seen."""
    user, chosen = body.user, request.app.state.settings
    faults = await faults_of(chosen, user.password, user.login, "/user/password", (user.name, body.name))
    require((*credit_code_faults(body.credit_code), *faults))
    hashed = await hash_password(user.password, cost_of(chosen))
    organization = new_organization(body, await award_now(session))
    perform(session, actor, Act.REGISTER_ORGANIZATION, organization)
    _add_first_user(session, organization, user, hashed)
    await session.flush()
    response.headers["Location"] = f"/v1/organizations/{organization.id}"
    tag(response, organization)
    return view_of(actor, organization)


def _add_first_user(session: AsyncSession, organization: Organization, new: NewUser, hashed: str) -> None:
    now = datetime.now(UTC)
    user = UserAccount(login=new.login, name=new.name, phone=new.phone, activated_at=now)
    session.add_all(
        [
            user,
            Credential(user_id=user.id, password_hash=hashed, changed_at=now),
            RoleGrant(user_id=user.id, role=Role.APPLICANT, party_id=organization.id),
            Pseudonym(user_id=user.id),
        ]
    )


@section.read("", summary="列出组织", roles=READERS, response_model=OrganizationPage)
async def list_organizations(
    session: Transaction, paging: Paging, status: Status | None = None, q: Search = None
) -> Slice[OrganizationView]:
    """All organizations to the secretariat, newest first; to an organization itself. With `q` those looked for."""
    query = select(Organization).where(*matches(Organization.search_text, q))
    if status is not None:
        query = query.where(Organization.status == status)
    found = await page(session, query, (Key(Organization.registered_at, descending=True), Key(Organization.id)), paging)
    views = [OrganizationView.model_validate(row) for row in found.items]
    return Slice(views, found.next_cursor)


@section.read("/{organization_id}", summary="查看组织", roles=READERS)
async def show_organization(
    organization: SeenOrganization, response: Response, actor: Caller, session: Transaction
) -> OrganizationView:
    """One organization with its papers, to itself and to the secretariat."""
    tag(response, organization)
    return await shown(session, actor, organization)


@section.act("/{organization_id}/verification", summary="核验组织身份", status_code=201)
async def verify_organization(
    organization: MatchedOrganization, response: Response, actor: Caller, session: Transaction
) -> OrganizationView:
    """Confirm that licence and authorisation letter, in the version named by If-Match, have been seen (art. 2)."""
    papers = await papers_of(session, organization.id)
    require(papers_missing(papers))
    organization.verified_by = actor.user_id
    perform(session, actor, Act.VERIFY_ORGANIZATION, organization, detail={p.kind: p.file.sha256 for p in papers})
    await session.flush()
    tag(response, organization)
    return await shown(session, actor, organization)


@section.act("/{organization_id}/users", summary="邀请同事", secret=True, status_code=201)
async def invite_colleague(
    organization: SeenOrganization, body: NewColleague, actor: Caller, session: Transaction
) -> HandedOut:
    """Invite a further user of one's own organization; the answer holds the code this once."""
    user = UserAccount(name=body.name, phone=body.phone)
    grant = RoleGrant(user_id=user.id, role=Role.APPLICANT, party_id=organization.id, granted_by=actor.user_id)
    perform(session, actor, Act.INVITE_COLLEAGUE, user, detail={"organization": organization.id})
    session.add_all([grant, Pseudonym(user_id=user.id)])
    code, until = issue_code(session, user.id, Purpose.INVITATION, actor.user_id)
    await session.flush()
    return HandedOut(user=user_view(actor, user, [grant]), code=code, expires_at=until)


@section.read("/{organization_id}/users", summary="列出组织的用户", roles=READERS, response_model=UserPage)
async def list_colleagues(
    organization: SeenOrganization, actor: Caller, session: Transaction, paging: Paging
) -> Slice[UserView]:
    """The users of an organization, to itself and to the secretariat."""
    theirs = select(RoleGrant.user_id).where(RoleGrant.role == Role.APPLICANT, RoleGrant.party_id == organization.id)
    return await users_page(session, actor, select(UserAccount).where(UserAccount.id.in_(theirs)), paging)
