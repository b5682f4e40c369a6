"""Backup → restore → verify on a small filled award: equal rows, invariants, record and files; old ones are noticed."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI

from app import cli_backup, local_postgres
from app.accounts import record_keys
from app.backups import manifest
from app.backups.manifest import BackupError
from app.cli_check import as_owner
from app.cli_record import export
from app.local_postgres import MIGRATOR, Cluster
from app.main import create_app
from app.sealing import verifier
from app.sealing.sequencing import Sequencer
from app.sealing.verifier import Key
from app.settings import settings
from tests.api import Operator, People
from tests.eligibility_world import eligible
from tests.sealing.settling import settled


@dataclass(frozen=True, slots=True)
class Saved:
    """A backup, the head that was signed after it, and the verifier's key."""

    folder: Path
    later: Path
    key: str
    keys: tuple[Key, ...]


@pytest.fixture(scope="module")
async def saved(
    people: People, operator: Operator, service: FastAPI, tmp_path_factory: pytest.TempPathFactory
) -> Saved:
    """An eligible case is backed up; then something more happens and is sealed."""
    folder = tmp_path_factory.mktemp("backup")
    await eligible(people, operator)
    sequencer = Sequencer(service.state.database, service.state.signer)
    await settled(operator, sequencer)
    told = await cli_backup.backup(folder / "monday", with_keys=False)
    assert "NOT copied" in told
    await people.register_applicant()
    await settled(operator, sequencer)
    later = folder / "notice.txt"
    later.write_text(await operator.value("SELECT note FROM record_checkpoint ORDER BY size DESC LIMIT 1"))
    return Saved(folder / "monday", later, service.state.signer.verifier_key, service.state.signer.keys)


