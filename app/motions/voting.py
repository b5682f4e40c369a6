"""Putting a motion to the vote and counting it, by the rules of a ballot on a candidate (art. 24)."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.committee.balloting import TELLERS, mode_faults, undertaking_faults, written_seats
from app.committee.models import Attendance, Choice, CommitteeMember, Meeting, MemberRecusal, Position
from app.committee.reading import members_in_office
from app.committee.seating import persons_at
from app.cycles.models import Cycle
from app.cycles.reading import edition_of
from app.legislation.models import Resolution
from app.lookup import found
from app.motions.models import Motion, MotionBallot, MotionPaperCount, MotionVote, MotionVoter
from app.rankings.models import CandidateEntry
from app.regulation.choices import BallotMode, MajorityBase
from app.regulation.deliberation import (
    Papers,
    Seats,
    Tally,
    base_of,
    composition_faults,
    count_faults,
    result_of,
    seat_faults,
    size_faults,
)
from app.regulation.measures import CommitteeRule
from app.regulation.refusals import NotMet, Reason, require

DIFFER = Reason(
    code="ballot.counts_differ", article="edition.committee.ballot_mode",
    zh="纸质票须由两名计票人分别计票且结果一致。", en="Two tellers count the papers, and their counts agree.",
)  # fmt: skip


async def candidate_faults(session: AsyncSession, meeting: Meeting, concerns: Collection[UUID]) -> list[Reason]:
    """Arts. 23, 30: whom a motion concerns is a candidate of the meeting's year."""
    query = select(CandidateEntry.application_id).where(
        CandidateEntry.cycle_id == meeting.cycle_id, CandidateEntry.application_id.in_(concerns)
    )
    known = set(await session.scalars(query))
    return [
        Reason(code="motion.candidate", article="第二十三条", pointer=f"/concerns/{each}",
               zh="该组织不在本年度候选名单中。", en="This is no candidate of the year.")
        for each in sorted(set(concerns) - known)
    ]  # fmt: skip


async def seats_of(session: AsyncSession, motion: Motion, members: Collection[CommitteeMember]) -> Seats:
    """Arts. 6, 24, 30: who is in office, present, and recused from one of those whom the motion concerns, now."""
    present = select(Attendance.member_id).where(Attendance.meeting_id == motion.meeting_id, Attendance.is_present)
    concerned = [UUID(each) for each in motion.concerns]
    recused = select(MemberRecusal.member_id).where(MemberRecusal.application_id.in_(concerned))
    return Seats(
        in_office=frozenset(str(member.id) for member in members),
        present=frozenset(str(each) for each in await session.scalars(present)),
        recused=frozenset(str(each) for each in await session.scalars(recused)),
    )


def seats_at_opening(ballot: MotionBallot) -> Seats:
    """Art. 24: the seats as the ballot froze them."""
    return Seats(**{name: frozenset(ballot.seats[name]) for name in ("in_office", "present", "recused")})


async def opened(
    session: AsyncSession, cycle: Cycle, meeting: Meeting, motion: Motion, now: datetime
) -> tuple[MotionBallot, list[MotionVoter]]:
    """Arts. 6, 24, 30: the ballot on a motion with its electorate; 422 with every reason why it is not held."""
    edition, members = edition_of(cycle), await members_in_office(session)
    seats, persons = await seats_of(session, motion, members), await persons_at(session, meeting.id)
    positions = [member.position for member in members]
    require(
        (
            *composition_faults(positions.count(Position.CHAIR), positions.count(Position.VICE_CHAIR)),
            *size_faults(len(members), edition.committee),
            *seat_faults(seats, edition.committee),
            *await undertaking_faults(session, cycle, meeting, seats),
            *mode_faults(edition),
        )
    )
    rule = edition.committee
    quorum, majority = Fraction(rule.quorum or 0), Fraction(rule.majority or 0)
    ballot = MotionBallot(
        motion_id=motion.id, mode=rule.ballot_mode or BallotMode.OPEN, quorum_num=quorum.numerator,
        quorum_den=quorum.denominator, majority_num=majority.numerator, majority_den=majority.denominator,
        majority_inclusive=rule.majority_inclusive, base=rule.base or MajorityBase.NON_RECUSED_IN_OFFICE,
        seats=written_seats(seats, persons), base_at_open=base_of(seats, rule), opened_at=now,
    )  # fmt: skip
    voters = [
        MotionVoter(motion_id=motion.id, member_id=seat, alternate_id=person.alternate_id)
        for seat, person in persons.items()
        if str(seat) in seats.entitled
    ]
    return ballot, voters


