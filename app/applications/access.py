"""An application as handlers need it: found for the caller with its cycle, locked for a change, open for writing."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager

from app.accounts.doorway import Caller, Transaction
from app.accounts.models import Organization
from app.applications.models import Application
from app.applications.secrecy import known_of
from app.cycles.models import Cycle
from app.errors import NotFound
from app.http import IfMatch, PathId, require_version
from app.legislation.models import EditionRow
from app.regulation.refusals import OutOfOrder, Reason
from app.regulation.vocabulary import Role, Status
from app.search import matches

READERS = frozenset({Role.APPLICANT, Role.SECRETARIAT})
APPLICANT = frozenset({Role.APPLICANT})
WRITABLE = frozenset({Status.DRAFT, Status.DECLINED})
"""A draft, and one that a unit has declined: its applicant may ask another unit (art. 9)."""

NOT_A_DRAFT = Reason(
    code="application.not_a_draft", article="第十九条",
    zh="申报已提交，内容不能再改；如须修改，请推荐单位退回，或在申报期限内撤回后恢复。",
    en="It has been submitted and is fixed; have the unit return it, or withdraw and reinstate it inside the window.",
)  # fmt: skip


def of_organizations(query: Select[Application], sought: str) -> Select[Application]:
    """Keep the applications of organizations that are looked for: by their names of all times or their credit code."""
    theirs = query.join(Organization, Organization.id == Application.organization_id)
    return theirs.where(*matches(Organization.search_text, sought))


def with_cycle() -> Select[Application]:
    """Select applications with their cycle and its edition."""
    query = select(Application).join(Cycle, Cycle.id == Application.cycle_id)
    loaded = contains_eager(Application.cycle)
    return query.join(EditionRow, EditionRow.id == Cycle.edition_id).options(
        loaded, loaded.contains_eager(Cycle.edition)
    )


async def _found(session: AsyncSession, application_id: UUID, *, locked: bool) -> Application:
    query = with_cycle().where(Application.id == application_id)
    if locked:
        query = query.with_for_update(of=Application, key_share=True).execution_options(populate_existing=True)
    row = await session.scalar(query)
    if row is None:
        raise NotFound
    return row


async def _seen(application_id: PathId, session: Transaction) -> Application:
    return await _found(session, application_id, locked=False)


async def _matched(application_id: PathId, actor: Caller, session: Transaction, if_match: IfMatch) -> Application:
    row = await _found(session, application_id, locked=True)
    require_version(known_of(actor, row), if_match)
    return row


def require_writable(application: Application) -> None:
    """Art. 19: refuse (409) to change what has been submitted."""
    if application.status not in WRITABLE:
        raise OutOfOrder(NOT_A_DRAFT)


async def _draft(application: Annotated[Application, Depends(_matched)]) -> Application:
    require_writable(application)
    return application


async def _locked_draft(application_id: PathId, session: Transaction) -> Application:
    row = await _found(session, application_id, locked=True)
    require_writable(row)
    return row


SeenApplication = Annotated[Application, Depends(_seen)]
"""The application of the path, with its cycle and edition."""
MatchedApplication = Annotated[Application, Depends(_matched)]
"""The same, locked, at the version of If-Match."""
MatchedDraft = Annotated[Application, Depends(_draft)]
"""The same, and still to be written."""
LockedDraft = Annotated[Application, Depends(_locked_draft)]
"""Locked and still to be written, whatever its version: what is added to it takes nothing away."""
