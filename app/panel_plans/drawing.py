"""Drawing a plan outside the event loop and outside any transaction, for the solver takes seconds (art. 20)."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from importlib.metadata import version
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.orm import undefer

from app.accounts.doorway import Caller, mask_of
from app.acts import Actor
from app.database import Database
from app.errors import Unprocessable
from app.http import PathId
from app.panel_plans.canonical import Outcome, bytes_of_outcome, question_of
from app.panel_plans.explaining import shortages_of
from app.panel_plans.facts import Question
from app.panel_plans.linear import UnprovedError
from app.panel_plans.models import PanelPlan
from app.panel_plans.schemas import PlanSeed, VerificationView
from app.panel_plans.solving import solved
from app.problems import Words
from app.regulation.plan import draw_faults
from app.regulation.vocabulary import Status

SOLVER = f"HiGHS {version('highspy')}"
UNPROVED = Words(
    "求解器在时限内未能证明最优方案，未作任何更改；请放宽条件、减少评审组，或稍后再试。",
    "The solver found no proof in its time and nothing was done; relax the terms, plan fewer panels, or try again.",
)
# One thread: one plan is solved at a time, and the event loop answers everybody else meanwhile.
_threads = ThreadPoolExecutor(max_workers=1, thread_name_prefix="panel-plan")


def answered(question: Question) -> Outcome:
    """Arts. 8(4), 20: the plan of a question, or what keeps every plan from being made. Raises UnprovedError."""
    plan = solved(question)
    return Outcome(plan=plan, shortages=() if plan is not None else shortages_of(question))


async def drawn(question: Question) -> Outcome:
    """Give the same from a thread of its own; 422 where the solver proves nothing in its time."""
    try:
        return await asyncio.get_running_loop().run_in_executor(_threads, answered, question)
    except UnprovedError:
        raise Unprocessable("plan.unproved", UNPROVED) from None


async def _read(request: Request, actor: Actor, plan_id: UUID) -> PanelPlan | None:
    database: Database = request.app.state.database
    async with database.transaction(mask_of(actor)) as session:
        return await session.get(PanelPlan, plan_id, options=[undefer(PanelPlan.inputs), undefer(PanelPlan.outcome)])


async def _outcome(request: Request, actor: Caller, plan_id: PathId, body: PlanSeed) -> Outcome | None:
    """Draw before the request's transaction begins; the inputs cannot change meanwhile, for the schema fixes them.

    Nothing is drawn where the act is going to be refused, or was answered before; who decides that is the act.
    """
    plan = await _read(request, actor, plan_id)
    if plan is None or plan.status is not Status.ANNOUNCED or draw_faults(actor.now, plan.draw_at):
        return None
    return await drawn(question_of(plan.inputs, body.seed))


async def _verification(request: Request, actor: Caller, plan_id: PathId) -> VerificationView | None:
    plan = await _read(request, actor, plan_id)
    if plan is None:
        return None
    again = await _hash_again(plan)
    return VerificationView(
        inputs_sha256=plan.inputs_sha256.hex(), inputs_recomputed_sha256=sha256(plan.inputs).hexdigest(),
        seed=plan.seed, outcome_sha256=None if plan.outcome_sha256 is None else plan.outcome_sha256.hex(),
        outcome_recomputed_sha256=again, solver=plan.solver, solver_now=SOLVER,
        same=None if plan.outcome_sha256 is None else again == plan.outcome_sha256.hex(),
    )  # fmt: skip


async def _hash_again(plan: PanelPlan) -> str | None:
    """Solve once more what was solved when the plan was drawn."""
    if plan.seed is None:
        return None
    return sha256(bytes_of_outcome(await drawn(question_of(plan.inputs, plan.seed)))).hexdigest()


Drawn = Annotated[Outcome | None, Depends(_outcome)]
"""What comes of the plan under the seed of the body. Put it before the dependency that begins the transaction."""
Verified = Annotated[VerificationView | None, Depends(_verification)]
"""The plan drawn again; None where the caller sees no such plan. To be put as above."""
