"""An own assessment read with its criteria and items, and written as it is shown (art. 12)."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Transaction
from app.acts import Actor
from app.errors import NotFound
from app.http import IfMatch, PathId
from app.lookup import matched
from app.open_acts import open_acts
from app.regulation.act import Act
from app.regulation.criteria import Criteria
from app.regulation.ratios import Ratio, points_text
from app.regulation.self_assessment import (
    Assessed,
    ItemDifference,
    differences_of,
    finish_faults,
    score_of,
)
from app.self_assessments.models import OwnAssessment, OwnAssessmentItem
from app.self_assessments.schemas import (
    SelfAssessedDifference,
    SelfAssessedItemView,
    SelfAssessmentDiff,
    SelfAssessmentSummary,
    SelfAssessmentView,
)
from app.standards.criteria import criteria_of, nodes_of
from app.standards.models import CriteriaSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """An assessment with the criteria by which it was made and what it says of each item."""

    row: OwnAssessment
    criteria: Criteria
    said: dict[str, Assessed]


def with_criteria() -> Select[*tuple[Any, ...]]:
    """Select assessments beside code, title and points of their criteria."""
    return select(
        OwnAssessment.id, OwnAssessment.title, OwnAssessment.status, OwnAssessment.started_at, OwnAssessment.saved_at,
        OwnAssessment.finished_at, OwnAssessment.scored, OwnAssessment.total, OwnAssessment.version,
        CriteriaSet.code, CriteriaSet.title.label("standard"), CriteriaSet.total.label("points"),
    ).join(CriteriaSet, CriteriaSet.id == OwnAssessment.criteria_set_id)  # fmt: skip


async def whole_of(session: AsyncSession, row: OwnAssessment) -> Whole:
    """Read an assessment's criteria and items."""
    standard = await session.get_one(CriteriaSet, row.criteria_set_id)
    items = await session.scalars(select(OwnAssessmentItem).where(OwnAssessmentItem.assessment_id == row.id))
    return Whole(
        row=row, criteria=criteria_of(standard, await nodes_of(session, standard.id)),
        said={item.item_code: Assessed(text=item.text, percent=item.percent) for item in items},
    )  # fmt: skip


async def seen_whole(session: AsyncSession, assessment_id: UUID) -> Whole:
    """Read an own assessment whole; 404 if it is another's."""
    row = await session.get(OwnAssessment, assessment_id)
    if row is None:
        raise NotFound
    return await whole_of(session, row)


async def _seen(assessment_id: PathId, session: Transaction) -> Whole:
    return await seen_whole(session, assessment_id)


async def _matched(assessment_id: PathId, session: Transaction, if_match: IfMatch) -> Whole:
    return await whole_of(session, await matched(session, OwnAssessment, assessment_id, if_match))


SeenAssessment = Annotated[Whole, Depends(_seen)]
"""The own assessment of the path, with its criteria and items."""
MatchedAssessment = Annotated[Whole, Depends(_matched)]
"""The same, locked, at the version of If-Match."""


def listed(row: Any) -> SelfAssessmentSummary:  # noqa: ANN401 - a row of `with_criteria`.
    """Write a row of the list."""
    return SelfAssessmentSummary(
        id=row.id, title=row.title, criteria=row.code, criteria_title=row.standard, status=row.status,
        started_at=row.started_at, saved_at=row.saved_at, finished_at=row.finished_at, scored=row.scored,
        total=written(row.total), maximum=written(row.points * 100), version=row.version,
    )  # fmt: skip


def summary_of(whole: Whole) -> SelfAssessmentSummary:
    """Write an assessment without its items."""
    row, criteria = whole.row, whole.criteria
    return SelfAssessmentSummary(
        id=row.id, title=row.title, criteria=criteria.code, criteria_title=criteria.standard, status=row.status,
        started_at=row.started_at, saved_at=row.saved_at, finished_at=row.finished_at, scored=row.scored,
        total=written(row.total), maximum=written(criteria.total * 100), version=row.version,
    )  # fmt: skip


def view_of(actor: Actor, whole: Whole) -> SelfAssessmentView:
    """Write an assessment with every item of its criteria and the acts open on it."""
    items = whole.criteria.items
    hrefs = {Act.FINISH_SELF_ASSESSMENT: f"/v1/self-assessments/{whole.row.id}/conclusion"}
    unmet = {Act.FINISH_SELF_ASSESSMENT: finish_faults(whole.said, items)}
    views = []
    for item in items:
        said = whole.said.get(item.code, Assessed())
        views.append(
            SelfAssessedItemView(
                item_code=item.code, title=item.title, points=item.points, text=said.text, percent=said.percent,
                score=written_or_none(score_of(item, said)),
            )
        )  # fmt: skip
    return SelfAssessmentView(
        **dict(summary_of(whole)), items=views, acts=open_acts(actor, whole.row, hrefs, unmet=unmet)
    )


def diff_of(before: Whole, after: Whole) -> SelfAssessmentDiff:
    """Write two assessments by the same criteria side by side."""
    return SelfAssessmentDiff(
        before=summary_of(before), after=summary_of(after), difference=written(after.row.total - before.row.total),
        items=[_difference(each) for each in differences_of(before.said, after.said, after.criteria.items)],
    )  # fmt: skip


def _difference(each: ItemDifference) -> SelfAssessedDifference:
    before, after = each.scores
    return SelfAssessedDifference(
        item_code=each.item.code, title=each.item.title, points=each.item.points, before_percent=each.before.percent,
        after_percent=each.after.percent, before_score=written_or_none(before), after_score=written_or_none(after),
        difference=written_or_none(each.gain), text_changed=each.before.text != each.after.text,
    )  # fmt: skip


def written(hundredths: int) -> str:
    """Write hundredths of a point as points."""
    return points_text(Ratio(hundredths))


def written_or_none(hundredths: int | None) -> str | None:
    """The same of what may not be scored."""
    return None if hundredths is None else written(hundredths)
