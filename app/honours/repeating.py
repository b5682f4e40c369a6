"""Repeated titles at the commendation: which title each repeats, whether place and money come with it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.applications.models import Application
from app.committee.decision_models import ProposedEntry, ProposedList
from app.cycles.models import Cycle
from app.cycles.reading import edition_of
from app.publications.models import NoticeEntry
from app.regulation.former import bonus_faults, repeated
from app.titles.reading import titles_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On which terms a title is granted: what it repeats, whether it takes a place, whether money comes with it."""

    repeats_id: UUID | None
    takes_place: bool
    with_bonus: bool


async def terms_of(session: AsyncSession, cycle: Cycle, entries: Collection[NoticeEntry]) -> Mapping[UUID, Terms]:
    """`edition.repeat`: the terms of each name of a notice, by application."""
    ids, edition = [entry.application_id for entry in entries], edition_of(cycle)
    codes = select(Application.id, Application.credit_code).where(Application.id.in_(ids))
    credit = {row.id: row.credit_code for row in await session.execute(codes)}
    titles = await titles_of(session, credit.values(), cycle.id)
    outside = await _outside(session, ids)
    terms = {}
    for entry in entries:
        own = titles[credit[entry.application_id]]
        former = repeated(own.values(), edition.tier(entry.tier).order)
        terms[entry.application_id] = Terms(
            repeats_id=next((key for key, title in own.items() if title is former), None),
            takes_place=former is None or entry.application_id not in outside,
            with_bonus=not bonus_faults(former, edition),
        )
    return terms


async def _outside(session: AsyncSession, applications: Collection[UUID]) -> set[UUID]:
    """Who stands outside the places in the newest list that names him."""
    query = (
        select(ProposedEntry.application_id, ProposedEntry.position)
        .join(ProposedList, ProposedList.id == ProposedEntry.list_id)
        .where(ProposedEntry.application_id.in_(applications))
        .order_by(ProposedList.number)
    )
    newest = {row.application_id: row.position for row in await session.execute(query)}
    return {application for application, position in newest.items() if position is None}
