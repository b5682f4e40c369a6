"""One whole award year, played over HTTP against a running service and compared with what is written down by hand."""

from collections.abc import Callable, Mapping
from typing import Any

from app.year import brief
from app.year.chapters import (
    applications,
    approval,
    bonuses,
    call,
    committee,
    eligibility,
    guidance,
    honours,
    notice,
    office,
    overview,
    panels,
    promotion,
    ranking,
    recommendations,
    reviews,
    revocation,
    roll,
    substitute,
    supervision,
)
from app.year.clock import Clock
from app.year.editions.binhu import BINHU
from app.year.editions.ezhou import EZHOU
from app.year.editions.guangdong import GUANGDONG
from app.year.editions.jiangyin_twice import JIANGYIN_TWICE
from app.year.expected import EXPECTED
from app.year.journal import Journal, StoryBrokenError
from app.year.refusals import REFUSALS
from app.year.service import Service
from app.year.story import Story

JIANGYIN = "jiangyin-2022"
CHAPTERS: tuple[Callable[[Story], None], ...] = (
    office.tell, guidance.tell, call.tell, applications.tell, recommendations.tell, eligibility.tell, panels.tell,
    reviews.tell, ranking.tell, committee.tell, approval.tell, notice.tell, honours.tell, substitute.tell, bonuses.tell,
    promotion.tell, supervision.tell, revocation.tell, supervision.seen_afterwards, promotion.tell_after, roll.tell,
    overview.tell,
)  # fmt: skip
"""The year in order, told in full under Jiangyin's edition."""


BRIEFS = {brief.code: brief for brief in (BINHU, EZHOU, GUANGDONG, JIANGYIN_TWICE)}
"""The editions besides Jiangyin's, and its other reading, whose year is told, briefly."""


def told() -> tuple[str, ...]:
    """Give the editions under which a year is told."""
    return (JIANGYIN, *BRIEFS)


def run(base: str, _database_url: str, migration_url: str, edition: str) -> bool:
    """Play the year of an edition, print it, and say whether everything went as expected."""
    journal = journal_of(edition)
    tell(base, migration_url, journal, {}, edition)
    return journal.finish()


def journal_of(edition: str, *, quiet: bool = False, strict: bool = False) -> Journal:
    """Give the journal in which the year of an edition is compared with what is written down for it."""
    known = BRIEFS.get(edition)
    expected, refusals = (EXPECTED, REFUSALS) if known is None else (known.expected, known.refusals)
    return Journal(expected, refusals, quiet=quiet, strict=strict)


def tell(
    base: str, migration_url: str, journal: Journal, amendment: Mapping[str, Any], edition: str = JIANGYIN
) -> None:
    """Play the year to its end, or to where it breaks; `amendment` changes numbers of the edition's draft besides."""
    service = Service.at(base)
    story = Story(service=service, journal=journal, clock=Clock(migration_url), amendment=dict(amendment))
    try:
        if edition in BRIEFS:
            brief.tell(story, BRIEFS[edition])
        else:
            for chapter in CHAPTERS:
                chapter(story)
    except StoryBrokenError as error:
        journal.differences.append(f"The story broke: {error}")
    finally:
        story.clock.close()
        service.close()
