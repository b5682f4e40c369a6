"""Claims to an organization as JSON: lodged from outside, answered by its users, decided by the secretariat."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.accounts.schemas import Code, PersonName
from app.claims.models import Side
from app.files.schemas import FileView
from app.http import Body, Id, Instant, Text, View
from app.open_acts import OpenAct
from app.paging import Page
from app.regulation.vocabulary import Status

Words = Annotated[str, Text(4000), Field(examples=["本组织从未授权该用户注册，营业执照与授权委托书已上传。"])]


class NewClaim(Body):
    """That a stranger has registered one's organization; licence and letter of authorisation are uploaded next."""

    credit_code: Annotated[str, Text(18, min=18), Field(examples=["91990000M00000131F"])]
    claimed_name: Annotated[str, Text(100), Field(examples=["阳光智造（演练）有限公司"])]
    contact_name: PersonName
    contact_phone: Annotated[str, Text(20, min=7), Field(pattern=r"^[0-9+() -]+$", examples=["0510-86000000"])]
    statement: Words


class NewStatement(Body):
    """What one states further."""

    text: Words


class ClaimDecision(Body):
    """The decision, with its reason for both sides."""

    reason: Annotated[str, Text(2000), Field(examples=["营业执照与授权委托书经核对无误，原注册人未获授权。"])]


class StatementView(View):
    """What one side has stated."""

    side: Side
    text: str
    stated_at: Instant


class ClaimProgressView(View):
    """A claim as its claimant sees it."""

    id: Id
    claimed_name: str
    status: Status
    lodged_at: Instant
    reason: str
    """Of the decision; empty before."""
    papers: list[str]
    """Which papers have been uploaded: licence, authorisation."""
    statements: list[StatementView]


class ClaimReceiptView(ClaimProgressView):
    """A claim as it was lodged, with the code that proves from now on who lodged it; shown this once."""

    code: Code


class ContactView(View):
    """How the secretariat reaches the claimant."""

    name: str
    phone: str


class ClaimPaperView(View):
    """A paper of the claimant."""

    kind: str
    file: FileView


class ClaimView(View):
    """A claim to the organization's users and to the secretariat; contact and files to the latter alone."""

    id: Id
    organization_id: Id
    claimed_name: str
    status: Status
    lodged_at: Instant
    reason: str
    decided_at: Instant | None
    version: int
    contact: ContactView | None = None
    papers: list[ClaimPaperView] = []
    statements: list[StatementView] = []
    acts: list[OpenAct] = []


class ClaimPage(Page[ClaimView]):
    """A page of claims."""


class UpheldClaimView(View):
    """A claim that was upheld, with the invitation for the true organization's user; the code is shown this once."""

    claim: ClaimView
    invited_user_id: UUID
    code: str
    expires_at: Instant
