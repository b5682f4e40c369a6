"""Members of the committee: appointed by office, gone with it, in the minutes for ever (arts. 5, 6)."""

from typing import Annotated

from fastapi import Depends, Response
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Today, Transaction
from app.accounts.models import RoleGrant, UserAccount
from app.accounts.one_time_codes import Purpose, issue_code
from app.acts import Actor, perform
from app.clock import civil_date
from app.committee.meeting_schemas import Departure, MemberPage, MemberView, NewMember, SeatedMember
from app.committee.models import CommitteeMember, Position
from app.http import IfMatch, PathId, tag
from app.lookup import found, matched
from app.open_acts import open_acts
from app.paging import Key, Paging, Slice, page
from app.record import Pseudonym
from app.regulation.act import Act
from app.regulation.refusals import NotMet, Reason, require
from app.regulation.vocabulary import Duty, Role
from app.sections import Section

section = Section("/v1/members", tag="评委会委员", about="评委会主任、副主任、委员，随职务任免")
READERS = frozenset({Role.SECRETARIAT, Role.COMMITTEE})

NAME = Reason(
    code="member.name", article="第六条", pointer="/name",
    zh="新用户须填写姓名；已有用户（user_id）不填。", en="A new user has a name; an existing one (user_id) keeps his.",
)  # fmt: skip
ONESELF = Reason(
    code="grant.oneself", article="第三十条", pointer="/user_id",
    zh="不得为自己授予身份。", en="Nobody gives himself a role.",
)  # fmt: skip
FUTURE = Reason(
    code="member.from_future", article="第六条", pointer="/from_on",
    zh="任职日期不得晚于今日。", en="The office cannot begin after today.",
)  # fmt: skip
UNKNOWN = Reason(
    code="member.user_unknown", article="第六条", pointer="/user_id", zh="没有这一用户。", en="There is no such user.",
)  # fmt: skip
LEFT_EARLY = Reason(
    code="member.term", article="第六条", pointer="/to_on",
    zh="离任日期须在任职之日以后、今日以前（均含当日）。", en="He leaves between the day he began and today.",
)  # fmt: skip


async def _member(member_id: PathId, session: Transaction) -> CommitteeMember:
    return await found(session, CommitteeMember, member_id)


async def _matched(member_id: PathId, session: Transaction, if_match: IfMatch) -> CommitteeMember:
    return await matched(session, CommitteeMember, member_id, if_match)


SeenMember = Annotated[CommitteeMember, Depends(_member)]
MatchedMember = Annotated[CommitteeMember, Depends(_matched)]


def view_of(actor: Actor, row: CommitteeMember) -> MemberView:
    """Write a member with the acts open on his seat."""
    acts = open_acts(actor, row, {Act.END_MEMBERSHIP: f"/v1/members/{row.id}/departure"})
    return MemberView.model_validate(row).model_copy(update={"acts": acts})


def _require_appointable(body: NewMember, actor: Actor) -> None:
    checks = (
        ((body.user_id is None) == (body.name is None), NAME),
        (body.user_id is not None and body.user_id == actor.user, ONESELF),
        (body.from_on > civil_date(actor.now), FUTURE),
    )
    require(reason for broken, reason in checks if broken)


def _grant(actor: Actor, member: CommitteeMember) -> RoleGrant:
    """Art. 6: the member's role in his seat; the chair's carries the duty of the chair."""
    duties = [Duty.CHAIR.value] if member.position is Position.CHAIR else []
    return RoleGrant(
        user_id=member.user_id, role=Role.COMMITTEE, party_id=member.id, duties=duties, granted_by=actor.user_id
    )


async def _user(body: NewMember, session: AsyncSession) -> UserAccount:
    """Find the existing user, or make a new one."""
    if body.user_id is None:
        user = UserAccount(name=body.name or "", phone=body.phone)
        session.add_all([user, Pseudonym(user_id=user.id)])
        return user
    found = await session.get(UserAccount, body.user_id)
    if found is None:
        raise NotMet(UNKNOWN)
    return found


@section.act("", summary="任命评委会委员", secret=True, status_code=201)
async def appoint_member(body: NewMember, response: Response, actor: Caller, session: Transaction) -> SeatedMember:
    """Seat a member by his office; the chair's role carries the duty of the chair (art. 6)."""
    _require_appointable(body, actor)
    user = await _user(body, session)
    member = CommitteeMember(
        user_id=user.id, name=user.name, **body.model_dump(include={"office", "unit_name", "position", "from_on"})
    )
    perform(session, actor, Act.APPOINT_MEMBER, member, detail={"user": user.id, "position": body.position})
    session.add(_grant(actor, member))
    new = body.user_id is None
    code, until = issue_code(session, user.id, Purpose.INVITATION, actor.user_id) if new else (None, None)
    await session.flush()
    response.headers["Location"] = f"/v1/members/{member.id}"
    tag(response, member)
    return SeatedMember(member=view_of(actor, member), code=code, expires_at=until)


@section.read("", summary="评委会委员列表", roles=READERS, response_model=MemberPage)
async def list_members(actor: Caller, session: Transaction, paging: Paging) -> Slice[MemberView]:
    """List the members, those who have left among them, the latest first."""
    keys = (Key(CommitteeMember.from_on, descending=True), Key(CommitteeMember.id))
    found = await page(session, select(CommitteeMember), keys, paging)
    return Slice([view_of(actor, row) for row in found.items], found.next_cursor)


@section.read("/{member_id}", summary="查看评委会委员", roles=READERS)
async def show_member(member: SeenMember, response: Response, actor: Caller) -> MemberView:
    """One seat of the committee."""
    tag(response, member)
    return view_of(actor, member)


@section.act("/{member_id}/departure", summary="记录委员离任", status_code=201)
async def end_membership(
    body: Departure, member: MatchedMember, response: Response, actor: Caller, session: Transaction, today: Today
) -> MemberView:
    """Record that a member has left his office: his role ends with it, at once (art. 6)."""
    perform(session, actor, Act.END_MEMBERSHIP, member, detail={"to_on": body.to_on})
    require([] if member.from_on <= body.to_on <= today else [LEFT_EARLY])
    member.to_on = body.to_on
    seat = (RoleGrant.role == Role.COMMITTEE) & (RoleGrant.party_id == member.id) & RoleGrant.ended_at.is_(None)
    await session.execute(update(RoleGrant).where(seat).values(ended_at=actor.now))
    await session.flush()
    tag(response, member)
    return view_of(actor, member)
