"""The register of experts as JSON, coming in and going out."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from app.experts.models import ExpertKind
from app.http import Body, Id, Text, View
from app.paging import Page
from app.regulation.vocabulary import Status

Division = Annotated[str, StringConstraints(pattern=r"^\d{2}$")]
"""A division (大类) of GB/T 4754."""


class NewExpert(Body):
    """Admission to the register against the standard of the register, with evidence (art. 8(3))."""

    name: Annotated[str, Text(50)] = Field(examples=["周评审（演练）"])
    kind: ExpertKind
    divisions: Annotated[list[Division], Field(max_length=20, examples=[["38", "35"]])] = []
    """Required of an industry expert."""
    employer_name: Annotated[str, Text(100)] = Field(examples=["江阴质量研究所（演练）"])
    employer_credit_code: Annotated[str, Text(18, min=18)] | None = None
    """He never works on the application of an organization with this code (art. 30)."""
    title: Annotated[str, Text(50, min=0)] = Field("", examples=["高级工程师"])
    degree: Annotated[str, Text(50, min=0)] = Field("", examples=["硕士"])
    years_of_practice: Annotated[int, Field(ge=0, le=80, examples=[12])]
    training: Annotated[str, Text(500, min=0)] = Field("", examples=["2021 年卓越绩效评价准则评审员培训"])
    admitted_on: date = Field(examples=["2022-03-01"])
    term_until: date = Field(examples=["2025-02-28"])
    """The last day of the term."""
    evidence_file_id: UUID
    """Evidence of the qualification, uploaded before by the same member of the secretariat."""


class ExpertView(View):
    """An expert of the register; invite him as a user with the role expert and this id as his party."""

    id: Id
    status: Status
    name: str
    kind: ExpertKind
    divisions: list[str]
    employer_name: str
    employer_credit_code: str | None
    title: str
    degree: str
    years_of_practice: int
    training: str
    admitted_on: date
    term_until: date
    evidence_file_id: Id
    version: int


class ExpertPage(Page[ExpertView]):
    """The register, by name."""
