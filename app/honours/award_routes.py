"""Titles, plaques and bonuses, each handed over or paid once; the public roll of honour (arts. 26-29)."""

from typing import Annotated

from fastapi import Depends, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import Actor, perform
from app.cycles.models import Cycle, Prize
from app.errors import NotFound
from app.honours.awards import award_view, bonus_view, recovered_of
from app.honours.models import Award, Bonus, Commendation
from app.honours.schemas import (
    AwardPage,
    AwardView,
    BonusPage,
    BonusView,
    HonourView,
    PaymentConfirmation,
    PaymentPreparation,
    PlaqueHandover,
    RollPage,
)
from app.http import Id, IfMatch, PathId, require_version, tag
from app.paging import Key, Paging, Slice, page
from app.regulation.honouring import not_in_future
from app.regulation.refusals import require
from app.regulation.vocabulary import Act, Role
from app.sections import PUBLIC, Section

awards = Section("/v1/awards", tag="称号", about="称号与奖牌颁发")
bonuses = Section("/v1/bonuses", tag="奖金", about="奖金应付、支付（两人办理）与追回台账")
roll = Section("/v1/roll", tag="光荣榜", about="历年获奖组织，已撤销的称号如实标明")
SECRETARIAT = frozenset({Role.SECRETARIAT})


async def _award(award_id: PathId, session: Transaction, if_match: IfMatch) -> Award:
    row = await session.get(Award, award_id, with_for_update=True)
    if row is None:
        raise NotFound
    require_version(row, if_match)
    return row


async def _bonus(bonus_id: PathId, session: Transaction, if_match: IfMatch) -> Bonus:
    row = await session.get(Bonus, bonus_id, with_for_update=True)
    if row is None:
        raise NotFound
    require_version(row, if_match)
    return row


MatchedAward = Annotated[Award, Depends(_award)]
MatchedBonus = Annotated[Bonus, Depends(_bonus)]


@awards.read("", summary="称号列表", roles=SECRETARIAT, response_model=AwardPage)
async def list_awards(
    actor: Caller, session: Transaction, paging: Paging, cycle_id: Id | None = None
) -> Slice[AwardView]:
    """The titles, of one cycle if it is named, the newest first."""
    query = select(Award) if cycle_id is None else select(Award).where(Award.cycle_id == cycle_id)
    found = await page(session, query, [Key(Award.granted_on, descending=True), Key(Award.id)], paging)
    return Slice([award_view(actor, row) for row in found.items], found.next_cursor)


@awards.read("/{award_id}", summary="查看称号", roles=SECRETARIAT)
async def show_award(award_id: PathId, response: Response, actor: Caller, session: Transaction) -> AwardView:
    """One title."""
    row = await session.get(Award, award_id)
    if row is None:
        raise NotFound
    tag(response, row)
    return award_view(actor, row)


@awards.act("/{award_id}/plaque", summary="登记奖牌颁发", status_code=201)
async def hand_over_plaque(
    body: PlaqueHandover, award: MatchedAward, response: Response, actor: Caller, session: Transaction, today: Today
) -> AwardView:
    """Record the plaque handed over, with its number, date and receiver (art. 26)."""
    require(not_in_future(body.received_on, today, "/received_on", "第二十六条"))
    award.plaque_number, award.plaque_received_on = body.plaque_number, body.received_on
    award.plaque_receiver = body.receiver
    perform(session, actor, Act.HAND_OVER_PLAQUE, award)
    await session.flush()
    tag(response, award)
    return award_view(actor, award)


@bonuses.read("", summary="奖金台账", roles=SECRETARIAT, response_model=BonusPage)
async def list_bonuses(
    actor: Caller, session: Transaction, paging: Paging, cycle_id: Id | None = None
) -> Slice[BonusView]:
    """The ledger: what is due, paid, come back and outstanding, of one cycle if it is named."""
    query = select(Bonus) if cycle_id is None else select(Bonus).where(Bonus.cycle_id == cycle_id)
    found = await page(session, query, [Key(Bonus.amount, descending=True), Key(Bonus.id)], paging)
    wanted = select(Award).where(Award.id.in_([row.award_id for row in found.items]))
    titles = {row.id: row for row in await session.scalars(wanted)}
    back = await recovered_of(session, found.items)
    views = [bonus_view(actor, row, titles[row.award_id], back.get(row.id, 0)) for row in found.items]
    return Slice(views, found.next_cursor)


@bonuses.read("/{bonus_id}", summary="查看奖金", roles=SECRETARIAT)
async def show_bonus(bonus_id: PathId, response: Response, actor: Caller, session: Transaction) -> BonusView:
    """One bonus."""
    row = await session.get(Bonus, bonus_id)
    if row is None:
        raise NotFound
    return await _answer(session, response, actor, row)


@bonuses.act("/{bonus_id}/preparation", summary="经办奖金支付", status_code=201)
async def prepare_payment(
    body: PaymentPreparation, bonus: MatchedBonus, response: Response, actor: Caller, session: Transaction
) -> BonusView:
    """Prepare the payment; the amount is that of the tier (art. 27)."""
    bonus.prepared_by, bonus.account_holder = actor.user_id, body.account_holder
    perform(session, actor, Act.PREPARE_PAYMENT, bonus)
    return await _answer(session, response, actor, bonus)


@bonuses.act("/{bonus_id}/confirmation", summary="复核奖金支付", status_code=201)
async def confirm_payment(
    body: PaymentConfirmation, bonus: MatchedBonus, response: Response, actor: Caller, session: Transaction,
    today: Today,
) -> BonusView:  # fmt: skip
    """Confirm the payment, by another person than prepared it, once (art. 27)."""
    require(not_in_future(body.paid_on, today, "/paid_on", "第二十七条"))
    bonus.paid_by, bonus.paid_on, bonus.voucher = actor.user_id, body.paid_on, body.voucher
    perform(session, actor, Act.CONFIRM_PAYMENT, bonus, detail={"amount": bonus.amount})
    return await _answer(session, response, actor, bonus)


@roll.read("", summary="光荣榜", roles=PUBLIC, response_model=RollPage)
async def show_roll(session: Transaction, paging: Paging) -> Slice[HonourView]:
    """Every title ever granted, the newest first; a revoked one is shown as revoked with the day of its revocation."""
    found = await page(session, select(Award), [Key(Award.granted_on, descending=True), Key(Award.id)], paging)
    query = (
        select(Award.id, Cycle.award_year, Prize.name, Commendation.document_number)
        .join(Cycle, Cycle.id == Award.cycle_id)
        .join(Prize, (Prize.cycle_id == Award.cycle_id) & (Prize.tier == Award.tier))
        .join(Commendation, Commendation.id == Award.commendation_id)
        .where(Award.id.in_([award.id for award in found.items]))
    )
    more = {row[0]: (row[1], row[2], row[3]) for row in (await session.execute(query)).all()}
    return Slice([_honour(award, *more[award.id]) for award in found.items], found.next_cursor)


def _honour(award: Award, award_year: int, tier_name: str, commendation: str) -> HonourView:
    return HonourView(
        award_year=award_year, organization_name=award.organization_name, tier=award.tier, tier_name=tier_name,
        granted_on=award.granted_on, commendation=commendation, status=award.status, revoked_on=award.revoked_on,
    )  # fmt: skip


async def _answer(session: AsyncSession, response: Response, actor: Actor, bonus: Bonus) -> BonusView:
    await session.flush()
    tag(response, bonus)
    award = await session.get_one(Award, bonus.award_id)
    return bonus_view(actor, bonus, award, (await recovered_of(session, [bonus])).get(bonus.id, 0))
