"""What is broken on purpose, in the model or in the service; the machine must notice each."""

import contextlib
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

import app.applications.routes
import app.cycles.routes
from app.accounts import doorway
from tests.machine import arrival, deliberating, reviewing
from tests.machine.calling import signing
from tests.machine.numbers import Numbers
from tests.machine.script import TIMED, Script, from_the_plan
from tests.machine.starting import from_the_scores
from tests.machine.world import World

Broken = Callable[[World], AbstractAsyncContextManager[None]]
EARLY = (arrival.choices,)
REVIEW = (*EARLY, reviewing.choices)
COMMITTEE = (signing, deliberating.choices)
ARRIVALS = frozenset({"start_application", "submit_application", "sign_recommendation"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sabotage:
    """One thing that is wrong, and the kind of year in which it comes to light."""

    script: Script
    broken: Broken = lambda _world: contextlib.nullcontext()
    because: str
    """What the disagreement must say; another one would not show that this is noticed."""
    steps: int = 40
    examples: int = 12


def _script(numbers: Numbers, until: str = "planned", firms: int = 1, only: frozenset[str] = frozenset()) -> Script:
    """Begin with the plan and come to a status of the year; venture nothing but what matters."""
    order = ("planned", "called", "eligibility", "material_review")
    before = order[: order.index(until)] if until in order else ()
    chapters = REVIEW if until == "material_review" else EARLY
    return Script(
        begin=from_the_plan(numbers, firms=firms),
        chapters=chapters,
        lead_in=lambda model: not model.in_status("received") if until == "received" else model.status in before,
        timed=only or TIMED,
        only=only,
    )


def _scored(numbers: Numbers, *totals: int) -> Script:
    return Script(begin=from_the_scores(numbers, totals), chapters=COMMITTEE)


def _patched(*places: tuple[Any, str, Any]) -> Broken:
    @contextlib.asynccontextmanager
    async def broken(_world: World) -> AsyncGenerator[None]:
        with pytest.MonkeyPatch.context() as patch:
            for module, name, value in places:
                patch.setattr(module, name, value)
            yield

    return broken


def _without(*guards: tuple[str, str], also: Broken | None = None) -> Broken:
    """Switch triggers off, as table and trigger, together with the rule in the service."""

    @contextlib.asynccontextmanager
    async def broken(world: World) -> AsyncGenerator[None]:
        for table, trigger in guards:
            await world.operator.run(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        try:
            async with also(world) if also else contextlib.nullcontext():
                yield
        finally:
            for table, trigger in guards:
                await world.operator.run(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}")

    return broken


async def _no_claim(*_anything: object) -> None:
    """Remember no key."""


def _nothing(*_anything: object, **_named: object) -> tuple[()]:
    """Find no fault."""
    return ()


SABOTAGES = {
    "the model's floor is one hundredth higher": Sabotage(
        because="the pictures differ", script=_scored(Numbers(floors=(60000, 50001)), 60000, 50000)
    ),
    "the model's majority is two thirds": Sabotage(
        because="selection.still_open", script=_scored(Numbers(majority=(2, 3)), 60000), steps=60
    ),
    "the model's panels may have two experts": Sabotage(
        because="panel.size",
        script=_script(Numbers(panel=2), "material_review", only=frozenset({"activate_panel", "seat_expert"})),
    ),
    "the model's window ends a second later": Sabotage(
        because="window.closed",
        script=_script(Numbers(close_shift=timedelta(seconds=1)), "called", 2, ARRIVALS),
        steps=12,
        examples=40,
    ),
    "the model's supplements have a day more": Sabotage(
        because="supplement.due_day",
        script=_script(Numbers(supplement_days=6), "received", only=frozenset({"request_supplement"})),
        steps=10,
        examples=40,
    ),
    "acceptance is closed before the window ends": Sabotage(
        because="window.still_open; the service says 201",
        script=_script(Numbers(), "called", only=frozenset({"close_acceptance"})),
        broken=_without(
            ("cycle", "i18_acceptance_ends_with_the_window"),
            also=_patched((app.cycles.routes, "acceptance_faults", _nothing)),
        ),
    ),
    "a key is not remembered": Sabotage(
        because="the same key gave", script=_script(Numbers()), broken=_patched((doorway, "claim_for", _no_claim))
    ),
}
