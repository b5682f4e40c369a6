"""How a request for recusal is read: to its applicant without anything that tells who works on its case (art. 30)."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Transaction
from app.acts import Actor
from app.clock import civil_date
from app.cycles.masking import masked_years
from app.files.models import StoredFile
from app.files.schemas import FileView
from app.http import IfMatch, PathId
from app.interests.glass_routes import barred_cases
from app.lookup import found, matched
from app.open_acts import OpenAct, open_acts
from app.recusals.models import RecusalRequest, RecusalRuling
from app.recusals.schemas import Namesake, RecusalHandling, RecusalRequestView
from app.regulation.act import Act
from app.regulation.recusal import answer_to, name_key, recusal_turn_faults
from app.regulation.refusals import Reason
from app.regulation.vocabulary import Duty, Role, Status

OFFICE = frozenset({Role.SECRETARIAT, Role.COMMITTEE})


async def _request(request_id: PathId, session: Transaction) -> RecusalRequest:
    return await found(session, RecusalRequest, request_id)


async def _matched(request_id: PathId, session: Transaction, if_match: IfMatch) -> RecusalRequest:
    return await matched(session, RecusalRequest, request_id, if_match)


SeenRequest = Annotated[RecusalRequest, Depends(_request)]
MatchedRequest = Annotated[RecusalRequest, Depends(_matched)]


async def views_of(session: AsyncSession, actor: Actor, rows: Sequence[RecusalRequest]) -> list[RecusalRequestView]:
    """Write requests with their files and, to the office, their rulings; by no id to a chair who reads codes."""
    query = select(StoredFile).where(StoredFile.id.in_([row.file_id for row in rows if row.file_id]))
    files = {file.id: FileView.model_validate(file) for file in await session.scalars(query)}
    handling: dict[UUID, RecusalHandling] = {}
    if actor.role in OFFICE:
        rulings = select(RecusalRuling).where(RecusalRuling.request_id.in_([row.id for row in rows]))
        told = {ruling.request_id: RecusalHandling.model_validate(ruling) for ruling in await session.scalars(rulings)}
        handling = {row.id: told.get(row.id, RecusalHandling()) for row in rows}
    today = civil_date(actor.now)
    masked = await masked_years(session, {row.cycle_id for row in rows}) if actor.role is Role.COMMITTEE else set()
    views = [_view(actor, row, files.get(row.file_id) if row.file_id else None, handling.get(row.id), today)
             for row in rows]  # fmt: skip
    return [view.model_copy(update={"application_id": None}) if view.cycle_id in masked else view for view in views]


async def shown(session: AsyncSession, actor: Actor, row: RecusalRequest) -> RecusalRequestView:
    """Write one request; while it is open, the office reads whom it may mean."""
    (view,) = await views_of(session, actor, [row])
    if view.handling is None or row.status is not Status.REQUESTED:
        return view
    meant: Any = func.award_namesakes(row.id).table_valued("person_id", "person_name", "unit_name")
    people = await session.execute(select(meant.c.person_id, meant.c.person_name, meant.c.unit_name))
    named = [Namesake(id=person, name=name, unit=unit) for person, name, unit in people]
    return view.model_copy(update={"handling": view.handling.model_copy(update={"namesakes": named})})


async def turn_reasons(session: AsyncSession, actor: Actor, row: RecusalRequest) -> tuple[Reason, ...]:
    """Art. 30: what forbids the caller to decide: the request is against himself, or he is not the chair."""
    chair = Duty.CHAIR in actor.duties
    if actor.role is Role.COMMITTEE and not chair:
        chair = (await session.execute(select(func.award_chair_conflicted(row.application_id)))).scalar_one()
    barred = row.application_id in await barred_cases(session)
    return recusal_turn_faults(
        oneself=barred or name_key(actor.name) == row.name_key, entitled=actor.role is Role.SECRETARIAT or chair
    )


def _view(
    actor: Actor, row: RecusalRequest, file: FileView | None, handling: RecusalHandling | None, today: date
) -> RecusalRequestView:
    late = row.status is Status.REQUESTED and row.due_on is not None and row.due_on < today
    told = {"file": file, "handling": handling, "overdue": late, "answer": answer_to(row.status)}
    return RecusalRequestView.model_validate(row).model_copy(update={**told, "acts": _acts(actor, row)})


def _acts(actor: Actor, row: RecusalRequest) -> list[OpenAct]:
    here = f"/v1/recusal-requests/{row.id}"
    hrefs = {
        Act.WITHDRAW_RECUSAL_REQUEST: f"{here}/withdrawal", Act.GRANT_RECUSAL: f"{here}/grant",
        Act.REFUSE_RECUSAL: f"{here}/refusal",
    }  # fmt: skip
    oneself = recusal_turn_faults(oneself=name_key(actor.name) == row.name_key, entitled=True)
    return open_acts(actor, row, hrefs, unmet={Act.GRANT_RECUSAL: oneself, Act.REFUSE_RECUSAL: oneself})
