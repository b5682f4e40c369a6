"""The secretariat's registers of people: invitations by role, and codes for forgotten passwords (arts. 8, 9)."""

from typing import Annotated

from fastapi import Depends, Response
from sqlalchemy import select

from app.accounts.doorway import Caller, Transaction
from app.accounts.models import RoleGrant, UserAccount
from app.accounts.one_time_codes import Purpose, issue_code, void_codes
from app.accounts.schemas import HandedOut, NewInvitation, UserPage, UserView
from app.accounts.users import grants_of, user_view, users_page
from app.acts import Actor, perform
from app.errors import NotFound
from app.http import IfMatch, PathId, tag
from app.lookup import found, matched
from app.paging import Paging, Slice
from app.record import Pseudonym
from app.regulation.act import Act
from app.regulation.refusals import Reason, require
from app.regulation.vocabulary import Role
from app.sections import Section

section = Section("/v1/users", tag="用户", about="秘书处邀请的用户及其身份")

SECRETARIAT = frozenset({Role.SECRETARIAT})
INVITED = frozenset({Role.RECOMMENDER, Role.EXPERT, Role.SECRETARIAT, Role.COMMITTEE})

NOT_INVITED = Reason(
    code="invitation.role", article="第八条（八）", pointer="/role",
    zh="秘书处只邀请推荐单位、评审专家、秘书处和评委会的用户；申报组织的用户由该组织邀请。",
    en="The secretariat invites recommenders, experts, secretaries and committee members; "
    "an organization invites its own users.",
)  # fmt: skip
PARTY = Reason(
    code="invitation.party", article="第八条（八）", pointer="/party_id",
    zh="除秘书处外，须指明其所代表的单位、专家或席位；秘书处不填。",
    en="Name the unit, expert or seat for which he acts; the secretariat has none.",
)  # fmt: skip
NAME = Reason(
    code="invitation.name", article="第八条（八）", pointer="/name",
    zh="新用户须填写姓名；已有用户（user_id）不填。", en="A new user has a name; an existing one (user_id) keeps his.",
)  # fmt: skip
ONESELF = Reason(
    code="grant.oneself", article="第三十条", pointer="/user_id",
    zh="不得为自己授予身份。", en="Nobody gives himself a role.",
)  # fmt: skip


async def _seen(user_id: PathId, session: Transaction) -> UserAccount:
    return await found(session, UserAccount, user_id)


async def _matched(user_id: PathId, session: Transaction, if_match: IfMatch) -> UserAccount:
    return await matched(session, UserAccount, user_id, if_match)


SeenUser = Annotated[UserAccount, Depends(_seen)]
MatchedUser = Annotated[UserAccount, Depends(_matched)]


def invitation_faults(body: NewInvitation, actor: Actor) -> tuple[Reason, ...]:
    """Art. 8(8): whom the secretariat may invite as what."""
    checks = (
        (body.role not in INVITED, NOT_INVITED),
        ((body.party_id is None) != (body.role is Role.SECRETARIAT), PARTY),
        ((body.user_id is None) != (body.name is not None), NAME),
        (body.user_id is not None and body.user_id == actor.user, ONESELF),
    )
    return tuple(reason for broken, reason in checks if broken)


@section.act("", summary="邀请用户", secret=True, status_code=201)
async def invite_user(body: NewInvitation, actor: Caller, session: Transaction) -> HandedOut:
    """Invite a person in a role, or give an existing user a further one; the answer holds the code this once."""
    require(invitation_faults(body, actor))
    user = await _invited(body, session)
    duties = [duty.value for duty in body.duties]
    grant = RoleGrant(user_id=user.id, role=body.role, party_id=body.party_id, duties=duties, granted_by=actor.user_id)
    session.add(grant)
    detail = {"role": body.role, "party": body.party_id, "duties": duties, "user": user.id}
    perform(session, actor, Act.INVITE_USER, user, detail=detail)
    new = body.user_id is None
    code, until = issue_code(session, user.id, Purpose.INVITATION, actor.user_id) if new else (None, None)
    await session.flush()
    return HandedOut(user=user_view(actor, user, [grant]), code=code, expires_at=until)


async def _invited(body: NewInvitation, session: Transaction) -> UserAccount:
    """Make the new user, or find the existing one."""
    if body.user_id is None:
        user = UserAccount(name=body.name or "", phone=body.phone)
        session.add_all([user, Pseudonym(user_id=user.id)])
        return user
    found = await session.get(UserAccount, body.user_id, with_for_update=True)
    if found is None:
        raise NotFound
    return found


@section.read("", summary="列出用户", roles=SECRETARIAT, response_model=UserPage)
async def list_users(actor: Caller, session: Transaction, paging: Paging, role: Role | None = None) -> Slice[UserView]:
    """All users by name, or those of one role."""
    query = select(UserAccount)
    if role is not None:
        holders = select(RoleGrant.user_id).where(RoleGrant.role == role, RoleGrant.ended_at.is_(None))
        query = query.where(UserAccount.id.in_(holders))
    return await users_page(session, actor, query, paging)


@section.read("/{user_id}", summary="查看用户", roles=SECRETARIAT)
async def show_user(user: SeenUser, response: Response, actor: Caller, session: Transaction) -> UserView:
    """One user with his roles."""
    tag(response, user)
    return user_view(actor, user, (await grants_of(session, [user.id]))[user.id])


@section.act("/{user_id}/password-reset", summary="签发密码重置代码", secret=True, status_code=201)
async def issue_password_reset(user: MatchedUser, response: Response, actor: Caller, session: Transaction) -> HandedOut:
    """Hand out a code for a new password, or a new invitation if the first was never used; earlier codes end."""
    purpose = Purpose.INVITATION if user.activated_at is None else Purpose.RESET
    await void_codes(session, user.id)
    perform(session, actor, Act.ISSUE_PASSWORD_RESET, user, detail={"purpose": purpose})
    code, until = issue_code(session, user.id, purpose, actor.user_id)
    await session.flush()
    tag(response, user)
    grants = (await grants_of(session, [user.id]))[user.id]
    return HandedOut(user=user_view(actor, user, grants), code=code, expires_at=until)
