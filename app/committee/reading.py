"""How the committee's acts read the year: whose turn it is, canonical bytes, candidates and newest papers."""

import json
from collections.abc import Collection, Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import load_only

from app.acts import Actor, require_duty
from app.applications.models import Application
from app.committee.decision_models import ProposedList
from app.committee.models import Ballot, CommitteeMember, MemberRecusal
from app.committee.ranking_models import Ranking
from app.committee.ranking_schemas import TieResolution
from app.cycles.models import Cycle
from app.cycles.reading import steps_of_cycle
from app.legislation.reading import require_resolution
from app.regulation.act import Act
from app.regulation.measures import Edition
from app.regulation.proposing import Voted
from app.regulation.ranking import Tie, TieDecision, tie_decision_faults
from app.regulation.refusals import NotMet, Reason, require
from app.regulation.steps import outcome
from app.regulation.vocabulary import Status

SEEN = (
    Application.id, Application.cycle_id, Application.edition_id, Application.organization_name, Application.seq,
    Application.status, Application.version, Application.leaf_id,
)  # fmt: skip
"""What the committee reaches of an application: never the form."""

Paper = type[Ranking] | type[ProposedList]


def canonical(content: dict[str, Any]) -> tuple[bytes, bytes]:
    """Write a paper as canonical JSON, and its SHA-256."""
    raw = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode()
    return raw, sha256(raw).digest()


def require_turn(cycle: Cycle, act: Act, actor: Actor) -> None:
    """Art. 17: refuse at once what is another's act (403) or not to be done now (409), before its conditions."""
    step = steps_of_cycle(cycle)[act]
    outcome(step, act, actor.role, cycle.status)
    require_duty(step, act, actor)


def is_deliberated(cycle: Cycle) -> bool:
    """Arts. 17, 24: whether the year is before the committee: it may fix a list, the first or a further one."""
    return cycle.status in {before for before, _ in steps_of_cycle(cycle)[Act.FIX_PROPOSED_LIST].moves}


async def newest(session: AsyncSession, paper: Paper, cycle_id: UUID) -> Any:  # noqa: ANN401 - a row of `paper`, or None.
    """Give the newest ranking or proposed list of a cycle; None before the first."""
    query = select(paper).where(paper.cycle_id == cycle_id).order_by(paper.number.desc()).limit(1)
    return await session.scalar(query)


async def next_number(session: AsyncSession, paper: Any, cycle_id: UUID) -> int:  # noqa: ANN401 - a table with both columns.
    """Give the number of a cycle's next paper; the cycle is locked."""
    query = select(func.coalesce(func.max(paper.number), 0) + 1).where(paper.cycle_id == cycle_id)
    return (await session.execute(query)).scalar_one()


async def locked_applications(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Application]:
    """Lock applications in the order of their ids and give what the caller sees of them, by id."""
    query = select(Application).where(Application.id.in_(ids)).order_by(Application.id)
    query = query.options(load_only(*SEEN, raiseload=True)).with_for_update(key_share=True)
    rows = await session.scalars(query.execution_options(populate_existing=True))
    return {row.id: row for row in rows}


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


async def tie_decisions(session: AsyncSession, bodies: Collection[TieResolution]) -> list[TieDecision]:
    """Art. 7(1): the tie decisions of a body with the numbers of their recorded resolutions."""
    made = []
    for place, body in enumerate(bodies):
        resolution = await require_resolution(session, body.resolution_id, f"/tie_decisions/{place}/resolution_id")
        chosen = tuple(str(each) for each in body.chosen)
        made.append(TieDecision(line=body.tier, chosen=chosen, resolution=resolution.number, reason=body.reason))
    return made


def require_no_tie(
    tie: Tie | None, names: dict[str, str], decisions: Collection[TieDecision], edition: Edition
) -> None:
    """Arts. 7(1), 23: a tie across a line stops (422), with what is wrong with a decision that was sent for it."""
    if tie is None:
        return
    tied = "、".join(names.get(each, each) for each in tie.applications)
    stop = Reason(
        code="ranking.tie", article="第二十三条", pointer="/tie_decisions",
        zh=f"{edition.tier(tie.line).name}的最后 {tie.places} 个名额上有并列：{tied}；"
        "须由评委会以编号决议确定并说明理由。",
        en=f"A tie across the line of {edition.tier(tie.line).name_en}: {tie.places} places for {tied}; "
        "the committee decides by a numbered resolution with a reason.",
    )  # fmt: skip
    raise NotMet(stop, *(f for d in decisions if d.line == tie.line for f in tie_decision_faults(d, tie)))


def require_known_tiers(edition: Edition, tiers: Collection[str], pointer: str) -> None:
    """Art. 4: refuse (422) a tier that the edition does not have."""
    known = {tier.code for tier in edition.tiers}
    require(
        Reason(code="tier.unknown", article="第四条", pointer=f"{pointer}/{tier}",
               zh="本办法没有这一奖项。", en="The edition has no such tier.")
        for tier in sorted(set(tiers) - known)
    )  # fmt: skip
