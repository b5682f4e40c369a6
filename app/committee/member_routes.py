"""Members of the committee: appointed by office, gone with it, in the minutes for ever (arts. 5, 6)."""

from fastapi import Response
from sqlalchemy import func, select, update

from app.accounts.doorway import Caller, Today, Transaction
from app.accounts.models import RoleGrant
from app.accounts.one_time_codes import Purpose, issue_code
from app.acts import Actor, perform
from app.committee.meeting_schemas import Departure, MemberPage, MemberView, NewMember, SeatedMember
from app.committee.models import Alternate, CommitteeMember, Position
from app.committee.seating import LEFT_EARLY, MatchedMember, SeenMember, require_appointable, user_of
from app.http import tag
from app.open_acts import open_acts
from app.paging import Key, Paging, Slice, page
from app.regulation.act import Act
from app.regulation.refusals import require
from app.regulation.vocabulary import Duty, Role
from app.sections import Section

section = Section("/v1/members", tag="评委会委员", about="评委会主任、副主任、委员，随职务任免")
READERS = frozenset({Role.SECRETARIAT, Role.COMMITTEE})


def view_of(actor: Actor, row: CommitteeMember) -> MemberView:
    """Write a member with the acts open on his seat."""
    path = f"/v1/members/{row.id}"
    hrefs = {Act.END_MEMBERSHIP: f"{path}/departure", Act.APPOINT_ALTERNATE: f"{path}/alternates"}
    acts = open_acts(actor, row, hrefs)
    return MemberView.model_validate(row).model_copy(update={"acts": acts})


def _grant(actor: Actor, member: CommitteeMember) -> RoleGrant:
    """Art. 6: the member's role in his seat; the chair's carries the duty of the chair."""
    duties = [Duty.CHAIR.value] if member.position is Position.CHAIR else []
    return RoleGrant(
        user_id=member.user_id, role=Role.COMMITTEE, party_id=member.id, duties=duties, granted_by=actor.user_id
    )


@section.act("", summary="任命评委会委员", secret=True, status_code=201)
async def appoint_member(body: NewMember, response: Response, actor: Caller, session: Transaction) -> SeatedMember:
    """Seat a member by his office; the chair's role carries the duty of the chair (art. 6)."""
    require_appointable(body, actor)
    user = await user_of(body, session)
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
    standing = (Alternate.member_id == member.id) & Alternate.to_on.is_(None)
    left = func.greatest(Alternate.from_on, body.to_on)
    await session.execute(update(Alternate).where(standing).values(to_on=left))
    seat = (RoleGrant.role == Role.COMMITTEE) & (RoleGrant.party_id == member.id) & RoleGrant.ended_at.is_(None)
    await session.execute(update(RoleGrant).where(seat).values(ended_at=actor.now))
    await session.flush()
    tag(response, member)
    return view_of(actor, member)
