"""Writing letters, their answers and the acts that are open on them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.consultations.models import Consultation, ConsultedApplication, Department
from app.consultations.models import DepartmentReply as Reply
from app.consultations.reading import Standing, items_of, replies_of
from app.consultations.schemas import ConsultationView, ConsultedView, DepartmentStandingView, ReplyView
from app.open_acts import open_acts
from app.regulation.act import Act
from app.regulation.consultation import SETTLED, Question, state_of
from app.regulation.window import civil_date


async def letter_views(session: AsyncSession, actor: Actor, letters: Sequence[Consultation]) -> list[ConsultationView]:
    """Write letters with their applicants and answers, in three statements however many they are."""
    items = await items_of(session, letters)
    ids = {item.application_id for rows in items.values() for item, _name in rows}
    replies = await replies_of(session, ids)
    departments = select(Department).where(Department.id.in_({letter.department_id for letter in letters}))
    names = {row.id: row.name for row in await session.scalars(departments)}
    today = civil_date(actor.now)
    return [
        _letter(
            actor, letter, names[letter.department_id],
            [
                _consulted(item, name, replies.get((letter.id, item.application_id), []), letter.due_on, today)
                for item, name in items[letter.id]
            ],
        )
        for letter in letters
    ]  # fmt: skip


def _consulted(
    item: ConsultedApplication, name: str, replies: Sequence[Reply], due_on: date, today: date
) -> ConsultedView:
    question = Question(due_on=due_on, answered=bool(replies))
    return ConsultedView(
        application_id=item.application_id, organization_name=name, silence=item.silence,
        replies=[ReplyView.model_validate(row) for row in replies],
        state=state_of([question], today, silence_noted=item.silence_noted_at is not None),
    )  # fmt: skip


def _letter(actor: Actor, row: Consultation, department: str, consulted: list[ConsultedView]) -> ConsultationView:
    path = f"/v1/consultations/{row.id}"
    hrefs = {Act.RECORD_DEPARTMENT_REPLY: f"{path}/replies", Act.NOTE_SILENCE: f"{path}/silences"}
    unsettled = any(each.state not in SETTLED for each in consulted)
    return ConsultationView(
        id=row.id, cycle_id=row.cycle_id, department_id=row.department_id, department_name=department,
        letter_number=row.letter_number, text=row.text, due_on=row.due_on, sent_at=row.sent_at, status=row.status,
        is_overdue=unsettled and civil_date(actor.now) > row.due_on, applications=consulted, version=row.version,
        acts=open_acts(actor, row, hrefs),
    )  # fmt: skip


def standing_view(standing: Standing, today: date) -> DepartmentStandingView:
    """Write where one department stands on an applicant."""
    return DepartmentStandingView(
        department_id=standing.department.id, department_name=standing.department.name, is_listed=standing.listed,
        state=standing.state(today), times_asked=len(standing.questions),
        replies=[ReplyView.model_validate(row) for row in standing.replies],
    )  # fmt: skip
