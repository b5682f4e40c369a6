"""The dissent of an expert from his panel's consensus, and the leader's request to reconsider (arts. 20, 21)."""

from fastapi import Response

from app.accounts.doorway import Caller, Transaction
from app.acts import perform, require_turn
from app.http import IfMatch, PathId, require_version, tag
from app.panels.entering import enter, require_running
from app.regulation.act import Act
from app.regulation.reconsideration import unconcerned_faults
from app.regulation.refusals import require
from app.reviews.agreement import find_consensus, led, lock_consensus, shown_consensus
from app.reviews.dissents import dissents_on, stated
from app.reviews.history_schemas import DissentInput, DissentsView
from app.reviews.requests import concerns_now, put_concerns
from app.reviews.schemas import ConsensusView
from app.reviews.sheet_routes import MatchedSheet
from app.sections import Section

section = Section("/v1/sheets", tag="不同意见", about="评审员本人对合议结果的不同意见")
asking = Section("/v1/consensus", tag="不同意见", about="评审员本人对合议结果的不同意见")


@section.act("/{sheet_id}/dissents", summary="声明不同意见", status_code=201)
async def state_dissent(
    sheet: MatchedSheet, body: DissentInput, response: Response, actor: Caller, session: Transaction
) -> DissentsView:
    """State, in one's own words and before the report, what one does not share of the consensus (art. 21)."""
    require_turn(actor, Act.STATE_DISSENT, sheet)
    await enter(session, actor, sheet.application_id, sheet.stage, locked=True)
    made = await stated(session, actor, sheet, body.items)
    detail = {"application": sheet.application_id, "items": [each.item_code for each in made]}
    perform(session, actor, Act.STATE_DISSENT, sheet, detail=detail)
    await session.flush()
    tag(response, sheet)
    return DissentsView(items=await dissents_on(session, sheet.application_id, (sheet.stage,)))


@asking.act("/{consensus_id}/reconsideration", summary="请评审员复议评分", status_code=201)
async def request_reconsideration(
    consensus_id: PathId, response: Response, actor: Caller, session: Transaction, if_match: IfMatch
) -> ConsensusView:
    """Put to the experts concerned the wide spreads that came up since the consensus was opened (art. 21)."""
    consensus = await find_consensus(session, consensus_id)
    leader = await led(session, actor, consensus, Act.REQUEST_RECONSIDERATION)
    await lock_consensus(session, consensus)
    require_version(consensus, if_match)
    require_turn(leader, Act.REQUEST_RECONSIDERATION, consensus)
    entry = await enter(session, actor, consensus.application_id, consensus.stage, locked=True)
    require_running(entry)
    made = await put_concerns(session, leader, entry, await concerns_now(session, entry))
    require(unconcerned_faults(asked=len(made)))
    detail = {"application": consensus.application_id, "sheets": [each.sheet_id for each in made]}
    perform(session, leader, Act.REQUEST_RECONSIDERATION, consensus, detail=detail, steps=entry.steps)
    await session.flush()
    tag(response, consensus)
    return await shown_consensus(session, actor, consensus)
