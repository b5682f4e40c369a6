"""How a version of a working document is shown, and how two are compared (arts. 7(2), 16)."""

from app.acts import Actor
from app.guidance.content import passages_of
from app.guidance.models import WorkingDocument
from app.guidance.reading import content_of
from app.guidance.schemas import DocumentDiff, DocumentSummary, DocumentView, PassageChangeView
from app.open_acts import open_acts
from app.regulation.act import Act
from app.regulation.passages import passage_diff


def summary_of(row: WorkingDocument) -> DocumentSummary:
    """Write a version for a list."""
    return DocumentSummary(
        id=row.id, kind=row.kind, sector=row.sector or None, number=row.number, title=row.title,
        change_note=row.change_note, status=row.status, approved_at=row.approved_at,
    )  # fmt: skip


def view_of(actor: Actor, row: WorkingDocument) -> DocumentView:
    """Write a version whole, with the acts open on it."""
    path, content = f"/v1/working-documents/{row.id}", content_of(row)
    hrefs = {
        Act.AMEND_DOCUMENT: path, Act.APPROVE_DOCUMENT: f"{path}/approval", Act.WITHDRAW_DOCUMENT: f"{path}/withdrawal",
    }  # fmt: skip
    acts = open_acts(actor, row, hrefs)
    return DocumentView(
        **dict(summary_of(row)), drafted_at=row.drafted_at, resolution_id=row.resolution_id,
        replaced_by=row.replaced_by_id, withdrawal_resolution_id=row.withdrawal_resolution_id,
        withdrawn_at=row.withdrawn_at, reason=row.reason, scan_file_id=row.scan_file_id, text=content.text,
        guide=content.guide, classification=content.classification, version=row.version,
        acts=[each.model_copy(update={"method": "PATCH"}) if each.act is Act.AMEND_DOCUMENT else each for each in acts],
    )  # fmt: skip


def diff_of(before: WorkingDocument, after: WorkingDocument) -> DocumentDiff:
    """Art. 16: write what changes from one version to another."""
    old, new = (passages_of(row.title, content_of(row)) for row in (before, after))
    changes = [PassageChangeView.model_validate(change) for change in passage_diff(old, new)]
    return DocumentDiff(before=summary_of(before), after=summary_of(after), changes=changes)
