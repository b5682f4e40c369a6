"""Opening and closing ballots: electorate and base are frozen at the opening, counted out at the close (art. 24)."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.applications.models import Application
from app.committee.agenda import item_reasons
from app.committee.ballot_schemas import NewBallot
from app.committee.meeting_models import AgendaKind
from app.committee.models import (
    Attendance,
    Ballot,
    Choice,
    CommitteeMember,
    EligibleVoter,
    Meeting,
    MemberRecusal,
    PaperCount,
    Position,
    Vote,
)
from app.committee.reading import is_deliberated, members_in_office, voted_of
from app.committee.seating import Person, persons_at
from app.cycles.masking import are_masked
from app.cycles.models import Cycle
from app.cycles.reading import edition_of
from app.rankings.models import CandidateEntry
from app.rankings.names import credit_code_of
from app.rankings.nominees import closed_of, nominees_of
from app.rankings.reading import require_known_tiers
from app.regulation.blinding import untold
from app.regulation.choices import BallotMode, MajorityBase
from app.regulation.deliberation import (
    Papers,
    Seats,
    Tally,
    base_of,
    composition_faults,
    count_faults,
    repeat_faults,
    result_of,
    seat_faults,
    size_faults,
)
from app.regulation.measures import CommitteeRule, Edition
from app.regulation.proposing import lost_tiers
from app.regulation.ratios import Ratio
from app.regulation.refusals import NotMet, OutOfOrder, Reason, require
from app.regulation.selection import nomination_faults
from app.regulation.vocabulary import Status
from app.undertakings.models import Undertaking

VOTABLE = frozenset({Status.CANDIDATE, Status.NOT_PROPOSED})
STANDING = VOTABLE | {Status.PROPOSED, Status.APPROVED_IN_NOTICE, Status.APPROVED, Status.AWARDED}
"""Who has not left the list: nobody waits for a ballot on one who has withdrawn or fallen."""
OFFERED = frozenset({BallotMode.OPEN, BallotMode.SEALED_OPEN, BallotMode.SECRET_PAPER})
TELLERS = 2

NO_CANDIDATE = Reason(
    code="ballot.no_candidate", article="第二十三条", zh="该组织不在候选名单中。", en="This is no candidate.",
)  # fmt: skip
NOT_NOW = Reason(
    code="ballot.not_now", article="第二十四条", zh="会议已闭会，或该组织、该年度不在审议中，不能表决。",
    en="The meeting is closed, or the candidate or the year is not before the committee.",
)  # fmt: skip
OPEN_ALREADY = Reason(
    code="ballot.open_already", article="第二十四条", zh="就该组织的表决正在进行。",
    en="A ballot on this candidate is open.",
)  # fmt: skip


async def seats_of(
    session: AsyncSession, meeting_id: UUID, application_id: UUID, members: Sequence[CommitteeMember]
) -> Seats:
    """Arts. 6, 24, 30: who is in office, present and recused from the candidate now."""
    present = select(Attendance.member_id).where(Attendance.meeting_id == meeting_id, Attendance.is_present)
    recused = select(MemberRecusal.member_id).where(MemberRecusal.application_id == application_id)
    return Seats(
        in_office=frozenset(str(member.id) for member in members),
        present=frozenset(str(each) for each in await session.scalars(present)),
        recused=frozenset(str(each) for each in await session.scalars(recused)),
    )


def seats_at_opening(ballot: Ballot) -> Seats:
    """Art. 24: the seats as the ballot froze them."""
    return Seats(**{name: frozenset(ballot.seats[name]) for name in ("in_office", "present", "recused")})


async def opened(
    session: AsyncSession, cycle: Cycle, meeting: Meeting, application: Application | None, body: NewBallot,
    now: datetime,
) -> tuple[Ballot, Seats]:  # fmt: skip
    """Arts. 6, 23, 24, 30: the ballot that may be opened now, with the electorate; 409 or 422 with every reason."""
    edition = edition_of(cycle)
    require_known_tiers(edition, [body.tier], "/tier")
    entry = await session.get(CandidateEntry, (cycle.id, body.application_id))
    if entry is None or application is None:
        raise NotMet(NO_CANDIDATE)
    if not is_deliberated(cycle) or application.status not in VOTABLE or meeting.status is not Status.CONVENED:
        raise OutOfOrder(NOT_NOW)
    members = await members_in_office(session)
    seats = await seats_of(session, meeting.id, body.application_id, members)
    positions = [member.position for member in members]
    require(
        (
            *composition_faults(positions.count(Position.CHAIR), positions.count(Position.VICE_CHAIR)),
            *size_faults(len(members), edition.committee),
            *seat_faults(seats, edition.committee),
            *await _nomination_faults(session, cycle, entry, body.tier),
            *await undertaking_faults(session, cycle, meeting, seats),
            *mode_faults(edition),
            *await item_reasons(session, meeting.id, body.item_id, AgendaKind.CANDIDATES),
        )
    )
    same = (Ballot.application_id == body.application_id) & (Ballot.tier == body.tier)
    earlier = await session.scalar(select(Ballot).where(same).order_by(Ballot.round.desc()).limit(1))
    if earlier is not None and earlier.status is Status.OPEN:
        raise OutOfOrder(OPEN_ALREADY)
    require(repeat_faults(earlier=earlier is not None, reason=body.reason))
    written = written_seats(seats, await persons_at(session, meeting.id))
    return _ballot(cycle, body, edition.committee, (seats, written), earlier, now), seats


def written_seats(seats: Seats, persons: Mapping[UUID, Person]) -> dict[str, Any]:
    """Art. 24: the seats at one instant as a ballot keeps them, with the alternates who attend."""
    return {
        "in_office": sorted(seats.in_office), "present": sorted(seats.present),
        "recused": sorted(seats.recused & seats.in_office),
        "alternates": {str(m): str(p.alternate_id) for m, p in sorted(persons.items()) if p.alternate_id is not None},
    }  # fmt: skip


async def voters_of(session: AsyncSession, ballot: Ballot, seats: Seats) -> list[EligibleVoter]:
    """Arts. 6, 24: a voter for each seat that may vote: the member, or the alternate who attends for him."""
    return [
        EligibleVoter(ballot_id=ballot.id, member_id=seat, alternate_id=person.alternate_id)
        for seat, person in (await persons_at(session, ballot.meeting_id)).items()
        if str(seat) in seats.entitled
    ]


async def hand_out(session: AsyncSession, ballot: Ballot, takers: Collection[UUID]) -> None:
    """Art. 24: write which voters have a paper."""
    voters = await session.scalars(select(EligibleVoter).where(EligibleVoter.ballot_id == ballot.id))
    for voter in voters:
        voter.took_paper = voter.member_id in takers


def _ballot(
    cycle: Cycle, body: NewBallot, rule: CommitteeRule, seats: tuple[Seats, dict[str, Any]], earlier: Ballot | None,
    now: datetime,
) -> Ballot:  # fmt: skip
    quorum, majority = Fraction(rule.quorum or 0), Fraction(rule.majority or 0)
    return Ballot(
        cycle_id=cycle.id, meeting_id=body.meeting_id, application_id=body.application_id, tier=body.tier,
        round=1 if earlier is None else earlier.round + 1, repeats_id=None if earlier is None else earlier.id,
        reason=body.reason.strip(), item_id=body.item_id, mode=rule.ballot_mode or BallotMode.OPEN,
        quorum_num=quorum.numerator, quorum_den=quorum.denominator,
        majority_num=majority.numerator, majority_den=majority.denominator,
        majority_inclusive=rule.majority_inclusive, base=rule.base or MajorityBase.NON_RECUSED_IN_OFFICE,
        seats=seats[1], base_at_open=base_of(seats[0], rule), opened_at=now,
    )  # fmt: skip


async def _nomination_faults(
    session: AsyncSession, cycle: Cycle, entry: CandidateEntry, tier: str
) -> tuple[Reason, ...]:
    """Arts. 15, 23, 24: he stands for his list's tier, or for a lower one that a cascade leaves him.

    Whoever is on a list has reached its floor (the schema keeps it), so that floor stands for his total here: the
    chair may be recused from him and does not see his score.
    """
    edition = edition_of(cycle)
    standing = select(Application.id).where(Application.cycle_id == cycle.id, Application.status.in_(STANDING))
    there = {str(each) for each in await session.scalars(standing)}
    nominees = [each for each in await nominees_of(session, cycle) if each.application in there]
    voted = [each for each in (await voted_of(session, cycle.id))[0] if each.application in there]
    places = {one.code: one.places for one in edition.tiers}
    application = str(entry.application_id)
    lost = lost_tiers(application, nominees, voted, places, edition)
    code = (await session.execute(select(credit_code_of(entry.application_id)))).scalar_one()
    return nomination_faults(
        application=application, total=Ratio(edition.tier(entry.tier).floor), listed=entry.tier, tier=tier, lost=lost,
        edition=edition,
        closed=untold(
            (await closed_of(session, cycle, {entry.application_id: code}))[entry.application_id],
            masked=await are_masked(session, cycle.id),
        ),
    )  # fmt: skip


async def undertaking_faults(session: AsyncSession, cycle: Cycle, meeting: Meeting, seats: Seats) -> list[Reason]:
    """Art. 30: everybody who is to vote has signed the year's undertaking."""
    persons = await persons_at(session, meeting.id)
    voters = [person.user_id for seat, person in persons.items() if str(seat) in seats.entitled]
    signed = select(Undertaking.user_id).where(Undertaking.cycle_id == cycle.id, Undertaking.user_id.in_(voters))
    done = set(await session.scalars(signed))
    names = "、".join(sorted(p.name for p in persons.values() if p.user_id in voters and p.user_id not in done))
    if not names:
        return []
    return [_fault("undertaking", "第三十条", f"尚未签署承诺书的委员：{names}。", f"Not yet signed by: {names}.")]


