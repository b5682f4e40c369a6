"""The proposed list as JSON, coming in and going out (art. 24)."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.http import Body, Id, Instant, Text, View
from app.open_acts import OpenAct
from app.paging import Page
from app.problems import Fault
from app.rankings.schemas import PartView, TierCode, TieResolution


class ExtraPlaces(Body):
    """Places of a tier beyond the rule (原则上, art. 4): by resolution now, by the government's number later."""

    tier: TierCode
    places: Annotated[int, Field(ge=1, le=10)]
    resolution_id: UUID


class NewProposedList(Body):
    """What fixes the proposed list of a cycle from its ballots; the cycle's version goes into If-Match."""

    cycle_id: UUID
    reason: Annotated[str, Text(1000, min=0)] = Field(default="", examples=["异议成立，递补一家组织。"])
    """Why a further list is fixed; required unless it is the first."""
    passed_over: Annotated[
        dict[TierCode, Annotated[dict[UUID, Annotated[str, Text(1000)]], Field(max_length=200)]], Field(max_length=20)
    ] = {}
    """Why a higher-ranked candidate is not on it while a lower-ranked one is, by tier and application; a reason for one
    who is not passed over is not kept."""
    tie_decisions: Annotated[list[TieResolution], Field(max_length=20)] = []
    extra_places: Annotated[list[ExtraPlaces], Field(max_length=20)] = []
    replaces: Annotated[list[UUID], Field(max_length=20)] = []
    """Approved applications whose places a later list fills anew, because an objection to them was upheld (art. 26);
    the government strikes them in the same decision."""


class ProposedEntryView(View):
    """One organization of a proposed list with the ballot that carried it."""

    application_id: Id
    organization_name: str
    tier: str
    position: int | None
    """The place of the tier; null where a repeated title counts in none (edition.repeat.takes_place)."""
    ballot_id: Id
    resolution_id: Id | None


class ProposedListSummary(View):
    """A proposed list among others of its cycle."""

    id: Id
    cycle_id: Id
    number: int
    sha256: str
    reason: str
    fixed_at: Instant


class StoodBackView(View):
    """An organization that was carried, but has no place for the sake of a part (edition.partitions)."""

    application_id: Id
    organization_name: str
    tier: str
    reason: Fault


class PassedOverView(View):
    """A candidate who is not on the list for a tier while a lower-ranked one is, and why."""

    application_id: Id
    organization_name: str
    tier: str
    rank: int
    reason: str


class ProposedListView(ProposedListSummary):
    """A proposed list (拟奖名单); a later one never replaces it."""

    ranking_sha256: str | None
    """Hash of the sealed ranking on which its candidates rest; none on a list from before it was written down."""
    entries: list[ProposedEntryView]
    parts: list[PartView] = []
    """The parts of the places after this list, as its paper states them."""
    stood_back: list[StoodBackView] = []
    passed_over: list[PassedOverView] = []
    """Whom the committee passed over in each tier, with its reasons."""
    acts: list[OpenAct] = []


ProposedListPage = Page[ProposedListSummary]
