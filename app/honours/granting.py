"""Granting titles: who of a notice stands, which place he takes, and the bonus that comes with it (arts. 4, 26, 27)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.applications.models import Application
from app.committee.decision_models import GovernmentDecision
from app.cycles.models import AwardSlot, Cycle, Prize
from app.cycles.reading import edition_of, find_cycle
from app.database import Case
from app.honours.models import Bonus, Commendation
from app.honours.repeating import terms_of
from app.honours.schemas import NewCommendation
from app.publications.models import Notice, NoticeEntry
from app.publications.standing import faults_by_name, first_notices_of
from app.regulation.act import Act
from app.regulation.former import valid_until
from app.regulation.notice import standing_faults
from app.regulation.posting import NoticedList, approval_faults, last_notice_faults
from app.regulation.refusals import NotMet, Reason
from app.regulation.republication import in_force_faults
from app.regulation.steps import Step, carried_outcome
from app.regulation.vocabulary import Status
from app.regulation.window import start_of
from app.reviews.models import ComprehensiveReport
from app.titles.models import Award


async def known_notice(session: AsyncSession, notice_id: UUID) -> Notice:
    """Read the notice; 422 if there is none."""
    notice = await session.get(Notice, notice_id)
    if notice is None:
        raise NotMet(
            Reason(code="notice.unknown", article="第二十五条", pointer="/notice_id", zh="没有这一公示。",
                   en="There is no such notice.")
        )  # fmt: skip
    return notice


def commendation_of(actor: Actor, notice: Notice, body: NewCommendation) -> Commendation:
    """The commendation as it was decided, of the list that the notice published (I26)."""
    return Commendation(
        cycle_id=notice.cycle_id, notice_id=notice.id, list_sha256=notice.list_sha256,
        document_number=body.document_number, decided_on=body.decided_on, signatory=body.signatory,
        recorded_by=actor.user_id, recorded_at=actor.now,
    )  # fmt: skip


async def entries_of(session: AsyncSession, notice: Notice, wanted: Sequence[UUID]) -> list[NoticeEntry]:
    """The names of the notice that are to be commended now."""
    query = select(NoticeEntry).where(NoticeEntry.notice_id == notice.id, NoticeEntry.application_id.in_(wanted))
    return list(await session.scalars(query.order_by(NoticeEntry.position)))


async def lock_applications(session: AsyncSession, entries: Sequence[NoticeEntry], step: Step) -> list[Application]:
    """Lock the applications, as an objection does, so that neither slips past the other (I15); 409 if out of turn."""
    wanted = [entry.application_id for entry in entries]
    query = select(Application).where(Application.id.in_(wanted)).order_by(Application.id).with_for_update()
    rows = list(await session.scalars(query))
    for row in rows:
        carried_outcome(step, Act.COMMEND_WINNERS, row.SUBJECT, row.status, Status.AWARDED)
    return rows


async def grant_faults(
    session: AsyncSession, notice: Notice, wanted: Sequence[UUID], entries: Sequence[NoticeEntry], decided_on: date
) -> list[Reason]:
    """Arts. 24-26: every unmet condition of every name, each pointing to its place in the body.

    The notice must have ended before the day of the decision, so that one recorded late but decided early is refused.
    """
    found = {entry.application_id for entry in entries}
    faults = [_strange(place, each) for place, each in enumerate(wanted) if each not in found or each in wanted[:place]]
    faults += await _notice_faults(session, notice, decided_on)
    if notice.published_at is None:
        return [*faults, *standing_faults("", None, start_of(decided_on), ())]
    by_name = await faults_by_name(session, notice, entries, start_of(decided_on))
    for application_id in dict.fromkeys(each for each in wanted if each in found):
        pointer = f"/application_ids/{wanted.index(application_id)}"
        faults += (replace(each, pointer=pointer) for each in by_name[application_id])
    return faults


async def _notice_faults(session: AsyncSession, notice: Notice, decided_on: date) -> list[Reason]:
    """Arts. 24-26, T3: it is the last notice that the edition asks for, and its list has been approved."""
    position = edition_of(await find_cycle(session, notice.cycle_id)).notice.position
    faults = list(last_notice_faults(position, notice.kind))
    if notice.published_at is not None:
        suspended = notice.status is Status.INTERRUPTED
        faults += in_force_faults(is_running=notice.status is Status.RUNNING, is_suspended=suspended)
    if not faults and notice.kind is NoticedList.PROPOSED:
        query = select(GovernmentDecision.decided_on).where(GovernmentDecision.list_id == notice.list_id)
        faults += approval_faults(approved_on=await session.scalar(query), at=decided_on)
    return faults


async def awards_of(
    session: AsyncSession, cycle: Cycle, made: Commendation, entries: Sequence[NoticeEntry]
) -> list[Award]:
    """A title for each name, carrying its score, the floor and the notice it rests on (I3, I11, I12, I14)."""
    tiers = {tier.code: tier for tier in edition_of(cycle).tiers}
    firsts = await first_notices_of(session, entries)
    scored = select(ComprehensiveReport).where(
        ComprehensiveReport.application_id.in_([entry.application_id for entry in entries])
    )
    reports = {report.application_id: report for report in await session.scalars(scored)}
    places, terms = await _free_places(session, made.cycle_id), await terms_of(session, cycle, entries)
    awards = []
    for entry in entries:
        report, first, own = reports[entry.application_id], firsts[entry.first_noticed_id], terms[entry.application_id]
        if first.ends_at is None:
            raise RuntimeError("a name is commended whose notice was never published")
        awards.append(
            Award(
                cycle_id=made.cycle_id, application_id=entry.application_id, organization_name=entry.organization_name,
                tier=entry.tier, slot=_take(places[entry.tier]) if own.takes_place else None,
                total_num=report.total_num, total_den=report.total_den, floor=tiers[entry.tier].floor,
                notice_id=first.id, notice_ends_at=first.ends_at, commendation_id=made.id, granted_on=made.decided_on,
                valid_until=valid_until(made.decided_on, tiers[entry.tier]), repeats_id=own.repeats_id,
                with_bonus=own.with_bonus,
            )
        )  # fmt: skip
    return awards


async def bonuses_of(session: AsyncSession, awards: Sequence[Award]) -> list[Bonus]:
    """Art. 27: the entitlement of each title that comes with money, the amount of its tier in whole yuan."""
    prizes = await _prizes_of(session, awards[0].cycle_id) if awards else {}
    return [
        Bonus(award_id=a.id, cycle_id=a.cycle_id, tier=a.tier, amount=prizes[a.tier].amount)
        for a in awards
        if a.with_bonus
    ]


def carried_by(
    applications: Sequence[Application], awards: Sequence[Award], bonuses: Sequence[Bonus]
) -> list[tuple[Case, Status]]:
    """What a commendation brings along: applications awarded, titles standing, bonuses due."""
    return [
        *((row, Status.AWARDED) for row in applications),
        *((row, Status.STANDING) for row in awards),
        *((row, Status.ENTITLED) for row in bonuses),
    ]


async def _prizes_of(session: AsyncSession, cycle_id: UUID) -> dict[str, Prize]:
    return {row.tier: row for row in await session.scalars(select(Prize).where(Prize.cycle_id == cycle_id))}


async def _free_places(session: AsyncSession, cycle_id: UUID) -> Mapping[str, Iterator[int]]:
    """The free places of each tier, the first first; the cycle is locked, so nobody else takes one meanwhile (I3)."""
    taken = select(Award.tier, Award.slot).where(Award.cycle_id == cycle_id)
    gone = {(tier, slot) for tier, slot in await session.execute(taken)}
    query = select(AwardSlot.tier, AwardSlot.slot).where(AwardSlot.cycle_id == cycle_id).order_by(AwardSlot.slot)
    free: dict[str, list[int]] = {}
    for tier, slot in await session.execute(query):
        free.setdefault(tier, []).extend([slot] if (tier, slot) not in gone else [])
    return {tier: iter(slots) for tier, slots in free.items()}


def _take(places: Iterator[int]) -> int:
    slot = next(places, None)
    if slot is None:
        raise NotMet(
            Reason(
                code="honours.no_place", article="第四条",
                zh="该等次名额已满；增加名额须有评委会决议和市人民政府批准文号。",
                en="The places of the tier are taken; another needs a resolution and an approval number.",
            )
        )  # fmt: skip
    return slot


def _strange(place: int, application_id: UUID) -> Reason:
    return Reason(
        code="notice.unknown_name", article="第二十五条", pointer=f"/application_ids/{place}",
        zh=f"该组织不在公示名单中，或列出两次（{application_id}）。",
        en=f"The notice does not carry {application_id}, or it is named twice.",
    )  # fmt: skip
