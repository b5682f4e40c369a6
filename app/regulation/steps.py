"""One row of the procedure table and the questions put to it: whose act, in which status, what outcome (art. 17)."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.regulation.act import Act
from app.regulation.labels import zh
from app.regulation.refusals import NotEntitled, OutOfOrder, Reason
from app.regulation.vocabulary import Duty, Role, Status, Subject

Moves = tuple[tuple[Status, Status], ...]
Carried = tuple[tuple[Subject, Status, Status], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """`by` (holding `duty`, if any) may perform the act on `on`; `moves` are the only status pairs it may make.

    A pair of equal statuses is an act done in that status that moves nothing; no pairs: the subject has no status.
    `carries` are the moves of other subjects that the act brings with it, in the same transaction.
    """

    on: Subject
    by: frozenset[Role]
    duty: Duty | None
    moves: Moves
    article: str
    carries: Carried = ()


def statuses_of(steps: Mapping[Act, Step], subject: Subject) -> frozenset[Status]:
    """Every status that the table knows for the subject, `none` excluded."""
    own = {s for step in steps.values() if step.on is subject for pair in step.moves for s in pair}
    carried = {s for step in steps.values() for on, *pair in step.carries if on is subject for s in pair}
    return frozenset(own | carried) - {Status.NONE}


def transitions_of(steps: Mapping[Act, Step]) -> frozenset[tuple[Subject, Status, Status]]:
    """Every legal move of every subject under the table: what the database is told when an edition is activated."""
    own = {(step.on, before, after) for step in steps.values() for before, after in step.moves if before is not after}
    return frozenset(own | {carried for step in steps.values() for carried in step.carries})


def outcome(step: Step, act: Act, role: Role, status: Status, to: Status | None = None) -> Status:
    """Art. 17: the status after the act, or a refusal that cites the article (403 not entitled, 409 out of order)."""
    if role not in step.by:
        raise NotEntitled(
            Reason(
                code="act.not_yours", article=step.article,
                zh=f"“{zh(act)}”由{'、'.join(map(zh, sorted(step.by)))}办理，{zh(role)}无权办理。",
                en=f"{act} belongs to {', '.join(sorted(step.by))}, not to {role}.",
            )
        )  # fmt: skip
    if not step.moves:
        return status
    targets = [after for before, after in step.moves if before is status]
    if not targets or (to is not None and to not in targets):
        allowed = tuple(dict.fromkeys(before for before, _ in step.moves))
        raise OutOfOrder(
            Reason(
                code="act.out_of_order", article=step.article,
                zh=f"当前状态为“{zh(status)}”，不能办理“{zh(act)}”；须处于：{'、'.join(map(zh, allowed))}。",
                en=f"{act} is not possible while the status is {status}; it must be one of: {', '.join(allowed)}.",
            )
        )  # fmt: skip
    if to is None and len(targets) > 1:
        message = f"{act} has several outcomes from {status}; name one"
        raise ValueError(message)
    return to if to is not None else targets[0]


def carried_outcome(step: Step, act: Act, subject: Subject, status: Status, to: Status) -> Status:
    """Art. 17: the status of a subject that another subject's act brings along, or a refusal (409)."""
    if (subject, status, to) not in step.carries:
        raise OutOfOrder(
            Reason(
                code="act.out_of_order", article=step.article,
                zh=f"{zh(subject)}当前状态为“{zh(status)}”，办理“{zh(act)}”不能使其变为“{zh(to)}”。",
                en=f"{act} cannot move a {subject} from {status} to {to}.",
            )
        )  # fmt: skip
    return to