async def hand_out(session: AsyncSession, motion: Motion, takers: Collection[UUID]) -> None:
    """Art. 24: write which voters have a paper."""
    for voter in await session.scalars(select(MotionVoter).where(MotionVoter.motion_id == motion.id)):
        voter.took_paper = voter.member_id in takers


async def tally_of(session: AsyncSession, ballot: MotionBallot) -> tuple[Tally, Papers | None]:
    """Art. 24: the count of a ballot that is closed in this transaction."""
    if ballot.mode is BallotMode.SECRET_PAPER:
        return await _papers_of(session, ballot)
    mine = select(MotionVote.choice).where(MotionVote.motion_id == ballot.motion_id)
    cast = Counter(await session.scalars(mine))
    tally = Tally(in_favour=cast[Choice.IN_FAVOUR], against=cast[Choice.AGAINST], abstained=cast[Choice.ABSTAIN])
    return tally, None


async def _papers_of(session: AsyncSession, ballot: MotionBallot) -> tuple[Tally, Papers]:
    query = (
        select(MotionPaperCount, CommitteeMember.to_on)
        .join(CommitteeMember, CommitteeMember.id == MotionPaperCount.teller_id)
        .where(MotionPaperCount.motion_id == ballot.motion_id)
    )
    rows = [(row[0], row[1]) for row in await session.execute(query)]
    seated = [paper for paper, left in rows if left is None]
    papers = seated if len(seated) >= TELLERS else [paper for paper, _ in rows]
    tallies = {
        Tally(in_favour=p.in_favour, against=p.against, abstained=p.abstained, invalid=p.invalid) for p in papers
    }
    if len(papers) != TELLERS or len(tallies) > 1:
        raise NotMet(DIFFER)
    taken = select(func.count()).where(MotionVoter.motion_id == ballot.motion_id, MotionVoter.took_paper)
    handed_out = (await session.execute(taken)).scalar_one()
    return tallies.pop(), Papers(tellers=[str(p.teller_id) for p in papers], handed_out=handed_out)


async def closed(session: AsyncSession, motion: Motion, rule: CommitteeRule, now: datetime) -> MotionBallot:
    """Art. 24: the ballot of a motion, counted; row security shows a sealed vote from the closing on."""
    ballot = await found(session, MotionBallot, motion.id)
    ballot.closed_at = now
    await session.flush()
    await conclude(session, motion, ballot, rule)
    return ballot


async def conclude(session: AsyncSession, motion: Motion, ballot: MotionBallot, rule: CommitteeRule) -> None:
    """Art. 24: count the ballot and write its result; 422 if there is no quorum any more or the count cannot be."""
    now_seated = await seats_of(session, motion, await members_in_office(session))
    tally, papers = await tally_of(session, ballot)
    at_opening = seats_at_opening(ballot)
    require(count_faults(tally, at_opening, papers))
    result = result_of(tally, at_opening, now_seated, rule)
    ballot.seats_at_close = written_seats(now_seated, await persons_at(session, motion.meeting_id))
    ballot.base_at_close = base_of(now_seated, rule)
    ballot.in_favour, ballot.against = tally.in_favour, tally.against
    ballot.abstained, ballot.invalid = tally.abstained, tally.invalid
    ballot.papers = None if papers is None else papers.handed_out
    ballot.needed, ballot.passed = result.needed, result.carried


def resolution_of(
    motion: Motion, ballot: MotionBallot, number: str, held: Meeting, by: UUID, now: datetime
) -> Resolution:  # fmt: skip
    """Art. 7(1): the resolution that a carried motion becomes, with the votes that carried it."""
    counts = {name: getattr(ballot, name) for name in ("in_favour", "against", "abstained", "invalid", "needed")}
    return Resolution(
        number=number, title=motion.title, text=motion.text, decided_on=held.held_on, recorded_by=by, recorded_at=now,
        carried_by={
            "motion_id": str(motion.id), "meeting_id": str(held.id), **counts,
            "base": max(ballot.base_at_open, ballot.base_at_close or 0),
        },
    )  # fmt: skip


def number_of(cycle: Cycle, meeting: Meeting, motion: Motion) -> str:
    """Art. 7(1): the number that a resolution has unless the chair gives another: year, meeting, motion."""
    return f"评委会〔{cycle.award_year}〕第{meeting.number}-{motion.number}号"
