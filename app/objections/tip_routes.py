"""Tips at the secretariat, apart from the objections: read, and settled with what came of them (art. 25)."""

from fastapi import Response
from sqlalchemy import select

from app.accounts.doorway import Caller, Transaction
from app.acts import perform, require_turn
from app.http import Id, PathId, tag
from app.lookup import found
from app.objections.models import Tip
from app.objections.reading import MatchedTip, tip_view
from app.objections.schemas import TipPage, TipSettlement, TipView
from app.paging import Key, Paging, Slice, page
from app.publications.routes import SECRETARIAT
from app.regulation.act import Act
from app.sections import Section

section = Section("/v1/tips", tag="线索", about="公示期间收到的匿名线索（仅秘书处）；不是异议，不影响表彰")


@section.read("", summary="线索列表", roles=SECRETARIAT, response_model=TipPage)
async def list_tips(
    actor: Caller, session: Transaction, paging: Paging, notice_id: Id | None = None
) -> Slice[TipView]:  # fmt: skip
    """The tips, on one notice if it is named, the newest first."""
    query = select(Tip) if notice_id is None else select(Tip).where(Tip.notice_id == notice_id)
    seen = await page(session, query, [Key(Tip.lodged_at, descending=True), Key(Tip.id)], paging)
    return Slice([tip_view(actor, row) for row in seen.items], seen.next_cursor)


@section.read("/{tip_id}", summary="查看线索", roles=SECRETARIAT)
async def show_tip(tip_id: PathId, response: Response, actor: Caller, session: Transaction) -> TipView:
    """One tip."""
    row = await found(session, Tip, tip_id)
    tag(response, row)
    return tip_view(actor, row)


@section.act("/{tip_id}/settlement", summary="办结线索", status_code=201)
async def settle_tip(
    body: TipSettlement, row: MatchedTip, response: Response, actor: Caller, session: Transaction
) -> TipView:
    """Say what has come of a tip: nothing, a check by the secretariat, or what was known already (art. 25)."""
    require_turn(actor, Act.SETTLE_TIP, row)
    row.outcome, row.remark, row.settled_by, row.settled_at = body.outcome, body.remark, actor.user_id, actor.now
    perform(session, actor, Act.SETTLE_TIP, row)
    await session.flush()
    tag(response, row)
    return tip_view(actor, row)
