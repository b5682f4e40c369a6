"""Candidates as JSON for the members of the committee (arts. 23, 30)."""

from typing import Any

from app.http import Id, View
from app.paging import Page
from app.regulation.vocabulary import Status


class MemberCandidateView(View):
    """A candidate as a committee member sees him in the list; by code while names are hidden."""

    application_id: Id
    organization_name: str
    """While names are hidden the code that was drawn for him (候选A …), which tells neither rank nor alphabet."""
    status: Status
    industry: str | None
    """GB/T 4754 code; null while names are hidden, for a city has few organizations of one industry."""
    tier: str | None
    """Null, as position and place, to a member who reads codes and is recused from a candidate of the year."""
    position: int | None
    place: int | None
    ranking_sha256: str | None
    """Hash of the sealed ranking on which the lists rest; it tells nothing of it and can be compared at any time."""
    is_recused: bool
    """The member is recused from this candidate and does not open his file."""


class CandidateFile(View):
    """What a committee member reads of a candidate: score with arithmetic and the panel's reports.

    While names are hidden the numbers only: prose tells more of an organization than its name.
    """

    application_id: Id
    cycle_id: Id
    organization_name: str
    industry: str | None
    tier: str | None
    place: int | None
    total: str
    total_exact: str
    arithmetic: dict[str, Any]
    comprehensive_report: str | None
    material_report: str | None
    material_total: str | None


class CandidateName(View):
    """The organization of a candidate, and nothing of its application."""

    organization_name: str
    credit_code: str


class CandidateNames(View):
    """The organizations of a year's candidates in the order of their names, to declare interests and recusals by."""

    cycle_id: Id
    are_hidden: bool
    """Whether the candidates are read by code meanwhile; nothing here tells which code is whose."""
    organizations: list[CandidateName]


MemberCandidatePage = Page[MemberCandidateView]
