"""The declaration form written as data from the same models that read it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from app.applications.completeness import ExtraCondition
from app.applications.drafting import EVIDENCE_BYTES, EVIDENCE_COUNT
from app.applications.form import Form
from app.applications.form_fields import FormField, Kind, fields_of
from app.cycles.models import Cycle
from app.cycles.pins import Pinned
from app.cycles.reading import edition_of
from app.files.store import SIZE_LIMIT
from app.files.types import KINDS
from app.guidance.guide_views import SectorGuideView, sector_guides
from app.http import Body, Id, View
from app.regulation.declaration import COUNTING_EN, COUNTING_ZH, PROFILE_LIMIT, SELF_ASSESSMENT_LIMIT
from app.regulation.measures import Edition
from app.standards.models import CriteriaNode


class RequiredIfView(View):
    """The answer that calls for a field."""

    pointer: str
    """Of the other field: from the form's root if it begins with /, else beside this one."""
    equals: bool | str


class FieldView(View):
    """One field of the form."""

    name: str
    kind: Kind
    label: str
    label_en: str
    article: str
    required: bool
    """Asked at submission, if `required_if` (when present) holds; a draft may be saved without."""
    required_if: RequiredIfView | None
    code_list: str | None
    """The list under /v1/codes from which a choice is taken."""
    unit: str | None
    held_by: str | None
    """The record from which the service fills the field in; it is asked only while that record says nothing."""
    counted_characters: int | None
    """The most characters at submission, counted as `counting` says."""
    limits: dict[str, Any]
    """JSON Schema keywords that already a draft keeps to."""
    fields: list["FieldView"]
    """The fields of the record, or of each of the rows."""


class ItemView(View):
    """A scored criteria item, on which the self-assessment is written."""

    code: str
    title: str
    title_en: str
    points: int


class ConditionView(View):
    """An extra condition of the year's call, answered in the section `extras`."""

    code: str
    zh: str
    section: str | None
    """The section of GB/T 4754 to which alone it applies."""
    evidence_required: bool


class LimitsView(View):
    """Limits in numbers."""

    profile_characters: int
    self_assessment_characters: int
    """Over all items together."""
    evidence_count: int
    evidence_bytes: int
    """Of all evidence together."""
    file_bytes: int
    file_endings: list[str]
    self_percent_step: int


class FormView(View):
    """The declaration form of a year."""

    cycle_id: Id
    years: list[int]
    """The full years whose figures are asked."""
    sections: list[FieldView]
    """In the order of the form; the name of a section is its member in the body that saves it."""
    items: list[ItemView]
    classification_id: UUID | None
    """The industry classification from which the sectors come; null where they are those of art. 14, built in."""
    sectors: list[SectorGuideView]
    """The sectors with their guides, which recommend and have no points."""
    extra_conditions: list[ConditionView]
    limits: LimitsView
    counting: str
    """How characters are counted."""
    counting_en: str


def field_view(field: FormField) -> FieldView:
    """Write a field with all that it holds."""
    asked = field.asked
    when = None if asked.when is None else RequiredIfView(pointer=asked.when.pointer, equals=asked.when.equals)
    return FieldView(
        name=field.name, kind=field.kind, label=asked.label, label_en=asked.label_en, article=asked.article,
        required=asked.required, required_if=when, code_list=asked.codes or None, unit=asked.unit or None,
        held_by=asked.held or None, counted_characters=asked.characters, limits=field.limits,
        fields=_fields(field.record),
    )  # fmt: skip


def _fields(record: type[Body] | None) -> list[FieldView]:
    return [] if record is None else [field_view(field) for field in fields_of(record)]


def _sections(edition: Edition) -> list[FieldView]:
    """The sections of the form; a notice inside the organization only where the edition asks for it."""
    asked = edition.internal_notice is not None
    kept = [section for section in _fields(Form) if asked or section.name != "internal_notice"]
    return [each.model_copy(update={"required": True}) if each.name == "internal_notice" else each for each in kept]


def form_view(
    cycle: Cycle, items: Sequence[CriteriaNode], conditions: Sequence[ExtraCondition], pinned: Pinned
) -> FormView:
    """Write the form of a cycle."""
    edition, source = edition_of(cycle), pinned.classification_document
    limits = LimitsView(
        profile_characters=PROFILE_LIMIT, self_assessment_characters=SELF_ASSESSMENT_LIMIT,
        evidence_count=EVIDENCE_COUNT, evidence_bytes=EVIDENCE_BYTES, file_bytes=SIZE_LIMIT,
        file_endings=[ending for kind in KINDS for ending in kind.endings],
        self_percent_step=edition.scoring.percent_step,
    )  # fmt: skip
    return FormView(
        cycle_id=cycle.id,
        years=list(range(cycle.award_year - edition.eligibility.loss_years, cycle.award_year)),
        sections=_sections(edition), items=[ItemView.model_validate(item) for item in items],
        classification_id=None if source is None else source.id, sectors=sector_guides(pinned.sectors, pinned.guides),
        extra_conditions=[ConditionView.model_validate(each) for each in conditions], limits=limits,
        counting=COUNTING_ZH, counting_en=COUNTING_EN,
    )  # fmt: skip
