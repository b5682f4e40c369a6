"""What is known of an application outside secretariat and committee: no rank before its publication (art. 25)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor, require_turn_at
from app.applications.models import Application, ApplicationStep
from app.applications.schemas import StepView
from app.regulation.act import Act
from app.regulation.procedure import STEPS
from app.regulation.refusals import OutOfOrder, Reason
from app.regulation.steps import Step
from app.regulation.vocabulary import Role, Status

INSIDE = frozenset({Role.SECRETARIAT, Role.COMMITTEE})
SECRET = (
    Status.SCORED, Status.CANDIDATE, Status.NOT_CANDIDATE, Status.PROPOSED, Status.NOT_PROPOSED,
    Status.APPROVED_IN_NOTICE, Status.APPROVED, Status.NOT_APPROVED,
)  # fmt: skip
"""Statuses that tell a score, a rank or a decision; a guard of the schema keeps what is known of them behind."""


@dataclass(frozen=True, slots=True)
class Known:
    """An application as the caller may know it; the version is the one of its ETag to him."""

    status: Status
    version: int


def known_of(actor: Actor, application: Application) -> Known:
    """Give what the caller may know: the truth inside, and to others the last state that is no secret."""
    if actor.role in INSIDE or application.status not in SECRET:
        return Known(application.status, application.version)
    return Known(application.known_status, application.known_version)


def require_known_turn(actor: Actor, act: Act, application: Application, steps: Mapping[Act, Step] = STEPS) -> None:
    """Arts. 17, 25: refuse what is another's act (403) or out of order (409), and never name a secret status."""
    require_turn_at(actor, act, known_of(actor, application).status, steps)
    if application.status not in {before for before, _ in steps[act].moves}:
        raise OutOfOrder(
            Reason(code="act.out_of_order", article=steps[act].article, zh="此项办理已不能进行。",
                   en="This act is no longer possible.")
        )  # fmt: skip


def is_secret_step(application: Application, step: ApplicationStep) -> bool:
    """Arts. 23-25: whether a step tells a score, a rank or a decision that is not published yet."""
    return step.to_status in SECRET and step.seq > application.published_seq


def steps_known(actor: Actor, application: Application, steps: Sequence[ApplicationStep]) -> list[StepView]:
    """Write the steps that the caller may know, each beginning where the last one that he sees has ended."""
    shown: list[StepView] = []
    for step in steps:
        if is_secret_step(application, step) and actor.role not in INSIDE:
            continue
        view = StepView.model_validate(step)
        hidden_start = view.from_status in SECRET and step.seq - 1 > application.published_seq
        if hidden_start and actor.role not in INSIDE and shown:
            view = view.model_copy(update={"from_status": shown[-1].to_status})
        shown.append(view)
    return shown


async def publish_statuses(
    session: AsyncSession, cycle_id: UUID, statuses: Collection[Status], of: ColumnElement[bool] | None = None
) -> None:
    """Arts. 25, 26: from a publication on, those of the cycle's applicants in these statuses know of their files.

    Who stands where he is known to stand learns nothing new: not that he stood elsewhere in between.
    """
    await session.execute(
        update(Application)
        .where(Application.cycle_id == cycle_id, Application.status.in_(statuses), true() if of is None else of)
        .where(Application.known_status != Application.status)
        .values(
            known_status=Application.status, known_version=Application.version, published_seq=Application.seq,
        ),
        execution_options={"synchronize_session": False},
    )  # fmt: skip
