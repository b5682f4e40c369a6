"""The record by person: found by an index that says nothing beyond the leaves, as the whole record tells it."""

import time
from typing import Any

import asyncpg
import pytest
from fastapi import FastAPI

from app import cli_privacy
from app.privacy.exporting import acts_of
from app.record import LEAF, LEAF_OF
from tests.api import Operator

LEAVES = 20_000
FILL = """INSERT INTO record_leaf (id, body, hash_algorithm)
SELECT gen_random_uuid(), convert_to(jsonb_build_object('use', 'show_dossier', 'article', '第三十条', 'role', 'expert',
    'of', jsonb_build_object('application_id', md5('case' || n % 200)::uuid), 'actor', md5('person' || n % 100)::uuid,
    'at', '2026-11-30T00:00:00+00:00', 'session', gen_random_uuid(), 'request', 'r' || n)::text, 'UTF8'), 'sha256'
FROM generate_series(1, $1::int) n"""
WHOLE = {
    "of a person": "convert_from(body, 'UTF8')::jsonb ->> 'actor' = $1",
    "of a case": "convert_from(body, 'UTF8')::jsonb #>> '{of,application_id}' = $1",
}
INDEXED = {
    "of a person": "award_leaf(body) ->> 'actor' = $1",
    "of a case": "award_leaf(body) ? 'use' AND award_leaf_of(body) && ARRAY[$1]",
}


@pytest.fixture(scope="module")
async def filled(operator: Operator) -> Operator:
    await operator.run(FILL, LEAVES)
    await operator.run("ANALYZE record_leaf")
    return operator


async def asked_for(operator: Operator, condition: str, which: str) -> tuple[float, list[bytes], str]:
    """Give the quickest of three answers in seconds, the answer, and how it was found."""
    query, quickest = f"SELECT body FROM record_leaf WHERE {condition} ORDER BY id", float("inf")  # noqa: S608 - our own.
    rows: list[tuple[Any, ...]] = []
    for _ in range(3):
        begun = time.perf_counter()
        rows = await operator.rows(query, which)
        quickest = min(quickest, time.perf_counter() - begun)
    plan = "\n".join(line for (line,) in await operator.rows(f"EXPLAIN {query}", which))
    return quickest, [body for (body,) in rows], plan


@pytest.mark.parametrize("kind", WHOLE)
async def test_the_index_gives_what_the_whole_record_gives_and_reads_a_part_of_it(
    filled: Operator, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    which = str(await filled.value(f"SELECT md5('{'person' if kind == 'of a person' else 'case'}7')::uuid"))
    slow, whole, _plan = await asked_for(filled, WHOLE[kind], which)
    quick, found, plan = await asked_for(filled, INDEXED[kind], which)
    with capsys.disabled():
        print(f"\n{kind}: {len(found)} of {LEAVES} leaves, {slow / quick:.0f} times as quick")  # noqa: T201 - counters.
    assert found == whole
    assert len(found) >= 100
    assert ("Index Scan" in plan, "Seq Scan" in plan) == (True, False)
    assert quick < slow / 2


async def test_export_and_breach_report_ask_by_the_index_and_count_the_same(filled: Operator, service: FastAPI) -> None:
    person, case = [await filled.value(f"SELECT md5('{each}7')::uuid") for each in ("person", "case")]
    scans = "SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = $1"

    async def used(index: str) -> int:
        await filled.run("SELECT pg_stat_force_next_flush()")
        return await filled.value(scans, index)

    assert len(await acts_of(service.state.database, person)) == LEAVES // 100
    between = ("2026-01-01", "2027-01-01")
    told = await cli_privacy.breach(str(case), None, between, "text")
    assert told.splitlines()[-1] == f"{LEAVES // 200} rows."
    both = await cli_privacy.breach(str(case), str(person), between, "text")
    assert both.splitlines()[-1] == f"{LEAVES // 200} rows."
    assert [await used(each) for each in ("ix_record_leaf_actor", "ix_record_leaf_of")] >= [1, 1]


async def test_the_index_holds_pseudonyms_and_ids_alone_and_the_record_stays_append_only(filled: Operator) -> None:
    columns = "SELECT column_name FROM information_schema.columns WHERE table_name = 'record_leaf' ORDER BY 1"
    assert [name for (name,) in await filled.rows(columns)] == ["body", "hash_algorithm", "id", "leaf_hash", "txid"]
    assert "user" not in (LEAF + LEAF_OF)
    with pytest.raises(asyncpg.CheckViolationError, match="record_append_only"):
        await filled.run("UPDATE record_leaf SET body = '{}'")
