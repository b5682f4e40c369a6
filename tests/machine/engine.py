"""What the machine attempts and what the model says of it: faults, attempts, choices, and the counters of a run."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Draw = Callable[[Sequence[Any]], Any]
"""Takes one of some values; the first is the simplest."""
Answer = Mapping[str, Any]
ANY = "*"
"""A fault whose code the model does not know: any of its status will do."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with an attempt, as the service may say it: a status and one of some codes."""

    status: int
    codes: frozenset[str]


def fault(status: int, *codes: str) -> Fault:
    """Write a fault."""
    return Fault(status, frozenset(codes))


UNSEEN = fault(404, "not_found")
NOT_YOURS = fault(403, "act.not_yours", "role.missing")
NO_DUTY = fault(403, "act.duty_missing")
LATE = fault(409, "act.out_of_order")
UNSIGNED = fault(403, "undertaking.required")
STALE = fault(412, "version.changed")
UNVERSIONED = fault(428, "version.required")


def when(*pairs: tuple[bool, Fault]) -> list[Fault]:
    """Give the faults whose condition holds."""
    return [each for broken, each in pairs if broken]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One request with the model's prediction: no fault means that it is accepted, and then `effect` follows."""

    act: str
    who: str
    path: str
    body: object = None
    method: str = "POST"
    ok: int = 201
    of: tuple[str, str] | None = None
    """Kind and id of the row whose version goes along."""
    faults: tuple[Fault, ...] = ()
    effect: Callable[[Answer], None] = lambda _answer: None
    raw: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Choice:
    """An act on a certain subject: whose it is, whether it leads on, and how an attempt of it is written."""

    act: str
    label: str
    hands: tuple[str, ...]
    """Who in the cast may do it, by right."""
    write: Callable[[str, Draw], Attempt]
    roles: tuple[str, ...] = ()
    """The roles that may do it at all; () takes those of `hands`."""
    forward: bool = False
    """Whether the year needs it to go on, as far as the model knows."""
    rare: bool = False
    """Whether it may lead now to where years seldom come."""
    twice: bool = True
    """Whether it may be tried with an Idempotency-Key."""

    def _repr_pretty_(self, printer: Any, _cycle: object) -> None:  # noqa: ANN401 - Hypothesis's own.
        """Read as in the path of a failing year."""
        printer.text(f"{self.act} {self.label}")


@dataclass(slots=True)
class Tally:
    """What a run has done and seen; printed at its end, and measured against its least counts."""

    steps: int = 0
    accepted: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    variants: Counter[str] = field(default_factory=Counter)
    gauges: Counter[str] = field(default_factory=Counter)
    examples: int = 0
    pictures: int = 0
    invariants: int = 0
    disagreements: list[str] = field(default_factory=list)
    """What was found, as it was found first; a repetition by Hypothesis may come to another end."""

    def printed(self) -> str:
        """Write all counters, one kind a line."""
        lines = [
            (
                f"machine: {self.examples} examples, {self.steps} steps, {sum(self.accepted.values())} accepted, "
                f"{sum(self.refused.values())} refused, {self.pictures} pictures and {self.invariants} rounds of "
                "invariants compared"
            )
        ]
        for name in ("accepted", "refused", "codes", "variants", "gauges"):
            counted: Counter[str] = getattr(self, name)
            lines.append(f"  {name}: " + ", ".join(f"{key} {number}" for key, number in sorted(counted.items())))
        return "\n".join([*lines, *self.disagreements[:1]])

    def lacking(self, least: Mapping[str, int]) -> dict[str, int]:
        """Give what stayed below its least count, with what it reached: gauges, refusals, steps, how many acts."""
        reached = (
            self.gauges
            + self.codes
            + Counter(
                {
                    "steps": sum((self.accepted + self.refused).values()) + self.variants["same key"],
                    "acts accepted": len(self.accepted),
                    "acts refused": len(self.refused),
                    "codes": len(self.codes),
                }
            )
        )
        return {name: reached[name] for name, number in least.items() if reached[name] < number}


class Disagreement(AssertionError):  # noqa: N818 - the model and the service do not say the same.
    """The model and the service, or the database, differ."""


def codes_of(problem: Answer) -> set[str]:
    """Give the code of a problem and those of its reasons."""
    return {problem["code"], *(each["code"] for each in problem.get("errors") or ())}


def explained(status: int, codes: Iterable[str], faults: Sequence[Fault]) -> bool:
    """Say whether the predicted faults explain a refusal: each code that it names must be one of theirs."""
    known = {code for each in faults if each.status == status for code in each.codes}
    return ANY in known or (bool(known) and set(codes) <= known)
