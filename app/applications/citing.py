"""What experts cite, held against the evidence of the application and the pages of its files (art. 21)."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.applications.models import Application
from app.applications.reading import Piece, contents_of
from app.files.models import StoredFile
from app.files.pages import page_count
from app.regulation.comments import Remarks, citation_faults
from app.regulation.refusals import Reason
from app.settings import Settings


async def pages_of(session: AsyncSession, settings: Settings, pieces: Sequence[Piece]) -> dict[str, int | None]:
    """Count the pages of those pieces of evidence, by their ids; None where nobody can."""
    query = select(StoredFile).where(StoredFile.id.in_([piece.file_id for piece in pieces]))
    files = {file.id: file for file in await session.scalars(query)} if pieces else {}
    return {
        str(piece.id): await page_count(files[piece.file_id], settings.files_dir)
        for piece in pieces
        if piece.file_id in files
    }


async def citation_reasons(
    session: AsyncSession, settings: Settings, application: Application, remarks: Mapping[str, Remarks]
) -> tuple[Reason, ...]:
    """Art. 21: what is wrong with the citations: files that are no evidence of the application, pages not there."""
    cited = {each.evidence for said in remarks.values() for each in said.citations}
    if not cited:
        return ()
    pieces = (await contents_of(session, application)).evidence
    return citation_faults(
        remarks, await pages_of(session, settings, [piece for piece in pieces if str(piece.id) in cited])
    )
