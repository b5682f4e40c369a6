"""How titles, bonuses and cases are shown, with the acts open on them (arts. 26-29)."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.honours.models import Award, Bonus, Commendation, Recovery, Revocation
from app.honours.schemas import AwardView, BonusView, CommendationView, RecoveryView, RevocationView
from app.open_acts import open_acts
from app.regulation.honouring import hearing_faults
from app.regulation.vocabulary import Act, Status

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


def award_view(actor: Actor, award: Award) -> AwardView:
    """Write a title."""
    hrefs = {Act.HAND_OVER_PLAQUE: f"/v1/awards/{award.id}/plaque"}
    view = AwardView.model_validate(award)
    return view.model_copy(update={"acts": open_acts(actor, award, hrefs)})


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


def bonus_view(actor: Actor, bonus: Bonus, award: Award, recovered: int) -> BonusView:
    """Write a bonus so that its sums reconcile: paid − recovered = kept, and of a fallen title nothing may be kept."""
    hrefs = {
        Act.PREPARE_PAYMENT: f"/v1/bonuses/{bonus.id}/preparation",
        Act.CONFIRM_PAYMENT: f"/v1/bonuses/{bonus.id}/confirmation",
    }
    paid = bonus.amount if bonus.status is Status.PAID else 0
    return BonusView(
        id=bonus.id, award_id=award.id, organization_name=award.organization_name, tier=bonus.tier,
        status=bonus.status, amount=bonus.amount, paid=paid, recovered=recovered,
        outstanding=paid - recovered if award.status is Status.REVOKED else 0, paid_on=bonus.paid_on,
        voucher=bonus.voucher, version=bonus.version, acts=open_acts(actor, bonus, hrefs),
    )  # fmt: skip


async def case_view(session: AsyncSession, actor: Actor, case: Revocation) -> RevocationView:
    """Write a case with the parts recovered and the acts open on it."""
    parts = await session.scalars(
        select(Recovery).where(Recovery.revocation_id == case.id).order_by(Recovery.received_on, Recovery.voucher)
    )
    recoveries = [RecoveryView.model_validate(part) for part in parts]
    return bare_case_view(actor, case).model_copy(update={"recoveries": recoveries})


def bare_case_view(actor: Actor, case: Revocation) -> RevocationView:
    """Write a case without the parts recovered."""
    hrefs = {act: f"/v1/revocations/{case.id}/{word}" for act, word in CASE_ACTS.items()}
    unmet = {Act.VERIFY_REVOCATION: hearing_faults(heard_on=case.heard_on)}
    # The row has no attribute of the name `recoveries` or `acts`, so the view's own defaults stand.
    view = RevocationView.model_validate(case)
    return view.model_copy(update={"acts": open_acts(actor, case, hrefs, unmet=unmet)})
