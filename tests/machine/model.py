"""The machine's own picture of a year: what there is, in which status, and what was said when (no rule of the app)."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from tests.machine.numbers import START, Numbers, day_of, midnight

CODES = (
    "registered",
    "excellence_model",
    "achievement",
    "business_results",
    "good_credit",
    "recommended",
    "policy",
    "licences",
    "accidents",
    "spot_checks",
    "dishonesty",
    "chief_quality_officer",
)
UNDER_REVIEW = ("eligible", "shortlisted", "defended", "site_visited", "scored")
BEFORE_COMMITTEE = ("candidate", "proposed", "not_proposed")
AFTER_ARRIVAL = ("received", "supplement_requested", *UNDER_REVIEW, *BEFORE_COMMITTEE)
STAGES = ("material", "defence", "site")
RUNNING = {"material": "material_review", "defence": "defence", "site": "site_review"}
BEFORE = {"material": "eligible", "defence": "shortlisted", "site": "defended"}
"""What an application is while a stage works on it."""
AFTER = {"material": "shortlisted", "defence": "defended", "site": "site_visited"}


@dataclass(slots=True, kw_only=True)
class Application:
    """One application with all that later acts ask of it."""

    id: str
    name: str
    owner: str
    status: str = "draft"
    complete: bool = False
    unit: str = ""
    """The recommending unit that the form names, then the one that has it."""
    sent: str = ""
    """The unit to which it was last sent; '' once it was taken back."""
    evidence: str = ""
    received_at: datetime | None = None
    findings: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    supplements: list[dict[str, Any]] = field(default_factory=list)
    verdict_by: str = ""
    verdict_on: date | None = None
    reconsideration: str = ""
    """Its status, '' before it is asked for."""
    reports: dict[str, int] = field(default_factory=dict)
    rechecked: dict[str, tuple[date, bool]] = field(default_factory=dict)
    total: int = 0
    tier: str = ""
    passed: set[str] = field(default_factory=set)


@dataclass(slots=True, kw_only=True)
class Panel:
    """One panel: who sits in it, who works on what."""

    id: str
    stage: str
    status: str = "forming"
    seats: dict[str, bool] = field(default_factory=dict)
    """Expert → whether he leads; who left is in `left`."""
    left: set[str] = field(default_factory=set)
    applications: list[str] = field(default_factory=list)
    relations: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    """Expert and application → state (assigned, conflicted, recused), declared, leads."""


@dataclass(slots=True, kw_only=True)
class Sheet:
    """One expert's sheet."""

    id: str
    expert: str
    application: str
    stage: str
    status: str = "draft"
    marks: dict[str, int] = field(default_factory=dict)
    reconsidered: set[str] = field(default_factory=set)
    """The items about whose spread he was asked; * is the whole sheet."""
    waiting: set[str] = field(default_factory=set)
    """The kinds of requests that wait for his answer."""


@dataclass(slots=True, kw_only=True)
class Consensus:
    """One application's consensus in a stage."""

    id: str
    application: str
    stage: str
    panel: str
    status: str = "open"
    marks: dict[str, int] = field(default_factory=dict)
    bases: dict[str, dict[str, int]] = field(default_factory=dict)
    round: int = 1


@dataclass(slots=True, kw_only=True)
class Meeting:
    """One meeting of the committee."""

    id: str
    status: str = "convened"
    present: set[str] = field(default_factory=set)
    attended: bool = False


@dataclass(slots=True, kw_only=True)
class Ballot:
    """One ballot on one candidate for one tier."""

    id: str
    meeting: str
    application: str
    tier: str
    status: str = "open"
    voters: set[str] = field(default_factory=set)
    base: int = 0
    votes: dict[str, str] = field(default_factory=dict)
    carried: bool = False


@dataclass(slots=True, kw_only=True)
class Listed:
    """One proposed list, its submission and what the government said."""

    id: str
    names: dict[str, str]
    """Application → tier."""
    submission: str = ""
    submitted_on: date | None = None
    answer: str = ""
    """'' while it waits, else returned or decided."""
    decision: str = ""


@dataclass(slots=True, kw_only=True)
class Notice:
    """One public notice."""

    id: str
    names: dict[str, str]
    decision: str
    status: str = "posted"
    published_on: date | None = None
    last_day: date | None = None
    firsts: dict[str, str] = field(default_factory=dict)
    """Application → the notice in which it first stood, whose days are its own."""
    follows: str = ""
    suspended: bool = False
    contact: str = ""
    kind: str = ""
    """How it follows: correction or republication."""


@dataclass(slots=True, kw_only=True)
class Objection:
    """One objection to one name."""

    id: str
    notice: str
    application: str
    status: str = "received"
    ruled_on: date | None = None


@dataclass(slots=True, kw_only=True)
class Award:
    """One title with its money, and the case against it."""

    id: str
    application: str
    tier: str
    granted_on: date
    amount: int
    status: str = "standing"
    plaque_on: date | None = None
    bonus: str = ""
    bonus_status: str = "entitled"
    prepared_by: str = ""


@dataclass(slots=True, kw_only=True)
class Case:
    """One case of revocation."""

    id: str
    award: str
    ground: str
    opened_on: date
    status: str = "opened"
    heard_on: date | None = None
    verified_on: date | None = None
    requested_on: date | None = None
    decided_on: date | None = None
    plaque_returned: bool = False
    recovered: int = 0


