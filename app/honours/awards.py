"""How titles, bonuses and cases are shown, with the acts open on them (arts. 26-29)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.applications.models import Application
from app.honours.models import Bonus, Commendation, Recovery, Revocation
from app.honours.schemas import AwardView, BonusView, CommendationView, HonourView, RecoveryView, RevocationView
from app.open_acts import open_acts
from app.problems import fault_in
from app.publications.objections import objections_to
from app.regulation import notice
from app.regulation.act import Act
from app.regulation.former import is_expired
from app.regulation.honours import (
    Inquiry,
    dismissal_faults,
    payable_faults,
    payment_faults,
    plaque_faults,
    request_faults,
)
from app.regulation.refusals import Reason
from app.regulation.title_review import state_of
from app.regulation.vocabulary import Status
from app.titles.models import Award

CASE_ACTS = {
    Act.RECORD_HEARING: "hearing",
    Act.VERIFY_REVOCATION: "verification",
    Act.DISMISS_REVOCATION: "dismissal",
    Act.REQUEST_REVOCATION: "request",
    Act.DECIDE_REVOCATION: "decision",
    Act.ANNOUNCE_REVOCATION: "announcement",
    Act.RECORD_PLAQUE_RETURN: "plaque-return",
    Act.RECORD_RECOVERY: "recoveries",
}

OTHERS_PAYMENT = Reason(
    code="honours.own_name", article="第二十七条", zh="该笔奖金由他人经办，经办人不得更换。",
    en="Somebody else has prepared this payment; the preparer stays.",
)  # fmt: skip

WITHOUT_BONUS = Reason(
    code="former.no_bonus", article="edition.repeat", zh="已有同等或更高等次称号，再次获奖只授称号，不发奖金。",
    en="It holds a title of the same or a higher tier: the repeated title comes without money.",
)  # fmt: skip

TITLE = (Award.id, Award.application_id, Award.organization_name, Award.status)


def award_view(actor: Actor, award: Award) -> AwardView:
    """Write a title."""
    hrefs = {Act.HAND_OVER_PLAQUE: f"/v1/awards/{award.id}/plaque"}
    unmet = {Act.HAND_OVER_PLAQUE: plaque_faults(handed_on=award.plaque_received_on)}
    view = AwardView.model_validate(award)
    withheld = None if award.with_bonus else fault_in(actor.language, WITHOUT_BONUS)
    acts = open_acts(actor, award, hrefs, unmet=unmet)
    return view.model_copy(update={"acts": acts, "without_bonus": withheld})


def honour_view(row: Row[*tuple[Any, ...]], today: date) -> HonourView:
    """Write a line of the roll, with what the title is today."""
    over = is_expired(row.valid_until, today)
    state = state_of(
        revoked_on=row.revoked_on, last_day=row.valid_until, renewed_on=row.renewed_on, today=today
    )  # fmt: skip
    return HonourView(
        award_year=row.award_year, organization_name=row.organization_name, tier=row.tier, tier_name=row.tier_name,
        granted_on=row.granted_on, commendation=row.commendation, status=row.status, valid_until=row.valid_until,
        is_expired=over, renewed_on=row.renewed_on, state=state, revoked_on=row.revoked_on,
    )  # fmt: skip


def commendation_view(actor: Actor, made: Commendation, awards: Sequence[Award]) -> CommendationView:
    """Write a commendation with the titles granted by it."""
    return CommendationView(
        id=made.id, cycle_id=made.cycle_id, document_number=made.document_number, decided_on=made.decided_on,
        list_sha256=made.list_sha256.hex(), recorded_at=made.recorded_at,
        awards=[award_view(actor, award) for award in awards],
    )  # fmt: skip


async def recovered_of(session: AsyncSession, bonuses: Sequence[Bonus]) -> Mapping[UUID, int]:
    """What has come back of each bonus, in whole yuan."""
    query = select(Recovery.bonus_id, func.sum(Recovery.amount)).where(
        Recovery.bonus_id.in_([bonus.id for bonus in bonuses])
    )
    return {row[0]: int(row[1]) for row in (await session.execute(query.group_by(Recovery.bonus_id))).all()}


async def bonus_views(session: AsyncSession, actor: Actor, bonuses: Sequence[Bonus]) -> list[BonusView]:
    """Write bonuses with their titles, what came back and what holds a payment up: three statements for any number."""
    wanted = select(*TITLE).where(Award.id.in_([row.award_id for row in bonuses]))
    titles = {title.id: title for title in await session.execute(wanted)}
    back = await recovered_of(session, bonuses)
    held = await objections_to(session, {title.application_id for title in titles.values()})
    return [
        _bonus_view(
            actor, row, titles[row.award_id], back.get(row.id, 0),
            payable_faults(
                standing=titles[row.award_id].status is Status.STANDING,
                objected=is_objected(held, titles[row.award_id].application_id),
            ),
        )
        for row in bonuses
    ]  # fmt: skip


async def lock_title(session: AsyncSession, bonus: Bonus) -> Award:
    """Lock the title of a bonus, then its application, as a revocation and an objection do (I15, I16)."""
    award = await session.get_one(Award, bonus.award_id, with_for_update={"read": True})
    await session.execute(select(Application.id).where(Application.id == award.application_id).with_for_update())
    return award


async def title_faults(session: AsyncSession, award: Award) -> Sequence[Reason]:
    """Arts. 26-27: what stands against paying the bonus of a title that is locked."""
    held = await objections_to(session, [award.application_id])
    return payable_faults(standing=award.status is Status.STANDING, objected=is_objected(held, award.application_id))


def is_objected(objections: Sequence[notice.Objection], application_id: UUID) -> bool:
    """Whether an objection to the name is open or was upheld."""
    unsettled = {each.application for each in objections if each.state is not notice.ObjectionState.SETTLED}
    return str(application_id) in unsettled


def _bonus_view(
    actor: Actor, bonus: Bonus, title: Row[UUID, UUID, str, Status], recovered: int, unpayable: Sequence[Reason]
) -> BonusView:
    """Write a bonus so that its sums reconcile: paid = kept + recovered, and of a fallen title nothing may be kept."""
    hrefs = {
        Act.PREPARE_PAYMENT: f"/v1/bonuses/{bonus.id}/preparation",
        Act.CONFIRM_PAYMENT: f"/v1/bonuses/{bonus.id}/confirmation",
    }
    paid = bonus.amount if bonus.status is Status.PAID else 0
    others = () if bonus.prepared_by in {None, actor.user_id} else (OTHERS_PAYMENT,)
    unmet = {Act.PREPARE_PAYMENT: (*unpayable, *others), Act.CONFIRM_PAYMENT: (*unpayable, *own_faults(bonus, actor))}
    return BonusView(
        id=bonus.id, award_id=title.id, organization_name=title.organization_name, tier=bonus.tier,
        status=bonus.status, amount=bonus.amount, paid=paid, recovered=recovered,
        outstanding=paid - recovered if title.status is Status.REVOKED else 0,
        account_holder=bonus.account_holder, paid_on=bonus.paid_on, voucher=bonus.voucher, version=bonus.version,
        acts=open_acts(actor, bonus, hrefs, unmet=unmet),
    )  # fmt: skip


def own_faults(bonus: Bonus, actor: Actor) -> Sequence[Reason]:
    """Art. 27: why this person may not confirm this payment."""
    paid = bonus.amount if bonus.status is Status.PAID else 0
    return payment_faults(
        amount=bonus.amount, entitled=bonus.amount, paid=paid, prepared_by=str(bonus.prepared_by or ""),
        confirmed_by=str(actor.user_id),
    )  # fmt: skip


def inquiry_of(case: Revocation) -> Inquiry:
    """Art. 29: what the committee has found out so far, as the law takes it."""
    return Inquiry(
        ground=case.ground, verified=case.verified_on is not None and case.status is not Status.DISMISSED,
        incident=case.incident_kind, grave_effect=case.grave_effect, statement_heard=case.heard_on is not None,
    )  # fmt: skip


async def case_view(session: AsyncSession, actor: Actor, case: Revocation) -> RevocationView:
    """Write a case with the parts recovered and the acts open on it."""
    query = select(Recovery).where(Recovery.revocation_id == case.id).order_by(Recovery.received_on, Recovery.voucher)
    recoveries = [RecoveryView.model_validate(part) for part in await session.scalars(query)]
    return bare_case_view(actor, case).model_copy(update={"recoveries": recoveries})


def bare_case_view(actor: Actor, case: Revocation) -> RevocationView:
    """Write a case without the parts recovered."""
    hrefs = {act: f"/v1/revocations/{case.id}/{word}" for act, word in CASE_ACTS.items()}
    found = inquiry_of(case)
    heard = replace(found, verified=True, grave_effect=True)
    unmet = {
        Act.VERIFY_REVOCATION: request_faults(heard),
        Act.DISMISS_REVOCATION: dismissal_faults(found),
        Act.REQUEST_REVOCATION: request_faults(found),
    }
    # The row has no attribute of the name `recoveries` or `acts`, so the view's own defaults stand.
    view = RevocationView.model_validate(case)
    return view.model_copy(update={"acts": open_acts(actor, case, hrefs, unmet=unmet)})
