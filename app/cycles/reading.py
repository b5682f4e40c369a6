"""How every stage reads the year: the cycle with its edition, the edition's own procedure, and the plan's dates."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager

from app.accounts.doorway import Transaction
from app.cycles.models import Cycle, Prize, ScheduleEntry
from app.editions import catalogue
from app.errors import NotFound
from app.http import IfMatch, PathId, require_version
from app.legislation.models import EditionRow
from app.regulation.act import Act
from app.regulation.measures import Edition
from app.regulation.procedure import steps_under
from app.regulation.steps import Step
from app.regulation.vocabulary import Status
from app.regulation.window import Window, civil_date

_READ: dict[tuple[UUID, int], Edition] = {}
"""Editions already parsed, by id and version; a cycle's edition is in force and changes no more (art. 16)."""


def edition_of(cycle: Cycle) -> Edition:
    """Art. 16: the edition that the cycle keeps; the cycle must have been read with its edition, as below."""
    key = (cycle.edition_id, cycle.edition.version)
    if key not in _READ:
        _READ[key] = catalogue.parse(cycle.edition.parameters)
    return _READ[key]


def steps_of_cycle(cycle: Cycle) -> Mapping[Act, Step]:
    """Art. 17: the procedure's table under the cycle's edition."""
    return steps_under(edition_of(cycle))


def window_of(cycle: Cycle) -> Window | None:
    """Art. 18: the window of the call that stands; None before the call."""
    if cycle.opens_at is None or cycle.window_until is None:
        return None
    return Window(first_day=civil_date(cycle.opens_at), last_day=cycle.window_until)


async def find_cycle(session: AsyncSession, cycle_id: UUID, *, locked: bool = False) -> Cycle:
    """Read a cycle with its edition, locking the cycle if asked; 404 if the caller does not see it."""
    query = (
        select(Cycle)
        .join(EditionRow, EditionRow.id == Cycle.edition_id)
        .where(Cycle.id == cycle_id)
        .options(contains_eager(Cycle.edition))
    )
    if locked:
        # No key of a cycle ever changes, so rows that refer to it need not wait.
        query = query.with_for_update(of=Cycle, key_share=True).execution_options(populate_existing=True)
    cycle = await session.scalar(query)
    if cycle is None:
        raise NotFound
    return cycle


async def match_cycle(session: AsyncSession, cycle_id: UUID, if_match: int) -> Cycle:
    """Lock a cycle whose version the caller has read; 412 if it has changed since."""
    cycle = await find_cycle(session, cycle_id, locked=True)
    require_version(cycle, if_match)
    return cycle


async def _seen(cycle_id: PathId, session: Transaction) -> Cycle:
    return await find_cycle(session, cycle_id)


async def _matched(cycle_id: PathId, session: Transaction, if_match: IfMatch) -> Cycle:
    return await match_cycle(session, cycle_id, if_match)


SeenCycle = Annotated[Cycle, Depends(_seen)]
"""The cycle of the path's `cycle_id`, with its edition."""

MatchedCycle = Annotated[Cycle, Depends(_matched)]
"""The cycle of the path's `cycle_id` with its edition, locked, at the version of If-Match."""


async def reach(session: AsyncSession, cycle: Cycle, phase: Status, today: date) -> None:
    """Art. 8(1): note beside the planned day that the cycle reached the phase today; the first time counts."""
    entry = update(ScheduleEntry).where(ScheduleEntry.cycle_id == cycle.id, ScheduleEntry.phase == phase)
    await session.execute(entry.where(ScheduleEntry.reached_on.is_(None)).values(reached_on=today))


async def prizes_of(session: AsyncSession, cycle: Cycle) -> list[Prize]:
    """Art. 4: the cycle's tiers, the highest first."""
    query = select(Prize).where(Prize.cycle_id == cycle.id).order_by(Prize.position)
    return list(await session.scalars(query))
