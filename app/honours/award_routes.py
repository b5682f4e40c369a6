"""Titles, plaques and bonuses, each handed over or paid once; the public roll of honour (arts. 26-29)."""

from typing import Annotated

from fastapi import Depends, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import Actor, perform, require_turn
from app.cycles.models import Cycle, Prize
from app.honours.awards import award_view, bonus_views, honour_view, lock_title, own_faults, title_faults
from app.honours.models import Bonus, Commendation
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
from app.http import Id, IfMatch, PathId, tag
from app.lookup import found, matched
from app.paging import Key, Paging, Slice, page
from app.regulation.act import Act
from app.regulation.honours import plaque_faults
from app.regulation.refusals import require
from app.regulation.vocabulary import Role
from app.regulation.window import day_faults
from app.sections import PUBLIC, Section
from app.titles.models import Award

awards = Section("/v1/awards", tag="称号", about="称号与奖牌颁发")
bonuses = Section("/v1/bonuses", tag="奖金", about="奖金应付、支付（两人办理）与追回台账")
roll = Section("/v1/roll", tag="光荣榜", about="历年获奖组织，已撤销的称号如实标明")
SECRETARIAT = frozenset({Role.SECRETARIAT})


async def _award(award_id: PathId, session: Transaction, if_match: IfMatch) -> Award:
    return await matched(session, Award, award_id, if_match)


async def _bonus(bonus_id: PathId, session: Transaction, if_match: IfMatch) -> Bonus:
    return await matched(session, Bonus, bonus_id, if_match)


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
    row = await found(session, Award, award_id)
    tag(response, row)
    return award_view(actor, row)


@awards.act("/{award_id}/plaque", summary="登记奖牌颁发", status_code=201)
async def hand_over_plaque(
    body: PlaqueHandover, award: MatchedAward, response: Response, actor: Caller, session: Transaction, today: Today
) -> AwardView:
    """Record the plaque handed over, with its number, date and receiver (art. 26)."""
    require_turn(actor, Act.HAND_OVER_PLAQUE, award)
    late = day_faults(
        body.received_on, today, pointer="/received_on", article="第二十六条", not_before=award.granted_on
    )
    require((*plaque_faults(handed_on=award.plaque_received_on), *late))
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
    return Slice(await bonus_views(session, actor, found.items), found.next_cursor)


@bonuses.read("/{bonus_id}", summary="查看奖金", roles=SECRETARIAT)
async def show_bonus(bonus_id: PathId, response: Response, actor: Caller, session: Transaction) -> BonusView:
    """One bonus."""
    row = await found(session, Bonus, bonus_id)
    return await _answer(session, response, actor, row)


@bonuses.act("/{bonus_id}/preparation", summary="经办奖金支付", status_code=201)
async def prepare_payment(
    body: PaymentPreparation, bonus: MatchedBonus, response: Response, actor: Caller, session: Transaction
) -> BonusView:
    """Prepare the payment, or correct its account holder before it is confirmed; the amount is the tier's (art. 27)."""
    require_turn(actor, Act.PREPARE_PAYMENT, bonus)
    award = await lock_title(session, bonus)
    require(await title_faults(session, award))
    bonus.prepared_by, bonus.account_holder = actor.user_id, body.account_holder
    perform(session, actor, Act.PREPARE_PAYMENT, bonus)
    return await _answer(session, response, actor, bonus)


@bonuses.act("/{bonus_id}/confirmation", summary="复核奖金支付", status_code=201)
async def confirm_payment(
    body: PaymentConfirmation, bonus: MatchedBonus, response: Response, actor: Caller, session: Transaction,
    today: Today,
) -> BonusView:  # fmt: skip
    """Confirm the payment, by another person than prepared it, once (art. 27)."""
    require_turn(actor, Act.CONFIRM_PAYMENT, bonus)
    award = await lock_title(session, bonus)
    wrong_day = day_faults(body.paid_on, today, pointer="/paid_on", article="第二十七条", not_before=award.granted_on)
    require((*own_faults(bonus, actor), *await title_faults(session, award), *wrong_day))
    bonus.paid_by, bonus.paid_on, bonus.voucher = actor.user_id, body.paid_on, body.voucher
    perform(session, actor, Act.CONFIRM_PAYMENT, bonus, detail={"amount": bonus.amount})
    return await _answer(session, response, actor, bonus)


@roll.read("", summary="光荣榜", roles=PUBLIC, response_model=RollPage)
async def show_roll(session: Transaction, paging: Paging, today: Today) -> Slice[HonourView]:
    """Every title ever granted, the newest first; a revoked one is shown as revoked with the day of its revocation."""
    query = (
        select(
            Award.id, Award.organization_name, Award.tier, Award.granted_on, Award.status, Award.revoked_on,
            Award.valid_until, Award.renewed_on, Cycle.award_year, Prize.position, Prize.name.label("tier_name"),
            Commendation.document_number.label("commendation"),
        )
        .join(Cycle, Cycle.id == Award.cycle_id)
        .join(Prize, (Prize.cycle_id == Award.cycle_id) & (Prize.tier == Award.tier))
        .join(Commendation, Commendation.id == Award.commendation_id)
    )  # fmt: skip
    keys = [Key(Award.granted_on, descending=True), Key(Prize.position), Key(Award.id)]
    found = await page(session, query, keys, paging)
    return Slice([honour_view(row, today) for row in found.items], found.next_cursor)


async def _answer(session: AsyncSession, response: Response, actor: Actor, bonus: Bonus) -> BonusView:
    await session.flush()
    tag(response, bonus)
    return (await bonus_views(session, actor, [bonus]))[0]
