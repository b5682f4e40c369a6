"""A late finding that may come out of a supervisory check, as JSON (arts. 8(6), 11)."""

from app.eligibility.schemas import NewDisqualification
from app.http import Id


class LateFinding(NewDisqualification):
    """A late finding that ends the application, and the check that it rests on where there was one."""

    check_id: Id | None = None
    """The supervisory check that ended in this."""
