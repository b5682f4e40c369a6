"""The committee's candidates by code and by name, never both while names are hidden (arts. 23, 24, 30)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, null, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.applications.models import Application
from app.committee.meeting_schemas import NewMemberRecusal
from app.committee.models import Ballot, MemberRecusal
from app.cycles.masking import are_masked
from app.paging import Key
from app.rankings.lists import sealed_hex
from app.rankings.models import CandidateEntry, Ranking
from app.rankings.names import shown_name
from app.regulation.blinding import naming_faults
from app.regulation.refusals import NotMet, Reason, require
from app.regulation.vocabulary import Role, Status

STRANGER = Reason(
    code="recusal.candidate", article="第二十三条", pointer="/credit_code", zh="该组织不在本年度候选名单中。",
    en="This is no candidate of the year.",
)  # fmt: skip


async def are_places_withheld(session: AsyncSession, actor: Actor, cycle_id: UUID) -> bool:
    """Art. 30: whether a member who reads codes is recused or barred from a candidate of the year.

    He can tell by its absence which code is whose he is kept from; from the gap in the places he must not read more.
    """
    if not await are_masked(session, cycle_id):
        return False
    barred: Any = func.award_barred().table_valued("case_id", "year_id")
    own = (
        select(MemberRecusal.member_id)
        .join(CandidateEntry, CandidateEntry.application_id == MemberRecusal.application_id)
        .where(CandidateEntry.cycle_id == cycle_id, MemberRecusal.member_id == actor.party)
    )
    of_the_year = select(barred.c.case_id).where(barred.c.year_id == cycle_id)
    return any([await session.scalar(query.limit(1)) is not None for query in (own, of_the_year)])


async def member_rows(session: AsyncSession, actor: Actor, cycle_id: UUID) -> tuple[Any, Sequence[Key]]:
    """Art. 23: the candidates for a member, and the order in which he reads them: by code while names are hidden.

    The industry waits with the name, for a city has few organizations of one; a recused candidate's list is withheld.
    """
    masked = await are_masked(session, cycle_id)
    withheld = await are_places_withheld(session, actor, cycle_id)
    entry = CandidateEntry
    mine = exists().where(
        MemberRecusal.application_id == entry.application_id, MemberRecusal.member_id == actor.party_id
    )
    place, position = (null(), null()) if withheld else (entry.place, entry.position)
    query = (
        select(
            entry.application_id, shown_name(Application.id), Application.status,
            (null() if masked else entry.industry).label("industry"),
            (null() if withheld else entry.tier).label("tier"), place.label("place"), position.label("position"),
            entry.code, sealed_hex().label("ranking_sha256"), mine.label("is_recused"),
        )
        .join(Application, Application.id == entry.application_id)
        .outerjoin(Ranking, Ranking.id == entry.ranking_id)
        .where(entry.cycle_id == cycle_id)
    )  # fmt: skip
    return query, (Key(entry.code),) if masked else (Key(entry.place), Key(entry.application_id))


async def named_candidates(session: AsyncSession, cycle_id: UUID) -> list[Any]:
    """Art. 30: the names and credit codes of the candidates in the order of the names, with nothing else of them."""
    named: Any = func.award_candidates_named(cycle_id).table_valued("organization_name", "credit_code")
    query = select(named.c.organization_name, named.c.credit_code)
    return list(await session.execute(query.order_by(named.c.organization_name, named.c.credit_code)))


async def candidate_meant(session: AsyncSession, actor: Actor, cycle_id: UUID, body: NewMemberRecusal) -> UUID:
    """Art. 30: the application that a recusal means; named by credit code, the service finds it without telling whose.

    A member does not learn which code it is but by what is closed to him from then on, and he has recused himself.
    """
    hidden = actor.role is Role.COMMITTEE and await are_masked(session, cycle_id)
    by_id, by_code = body.application_id is not None, body.credit_code is not None
    require(naming_faults(hidden=hidden, by_id=by_id, by_credit_code=by_code))
    if body.application_id is not None:
        return body.application_id
    found = await session.scalar(select(func.award_candidate_of(cycle_id, body.credit_code)))
    if found is None:
        raise NotMet(STRANGER)
    return found


async def ballot_is_open(session: AsyncSession, cycle_id: UUID, application_id: UUID) -> bool:
    """Art. 30: whether it is too late for a recusal: the ballot on the candidate is open.

    While names are hidden any open ballot of the year makes it too late, for the refusal would tell whose it is.
    """
    running = select(Ballot.id).where(Ballot.cycle_id == cycle_id, Ballot.status == Status.OPEN).limit(1)
    if not await are_masked(session, cycle_id):
        running = running.where(Ballot.application_id == application_id)
    return await session.scalar(running) is not None
