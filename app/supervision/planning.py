"""Planning a check and finding in it: who is checked by whom, and what speaks against it (arts. 8(6), 30)."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import RoleGrant
from app.acts import Actor
from app.applications.models import Application
from app.clock import civil_date
from app.cycles.reading import find_cycle
from app.files.models import StoredFile
from app.regulation.refusals import NotMet, Reason
from app.regulation.supervision import ARTICLE, checked_faults, finding_faults, officer_faults, plan_faults
from app.regulation.vocabulary import Role, Status
from app.regulation.window import day_faults
from app.supervision.models import SupervisoryCheck
from app.supervision.reading import findings_of, investigation_of
from app.supervision.schemas import NewCheck, NewCheckFinding
from app.titles.models import Award


async def application_of(session: AsyncSession, application_id: UUID) -> Application:
    """Read and lock the application that is checked; 422 if there is none for the caller."""
    row = await session.get(Application, application_id, with_for_update=True)
    if row is None:
        raise NotMet(
            Reason(code="check.not_checked", article=ARTICLE, pointer="/application_id",
                   zh="没有这一申报。", en="There is no such application.")
        )  # fmt: skip
    return row


async def title_of(session: AsyncSession, application: Application) -> UUID | None:
    """The standing title that the application won; None of an applicant."""
    query = select(Award.id).where(Award.application_id == application.id, Award.status == Status.STANDING)
    return await session.scalar(query)


async def named_faults(session: AsyncSession, officer_id: UUID, application_id: UUID) -> tuple[Reason, ...]:
    """Arts. 8(6), 30: what speaks against this officer; an access granted to a barred case changes nothing of it."""
    held = select(RoleGrant.user_id).where(
        RoleGrant.user_id == officer_id, RoleGrant.role == Role.SECRETARIAT, RoleGrant.ended_at.is_(None)
    )
    conflicts: Any = func.award_conflicted(officer_id).table_valued("case_id", "year_id")
    barred = select(conflicts.c.case_id).where(conflicts.c.case_id == application_id)
    return officer_faults(
        is_officer=await session.scalar(held.limit(1)) is not None,
        is_barred=await session.scalar(barred.limit(1)) is not None,
    )  # fmt: skip


async def files_are_own(session: AsyncSession, row: SupervisoryCheck, file_ids: Collection[UUID]) -> bool:
    """Whether each file was uploaded for this check."""
    query = select(StoredFile.id).where(StoredFile.id.in_(file_ids), StoredFile.owner_id == row.id)
    return set(await session.scalars(query)) == set(file_ids)


async def planning_faults(
    session: AsyncSession, application: Application, body: NewCheck, award_id: UUID | None, today: date
) -> tuple[Reason, ...]:
    """Art. 8(6): everything that speaks against the check: whom it is of, how it is planned, who would make it."""
    year = (await find_cycle(session, application.cycle_id)).status
    given = body.model_dump(include={"headings", "trigger", "source", "planned_on"})
    return (
        *checked_faults(application.status, year=year, of_winner=award_id is not None),
        *plan_faults(**given, today=today),
        *await named_faults(session, body.officer_id, application.id),
    )


def check_of(actor: Actor, application: Application, award_id: UUID | None, body: NewCheck) -> SupervisoryCheck:
    """Give the row of a check that is planned today."""
    return SupervisoryCheck(
        application_id=application.id, cycle_id=application.cycle_id, organization_id=application.organization_id,
        organization_name=application.organization_name, award_id=award_id, trigger=body.trigger,
        headings=[each.value for each in body.headings], planned_on=body.planned_on, opened_by=actor.user_id,
        opened_on=civil_date(actor.now), officer_id=body.officer_id,
    )  # fmt: skip


async def unfounded(
    session: AsyncSession, actor: Actor, row: SupervisoryCheck, body: NewCheckFinding, today: date
) -> tuple[Reason, ...]:
    """Art. 8(6): everything that speaks against a finding: whose it is, of what, on which evidence, of which day."""
    known = investigation_of(row, (await findings_of(session, [row]))[row.id])
    own = await files_are_own(session, row, body.file_ids)
    return (
        *finding_faults(
            known, heading=body.heading, is_adverse=body.is_adverse, is_officer=actor.user_id == row.officer_id,
            files_are_own=own,
        ),
        *day_faults(body.found_on, today, pointer="/found_on", article=ARTICLE, not_before=row.opened_on),
    )  # fmt: skip
