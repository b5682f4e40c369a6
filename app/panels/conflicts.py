"""Gathering what ties people to organizations, for many pairs in a fixed number of statements (arts. 20, 30)."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import Organization, RoleGrant
from app.applications.models import Application
from app.clock import civil_date
from app.experts.models import Expert
from app.interests.models import Interest
from app.panels.models import ExpertRelation, Relation
from app.recusals.models import RecusalRuling
from app.regulation.choices import ConflictKind
from app.regulation.conflict import Fact, Source, is_barred, judged
from app.regulation.conflict_rule import ConflictRule
from app.regulation.vocabulary import Role

Facts = dict[tuple[UUID, str], list[Fact]]
"""By person (an expert, or a user where asked for one) and credit code."""
KIND_OF = {
    Relation.ASSIGNED: ConflictKind.EARLIER_PANEL, Relation.RECUSED: ConflictKind.EARLIER_RECUSAL,
    Relation.CONFLICTED: ConflictKind.DECLARED_CONFLICT,
}  # fmt: skip


async def users_of(session: AsyncSession, experts: Collection[UUID]) -> dict[UUID, UUID]:
    """Read the users who are these experts: user → expert."""
    query = select(RoleGrant.user_id, RoleGrant.party_id).where(RoleGrant.role == Role.EXPERT)
    rows = await session.execute(query.where(RoleGrant.party_id.in_(experts)))
    return {user: expert for user, expert in rows if expert is not None}


async def facts_of_experts(
    session: AsyncSession, experts: Collection[UUID], codes: Collection[str], *, besides: UUID | None = None
) -> Facts:
    """Art. 30: all that ties the experts to the organizations, the panel `besides` left out; seven statements."""
    facts = await facts_of_users(session, await users_of(session, experts), codes)
    recused = _recused(codes).where(RecusalRuling.expert_id.in_(experts))
    for ruling, code in await session.execute(recused):
        if ruling.expert_id is not None:
            _add(facts, ruling.expert_id, code, _granted_recusal(ruling))
    employed = select(Expert.id, Expert.employer_credit_code).where(Expert.id.in_(experts))
    for expert, code in await session.execute(employed.where(Expert.employer_credit_code.in_(codes))):
        _add(facts, expert, code or "", Fact(kind=ConflictKind.EMPLOYER, source=Source.REGISTER, reference=str(expert)))
    worked = (
        select(ExpertRelation, Application.credit_code)
        .join(Application, Application.id == ExpertRelation.application_id)
        .where(ExpertRelation.expert_id.in_(experts), Application.credit_code.in_(codes))
    )
    for relation, code in await session.execute(worked if besides is None else worked.where(
        ExpertRelation.panel_id != besides
    )):  # fmt: skip
        declared = _day(relation.declared_at)
        fact = Fact(
            kind=KIND_OF[relation.relation], source=Source.PANEL, reference=str(relation.panel_id), from_on=declared,
            until_on=declared,
        )  # fmt: skip
        _add(facts, relation.expert_id, code, fact)
    return facts


async def facts_of_users(session: AsyncSession, users: Mapping[UUID, UUID], codes: Collection[str]) -> Facts:
    """Art. 30: what ties users to the organizations by grants, declarations and granted recusals; four statements."""
    facts: Facts = {}
    spoken = select(RoleGrant, Organization.credit_code).join(Organization, Organization.id == RoleGrant.party_id)
    spoken = spoken.where(RoleGrant.role == Role.APPLICANT, RoleGrant.user_id.in_(users))
    for grant, code in await session.execute(spoken.where(Organization.credit_code.in_(codes))):
        _add(facts, users[grant.user_id], code, _granted(ConflictKind.REPRESENTATIVE, grant))
    asked = select(RoleGrant, Application.credit_code).join(Application, Application.unit_id == RoleGrant.party_id)
    asked = asked.where(RoleGrant.role == Role.RECOMMENDER, RoleGrant.user_id.in_(users))
    for grant, code in await session.execute(asked.where(Application.credit_code.in_(codes))):
        _add(facts, users[grant.user_id], code, _granted(ConflictKind.RECOMMENDING_UNIT, grant))
    own = select(Interest).where(Interest.user_id.in_(users), Interest.credit_code.in_(codes))
    for row in await session.scalars(own):
        fact = Fact(
            kind=row.kind, source=Source.INTEREST, reference=str(row.id), from_on=row.from_on, until_on=row.until_on
        )
        _add(facts, users[row.user_id], row.credit_code, fact)
    for ruling, code in await session.execute(_recused(codes).where(RecusalRuling.user_id.in_(users))):
        if ruling.user_id is not None:
            _add(facts, users[ruling.user_id], code, _granted_recusal(ruling))
    return facts


async def barred_of(
    session: AsyncSession, experts: Collection[UUID], applications: Collection[UUID], rule: ConflictRule, on: date,
    *, besides: UUID | None = None,
) -> set[tuple[UUID, UUID]]:  # fmt: skip
    """Art. 30: the pairs (expert, application) that a conflict or a granted recusal forbids; ten statements."""
    query = select(Application.id, Application.credit_code).where(Application.id.in_(applications))
    codes: dict[UUID, str] = {row[0]: row[1] for row in await session.execute(query)}
    facts = await facts_of_experts(session, experts, set(codes.values()), besides=besides)
    barred = {pair for pair, found in facts.items() if is_barred(judged(found, rule, on))}
    recused = await recused_of(session, experts, applications)
    return {(expert, application) for expert in experts for application, code in codes.items()
            if (expert, code) in barred or (expert, application) in recused}  # fmt: skip


async def recused_of(
    session: AsyncSession, experts: Collection[UUID], applications: Collection[UUID]
) -> set[tuple[UUID, UUID]]:
    """Art. 30: the pairs for which a recusal was granted; on the very case it bars however short the look-back."""
    query = select(RecusalRuling.expert_id, RecusalRuling.application_id)
    query = query.where(RecusalRuling.expert_id.in_(experts), RecusalRuling.application_id.in_(applications))
    return {(row[0], row[1]) for row in await session.execute(query) if row[0] is not None}


def _add(facts: Facts, person: UUID, code: str, fact: Fact) -> None:
    known = facts.setdefault((person, code), [])
    if fact not in known:
        known.append(fact)


def _recused(codes: Collection[str]) -> Select[RecusalRuling, str]:
    query = select(RecusalRuling, Application.credit_code)
    joined = query.join(Application, Application.id == RecusalRuling.application_id)
    return joined.where(RecusalRuling.bars, Application.credit_code.in_(codes))


def _granted_recusal(ruling: RecusalRuling) -> Fact:
    day, reference = civil_date(ruling.decided_at), str(ruling.request_id)
    return Fact(
        kind=ConflictKind.GRANTED_RECUSAL, source=Source.REQUEST, reference=reference, from_on=day, until_on=day
    )


def _granted(kind: ConflictKind, grant: RoleGrant) -> Fact:
    return Fact(kind=kind, source=Source.GRANT, reference=str(grant.id), until_on=_day(grant.ended_at))


def _day(instant: datetime | None) -> date | None:
    return None if instant is None else civil_date(instant)
