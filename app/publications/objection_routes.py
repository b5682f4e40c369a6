"""Objections: lodged by the public or registered from letters and calls, tested and ruled on (arts. 25-26)."""

from datetime import date
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import Depends
from fastapi import Response as Answer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Now, Today, Transaction
from app.acts import Actor, leaf_hash_of, perform, require_turn
from app.cycles.reading import edition_of, find_cycle
from app.errors import NotFound
from app.http import Id, IfMatch, PathId, tag
from app.lookup import found, matched
from app.paging import Key, Paging, Slice, page
from app.publications.models import Notice, NoticeEntry, Objection
from app.publications.notices import recorded_period
from app.publications.objections import objection_view
from app.publications.routes import SECRETARIAT, publications
from app.publications.schemas import (
    NewObjection,
    ObjectionPage,
    ObjectionView,
    Reasoned,
    Receipt,
    RegisteredObjection,
    Ruling,
)
from app.regulation.act import Act
from app.regulation.notice import objection_faults, objector_faults, reply_due
from app.regulation.refusals import NotMet, Reason, require
from app.regulation.window import day_faults
from app.sections import Section
from app.standards.calendar import calendar_near

section = Section("/v1/objections", tag="异议", about="公示异议的登记、受理、调查与裁定（仅秘书处）")


async def _matched(objection_id: PathId, session: Transaction, if_match: IfMatch) -> Objection:
    return await matched(session, Objection, objection_id, if_match)


MatchedObjection = Annotated[Objection, Depends(_matched)]


async def _named(session: AsyncSession, notice_id: UUID, application_id: UUID) -> Notice:
    """The published notice; 404 if there is none, 422 if it does not carry the name."""
    notice = await session.get(Notice, notice_id)
    if notice is None or notice.published_at is None:
        raise NotFound
    if await session.get(NoticeEntry, (notice_id, application_id)) is None:
        raise NotMet(
            Reason(code="notice.unknown_name", article="第二十五条", pointer="/application_id",
                   zh="公示名单中没有这一组织。", en="The notice does not carry this name.")
        )  # fmt: skip
    return notice


async def _require_receivable(
    session: AsyncSession, notice: Notice, body: NewObjection, received_on: date, today: date
) -> date | None:
    """Art. 25: refuse (422) what comes too late or not in the edition's form; give the day until which it is ruled."""
    rule = edition_of(await find_cycle(session, notice.cycle_id)).objection
    period = recorded_period(notice)
    late = objection_faults(period, received_on) if period else ()
    ahead = day_faults(received_on, today, pointer="/received_on", article="第二十五条")
    formless = objector_faults(
        rule, is_real_name=body.is_real_name, name=body.name, contact=body.contact, evidence=body.evidence
    )
    require((*late, *ahead, *formless))
    return reply_due(received_on, rule, await calendar_near(session, received_on))


@publications.act("/{notice_id}/objections", summary="对公示提出异议", status_code=201)
async def lodge_objection(
    body: NewObjection, notice_id: PathId, actor: Caller, session: Transaction, today: Today
) -> Receipt:
    """Lodge an objection to one name of a running notice; no login is needed (art. 25)."""
    notice = await _named(session, notice_id, body.application_id)
    due = await _require_receivable(session, notice, body, today, today)
    row = Objection(
        notice_id=notice.id, channel="web", received_on=today, receipt_number=_receipt_number(), reply_due_on=due,
        registered_at=actor.now, **body.model_dump(),
    )  # fmt: skip
    leaf = perform(session, actor, Act.LODGE_OBJECTION, row, detail={"notice": notice.id})
    return Receipt(receipt_number=row.receipt_number, received_on=today, record_leaf=leaf_hash_of(leaf))


