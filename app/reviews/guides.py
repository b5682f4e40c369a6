"""The guide of an application's sector, shown to an expert beside his sheet with the declared figures (art. 14)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.applications.models import Application
from app.applications.reading import Contents, contents_of, figures_of
from app.cycles.pins import pinned_of
from app.guidance.content import Threshold
from app.guidance.guide_views import HeadingView, guide_view
from app.regulation.figures import YearFigures
from app.regulation.ratios import Ratio, truncated
from app.regulation.thresholds import Figure, reaches, value_of
from app.regulation.vocabulary import Role
from app.reviews.guide_schemas import SheetGuide, SheetHeading, SheetThreshold
from app.reviews.models import ScoreSheet


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a sheet: the guide, and its hints by the code of the item."""

    guide: SheetGuide | None = None
    hints: Mapping[str, str] = field(default_factory=dict)


async def beside(session: AsyncSession, actor: Actor, sheet: ScoreSheet) -> Beside:
    """Art. 14: the guide of the year for the application's sector; nothing to whom the dossier is closed."""
    application = await session.get(Application, sheet.application_id) if actor.role is Role.EXPERT else None
    if application is None:
        return Beside()
    pinned = await pinned_of(session, application.cycle_id)
    sector = pinned.sector_of(application.industry_code)
    document = None if sector is None else pinned.guides.get(sector.code)
    if sector is None or document is None:
        return Beside()
    view, figures = guide_view(document), last_figures(await contents_of(session, application))
    guide = SheetGuide(
        document_id=view.document_id, number=view.number, title=view.title, sector=sector.code,
        sector_name=sector.name, headings=[_heading(each, figures) for each in view.headings],
    )  # fmt: skip
    return Beside(guide, {hint.item_code: hint.text for hint in view.hints})


def last_figures(contents: Contents) -> YearFigures | None:
    """Art. 10(4): the figures of the last full year of the form; None where none is complete."""
    years = contents.form.figures.years if contents.form.figures else ()
    known = [figures for figures in map(figures_of, years) if figures is not None]
    return max(known, key=lambda figures: figures.year, default=None)


def _heading(view: HeadingView, figures: YearFigures | None) -> SheetHeading:
    return SheetHeading(
        heading=view.heading, name=view.name, name_en=view.name_en, text=view.text,
        thresholds=[_compared(each, figures) for each in view.thresholds],
    )  # fmt: skip


def _compared(threshold: Threshold, figures: YearFigures | None) -> SheetThreshold:
    figure = threshold.figure
    value = None if figure is None or figures is None else value_of(figure, figures)
    shown = None if value is None else Ratio(value.numerator, value.denominator)
    decimals = 2 if figure is Figure.ASSET_CONTRIBUTION else 0
    return SheetThreshold(
        label=threshold.label, comparison=threshold.comparison, number=threshold.number, unit=threshold.unit,
        figure=figure, declared_year=None if shown is None or figures is None else figures.year,
        declared=None if shown is None else truncated(shown, decimals),
        declared_unit=None if shown is None else "%" if figure is Figure.ASSET_CONTRIBUTION else "元",
        reaches=None if figures is None else reaches(threshold.line, figures),
    )  # fmt: skip
