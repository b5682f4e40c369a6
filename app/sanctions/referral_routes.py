"""Telling others of a case: employer, authority, justice, and their replies; and the work that was voided (art. 31)."""

from fastapi import Response
from sqlalchemy import select

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import perform, require_turn
from app.errors import NotFound
from app.http import PathId
from app.lookup import found
from app.paging import Key, Paging, page
from app.regulation.act import Act
from app.regulation.refusals import OutOfOrder, Reason, require
from app.regulation.sanction import ARTICLE
from app.regulation.vocabulary import Role
from app.regulation.window import day_faults
from app.reviews.models import VoidedWork
from app.sanctions.models import Referral, SanctionEffect
from app.sanctions.reading import MatchedSanction, SeenSanction
from app.sanctions.routes import answer
from app.sanctions.schemas import NewReferral, ReferralReply, SanctionView, VoidedPage
from app.sections import Section

section = Section("/v1/sanctions", tag="评审资格处理", about="移送单位、主管部门或司法机关，登记答复")
SECRETARIAT = frozenset({Role.SECRETARIAT})
REPLIED = Reason(
    code="sanction.replied", article=ARTICLE, pointer="/reply",
    zh="该移送的答复已登记，不得更改。", en="The reply to this referral is on record already.",
)  # fmt: skip


@section.act("/{sanction_id}/referrals", summary="移送或通报", status_code=201)
async def refer_sanction(
    body: NewReferral, row: MatchedSanction, response: Response, actor: Caller, session: Transaction, today: Today
) -> SanctionView:
    """Tell the employer, the authority in charge or justice (art. 31)."""
    require_turn(actor, Act.REFER_SANCTION, row)
    require(day_faults(body.referred_on, today, pointer="/referred_on", article=ARTICLE, not_before=row.opened_on))
    made = Referral(sanction_id=row.id, recorded_by=actor.user_id, recorded_at=actor.now, **dict(body))
    session.add(made)
    perform(session, actor, Act.REFER_SANCTION, row, detail={"referral": made.id, "recipient": body.recipient})
    return await answer(session, response, actor, row)


@section.act("/{sanction_id}/referrals/{referral_id}/reply", summary="登记移送答复", status_code=201)
async def record_referral_reply(
    body: ReferralReply, referral_id: PathId, row: MatchedSanction, response: Response, actor: Caller,
    session: Transaction, today: Today,
) -> SanctionView:  # fmt: skip
    """Record what came back, once."""
    told = await found(session, Referral, referral_id)
    if told.sanction_id != row.id:
        raise NotFound
    if told.replied_on is not None:
        raise OutOfOrder(REPLIED)
    require(day_faults(body.replied_on, today, pointer="/replied_on", article=ARTICLE, not_before=told.referred_on))
    told.reply, told.replied_on = body.reply, body.replied_on
    perform(session, actor, Act.RECORD_REFERRAL_REPLY, row, detail={"referral": told.id})
    return await answer(session, response, actor, row)


@section.read("/{sanction_id}/voided-work", summary="查看被作废的合议与报告", roles=SECRETARIAT)
async def list_voided_work(row: SeenSanction, paging: Paging, _actor: Caller, session: Transaction) -> VoidedPage:
    """What the panel had agreed on and reported with a sheet that counts no more."""
    hit = select(SanctionEffect.application_id).where(SanctionEffect.sanction_id == row.id)
    query = select(VoidedWork).where(VoidedWork.application_id.in_(hit))
    rows = await page(session, query, [Key(VoidedWork.voided_at), Key(VoidedWork.id)], paging)
    return VoidedPage.model_validate(rows, from_attributes=True)
