"""Declared interests as JSON, coming in and going out."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from app.http import Body, Id, Instant, Text, View
from app.open_acts import OpenAct
from app.paging import Page
from app.regulation.choices import ConflictKind
from app.regulation.vocabulary import Role, Status

Declarable = Literal[
    ConflictKind.EMPLOYMENT, ConflictKind.CONSULTANCY, ConflictKind.TRAINING, ConflictKind.KINSHIP,
    ConflictKind.SHAREHOLDING, ConflictKind.DISPUTE, ConflictKind.OTHER,
]  # fmt: skip
"""What a person declares of himself; the rest is found."""


class NewInterest(Body):
    """What ties the caller to an organization (art. 30)."""

    kind: Declarable = Field(examples=["consultancy"])
    credit_code: Annotated[str, Text(18, min=18)]
    organization_name: Annotated[str, Text(100)]
    from_on: date = Field(examples=["2020-03-01"])
    until_on: date | None = Field(None, examples=["2021-12-31"])
    """The last day, if it is over."""
    note: Annotated[str, Text(1000, min=0)] = Field("", examples=["曾为其提供卓越绩效咨询（演练）。"])


class InterestEnd(Body):
    """The last day of an interest that lasted when it was declared."""

    until_on: date = Field(examples=["2022-12-31"])


class InterestView(View):
    """An interest; one's own, and to the secretariat those of all."""

    id: Id
    status: Status
    user_id: Id
    role: Role
    kind: ConflictKind
    credit_code: str
    organization_name: str
    from_on: date
    until_on: date | None
    note: str
    declared_on: date
    declared_at: Instant
    version: int
    acts: list[OpenAct] = []


class InterestPage(Page[InterestView]):
    """Interests, the latest declared first."""
