"""Looking again at a submitted sheet: asked for by the leader, answered by its own expert (arts. 20, 21)."""

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Transaction
from app.acts import Actor, perform, require_turn
from app.errors import NotFound
from app.http import PathId, tag
from app.lookup import found
from app.panels.entering import enter, leading, require_running
from app.panels.reading import find_panel
from app.regulation.act import Act
from app.regulation.reconsideration import Answer, answer_faults, unlock_faults
from app.regulation.refusals import require
from app.regulation.vocabulary import Status
from app.reviews.history_schemas import SheetAnswer, SheetRequestView, UnlockReason
from app.reviews.models import ScoreSheet
from app.reviews.requests import answered, is_concluded, request_view, requests_of, unlock_request
from app.reviews.schemas import SheetView
from app.reviews.sheet_routes import MatchedSheet
from app.reviews.sheets import shown_sheet
from app.sections import Section

section = Section("/v1/sheets", tag="复议与重开", about="组长提请、评审员本人确认或重开已提交的评分表")


@section.act("/{sheet_id}/unlock-request", summary="请评审员重开评分表", status_code=201)
async def request_unlock(sheet_id: PathId, body: UnlockReason, actor: Caller, session: Transaction) -> SheetRequestView:
    """Ask another expert of the panel to look at his submitted sheet again; only he can change it (arts. 8(4), 20)."""
    seen = await found(session, ScoreSheet, sheet_id)
    entry = await enter(session, actor, seen.application_id, seen.stage)
    leader = leading(actor, entry, Act.REQUEST_UNLOCK)
    panel = await find_panel(session, entry.relation.panel_id, locked=True)
    require_turn(leader, Act.REQUEST_UNLOCK, panel, entry.steps)
    entry = await enter(session, actor, seen.application_id, seen.stage, locked=True)
    require_running(entry)
    sheet = await _sheet_to_ask_for(session, seen)
    made = await unlock_request(session, actor, sheet, body.reason)
    detail = {"application": sheet.application_id, "stage": sheet.stage, "sheet": sheet.id, "number": made.number}
    perform(session, leader, Act.REQUEST_UNLOCK, panel, detail=detail, steps=entry.steps)
    await session.flush()
    return request_view(made)


@section.act("/{sheet_id}/confirmation", summary="确认原评分", status_code=201)
async def confirm_sheet(
    sheet: MatchedSheet, body: SheetAnswer, response: Response, actor: Caller, session: Transaction
) -> SheetView:
    """Answer the requests about one's own sheet: the scores stand, with the reason."""
    await _answer(session, actor, sheet, body, Answer.CONFIRMED)
    perform(session, actor, Act.CONFIRM_SHEET, sheet, detail={"application": sheet.application_id})
    await session.flush()
    tag(response, sheet)
    return await shown_sheet(session, actor, sheet)


@section.act("/{sheet_id}/reopening", summary="重开评分表", status_code=201)
async def reopen_sheet(
    sheet: MatchedSheet, body: SheetAnswer, response: Response, actor: Caller, session: Transaction
) -> SheetView:
    """Reopen one's own sheet upon a request, with the reason; the submitted version stays, another will follow."""
    await _answer(session, actor, sheet, body, Answer.CHANGED)
    sheet.total, sheet.submitted_at = None, None
    perform(session, actor, Act.REOPEN_SHEET, sheet, detail={"application": sheet.application_id})
    await session.flush()
    tag(response, sheet)
    return await shown_sheet(session, actor, sheet)


async def _sheet_to_ask_for(session: AsyncSession, seen: ScoreSheet) -> ScoreSheet:
    """Art. 20: read the sheet anew under the lock; refuse what is not to be asked for."""
    sheet = await session.get(ScoreSheet, seen.id, populate_existing=True)
    if sheet is None:
        raise NotFound
    requests = await requests_of(session, sheet.id)
    require(
        unlock_faults(
            submitted=sheet.status is Status.SUBMITTED, asked=any(each.answer is None for each in requests),
            concluded=await is_concluded(session, sheet.application_id, sheet.stage),
        )
    )  # fmt: skip
    return sheet


async def _answer(session: AsyncSession, actor: Actor, sheet: ScoreSheet, body: SheetAnswer, answer: Answer) -> None:
    """Art. 21: write the expert's own answer, while the stage runs and the consensus is not concluded."""
    require_turn(actor, Act.CONFIRM_SHEET, sheet)
    require_running(await enter(session, actor, sheet.application_id, sheet.stage, locked=True))
    waiting = [each for each in await requests_of(session, sheet.id) if each.answer is None]
    concluded = await is_concluded(session, sheet.application_id, sheet.stage)
    require(answer_faults(asked=bool(waiting), concluded=concluded))
    answered(waiting, actor, answer, body.reason)
