"""How a guide is shown where the work is done: in the form for everybody, beside the items to an expert (art. 14)."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from app.guidance.content import Heading, Hint, Threshold
from app.guidance.models import WorkingDocument
from app.guidance.reading import content_of
from app.http import Id, View
from app.regulation.guidance import HEADINGS, GuideHeading
from app.regulation.sectors import SectorGroup


class HeadingView(View):
    """What a guide recommends under one heading of art. 14; it has no points and decides nothing."""

    heading: GuideHeading
    name: str
    name_en: str
    text: str
    thresholds: list[Threshold]


class GuideView(View):
    """The guide of a sector in the version that the year has pinned."""

    document_id: Id
    number: int
    title: str
    headings: list[HeadingView]
    hints: list[Hint]
    """By the items of the criteria."""


class SectorName(View):
    """A sector of the year with the sections and divisions of GB/T 4754 that belong to it."""

    code: str
    name: str
    industries: list[str]
    guide_id: UUID | None
    """The guide that the year has pinned; null where the criteria alone apply."""


class SectorGuideView(SectorName):
    """A sector of the year with its guide in full."""

    guide: GuideView | None


def guide_view(document: WorkingDocument) -> GuideView:
    """Write a guide by the headings of art. 14."""
    guide = content_of(document).guide
    if guide is None:
        raise ValueError(document.kind)
    headings = [_heading_view(heading, said) for heading, said in guide.headings.in_order()]
    return GuideView(
        document_id=document.id, number=document.number, title=document.title, headings=headings, hints=guide.hints
    )


def _heading_view(heading: GuideHeading, said: Heading) -> HeadingView:
    name = HEADINGS[heading]
    return HeadingView(heading=heading, name=name.zh, name_en=name.en, text=said.text, thresholds=said.thresholds)


def sector_names(sectors: Sequence[SectorGroup], guides: Mapping[str, WorkingDocument]) -> list[SectorName]:
    """Write the sectors of a year with the ids of their guides."""
    return [
        SectorName(
            code=sector.code, name=sector.name, industries=list(sector.industries),
            guide_id=guides[sector.code].id if sector.code in guides else None,
        )
        for sector in sectors
    ]  # fmt: skip


def sector_guides(sectors: Sequence[SectorGroup], guides: Mapping[str, WorkingDocument]) -> list[SectorGuideView]:
    """Write the sectors of a year with their guides."""
    return [
        SectorGuideView(**dict(name), guide=guide_view(guides[name.code]) if name.code in guides else None)
        for name in sector_names(sectors, guides)
    ]
