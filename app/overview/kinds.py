"""The kinds of duties: the words of each from duties.toml, and all else from the procedure's table."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from app.acts import Actor
from app.regulation.act import Act
from app.regulation.procedure import STEPS
from app.regulation.vocabulary import Duty, Status, Subject

SOURCE = Path(__file__).parent / "duties.toml"
"""One table a kind; its head says how to add one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyKind:
    """What somebody may have to do, by which acts, and where its subject is read."""

    code: str
    acts: tuple[Act, ...]
    href: str
    subject: Subject
    article: str
    zh: str
    en: str

    def falls_to(self, actor: Actor) -> bool:
        """Whether the acts are the actor's; who leads a panel is told by its rows, not by a grant."""
        steps = [STEPS[act] for act in self.acts]
        held = {None, Duty.LEADER, *actor.duties}
        return not steps or any(actor.role in step.by and step.duty in held for step in steps)


def _kind_of(code: str, table: Mapping[str, Any]) -> DutyKind:
    acts = tuple(Act(act) for act in table["acts"])
    steps = [STEPS[act] for act in acts]
    return DutyKind(
        code=code, acts=acts, href=table["href"], zh=table["zh"], en=table["en"],
        subject=Subject(table["subject"]) if "subject" in table else steps[0].on,
        article=table["article"] if "article" in table else steps[0].article,
    )  # fmt: skip


KINDS: Mapping[str, DutyKind] = MappingProxyType(
    {code: _kind_of(code, table) for code, table in tomllib.loads(SOURCE.read_text(encoding="utf-8")).items()}
)
"""Every kind by its code."""


def waiting_for(*acts: Act) -> tuple[Status, ...]:
    """Art. 17: the statuses in which the table lets a subject that exists wait for one of the acts."""
    found = dict.fromkeys(before for act in acts for before, _ in STEPS[act].moves if before is not Status.NONE)
    return tuple(found)
