"""From stage to stage: the shortlist after the material review (art. 21), and the end of a later stage (art. 22)."""

from fastapi import Response

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import perform
from app.cycles.reading import MatchedCycle, SeenCycle, edition_of, reach, steps_of_cycle
from app.http import tag
from app.regulation.act import Act
from app.regulation.assignment import status_before
from app.regulation.ranking import shortlist
from app.regulation.refusals import require
from app.regulation.review import conclusion_faults, shortlist_faults
from app.regulation.table.moves import STAGE_STATUS
from app.regulation.vocabulary import Role, Status
from app.reviews.schemas import ShortlistInput, ShortlistView, StageConclusionView
from app.reviews.shortlisting import (
    cut_rule_of,
    decisions_of,
    drawn_rows,
    lock_applications,
    outcomes_of,
    shown_shortlist,
    standings_of,
    unreported_of,
)
from app.sections import Section

section = Section("/v1/shortlists", tag="入围名单", about="材料评审后的入围名单")
conclusions = Section("/v1/stage-conclusions", tag="评审环节", about="评审环节的结束")
SECRETARIAT = frozenset({Role.SECRETARIAT})


@section.act("/{cycle_id}", summary="确认入围名单", status_code=201)
async def confirm_shortlist(
    cycle: MatchedCycle, body: ShortlistInput, response: Response, actor: Caller, today: Today, session: Transaction
) -> ShortlistView:
    """Confirm who goes on, by the edition's rule and nothing else; the cycle enters its next stage (art. 21)."""
    eligible = await lock_applications(session, cycle, Status.ELIGIBLE)
    standings = await standings_of(session, eligible)
    drawn = shortlist(standings, cut_rule_of(cycle), await decisions_of(session, body.tie))
    require(shortlist_faults(unreported_of(eligible, standings), drawn.tie))
    carried = outcomes_of(eligible, drawn)
    whole, entries = drawn_rows(actor, cycle, standings, drawn, body)
    detail = {"passed": list(drawn.passed), "resolution": whole.resolution_id}
    perform(session, actor, Act.CONFIRM_SHORTLIST, cycle, carried=carried, detail=detail, steps=steps_of_cycle(cycle))
    session.add_all([whole, *entries])
    await session.flush()
    await reach(session, cycle, cycle.status, today)
    tag(response, cycle)
    return await shown_shortlist(session, cycle)


@section.read("/{cycle_id}", summary="查看入围名单", roles=SECRETARIAT)
async def show_shortlist(cycle: SeenCycle, response: Response, session: Transaction) -> ShortlistView:
    """The confirmed shortlist with places, scores and reasons."""
    tag(response, cycle)
    return await shown_shortlist(session, cycle)


@conclusions.act("/{cycle_id}", summary="结束评审环节", status_code=201)
async def conclude_stage(
    cycle: MatchedCycle, response: Response, actor: Caller, today: Today, session: Transaction
) -> StageConclusionView:
    """End a later review stage when every application in it is through; the cycle enters the next one (art. 22)."""
    order = edition_of(cycle).stage_order
    running = next((stage for stage in order[1:] if STAGE_STATUS[stage] is cycle.status), None)
    waiting = await lock_applications(session, cycle, status_before(order, running)) if running else []
    perform(session, actor, Act.CONCLUDE_STAGE, cycle, steps=steps_of_cycle(cycle))
    require(conclusion_faults([(str(a.id), a.organization_name) for a in waiting]))
    await session.flush()
    await reach(session, cycle, cycle.status, today)
    tag(response, cycle)
    return StageConclusionView(cycle_id=cycle.id, status=cycle.status, version=cycle.version)
