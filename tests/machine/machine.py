"""The state machine: acts by right and wrong hands, at any time, with stale versions and twice, against a model."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.machine.attempting import SECOND, Attempting
from tests.machine.engine import Choice, Draw
from tests.machine.script import Edge

GRAVE = frozenset({"cancel_cycle", "withdraw_application", "disqualify_application", "close_cycle"})
"""What ends a year or a case; tried more rarely, so that others get on."""


class Machine(Attempting):
    """One year, played by rules that Hypothesis chooses; the world, the counters and the script are the subclass's."""

    def __init__(self) -> None:
        super().__init__()
        self._lead_in()

    # What Hypothesis may do.

    @rule(data=st.data(), many=st.integers(1, 8))
    def go_on(self, data: st.DataObject, many: int) -> None:
        """Do what the year needs next, several times."""
        self._on(self._draw(data), many)

    @rule(data=st.data(), many=st.integers(4, 16))
    def press_on(self, data: st.DataObject, many: int) -> None:
        """Get far."""
        self._on(self._draw(data), many)

    @rule(data=st.data())
    def stray(self, data: st.DataObject) -> None:
        """Do what leads to where years seldom come; where nothing does, go on."""
        draw = self._draw(data)
        rare = [each for each in self.choices() if each.rare]
        if rare:
            act = draw(list(dict.fromkeys(each.act for each in rare)))
            choice = draw([each for each in rare if each.act == act])
            self.attempt(choice, draw(choice.hands), draw)
        else:
            self.forward(draw)

    @rule(data=st.data())
    def venture(self, data: st.DataObject) -> None:
        """Try any act on any subject, mostly by whom it belongs to."""
        draw = self._draw(data)
        choice = self._any(draw)
        strange = draw([False, False, True]) or (choice.act in GRAVE and draw([True, True, True, False]))
        self.attempt(choice, self._stranger(choice, draw) if strange else draw(choice.hands), draw)

    @rule(data=st.data())
    def wrong_hands(self, data: st.DataObject) -> None:
        """Let somebody else try what is to be done now."""
        draw = self._draw(data)
        choice = draw(self._next() or list(self.choices()))
        self.attempt(choice, self._stranger(choice, draw), draw)

    @rule(data=st.data())
    def without_the_version(self, data: st.DataObject) -> None:
        """Try what is to be done now with a version that is not the present one, or with none."""
        draw = self._draw(data)
        choice = draw(self._next() or list(self.choices()))
        self.attempt(choice, draw(choice.hands), draw, version=draw(["stale", "none", "ahead"]))

    @rule(data=st.data())
    def twice(self, data: st.DataObject) -> None:
        """Do what is to be done now with an Idempotency-Key, and send the same again."""
        draw = self._draw(data)
        known = [each for each in self._next() if each.twice]
        if known:
            choice = draw(known)
            self.attempt(choice, draw(choice.hands), draw, key=uuid4().hex)

    @rule(data=st.data())
    def at_the_edge(self, data: st.DataObject) -> None:
        """Come to the last second before a day or a term ends, or to the first after it, and act there."""
        draw = self._draw(data)
        edges = self._edges()
        if edges:
            edge = draw(edges)
            self._wait(edge.at - draw([timedelta(), SECOND]))
            self._mind(edge, draw)

    @rule(data=st.data())
    def wait(self, data: st.DataObject) -> None:
        """Let some time pass."""
        self._wait(self.model.now + self._draw(data)([timedelta(hours=1), timedelta(days=1), timedelta(days=4)]))

    def teardown(self) -> None:
        """At the end of every year the invariants hold."""
        if self.path and not self.path[-1].endswith("!"):
            self._invariants()
        self.tally.gauges.update(self.model.gauges)

    # How it is done.

    def _on(self, draw: Draw, many: int) -> None:
        for _ in range(many):
            if not self.forward(draw):
                return

    def forward(self, draw: Draw) -> bool:
        """Do one thing that leads on, or let the time come in which something does; False if the year is over."""
        choices = self._next()
        if choices:
            choice = draw(choices)
            self.attempt(choice, draw(choice.hands), draw)
            return True
        edges = self._edges()
        if self.model.dead or not edges:
            return False
        if draw([False, True]):
            self._wait(edges[0].at - SECOND)
            self._mind(edges[0], draw)
        self._wait(edges[0].at)
        return True

    def _mind(self, edge: Edge, draw: Draw) -> None:
        """Try something for which it matters that a term ends now; mostly where it may be done."""
        timed = [each for each in self.choices() if each.act in self.script.timed]
        lively = [each for each in timed if each.forward or each.rare]
        own = [each for each in lively if each.act in edge.acts]
        choice = draw(draw([own or lively or timed, lively or timed, timed]) or list(self.choices()))
        self.attempt(choice, draw(choice.hands), draw)

    def choices(self) -> Iterator[Choice]:
        """Give every act on every subject."""
        for chapter in self.script.chapters:
            yield from chapter(self.model)

    # What there is to choose from.

    def _lead_in(self) -> None:
        """Come to the part of the year that the script is about, the simplest way."""
        limit = 400
        while self.script.lead_in(self.model) and limit:
            limit -= 1
            if not self.forward(lambda values: values[0]):
                return

    def _next(self) -> list[Choice]:
        return [each for each in self.choices() if each.forward]

    def _any(self, draw: Draw) -> Choice:
        every = list(self.choices())
        known = [each for each in every if each.act in self.script.only] or every
        act = draw(list(dict.fromkeys(each.act for each in known)))
        return draw([each for each in known if each.act == act])

    def _stranger(self, choice: Choice, draw: Draw) -> str:
        return draw([each for each in (*self.world.cast, "nobody") if each not in choice.hands and self._plays(each)])

    def _plays(self, name: str) -> bool:
        """Applicants of other years take no part."""
        return self.world.roles.get(name) != "applicant" or name in self.model.owners

    def _draw(self, data: st.DataObject) -> Draw:
        def draw(values: Sequence[Any]) -> Any:  # noqa: ANN401 - one of the values.
            return data.draw(st.sampled_from(list(values))) if len(values) > 1 else values[0]

        return draw
