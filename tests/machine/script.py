"""What a machine plays: how its year begins, which acts it knows, how far it is led in, and where terms end."""

from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from tests.machine.engine import Choice
from tests.machine.model import Model
from tests.machine.numbers import START, Numbers, midnight, working_day_after
from tests.machine.world import World, joined, planned

Chapter = Callable[[Model], Iterator[Choice]]
WINDOW = frozenset(
    {
        "start_application",
        "submit_application",
        "sign_recommendation",
        "reinstate_application",
        "close_acceptance",
        "correct_call",
    }
)
SUPPLEMENT = frozenset({"supply_supplement", "declare_ineligible"})
RECONSIDERATION = frozenset({"ask_reconsideration", "confirm_eligible_list"})
NOTICE = frozenset({"register_objection", "suspend_notice", "correct_notice", "commend_winners"})
TIMED = WINDOW | SUPPLEMENT | RECONSIDERATION | NOTICE


class Edge(NamedTuple):
    """An instant at which something begins or ends, and the acts for which that matters."""

    at: datetime
    acts: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One kind of machine."""

    begin: Callable[[World], Coroutine[Any, Any, Model]]
    chapters: tuple[Chapter, ...]
    lead_in: Callable[[Model], bool] = lambda _model: False
    timed: frozenset[str] = TIMED
    """What is tried where a term ends."""
    only: frozenset[str] = frozenset()
    """What is ventured; () is everything."""


def edges_of(model: Model) -> Iterator[Edge]:
    """Give the instants at which a window, a term or a notice begins or ends."""
    if model.status == "called" and model.opens and model.closes:
        yield from (Edge(each, WINDOW) for each in (model.opens, model.closes))
    for case in model.applications.values():
        if case.status == "supplement_requested":
            yield Edge(midnight(case.supplements[-1]["due"] + timedelta(days=1)), SUPPLEMENT)
        if case.status == "ineligible" and case.verdict_on and model.status in {"called", "eligibility"}:
            last = working_day_after(case.verdict_on, model.numbers.reconsideration_days)
            yield Edge(midnight(last + timedelta(days=1)), RECONSIDERATION)
    for notice in model.notices.values():
        if notice.status == "running" and notice.last_day:
            yield Edge(midnight(notice.last_day + timedelta(days=1)), NOTICE)


def from_the_plan(
    numbers: Numbers, firms: int = 3, edition: str = "small"
) -> Callable[[World], Coroutine[Any, Any, Model]]:
    """Begin with a year that is planned, and organizations of its own."""

    async def begin(world: World) -> Model:
        owners = tuple(f"firm{number}" for number in range(1, firms + 1))
        await world.stay_signed_in()
        for name in owners:
            await joined(world, name)
        clock = "UPDATE installation SET clock_offset = $1 - clock_timestamp()"
        await world.operator.run(clock, midnight(START) + timedelta(hours=9))
        cycle, number = await planned(world, edition)
        return Model(
            numbers=numbers,
            cycle=cycle,
            award_year=number,
            resolution=world.resolution,
            owners=owners,
            undertaking=world.undertaking,
            parties={name: str(person.party) for name, person in world.cast.items() if person.party},
            users={name: str(person.user) for name, person in world.cast.items()},
        )

    return begin
