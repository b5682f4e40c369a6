"""The story's world: its service, clock and journal, its people, and the ids that later chapters need."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.accounts.bootstrap import create_secretary
from app.year.clock import Clock
from app.year.firms import Firm
from app.year.hands import Hand
from app.year.journal import Journal
from app.year.service import Service


@dataclass(slots=True, kw_only=True)
class Applicant:
    """A firm with the person who applies for it and its application."""

    firm: Firm
    hand: Hand
    organization: str
    application: str = ""
    evidence: str = ""

    @property
    def path(self) -> str:
        """Where the application lives."""
        return f"/v1/applications/{self.application}"


@dataclass(slots=True, kw_only=True)
class Story:
    """Everything that a chapter leaves to the next."""

    service: Service
    journal: Journal
    clock: Clock
    amendment: dict[str, Any] = field(default_factory=dict)
    """Numbers of the edition to be changed besides the choices of the story."""
    prefix: str = ""
    """Before every login, where several stories share a database."""
    secretary: Hand = field(init=False)
    clerk: Hand = field(init=False)
    """A second secretary, who also holds the finance duty."""
    public: Hand = field(init=False)
    edition: str = ""
    resolution: str = ""
    cycle: str = ""
    units: dict[str, str] = field(default_factory=dict)
    recommenders: dict[str, Hand] = field(default_factory=dict)
    applicants: dict[str, Applicant] = field(default_factory=dict)
    experts: dict[str, Hand] = field(default_factory=dict)
    expert_ids: dict[str, str] = field(default_factory=dict)
    panels: dict[str, str] = field(default_factory=dict)
    members: dict[str, Hand] = field(default_factory=dict)
    member_ids: dict[str, str] = field(default_factory=dict)
    on_first_ballot: Callable[["Story", str], None] | None = None
    """What is tried while the first ballot is still open."""
    known: dict[str, Any] = field(default_factory=dict)
    """What else a later chapter asks for, by name."""

    def __post_init__(self) -> None:
        """The public needs no login."""
        self.public = self.hand("公众")

    def at(self, instant: str) -> None:
        """Move the award's clock; without an offset the instant is meant in Jiangyin."""
        self.clock.set(instant if "+" in instant else f"{instant}+08:00")
        self.journal.today = instant[:10]

    def hand(self, name: str, login: str = "") -> Hand:
        """Give a person who is not signed in."""
        return Hand(name=name, service=self.service, journal=self.journal, login=self.prefix + login)

    def first_secretary(self, name: str, login: str) -> Hand:
        """Make the first secretary as the operator does on the command line, and sign him in."""
        made = self.hand(name, login)
        code = asyncio.run(create_secretary(self.clock.migration_url, made.login, name))
        return self.accepted(made, code)

    def invited(self, name: str, login: str, role: str, party: str | None = None, *duties: str) -> Hand:
        """Let the secretary invite a person, who takes the code and signs in."""
        body = {"role": role, "name": name, "party_id": party, "duties": list(duties)}
        found = self.secretary.do("invite_user", body)
        return self.accepted(self.hand(name, login), found["code"])

    def accepted(self, hand: Hand, code: str) -> Hand:
        """Let a person accept an invitation."""
        hand.do("accept_invitation", {"code": code, "login": hand.login, "password": hand.password})
        return hand.sign_in()

    def status_of(self, applicant: Applicant) -> str:
        """Read an application's status."""
        return self.secretary.read("show_application", application_id=applicant.application)["status"]


def cycle_of(story: Story) -> dict[str, Any]:
    """Name the year as the resource whose version guards an act on the whole of it."""
    return {"of": f"/v1/cycles/{story.cycle}"}
