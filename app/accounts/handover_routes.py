"""Hand-over of an organization between its users, and what the organization tells of itself anew (arts. 2, 19)."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Transaction, Upload
from app.accounts.handing_over import end_grants, invited, successor_faults, users_of, written_down
from app.accounts.handover_schemas import (
    Amendment,
    NewOrganizationHandover,
    NewReassignment,
    OrganizationHandoverPage,
    OrganizationHandoverView,
)
from app.accounts.models import Handover, Organization, UserAccount
from app.accounts.organizations import READERS, MatchedOrganization, SeenOrganization, rename, shown
from app.accounts.schemas import HandedOut, OrganizationView
from app.accounts.users import user_view
from app.acts import Actor, perform
from app.files.models import StoredFile
from app.files.schemas import FileView
from app.files.store import keep
from app.files.transfer import UPLOAD
from app.http import tag
from app.paging import Key, Paging, Slice, page
from app.regulation.act import Act
from app.regulation.refusals import Reason, require
from app.regulation.vocabulary import Role, Status
from app.sections import Section

section = Section("/v1/organizations", tag="组织信息与用户交接", about="组织信息的变更，用户之间的职责交接")

ON_LICENCE = ("name", "registered_address", "legal_representative", "established_on")
NO_LETTER = Reason(
    code="handover.letter", article="第八条（八）", pointer="/letter_file_id",
    zh="没有该组织的授权委托书，请先上传。", en="There is no such letter of authorisation; upload it first.",
)  # fmt: skip
NOT_A_USER = Reason(
    code="handover.departed", article="第八条（八）", pointer="/departed_user_ids",
    zh="所列人员须都是该组织现有用户。", en="All who are named must be users of the organization now.",
)  # fmt: skip


@section.act("/{organization_id}/amendments", summary="变更组织信息", status_code=201)
async def amend_organization(
    organization: MatchedOrganization, body: Amendment, response: Response, actor: Caller, session: Transaction
) -> OrganizationView:
    """Tell what has changed; what stands on the licence makes a verified organization wait for verification again."""
    told = {name: getattr(body, name) for name in body.model_fields_set}
    changed = [name for name, value in told.items() if getattr(organization, name) != value]
    if "name" in changed:
        rename(organization, told["name"])
    for name in set(changed) - {"name"}:
        setattr(organization, name, told[name])
    unseen = organization.status is Status.UNVERIFIED or bool(set(changed) & set(ON_LICENCE))
    target = Status.UNVERIFIED if unseen else Status.VERIFIED
    perform(session, actor, Act.AMEND_ORGANIZATION, organization, target, detail={"changed": sorted(changed)})
    await session.flush()
    tag(response, organization)
    return await shown(session, actor, organization)


@section.act("/{organization_id}/handovers", summary="向同事移交职责", status_code=201)
async def hand_over_duty(
    organization: MatchedOrganization, body: NewOrganizationHandover, actor: Caller, session: Transaction
) -> OrganizationHandoverView:
    """Hand one's duty to a colleague who has accepted, and leave: one's grant and sessions end with this answer."""
    users, leaving = await users_of(session, organization.id), [actor.user_id]
    require(successor_faults(users.get(body.successor_id), leaving))
    (row,) = written_down(actor, organization.id, leaving, body.successor_id, body.reason, None)
    perform(session, actor, Act.HAND_OVER_DUTY, organization, organization.status, detail={"to": body.successor_id})
    session.add(row)
    await session.flush()
    await end_grants(session, organization.id, leaving)
    return OrganizationHandoverView.model_validate(row)


@section.plain(
    "/{organization_id}/handover-letters", method="POST", summary="上传交接授权委托书", streamed=True,
    roles=frozenset({Role.SECRETARIAT}), status_code=201, openapi_extra=UPLOAD,
)  # fmt: skip
async def upload_handover_letter(
    upload: Upload, organization: SeenOrganization, actor: Caller, session: Transaction
) -> FileView:
    """Store the letter of authorisation with which an organization asks for another user; the act names it."""
    file = await keep(session, upload, owner_id=organization.id, stored_by=actor.user_id)
    return FileView.model_validate(file)


async def _departed(
    organization: MatchedOrganization, body: NewReassignment, session: Transaction
) -> dict[UUID, UserAccount]:
    """Check who leaves, who follows and the letter; gives the organization's users."""
    users, letter = await users_of(session, organization.id), await session.get(StoredFile, body.letter_file_id)
    leaving = set(body.departed_user_ids)
    faults = list(successor_faults(users.get(body.successor_id), leaving)) if body.successor_id else []
    faults += [] if letter is not None and letter.owner_id == organization.id else [NO_LETTER]
    require([*faults, *([] if leaving <= users.keys() else [NOT_A_USER])])
    return users


@section.act("/{organization_id}/reassignments", summary="为已离职用户办理交接", secret=True, status_code=201)
async def reassign_organization(
    organization: MatchedOrganization, body: NewReassignment, response: Response, actor: Caller,
    session: Transaction, users: Annotated[dict[UUID, UserAccount], Depends(_departed)],
) -> HandedOut:  # fmt: skip
    """Take the duty from those who have left the firm, on its letter, and give it to a colleague or to a new user."""
    leaving = sorted(set(body.departed_user_ids))
    user, handed = await _successor(session, actor, organization, body, users)
    detail = {"from": leaving, "to": user.id, "letter": body.letter_file_id}
    perform(session, actor, Act.REASSIGN_ORGANIZATION, organization, organization.status, detail=detail)
    session.add_all(written_down(actor, organization.id, leaving, user.id, body.reason, body.letter_file_id))
    await session.flush()
    await end_grants(session, organization.id, leaving)
    tag(response, organization)
    return handed


async def _successor(
    session: AsyncSession, actor: Actor, organization: Organization, body: NewReassignment,
    users: dict[UUID, UserAccount],
) -> tuple[UserAccount, HandedOut]:  # fmt: skip
    """Find the colleague who follows, or invite a new user, whose code the answer shows this once."""
    if body.successor_id is not None:
        user = users[body.successor_id]
        return user, HandedOut(user=user_view(actor, user, []), code=None, expires_at=None)
    user = UserAccount(name=body.name or "", phone=body.phone)
    return user, await invited(session, actor, organization.id, user)


@section.read(
    "/{organization_id}/handovers", summary="列出交接记录", roles=READERS, response_model=OrganizationHandoverPage
)
async def list_organization_handovers(
    organization: SeenOrganization, session: Transaction, paging: Paging
) -> Slice[Handover]:
    """Who handed over to whom, by himself or by the secretariat with a letter; the newest first."""
    query = select(Handover).where(Handover.organization_id == organization.id)
    return await page(session, query, (Key(Handover.handed_at, descending=True), Key(Handover.id)), paging)
