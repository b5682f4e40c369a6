"""How the register is read: an expert with his trainings, his former terms and the acts open on him (art. 8(3))."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Transaction
from app.acts import Actor
from app.experts.models import Expert, ExpertTerm, ExpertTraining
from app.experts.schemas import ExpertFile, ExpertView, FormerTermView, NewExpert, TrainingView
from app.files.models import StoredFile
from app.guidance.reading import in_force
from app.http import IfMatch, PathId
from app.lookup import found, matched
from app.open_acts import open_acts
from app.regulation.act import Act
from app.regulation.guidance import DocumentKind
from app.regulation.refusals import Reason, require
from app.regulation.register import standard_faults, standing_faults
from app.search import search_text_of


async def _expert(expert_id: PathId, session: Transaction) -> Expert:
    return await found(session, Expert, expert_id)


async def _matched(expert_id: PathId, session: Transaction, if_match: IfMatch) -> Expert:
    return await matched(session, Expert, expert_id, if_match)


SeenExpert = Annotated[Expert, Depends(_expert)]
MatchedExpert = Annotated[Expert, Depends(_matched)]


def standing_of(expert: Expert, today: date, pointer: str = "") -> tuple[Reason, ...]:
    """Arts. 8(3), 31: why the expert may not review now; none if he is in good standing."""
    return standing_faults(
        status=expert.status, admitted_on=expert.admitted_on, term_until=expert.term_until, today=today,
        pointer=pointer,
    )  # fmt: skip


async def standing_now(session: AsyncSession, expert_id: UUID, today: date) -> tuple[Reason, ...]:
    """Arts. 8(3), 31: the same for an expert who asks for himself; of the register he reads no more than this."""
    query = select(Expert.status, Expert.admitted_on, Expert.term_until).where(Expert.id == expert_id)
    status, admitted_on, term_until = (await session.execute(query)).one()
    return standing_faults(status=status, admitted_on=admitted_on, term_until=term_until, today=today)


async def is_own_upload(session: AsyncSession, actor: Actor, file_id: UUID) -> bool:
    """Say whether the file is one that the acting secretary has uploaded himself."""
    evidence = await session.get(StoredFile, file_id)
    return evidence is not None and evidence.owner_id == actor.user_id


async def standard_for(session: AsyncSession, given: str | None) -> tuple[str, UUID | None]:
    """Art. 8(3): the standard as it is cited, and the version in force; 422 if there is none and none is named."""
    row = await in_force(session, DocumentKind.ASSESSOR_STANDARD)
    require(standard_faults(named=given is not None, in_force=row is not None))
    cited = "" if row is None else f"{row.title}（第{row.number}版）"
    return given or cited, None if row is None else row.id


def found_by(body: NewExpert) -> str:
    """Write what an expert of the register is found by."""
    return search_text_of(body.name, body.employer_name, body.employer_credit_code or "")


async def trainings_of(session: AsyncSession, expert: Expert) -> list[ExpertTraining]:
    """Read the trainings, the latest first."""
    query = select(ExpertTraining).where(ExpertTraining.expert_id == expert.id)
    return list(await session.scalars(query.order_by(ExpertTraining.completed_on.desc(), ExpertTraining.id)))


async def terms_of(session: AsyncSession, expert: Expert) -> list[ExpertTerm]:
    """Read the former terms, the first first."""
    query = select(ExpertTerm).where(ExpertTerm.expert_id == expert.id)
    return list(await session.scalars(query.order_by(ExpertTerm.number)))


async def file_of_expert(session: AsyncSession, actor: Actor, expert: Expert) -> ExpertFile:
    """Write one expert in full."""
    here = f"/v1/experts/{expert.id}"
    hrefs = {
        Act.ADD_TRAINING: f"{here}/trainings", Act.RENEW_EXPERT: f"{here}/renewal",
        Act.RELEASE_EXPERT: f"{here}/release",
    }  # fmt: skip
    return ExpertFile(
        **ExpertView.model_validate(expert).model_dump(),
        trainings=[TrainingView.model_validate(row) for row in await trainings_of(session, expert)],
        terms=[FormerTermView.model_validate(row) for row in await terms_of(session, expert)],
        acts=open_acts(actor, expert, hrefs),
    )
