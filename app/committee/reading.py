"""How the committee's acts read the year: whose turn it is, candidates, members in office and their ballots."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import load_only

from app.acts import Actor, require_duty
from app.applications.models import Application
from app.committee.models import Ballot, CommitteeMember, MemberRecusal
from app.cycles.models import Cycle
from app.cycles.reading import steps_of_cycle
from app.rankings.names import shown_name
from app.regulation.act import Act
from app.regulation.proposing import Voted
from app.regulation.steps import outcome
from app.regulation.vocabulary import Status

SEEN = (
    Application.id, Application.cycle_id, Application.edition_id, Application.seq, Application.status,
    Application.version, Application.leaf_id,
)  # fmt: skip
"""What the committee reaches of an application: never the form, and the name only as app.rankings.names shows it."""


def require_turn(cycle: Cycle, act: Act, actor: Actor) -> None:
    """Art. 17: refuse at once what is another's act (403) or not to be done now (409), before its conditions."""
    step = steps_of_cycle(cycle)[act]
    outcome(step, act, actor.role, cycle.status)
    require_duty(step, act, actor)


def is_deliberated(cycle: Cycle) -> bool:
    """Arts. 17, 24: whether the year is before the committee: it may fix a list, the first or a further one."""
    return cycle.status in {before for before, _ in steps_of_cycle(cycle)[Act.FIX_PROPOSED_LIST].moves}


async def locked_applications(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Application]:
    """Lock applications in the order of their ids and give what the caller sees of them, by id."""
    query = select(Application).where(Application.id.in_(ids)).order_by(Application.id)
    query = query.options(load_only(*SEEN, raiseload=True)).with_for_update(key_share=True)
    rows = await session.scalars(query.execution_options(populate_existing=True))
    return {row.id: row for row in rows}


async def names_of(session: AsyncSession, ids: Collection[UUID]) -> dict[str, str]:
    """Give the names of applications as the caller is shown them, by id as text."""
    query = select(Application.id, shown_name(Application.id)).where(Application.id.in_(ids))
    return {str(row.id): row.organization_name for row in await session.execute(query)}


async def members_in_office(session: AsyncSession) -> list[CommitteeMember]:
    """Art. 6: the members in office, in the order of their names."""
    query = select(CommitteeMember).where(CommitteeMember.status == Status.IN_OFFICE).order_by(CommitteeMember.name)
    return list(await session.scalars(query))


async def voted_of(session: AsyncSession, cycle_id: UUID) -> tuple[list[Voted], dict[tuple[str, str], Ballot]]:
    """Art. 24: the newest closed ballot on each candidate and tier: results for the law, and the rows.

    A ballot with a voter who was recused from the candidate afterwards does not count (art. 30).
    """
    query = select(Ballot).where(Ballot.cycle_id == cycle_id, Ballot.passed.is_not(None)).order_by(Ballot.round)
    newest = {(str(b.application_id), b.tier): b for b in await session.scalars(query)}
    recused = await _recused_of(session, newest.values())
    rows = {key: b for key, b in newest.items() if not recused[b.application_id] & _voters_of(b)}
    voted = [
        Voted(application=application, tier=tier, in_favour=b.in_favour or 0, passed=bool(b.passed))
        for (application, tier), b in rows.items()
    ]
    return voted, rows


async def _recused_of(session: AsyncSession, ballots: Collection[Ballot]) -> Mapping[UUID, set[str]]:
    found: dict[UUID, set[str]] = {b.application_id: set() for b in ballots}
    query = select(MemberRecusal.application_id, MemberRecusal.member_id).where(MemberRecusal.application_id.in_(found))
    for application_id, member_id in await session.execute(query):
        found[application_id].add(str(member_id))
    return found


def _voters_of(ballot: Ballot) -> set[str]:
    seats = ballot.seats
    return set(seats["present"]) & set(seats["in_office"]) - set(seats["recused"])
