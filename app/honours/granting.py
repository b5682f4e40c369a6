"""Granting titles: who of a notice stands, which place he takes, and the bonus that comes with it (arts. 4, 26, 27)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.applications.models import Application
from app.cycles.models import AwardSlot, Prize
from app.honours.models import Award, Bonus, Commendation
from app.honours.schemas import NewCommendation
from app.publications.models import Notice, NoticeEntry, Objection
from app.regulation.honouring import Standing
from app.regulation.refusals import NotMet, Reason
from app.regulation.vocabulary import Status
from app.reviews.models import ComprehensiveReport

BLOCKING = (Status.RECEIVED, Status.INVESTIGATING, Status.UPHELD)


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


async def lock_applications(session: AsyncSession, entries: Sequence[NoticeEntry]) -> list[Application]:
    """Lock the applications, as an objection does, so that neither slips past the other (I15)."""
    wanted = [entry.application_id for entry in entries]
    query = select(Application).where(Application.id.in_(wanted)).order_by(Application.id).with_for_update()
    return list(await session.scalars(query))


async def standings_of(session: AsyncSession, entries: Sequence[NoticeEntry]) -> list[Standing]:
    """When the notice of each name ends, and whether an objection blocks it."""
    wanted = [entry.application_id for entry in entries]
    query = select(Objection.application_id).where(Objection.application_id.in_(wanted), Objection.status.in_(BLOCKING))
    blocked = set(await session.scalars(query))
    ends = await _ends_of(session, entries)
    return [
        Standing(
            name=entry.organization_name, ends_at=ends[entry.first_noticed_id],
            is_blocked=entry.application_id in blocked,
        )
        for entry in entries
    ]  # fmt: skip


async def awards_of(session: AsyncSession, made: Commendation, entries: Sequence[NoticeEntry]) -> list[Award]:
    """A title for each name, carrying its score, the floor and the notice it rests on (I3, I11, I12, I14)."""
    floors = await _prizes_of(session, made.cycle_id)
    ends = await _ends_of(session, entries)
    reports = {
        report.application_id: report
        for report in await session.scalars(
            select(ComprehensiveReport).where(
                ComprehensiveReport.application_id.in_([entry.application_id for entry in entries])
            )
        )
    }
    awards: list[Award] = []
    for entry in entries:
        report, ends_at = reports[entry.application_id], ends[entry.first_noticed_id]
        taken = [award.slot for award in awards if award.tier == entry.tier]
        if ends_at is None:
            raise RuntimeError("a name is commended whose notice was never published")
        awards.append(
            Award(
                cycle_id=made.cycle_id, application_id=entry.application_id, organization_name=entry.organization_name,
                tier=entry.tier, slot=await _free_slot(session, made.cycle_id, entry.tier, taken),
                total_num=report.total_num, total_den=report.total_den, floor=floors[entry.tier].floor,
                notice_id=entry.first_noticed_id, notice_ends_at=ends_at, commendation_id=made.id,
                granted_on=made.decided_on,
            )
        )  # fmt: skip
    return awards


async def bonuses_of(session: AsyncSession, awards: Sequence[Award]) -> list[Bonus]:
    """Art. 27: the entitlement of each title, the amount of its tier in whole yuan."""
    prizes = await _prizes_of(session, awards[0].cycle_id) if awards else {}
    return [Bonus(award_id=a.id, cycle_id=a.cycle_id, tier=a.tier, amount=prizes[a.tier].amount) for a in awards]


async def _prizes_of(session: AsyncSession, cycle_id: UUID) -> dict[str, Prize]:
    return {row.tier: row for row in await session.scalars(select(Prize).where(Prize.cycle_id == cycle_id))}


async def _ends_of(session: AsyncSession, entries: Sequence[NoticeEntry]) -> dict[UUID, datetime | None]:
    wanted = {entry.first_noticed_id for entry in entries}
    rows = await session.execute(select(Notice.id, Notice.ends_at).where(Notice.id.in_(wanted)))
    return {row[0]: row[1] for row in rows.all()}


async def _free_slot(session: AsyncSession, cycle_id: UUID, tier: str, taken_now: Sequence[int]) -> int:
    """Take the first free place of the tier, passing over places that another commendation is taking (I3)."""
    taken = select(Award.slot).where(Award.cycle_id == cycle_id, Award.tier == tier)
    query = (
        select(AwardSlot.slot)
        .where(AwardSlot.cycle_id == cycle_id, AwardSlot.tier == tier)
        .where(AwardSlot.slot.not_in(taken), AwardSlot.slot.not_in(list(taken_now)))
        .order_by(AwardSlot.slot)
        .limit(1)
    )
    slot = await session.scalar(query)
    if slot is None:
        raise NotMet(
            Reason(
                code="honours.no_place", article="第四条",
                zh="该等次名额已满；增加名额须有评委会决议和市人民政府批准文号。",
                en="The places of the tier are taken; another needs a resolution and an approval number.",
            )
        )  # fmt: skip
    return slot
