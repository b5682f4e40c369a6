"""Organizations: registering with a checked credit code, and their verification by the secretariat (arts. 2, 10)."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Request, Response

from app.accounts.doorway import AnonymousTransaction, Caller, Transaction
from app.accounts.models import Credential, Organization, RoleGrant, UserAccount
from app.accounts.passwords import hash_password, password_faults
from app.accounts.schemas import NewOrganization, OrganizationView
from app.accounts.token_routes import cost_of
from app.acts import Actor, perform
from app.clock import award_now
from app.errors import NotFound
from app.http import IfMatch, PathId, require_version, tag
from app.open_acts import open_acts
from app.record import Pseudonym
from app.regulation.refusals import require
from app.regulation.vocabulary import Act, Role
from app.sections import Section

section = Section("/v1/organizations", tag="申报组织", about="组织注册与核验")
READERS = frozenset({Role.APPLICANT, Role.SECRETARIAT})


async def _organization(organization_id: PathId, session: Transaction) -> Organization:
    row = await session.get(Organization, organization_id)
    if row is None:
        raise NotFound
    return row


async def _matched(organization_id: PathId, session: Transaction, if_match: IfMatch) -> Organization:
    row = await session.get(Organization, organization_id, with_for_update=True)
    if row is None:
        raise NotFound
    require_version(row, if_match)
    return row


SeenOrganization = Annotated[Organization, Depends(_organization)]
MatchedOrganization = Annotated[Organization, Depends(_matched)]


def view_of(actor: Actor, row: Organization) -> OrganizationView:
    """Write an organization with the acts open on it."""
    view = OrganizationView.model_validate(row)
    hrefs = {Act.VERIFY_ORGANIZATION: f"/v1/organizations/{row.id}/verification"}
    return view.model_copy(update={"acts": open_acts(actor, row, hrefs)})


@section.act("", summary="组织注册", status_code=201)
async def register_organization(
    body: NewOrganization, request: Request, response: Response, actor: Caller, session: AnonymousTransaction
) -> OrganizationView:
    """Register an organization with its first user; it stays unverified until its papers have been seen."""
    require(password_faults(body.user.password, body.user.login, "/user/password"))
    organization = Organization(credit_code=body.credit_code, name=body.name, registered_at=await award_now(session))
    user = UserAccount(login=body.user.login, name=body.user.name, phone=body.user.phone)
    perform(session, actor, Act.REGISTER_ORGANIZATION, organization)
    session.add(user)
    hashed = await hash_password(body.user.password, cost_of(request.app.state.settings))
    session.add_all(
        [
            Credential(user_id=user.id, password_hash=hashed, changed_at=datetime.now(UTC)),
            RoleGrant(user_id=user.id, role=Role.APPLICANT, party_id=organization.id),
            Pseudonym(user_id=user.id),
        ]
    )
    await session.flush()
    response.headers["Location"] = f"/v1/organizations/{organization.id}"
    tag(response, organization)
    return view_of(actor, organization)


@section.read("/{organization_id}", summary="查看组织", roles=READERS)
async def show_organization(organization: SeenOrganization, response: Response, actor: Caller) -> OrganizationView:
    """One organization, to itself and to the secretariat."""
    tag(response, organization)
    return view_of(actor, organization)


@section.act("/{organization_id}/verification", summary="核验组织身份", status_code=201)
async def verify_organization(
    organization: MatchedOrganization, response: Response, actor: Caller, session: Transaction
) -> OrganizationView:
    """Confirm that licence and authorisation letter have been seen (art. 2)."""
    organization.verified_by = actor.user_id
    perform(session, actor, Act.VERIFY_ORGANIZATION, organization)
    await session.flush()
    tag(response, organization)
    return view_of(actor, organization)
