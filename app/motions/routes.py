"""Motions: proposed to a meeting, put to the vote by the chair, carried into a numbered resolution or lost (7, 24)."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Response
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Transaction
from app.acts import perform, require_turn
from app.committee.agenda import item_reasons
from app.committee.ballot_schemas import NewPaperCount, NewVote, PapersHandedOut
from app.committee.ballot_views import NOT_A_VOTER, NOT_IN_PERSON
from app.committee.meeting_models import AgendaKind
from app.committee.meeting_routes import find_meeting
from app.committee.seating import persons_at
from app.cycles.reading import edition_of, find_cycle
from app.errors import NotFound
from app.http import Id, IfMatch, PathId
from app.lookup import found, matched
from app.motions.models import Motion, MotionBallot, MotionPaperCount, MotionVote
from app.motions.schemas import MotionClosure, MotionPage, MotionView, NewMotion
from app.motions.views import already, motion_view, teller_faults, voters_of, voting_faults
from app.motions.voting import candidate_faults, closed, hand_out, number_of, opened, resolution_of, seats_at_opening
from app.paging import Key, Paging, Slice, page
from app.regulation.act import Act
from app.regulation.deliberation import hand_out_faults
from app.regulation.refusals import OutOfOrder, Reason, require
from app.regulation.vocabulary import Role, Status
from app.sections import Section

section = Section("/v1/motions", tag="评委会动议", about="委员或秘书处提出，会议表决；通过的成为编号决议")
READERS = frozenset({Role.SECRETARIAT, Role.COMMITTEE})

NOT_CONVENED = Reason(
    code="motion.meeting_closed", article="第二十四条", zh="会议已闭会，不能提出动议或表决。",
    en="The meeting is closed; nothing is proposed or voted on.",
)  # fmt: skip


async def _locked(motion_id: PathId, session: Transaction) -> Motion:
    row = await session.get(Motion, motion_id, with_for_update=True)
    if row is None:
        raise NotFound
    return row


async def _matched(motion_id: PathId, session: Transaction, if_match: IfMatch) -> Motion:
    return await matched(session, Motion, motion_id, if_match)


LockedMotion = Annotated[Motion, Depends(_locked)]
"""The motion, locked: members vote at the same time, so a vote does not ask for the version that each has read."""
MatchedMotion = Annotated[Motion, Depends(_matched)]


async def _next_number(session: AsyncSession, meeting_id: UUID) -> int:
    latest = select(func.coalesce(func.max(Motion.number), 0) + 1).where(Motion.meeting_id == meeting_id)
    return (await session.execute(latest)).scalar_one()


@section.act("", summary="提出动议", status_code=201)
async def propose_motion(body: NewMotion, response: Response, actor: Caller, session: Transaction) -> MotionView:
    """Propose what a meeting is to resolve: criteria, an extension, more places, a doubtful point, a tie (art. 7)."""
    meeting = await find_meeting(session, body.meeting_id, locked=True)
    if meeting.status is not Status.CONVENED:
        raise OutOfOrder(NOT_CONVENED)
    motion = Motion(
        **body.model_dump(exclude={"concerns"}), concerns=sorted({str(each) for each in body.concerns}),
        cycle_id=meeting.cycle_id, number=await _next_number(session, meeting.id), proposed_by=actor.user_id,
        proposed_at=actor.now, member_id=actor.party if actor.role is Role.COMMITTEE else None,
    )  # fmt: skip
    perform(session, actor, Act.PROPOSE_MOTION, motion, detail={"meeting": meeting.id, "kind": body.kind})
    item = await item_reasons(session, meeting.id, body.item_id, AgendaKind.MOTION)
    require([*await candidate_faults(session, meeting, body.concerns), *item])
    response.headers["Location"] = f"/v1/motions/{motion.id}"
    return await motion_view(session, actor, motion, response)


@section.read("", summary="会议动议列表", roles=READERS, response_model=MotionPage)
async def list_motions(
    session: Transaction, paging: Paging, meeting_id: Annotated[Id, Query(description="评委会会议")]
) -> Slice[Any]:
    """List the motions of a meeting in the order of their numbers."""
    return await page(session, select(Motion).where(Motion.meeting_id == meeting_id), (Key(Motion.number),), paging)


@section.read("/{motion_id}", summary="查看动议", roles=READERS)
async def show_motion(motion_id: PathId, response: Response, actor: Caller, session: Transaction) -> MotionView:
    """One motion with its ballot; counts and names only as its mode shows them."""
    return await motion_view(session, actor, await found(session, Motion, motion_id), response)


@section.act("/{motion_id}/ballot", summary="动议付表决", status_code=201)
async def open_motion_ballot(
    motion: MatchedMotion, response: Response, actor: Caller, session: Transaction
) -> MotionView:
    """Put a motion to the vote; electorate and base are frozen now (art. 24)."""
    require_turn(actor, Act.OPEN_MOTION_BALLOT, motion)
    meeting = await find_meeting(session, motion.meeting_id, locked=True)
    if meeting.status is not Status.CONVENED:
        raise OutOfOrder(NOT_CONVENED)
    ballot, voters = await opened(session, await find_cycle(session, meeting.cycle_id), meeting, motion, actor.now)
    perform(session, actor, Act.OPEN_MOTION_BALLOT, motion)
    session.add(ballot)
    await session.flush()
    session.add_all(voters)
    return await motion_view(session, actor, motion, response)


@section.act("/{motion_id}/votes", summary="就动议投票", status_code=201)
async def cast_motion_vote(
    body: NewVote, motion: LockedMotion, response: Response, actor: Caller, session: Transaction
) -> MotionView:
    """Cast one's own vote on a motion, once, while its ballot is open (art. 24)."""
    perform(session, actor, Act.CAST_MOTION_VOTE, motion)
    require(voting_faults(actor, await found(session, MotionBallot, motion.id)))
    mine = [voter for voter in await voters_of(session, motion) if voter.member_id == actor.party]
    if refused := (already(actor, mine) if mine else [NOT_A_VOTER]):
        raise OutOfOrder(*refused)
    session.add(MotionVote(motion_id=motion.id, member_id=actor.party_id, choice=body.choice))
    return await motion_view(session, actor, motion, response)


