"""The sanctions as JSON, coming in and going out."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from app.http import Body, Id, Instant, Text, View
from app.open_acts import OpenAct
from app.paging import Page
from app.regulation.sanction import Effect, Measure, Recipient
from app.regulation.vocabulary import Stage, Status

Words = Annotated[str, Text(5000)]


class NewSanction(Body):
    """A case against one expert or one institution of the register (art. 31)."""

    expert_id: UUID | None = None
    institution_id: UUID | None = None
    facts: Words = Field(examples=["评审期间收受申报组织礼金，已查明（演练）。"])
    source: Annotated[str, Text(500)] = Field(examples=["群众来信（演练）"])


class SanctionHearing(Body):
    """What the person or institution said to it, or that the term was let pass."""

    heard_on: date = Field(examples=["2022-11-02"])
    statement: Words = Field(examples=["本人承认，并已退还（演练）。"])


class Imposition(Body):
    """The measure, by resolution of the committee after the hearing."""

    measure: Measure
    until: date | None = Field(None, examples=["2023-11-02"])
    """The last day of a suspension; none for a disqualification."""
    reason: Words = Field(examples=["违反评审纪律，情节严重（演练）。"])
    resolution_id: UUID


class SanctionDismissal(Body):
    """Why nothing is imposed."""

    reason: Words = Field(examples=["经核实，所反映情况不属实（演练）。"])


class Lifting(Body):
    """The end of a suspension; before its last day by another resolution."""

    resolution_id: UUID | None = None


class NewReferral(Body):
    """The case is told to somebody outside (art. 31)."""

    recipient: Recipient
    recipient_name: Annotated[str, Text(200)] = Field(examples=["江阴质量研究所（演练）"])
    document_number: Annotated[str, Text(100)] = Field(examples=["演练质评办函〔2022〕12号"])
    referred_on: date = Field(examples=["2022-11-05"])


class ReferralReply(Body):
    """What came back."""

    reply: Words = Field(examples=["已给予警告处分（演练）。"])
    replied_on: date = Field(examples=["2022-11-20"])


class EffectView(View):
    """What the measure did to the work on one application in one stage."""

    expert_id: Id
    application_id: Id
    stage: Stage
    cycle_id: Id
    effect: Effect


class ReferralView(View):
    """A referral with its reply."""

    id: Id
    recipient: Recipient
    recipient_name: str
    document_number: str
    referred_on: date
    reply: str
    replied_on: date | None


class SanctionView(View):
    """A case; in a list without its effects and referrals."""

    id: Id
    status: Status
    expert_id: Id | None
    institution_id: Id | None
    facts: str
    source: str
    opened_on: date
    heard_on: date | None
    statement: str
    measure: Measure | None
    until: date | None
    reason: str
    resolution_id: Id | None
    decided_on: date | None
    struck: list[Id]
    """The experts whose standing the measure has changed."""
    lifted_on: date | None
    version: int
    effects: list[EffectView] = []
    referrals: list[ReferralView] = []
    acts: list[OpenAct] = []


class SanctionPage(Page[SanctionView]):
    """The cases, the newest first."""


class VoidedView(View):
    """A consensus or report that counts no more, as it read."""

    id: Id
    application_id: Id
    stage: Stage
    kind: str
    content: dict[str, Any]
    voided_at: Instant


class VoidedPage(Page[VoidedView]):
    """What a measure has voided."""