@section.act("", summary="登记来信来电异议", status_code=201)
async def register_objection(
    body: RegisteredObjection, response: Answer, actor: Caller, session: Transaction, today: Today
) -> ObjectionView:
    """Register an objection that came by letter, telephone, mail or visit, by its date of receipt (art. 25)."""
    notice = await _named(session, body.notice_id, body.application_id)
    due = await _require_receivable(session, notice, body, body.received_on, today)
    row = Objection(
        receipt_number=_receipt_number(), registered_by=actor.user_id, registered_at=actor.now, reply_due_on=due,
        **body.model_dump(),
    )  # fmt: skip
    perform(session, actor, Act.REGISTER_OBJECTION, row, detail={"notice": notice.id})
    await session.flush()
    response.headers["Location"] = f"/v1/objections/{row.id}"
    tag(response, row)
    return objection_view(actor, row)


@section.read("", summary="异议列表", roles=SECRETARIAT, response_model=ObjectionPage)
async def list_objections(
    actor: Caller, session: Transaction, paging: Paging, notice_id: Id | None = None
) -> Slice[ObjectionView]:
    """The objections, of one notice if it is named, the newest first."""
    query = select(Objection) if notice_id is None else select(Objection).where(Objection.notice_id == notice_id)
    found = await page(session, query, [Key(Objection.registered_at, descending=True), Key(Objection.id)], paging)
    return Slice([objection_view(actor, row) for row in found.items], found.next_cursor)


@section.read("/{objection_id}", summary="查看异议", roles=SECRETARIAT)
async def show_objection(objection_id: PathId, response: Answer, actor: Caller, session: Transaction) -> ObjectionView:
    """One objection."""
    row = await found(session, Objection, objection_id)
    tag(response, row)
    return objection_view(actor, row)


@section.act("/{objection_id}/admission", summary="受理异议", status_code=201)
async def admit_objection(
    body: Reasoned, row: MatchedObjection, response: Answer, actor: Caller, session: Transaction
) -> ObjectionView:
    """Admit an objection to investigation, with the reason (art. 25)."""
    require_turn(actor, Act.ADMIT_OBJECTION, row)
    row.admissibility = body.reason
    perform(session, actor, Act.ADMIT_OBJECTION, row)
    return await _answer(session, response, actor, row)


@section.act("/{objection_id}/refusal", summary="不予受理异议", status_code=201)
async def refuse_objection(
    body: Ruling, row: MatchedObjection, response: Answer, actor: Caller, session: Transaction, now: Now
) -> ObjectionView:
    """Refuse an inadmissible objection, with the reason and the reply; it no longer blocks (art. 25)."""
    require_turn(actor, Act.REFUSE_OBJECTION, row)
    row.admissibility, row.reply, row.ruled_at = body.reason, body.reply, now
    perform(session, actor, Act.REFUSE_OBJECTION, row)
    return await _answer(session, response, actor, row)


@section.act("/{objection_id}/upholding", summary="异议成立", status_code=201)
async def uphold_objection(
    body: Ruling, row: MatchedObjection, response: Answer, actor: Caller, session: Transaction, now: Now
) -> ObjectionView:
    """Uphold an objection: the name cannot be commended; the committee and the government decide anew (art. 26)."""
    require_turn(actor, Act.UPHOLD_OBJECTION, row)
    row.ruling, row.reply, row.ruled_at = body.reason, body.reply, now
    perform(session, actor, Act.UPHOLD_OBJECTION, row)
    return await _answer(session, response, actor, row)


@section.act("/{objection_id}/rejection", summary="异议不成立", status_code=201)
async def reject_objection(
    body: Ruling, row: MatchedObjection, response: Answer, actor: Caller, session: Transaction, now: Now
) -> ObjectionView:
    """Reject an objection after its investigation; it no longer blocks (art. 26)."""
    require_turn(actor, Act.REJECT_OBJECTION, row)
    row.ruling, row.reply, row.ruled_at = body.reason, body.reply, now
    perform(session, actor, Act.REJECT_OBJECTION, row)
    return await _answer(session, response, actor, row)


async def _answer(session: AsyncSession, response: Answer, actor: Actor, row: Objection) -> ObjectionView:
    await session.flush()
    tag(response, row)
    return objection_view(actor, row)


def _receipt_number() -> str:
    """A number that tells neither order nor count."""
    return f"YY-{uuid4().hex[:12].upper()}"
