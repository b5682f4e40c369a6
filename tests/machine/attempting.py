"""One attempt of an act: sent, judged by the model, and the database looked at; what differs is a disagreement."""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar

import httpx2
from hypothesis import note
from hypothesis.stateful import RuleBasedStateMachine

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
from tests.machine.script import Edge, Script, edges_of
from tests.machine.world import World

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
"""How far the award's clock goes on with each act: longer than any act takes, so that it never goes back."""


class Attempting(RuleBasedStateMachine):
    """One year, the model beside the service; the world, the counters and the script are a subclass's."""

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

    def attempt(self, choice: Choice, who: str, draw: Draw, *, version: str = "", key: str = "") -> None:
        """Try an act, and compare the answer and the database with the model."""
        planned = choice.write(who, draw)
        faults = self._faults(choice, planned, version)
        told = self._told(choice, planned, version, key)
        edge, began = next(iter(self._edges(beyond=timedelta())), None), time.monotonic()
        answer = self.world.run(self._send(planned, faults, version, key))
        took = timedelta(seconds=time.monotonic() - began)
        # Where the machine was so slow that a term ended during the act, either answer is right.
        slow = edge is not None and took >= edge.at - self.model.now
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

    def _told(self, choice: Choice, planned: Attempt, version: str, key: str) -> str:
        more = [f"version {version}"] * bool(version) + ["with a key"] * bool(key)
        self.tally.variants.update([each for each in more if version])
        return " ".join((planned.who, choice.act, choice.label, *more))

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

    def _edges(self, beyond: timedelta = SECOND) -> list[Edge]:
        """Give what is still to come, each once and the next first."""
        found = dict.fromkeys(each for each in edges_of(self.model) if each.at - beyond > self.model.now)
        return sorted(found, key=lambda each: each.at)

    def _wait(self, until: datetime) -> None:
        self.model.now = max(self.model.now, until)
        self.path.append(f"   … {self.model.now.isoformat()}")
        note(self.path[-1])