def mode_faults(edition: Edition) -> list[Reason]:
    """`edition.committee.ballot_mode`: no ballot is held in a mode that this service does not offer."""
    if edition.committee.ballot_mode in OFFERED:
        return []
    return [
        _fault("mode", "edition.committee.ballot_mode",
               "本服务不办理电子无记名投票，无记名投票采用纸质票（secret_paper）。",
               "Secret electronic ballots are not held; the secret ballot here is on paper (secret_paper).")
    ]  # fmt: skip


async def tally_of(session: AsyncSession, ballot: Ballot) -> tuple[Tally, Papers | None]:
    """Art. 24: the count of a ballot that is closed in this transaction; with what it rests on if it was on paper."""
    if ballot.mode is BallotMode.SECRET_PAPER:
        return await _papers_of(session, ballot)
    cast = Counter(await session.scalars(select(Vote.choice).where(Vote.ballot_id == ballot.id)))
    tally = Tally(in_favour=cast[Choice.IN_FAVOUR], against=cast[Choice.AGAINST], abstained=cast[Choice.ABSTAIN])
    return tally, None


async def _papers_of(session: AsyncSession, ballot: Ballot) -> tuple[Tally, Papers]:
    papers = await _standing_counts(session, ballot)
    tallies = {
        Tally(in_favour=p.in_favour, against=p.against, abstained=p.abstained, invalid=p.invalid) for p in papers
    }
    if len(papers) != TELLERS:
        raise NotMet(_fault("tellers", "edition.committee.ballot_mode", "纸质票须由两名计票人分别计票。",
                            "Papers are counted by two tellers."))  # fmt: skip
    if len(tallies) > 1:
        raise NotMet(_fault("counts_differ", "edition.committee.ballot_mode", "两名计票人的计票不一致，须重新计票。",
                            "The two tellers' counts differ; count again."))  # fmt: skip
    takers = select(func.count()).where(EligibleVoter.ballot_id == ballot.id, EligibleVoter.took_paper)
    handed_out = (await session.execute(takers)).scalar_one()
    return tallies.pop(), Papers(tellers=[str(p.teller_id) for p in papers], handed_out=handed_out)


