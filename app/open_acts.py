"""What the caller may do now with a resource and, for the other acts of his role, why not."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.acts import Actor, require_turn_at
from app.database import Case
from app.http import Instant, View
from app.problems import Fault
from app.regulation.act import Act
from app.regulation.procedure import STEPS
from app.regulation.refusals import Reason, Refusal
from app.regulation.steps import Step
from app.regulation.vocabulary import Status


class OpenAct(View):
    """One act on the resource: whether the caller may do it now, and every reason if not."""

    act: Act
    method: str = "POST"
    href: str
    allowed: bool
    reasons: list[Fault] = []
    until: Instant | None = None
    """The last instant of the act, exclusive; absent if the calendar does not limit it."""


def open_acts(
    actor: Actor,
    row: Case,
    hrefs: Mapping[Act, str],
    *,
    unmet: Mapping[Act, Sequence[Reason]] | None = None,
    until: Mapping[Act, datetime] | None = None,
    status: Status | None = None,
    steps: Mapping[Act, Step] = STEPS,
) -> list[OpenAct]:
    """Say for each act in `hrefs` that belongs to the caller's role whether it is open now, and why not.

    `status` is the one that the caller may know, if the row's own is a secret to him.
    """
    answers = []
    for act, href in hrefs.items():
        if actor.role not in steps[act].by:
            continue
        reasons = [*_table_reasons(actor, status or row.status, act, steps), *(unmet or {}).get(act, ())]
        answers.append(
            OpenAct(
                act=act, href=href, allowed=not reasons, until=(until or {}).get(act),
                reasons=[fault_of(actor, reason) for reason in reasons],
            )
        )  # fmt: skip
    return answers


def fault_of(actor: Actor, reason: Reason) -> Fault:
    """Tell a reason in the caller's language."""
    message = reason.zh if actor.language == "zh" else reason.en
    return Fault(pointer=reason.pointer, code=reason.code, message=message, article=reason.article)


def _table_reasons(actor: Actor, status: Status, act: Act, steps: Mapping[Act, Step]) -> tuple[Reason, ...]:
    try:
        require_turn_at(actor, act, status, steps)
    except Refusal as refusal:
        return refusal.reasons
    return ()
