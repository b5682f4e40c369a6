"""The state machine: acts by right and wrong hands, at any time, with stale versions and twice, against a model."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import uuid4

import httpx2
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from tests.machine import doing
from tests.machine.engine import (
    NOT_YOURS,
    STALE,
    UNVERSIONED,
    Attempt,
    Choice,
    Disagreement,
    Draw,
    Fault,
    Tally,
    codes_of,
    explained,
)
from tests.machine.model import PICTURE, Model
from tests.machine.script import Script
from tests.machine.world import World

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
"""How far the award's clock goes on with each act: longer than any act takes, so that it never goes back."""
GRAVE = frozenset({"cancel_cycle", "withdraw_application", "disqualify_application", "close_cycle"})
"""What ends a year or a case; tried more rarely, so that others get on."""


class Machine(RuleBasedStateMachine):
    """One year, played by rules that Hypothesis chooses; the world, the counters and the script are the subclass's."""

    world: ClassVar[World]
    tally: ClassVar[Tally]
    script: ClassVar[Script]
    every: ClassVar[int] = 60
    """After how many steps the invariants are asked besides the end."""

    def __init__(self) -> None:
        super().__init__()
        self.path: list[str] = []
        self.versions: dict[tuple[str, str], tuple[int, int]] = {}
        self.since = 0
        self.model: Model = self.world.run(self.script.begin(self.world))
        self.before = dict(self.world.run(self.world.breaches()))
        """What earlier years left broken, or a beginning straight in the tables did."""
        self.tally.examples += 1
        self.world.run(self._compare())
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
        if not edges:
            return
        self._wait(draw(edges) - draw([timedelta(), SECOND]))
        timed = [each for each in self.choices() if each.act in self.script.timed]
        lively = [each for each in timed if each.forward or each.rare]
        choice = draw(draw([lively or timed, timed]) or list(self.choices()))
        self.attempt(choice, draw(choice.hands), draw)

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
        self._wait(edges[0])
        return True

    def choices(self) -> Iterator[Choice]:
        """Give every act on every subject."""
        for chapter in self.script.chapters:
            yield from chapter(self.model)

    def attempt(self, choice: Choice, who: str, draw: Draw, *, version: str = "", key: str = "") -> None:
        """Try an act, and compare the answer and the database with the model."""
        planned = choice.write(who, draw)
        faults = self._faults(choice, planned, version)
        told = self._told(choice, planned, version, key)
        edge, began = min(self._edges(beyond=timedelta()), default=None), time.monotonic()
        answer = self.world.run(self._send(planned, faults, version, key))
        took = timedelta(seconds=time.monotonic() - began)
        # Where the machine was so slow that a term ended during the act, either answer is right.
        slow = edge is not None and took >= edge - self.model.now
        self._judge(planned, faults, answer, told, either=slow)
        if key and answer.status_code == planned.ok:
            self._again(planned, key, answer)
        self.model.now += MINUTE
        if planned.act == "commend_winners":
            self.world.run(self._bonuses())
        self.world.run(self._compare())
        self.since += 1
        if self.since >= self.every:
            self._invariants()

    def _faults(self, choice: Choice, planned: Attempt, version: str) -> tuple[Fault, ...]:
        role = self.world.roles.get(planned.who)
        if role is None:
            return (Fault(401, frozenset({"token.required"})),)
        if role not in (choice.roles or {self.world.roles.get(each) for each in choice.hands}):
            return (NOT_YOURS,)
        if version and planned.of:
            return (*planned.faults, UNVERSIONED if version == "none" else STALE)
        return planned.faults

    async def _send(self, planned: Attempt, faults: Sequence[Fault], version: str, key: str) -> httpx2.Response:
        shown, tag = self.model.now, self._tag(planned, version)
        await self.world.operator.run("UPDATE installation SET clock_offset = $1 - clock_timestamp()", shown)
        person = self.world.cast.get(planned.who)
        if person is None:
            several = {"FILL": ("PATCH", f"{planned.path}/form"), "SIGN": ("POST", planned.path)}
            method, path = several.get(planned.method, (planned.method, planned.path))
            return await self.world.people.client.request(method, path)
        exact = replace(planned, faults=tuple(faults))
        match planned.method:
            case "FILL":
                return await doing.fill(person, self.model, exact, tag)
            case "SIGN":
                return await doing.sign(person, self.model, exact, tag)
            case _:
                return await person.send(planned.method, planned.path, planned.body, match=tag, key=key or None)

    def _tag(self, planned: Attempt, version: str) -> str | None:
        if planned.of is None or version == "none":
            return None
        inside, outside = self.versions[planned.of]
        number = inside if self.world.roles.get(planned.who) in {"secretariat", "committee"} else outside
        other = {"": number, "stale": number - 1 or 2, "ahead": number + 3}[version]
        return f'"v{other}"'

    def _judge(
        self, planned: Attempt, faults: Sequence[Fault], answer: httpx2.Response, told: str, *, either: bool
    ) -> None:
        self.tally.steps += 1
        accepted = answer.status_code == planned.ok
        codes = set() if accepted else codes_of(answer.json())
        self.path.append(f"{len(self.path) + 1}. {told} → {answer.status_code} {' '.join(sorted(codes))}")
        note(self.path[-1])
        if accepted and (either or not faults):
            self.tally.accepted[planned.act] += 1
            planned.effect(answer.json())
            return
        if not accepted and (either or explained(answer.status_code, codes, faults)):
            self.tally.refused[planned.act] += 1
            self.tally.codes.update(f"{answer.status_code} {code}" for code in codes)
            return
        wanted = " or ".join(f"{each.status} {'/'.join(sorted(each.codes))}" for each in faults) or planned.ok
        self._disagree(
            f"the model predicts {wanted}; the service says {answer.status_code}: {answer.text[:600]}\n"
            f"to {planned.body}"
        )

    def _again(self, planned: Attempt, key: str, first: httpx2.Response) -> None:
        second = self.world.run(self._repeat(planned, key, first))
        self.tally.steps += 1
        self.tally.variants["same key"] += 1
        same = (second.status_code, second.content, second.headers.get("idempotent-replay"))
        if same != (first.status_code, first.content, "true"):
            self._disagree(f"the same key gave {second.status_code} {second.text[:300]}")
        self.path.append(f"{len(self.path) + 1}. the same again → replayed")

    async def _repeat(self, planned: Attempt, key: str, first: httpx2.Response) -> httpx2.Response:
        sent = first.request.headers
        return await self.world.cast[planned.who].send(
            planned.method, planned.path, planned.body, match=sent.get("if-match"), key=key
        )

    async def _bonuses(self) -> None:
        """Learn the ids of the bonuses, which no answer tells."""
        for award, bonus in await self.world.operator.rows(
            "SELECT award_id, id FROM bonus WHERE cycle_id = $1", self.model.cycle
        ):
            if str(award) in self.model.awards:
                self.model.awards[str(award)].bonus = str(bonus)

    async def _compare(self) -> None:
        rows = await self.world.operator.rows(PICTURE, self.model.cycle)
        self.tally.pictures += 1
        found = {(kind, str(each)): status for kind, each, status, _version, _known in rows}
        self.versions = {(kind, str(each)): (version, known) for kind, each, _status, version, known in rows}
        wanted = self.model.picture()
        if found != wanted:
            differing = sorted(set(found.items()) ^ set(wanted.items()))
            self._disagree(f"the pictures differ (database first where it has one): {differing}")

    def _invariants(self) -> None:
        self.since = 0
        self.tally.invariants += 1
        found = self.world.run(self.world.breaches())
        if broken := [(name, many) for name, many in found if many > self.before.get(name, 0)]:
            self._disagree(f"invariants are broken: {broken}")

    def _disagree(self, why: str) -> None:
        path = "\n".join(self.path[-60:])
        if self.path:
            self.path[-1] += " !"
        found = f"{why}\nat {self.model.now.isoformat()}, the year {self.model.status}; the path:\n{path}"
        self.tally.disagreements.append(found)
        raise Disagreement(found)

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

    def _edges(self, beyond: timedelta = SECOND) -> list[datetime]:
        return sorted({each for each in self.script.edges(self.model) if each - beyond > self.model.now})

    def _wait(self, until: datetime) -> None:
        self.model.now = max(self.model.now, until)
        self.path.append(f"   … {self.model.now.isoformat()}")
        note(self.path[-1])

    def _draw(self, data: st.DataObject) -> Draw:
        def draw(values: Sequence[Any]) -> Any:  # noqa: ANN401 - one of the values.
            return data.draw(st.sampled_from(list(values))) if len(values) > 1 else values[0]

        return draw

    def _told(self, choice: Choice, planned: Attempt, version: str, key: str) -> str:
        more = [f"version {version}"] * bool(version) + ["with a key"] * bool(key)
        self.tally.variants.update([each for each in more if version])
        return " ".join((planned.who, choice.act, choice.label, *more))
