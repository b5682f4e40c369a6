"""What a working document says, by its kind: chapters, a guide by the headings of art. 14, or a classification."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from app.http import Body, Text
from app.regulation import sectors
from app.regulation.guidance import HEADINGS, GuideHeading
from app.regulation.passages import Passage
from app.regulation.thresholds import Comparison, Figure, text_of
from app.regulation.thresholds import Threshold as Line

SectorCode = Annotated[str, Field(pattern="^[a-z][a-z0-9_]{1,39}$", examples=["manufacturing"])]


class Chapter(Body):
    """A chapter of a document in prose."""

    heading: Annotated[str, Text(100)] = Field(examples=["第一章 申报与受理"])
    text: Annotated[str, Text(20_000)] = Field(examples=["秘书处自申报截止之日起十五个工作日内完成资格审核（演练）。"])


class Threshold(Body):
    """A recommended threshold; it decides nothing and has no points."""

    label: Annotated[str, Text(100)] = Field(examples=["上年度营业收入"])
    comparison: Comparison = Field(examples=["at_least"])
    number: Annotated[Decimal, Field(max_digits=18, decimal_places=4, examples=["5"])]
    unit: Annotated[str, Text(20, min=0)] = Field("", examples=["亿元"])
    figure: Figure | None = Field(default=None, examples=["sales"])
    """The figure of the declaration form beside which it is shown; its unit is then one of that figure."""

    @property
    def line(self) -> Line:
        """It as the law takes it."""
        return Line(**dict(self))


class Heading(Body):
    """What a guide recommends under one heading of art. 14."""

    text: Annotated[str, Text(10_000)] = Field(examples=["经营规模居市内同行业前列，近三年稳定增长（演练）。"])
    thresholds: Annotated[list[Threshold], Field(max_length=20)] = []


class Headings(Body):
    """The six headings of art. 14, none of which may be left out."""

    scale: Heading
    quality_management: Heading
    technology: Heading
    market_share: Heading
    integrity: Heading
    contribution: Heading

    def in_order(self) -> Iterator[tuple[GuideHeading, Heading]]:
        """Give the headings as art. 14 lists them."""
        for heading in GuideHeading:
            yield heading, getattr(self, heading.value)


class Hint(Body):
    """What evidence the sector has for an item of the criteria; the item's points are not its affair."""

    item_code: Annotated[str, Text(20)] = Field(examples=["4.1.2"])
    text: Annotated[str, Text(2000)] = Field(examples=["可提供质量安全事故“零发生”的统计与监管部门证明（演练）。"])


class Guide(Body):
    """An implementation guide of one sector under the same criteria (art. 14)."""

    criteria: Annotated[str, Field(pattern="^[a-z0-9][a-z0-9-]{1,60}$", examples=["gbt19580-2012"])]
    """Code of the criteria on whose items it gives hints."""
    headings: Headings
    hints: Annotated[list[Hint], Field(max_length=100)] = []


class SectorGroup(Body):
    """A sector with the sections and divisions of GB/T 4754 that belong to it."""

    code: SectorCode
    name: Annotated[str, Text(50)] = Field(examples=["制造业（含建筑业）"])
    industries: Annotated[list[Annotated[str, Field(pattern=r"^([A-T]|\d{2})$")]], Field(min_length=1, max_length=97)]
    """Letters of sections or two digits of divisions; a division goes before its section."""


class IndustryClassification(Body):
    """The industry classification of the applicants (art. 8(2))."""

    sectors: Annotated[list[SectorGroup], Field(min_length=1, max_length=20)]

    @property
    def groups(self) -> sectors.Classification:
        """It as the law takes it."""
        return tuple(
            sectors.SectorGroup(code=each.code, name=each.name, industries=tuple(each.industries))
            for each in self.sectors
        )


Chapters = Annotated[list[Chapter], Field(min_length=1, max_length=200)]


class Content(Body):
    """The parts of a document, of which its kind has one."""

    text: Chapters | None = None
    """Of a procedure, of management rules and of an assessor standard."""
    guide: Guide | None = None
    classification: IndustryClassification | None = None

    @property
    def given(self) -> frozenset[str]:
        """The parts that are there."""
        return frozenset(name for name, part in self if part is not None and name in Content.model_fields)

    def stored(self) -> dict[str, Any]:
        """Write it for the table."""
        return self.model_dump(mode="json", include=set(self.given))


def passages_of(title: str, content: Content) -> tuple[Passage, ...]:
    """Art. 16: cut a version into what stands under headings of its own."""
    return (
        Passage(key="title", name="名称", text=title),
        *(Passage(key=f"text/{each.heading}", name=each.heading, text=each.text) for each in content.text or ()),
        *(_of_guide(content.guide) if content.guide else ()),
        *(_of_classification(content.classification) if content.classification else ()),
    )


def _of_guide(guide: Guide) -> Iterator[Passage]:
    yield Passage(key="criteria", name="评定标准", text=guide.criteria)
    for heading, said in guide.headings.in_order():
        name = HEADINGS[heading].zh
        yield Passage(key=heading.value, name=name, text=said.text)
        for number, each in enumerate(said.thresholds, 1):
            words = f"{each.label} {text_of(each.line)}"
            yield Passage(key=f"{heading.value}/{number}", name=f"{name}参考值 {number}", text=words)
    for hint in guide.hints:
        yield Passage(key=f"hint/{hint.item_code}", name=f"条款 {hint.item_code} 提示", text=hint.text)


def _of_classification(classification: IndustryClassification) -> Iterator[Passage]:
    for each in classification.sectors:
        words = f"{each.name}：{'、'.join(each.industries)}"
        yield Passage(key=f"sector/{each.code}", name=each.name, text=words)
