"""Alternates of members: named for a year where the edition knows them, of the member's unit, with dates (art. 6)."""

from typing import Any
from uuid import UUID

from fastapi import Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Today, Transaction
from app.accounts.models import RoleGrant
from app.accounts.one_time_codes import Purpose, issue_code
from app.acts import Actor, perform
from app.committee.meeting_schemas import AlternatePage, AlternateView, Departure, NewAlternate, SeatedAlternate
from app.committee.models import Alternate, CommitteeMember
from app.committee.seating import LEFT_EARLY, MatchedMember, SeenMember, require_appointable, user_of
from app.cycles.reading import edition_of, find_cycle
from app.errors import NotFound
from app.http import PathId, tag
from app.paging import Key, Paging, Slice, page
from app.regulation.act import Act
from app.regulation.deliberation import alternate_faults
from app.regulation.refusals import OutOfOrder, Reason, require
from app.regulation.vocabulary import Role
from app.sections import Section

section = Section("/v1/members", tag="评委会委员代为出席人", about="本办法允许时，委员本单位人员代为出席和表决")
READERS = frozenset({Role.SECRETARIAT, Role.COMMITTEE})

GONE = Reason(
    code="alternate.ended", article="第六条", zh="其代为出席已经终止。", en="He is no alternate any more.",
)  # fmt: skip


async def _granted(session: AsyncSession, actor: Actor, member: CommitteeMember, user_id: UUID) -> RoleGrant:
    """Art. 6: the role of the seat without the chair's duty; who held it before holds it again."""
    mine = select(RoleGrant).where(
        RoleGrant.user_id == user_id, RoleGrant.role == Role.COMMITTEE, RoleGrant.party_id == member.id
    )
    grant = await session.scalar(mine)
    if grant is None:
        grant = RoleGrant(user_id=user_id, role=Role.COMMITTEE, party_id=member.id, granted_by=actor.user_id)
    grant.ended_at = None
    return grant


@section.act("/{member_id}/alternates", summary="指定代为出席人", secret=True, status_code=201)
async def appoint_alternate(
    body: NewAlternate, member: MatchedMember, response: Response, actor: Caller, session: Transaction
) -> SeatedAlternate:
    """Name who attends and votes for a member in a year, where the edition knows alternates (art. 6)."""
    rule = edition_of(await find_cycle(session, body.cycle_id)).committee
    perform(session, actor, Act.APPOINT_ALTERNATE, member, detail={"cycle": body.cycle_id, "from_on": body.from_on})
    require(alternate_faults(rule, member.unit_name, body.unit_name))
    require_appointable(body, actor)
    user = await user_of(body, session)
    columns: dict[str, Any] = body.model_dump(include={"cycle_id", "office", "unit_name", "from_on"})
    row = Alternate(member_id=member.id, user_id=user.id, name=user.name, appointed_by=actor.user_id, **columns)
    session.add_all([row, await _granted(session, actor, member, user.id)])
    new = body.user_id is None
    code, until = issue_code(session, user.id, Purpose.INVITATION, actor.user_id) if new else (None, None)
    await session.flush()
    tag(response, member)
    return SeatedAlternate(alternate=AlternateView.model_validate(row), code=code, expires_at=until)


@section.read("/{member_id}/alternates", summary="委员的代为出席人", roles=READERS, response_model=AlternatePage)
async def list_alternates(member: SeenMember, session: Transaction, paging: Paging) -> Slice[Alternate]:
    """List the alternates of a member, those whose time is over among them, the latest first."""
    keys = (Key(Alternate.from_on, descending=True), Key(Alternate.id))
    return await page(session, select(Alternate).where(Alternate.member_id == member.id), keys, paging)


@section.act("/{member_id}/alternates/{alternate_id}/departure", summary="终止代为出席", status_code=201)
async def end_alternate(
    body: Departure, alternate_id: PathId, member: MatchedMember, response: Response, actor: Caller,
    session: Transaction, today: Today,
) -> AlternateView:  # fmt: skip
    """Record the last day of an alternate; his role in the seat ends at once (art. 6)."""
    row = await session.get(Alternate, alternate_id)
    if row is None or row.member_id != member.id:
        raise NotFound
    perform(session, actor, Act.END_ALTERNATE, member, detail={"alternate": row.id, "to_on": body.to_on})
    if row.to_on is not None:
        raise OutOfOrder(GONE)
    require([] if row.from_on <= body.to_on <= today else [LEFT_EARLY])
    row.to_on = body.to_on
    (await _granted(session, actor, member, row.user_id)).ended_at = actor.now
    await session.flush()
    tag(response, member)
    return AlternateView.model_validate(row)
