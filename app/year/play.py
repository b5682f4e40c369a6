"""One whole award year, played over HTTP against a running service and compared with what is written down by hand."""

from collections.abc import Callable, Mapping
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


def run(base: str, _database_url: str, migration_url: str) -> bool:
    """Play the year, print it, and say whether everything went as expected."""
    journal = Journal(EXPECTED, REFUSALS)
    tell(base, migration_url, journal, {})
    return journal.finish()


def tell(base: str, migration_url: str, journal: Journal, amendment: Mapping[str, Any]) -> None:
    """Play the year to its end, or to where it breaks; `amendment` changes numbers of the edition's draft besides."""
    service = Service.at(base)
    story = Story(service=service, journal=journal, clock=Clock(migration_url), amendment=dict(amendment))
    try:
        for chapter in CHAPTERS:
            chapter(story)
    except StoryBrokenError as error:
        journal.differences.append(f"The story broke: {error}")
    finally:
        story.clock.close()
        service.close()
