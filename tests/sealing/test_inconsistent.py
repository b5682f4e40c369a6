"""A record that was tampered with: no proof is given out of it, and asking often costs no more than asking once."""

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

import asyncpg
import httpx2
import pytest
from fastapi import FastAPI

from app.local_postgres import SUPERUSER, Cluster
from app.sealing.sequencing import Sequencer
from app.sealing.tree import Tree
from tests.api import Operator, People
from tests.sealing.settling import settled
from tests.year_world import ok


class Leaf(NamedTuple):
    """A numbered leaf."""

    id: UUID
    body: bytes
    leaf_hash: bytes


ASKED = 12
LEAVES = "SELECT l.id, l.body, l.leaf_hash FROM record_leaf l JOIN record_entry e ON e.leaf_id = l.id ORDER BY e.seq"


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The leaves that were read into a tree."""
    seen: list[bytes] = []
    add = Tree.add

    def counted(tree: Tree, leaf: bytes) -> None:
        seen.append(leaf)
        add(tree, leaf)

    monkeypatch.setattr(Tree, "add", counted)
    return seen


@pytest.fixture
async def superuser(cluster: Cluster, database: str) -> asyncpg.Connection:
    """Whoever may do anything has switched off the triggers that would stop him; they stay off in this database."""
    connection = await asyncpg.connect(cluster.url(database, SUPERUSER).replace("+asyncpg", ""))
    await connection.execute("ALTER TABLE record_leaf DISABLE TRIGGER ALL")
    return connection


@pytest.fixture(autouse=True)
def fresh(service: FastAPI) -> Iterator[None]:
    """A service that has read nothing yet."""
    service.state.tree = Tree()
    yield
    service.state.tree = Tree()


async def proofs(api: httpx2.AsyncClient, leaf: bytes) -> list[tuple[int, str]]:
    answers = [await api.get(f"/v1/record/leaves/{leaf.hex()}") for _ in range(ASKED)]
    return [(each.status_code, each.json().get("code", "")) for each in answers]


async def filled(people: People, operator: Operator, service: FastAPI) -> list[Leaf]:
    for _ in range(3):
        await people.register_applicant()
    await settled(operator, Sequencer(service.state.database, service.state.signer))
    return [Leaf(*row) for row in await operator.rows(LEAVES)]


@pytest.mark.parametrize("how", ["a leaf is changed", "a leaf is gone"])
async def test_no_proof_is_given_and_the_record_is_read_twice_however_often_it_is_asked(
    api: httpx2.AsyncClient, people: People, operator: Operator, service: FastAPI, superuser: asyncpg.Connection,
    added: list[bytes], how: str,
) -> None:  # fmt: skip
    leaves = await filled(people, operator, service)
    assert await proofs(api, leaves[1].leaf_hash) == [(200, "")] * ASKED
    assert len(added) == len(leaves) >= 3
    service.state.tree = Tree()
    added.clear()
    victim = leaves[0]
    if how == "a leaf is changed":
        await superuser.execute("UPDATE record_leaf SET body = '{}' WHERE id = $1", victim.id)
    else:
        await superuser.execute("DELETE FROM record_leaf WHERE id = $1", victim.id)
    assert await proofs(api, leaves[1].leaf_hash) == [(500, "record.inconsistent")] * ASKED
    assert len(added) <= 2 * len(leaves)
    # What was put right is believed after a while, without a restart.
    await superuser.execute("DELETE FROM record_leaf WHERE id = $1", victim.id)
    whole = "INSERT INTO record_leaf (id, body, hash_algorithm) VALUES ($1, $2, 'sha256')"
    await superuser.execute(whole, victim.id, victim.body)
    service.state.tree.resting = 0.0
    assert await proofs(api, leaves[1].leaf_hash) == [(200, "")] * ASKED
    await superuser.close()


async def test_while_it_rests_a_proof_costs_nothing_however_the_record_grows(
    api: httpx2.AsyncClient, people: People, operator: Operator, service: FastAPI, superuser: asyncpg.Connection,
    added: list[bytes],
) -> None:  # fmt: skip
    leaves = await filled(people, operator, service)
    await superuser.execute("UPDATE record_leaf SET body = '{}' WHERE id = $1", leaves[0].id)
    assert (await proofs(api, leaves[1].leaf_hash))[-1] == (500, "record.inconsistent")
    read = len(added)
    more = await filled(people, operator, service)
    assert (await proofs(api, leaves[1].leaf_hash))[-1] == (500, "record.inconsistent")
    assert (len(added) - read, len(more) > len(leaves)) == (0, True)
    await superuser.execute("UPDATE record_leaf SET body = $2 WHERE id = $1", leaves[0].id, leaves[0].body)
    await superuser.close()
    service.state.tree.resting = 0.0
    ok(await api.get(f"/v1/record/leaves/{leaves[1].leaf_hash.hex()}"), 200)
