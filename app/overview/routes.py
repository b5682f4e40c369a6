"""One's own duties in all one's roles, the risks and statistics of a year, years side by side (arts. 5-9, 17-32)."""

from fastapi import Request

from app.accounts.doorway import Caller, SignedIn, Transaction, actor_of, mask_of
from app.cycles.reading import SeenCycle
from app.database import Database
from app.errors import Forbidden, Unauthenticated
from app.overview.comparing import yearly_statistics
from app.overview.counting import statistics_of
from app.overview.duties import duties_of
from app.overview.risks import risks_of
from app.overview.schemas import Duties, DutyView, RiskReport
from app.overview.statistic_schemas import CycleStatistics, YearlyStatistics
from app.regulation.table.moves import ANY_USER
from app.regulation.vocabulary import Duty, Role
from app.sections import PUBLIC, Section

own = Section("/v1/me/duties", tag="本人待办", about="本人以各种身份现在应当办理的事项")
years = Section("/v1/cycles", tag="年度总览", about="年度评定的风险与统计")
section = Section("/v1/statistics", tag="年度总览", about="年度评定的风险与统计")
SECRETARIAT = frozenset({Role.SECRETARIAT})


@own.read("", summary="本人待办事项", roles=ANY_USER)
async def show_duties(visitor: SignedIn, request: Request) -> Duties:
    """All that waits for the caller, in every role that he holds, each with its acts, its article and its last day."""
    if visitor is None:
        raise Unauthenticated
    database: Database = request.app.state.database
    items: list[DutyView] = []
    for grant in visitor.grants:
        actor = actor_of(request, visitor, grant)
        async with database.transaction(mask_of(actor)) as session:
            items += await duties_of(session, actor)
    items.sort(key=lambda duty: (duty.due_at is None, duty.due_at or visitor.now))
    return Duties(items=items, overdue=sum(duty.overdue for duty in items))


@years.read("/{cycle_id}/risks", summary="年度风险", roles=frozenset({Role.SECRETARIAT, Role.COMMITTEE}))
async def show_cycle_risks(cycle: SeenCycle, actor: Caller, session: Transaction) -> RiskReport:
    """What is overdue, what will fail, what the calendar allows, planned beside actual; of the committee to its chair.

    Everybody is told what his own persona sees of the rows, so that the chair learns nothing of panels or sheets.
    """
    if actor.role is Role.COMMITTEE and Duty.CHAIR not in actor.duties:
        raise Forbidden
    return await risks_of(session, actor, cycle)


@years.read("/{cycle_id}/statistics", summary="年度统计", roles=SECRETARIAT)
async def show_cycle_statistics(cycle: SeenCycle, _actor: Caller, session: Transaction) -> CycleStatistics:
    """Numbers of the year for charts; of scores nothing before the ranking is sealed, and never outside the office."""
    return await statistics_of(session, cycle)


@section.read("/cycles", summary="历年统计", roles=PUBLIC)
async def show_yearly_statistics(_actor: Caller, session: Transaction) -> YearlyStatistics:
    """The finished years side by side for everybody: totals, but for those that would tell of somebody who lost."""
    return await yearly_statistics(session)
