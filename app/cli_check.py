"""The checks of an operator: every score of every cycle counted again, straight from the tables as their owner."""

from rich.table import Table
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from app import local_postgres
from app.cycles.models import Cycle
from app.cycles.reading import find_cycle
from app.database import OWNER
from app.local_postgres import DATABASE, FOLDER, MIGRATOR
from app.postgres_binaries import LocalPostgresError
from app.scores.checking import check_of
from app.scores.schemas import ScoreCheck
from app.settings import settings
from app.terminal import console


async def scores() -> bool:
    """Count all scores again, print what was counted and every difference, and return whether there is none."""
    found = await counted(_url())
    table = Table("cycle", "applications", "sheets", "consensuses", "scores", "places", "differences")
    for title, check in found:
        numbers = (check.applications, check.sheets, check.consensuses, check.scores, check.places)
        table.add_row(title, *map(str, numbers), str(len(check.differences)))
    console.print(table)
    for title, check in found:
        for each in check.differences:
            console.print(
                f"ALARM {title}: {each.of} of application {each.application_id} is stored as {each.stored}, "
                f"counted as {each.counted}.", style="red", markup=False,
            )  # fmt: skip
    return not any(check.differences for _title, check in found)


async def counted(migration_url: str) -> list[tuple[str, ScoreCheck]]:
    """Count the scores of every cycle again, the oldest first; each with the cycle's title."""
    engine = create_async_engine(migration_url, poolclass=NullPool)
    try:
        async with AsyncSession(engine) as session, session.begin():
            await session.execute(text("SET TRANSACTION READ ONLY"))
            await session.execute(text(f"SET LOCAL ROLE {OWNER}"))
            cycles = await session.execute(select(Cycle.id, Cycle.title).order_by(Cycle.award_year, Cycle.id))
            return [(title, await check_of(session, await find_cycle(session, key))) for key, title in cycles.all()]
    finally:
        await engine.dispose()


def _url() -> str:
    if settings().migration_url:
        return settings().migration_url
    cluster = local_postgres.status(FOLDER)
    if cluster is None:
        raise LocalPostgresError("AWARD_MIGRATION_URL is not set and no local PostgreSQL runs.")
    return cluster.url(DATABASE, MIGRATOR)
