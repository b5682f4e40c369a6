"""What a panel plan is made from and what it says, as frozen values that no database is needed for (arts. 8(4), 20)."""

from dataclasses import dataclass
from hashlib import sha256

from app.regulation.measures import PanelRule


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedExpert:
    """An expert who may be seated: in his term, in good standing, available."""

    id: str
    name: str
    industry: bool
    """An industry expert; the others are assessors, who alone may lead."""
    divisions: frozenset[str]
    """Divisions (大类) of GB/T 4754 that he knows."""
    load: int = 0
    """Applications that he already reviews in this cycle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedApplication:
    """An application to be reviewed."""

    id: str
    name: str
    division: str
    """Its division of GB/T 4754, two digits; "" where the form does not tell."""
    sector: str = ""
    """Code of its sector guide, by which panels may be divided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPanel:
    """A panel to be formed; with `sectors` it takes applications of those sectors only."""

    name: str
    sectors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Why an expert may not review an application (art. 30)."""

    expert: str
    application: str
    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Everything that a plan depends on; equal questions have equal plans."""

    rule: PanelRule
    panels: tuple[PlannedPanel, ...]
    experts: tuple[PlannedExpert, ...]
    applications: tuple[PlannedApplication, ...]
    bars: tuple[Bar, ...]
    size: int
    """Experts in each panel."""
    most: int
    """Applications that one panel takes at most."""
    load_cap: int | None
    """Applications that one expert reviews at most in the cycle; None: no cap."""
    alternates: int
    """Experts kept ready for each panel."""
    seed: str
    """Published before; decides between plans that are equally good."""

    @property
    def barred(self) -> frozenset[tuple[str, str]]:
        """The pairs (expert, application) that are barred."""
        return frozenset((bar.expert, bar.application) for bar in self.bars)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTeam:
    """One panel of a plan: its experts by id, the leader among them, its applications and its alternates."""

    panel: str
    experts: tuple[str, ...]
    leader: str
    applications: tuple[str, ...]
    alternates: tuple[str, ...]
    recusals: tuple[tuple[str, str], ...]
    """Pairs (expert, application) within the team that are barred and could not be avoided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The best plan: fewest recusals, then most applications met by an expert of their trade, then by the seed."""

    teams: tuple[PlannedTeam, ...]
    recusals: int
    matched: int
    """Applications whose panel has an industry expert of their division who may review them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """What keeps every plan from being made: how much is missing of what."""

    code: str
    missing: int
    zh: str
    en: str


def lot(seed: str, *names: str) -> int:
    """Draw a number below 1,000,000 from the seed for the named things; anybody can draw it again."""
    return int.from_bytes(sha256("|".join((seed, *names)).encode()).digest()[:8]) % 1_000_000
