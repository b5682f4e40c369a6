"""The list that a notice publishes, and whether it may be published now (art. 25)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.applications.models import Application
from app.committee.decision_models import GovernmentDecision, ProposedEntry, ProposedList
from app.cycles.models import Cycle
from app.cycles.reading import edition_of
from app.publications.models import Notice
from app.publications.schemas import NewNotice
from app.rankings.reading import newest
from app.regulation.notice_text import contact_faults
from app.regulation.posting import NoticedList, kind_faults, posting_faults
from app.regulation.refusals import NotMet, Reason, require
from app.regulation.vocabulary import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """The list that a notice is to publish."""

    kind: NoticedList
    id: UUID
    """Of the decision that approves it, or of the proposed list."""
    cycle_id: UUID
    sha256: bytes
    winners: Mapping[UUID, str]
    """The tier of everybody whom it names."""


async def known_list(session: AsyncSession, body: NewNotice) -> Noticed:
    """Read the list that a notice names by the decision or by itself; 422 if it names both, or there is none."""
    if (body.decision_id is None) == (body.list_id is None):
        raise NotMet(
            _unknown("one_list", "", "须指明一个市政府决定，或者一个拟奖名单。", "Name one decision or one list.")
        )
    if body.decision_id is not None:
        return await _approved(session, body.decision_id)
    row = await session.get(ProposedList, body.list_id)
    if row is None:
        raise NotMet(_unknown("no_list", "/list_id", "没有这一拟奖名单。", "There is no such proposed list."))
    query = select(ProposedEntry.application_id, ProposedEntry.tier).where(ProposedEntry.list_id == row.id)
    winners = {row.application_id: row.tier for row in await session.execute(query)}
    return Noticed(kind=NoticedList.PROPOSED, id=row.id, cycle_id=row.cycle_id, sha256=row.sha256, winners=winners)


async def _approved(session: AsyncSession, decision_id: UUID) -> Noticed:
    row = await session.get(GovernmentDecision, decision_id)
    if row is None:
        raise NotMet(_unknown("no_decision", "/decision_id", "没有登记这一决定。", "No such decision is recorded."))
    winners = {UUID(winner["application_id"]): winner["tier"] for winner in json.loads(row.approved)["winners"]}
    return Noticed(
        kind=NoticedList.APPROVED, id=row.id, cycle_id=row.cycle_id, sha256=row.approved_sha256, winners=winners
    )


async def list_of(session: AsyncSession, notice: Notice) -> Noticed:
    """Read the list that a notice has published."""
    return await known_list(session, NewNotice(decision_id=notice.decision_id, list_id=notice.list_id, contact="-"))


async def newest_faults(session: AsyncSession, listed: Noticed) -> tuple[Reason, ...]:
    """Art. 25: what was decided since is not undone by a notice that follows an older list: post that of the newest."""
    return posting_faults(
        is_newest=await _newest_id(session, listed) == listed.id, is_noticed=False, names_anyone=True,
        fallen=await _fallen(session, listed),
    )  # fmt: skip


async def require_postable(session: AsyncSession, cycle: Cycle, listed: Noticed, contact: str) -> None:
    """Art. 25: of the kind that the edition publishes, the newest of its cycle (which is locked), once, with names."""
    rule = edition_of(cycle).notice
    position = rule.position
    awaiting = cycle.status is Status.APPROVAL
    latest = await _newest_id(session, listed)
    posted = select(Notice.id).where((Notice.decision_id == listed.id) | (Notice.list_id == listed.id)).limit(1)
    fallen = await _fallen(session, listed)
    require(
        (
            *kind_faults(position, listed.kind, is_awaiting_approval=awaiting),
            *posting_faults(
                is_newest=latest == listed.id, is_noticed=await session.scalar(posted) is not None,
                names_anyone=bool(listed.winners), fallen=fallen,
            ),
            *contact_faults(contact, rule),
        )
    )  # fmt: skip


async def _newest_id(session: AsyncSession, listed: Noticed) -> UUID | None:
    if listed.kind is NoticedList.PROPOSED:
        return (await newest(session, ProposedList, listed.cycle_id)).id
    query = select(GovernmentDecision.id).where(GovernmentDecision.cycle_id == listed.cycle_id)
    return await session.scalar(query.order_by(GovernmentDecision.number.desc()).limit(1))


async def _fallen(session: AsyncSession, listed: Noticed) -> str:
    """Name those of a proposed list who have left it."""
    if listed.kind is NoticedList.APPROVED:
        return ""
    query = select(Application.organization_name).where(
        Application.id.in_(listed.winners), Application.status != Status.PROPOSED
    )
    return "、".join(await session.scalars(query.order_by(Application.organization_name)))


def _unknown(kind: str, pointer: str, zh: str, en: str) -> Reason:
    return Reason(code=f"notice.{kind}", article="第二十五条", pointer=pointer, zh=zh, en=en)
