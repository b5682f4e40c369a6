"""Objections at the secretariat: registered from letters and calls, tested, investigated, ruled on (arts. 25-26)."""

from datetime import datetime

from fastapi import Response as Answer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Now, Today, Transaction
from app.acts import Actor, perform, require_turn
from app.errors import NotFound
from app.http import Id, PathId, tag
from app.lookup import found
from app.objections.files import files_of, has_seal
from app.objections.identity import is_his, kept_identity
from app.objections.models import ObjectorIdentity
from app.objections.reading import (
    MatchedObjection,
    barred_users,
    investigators_of,
    is_tied,
    law_of,
    officers,
    published_notice,
    receipt_number,
    require_receivable,
    ruling_faults_of,
    views_of,
)
from app.objections.schemas import (
    CheckedObjector,
    Investigator,
    ObjectionPage,
    ObjectionView,
    Reasoned,
    RegisteredObjection,
    Ruling,
    ShownNumber,
)
from app.paging import Key, Paging, Slice, page
from app.publications.models import Objection
from app.regulation.act import Act
from app.regulation.notice import reply_due
from app.regulation.objection import investigator_faults, referral_faults, ruler_faults, seal_faults
from app.regulation.refusals import require
from app.regulation.vocabulary import Role
from app.sections import Section
from app.standards.calendar import calendar_near

READERS = frozenset({Role.SECRETARIAT, Role.COMMITTEE})
section = Section("/v1/objections", tag="异议", about="公示异议的登记、受理、调查与裁定；提请主任裁定的，主任可见")


@section.act("", summary="登记来信来电异议", status_code=201)
async def register_objection(
    body: RegisteredObjection, response: Answer, actor: Caller, session: Transaction, today: Today
) -> ObjectionView:
    """Register an objection that came by letter, telephone, mail or visit, by its date of receipt (art. 25)."""
    notice = await published_notice(session, body.notice_id)
    law = await require_receivable(session, notice, body, body.received_on, today)
    row = Objection(
        receipt_number=receipt_number("YY"), registered_by=actor.user_id, registered_at=actor.now,
        reply_due_on=reply_due(body.received_on, law.objection, await calendar_near(session, body.received_on)),
        **body.model_dump(exclude={"identity_number"}),
    )  # fmt: skip
    perform(session, actor, Act.REGISTER_OBJECTION, row, detail={"notice": notice.id})
    if body.identity_number:
        session.add(await kept_identity(row.id, body.identity_number, is_unit=body.is_unit))
    response.headers["Location"] = f"/v1/objections/{row.id}"
    return await _answer(session, response, actor, row)


@section.read("", summary="异议列表", confidential=True, roles=READERS, response_model=ObjectionPage)
async def list_objections(
    actor: Caller, session: Transaction, paging: Paging, notice_id: Id | None = None
) -> Slice[ObjectionView]:
    """The objections, of one notice if it is named, the newest first; to the chair those referred to him."""
    query = select(Objection) if notice_id is None else select(Objection).where(Objection.notice_id == notice_id)
    seen = await page(session, query, [Key(Objection.registered_at, descending=True), Key(Objection.id)], paging)
    return Slice(await views_of(session, actor, seen.items), seen.next_cursor)


@section.read("/{objection_id}", summary="查看异议", confidential=True, roles=READERS)
async def show_objection(objection_id: PathId, response: Answer, actor: Caller, session: Transaction) -> ObjectionView:
    """One objection."""
    row = await found(session, Objection, objection_id)
    tag(response, row)
    return (await views_of(session, actor, [row]))[0]


@section.act("/{objection_id}/admission", summary="受理异议", status_code=201)
async def admit_objection(
    body: Reasoned, row: MatchedObjection, response: Answer, actor: Caller, session: Transaction
) -> ObjectionView:
    """Admit an objection to investigation, with the reason; a unit's under its seal (art. 25)."""
    require_turn(actor, Act.ADMIT_OBJECTION, row)
    sealed = has_seal((await files_of(session, [row.id])).get(row.id, []))
    require(seal_faults((await law_of(session, row)).objection, is_unit=row.is_unit, has_seal=sealed))
    row.admissibility = body.reason
    perform(session, actor, Act.ADMIT_OBJECTION, row)
    return await _answer(session, response, actor, row)


