"""What a letter, a reply and a noted silence must have, and the rows that they leave (art. 11)."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.applications.models import Application
from app.consultations.models import AdverseRow, Consultation, ConsultedApplication, Department
from app.consultations.models import DepartmentReply as Reply
from app.consultations.reading import Standing, items_of, replies_of, standings_of
from app.consultations.schemas import NewAdverseRecord, NewConsultation, NewReply
from app.cycles.models import Cycle
from app.cycles.reading import edition_of
from app.files.models import StoredFile
from app.regulation.consultation import (
    ConsultationRule,
    Question,
    answer_faults,
    asked_faults,
    letter_faults,
    silence_faults,
)
from app.regulation.records import AdverseRecord, record_faults
from app.regulation.refusals import Reason
from app.regulation.table.moves import AFTER_ARRIVAL
from app.regulation.vocabulary import Status
from app.regulation.window import day_faults
from app.regulation.working_days import working_day_after
from app.standards.calendar import calendar_near

ASKED_ABOUT = frozenset({*AFTER_ARRIVAL, Status.APPROVED_IN_NOTICE})
"""Applications that have arrived and have not ended."""


async def asking_faults(
    session: AsyncSession, cycle: Cycle, department: Department, body: NewConsultation, today: date
) -> tuple[Reason, ...]:
    """Art. 11, `edition.consultation`: what speaks against a letter."""
    calendar = await calendar_near(session, today)
    last = working_day_after(today, edition_of(cycle).consultation.working_days, calendar)
    active = department.status is Status.ACTIVE
    letter = letter_faults(due_on=body.due_on, today=today, last=last, active=active)
    return (*letter, *await _consulted_faults(session, body, today))


def asked_rows(actor: Actor, body: NewConsultation) -> tuple[Consultation, list[ConsultedApplication]]:
    """Give the rows of a letter: itself, and each applicant about whom it asks."""
    row = Consultation(**body.model_dump(exclude={"application_ids"}), sent_by=actor.user_id, sent_at=actor.now)
    ids = sorted(set(body.application_ids))
    return row, [ConsultedApplication(consultation_id=row.id, application_id=each) for each in ids]


async def _consulted_faults(session: AsyncSession, body: NewConsultation, today: date) -> tuple[Reason, ...]:
    """Art. 11: the letter asks about applications of the year that have arrived, none of them asked about just now."""
    ids = set(body.application_ids)
    query = select(Application.id, Application.organization_name, Application.status).where(Application.id.in_(ids))
    rows = (await session.execute(query.where(Application.cycle_id == body.cycle_id))).all()
    known = {row.id: row.organization_name for row in rows if row.status in ASKED_ABOUT}
    standings = await standings_of(session, body.cycle_id, list(known))
    states = [
        (known[each], standing.state(today))
        for each, found in standings.items()
        for standing in found
        if standing.department.id == body.department_id
    ]
    return (*_unknown(ids - known.keys()), *asked_faults(states))


def _unknown(ids: Collection[UUID]) -> tuple[Reason, ...]:
    if not ids:
        return ()
    return (
        Reason(code="consultation.application_unknown", article="第十一条", pointer="/application_ids",
               zh=f"有 {len(ids)} 份申报不在本次征询之列（须为本年度、已收件且未终止的申报）。",
               en=f"{len(ids)} application(s) are not of this year and letter, not arrived or ended."),
    )  # fmt: skip


async def reply_faults(
    session: AsyncSession, letter: Consultation, body: NewReply, sent_on: date, today: date
) -> tuple[Reason, ...]:
    """Art. 11: the paper is dated, there, about applicants of the letter, and each answer and record is whole."""
    asked = {item.application_id for item, _name in (await items_of(session, [letter]))[letter.id]}
    answered = [each.application_id for each in body.answers]
    scan = await session.get(StoredFile, body.file_id)
    reasons = list(day_faults(body.replied_on, today, pointer="/replied_on", article="第十一条", not_before=sent_on))
    if scan is None or scan.owner_id != letter.id:
        reasons.append(
            Reason(code="consultation.file_unknown", article="第十一条", pointer="/file_id",
                   zh="没有这一份复函扫描件，请先上传。", en="There is no such scan; upload it first.")
        )  # fmt: skip
    for number, each in enumerate(body.answers):
        at = f"/answers/{number}"
        if each.application_id not in asked or each.application_id in answered[:number]:
            reasons.append(
                Reason(code="consultation.answer_misplaced", article="第十一条", pointer=f"{at}/application_id",
                       zh="该申报不在本函征询之列，或重复。", en="The letter does not ask, or it comes twice.")
            )  # fmt: skip
        reasons += answer_faults(each.answer, each.text, len(each.records), at)
        for place, record in enumerate(each.records):
            reasons += record_faults(typed_record(record), today, f"{at}/records/{place}")
    return tuple(reasons)


def typed_record(body: NewAdverseRecord) -> AdverseRecord:
    """Give a record as the law takes it."""
    return AdverseRecord(**body.model_dump(exclude={"source", "check_id"}))


def record_row(
    actor: Actor, application_id: UUID, body: NewAdverseRecord, reply_id: UUID | None = None
) -> AdverseRow:  # fmt: skip
    """Give the row of a record."""
    return AdverseRow(
        application_id=application_id, recorded_by=actor.user_id, recorded_at=actor.now, reply_id=reply_id,
        **body.model_dump(),
    )  # fmt: skip


def reply_rows(actor: Actor, letter: Consultation, body: NewReply) -> list[Reply | AdverseRow]:
    """Give the rows of a paper: one answer an applicant, with the records that the department reports."""
    rows: list[Reply | AdverseRow] = []
    for each in body.answers:
        reply = Reply(
            consultation_id=letter.id, application_id=each.application_id, answer=each.answer, text=each.text,
            document_number=body.document_number, replied_on=body.replied_on, file_id=body.file_id,
            recorded_by=actor.user_id, recorded_at=actor.now,
        )  # fmt: skip
        rows.append(reply)
        rows += [record_row(actor, each.application_id, record, reply.id) for record in each.records]
    return rows


async def target_of(session: AsyncSession, letter: Consultation, settled_now: Collection[UUID]) -> Status:
    """Say whether with these applicants every one of the letter is settled: then it is concluded."""
    items = (await items_of(session, [letter]))[letter.id]
    replies = await replies_of(session, [item.application_id for item, _name in items])
    settled = {item.application_id for item, _name in items if item.silence_noted_at is not None}
    settled |= {application for consultation, application in replies if consultation == letter.id}
    whole = {item.application_id for item, _name in items} <= settled | set(settled_now)
    return Status.CONCLUDED if whole else Status.OPEN


async def silenced(
    session: AsyncSession, letter: Consultation, ids: Collection[UUID], rule: ConsultationRule, today: date
) -> tuple[list[ConsultedApplication], tuple[Reason, ...]]:
    """Give the applicants of the letter about whom silence is to be noted, and what speaks against it."""
    named = {item.application_id: (item, name) for item, name in (await items_of(session, [letter]))[letter.id]}
    chosen = [each for each in dict.fromkeys(ids) if each in named]
    standings = await standings_of(session, letter.cycle_id, chosen)
    reasons = list(_unknown(set(ids) - set(chosen)))
    for each in chosen:
        questions = _questions(standings[each], letter.department_id)
        reasons += silence_faults(named[each][1], questions, today, rule)
    return [named[each][0] for each in chosen], tuple(reasons)


def _questions(standings: Sequence[Standing], department_id: UUID) -> Sequence[Question]:
    return next((s.questions for s in standings if s.department.id == department_id), ())
