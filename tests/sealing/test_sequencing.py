"""The sequencer numbers every committed leaf once and in order; whoever rewrites the record is found out."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import UUID, uuid4

import asyncpg
import pytest
from fastapi import FastAPI
from uuid_utils.compat import uuid7

from app import cli_record
from app.local_postgres import Cluster
from app.sealing import verifier
from app.sealing.notes import Signer, checkpoint
from app.sealing.sequencing import Sequencer
from app.sealing.verifier import Head, NotVerifiedError
from tests.api import Operator, People
from tests.sealing.reference import tree_root
from tests.sealing.settling import settled

LEAF = "INSERT INTO record_leaf (id, body, hash_algorithm) VALUES ($1, $2, 'sha256')"
EXPORT = """SELECT e.seq, l.body, l.leaf_hash FROM record_entry e JOIN record_leaf l ON l.id = e.leaf_id
    ORDER BY e.seq"""


@pytest.fixture(scope="module")
def signer(service: FastAPI) -> Signer:
    made: Signer = service.state.signer
    return made


@pytest.fixture
def sequencer(service: FastAPI, signer: Signer) -> Sequencer:
    return Sequencer(service.state.database, signer)


@pytest.fixture
async def writer(cluster: Cluster, database: str, operator: Operator) -> AsyncIterator[asyncpg.Connection]:
    """Another connection of the owner."""
    assert operator
    connection = await asyncpg.connect(cluster.url(database, "award_migrator").replace("+asyncpg", ""))
    await connection.execute("SET ROLE award_owner")
    yield connection
    await connection.close()


async def leaf(connection: asyncpg.Connection, word: str) -> UUID:
    made = uuid7()
    await connection.execute(LEAF, made, json.dumps({"word": word}).encode())
    return made


async def numbered(operator: Operator) -> list[UUID]:
    return [key for (key,) in await operator.rows("SELECT leaf_id FROM record_entry ORDER BY seq")]


async def test_a_leaf_that_commits_late_is_never_passed_over(
    operator: Operator, sequencer: Sequencer, writer: asyncpg.Connection
) -> None:
    await settled(operator, sequencer)
    before = await numbered(operator)
    slow = writer.transaction()
    await slow.start()
    first = await leaf(writer, "slow")
    second = await leaf(operator.connection, "quick")
    assert await sequencer.all() == 0
    assert await numbered(operator) == before
    await slow.commit()
    assert await settled(operator, sequencer) == 2
    assert await numbered(operator) == [*before, first, second]


async def test_a_leaf_that_is_rolled_back_leaves_no_gap(
    operator: Operator, sequencer: Sequencer, writer: asyncpg.Connection
) -> None:
    await settled(operator, sequencer)
    undone = writer.transaction()
    await undone.start()
    await leaf(writer, "undone")
    kept = await leaf(operator.connection, "kept")
    await undone.rollback()
    assert await settled(operator, sequencer) == 1
    assert (await numbered(operator))[-1] == kept
    assert await operator.value("SELECT count(*) = max(seq) + 1 FROM record_entry") is True


async def test_many_writers_and_two_sequencers_number_everything_once(
    operator: Operator, sequencer: Sequencer, service: FastAPI, signer: Signer, cluster: Cluster, database: str
) -> None:
    other, done = Sequencer(service.state.database, signer), asyncio.Event()

    async def write(person: int) -> None:
        connection = await asyncpg.connect(cluster.url(database, "award_migrator").replace("+asyncpg", ""))
        await connection.execute("SET ROLE award_owner")
        for number in range(40):
            async with connection.transaction():
                await leaf(connection, f"{person}-{number}")
                await asyncio.sleep(0.001 * (number % 5))
        await connection.close()

    async def number(one: Sequencer) -> None:
        while not done.is_set():
            await one.round()
            await asyncio.sleep(0.002)

    workers = [asyncio.create_task(number(each)) for each in (sequencer, other)]
    await asyncio.gather(*(write(person) for person in range(6)))
    done.set()
    await asyncio.gather(*workers)
    await settled(operator, sequencer)
    counts = await operator.rows("""SELECT (SELECT count(*) FROM record_leaf), count(*), max(seq) + 1,
        count(DISTINCT leaf_id) FROM record_entry""")
    assert len(set(counts[0])) == 1
    assert await operator.value("SELECT count(*) FROM record_checkpoint") > 5


async def test_every_checkpoint_is_signed_and_is_the_beginning_of_the_next(
    operator: Operator, sequencer: Sequencer, signer: Signer
) -> None:
    for word in "abcde":
        await leaf(operator.connection, word)
        await settled(operator, sequencer)
    key, rows = verifier.key_of(signer.verifier_key), await operator.rows(EXPORT)
    hashes = [bytes(row[2]) for row in rows]
    notes = await operator.rows("SELECT size, root_hash, note FROM record_checkpoint ORDER BY size")
    for size, root, note in notes:
        assert verifier.head_of(note, key) == Head(size, bytes(root)) == Head(size, tree_root(hashes[:size]))
    assert (len(notes) >= 5, notes[-1][0]) == (True, len(hashes))


async def test_the_record_is_only_added_to(operator: Operator, sequencer: Sequencer) -> None:
    await leaf(operator.connection, "stays")
    await settled(operator, sequencer)
    for change in (
        "UPDATE record_entry SET seq = seq + 1000", "DELETE FROM record_entry", "DELETE FROM record_checkpoint",
        "UPDATE record_checkpoint SET size = size + 1000", "DELETE FROM record_leaf",
        "UPDATE record_leaf SET body = 'x'",
    ):  # fmt: skip
        with pytest.raises(asyncpg.CheckViolationError):
            await operator.run(change)


@pytest.mark.parametrize("ahead", [UUID("ffffffff-ffff-7fff-bfff-ffffffffffff"), uuid4()], ids=["clock", "random"])
async def test_a_leaf_out_of_a_clock_that_ran_ahead_holds_nothing_back(
    operator: Operator, sequencer: Sequencer, ahead: UUID
) -> None:
    await settled(operator, sequencer)
    await operator.run(LEAF, ahead, b"{}")
    assert await settled(operator, sequencer) == 1
    late = await leaf(operator.connection, "late")
    assert await settled(operator, sequencer) == 1
    assert (await numbered(operator))[-2:] == [ahead, late]


async def test_a_database_that_counts_its_transactions_anew_is_numbered_on(
    operator: Operator, sequencer: Sequencer
) -> None:
    await settled(operator, sequencer)
    before = sequencer.since
    # As after a restore under the running service: its mark lies ahead of all that is going to happen.
    sequencer.since = before + 10**9
    made = await leaf(operator.connection, "anew")
    assert await settled(operator, sequencer) == 1
    assert ((await numbered(operator))[-1], before < sequencer.since < before + 10**9) == (made, True)


async def test_what_is_numbered_is_not_looked_at_again(operator: Operator, sequencer: Sequencer) -> None:
    await leaf(operator.connection, "once")
    await settled(operator, sequencer)
    await sequencer.all()
    newest = await operator.value("SELECT max(txid) FROM record_leaf")
    assert sequencer.since > newest


async def exported(operator: Operator) -> list[str]:
    return [
        json.dumps({"seq": seq, "body": base64.b64encode(body).decode()})
        for seq, body, _ in await operator.rows(EXPORT)
    ]


UNGUARDED = """ALTER TABLE record_leaf DISABLE TRIGGER USER; ALTER TABLE record_entry DISABLE TRIGGER USER;
    ALTER TABLE record_checkpoint DISABLE TRIGGER USER"""
EDIT = """UPDATE record_leaf SET body = convert_to('{"word": "other"}', 'UTF8')
    WHERE id = (SELECT leaf_id FROM record_entry WHERE seq = 1)"""


REHASH = """; ALTER TABLE record_leaf ALTER leaf_hash DROP EXPRESSION;
    UPDATE record_leaf SET leaf_hash = sha256('\\x00'::bytea || body)"""


async def _rewritten(operator: Operator, signer: Signer) -> None:
    """Change a leaf, and sign a new head over the new tree with the service's own key."""
    await operator.run(EDIT)
    hashes = [bytes(row[2]) for row in await operator.rows(EXPORT)]
    head = Head(len(hashes), tree_root(hashes))
    await operator.run(
        "UPDATE record_checkpoint SET root_hash = $1, note = $2 WHERE size = $3",
        head.root, checkpoint(signer, head), head.size,
    )  # fmt: skip


