"""Candidates as JSON for the members of the committee (arts. 23, 30)."""

from typing import Any

from app.http import Id, View
from app.paging import Page
from app.regulation.vocabulary import Status


class MemberCandidateView(View):
    """A candidate as a committee member sees him in the list."""

    application_id: Id
    organization_name: str
    status: Status
    industry: str
    tier: str
    position: int
    place: int
    ranking_sha256: str | None
    """Hash of the sealed ranking on which the lists rest; it tells nothing of it and can be compared at any time."""
    is_recused: bool
    """The member is recused from this candidate and does not open his file."""


class CandidateFile(View):
    """What a committee member reads of a candidate: score with arithmetic and the panel's reports."""

    application_id: Id
    cycle_id: Id
    organization_name: str
    industry: str
    tier: str
    place: int
    total: str
    total_exact: str
    arithmetic: dict[str, Any]
    comprehensive_report: str
    material_report: str | None
    material_total: str | None


MemberCandidatePage = Page[MemberCandidateView]
