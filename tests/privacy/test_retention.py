"""Retention: what is due by the award's clock goes, what is not stays, nothing twice, and no invariant is broken."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from app import cli_privacy
from app.cli_check import judged
from app.files.store import path_of
from app.local_postgres import MIGRATOR, Cluster
from app.privacy.retention import CLASSES, RULES, kept
from app.schema import METADATA
from app.settings import settings
from tests.api import Operator, People
from tests.eligibility_world import eligible

NAMES = [rule.name for rule in RULES]


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, int]:
    """Read the table that was printed: rule → rows."""
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("│")]
    cells = [[cell.strip() for cell in line.strip("│").split("│")] for line in lines]
    return {row[0].partition(" ")[0]: int(row[-1]) for row in cells if row[-1].isdigit()}


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the table that is printed have room."""
    monkeypatch.setattr(cli_privacy.console, "width", 400)


async def run(capsys: pytest.CaptureFixture[str], *, apply: bool = False) -> dict[str, int]:
    capsys.readouterr()
    await cli_privacy.retention(apply=apply)
    return told(capsys)


async def former(people: People, operator: Operator, phone: str) -> UUID:
    """Make a user whose only role has ended."""
    person = await people.secretary()
    await operator.run("UPDATE user_account SET phone = $1 WHERE id = $2", phone, person.user)
    await operator.run("UPDATE role_grant SET ended_at = clock_timestamp() WHERE user_id = $1", person.user)
    return person.user


async def quarantined(operator: Operator, owner: UUID, folder: Path) -> Path:
    """Put a file in quarantine to which nothing refers."""
    name, key = uuid4().hex + uuid4().hex, uuid4()
    place = path_of(folder, name)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"hostile")
    await operator.run(
        "INSERT INTO file_key (id, wrapped, wrapping_key, algorithm) VALUES ($1, '\\x00', 'file-0001', 'AES-256-GCM')",
        key,
    )
    await operator.run(
        "INSERT INTO stored_file (id, owner_id, sha256, size, media_type, filename, storage_name, quarantined_at, "
        "key_id) VALUES ($1, $2, sha256('hostile'), 7, 'application/pdf', 'x.pdf', $3, clock_timestamp(), $4)",
        uuid4(), owner, name, key,
    )  # fmt: skip
    return place


async def left_behind(people: People, operator: Operator) -> Path:
    """Leave one row behind for each rule that needs no case: failures, sessions, answers, codes, events, a file."""
    applicant = await people.register_applicant()
    await former(people, operator, "0510-86000001")
    await operator.run("INSERT INTO login_failure VALUES ('digest', 3, clock_timestamp())")
    await operator.run("UPDATE login_session SET ended_at = clock_timestamp() WHERE user_id = $1", applicant.user)
    code, event = uuid4().bytes * 2, uuid4()
    await operator.run(
        "INSERT INTO one_time_code (code_hash, purpose, user_id, expires_at) "
        "VALUES ($1, 'reset', $2, clock_timestamp())",
        code, applicant.user,
    )  # fmt: skip
    await operator.run(
        "INSERT INTO outbox_event (id, topic, body, delivered_at) VALUES ($1, 'test', '{}', clock_timestamp())", event
    )
    await operator.run(
        "INSERT INTO idempotency_key (principal, key, request_hash, status, headers, body) "
        "VALUES ('anonymous', 'old', sha256(''), 201, '{}', '')"
    )
    return await quarantined(operator, applicant.party or uuid4(), settings().files_dir)


async def test_nothing_is_due_of_an_award_that_has_just_begun(
    people: People, operator: Operator, capsys: pytest.CaptureFixture[str]
) -> None:
    await eligible(people, operator)
    assert await run(capsys) == dict.fromkeys(NAMES, 0)


