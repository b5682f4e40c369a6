"""A file in quarantine as JSON: that it is there, and nothing by which it could be had."""

from app.http import Id, Instant, View
from app.paging import Page


class QuarantinedFile(View):
    """A file in which the scanner has found something; nobody can download it."""

    id: Id
    media_type: str
    size: int
    """Bytes."""
    quarantined_at: Instant


class QuarantinePage(Page[QuarantinedFile]):
    """Files in quarantine, the newest first."""