ATTACKS: dict[str, Callable[[Operator, Signer], Awaitable[object]]] = {
    "edit": lambda operator, _: operator.run(EDIT),
    "edit and rehash": lambda operator, _: operator.run(EDIT + REHASH),
    "delete": lambda operator, _: operator.run("DELETE FROM record_entry WHERE seq = 1"),
    "swap": lambda operator, _: operator.run("""UPDATE record_entry SET seq = -1 - seq WHERE seq < 2;
        UPDATE record_entry SET seq = 2 + seq WHERE seq < 0"""),
    "an old state": lambda operator, _: operator.run("""DELETE FROM record_checkpoint WHERE size > 2;
        DELETE FROM record_entry WHERE seq >= 2"""),
    "rewrite and sign again": _rewritten,
}
"""What a superuser may try (trust rests on the checkpoint that was printed before)."""


@pytest.mark.parametrize("attack", ATTACKS)
async def test_a_superuser_who_rewrites_the_record_is_found_out_by_one_printed_checkpoint(
    operator: Operator, sequencer: Sequencer, signer: Signer, attack: str
) -> None:
    for word in "abcdef":
        await leaf(operator.connection, word)
    await settled(operator, sequencer)
    key = verifier.key_of(signer.verifier_key)
    printed = await operator.value("SELECT note FROM record_checkpoint ORDER BY size DESC LIMIT 1")
    verifier.require_export(await exported(operator), verifier.head_of(printed, key))
    work = operator.connection.transaction()
    await work.start()
    await operator.run(UNGUARDED)
    await ATTACKS[attack](operator, signer)
    forged = await exported(operator)
    newest = await operator.value("SELECT note FROM record_checkpoint ORDER BY size DESC LIMIT 1")
    await work.rollback()
    with pytest.raises(NotVerifiedError):
        verifier.require_export(forged, verifier.head_of(printed, key))
    if attack in {"an old state", "rewrite and sign again"}:
        # Without a checkpoint printed elsewhere these two would pass, which is why it is printed.
        assert verifier.require_export(forged, verifier.head_of(newest, key)) == len(forged)


async def test_a_person_can_be_forgotten_and_the_tree_stays(
    operator: Operator, people: People, sequencer: Sequencer, signer: Signer
) -> None:
    person = await people.secretary()
    await settled(operator, sequencer)
    assert await cli_record.forget(person.login) is True
    assert await operator.value("SELECT count(*) FROM pseudonym WHERE user_id = $1", person.user) == 0
    printed = await operator.value("SELECT note FROM record_checkpoint ORDER BY size DESC LIMIT 1")
    verifier.require_export(await exported(operator), verifier.head_of(printed, verifier.key_of(signer.verifier_key)))
    assert await cli_record.forget(str(uuid4())) is False
