"""Editions of the Measures and resolutions as JSON, coming in and going out."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, field_validator

from app.http import Body, Id, Instant, Text, View, clean_text
from app.open_acts import OpenAct
from app.paging import Page
from app.regulation.term import Standing
from app.regulation.vocabulary import Role, Status

Day = Annotated[date, Field(ge=date(1949, 10, 1), lt=date(2200, 1, 1))]


def _clean(value: Any) -> Any:  # noqa: ANN401 - a JSON value.
    match value:
        case str():
            return clean_text(value)
        case list():
            return [_clean(part) for part in value]
        case dict():
            return {clean_text(name): _clean(part) for name, part in value.items()}
        case _:
            return value


class ImportedEdition(Body):
    """Either the code of an edition that comes with the service, or the whole of any city's edition as data."""

    code: Annotated[str, Field(pattern="^[a-z0-9][a-z0-9-]{1,60}$")] | None = Field(
        default=None, examples=["jiangyin-2022"]
    )
    parameters: dict[str, Any] | None = Field(default=None, examples=[None])
    """Every field of the edition, as GET /v1/editions/{edition_id} shows it."""

    @field_validator("parameters")
    @classmethod
    def cleaned(cls, value: dict[str, Any] | None) -> dict[str, Any] | None:
        """Refuse characters that no text may have, at any depth."""
        return _clean(value)


class AmendedEdition(Body):
    """A merge patch of a draft: what is named changes, null unsets, lists are replaced whole (RFC 7396)."""

    parameters: Annotated[dict[str, Any], Field(min_length=1)] = Field(
        examples=[
            {
                "aggregation": "final_consensus",
                "cut_rule": {"minimum": 40000, "places": 8},
                "committee": {
                    "quorum": "2/3", "majority": "1/2", "majority_inclusive": False,
                    "base": "non_recused_in_office", "ballot_mode": "sealed_open",
                },
            }
        ]
    )  # fmt: skip

    @field_validator("parameters")
    @classmethod
    def cleaned(cls, value: dict[str, Any]) -> dict[str, Any]:
        """Refuse characters that no text may have, at any depth."""
        return _clean(value)


class Activation(Body):
    """What brings an edition into force (art. 32)."""

    document_number: Annotated[str, Text(100)] = Field(examples=["演练规发〔2022〕1号"])
    effective_on: Day = Field(examples=["2022-05-20"])
    expires_on: date | None = Field(default=None, examples=["2025-05-19"])
    """The last day in force; without it the edition's years of validity are counted."""
    resolution_id: UUID | None = Field(default=None, examples=["0c8d3b52-6a0f-4b62-8f0e-3f6c7a1d2e44"])
    """The resolution that approved the edition; where it is named, it must be that one."""
    review_due_on: Day | None = Field(default=None, examples=["2024-11-30"])
    """By when the edition shall be looked at again (art. 16)."""


class Approval(Body):
    """What approves an edition: a resolution of the committee (art. 7(2))."""

    resolution_id: UUID = Field(examples=["0c8d3b52-6a0f-4b62-8f0e-3f6c7a1d2e44"])


class NewExtension(Body):
    """What lengthens the life of an edition: a resolution and its new last day (art. 32)."""

    resolution_id: UUID = Field(examples=["0c8d3b52-6a0f-4b62-8f0e-3f6c7a1d2e44"])
    until: Day = Field(examples=["2025-12-31"])
    """The new last day in force."""


class ReviewDate(Body):
    """By when an edition shall be looked at again, and by which resolution (art. 16)."""

    resolution_id: UUID = Field(examples=["0c8d3b52-6a0f-4b62-8f0e-3f6c7a1d2e44"])
    review_due_on: Day = Field(examples=["2024-11-30"])


class NewResolution(Body):
    """A numbered resolution of the committee (art. 7(1))."""

    number: Annotated[str, Text(100)] = Field(examples=["演练评委会〔2022〕1号"])
    title: Annotated[str, Text(200)] = Field(examples=["关于评分合成方式和表决规则的决议"])
    text: Annotated[str, Text(20_000)] = Field(examples=["经评委会全体会议审议，决议如下：……"])
    decided_on: date = Field(examples=["2022-05-10"])


class CarriedView(View):
    """The vote of a meeting that carried a resolution."""

    motion_id: Id
    meeting_id: Id
    in_favour: int
    against: int
    abstained: int
    invalid: int
    needed: int
    base: int


class ResolutionView(View):
    """A resolution of the committee, carried by the vote of a meeting or taken elsewhere and recorded."""

    id: Id
    number: str
    title: str
    text: str
    decided_on: date
    recorded_at: Instant
    taken: Literal["meeting", "elsewhere"]
    carried_by: CarriedView | None


class ResolutionPage(Page[ResolutionView]):
    """The resolutions, the latest first."""


class EditionSummary(View):
    """An edition in a list, with what art. 1 makes public of it."""

    id: Id
    code: str
    title: str
    issuer: str
    purpose: str
    legal_basis: list[str]
    text_status: str
    """讨论稿 or 现行, as printed on the text."""
    status: Status
    standing: Standing
    """What it is today by the award's clock, whatever has been recorded."""
    document_number: str | None
    effective_on: date | None
    expires_on: date | None
    """The last day in force, as it came into force."""
    extended_until: date | None
    """The last day of its extension; null without one."""
    replaced_from: date | None
    """The first day of the edition that replaces it."""


class EditionPage(Page[EditionSummary]):
    """The editions by code."""


class EditionView(EditionSummary):
    """An edition of the Measures with every number and choice of it."""

    resolution_id: UUID | None
    """The resolution that approved it (art. 7(2))."""
    extension_resolution_id: UUID | None
    replaced_by: UUID | None
    """The edition that replaces it."""
    revises: UUID | None
    """The edition of which it is the revision (art. 16)."""
    review_due_on: date | None
    review_overdue: bool
    """Whether its review should have begun by today."""
    criteria: str
    """Code of its criteria, see /v1/criteria."""
    parameters: dict[str, Any]
    version: int
    acts: list[OpenAct]


class NamedFault(View):
    """One contradiction or open choice, with the name of its field."""

    pointer: str
    """JSON pointer into the parameters."""
    name: str
    code: str
    message: str
    article: str


class EditionCheck(View):
    """What keeps an edition from being imported or approved."""

    importable: bool
    """Whether it can become a draft: nothing in it contradicts anything."""
    approvable: bool
    """Whether it also leaves nothing open."""
    faults: list[NamedFault]
    open_choices: list[NamedFault]
    """What is not settled yet, and must be before the approval."""
    warnings: list[NamedFault]
    """What keeps nobody from approving it, and is yet to be done: criteria to be approved, points to be checked."""


class ChangeView(View):
    """One difference between two editions, and for whom it makes one."""

    pointer: str
    name: str
    name_en: str
    article: str
    before: Any
    """The value of the edition that the path names first; null if it has none."""
    after: Any
    concerns: list[Role]
    sentence: str
    sentence_en: str


class EditionDiff(View):
    """What an edition changes against another, in the order of the Measures."""

    before: EditionSummary
    after: EditionSummary
    changes: list[ChangeView]
