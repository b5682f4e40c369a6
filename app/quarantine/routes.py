"""What the scanner has found, for the secretariat: which kind, and when; the bytes are for nobody."""

from sqlalchemy import select

from app.accounts.doorway import Transaction
from app.files.models import StoredFile
from app.paging import Key, Paging, Slice, page
from app.quarantine.schemas import QuarantinePage
from app.regulation.vocabulary import Role
from app.sections import Section

section = Section("/v1/quarantined-files", tag="文件隔离", about="安全检查未通过而被隔离的文件；只列出，不可下载")


@section.read("", summary="隔离文件清单", roles=frozenset({Role.SECRETARIAT}), response_model=QuarantinePage)
async def list_quarantined_files(paging: Paging, session: Transaction) -> Slice[StoredFile]:
    """List what was refused and kept, the newest first; who sent it stands in the service's log beside its id."""
    query = select(StoredFile).where(StoredFile.quarantined_at.is_not(None))
    return await page(session, query, (Key(StoredFile.quarantined_at, descending=True), Key(StoredFile.id)), paging)
