"""Questions and outcomes as canonical JSON: equal ones have equal bytes, so that a hash holds them fast (art. 20)."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from app.panel_plans.facts import (
    Bar,
    Plan,
    PlannedApplication,
    PlannedExpert,
    PlannedPanel,
    PlannedTeam,
    Question,
    Shortage,
)
from app.regulation.measures import PanelRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a question: a plan, or else what keeps every plan from being made."""

    plan: Plan | None
    shortages: tuple[Shortage, ...] = ()


def bytes_of_question(question: Question) -> bytes:
    """Write a question without its seed; people, applications and bars in the order of their ids."""
    ordered = replace(
        question, seed="", experts=tuple(sorted(question.experts, key=lambda each: each.id)),
        applications=tuple(sorted(question.applications, key=lambda each: each.id)),
        bars=tuple(sorted(question.bars, key=lambda each: (each.expert, each.application, each.code, each.zh))),
    )  # fmt: skip
    content = asdict(ordered)
    del content["seed"]
    return _canonical(content)


def question_of(inputs: bytes, seed: str = "") -> Question:
    """Read a question back and give it its seed."""
    content = json.loads(inputs)
    return Question(
        rule=PanelRule(**content["rule"]), size=content["size"], most=content["most"], load_cap=content["load_cap"],
        alternates=content["alternates"], seed=seed,
        panels=tuple(
            PlannedPanel(name=each["name"], sectors=frozenset(each["sectors"])) for each in content["panels"]
        ),
        experts=tuple(
            PlannedExpert(**each | {"divisions": frozenset(each["divisions"])}) for each in content["experts"]
        ),
        applications=tuple(PlannedApplication(**each) for each in content["applications"]),
        bars=tuple(Bar(**each) for each in content["bars"]),
    )  # fmt: skip


def bytes_of_outcome(outcome: Outcome) -> bytes:
    """Write an outcome."""
    return _canonical(asdict(outcome))


def outcome_of(content: bytes) -> Outcome:
    """Read an outcome back."""
    found = json.loads(content)
    plan = found["plan"]
    shortages = tuple(Shortage(**each) for each in found["shortages"])
    if plan is None:
        return Outcome(plan=None, shortages=shortages)
    teams = tuple(_team(each) for each in plan["teams"])
    return Outcome(plan=Plan(teams=teams, recusals=plan["recusals"], matched=plan["matched"]), shortages=shortages)


def _team(each: dict[str, Any]) -> PlannedTeam:
    return PlannedTeam(
        panel=each["panel"], leader=each["leader"], experts=tuple(each["experts"]),
        applications=tuple(each["applications"]), alternates=tuple(each["alternates"]),
        recusals=tuple((expert, application) for expert, application in each["recusals"]),
    )  # fmt: skip


def _canonical(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=sorted).encode()
