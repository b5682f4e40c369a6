"""How good practice is read: a case with its title, and the acts open on it (arts. 8(5), 9)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, cast
from uuid import UUID

from fastapi import Depends, Response
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Transaction
from app.accounts.models import Unit
from app.acts import Actor
from app.applications.models import Application
from app.clock import civil_date
from app.cycles.models import Cycle, Prize
from app.http import IfMatch, PathId, tag
from app.lookup import matched
from app.open_acts import fault_of, open_acts
from app.promotion.models import PromotionActivity, PromotionActivityCase, PromotionCase
from app.promotion.schemas import PromotionActivityView, PromotionCaseView, ShownCase
from app.regulation.act import Act
from app.regulation.promotion import TitleNow, circle_faults, title_faults
from app.regulation.refusals import require
from app.regulation.vocabulary import Status
from app.titles.models import Award


async def _matched(case_id: PathId, session: Transaction, if_match: IfMatch) -> PromotionCase:
    return await matched(session, PromotionCase, case_id, if_match)


MatchedPromotion = Annotated[PromotionCase, Depends(_matched)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Winner:
    """The holder of a title, as far as a writer of good practice reaches it, and how the title stands."""

    award_id: UUID
    organization_name: str
    title: TitleNow


def _winner(row: Any) -> Winner:  # noqa: ANN401 - a row of the query below.
    title = TitleNow(revoked_on=row.revoked_on, valid_until=row.valid_until)
    return Winner(award_id=row.id, organization_name=row.organization_name, title=title)


async def winners_of(session: AsyncSession, awards: Collection[UUID]) -> Mapping[UUID, Winner]:
    """Read the holders of those titles: one statement for any number."""
    query = select(Award.id, Award.organization_name, Award.revoked_on, Award.valid_until)
    return {row.id: _winner(row) for row in await session.execute(query.where(Award.id.in_(awards)))}


async def winner_in_circle(session: AsyncSession, award_id: UUID, today: date) -> UUID:
    """Art. 9: give the organization that won a title which stands; raises NotMet where the caller reaches none."""
    query = select(Application.organization_id).join(Award, Award.application_id == Application.id)
    organization = await session.scalar(query.where(Award.id == award_id))
    require(circle_faults(found=organization is not None))
    await require_standing(session, award_id, today)
    return cast("UUID", organization)


async def require_standing(session: AsyncSession, award_id: UUID, today: date) -> None:
    """Arts. 9, 29: raise NotMet where the title was revoked or has expired."""
    require(title_faults((await winners_of(session, [award_id]))[award_id].title, today))


async def case_views(session: AsyncSession, actor: Actor, cases: Sequence[PromotionCase]) -> list[PromotionCaseView]:
    """Write cases with how their titles stand."""
    winners = await winners_of(session, {case.award_id for case in cases})
    return [_view(actor, case, winners[case.award_id]) for case in cases]


def _view(actor: Actor, case: PromotionCase, winner: Winner) -> PromotionCaseView:
    path = f"/v1/promotion-cases/{case.id}"
    hrefs = {
        Act.AMEND_PROMOTION_CASE: path, Act.CONSENT_TO_PROMOTION: f"{path}/consent",
        Act.TAKE_BACK_CONSENT: f"{path}/consent-withdrawal", Act.PUBLISH_PROMOTION_CASE: f"{path}/publication",
        Act.WITHDRAW_PROMOTION_CASE: f"{path}/withdrawal",
    }  # fmt: skip
    fallen = title_faults(winner.title, civil_date(actor.now))
    acts = open_acts(actor, case, hrefs, unmet={Act.PUBLISH_PROMOTION_CASE: fallen})
    public = case.status is Status.PUBLISHED
    return PromotionCaseView(
        id=case.id, award_id=case.award_id, organization_id=case.organization_id,
        organization_name=winner.organization_name, unit_id=case.unit_id, title=case.title, method=case.method,
        result=case.result, status=case.status, drafted_at=case.drafted_at, consented_at=case.consented_at,
        published_at=case.published_at, publisher_unit_id=case.publisher_unit_id,
        withdrawal_reason=case.withdrawal_reason, is_public=public and not fallen,
        absent_because=[fault_of(actor, reason) for reason in fallen] if public else [], version=case.version,
        acts=[a.model_copy(update={"method": "PATCH"}) if a.act is Act.AMEND_PROMOTION_CASE else a for a in acts],
    )  # fmt: skip


async def answer(session: AsyncSession, response: Response, actor: Actor, case: PromotionCase) -> PromotionCaseView:
    """Flush, tag and write the case."""
    await session.flush()
    tag(response, case)
    return (await case_views(session, actor, [case]))[0]


def practices() -> Select[*tuple[Any, ...]]:
    """Select the good practice that everybody reads: row security leaves what is published and whose title stands."""
    columns = (PromotionCase.id, PromotionCase.title, PromotionCase.method, PromotionCase.result)
    return (
        select(*columns, PromotionCase.published_at, Award.organization_name, Cycle.award_year,
               Prize.name.label("tier_name"), Unit.name.label("publisher"))
        .join(Award, Award.id == PromotionCase.award_id)
        .join(Cycle, Cycle.id == Award.cycle_id)
        .join(Prize, (Prize.cycle_id == Award.cycle_id) & (Prize.tier == Award.tier))
        .outerjoin(Unit, Unit.id == PromotionCase.publisher_unit_id)
    )  # fmt: skip


async def public_cases(session: AsyncSession, named: Collection[UUID], actor: Actor) -> set[UUID]:
    """Which of the cases are public now, among those that the caller reaches."""
    query = select(PromotionCase.id, Award.revoked_on, Award.valid_until).join(
        Award, Award.id == PromotionCase.award_id
    )
    rows = await session.execute(query.where(PromotionCase.id.in_(named), PromotionCase.status == Status.PUBLISHED))
    today = civil_date(actor.now)
    return {row[0] for row in rows if not title_faults(TitleNow(revoked_on=row[1], valid_until=row[2]), today)}


def activities() -> Select[*tuple[Any, ...]]:
    """Select the occasions with who held them."""
    columns = (PromotionActivity.id, PromotionActivity.kind, PromotionActivity.title, PromotionActivity.place)
    query = select(*columns, PromotionActivity.held_on, Unit.name.label("holder"))
    return query.outerjoin(Unit, Unit.id == PromotionActivity.unit_id)


async def activity_views(session: AsyncSession, rows: Sequence[Any]) -> list[PromotionActivityView]:
    """Write occasions with the cases that are public now: one statement for any number."""
    query = (
        select(PromotionActivityCase.activity_id, PromotionCase.id, PromotionCase.title, Award.organization_name)
        .join(PromotionCase, PromotionCase.id == PromotionActivityCase.case_id)
        .join(Award, Award.id == PromotionCase.award_id)
        .where(PromotionActivityCase.activity_id.in_([row.id for row in rows]))
        .order_by(PromotionCase.title, PromotionCase.id)
    )
    shown: dict[UUID, list[ShownCase]] = {row.id: [] for row in rows}
    for activity, case, title, name in await session.execute(query):
        shown[activity].append(ShownCase(id=case, title=title, organization_name=name))
    return [
        PromotionActivityView(
            id=row.id, kind=row.kind, title=row.title, place=row.place, held_on=row.held_on, holder=row.holder,
            cases=shown[row.id],
        )
        for row in rows
    ]  # fmt: skip
