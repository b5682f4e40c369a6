"""The panel takes a concluded consensus up anew: its leader, with a reason, while the stage runs (arts. 20, 21)."""

from fastapi import Response

from app.accounts.doorway import Caller, Transaction
from app.acts import perform, require_turn
from app.cycles.reading import find_cycle
from app.http import IfMatch, PathId, require_version, tag
from app.panels.entering import Entry, enter
from app.panels.models import Panel
from app.regulation.act import Act
from app.regulation.refusals import require
from app.regulation.review import reopening_faults
from app.regulation.vocabulary import Role
from app.reviews.agreement import find_consensus, led, lock_consensus, shown_consensus
from app.reviews.history_models import ConsensusReopening
from app.reviews.history_schemas import ConsensusHistory, ReopeningReason
from app.reviews.models import Consensus
from app.reviews.reopening import give_up, history_of, moved_back
from app.reviews.schemas import ConsensusView
from app.sections import Section

section = Section("/v1/consensus", tag="重新合议", about="评审组在环节结束前重新合议；原合议结果留存备查")
READERS = frozenset({Role.EXPERT, Role.SECRETARIAT})


@section.act("/{consensus_id}/reopenings", summary="重新合议", status_code=201)
async def reopen_consensus(
    consensus_id: PathId, body: ReopeningReason, response: Response, actor: Caller, session: Transaction,
    if_match: IfMatch,
) -> ConsensusView:  # fmt: skip
    """Give up what was agreed on, and the report that rests on it, before any ranking; both are kept (arts. 21, 23)."""
    consensus = await find_consensus(session, consensus_id)
    leader = await led(session, actor, consensus, Act.REOPEN_CONSENSUS)
    entry = await _held(session, actor, consensus, if_match)
    require_turn(leader, Act.REOPEN_CONSENSUS, consensus)
    require(reopening_faults(consensus.stage, entry.cycle.status))
    back, detail = moved_back(entry, consensus.stage), {"application": consensus.application_id}
    made = _reopening(actor, consensus, body)
    perform(session, leader, Act.REOPEN_CONSENSUS, consensus, carried=back, detail=detail, steps=entry.steps)
    give_up(consensus)
    await session.flush()
    session.add(made)
    await session.flush()
    tag(response, consensus)
    return await shown_consensus(session, actor, consensus)


@section.read("/{consensus_id}/history", summary="查看历次合议", roles=READERS)
async def show_consensus_history(consensus_id: PathId, _actor: Caller, session: Transaction) -> ConsensusHistory:
    """What the panel had agreed on before, with its dissents and why it was given up."""
    return await history_of(session, await find_consensus(session, consensus_id))


async def _held(session: Transaction, actor: Caller, consensus: Consensus, if_match: int) -> Entry:
    """Lock the year, the panel, the consensus and the application, in the order in which every act locks them."""
    panel = await session.get_one(Panel, consensus.panel_id)
    await find_cycle(session, panel.cycle_id, locked=True)
    await lock_consensus(session, consensus)
    require_version(consensus, if_match)
    return await enter(session, actor, consensus.application_id, consensus.stage, locked=True)


def _reopening(actor: Caller, consensus: Consensus, body: ReopeningReason) -> ConsensusReopening:
    return ConsensusReopening(
        consensus_id=consensus.id, round=consensus.round, application_id=consensus.application_id,
        stage=consensus.stage, reason=body.reason, reopened_by=actor.party_id, reopened_at=actor.now,
    )  # fmt: skip