@pytest.fixture
def empty(cluster: Cluster, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An empty database and an empty store, to which the environment points."""
    name = f"{database.replace('award_test_', 'award_restored_')}"
    local_postgres.query(cluster, f"DROP DATABASE IF EXISTS {name} WITH (FORCE);")
    local_postgres.create_database(cluster, name)
    monkeypatch.setenv("AWARD_DATABASE_URL", cluster.url(name))
    monkeypatch.setenv("AWARD_MIGRATION_URL", cluster.url(name, MIGRATOR))
    monkeypatch.setenv("AWARD_FILES_DIR", str(tmp_path / "files"))
    settings.cache_clear()
    yield name
    monkeypatch.undo()
    settings.cache_clear()
    local_postgres.query(cluster, f"DROP DATABASE IF EXISTS {name} WITH (FORCE);")


def copy_of(saved: Saved, place: Path) -> Path:
    return Path(shutil.copytree(saved.folder, place / "copy"))


def alter_dump(folder: Path) -> None:
    """Change one byte of the dump."""
    dump = folder / "database.dump"
    content = bytearray(dump.read_bytes())
    content[-1] ^= 1
    dump.write_bytes(content)


def test_the_manifest_lists_every_table_the_files_and_the_keys_without_the_keys(saved: Saved) -> None:
    made = manifest.read(saved.folder)
    assert len(made.tables) > 150
    assert made.tables["application"].rows == 1
    assert made.tables["record_leaf"].rows == made.record_size > 10
    assert len(made.files) == made.tables["stored_file"].rows > 0
    assert made.missing_files == ()
    assert made.rehearsal is True
    assert set(made.keys) >= {record_keys.FIRST_FILE}
    assert sorted(path.name for path in saved.folder.iterdir()) == ["database.dump", "files", "manifest.json"]
    assert b"PRIVATE KEY" not in b"".join(path.read_bytes() for path in saved.folder.rglob("*") if path.is_file())


async def test_a_backup_restored_is_the_award_that_was_saved_and_can_be_served(
    saved: Saved, empty: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert empty.startswith("award_restored_")
    assert await cli_backup.restore(saved.folder, "") is True
    assert capsys.readouterr().out.rstrip().endswith("leaves restored; 0 differences.")
    made = create_app()
    async with made.router.lifespan_context(made):
        transport = httpx2.ASGITransport(made, raise_app_exceptions=False)
        async with httpx2.AsyncClient(transport=transport, base_url="http://award.test") as client:
            ready = await client.get("/readyz")
            assert ready.status_code == 200, ready.text
            cycles = await client.get("/v1/cycles")
            assert len(cycles.json()["items"]) == 1
            assert await Sequencer(made.state.database, made.state.signer).all() == 0


async def test_an_older_backup_is_noticed_by_the_record_and_a_later_head(
    saved: Saved, empty: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert empty
    assert await cli_backup.restore(saved.folder, saved.later.read_text()) is False
    size = manifest.read(saved.folder).record_size
    assert f"ALARM record: a signed head covers {size + 1} leaves, here are {size}" in capsys.readouterr().out
    exported, head = tmp_path / "export.jsonl", tmp_path / "head.txt"
    with exported.open("w") as lines, head.open("w") as note:
        assert await export(lines, note) == size
    said: list[str] = []
    arguments = ["--key", saved.key, "--checkpoint", str(saved.later), str(exported)]
    assert verifier.main(arguments, said.append) == 1
    assert said == [f"NOT VERIFIED: the checkpoint covers {size + 1} leaves, the export has {size}"]
    own = ["--key", saved.key, "--checkpoint", str(head), str(exported)]
    assert verifier.main(own, said.append) == 0


async def test_what_was_changed_after_the_restore_is_named(
    saved: Saved, empty: str, cluster: Cluster, tmp_path: Path
) -> None:
    assert await cli_backup.restore(saved.folder, "") is True
    tampered = "UPDATE organization SET name = name || '!'; UPDATE unit SET scope = '';"
    local_postgres.query(cluster, f"SET session_replication_role = replica; {tampered}", empty)
    made, files_dir = manifest.read(saved.folder), tmp_path / "files"
    spoiled = next(path for path in files_dir.rglob("*") if path.is_file())
    spoiled.write_bytes(b"other bytes")
    async with as_owner(cluster.url(empty, MIGRATOR)) as session:
        found = await cli_backup.restoring.differences(session, made, files_dir, "", saved.keys)
    assert sorted(line.partition(":")[0] for line in found) == sorted(
        ["table organization", "table unit", f"file {spoiled.name}"]
    )


async def test_a_leaf_that_was_rewritten_in_the_restored_record_is_named(
    saved: Saved, empty: str, cluster: Cluster, tmp_path: Path
) -> None:
    assert await cli_backup.restore(saved.folder, "") is True
    forged = "UPDATE record_leaf SET body = '[]' WHERE id = (SELECT leaf_id FROM record_entry WHERE seq = 0)"
    local_postgres.query(cluster, f"ALTER TABLE record_leaf DISABLE TRIGGER record_append_only; {forged};", empty)
    async with as_owner(cluster.url(empty, MIGRATOR)) as session:
        found = await cli_backup.restoring.differences(
            session, manifest.read(saved.folder), tmp_path / "files", "", saved.keys
        )
    assert found[0].startswith("table record_leaf: saved ")
    assert "record: a head over " in found[-1]


@pytest.mark.parametrize("fault", ["dump", "manifest", "no manifest"])
async def test_a_damaged_backup_is_refused_before_anything_is_restored(
    saved: Saved, empty: str, cluster: Cluster, tmp_path: Path, fault: str
) -> None:
    folder = copy_of(saved, tmp_path)
    match fault:
        case "dump":
            alter_dump(folder)
        case "manifest":
            (folder / "manifest.json").write_text(json.dumps({"form": 1}))
        case _:
            (folder / "manifest.json").unlink()
    with pytest.raises(SystemExit, match=r"is not the file that the manifest describes|is no backup"):
        await cli_backup.restore(folder, "")
    assert local_postgres.query(cluster, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", empty) == "0"


async def test_nothing_is_restored_over_an_award_nor_saved_over_a_backup(saved: Saved, database: str) -> None:
    assert database
    with pytest.raises(SystemExit, match="is not empty"):
        await cli_backup.restore(saved.folder, "")
    with pytest.raises(SystemExit, match="is not empty"):
        await cli_backup.backup(saved.folder, with_keys=False)


async def test_without_the_key_of_the_record_nothing_is_restored(
    saved: Saved, empty: str, cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWARD_KEYS_DIR", str(tmp_path / "no keys"))
    settings.cache_clear()
    with pytest.raises(SystemExit, match=record_keys.FIRST_FILE):
        await cli_backup.restore(saved.folder, "")
    assert local_postgres.query(cluster, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", empty) == "0"


def test_a_backup_is_for_its_owner_alone(saved: Saved) -> None:
    assert saved.folder.stat().st_mode & 0o777 == 0o700


async def test_keys_are_copied_only_where_that_is_asked(saved: Saved, tmp_path: Path) -> None:
    assert saved.folder.is_dir()
    told = await cli_backup.backup(tmp_path / "with keys", with_keys=True)
    assert "were copied too" in told
    made = manifest.read(tmp_path / "with keys")
    assert made.has_keys is True
    assert sorted(path.name for path in (tmp_path / "with keys" / "keys").iterdir()) == sorted(made.keys)


def test_a_manifest_of_an_unknown_form_is_refused(saved: Saved, tmp_path: Path) -> None:
    folder = copy_of(saved, tmp_path)
    told = json.loads((folder / "manifest.json").read_text()) | {"form": 2}
    (folder / "manifest.json").write_text(json.dumps(told))
    with pytest.raises(BackupError, match="does not know"):
        manifest.read(folder)
