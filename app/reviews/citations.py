"""What the items of a sheet say beside their percents, as the law's values (art. 21)."""

from collections.abc import Sequence

from app.regulation.comments import Citation, Remarks
from app.reviews.models import SheetItem


def remarks_of(items: Sequence[SheetItem]) -> dict[str, Remarks]:
    """Give what the items say beside their percents, by code."""
    return {
        item.item_code: Remarks(
            percent=item.percent, has_strength=bool(item.strengths.strip()),
            has_opportunity=bool(item.opportunities.strip()),
            citations=tuple(Citation(evidence=each["evidence_id"], page=each["page"]) for each in item.citations),
        )
        for item in items
    }  # fmt: skip
