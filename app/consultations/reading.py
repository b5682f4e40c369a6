"""Reading letters with their answers, and where each department stands on an applicant (art. 11)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.applications.models import Application
from app.consultations.models import AdverseRow, Consultation, ConsultationList, ConsultedApplication, Department
from app.consultations.models import DepartmentReply as Reply
from app.regulation.consultation import DepartmentState, Question, Stance, state_of
from app.regulation.records import AdverseRecord
from app.regulation.vocabulary import Status


@dataclass(slots=True, kw_only=True)
class Standing:
    """One department and one applicant: the questions to it, its replies (the oldest first), whether it was silent."""

    department: Department
    listed: bool
    questions: list[Question] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    silence_noted: bool = False

    def state(self, today: date) -> DepartmentState:
        """Art. 11: the state on a day."""
        return state_of(self.questions, today, silence_noted=self.silence_noted)

    @property
    def concern(self) -> Reply | None:
        """The concern that stands: the newest reply, if it is one."""
        newest = self.replies[-1] if self.replies else None
        return newest if newest is not None and newest.answer is Stance.CONCERN else None


async def replies_of(
    session: AsyncSession, application_ids: Collection[UUID]
) -> Mapping[tuple[UUID, UUID], list[Reply]]:
    """Give the replies by letter and applicant, the oldest first."""
    query = select(Reply).where(Reply.application_id.in_(application_ids)).order_by(Reply.recorded_at, Reply.id)
    found: dict[tuple[UUID, UUID], list[Reply]] = defaultdict(list)
    for row in await session.scalars(query):
        found[row.consultation_id, row.application_id].append(row)
    return found


async def listed_departments(session: AsyncSession, cycle_id: UUID) -> tuple[bool, list[Department]]:
    """Give whether the year's list is fixed, and its departments by code: those fixed, or all that are in use."""
    fixed = await session.get(ConsultationList, cycle_id)
    query = select(Department).order_by(Department.code)
    if fixed is None:
        return False, list(await session.scalars(query.where(Department.status == Status.ACTIVE)))
    ids = [UUID(each) for each in fixed.department_ids]
    return True, list(await session.scalars(query.where(Department.id.in_(ids))))


async def standings_of(
    session: AsyncSession, cycle_id: UUID, application_ids: Sequence[UUID]
) -> Mapping[UUID, list[Standing]]:
    """Give where each department stands on each of the applicants, in four statements however many they are."""
    _fixed, listed = await listed_departments(session, cycle_id)
    query = (
        select(ConsultedApplication, Consultation, Department)
        .join(Consultation, Consultation.id == ConsultedApplication.consultation_id)
        .join(Department, Department.id == Consultation.department_id)
        .where(ConsultedApplication.application_id.in_(application_ids))
        .order_by(Department.code, Consultation.sent_at)
    )
    asked = (await session.execute(query)).all()
    replies = await replies_of(session, application_ids)
    found = {each: {d.id: Standing(department=d, listed=True) for d in listed} for each in application_ids}
    for item, letter, department in asked:
        known = found[item.application_id]
        standing = known.setdefault(department.id, Standing(department=department, listed=False))
        answers = replies.get((letter.id, item.application_id), [])
        standing.questions.append(Question(due_on=letter.due_on, answered=bool(answers)))
        standing.replies = sorted([*standing.replies, *answers], key=lambda row: row.recorded_at)
        standing.silence_noted = standing.silence_noted or item.silence_noted_at is not None
    return {each: sorted(known.values(), key=lambda s: s.department.code) for each, known in found.items()}


async def records_of(session: AsyncSession, application_id: UUID) -> list[AdverseRow]:
    """Give every record of an applicant in the order of entry, those struck out among them."""
    query = select(AdverseRow).where(AdverseRow.application_id == application_id)
    return list(await session.scalars(query.order_by(AdverseRow.recorded_at, AdverseRow.id)))


def standing_records(rows: Collection[AdverseRow]) -> tuple[AdverseRecord, ...]:
    """Give the records that stand, as the bars take them."""
    return tuple(
        AdverseRecord(
            kind=row.kind, happened_on=row.happened_on, field=row.field, grade=row.grade,
            responsible=row.responsible, level=row.level, serious=row.serious, removed_on=row.removed_on,
            repaired_on=row.repaired_on,
        )
        for row in rows
        if row.struck_at is None
    )  # fmt: skip


async def items_of(
    session: AsyncSession, letters: Sequence[Consultation]
) -> Mapping[UUID, list[tuple[ConsultedApplication, str]]]:
    """Give the applicants of each letter with their names, by name."""
    query = (
        select(ConsultedApplication, Application.organization_name)
        .join(Application, Application.id == ConsultedApplication.application_id)
        .where(ConsultedApplication.consultation_id.in_([letter.id for letter in letters]))
        .order_by(Application.organization_name, Application.id)
    )
    found: dict[UUID, list[tuple[ConsultedApplication, str]]] = defaultdict(list)
    for item, name in await session.execute(query):
        found[item.consultation_id].append((item, name))
    return found
