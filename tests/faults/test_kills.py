"""Killed and paused again and again while clients write: 60 faults here, AWARD_KILLS=1000 makes as many (I18, I20)."""

import asyncio
import os
import random
import signal
import time
from collections import Counter
from enum import StrEnum

import httpx2

from app.local_postgres import query
from tests.api import People
from tests.applications_world import Draft, start
from tests.faults.standing import Standing, command_of, is_alive, standing
from tests.faults.wire import tell
from tests.faults.writers import Ledger, Reckoning, insist, operator_of, reckoning, record_of, spread, write
from tests.year_world import called_year, ok

KILLS = int(os.environ.get("AWARD_KILLS", "60"))
SEED = int(os.environ.get("AWARD_SEED", "20221201"))
WRITERS = 6
BETWEEN = 10
"""Acknowledged writes between two faults, at least."""
SWALLOWED = 7.0
"""Seconds of a pause that outlasts the service's patience with an answer."""


class Fault(StrEnum):
    """What happens to the processes."""

    SERVICE = "service killed"
    DATABASE = "PostgreSQL killed"
    BACKEND = "a backend killed"
    PAUSE = "a backend paused"
    LONG_PAUSE = "a backend paused beyond patience"


SHARES = {Fault.SERVICE: 0.1, Fault.DATABASE: 0.08, Fault.BACKEND: 0.35, Fault.LONG_PAUSE: 0.02}


def plan(many: int, chance: random.Random) -> list[Fault]:
    """Give so many faults in a chance order, each kind at least once; what is left over are pauses."""
    faults = [fault for fault, share in SHARES.items() for _ in range(max(1, int(share * many)))]
    faults += [Fault.PAUSE] * (many - len(faults))
    chance.shuffle(faults)
    return faults


def victim(standing: Standing, chance: random.Random) -> tuple[int, bool]:
    """Choose a backend, one that is at work if there is one within a moment; say whether it is."""
    for _ in range(40):
        backends = standing.backends()
        working = [pid for pid in backends if not command_of(pid).rstrip().endswith("idle")]
        if working:
            return chance.choice(working), True
        time.sleep(0.002)
    return chance.choice(backends), False


def strike(standing: Standing, fault: Fault, chance: random.Random) -> bool:
    """Make one fault; say whether it met a process in the middle of its work."""
    match fault:
        case Fault.SERVICE:
            standing.kill_service()
            return True
        case Fault.DATABASE:
            standing.kill_database()
            return True
        case Fault.BACKEND:
            pid, working = victim(standing, chance)
            os.kill(pid, signal.SIGKILL)
        case Fault.PAUSE | Fault.LONG_PAUSE:
            pid, working = victim(standing, chance)
            os.kill(pid, signal.SIGSTOP)
            time.sleep(SWALLOWED if fault is Fault.LONG_PAUSE else chance.uniform(0.01, 0.3))
            if is_alive(pid):
                os.kill(pid, signal.SIGCONT)
    return working


async def strikes(standing: Standing, ledger: Ledger, chance: random.Random) -> tuple[Counter[str], list[float]]:
    """Make the faults one after the other, each when all writers are at work; give their counts and the recoveries."""
    made: Counter[str] = Counter()
    recoveries = []
    await ledger.until(BETWEEN)
    for fault in plan(KILLS, chance):
        before, began = len(ledger.acknowledged), time.monotonic()
        made["in the middle of work"] += await asyncio.to_thread(strike, standing, fault, chance)
        made[fault] += 1
        await ledger.until(0, began)
        recoveries.append(time.monotonic() - began)
        await ledger.until(before + BETWEEN)
    return made, recoveries


async def save(draft: Draft, saved: list[int], ledger: Ledger, done: asyncio.Event) -> None:
    """Save a draft over and over, each time with a higher number."""
    while not done.is_set():
        seen = await insist(lambda: draft.owner.get(draft.path), ledger)
        text = {"profile": {"text": f"第{len(saved) + 1}次保存"}}
        answer = await insist(
            lambda seen=seen, text=text: draft.owner.patch(f"{draft.path}/form", text, match=seen), ledger
        )
        if answer.status_code == 200:
            saved.append(len(saved) + 1)


async def test_nothing_acknowledged_is_lost_or_doubled_whatever_is_killed_or_paused() -> None:
    ledger, saved, done = Ledger(), list[int](), asyncio.Event()
    chance = random.Random(SEED)  # noqa: S311 - chance that can be repeated.
    with standing() as stands:
        async with httpx2.AsyncClient(base_url=stands.base, timeout=20) as client:
            async with operator_of(stands) as operator:
                people = People(client, operator)
                year = await called_year(people, operator)
                draft = await start(await people.register_applicant(), year.cycle_id)
                secretaries = [await people.secretary() for _ in range(WRITERS)]
            ledger.begin(save(draft, saved, ledger, done))
            ledger.begin(*(write(each, ledger, place, done) for place, each in enumerate(secretaries)))
            made, recoveries = await strikes(stands, ledger, chance)
            done.set()
            await ledger.end()
            shown = ok(await draft.owner.get(draft.path), 200)["contents"]["form"]["profile"]["text"]
        async with operator_of(stands) as operator:
            found, (leaves, wrong) = await reckoning(operator, ledger.acknowledged), await record_of(operator)
    tell(
        f"kills: {len(recoveries)} faults {dict(made)}, {len(ledger.acknowledged)} acknowledged, {len(saved)} saves, "
        f"{found}, {leaves} leaves, {wrong} wrong, answers {dict(ledger.answers)}, {ledger.broken} lines broken; "
        f"until all write again: {spread(recoveries)}"
    )
    assert found == Reckoning(lost=0, doubled=0, foreign=0, leafless=0)
    assert wrong == 0
    assert shown == f"第{saved[-1]}次保存"
    assert len(recoveries) == KILLS
    assert len(ledger.acknowledged) >= BETWEEN * KILLS
    assert min(made[fault] for fault in Fault) > 0
    assert min(made["in the middle of work"], ledger.broken, ledger.answers[503], leaves) > 0


ROUNDS = 10
UNSAFE = ("synchronous_commit = off", "wal_writer_delay = '10s'", "wal_writer_flush_after = '100MB'")


async def test_where_commits_do_not_wait_for_the_disk_the_same_count_finds_what_was_lost() -> None:
    """The harness has teeth: PostgreSQL that acknowledges before it has written loses what it acknowledged."""
    ledger, done, rounds, lost = Ledger(), asyncio.Event(), 0, 0
    with standing(configured=UNSAFE) as stands:
        async with httpx2.AsyncClient(base_url=stands.base, timeout=20) as client:
            async with operator_of(stands) as operator:
                secretaries = [await People(client, operator).secretary() for _ in range(2)]
            query(stands.cluster, "CHECKPOINT;")  # The sessions, too, would be lost.
            ledger.begin(*(write(each, ledger, place, done) for place, each in enumerate(secretaries)))
            while not lost and rounds < ROUNDS:
                rounds += 1
                await ledger.until(len(ledger.acknowledged) + 10)
                await asyncio.to_thread(stands.kill_database)
                async with operator_of(stands) as operator:
                    lost = (await reckoning(operator, dict(ledger.acknowledged))).lost
            await ledger.drop()
    tell(f"kills without waiting for the disk: {len(ledger.acknowledged)} acknowledged, {lost} lost in {rounds} rounds")
    assert lost > 0
