"""What the public does without login: objects, gives a tip, and asks what has become of its objection (art. 25)."""

from sqlalchemy import text

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import leaf_hash_of, perform
from app.errors import NotFound
from app.http import PathId
from app.objections.files import ObjectionCode, ReceiptNumber
from app.objections.identity import kept_identity, progress_digest
from app.objections.models import Tip
from app.objections.reading import name_faults, published_notice, receipt_number, require_receivable
from app.objections.schemas import NewTip, ProgressView, Receipt, TipReceipt, WebObjection
from app.publications.models import Objection
from app.publications.routes import publications
from app.regulation.act import Act
from app.regulation.notice import reply_due
from app.regulation.objection import seal_faults
from app.regulation.refusals import require
from app.sections import PUBLIC, Section
from app.standards.calendar import calendar_near

receipts = Section("/v1/objection-receipts", tag="异议查询", about="异议人凭回执编号与自设查询码查询办理情况，无须登录")
PROGRESS = text("SELECT * FROM award_objection_progress(:receipt, :code)")


@publications.act("/{notice_id}/objections", summary="对公示提出异议", status_code=201)
async def lodge_objection(
    body: WebObjection, notice_id: PathId, actor: Caller, session: Transaction, today: Today
) -> Receipt:
    """Lodge an objection to one name of a running notice; no login is needed (art. 25)."""
    notice = await published_notice(session, notice_id)
    law = await require_receivable(session, notice, body, today, today)
    number = receipt_number("YY")
    row = Objection(
        notice_id=notice.id, channel="web", received_on=today, receipt_number=number, registered_at=actor.now,
        reply_due_on=reply_due(today, law.objection, await calendar_near(session, today)),
        progress_digest=progress_digest(number, body.code) if body.code else None,
        **body.model_dump(exclude={"code", "identity_number"}),
    )  # fmt: skip
    leaf = perform(session, actor, Act.LODGE_OBJECTION, row, detail={"notice": notice.id})
    if body.identity_number:
        session.add(await kept_identity(row.id, body.identity_number, is_unit=body.is_unit))
    lacks_seal = bool(seal_faults(law.objection, is_unit=body.is_unit, has_seal=False))
    return Receipt(receipt_number=number, received_on=today, record_leaf=leaf_hash_of(leaf), lacks_seal=lacks_seal)


@receipts.read("/{receipt}", summary="查询异议办理情况", roles=PUBLIC)
async def show_objection_progress(
    receipt: ReceiptNumber, objection_code: ObjectionCode, _actor: Caller, session: Transaction
) -> ProgressView:
    """What has become of an objection; one answer (404) for an unknown number and for a wrong code."""
    asked = {"receipt": receipt, "code": progress_digest(receipt, objection_code)}
    row = (await session.execute(PROGRESS, asked)).one_or_none()
    if row is None:
        raise NotFound
    return ProgressView.model_validate(row)


@publications.act("/{notice_id}/tips", summary="提供线索", status_code=201)
async def lodge_tip(body: NewTip, notice_id: PathId, actor: Caller, session: Transaction) -> TipReceipt:
    """Give a nameless lead on a name of a notice: no objection, it blocks nobody (art. 25)."""
    notice = await published_notice(session, notice_id)
    require(await name_faults(session, notice, body.application_id))
    row = Tip(
        notice_id=notice.id, lodged_at=actor.now, receipt_number=receipt_number("XS"), **body.model_dump()
    )  # fmt: skip
    perform(session, actor, Act.LODGE_TIP, row, detail={"notice": notice.id})
    return TipReceipt(receipt_number=row.receipt_number)
