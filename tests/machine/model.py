"""The machine's own picture of a year: what there is, in which status, and what was said when (no rule of the app)."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.machine.numbers import START, Numbers, day_of, midnight
from tests.machine.rows import (
    Application,
    Award,
    Ballot,
    Case,
    Consensus,
    Listed,
    Meeting,
    Notice,
    Objection,
    Panel,
    Sheet,
)

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

    def agreement(self, stage: str, application: str) -> Consensus | None:
        """Give the consensus of a stage on an application."""
        found = (each for each in self.consensus.values() if (each.stage, each.application) == (stage, application))
        return next(found, None)

    def is_agreed(self, stage: str, application: str) -> bool:
        """Say whether that consensus is concluded."""
        found = self.agreement(stage, application)
        return found is not None and found.status == "concluded"

    def sheets_on(self, stage: str, application: str) -> dict[str, Sheet]:
        """Give the sheets of a stage on an application, by expert."""
        each = self.sheets.values()
        return {sheet.expert: sheet for sheet in each if (sheet.stage, sheet.application) == (stage, application)}

    def number(self) -> int:
        """Give a number that this year has not used yet."""
        self.numbers_given += 1
        return self.numbers_given

    def paper(self, kind: str) -> str:
        """Give a document number that no paper bears yet, of this year or of another."""
        return f"演练{kind}〔{self.cycle[-12:]}〕{self.number()}号"

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