@section.act("/{motion_id}/papers", summary="登记动议发票", status_code=201)
async def hand_out_motion_papers(
    body: PapersHandedOut, motion: LockedMotion, response: Response, actor: Caller, session: Transaction
) -> MotionView:
    """Record who was handed a paper in the ballot on a motion, never what he wrote on it (art. 24)."""
    perform(session, actor, Act.HAND_OUT_MOTION_PAPERS, motion, detail={"papers": len(set(body.members))})
    ballot = await found(session, MotionBallot, motion.id)
    require(hand_out_faults({str(each) for each in body.members}, seats_at_opening(ballot), ballot.mode))
    await hand_out(session, motion, body.members)
    return await motion_view(session, actor, motion, response)


@section.act("/{motion_id}/paper-counts", summary="记录动议纸质票计票", status_code=201)
async def record_motion_count(
    body: NewPaperCount, motion: LockedMotion, response: Response, actor: Caller, session: Transaction
) -> MotionView:
    """Record the papers on a motion as one of two tellers counts them (art. 24)."""
    perform(session, actor, Act.RECORD_MOTION_COUNT, motion)
    require(teller_faults(actor, await found(session, MotionBallot, motion.id)))
    person = (await persons_at(session, motion.meeting_id)).get(actor.party_id)
    require([NOT_IN_PERSON] if person is None or person.user_id != actor.user else [])
    await session.merge(MotionPaperCount(motion_id=motion.id, teller_id=actor.party_id, **body.model_dump()))
    return await motion_view(session, actor, motion, response)


@section.act("/{motion_id}/closure", summary="结束动议表决", status_code=201)
async def close_motion_ballot(
    body: MotionClosure, motion: MatchedMotion, response: Response, actor: Caller, session: Transaction
) -> MotionView:
    """Count the ballot on a motion; a carried one becomes a numbered resolution with its counts (arts. 7(1), 24)."""
    require_turn(actor, Act.CLOSE_MOTION_BALLOT, motion)
    meeting, cycle = await find_meeting(session, motion.meeting_id), await find_cycle(session, motion.cycle_id)
    ballot = await closed(session, motion, edition_of(cycle).committee, actor.now)
    number = body.resolution_number or number_of(cycle, meeting, motion)
    result = Status.CARRIED if ballot.passed else Status.LOST
    leaf = perform(session, actor, Act.CLOSE_MOTION_BALLOT, motion, result, detail={"number": number})
    if ballot.passed:
        resolution = resolution_of(motion, ballot, number, meeting, actor.user_id, actor.now)
        motion.resolution_id, resolution.leaf_id = resolution.id, leaf.id
        session.add(resolution)
    return await motion_view(session, actor, motion, response)