async def test_what_is_due_goes_once_and_nothing_that_an_invariant_needs(
    people: People, operator: Operator, cluster: Cluster, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = await left_behind(people, operator)
    leaves = await operator.value("SELECT count(*) FROM record_leaf")
    failures = await operator.value("SELECT count(*) FROM login_failure")
    rows = {name: await operator.value(f'SELECT count(*) FROM "{name}"') for name, _ in kept()}  # noqa: S608 - our own names.
    async with operator.at(datetime.now(UTC) + timedelta(days=366 * 4)):
        would = await run(capsys)
        assert file.exists()
        assert await run(capsys) == would
        assert await run(capsys, apply=True) == would
        assert await run(capsys) == dict.fromkeys(NAMES, 0)
        assert await run(capsys, apply=True) == dict.fromkeys(NAMES, 0)
    assert {name for name, count in would.items() if count} == set(NAMES) - {"claimants", "objectors_contacts"}
    single = ("quarantined_files", "former_users_phones", "told_events", "kept_answers")
    assert {name: would[name] for name in single} == dict.fromkeys(single, 1)
    assert would["login_failures"] == failures
    assert not file.exists()
    after = {name: await operator.value(f'SELECT count(*) FROM "{name}"') for name, _ in kept()}  # noqa: S608 - as above.
    fewer = {name: rows[name] - 1 for name in ("stored_file", "file_key")}
    assert after == rows | fewer | {"record_leaf": leaves + 1}
    assert await operator.value("SELECT count(*) FROM user_account WHERE phone = '0510-86000001'") == 0
    newest = await operator.value(
        "SELECT convert_from(body, 'UTF8')::jsonb FROM record_leaf ORDER BY txid DESC, id DESC LIMIT 1"
    )
    assert '"use": "apply_retention"' in newest
    found = await judged(cluster.url(database, MIGRATOR))
    assert [each.breaches for each in found if each.breaches] == []


@pytest.mark.parametrize(
    ("days", "gone"),
    [
        (29, set()),
        (31, {"kept_answers"}),
        (91, {"kept_answers", "quarantined_files", "told_events"}),
        (181, {"kept_answers", "quarantined_files", "told_events", "login_failures"}),
    ],
)
async def test_each_rule_has_its_own_term(
    people: People, operator: Operator, capsys: pytest.CaptureFixture[str], days: int, gone: set[str]
) -> None:
    await operator.run("DELETE FROM idempotency_key; DELETE FROM login_failure; DELETE FROM outbox_event")
    await operator.run("DELETE FROM one_time_code; DELETE FROM refresh_token; DELETE FROM login_session")
    await left_behind(people, operator)
    async with operator.at(datetime.now(UTC) + timedelta(days=days)):
        due = {name for name, count in (await run(capsys)).items() if count}
    # Codes and tokens count from their expiry, which lies ahead of the day on which they were made.
    assert due - {"one_time_codes", "refresh_tokens", "ended_sessions"} == gone


async def test_a_file_that_something_refers_to_stays_even_in_quarantine(
    people: People, operator: Operator, capsys: pytest.CaptureFixture[str]
) -> None:
    made = await eligible(people, operator)
    held = await operator.value("SELECT file_id FROM evidence WHERE application_id = $1", UUID(made.id))
    assert held is not None
    await operator.run("UPDATE stored_file SET quarantined_at = clock_timestamp() WHERE id = $1", held)
    async with operator.at(datetime.now(UTC) + timedelta(days=400)):
        await run(capsys, apply=True)
    assert await operator.value("SELECT count(*) FROM stored_file WHERE id = $1", held) == 1


def test_every_table_is_kept_in_one_class_or_let_go_by_a_rule() -> None:
    tables, names = list(kept()), [table for table, _ in kept()]
    assert len(names) == len(set(names)) > 150
    erased = {rule.table for rule in RULES} - set(names)
    assert sorted(set(names) | erased) == sorted(METADATA.tables)
    assert {name: each.years for name, each in CLASSES.items()} == {
        "permanent": None, "thirty_years": 30, "ten_years": 10, "in_use": None,
    }  # fmt: skip
    record = {"record_leaf", "record_entry", "record_checkpoint"}
    assert {table: of for table, of in tables if table in record} == dict.fromkeys(record, "permanent")
    assert record & {rule.table for rule in RULES} == set()
