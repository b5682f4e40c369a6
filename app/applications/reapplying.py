"""Whether an organisation that won before may apply now: cooldown, repeat winners, the bar after a revocation."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.applications.models import Application
from app.cycles.reading import edition_of
from app.regulation.former import FormerTitle, reapplication_faults
from app.regulation.refusals import Reason
from app.titles.reading import occasion_of, titles_of


async def former_titles(session: AsyncSession, application: Application) -> tuple[FormerTitle, ...]:
    """What the organisation of the application won in other cycles, the oldest first."""
    found = await titles_of(session, [application.credit_code], application.cycle_id)
    return tuple(found[application.credit_code].values())


def reapplying_reasons(application: Application, titles: tuple[FormerTitle, ...]) -> tuple[Reason, ...]:
    """`edition.cooldown`, `edition.repeat`, `edition.revocation.bar_years`: why it may not apply in this cycle."""
    now = occasion_of(application.cycle)
    return () if now is None else reapplication_faults(titles, edition_of(application.cycle), now)


async def reapplying_faults(session: AsyncSession, application: Application) -> tuple[Reason, ...]:
    """Read the titles and judge them; the application must have been read with its cycle and edition."""
    return reapplying_reasons(application, await former_titles(session, application))
