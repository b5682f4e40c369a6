"""The certificate check and a winner's own honours as JSON."""

from datetime import date

from app.honours.schemas import HonourView
from app.http import Id, View
from app.regulation.title_review import TitleState
from app.regulation.vocabulary import Status


class CertificateView(HonourView):
    """The title of a plaque as the public roll has it."""

    plaque_number: str
    revocation: str | None
    """Document number of the government's decision that revoked it."""


class CertificateCheck(View):
    """Whether number and name belong together, and what the title is today."""

    is_genuine: bool
    """Whether a plaque of this number was handed to this organization; a revoked title was genuine too: see `state`."""
    certificate: CertificateView | None


class OwnRecovery(View):
    """A part of the bonus that the organization paid back, in whole yuan."""

    amount: int
    received_on: date


class OwnBonus(View):
    """The bonus of one's own title, in whole yuan."""

    amount: int
    status: Status
    paid_on: date | None
    paid: int
    paid_back: int
    owed_back: int
    """What is still to be paid back of a revoked title's bonus."""
    recoveries: list[OwnRecovery]


class OwnRevocation(View):
    """The case in which one's own title was revoked, and what came back."""

    document_number: str | None
    decided_on: date | None
    announced_on: date | None
    plaque_returned_on: date | None


class OwnHonour(View):
    """One of the organization's own titles, with its plaque and its money."""

    award_id: Id
    application_id: Id
    award_year: int
    tier: str
    tier_name: str
    granted_on: date
    commendation: str
    state: TitleState
    valid_until: date | None
    renewed_on: date | None
    plaque_number: str | None
    plaque_received_on: date | None
    bonus: OwnBonus | None
    """Null where the repeated title comes without money (edition.repeat.bonus)."""
    revoked_on: date | None
    revocation: OwnRevocation | None


class OwnHonours(View):
    """Every title of the organization, the newest first."""

    items: list[OwnHonour]
