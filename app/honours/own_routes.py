"""A winner's own view: its titles, plaques and bonuses, and what it owes back or has paid back (arts. 26-29)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Today, Transaction
from app.applications.models import Application
from app.cycles.models import Cycle, Prize
from app.honours.certificate_schemas import OwnBonus, OwnHonour, OwnHonours, OwnRecovery, OwnRevocation
from app.honours.models import Bonus, Commendation, Recovery, Revocation
from app.regulation.title_review import state_of
from app.regulation.vocabulary import Role, Status
from app.sections import Section
from app.titles.models import Award

section = Section("/v1/own-honours", tag="本组织荣誉", about="获奖组织本身的称号、奖牌、奖金和追回情况")
FALLEN = (Status.DECIDED, Status.ANNOUNCED)


@section.read("", summary="查看本组织的荣誉", roles=frozenset({Role.APPLICANT}))
async def show_own_honours(actor: Caller, session: Transaction, today: Today) -> OwnHonours:
    """Everything that the organization has won; of whoever prepared and paid the money it says nothing."""
    rows = await _titles_of(session, actor.party_id)
    bonuses = await _bonuses_of(session, [row.id for row in rows])
    recoveries = await _recoveries_of(session, [bonus.id for bonus in bonuses.values()])
    cases = await _cases_of(session, [row.id for row in rows])
    views = [
        _view(row, bonuses.get(row.id), recoveries, cases.get(row.id), today) for row in rows
    ]  # fmt: skip
    return OwnHonours(items=views)


async def _titles_of(session: AsyncSession, organization_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    query = (
        select(
            Award.id, Award.application_id, Award.tier, Award.granted_on, Award.valid_until, Award.renewed_on,
            Award.plaque_number, Award.plaque_received_on, Award.revoked_on, Cycle.award_year,
            Prize.name.label("tier_name"), Commendation.document_number.label("commendation"),
        )
        .join(Application, Application.id == Award.application_id)
        .join(Cycle, Cycle.id == Award.cycle_id)
        .join(Prize, (Prize.cycle_id == Award.cycle_id) & (Prize.tier == Award.tier))
        .join(Commendation, Commendation.id == Award.commendation_id)
        .where(Application.organization_id == organization_id)
        .order_by(Award.granted_on.desc(), Award.id)
    )  # fmt: skip
    return (await session.execute(query)).all()


async def _bonuses_of(session: AsyncSession, awards: Sequence[UUID]) -> Mapping[UUID, Bonus]:
    return {row.award_id: row for row in await session.scalars(select(Bonus).where(Bonus.award_id.in_(awards)))}


async def _recoveries_of(session: AsyncSession, bonuses: Sequence[UUID]) -> Mapping[UUID, list[Recovery]]:
    query = select(Recovery).where(Recovery.bonus_id.in_(bonuses)).order_by(Recovery.received_on, Recovery.id)
    found: dict[UUID, list[Recovery]] = {}
    for part in await session.scalars(query):
        found.setdefault(part.bonus_id, []).append(part)
    return found


async def _cases_of(session: AsyncSession, awards: Sequence[UUID]) -> Mapping[UUID, Revocation]:
    query = select(Revocation).where(Revocation.award_id.in_(awards), Revocation.status.in_(FALLEN))
    return {row.award_id: row for row in await session.scalars(query)}


def _view(
    row: Row[*tuple[Any, ...]], bonus: Bonus | None, recoveries: Mapping[UUID, list[Recovery]],
    case: Revocation | None, today: date,
) -> OwnHonour:  # fmt: skip
    state = state_of(
        revoked_on=row.revoked_on, last_day=row.valid_until, renewed_on=row.renewed_on, today=today
    )  # fmt: skip
    money = (
        None if bonus is None else _bonus(bonus, recoveries.get(bonus.id, []), is_revoked=row.revoked_on is not None)
    )
    return OwnHonour(
        award_id=row.id, application_id=row.application_id, award_year=row.award_year, tier=row.tier,
        tier_name=row.tier_name, granted_on=row.granted_on, commendation=row.commendation, state=state,
        valid_until=row.valid_until, renewed_on=row.renewed_on, plaque_number=row.plaque_number,
        plaque_received_on=row.plaque_received_on, bonus=money, revoked_on=row.revoked_on,
        revocation=None if case is None else OwnRevocation.model_validate(case),
    )  # fmt: skip


def _bonus(bonus: Bonus, parts: Sequence[Recovery], *, is_revoked: bool) -> OwnBonus:
    """Paid is kept or paid back; of a revoked title nothing may be kept (art. 29)."""
    paid, back = bonus.amount if bonus.status is Status.PAID else 0, sum(part.amount for part in parts)
    return OwnBonus(
        amount=bonus.amount, status=bonus.status, paid_on=bonus.paid_on, paid=paid, paid_back=back,
        owed_back=paid - back if is_revoked else 0, recoveries=[OwnRecovery.model_validate(part) for part in parts],
    )  # fmt: skip
