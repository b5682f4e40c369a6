"""Checking a person against an organization before he is invited, with the evidence that was found (arts. 20, 30)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Today, Transaction
from app.accounts.models import UserAccount
from app.cycles.reading import edition_of, find_cycle
from app.errors import NotFound
from app.experts.models import Expert
from app.http import Id, View
from app.lookup import found
from app.panels.conflicts import facts_of_experts, facts_of_users
from app.regulation.choices import ConflictKind
from app.regulation.conflict import Fact, Finding, Source, Weight, is_barred, judged
from app.regulation.vocabulary import Role
from app.sections import Section

section = Section("/v1/conflicts", tag="利害关系核对", about="邀请前核对任一人员与任一组织的利害关系")
SECRETARIAT = frozenset({Role.SECRETARIAT})


class TieView(View):
    """One tie that was found, where, and what it means under the cycle's edition."""

    kind: ConflictKind
    weight: Weight
    source: Source
    reference: Id
    """The id of the row in which it stands."""
    from_on: date | None
    until_on: date | None


class ConflictView(View):
    """What ties a person to an organization."""

    person_id: Id
    credit_code: str
    barred: bool
    """Whether he may not work on the organization's application."""
    findings: list[TieView]


def _finding(one: Finding) -> TieView:
    fact = one.fact
    return TieView(
        kind=fact.kind, weight=one.weight, source=fact.source, reference=UUID(fact.reference), from_on=fact.from_on,
        until_on=fact.until_on,
    )  # fmt: skip


async def _facts(session: AsyncSession, expert: UUID | None, user: UUID | None, code: str) -> tuple[UUID, list[Fact]]:
    """Gather what ties the expert, or else the user, to the organization; 404 where neither is known."""
    if expert is not None:
        person = (await found(session, Expert, expert)).id
        return person, (await facts_of_experts(session, [person], [code])).get((person, code), [])
    if user is not None:
        person = (await found(session, UserAccount, user)).id
        return person, (await facts_of_users(session, {person: person}, [code])).get((person, code), [])
    raise NotFound


@section.read("", summary="核对人员与组织的利害关系", roles=SECRETARIAT)
async def check_conflict(
    _actor: Caller, session: Transaction, today: Today, cycle_id: Annotated[Id, Query()],
    credit_code: Annotated[str, Query(pattern="^[0-9A-Z]{18}$")],
    expert_id: Annotated[Id | None, Query()] = None, user_id: Annotated[Id | None, Query()] = None,
) -> ConflictView:  # fmt: skip
    """Name an expert of the register (`expert_id`) or any user (`user_id`); the cycle's edition says what bars."""
    rule = edition_of(await find_cycle(session, cycle_id)).conflict
    person, facts = await _facts(session, expert_id, user_id, credit_code)
    findings = judged(facts, rule, today)
    return ConflictView(
        person_id=person, credit_code=credit_code, barred=is_barred(findings),
        findings=[_finding(one) for one in findings],
    )  # fmt: skip
