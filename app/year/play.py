"""One whole award year, played over HTTP against a running service and compared with what is written down by hand."""

from collections.abc import Callable
from typing import Any

from app.year.chapters import (
    applications,
    approval,
    bonuses,
    call,
    committee,
    eligibility,
    honours,
    notice,
    office,
    panels,
    ranking,
    recommendations,
    reviews,
    revocation,
    roll,
    substitute,
)
from app.year.clock import Clock
from app.year.expected import EXPECTED, REFUSALS
from app.year.journal import Journal, StoryBrokenError
from app.year.service import Service
from app.year.story import Story

CHAPTERS: tuple[Callable[[Story], None], ...] = (
    office.tell, call.tell, applications.tell, recommendations.tell, eligibility.tell, panels.tell, reviews.tell,
    ranking.tell, committee.tell, approval.tell, notice.tell, honours.tell, substitute.tell, bonuses.tell,
    revocation.tell, roll.tell,
)  # fmt: skip
"""The year in order."""


def run(
    base: str, _database_url: str, migration_url: str, *, amendment: dict[str, Any] | None = None, quiet: bool = False
) -> bool:
    """Play the year and say whether everything went as expected; `amendment` changes the edition's draft (tests)."""
    return told(base, migration_url, amendment, quiet=quiet).finish()


def told(base: str, migration_url: str, amendment: dict[str, Any] | None = None, *, quiet: bool = False) -> Journal:
    """Play the year to its end, or to where it breaks, and give the journal."""
    journal = Journal(EXPECTED, REFUSALS, quiet=quiet)
    service = Service.at(base)
    story = Story(service=service, journal=journal, clock=Clock(migration_url), amendment=amendment or {})
    try:
        for tell in CHAPTERS:
            tell(story)
    except StoryBrokenError as error:
        journal.differences.append(f"The story broke: {error}")
    finally:
        service.close()
    return journal
