"""How the working documents are read: one of a path, the one in force, and the sectors that are known (art. 14)."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Transaction
from app.guidance.content import Content
from app.guidance.models import WorkingDocument
from app.http import IfMatch, PathId
from app.lookup import found, matched
from app.regulation.guidance import DocumentKind
from app.regulation.sectors import Classification, classification_of
from app.regulation.vocabulary import Status

Documents = Mapping[tuple[DocumentKind, str], WorkingDocument]
"""One version of each document, by kind and sector."""


async def _document(document_id: PathId, session: Transaction) -> WorkingDocument:
    return await found(session, WorkingDocument, document_id)


async def _matched(document_id: PathId, session: Transaction, if_match: IfMatch) -> WorkingDocument:
    return await matched(session, WorkingDocument, document_id, if_match)


SeenDocument = Annotated[WorkingDocument, Depends(_document)]
"""The document of the path's `document_id`."""

MatchedDocument = Annotated[WorkingDocument, Depends(_matched)]
"""The document of the path's `document_id`, locked, at the version of If-Match."""


def content_of(document: WorkingDocument) -> Content:
    """Read what a version says."""
    return Content.model_validate(document.content)


async def documents_in_force(session: AsyncSession) -> Documents:
    """Art. 7(2): the version of each document that is in force now."""
    rows = await session.scalars(select(WorkingDocument).where(WorkingDocument.status == Status.IN_FORCE))
    return {(row.kind, row.sector): row for row in rows}


async def in_force(session: AsyncSession, kind: DocumentKind) -> WorkingDocument | None:
    """Art. 7(2): the version in force of a document that is not divided by sectors."""
    of_kind = (WorkingDocument.kind == kind) & (WorkingDocument.sector == "")
    return await session.scalar(select(WorkingDocument).where(of_kind, WorkingDocument.status == Status.IN_FORCE))


def classification_in(document: WorkingDocument | None) -> Classification:
    """Art. 14: the sectors of a classification, or those that are built in where there is none."""
    said = None if document is None else content_of(document).classification
    return classification_of(None if said is None else said.groups)