@section.act("/{objection_id}/refusal", summary="不予受理异议", status_code=201)
async def refuse_objection(
    body: Ruling, row: MatchedObjection, response: Answer, actor: Caller, session: Transaction, now: Now
) -> ObjectionView:
    """Refuse an inadmissible objection, with reason and reply; it no longer blocks, so who is tied may not (25, 30)."""
    require_turn(actor, Act.REFUSE_OBJECTION, row)
    require(ruler_faults(is_barred=await is_tied(session, actor, row)))
    row.admissibility, row.reply, row.ruled_at, row.ruled_by = body.reason, body.reply, now, actor.user_id
    perform(session, actor, Act.REFUSE_OBJECTION, row)
    return await _answer(session, response, actor, row)


@section.act("/{objection_id}/identity-checks", summary="核对异议人身份", status_code=201)
async def check_objector(
    body: ShownNumber, row: MatchedObjection, actor: Caller, session: Transaction
) -> CheckedObjector:
    """Compare a number that is shown with the one that was given; each look goes into the record (arts. 25, 30)."""
    identity = await session.get(ObjectorIdentity, row.id)
    if identity is None:
        raise NotFound
    perform(session, actor, Act.CHECK_OBJECTOR, row)
    same = await is_his(identity, body.identity_number)
    return CheckedObjector(is_unit=identity.is_unit, last_four=identity.last_four, matches=same)


@section.act("/{objection_id}/investigator", summary="指定异议调查人", status_code=201)
async def assign_investigator(
    body: Investigator, row: MatchedObjection, response: Answer, actor: Caller, session: Transaction, today: Today
) -> ObjectionView:
    """Name, or change, the officer who looks into it; whom a conflict of interest bars is refused (arts. 25, 30)."""
    require_turn(actor, Act.ASSIGN_INVESTIGATOR, row)
    barred = await barred_users(session, row, [body.user_id], today)
    officer = body.user_id in await officers(session)
    new = body.user_id != row.investigator_id
    require(investigator_faults(is_officer=officer, is_barred=body.user_id in barred, is_new=new))
    row.investigator_id = body.user_id
    perform(session, actor, Act.ASSIGN_INVESTIGATOR, row, detail={"investigator": body.user_id})
    return await _answer(session, response, actor, row)


@section.act("/{objection_id}/referral", summary="提请主任裁定异议", status_code=201)
async def refer_objection(
    row: MatchedObjection, response: Answer, actor: Caller, session: Transaction, today: Today
) -> ObjectionView:
    """Let the committee's chair rule, where the office has nobody else who may (art. 26)."""
    require_turn(actor, Act.REFER_OBJECTION, row)
    law, others = await law_of(session, row), await officers(session) - await investigators_of(session, row)
    others -= await barred_users(session, row, others, today)
    assigned, referred = row.investigator_id is not None, row.referred_at is not None
    require(referral_faults(law.objection, has_investigator=assigned, others=len(others), is_referred=referred))
    row.referred_at = actor.now
    perform(session, actor, Act.REFER_OBJECTION, row)
    return await _answer(session, response, actor, row)


@section.act("/{objection_id}/upholding", summary="异议成立", status_code=201)
async def uphold_objection(
    body: Ruling, row: MatchedObjection, response: Answer, actor: Caller, session: Transaction, now: Now
) -> ObjectionView:
    """Uphold an objection: the name cannot be commended; the committee and the government decide anew (art. 26)."""
    return await _ruled(session, response, actor, Act.UPHOLD_OBJECTION, row, body, now)


@section.act("/{objection_id}/rejection", summary="异议不成立", status_code=201)
async def reject_objection(
    body: Ruling, row: MatchedObjection, response: Answer, actor: Caller, session: Transaction, now: Now
) -> ObjectionView:
    """Reject an objection after its investigation; it no longer blocks (art. 26)."""
    return await _ruled(session, response, actor, Act.REJECT_OBJECTION, row, body, now)


async def _ruled(
    session: AsyncSession, response: Answer, actor: Actor, act: Act, row: Objection, body: Ruling, now: datetime
) -> ObjectionView:
    require_turn(actor, act, row)
    require(await ruling_faults_of(session, actor, row))
    row.ruling, row.reply, row.ruled_at, row.ruled_by = body.reason, body.reply, now, actor.user_id
    perform(session, actor, act, row)
    return await _answer(session, response, actor, row)


async def _answer(session: AsyncSession, response: Answer, actor: Actor, row: Objection) -> ObjectionView:
    await session.flush()
    tag(response, row)
    return (await views_of(session, actor, [row]))[0]