@dataclass(slots=True, kw_only=True)
class Model:
    """A year as the machine believes it to be."""

    numbers: Numbers
    cycle: str
    award_year: int
    resolution: str
    now: datetime = field(default_factory=lambda: midnight(START) + timedelta(hours=9))
    status: str = "planned"
    opens: datetime | None = None
    closes: datetime | None = None
    gauges: Counter[str] = field(default_factory=Counter)
    owners: tuple[str, ...] = ()
    units: tuple[str, ...] = ("unit1", "unit2")
    undertaking: str = ""
    """The hash of the words that are signed."""
    officers: tuple[str, ...] = ("office1", "office2", "clerk1", "clerk2")
    bound: dict[str, frozenset[str]] = field(
        default_factory=lambda: {
            **dict.fromkeys(("office1", "office2"), frozenset({"called"})),
            **dict.fromkeys(("clerk1", "clerk2"), frozenset({"commended"})),
            **dict.fromkeys([f"expert{number}" for number in range(1, 7)], frozenset({"material_review"})),
            **dict.fromkeys(("chair", "vice", "member"), frozenset({"deliberation"})),
        }
    )
    """Who signs the undertaking, and in which status of the year at the latest."""
    signed: set[str] = field(default_factory=set)
    members: tuple[str, ...] = ("chair", "vice", "member")
    parties: dict[str, str] = field(default_factory=dict)
    """Name in the cast → the id of the party for which he acts."""
    users: dict[str, str] = field(default_factory=dict)
    applications: dict[str, Application] = field(default_factory=dict)
    panels: dict[str, Panel] = field(default_factory=dict)
    sheets: dict[str, Sheet] = field(default_factory=dict)
    consensus: dict[str, Consensus] = field(default_factory=dict)
    ranked: bool = False
    ranks: dict[str, int] = field(default_factory=dict)
    """By application, its place in the newest frozen ranking."""
    replaced: set[str] = field(default_factory=set)
    """Whom a further list has replaced."""
    decisions: list[tuple[str, dict[str, str], date]] = field(default_factory=list)
    """The government's decisions: id, everybody who then stands approved with his tier, and the day."""
    meetings: dict[str, Meeting] = field(default_factory=dict)
    ballots: dict[str, Ballot] = field(default_factory=dict)
    recusals: set[tuple[str, str]] = field(default_factory=set)
    lists: list[Listed] = field(default_factory=list)
    notices: dict[str, Notice] = field(default_factory=dict)
    objections: dict[str, Objection] = field(default_factory=dict)
    awards: dict[str, Award] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    numbers_given: int = 0

    @property
    def today(self) -> date:
        """The civil day of the award's clock."""
        return day_of(self.now)

    @property
    def dead(self) -> bool:
        """Whether the year is cancelled or closed."""
        return self.status in {"cancelled", "closed"}

    def in_status(self, *statuses: str) -> list[Application]:
        """Give the applications in one of those statuses."""
        return [each for each in self.applications.values() if each.status in statuses]

    def number(self) -> int:
        """Give a number that this year has not used yet."""
        self.numbers_given += 1
        return self.numbers_given

    def see(self, gauge: str) -> None:
        """Count a rare state."""
        self.gauges[gauge] += 1

    def picture(self) -> dict[tuple[str, str], str]:
        """Give the status of every live subject."""
        found = {("cycle", self.cycle): self.status}
        for kind, rows in (
            ("application", self.applications),
            ("panel", self.panels),
            ("sheet", self.sheets),
            ("consensus", self.consensus),
            ("meeting", self.meetings),
            ("ballot", self.ballots),
            ("notice", self.notices),
            ("objection", self.objections),
            ("award", self.awards),
            ("case", self.cases),
        ):
            found |= {(kind, each.id): each.status for each in rows.values()}
        found |= {("bonus", each.bonus): each.bonus_status for each in self.awards.values()}
        return found | {
            ("reconsideration", each.id): each.reconsideration
            for each in self.applications.values()
            if each.reconsideration
        }


PICTURE = """
WITH mine AS (SELECT id, status, version, known_version FROM application WHERE cycle_id = $1)
SELECT 'cycle', id, status, version, version FROM cycle WHERE id = $1
UNION ALL SELECT 'application', id, status, version, known_version FROM mine
UNION ALL SELECT 'panel', id, status, version, version FROM panel WHERE cycle_id = $1
UNION ALL SELECT 'sheet', s.id, s.status, s.version, s.version FROM score_sheet s
    JOIN mine ON mine.id = s.application_id
UNION ALL SELECT 'consensus', s.id, s.status, s.version, s.version FROM consensus s
    JOIN mine ON mine.id = s.application_id
UNION ALL SELECT 'reconsideration', s.application_id, s.status, s.version, s.version FROM reconsideration s
    JOIN mine ON mine.id = s.application_id
UNION ALL SELECT 'meeting', id, status, version, version FROM meeting WHERE cycle_id = $1
UNION ALL SELECT 'ballot', id, status, version, version FROM ballot WHERE cycle_id = $1
UNION ALL SELECT 'notice', id, status, version, version FROM notice WHERE cycle_id = $1
UNION ALL SELECT 'objection', o.id, o.status, o.version, o.version FROM objection o
    JOIN notice n ON n.id = o.notice_id WHERE n.cycle_id = $1
UNION ALL SELECT 'award', id, status, version, version FROM award WHERE cycle_id = $1
UNION ALL SELECT 'bonus', id, status, version, version FROM bonus WHERE cycle_id = $1
UNION ALL SELECT 'case', r.id, r.status, r.version, r.version FROM revocation r
    JOIN award a ON a.id = r.award_id WHERE a.cycle_id = $1
"""
"""The same from the database: kind, id, status, version, and the version that outsiders know."""
