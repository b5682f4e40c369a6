"""Former titles as JSON, beside an application of their holder."""

from datetime import date

from app.http import View


class FormerTitleView(View):
    """A title that the organization won in another cycle."""

    tier: str
    tier_name: str
    ordinal: int
    """Which award it was (届)."""
    granted_on: date
    revoked_on: date | None
