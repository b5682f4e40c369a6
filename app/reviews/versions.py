"""The versions of a sheet: what each save and submission said, with its hash, and how two of them differ (art. 21)."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.lookup import found
from app.regulation.criteria import order_of
from app.regulation.ratios import Ratio, points_text
from app.reviews.history_models import SheetVersion
from app.reviews.history_schemas import ItemContent, SheetDiffView, SheetItemDiff, SheetVersionSummary, SheetVersionView
from app.reviews.models import ScoreSheet, SheetItem

FIELDS = ("percent", "strengths", "opportunities", "citations")


async def keep_version(
    session: AsyncSession, actor: Actor, sheet: ScoreSheet, items: Sequence[SheetItem], total: int | None = None
) -> SheetVersion:
    """Write what one's own sheet says now as its next version; with a `total` it is submitted."""
    query = select(func.max(SheetVersion.number)).where(SheetVersion.sheet_id == sheet.id)
    number = (await session.scalar(query) or 0) + 1
    content = _content_of(sheet, items, number, total)
    version = SheetVersion(
        sheet_id=sheet.id, number=number, application_id=sheet.application_id, expert_id=sheet.expert_id,
        stage=sheet.stage, submitted=total is not None, total=total, content=content, sha256=sha256(content).digest(),
        made_by=actor.user_id, made_at=actor.now,
    )  # fmt: skip
    session.add(version)
    return version


def _content_of(sheet: ScoreSheet, items: Sequence[SheetItem], number: int, total: int | None) -> bytes:
    """Write a version as canonical JSON: sorted keys, UTF-8, no blanks."""
    said = {item.item_code: {name: getattr(item, name) for name in FIELDS} for item in items}
    content = {
        "sheet_id": sheet.id, "number": number, "expert_id": sheet.expert_id, "application_id": sheet.application_id,
        "stage": sheet.stage, "submitted": total is not None, "total": total, "items": said,
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode()


async def find_version(session: AsyncSession, sheet_id: UUID, number: int) -> SheetVersion:
    """Read one version; 404 if the caller does not see it."""
    return await found(session, SheetVersion, (sheet_id, number))


async def standing_numbers(session: AsyncSession, sheets: Sequence[UUID]) -> Mapping[UUID, int]:
    """Give the number of the version that was submitted last, by sheet, as far as the caller sees it."""
    query = (
        select(SheetVersion.sheet_id, func.max(SheetVersion.number))
        .where(SheetVersion.sheet_id.in_(sheets), SheetVersion.submitted)
        .group_by(SheetVersion.sheet_id)
    )
    return {row[0]: row[1] for row in await session.execute(query)}


def version_summary(version: SheetVersion) -> SheetVersionSummary:
    """Write a version without what it says."""
    return SheetVersionSummary.model_validate(_summary(version))


def version_view(version: SheetVersion) -> SheetVersionView:
    """Write a version with what it says."""
    return SheetVersionView.model_validate({**_summary(version), "items": _said(version)})


def difference(before: SheetVersion, after: SheetVersion) -> SheetDiffView:
    """Art. 21: on which items, and in which fields, two versions of one sheet differ."""
    first, second = _said(before), _said(after)
    return SheetDiffView(
        sheet_id=before.sheet_id, before=before.number, after=after.number, total_before=_points(before.total),
        total_after=_points(after.total),
        items=[_item_diff(code, first[code], second[code]) for code in first if first[code] != second[code]],
    )  # fmt: skip


def _item_diff(code: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> SheetItemDiff:
    return SheetItemDiff.model_validate(
        {
            "item_code": code, "fields": [name for name in FIELDS if before[name] != after[name]],
            "before": ItemContent.model_validate(before), "after": ItemContent.model_validate(after),
        }
    )  # fmt: skip


def _said(version: SheetVersion) -> dict[str, dict[str, Any]]:
    items: dict[str, dict[str, Any]] = json.loads(version.content)["items"]
    return dict(sorted(items.items(), key=lambda pair: order_of(pair[0])))


def _points(total: int | None) -> str | None:
    return None if total is None else points_text(Ratio(total))


def _summary(version: SheetVersion) -> dict[str, Any]:
    return {
        "sheet_id": version.sheet_id, "number": version.number, "submitted": version.submitted,
        "total": _points(version.total), "expert_id": version.expert_id, "made_at": version.made_at,
        "sha256": version.sha256.hex(),
    }  # fmt: skip
