"""What an edition chooses about the site review, of which art. 22 says only that there is one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteVisitRule:
    """Art. 22 names no form of the visit: every field is a choice."""

    issues_closed: bool = True
    """Whether every issue that was to be verified on site must be closed before the site review's consensus and the
    comprehensive report."""
