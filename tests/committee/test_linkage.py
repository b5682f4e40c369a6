"""A secret ballot on paper: whoever has the whole database guesses no better than chance who voted what (art. 24)."""

import json
import os
from collections.abc import Awaitable, Callable, Sequence
from random import Random
from uuid import uuid4

import pytest

from tests.api import Operator, People
from tests.committee.linkage import Box, gathered, judged
from tests.committee_world import Session, deliberating
from tests.faults.wire import tell
from tests.year_world import ok

BOXES = int(os.environ.get("AWARD_BOXES", "200"))
LINKED = 25
"""Boxes in which something tells: few show it."""
SEED = 24
Linking = Callable[[Operator, Sequence[Box]], Awaitable[None]]
"""What would tell."""


async def names_of(operator: Operator, session: Session) -> dict[str, tuple[str, ...]]:
    """By seat whatever the database calls a member: seat, user, pseudonym."""
    found = {}
    for member in session.members:
        pseudonym = await operator.value("SELECT id FROM pseudonym WHERE user_id = $1", member.user)
        found[str(member.party)] = (str(member.party), str(member.user), str(pseudonym))
    return found


async def held(session: Session, voters: dict[str, tuple[str, ...]], chance: Random, *, again: bool) -> Box:
    """Hold one ballot on paper; what each wrote is known to this test alone."""
    truth = frozenset(seat for seat in voters if chance.random() < 0.5)
    ballot = ok(await session.open("甲", reason="再次表决。" if again else ""))["id"]
    path = f"/v1/ballots/{ballot}"
    takers = [str(member.party) for member in session.members]
    chance.shuffle(takers)
    # Papers are handed out in any order, and now and then to some before the others.
    for some in (takers[:2], takers)[chance.random() < 0.7 :]:
        ok(await session.scored.secretary.post(f"{path}/papers", {"members": some}, key=str(uuid4())))
    count = {"in_favour": len(truth), "against": len(voters) - len(truth), "abstained": 0, "invalid": 0}
    for teller in chance.sample(session.members[1:], 2):
        last = await teller.post(f"{path}/paper-counts", count, key=str(uuid4()))
        ok(last)
    ok(await session.chair.post(f"{path}/closure", match=last, key=str(uuid4())))
    return Box(ballot, voters, truth)


async def linked_by_a_column(operator: Operator, boxes: Sequence[Box]) -> None:
    """A column that somebody might add: it says of each voter how his paper was folded."""
    await operator.run("ALTER TABLE eligible_voter ADD COLUMN folded integer NOT NULL DEFAULT 0")
    for box in boxes:
        await operator.run(
            "UPDATE eligible_voter SET folded = 1 WHERE ballot_id::text = $1 AND member_id::text = ANY ($2)",
            box.ballot, sorted(box.truth),
        )  # fmt: skip


async def linked_by_the_order(operator: Operator, boxes: Sequence[Box]) -> None:
    """Two tables without a link: that he voted, and what was voted, written in the same transaction."""
    await operator.run("CREATE TABLE slip (id uuid PRIMARY KEY, ballot_id uuid NOT NULL, choice text NOT NULL)")
    for box in boxes:
        for seat in sorted(box.voters, key=lambda _seat: uuid4()):
            async with operator.connection.transaction():
                choice = "in_favour" if seat in box.truth else "against"
                await operator.run("INSERT INTO slip VALUES ($1, $2::text::uuid, $3)", uuid4(), box.ballot, choice)
                await operator.run(
                    "UPDATE eligible_voter SET has_voted = true WHERE ballot_id::text = $1 AND member_id::text = $2",
                    box.ballot, seat,
                )  # fmt: skip


@pytest.mark.parametrize("links", [None, linked_by_a_column, linked_by_the_order])
async def test_nothing_in_the_database_tells_who_voted_what_on_paper(
    people: People, operator: Operator, capfd: pytest.CaptureFixture[str], links: Linking | None
) -> None:
    session = await deliberating(people, operator, {"甲": 70000, "乙": 65000}, ballot_mode="secret_paper")
    voters, chance = await names_of(operator, session), Random(SEED)  # noqa: S311 - a simulation.
    capfd.readouterr()
    boxes = [await held(session, voters, chance, again=bool(n)) for n in range(BOXES if links is None else LINKED)]
    logged = [json.loads(line) for line in capfd.readouterr().out.splitlines() if line.startswith('{"request_id"')]
    assert len(logged) >= 5 * len(boxes)
    if links is not None:
        await links(operator, boxes)
    evidence = await gathered(operator, boxes, logged)
    assert {"ballot", "eligible_voter", "paper_count", "record_leaf", "idempotency_key", "log"} <= set(evidence[0].rows)
    found = judged(boxes, evidence, SEED)
    with capfd.disabled():
        tell(f"linkage {getattr(links, '__name__', 'none')}: {len(boxes)} boxes, {found.rules} rules, best by "
             f"{found.rule}: {found.share:.3f} right, by chance {found.chance:.3f} +- {found.sigma:.3f}")  # fmt: skip
    assert found.rules > 50
    assert found.links is (links is not None)
