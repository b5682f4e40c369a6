"""The register of experts as JSON, coming in and going out."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from app.experts.models import ExpertKind
from app.http import Body, Id, Instant, Text, View
from app.open_acts import OpenAct
from app.paging import Page
from app.regulation.vocabulary import Status

Division = Annotated[str, StringConstraints(pattern=r"^\d{2}$")]
"""A division (大类) of GB/T 4754."""


Standard = Annotated[str, Text(100), Field(examples=["评审员条件（2022 年第 1 版）"])]


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
    standard: Standard | None = None
    """The standard against which he is admitted, with its version; by default the one in force, which is cited."""
    institution_id: UUID | None = None
    """The registered institution to which he belongs, if any."""


class NewTraining(Body):
    """A completed training of an expert."""

    title: Annotated[str, Text(200)] = Field(examples=["2022 年卓越绩效评价准则评审员继续教育（演练）"])
    provider: Annotated[str, Text(100)] = Field(examples=["演练质量协会"])
    completed_on: date = Field(examples=["2022-06-30"])
    hours: Annotated[int, Field(ge=1, le=2000, examples=[16])]
    passed: bool = True
    """Whether he passed its examination, or there was none."""
    evidence_file_id: UUID | None = None


class Renewal(Body):
    """A new term on new evidence (art. 8(3))."""

    standard: Standard | None = None
    """The standard that he meets now, with its version; by default the one in force, which is cited."""
    term_until: date = Field(examples=["2028-02-29"])
    """The last day of the new term."""
    evidence_file_id: UUID
    """Evidence that he still qualifies, uploaded before by the same member of the secretariat."""


class Release(Body):
    """An expert's exit from the register."""

    left_on: date = Field(examples=["2022-12-31"])
    reason: Annotated[str, Text(500)] = Field(examples=["本人申请退出（演练）。"])


class NewInstitution(Body):
    """An institution that is contracted for reviews, or to which experts belong (art. 31)."""

    name: Annotated[str, Text(100)] = Field(examples=["江阴质量研究所（演练）"])
    credit_code: Annotated[str, Text(18, min=18)]
    task: Annotated[str, Text(500)] = Field(examples=["受托组织材料评审（演练）"])
    contract_from: date = Field(examples=["2022-03-01"])
    contract_until: date = Field(examples=["2023-02-28"])
    """The last day of the contract."""


class TrainingView(View):
    """A training on record."""

    id: Id
    title: str
    provider: str
    completed_on: date
    hours: int
    passed: bool
    evidence_file_id: Id | None


class FormerTermView(View):
    """A former term and what it rested on."""

    number: int
    standard: str | None
    standard_id: Id | None
    """The version of the assessor standard that was in force then."""
    term_until: date
    evidence_file_id: Id


class InstitutionView(View):
    """An institution of the register."""

    id: Id
    status: Status
    name: str
    credit_code: str
    task: str
    contract_from: date
    contract_until: date
    registered_at: Instant
    version: int


class InstitutionPage(Page[InstitutionView]):
    """The register of institutions, by name."""


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
    standard: str | None
    standard_id: Id | None
    """The version of the assessor standard that was in force then."""
    institution_id: Id | None
    left_on: date | None
    leaving_reason: str
    version: int


class ExpertFile(ExpertView):
    """One expert with his trainings and former terms, and the acts open on him."""

    trainings: list[TrainingView] = []
    terms: list[FormerTermView] = []
    acts: list[OpenAct] = []


class ExpertPage(Page[ExpertView]):
    """The register, by name."""
