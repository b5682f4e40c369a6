"""Acts: who is acting, and `perform`, which checks an act against the table, moves its subject, writes the record."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from app.database import Case
from app.problems import Language
from app.record import RecordLeaf
from app.regulation.act import Act
from app.regulation.labels import zh
from app.regulation.procedure import STEPS
from app.regulation.refusals import NotEntitled, Reason
from app.regulation.steps import Step, carried_outcome, outcome
from app.regulation.vocabulary import Duty, Role, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The caller in the role in which he acts now; `party` is his organization, unit, expert or committee seat."""

    role: Role
    user: UUID | None = None
    party: UUID | None = None
    pseudonym: UUID | None = None
    session: UUID | None = None
    duties: frozenset[Duty] = frozenset()
    name: str = ""
    request_id: str = ""
    idempotency_key: str = ""
    language: Language = "zh"
    now: datetime
    """The award's clock when the request was admitted."""
    glass: tuple[UUID, ...] = ()
    """Accesses to barred cases that he uses in this request (art. 30)."""

    @property
    def user_id(self) -> UUID:
        """The acting user; an anonymous caller has none."""
        if self.user is None:
            message = "an anonymous caller has no user"
            raise RuntimeError(message)
        return self.user

    @property
    def party_id(self) -> UUID:
        """The acting organization, unit, expert or committee seat."""
        if self.party is None:
            message = f"the role {self.role} has no party"
            raise RuntimeError(message)
        return self.party


def perform(
    session: AsyncSession,
    actor: Actor,
    act: Act,
    subject: Case,
    to: Status | None = None,
    *,
    carried: Iterable[tuple[Case, Status]] = (),
    detail: Mapping[str, Any] | None = None,
    steps: Mapping[Act, Step] = STEPS,
) -> RecordLeaf:
    """Check the act against the table, move its subject and those it carries, and add exactly one leaf to the record.

    The subject must be locked by the caller (a new one is added to the session here). Raises NotEntitled (403) or
    OutOfOrder (409) with the article; a duty must be held by the actor. `detail` goes into the record: ids, numbers
    and codes only, never personal data or texts.
    """
    step = steps[act]
    target = outcome(step, act, actor.role, subject.status, to)
    require_duty(step, act, actor)
    moves = [(subject, target)]
    for row, status in carried:
        moves.append((row, carried_outcome(step, act, row.SUBJECT, row.status, status)))
    leaf = RecordLeaf(id=uuid7(), body=_body(actor, act, step, moves, detail or {}))
    session.add(leaf)
    session.info["leaf"] = leaf_hash_of(leaf)
    for row, status in moves:
        before, row.status, row.leaf_id = row.status, status, leaf.id
        session.add(row)
        if before is not status:
            session.add_all(row.chain(before, act, leaf.id))
    return leaf


def note_reading(actor: Actor, operation: str, of: Mapping[str, Any]) -> RecordLeaf:
    """Write the leaf of a reading of what is confidential; `of` names what was asked for, by its ids (art. 30)."""
    return note_use(actor, operation, of, "第三十条")


def note_use(actor: Actor, operation: str, of: Mapping[str, Any], article: str) -> RecordLeaf:
    """Write the leaf of an operation that is no act of the table and stands in the record all the same."""
    content = {
        "use": operation, "of": dict(of), "article": article, "at": datetime.now(UTC).isoformat(), **_who(actor),
    }  # fmt: skip
    return RecordLeaf(id=uuid7(), body=_canonical(content))


def leaf_hash_of(leaf: RecordLeaf) -> str:
    """Give the leaf's RFC 6962 hash in hexadecimal, as the database will compute it: what a receipt shows."""
    return sha256(b"\x00" + leaf.body).hexdigest()


def require_turn(actor: Actor, act: Act, row: Case, steps: Mapping[Act, Step] = STEPS) -> None:
    """Refuse at once what is another's act (403) or not to be done now (409), before its conditions are looked at."""
    require_turn_at(actor, act, row.status, steps)


def require_turn_at(actor: Actor, act: Act, status: Status, steps: Mapping[Act, Step] = STEPS) -> None:
    """The same for a status that is not the row's own, because the row's own is a secret to the actor."""
    step = steps[act]
    targets = [after for before, after in step.moves if before is status]
    outcome(step, act, actor.role, status, targets[0] if targets else None)
    require_duty(step, act, actor)


def require_duty(step: Step, act: Act, actor: Actor) -> None:
    """Arts. 6, 20, 27: refuse (403) an actor who lacks the duty that the act asks for."""
    if step.duty is not None and step.duty not in actor.duties:
        raise NotEntitled(
            Reason(
                code="act.duty_missing", article=step.article,
                zh=f"“{zh(act)}”须由承担“{zh(step.duty)}”职责的人办理。", en=f"{act} needs the duty of {step.duty}.",
            )
        )  # fmt: skip


def _body(actor: Actor, act: Act, step: Step, moves: list[tuple[Case, Status]], detail: Mapping[str, Any]) -> bytes:
    content = {
        "act": act, "article": step.article, "at": datetime.now(UTC).isoformat(), "award_time": actor.now.isoformat(),
        **_who(actor), "detail": dict(detail),
        "subjects": [
            {"kind": row.SUBJECT, "id": str(row.id), "from": row.status, "to": status, "version": row.version or 0}
            for row, status in moves
        ],
    }  # fmt: skip
    return _canonical(content)


def _who(actor: Actor) -> dict[str, Any]:
    who: dict[str, Any] = {
        "actor": str(actor.pseudonym) if actor.pseudonym else None, "role": actor.role,
        "party": str(actor.party) if actor.party else None, "session": str(actor.session) if actor.session else None,
        "request": actor.request_id, "idempotency_key": actor.idempotency_key,
    }  # fmt: skip
    return who | ({"break_glass": [str(each) for each in actor.glass]} if actor.glass else {})


def _canonical(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode()
