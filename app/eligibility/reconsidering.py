"""Reading what a reconsideration needs: the verdict, the last day to ask, what the list of the eligible waits for."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.applications.models import Application
from app.applications.secrecy import known_of
from app.cycles.models import Cycle
from app.cycles.reading import edition_of
from app.eligibility.models import Decision, EligibilityVerdict, Reconsideration
from app.eligibility.reconsideration_schemas import ReconsiderationView
from app.open_acts import OpenAct, open_acts
from app.regulation.act import Act
from app.regulation.refusals import NotMet, Reason
from app.regulation.verdict_reconsideration import ReconsiderationRule, asking_faults, waiting_faults
from app.regulation.vocabulary import Status
from app.regulation.window import civil_date
from app.regulation.working_days import working_day_after
from app.standards.calendar import calendar_near


async def last_day(session: AsyncSession, application: Application, verdict: EligibilityVerdict | None) -> date | None:
    """`edition.reconsideration.working_days`: the last day to ask; None without such a verdict or rule."""
    rule = edition_of(application.cycle).reconsideration
    if rule is None or verdict is None or verdict.verdict is not Decision.INELIGIBLE:
        return None
    return await _counted(session, civil_date(verdict.decided_at), rule)


async def shown_last_day(
    session: AsyncSession, application: Application, verdict: EligibilityVerdict | None
) -> date | None:
    """The same for reading: None too where the calendar does not reach so far; asking then says who adds it."""
    try:
        return await last_day(session, application, verdict)
    except NotMet:
        return None


async def _counted(session: AsyncSession, decided_on: date, rule: ReconsiderationRule) -> date:
    return working_day_after(decided_on, rule.working_days, await calendar_near(session, decided_on))


async def request_of(session: AsyncSession, application: Application) -> Reconsideration | None:
    """Give the application's one request, locked by the lock on the application."""
    return await session.scalar(select(Reconsideration).where(Reconsideration.application_id == application.id))


async def asking_faults_on(session: AsyncSession, actor: Actor, application: Application) -> tuple[Reason, ...]:
    """Art. 19, `edition.reconsideration`: what speaks against asking now."""
    verdict = await session.get(EligibilityVerdict, application.id)
    asked = await request_of(session, application) is not None
    rule = edition_of(application.cycle).reconsideration
    return asking_faults(
        rule, today=civil_date(actor.now), last=await last_day(session, application, verdict), asked=asked
    )


async def waiting_for(session: AsyncSession, cycle: Cycle, today: date) -> tuple[Reason, ...]:
    """Art. 19: what the list of the eligible still waits for."""
    rule = edition_of(cycle).reconsideration
    mine = Application.cycle_id == cycle.id, Application.status == Status.INELIGIBLE
    waiting = (
        select(func.count())
        .select_from(Reconsideration)
        .join(Application, Application.id == Reconsideration.application_id)
        .where(*mine, Reconsideration.status == Status.RECEIVED)
    )
    # Whoever has had his one reconsideration has no days left that could run.
    newest = (
        select(func.max(EligibilityVerdict.decided_at))
        .join(Application, Application.id == EligibilityVerdict.application_id)
        .where(*mine, Application.id.not_in(select(Reconsideration.application_id)))
    )
    decided_at = await session.scalar(newest)
    last = await _counted(session, civil_date(decided_at), rule) if rule and decided_at else None
    return waiting_faults(
        open_requests=(await session.execute(waiting)).scalar_one(),
        running=last if last is not None and today <= last else None,
    )


async def reconsideration_view(session: AsyncSession, application: Application) -> ReconsiderationView | None:
    """Write the request with its ruling, if there is one."""
    row = await request_of(session, application)
    return ReconsiderationView.model_validate(row) if row is not None else None


async def acts_of(session: AsyncSession, actor: Actor, application: Application) -> list[OpenAct]:
    """Say whether a reconsideration can be asked for or decided now."""
    path, known = f"/v1/eligibility/{application.id}/reconsideration", known_of(actor, application).status
    row = await request_of(session, application)
    if row is not None:
        hrefs = {
            Act.UPHOLD_RECONSIDERATION: f"{path}/upholding", Act.REJECT_RECONSIDERATION: f"{path}/rejection",
        }  # fmt: skip
        return open_acts(actor, row, hrefs)
    if known is not Status.INELIGIBLE:
        return []
    unmet = {Act.ASK_RECONSIDERATION: await asking_faults_on(session, actor, application)}
    empty = Reconsideration.of(application.id, actor)
    return open_acts(actor, empty, {Act.ASK_RECONSIDERATION: path}, unmet=unmet)
