"""Ranking and candidates as JSON, coming in and going out (arts. 15, 23)."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from app.http import Body, Id, Instant, Text, View
from app.open_acts import OpenAct
from app.paging import Page
from app.problems import Fault
from app.regulation.verification import Check
from app.regulation.vocabulary import Status

TierCode = Annotated[str, Field(pattern="^[a-z][a-z0-9_]{1,39}$", examples=["mayors_award"])]
"""A tier of the edition: mayors_award (市长质量奖), excellence_award (质量管理优秀奖)."""


class NewRanking(Body):
    """What freezes the ranking of a cycle, whose version goes into If-Match."""

    cycle_id: UUID
    reason: Annotated[str, Text(1000, min=0)] = Field(
        default="", examples=["经复核更正一家组织的综合评审报告，重新排序。"]
    )
    """Why it is frozen again; required for a second ranking."""


class TieResolution(Body):
    """Whom a numbered resolution of the committee chose out of a tie across a line (art. 7(1))."""

    tier: TierCode
    chosen: Annotated[list[UUID], Field(min_length=1, max_length=50)]
    """Applications, as many as places were left."""
    resolution_id: UUID
    reason: Annotated[str, Text(1000)] = Field(examples=["两家总评分相同，按结果类条款得分优先。"])


class NewCandidateLists(Body):
    """What proposes the candidate lists of a cycle from its newest ranking."""

    cycle_id: UUID
    lengths: Annotated[dict[TierCode, Annotated[int, Field(ge=1, le=1000)]], Field(max_length=20)] = Field(
        default={}, examples=[{"mayors_award": 3, "excellence_award": 5}]
    )
    """How long a tier's list is (差额); a tier that is not named takes everybody who reaches its floor."""
    tie_decisions: Annotated[list[TieResolution], Field(max_length=20)] = []


class RankingEntryView(View):
    """One place of a ranking with its arithmetic; equals share a place."""

    place: int
    application_id: Id
    organization_name: str
    total: Annotated[str, Field(examples=["599.91"])]
    """Points with two decimals, cut and never rounded up."""
    total_exact: Annotated[str, Field(examples=["599 11/12"])]
    total_num: int
    """Hundredths of a point over `total_den`, exact."""
    total_den: int
    arithmetic: dict[str, Any]
    """The stages' totals and the aggregation, as the comprehensive report states them."""


class RankingSummary(View):
    """A frozen ranking in a list."""

    id: Id
    cycle_id: Id
    number: int
    sha256: str
    """SHA-256 of the sealed bytes, in hexadecimal."""
    leaf_hash: str | None
    """RFC 6962 hash of the act's leaf in the record; none for a ranking frozen before it was kept."""
    reason: str
    """Why it replaces an earlier one; empty for the first."""
    frozen_at: Instant


class RankingView(RankingSummary):
    """A frozen ranking; a later change of a score never reaches it (T13)."""

    entries: list[RankingEntryView]
    acts: list[OpenAct] = []


class SealCheckView(View):
    """One check of a sealed ranking."""

    check: Check
    claim: Annotated[str, Field(examples=["由合议逐条重算，总评分一致"])]
    """What holds where it is equal."""
    is_equal: bool


class MismatchView(View):
    """Something that is not as it was sealed."""

    check: Check
    application_id: Id | None
    """None where it concerns the ranking as a whole."""
    of: Annotated[str, Field(examples=["stages/site"])]
    """Which number or fact."""
    sealed: Annotated[str, Field(examples=["60000/1"])]
    found: Annotated[str, Field(examples=["59975/1"])]
    """What stands there now, or what counting gives; empty if nothing does."""
    message: Annotated[str, Field(examples=["演练特钢有限公司的 total 封存为 600.00 分，由合议重算为 599.75。"])]


class RankingVerification(View):
    """Whether a sealed ranking still is what its bytes, the record, the tables and the scores beneath it say."""

    ranking_id: Id
    number: int
    sha256: str
    leaf_hash: str | None
    is_equal: bool
    summary: Annotated[str, Field(examples=["与封存的排序完全一致。"])]
    checks: list[SealCheckView]
    """What could be checked: a ranking of the older form names no leaf and no rules."""
    differences: list[MismatchView]


class CandidateView(View):
    """One candidate of the two lists."""

    application_id: Id
    organization_name: str
    status: Status
    industry: str
    """GB/T 4754 code."""
    tier: str
    position: int
    place: int
    resolution_id: Id | None = None
    """The resolution that chose him out of a tie."""
    code: Annotated[str | None, Field(examples=[None])] = None
    """What the members read instead of the name until the proposed list is fixed (edition.committee.names_hidden)."""
    ranking_sha256: str | None
    """Hash of the sealed ranking on which the lists rest."""


class CandidateListView(View):
    """One tier's candidates, best first; fewer than the places is a normal vacancy."""

    tier: str
    vacant: int
    candidates: list[CandidateView]


class PartView(View):
    """A part of the places, kept for or limited to some of the applicants (edition.partitions)."""

    code: str
    name: str
    places: int
    """The places counted together."""
    least: int
    """Of them reserved for the part."""
    most: int | None
    """The most that the part may hold; null without a limit."""
    members: int
    """How many of the part stand for, or hold, places."""
    remarks: list[Fault]


class TierPlacesView(View):
    """One tier of an allocation."""

    tier: str
    floor: Annotated[str, Field(examples=["600.00"])]
    """Points, inclusive."""
    places: int
    chosen: list[Id]
    """Applications on places, best first."""
    outside: list[Id]
    """Repeat winners outside the places (edition.repeat)."""
    vacant: int
    vacancies: list[Fault]
    """Why places stay vacant; empty if none does."""
    waiting: bool
    """Nothing is picked: a tie across this line or a higher one is to be decided first."""


class PlacedView(View):
    """What the ranking by itself gives one application, and why nothing higher."""

    application_id: Id
    organization_name: str
    place: int
    """In the ranking."""
    total: str
    total_exact: str
    tier: str | None
    position: int | None
    """The place of the tier; none outside the places."""
    reasons: list[Fault]
    """The floor that is met, whence the place comes, and for each higher tier why it is not that."""


class TiedView(View):
    """Equals of whom only some fit above a line: the committee decides by a numbered resolution with a reason."""

    tier: str
    application_ids: list[Id]
    places: int


class AllocationView(View):
    """The places as the ranking alone fills them: a proposal to the committee, which binds nobody."""

    ranking_id: Id
    cycle_id: Id
    ranking_sha256: str
    proposed_sha256: str | None
    """Hash of the allocation that was kept with the candidate lists; none before they are proposed."""
    tiers: list[TierPlacesView]
    entries: list[PlacedView]
    ties_at_line: list[TiedView]
    parts: list[PartView]


class CandidateListsView(View):
    """The candidate lists of a cycle as proposed."""

    cycle_id: Id
    ranking_id: Id | None
    ranking_sha256: str
    """Hash of the sealed ranking from which they were made."""
    lists: list[CandidateListView]
    parts: list[PartView]
    """The parts of the places beside those of each who stand on the lists."""
    acts: list[OpenAct] = []


RankingPage = Page[RankingSummary]
CandidatePage = Page[CandidateView]
