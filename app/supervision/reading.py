"""Reading supervisory checks: what was found, and how a check is shown to whom (arts. 8(6), 30)."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Transaction
from app.acts import Actor
from app.files.models import StoredFile
from app.files.schemas import FileView
from app.http import IfMatch, PathId
from app.lookup import found, matched
from app.open_acts import open_acts
from app.regulation.act import Act
from app.regulation.supervision import (
    CheckedHeading,
    Investigation,
    asking_faults,
    silence_faults,
    statement_faults,
)
from app.regulation.vocabulary import Role, Status
from app.regulation.window import civil_date
from app.supervision.models import CheckEvidence, CheckFinding, CheckSource, SupervisoryCheck
from app.supervision.schemas import CheckFindingView, SupervisoryCheckView

ACTS = {
    Act.REASSIGN_CHECK: "officer",
    Act.RECORD_CHECK_FINDING: "findings",
    Act.ASK_STATEMENT: "statement-request",
    Act.MAKE_STATEMENT: "statement",
    Act.NOTE_NO_STATEMENT: "silence",
    Act.CONCLUDE_CHECK: "conclusion",
}


async def _seen(check_id: PathId, _actor: Caller, session: Transaction) -> SupervisoryCheck:
    return await found(session, SupervisoryCheck, check_id)


async def _matched(check_id: PathId, session: Transaction, if_match: IfMatch) -> SupervisoryCheck:
    return await matched(session, SupervisoryCheck, check_id, if_match)


SeenCheck = Annotated[SupervisoryCheck, Depends(_seen)]
MatchedCheck = Annotated[SupervisoryCheck, Depends(_matched)]


async def findings_of(
    session: AsyncSession, rows: Sequence[SupervisoryCheck]
) -> Mapping[UUID, list[CheckFinding]]:  # fmt: skip
    """By check: its findings, the oldest first; one statement for any number."""
    query = select(CheckFinding).where(CheckFinding.check_id.in_([row.id for row in rows]))
    known: dict[UUID, list[CheckFinding]] = {row.id: [] for row in rows}
    for finding in await session.scalars(query.order_by(CheckFinding.recorded_at, CheckFinding.id)):
        known[finding.check_id].append(finding)
    return known


def investigation_of(row: SupervisoryCheck, findings: Sequence[CheckFinding]) -> Investigation:
    """Art. 8(6): the check as the law takes it; of one heading the last finding stands."""
    return Investigation(
        headings=[CheckedHeading(each) for each in row.headings],
        adverse={each.heading: each.is_adverse for each in findings},
        of_winner=row.award_id is not None, heard=row.stated_on is not None or row.silence_noted_on is not None,
    )  # fmt: skip


def by_another(actor: Actor, row: SupervisoryCheck, findings: Sequence[CheckFinding]) -> bool:
    """Whether the caller is neither the officer nor anybody who has found."""
    return actor.user_id not in {row.officer_id, *(each.recorded_by for each in findings)}


async def check_views(
    session: AsyncSession, actor: Actor, rows: Sequence[SupervisoryCheck]
) -> list[SupervisoryCheckView]:
    """Write checks for the caller's role: a number of statements that does not depend on the number of checks."""
    findings = await findings_of(session, rows)
    inside = actor.role is not Role.APPLICANT
    files = await _files_of(session, rows) if inside else {}
    sources = await _sources_of(session, rows) if actor.role is Role.SECRETARIAT else {}
    views = []
    for row in rows:
        shown = [_finding_view(each, files.get(each.id, [])) for each in findings[row.id]]
        view = SupervisoryCheckView.model_validate(row)
        secret = {} if inside else {"trigger": None, "officer_id": None}
        update = {"findings": shown, "source": sources.get(row.id), "acts": _acts(actor, row, findings[row.id])}
        views.append(view.model_copy(update=update | secret))
    return views


def _finding_view(finding: CheckFinding, files: list[FileView]) -> CheckFindingView:
    return CheckFindingView.model_validate(finding).model_copy(update={"files": files})


async def _files_of(session: AsyncSession, rows: Sequence[SupervisoryCheck]) -> dict[UUID, list[FileView]]:
    query = (
        select(CheckEvidence.finding_id, StoredFile)
        .join(StoredFile, StoredFile.id == CheckEvidence.file_id)
        .join(CheckFinding, CheckFinding.id == CheckEvidence.finding_id)
        .where(CheckFinding.check_id.in_([row.id for row in rows]))
        .order_by(StoredFile.stored_at, StoredFile.id)
    )
    known: dict[UUID, list[FileView]] = {}
    for finding_id, file in (await session.execute(query)).all():
        known.setdefault(finding_id, []).append(FileView.model_validate(file))
    return known


async def _sources_of(session: AsyncSession, rows: Sequence[SupervisoryCheck]) -> dict[UUID, str]:
    query = select(CheckSource).where(CheckSource.check_id.in_([row.id for row in rows]))
    return {source.check_id: source.text for source in await session.scalars(query)}


def _acts(actor: Actor, row: SupervisoryCheck, findings: Sequence[CheckFinding]) -> list[Any]:
    hrefs = {act: f"/v1/supervisory-checks/{row.id}/{word}" for act, word in ACTS.items()}
    today, unmet = civil_date(actor.now), {}
    is_officer = actor.user_id == row.officer_id
    if row.status is Status.INVESTIGATING:
        unmet[Act.ASK_STATEMENT] = asking_faults(investigation_of(row, findings), is_officer=is_officer)
    if row.status is Status.HEARING and row.statement_until is not None:
        unmet[Act.MAKE_STATEMENT] = statement_faults(today=today, until=row.statement_until)
        unmet[Act.NOTE_NO_STATEMENT] = silence_faults(today=today, until=row.statement_until)
    return open_acts(actor, row, hrefs, unmet=unmet)
