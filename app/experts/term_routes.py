"""An expert's time in the register after his admission: training, renewal, exit (art. 8(3))."""

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import Actor, perform, require_turn
from app.experts.models import Expert, ExpertTerm, ExpertTraining
from app.experts.reading import MatchedExpert, file_of_expert, is_own_upload, standard_for, terms_of
from app.experts.schemas import ExpertFile, NewTraining, Release, Renewal
from app.http import tag
from app.regulation.act import Act
from app.regulation.refusals import require
from app.regulation.register import release_faults, renewal_faults, training_faults
from app.sections import Section

section = Section("/v1/experts", tag="专家库", about="评审员的培训、续聘与出库")


async def _answer(session: AsyncSession, response: Response, actor: Actor, expert: Expert) -> ExpertFile:
    await session.flush()
    tag(response, expert)
    return await file_of_expert(session, actor, expert)


@section.act("/{expert_id}/trainings", summary="登记评审员培训", status_code=201)
async def add_training(
    expert: MatchedExpert, body: NewTraining, response: Response, actor: Caller, session: Transaction, today: Today
) -> ExpertFile:
    """Put a completed training on record (art. 8(3))."""
    evidenced = body.evidence_file_id is None or await is_own_upload(session, actor, body.evidence_file_id)
    require_turn(actor, Act.ADD_TRAINING, expert)
    require(training_faults(completed_on=body.completed_on, today=today, evidenced=evidenced))
    training = ExpertTraining(expert_id=expert.id, recorded_by=actor.user_id, recorded_at=actor.now, **dict(body))
    session.add(training)
    perform(session, actor, Act.ADD_TRAINING, expert, detail={"training": training.id, "hours": body.hours})
    return await _answer(session, response, actor, expert)


@section.act("/{expert_id}/renewal", summary="续聘评审员", status_code=201)
async def renew_expert(
    expert: MatchedExpert, body: Renewal, response: Response, actor: Caller, session: Transaction, today: Today
) -> ExpertFile:
    """Give an expert a new term on new evidence; the former one stays on record (art. 8(3))."""
    require_turn(actor, Act.RENEW_EXPERT, expert)
    evidenced = await is_own_upload(session, actor, body.evidence_file_id)
    require(renewal_faults(term_until=expert.term_until, until=body.term_until, today=today, evidenced=evidenced))
    session.add(await _former_term(session, actor, expert))
    expert.standard, expert.standard_id = await standard_for(session, body.standard)
    expert.term_until, expert.evidence_file_id = body.term_until, body.evidence_file_id
    perform(session, actor, Act.RENEW_EXPERT, expert, detail={"until": body.term_until})
    return await _answer(session, response, actor, expert)


@section.act("/{expert_id}/release", summary="评审员出库", status_code=201)
async def release_expert(
    expert: MatchedExpert, body: Release, response: Response, actor: Caller, session: Transaction, today: Today
) -> ExpertFile:
    """Let an expert leave the register; in a running cycle he is replaced in his panels first (art. 8(3))."""
    require_turn(actor, Act.RELEASE_EXPERT, expert)
    require(release_faults(admitted_on=expert.admitted_on, left_on=body.left_on, today=today))
    expert.left_on, expert.leaving_reason = body.left_on, body.reason
    perform(session, actor, Act.RELEASE_EXPERT, expert, detail={"left_on": body.left_on})
    return await _answer(session, response, actor, expert)


async def _former_term(session: AsyncSession, actor: Actor, expert: Expert) -> ExpertTerm:
    former = await terms_of(session, expert)
    return ExpertTerm(
        expert_id=expert.id, number=len(former) + 1, standard=expert.standard, standard_id=expert.standard_id,
        term_until=expert.term_until, evidence_file_id=expert.evidence_file_id, replaced_by=actor.user_id,
        replaced_at=actor.now,
    )  # fmt: skip