async def _standing_counts(session: AsyncSession, ballot: Ballot) -> list[PaperCount]:
    """Art. 24: the counts that are compared; who took the place of a teller that left his office counts for him."""
    query = (
        select(PaperCount, CommitteeMember.to_on)
        .join(CommitteeMember, CommitteeMember.id == PaperCount.teller_id)
        .where(PaperCount.ballot_id == ballot.id)
    )
    rows = [(row[0], row[1]) for row in await session.execute(query)]
    seated = [paper for paper, left in rows if left is None]
    return seated if len(seated) >= TELLERS else [paper for paper, _ in rows]


def conclude(ballot: Ballot, tally: Tally, papers: Papers | None, now_seated: Seats, rule: CommitteeRule) -> None:
    """Art. 24: write the result; 422 if there is no quorum any more or the count cannot be."""
    at_opening = seats_at_opening(ballot)
    require(count_faults(tally, at_opening, papers))
    result = result_of(tally, at_opening, now_seated, rule)
    ballot.base_at_close = base_of(now_seated, rule)
    ballot.in_favour, ballot.against = tally.in_favour, tally.against
    ballot.abstained, ballot.invalid = tally.abstained, tally.invalid
    ballot.papers = None if papers is None else papers.handed_out
    ballot.needed, ballot.passed = result.needed, result.carried


def _fault(kind: str, article: str, zh: str, en: str) -> Reason:
    return Reason(code=f"ballot.{kind}", article=article, zh=zh, en=en)
