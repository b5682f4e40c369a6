"""The `award` command and `./dev`: what an operator sees first."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import httpx2
import pytest

from app import local_postgres
from app.accounts import keys
from app.cli_year import scratch_service
from app.database_setup import migrate_async
from app.standing import NO_SCHEMA, OTHER_SCHEMA
from tests.cluster import FOLDER, running_cluster

ROOT = Path(__file__).parents[1]
COMMANDS = ("up", "serve", "migrate", "keys", "demo", "year", "openapi", "diagram", "doctor", "db", "user",
            "privacy", "backup", "restore", "prove")  # fmt: skip


def run(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `award` in a folder with exactly these AWARD_ variables."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("AWARD_")}
    return subprocess.run(  # noqa: S603 (our own command)
        [sys.executable, "-m", "app.cli", *arguments],
        cwd=cwd,
        env=kept | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1", "COLUMNS": "120"} | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_help_names_every_command() -> None:
    shown = run("--help")
    assert shown.returncode == 0
    assert [command for command in COMMANDS if f" {command} " not in shown.stdout] == []


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import contextlib, io, json, sys\n"
        "from app.cli import award\n"
        "with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):\n"
        "    award(['--help'])\n"
        "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 (our own program)
    heavy = {"sqlalchemy", "fastapi", "typst", "uvicorn", "pydantic", "asyncpg", "alembic", "jose", "httpx2"}
    assert heavy & set(json.loads(done.stdout)) == set()


def test_serve_refuses_to_start_without_a_database() -> None:
    refused = run("serve")
    assert refused.returncode == 1
    assert refused.stderr.startswith("AWARD_DATABASE_URL is not set")


def test_serve_refuses_to_start_without_its_keys(tmp_path: Path) -> None:
    refused = run("serve", AWARD_DATABASE_URL="postgresql+asyncpg://a:b@127.0.0.1:1/c", AWARD_KEYS_DIR=str(tmp_path))
    assert refused.returncode == 1
    assert "`award keys` makes them" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


@pytest.fixture(scope="module")
def keys_folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("keys")
    keys.ensure(folder)
    return str(folder)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql+asyncpg://a:b@127.0.0.1:1/c", "The database of AWARD_DATABASE_URL cannot be reached: "),
        ("postgresql://a:secret@127.0.0.1:1/c", "AWARD_DATABASE_URL is not of the form postgresql+asyncpg://"),
        ("secret", "AWARD_DATABASE_URL is not of the form postgresql+asyncpg://"),
    ],
)
def test_serve_says_in_one_line_what_is_wrong_with_its_database(url: str, sentence: str, keys_folder: str) -> None:
    refused = run("serve", AWARD_DATABASE_URL=url, AWARD_KEYS_DIR=keys_folder)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith(sentence)
    assert "secret" not in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


def test_serve_refuses_a_database_that_was_not_migrated_or_by_another_version(keys_folder: str) -> None:
    with running_cluster() as cluster:
        name = f"award_unmigrated_{os.getpid()}"
        url, owner = (cluster.url(name, role) for role in (local_postgres.SERVICE, local_postgres.MIGRATOR))
        local_postgres.create_database(cluster, name)
        try:
            empty = run("serve", AWARD_DATABASE_URL=url, AWARD_KEYS_DIR=keys_folder)
            asyncio.run(migrate_async(owner, local_postgres.SERVICE))
            local_postgres.query(cluster, "UPDATE installation SET schema_digest = repeat('0', 64)", name)
            other = run("serve", AWARD_DATABASE_URL=url, AWARD_KEYS_DIR=keys_folder)
        finally:
            local_postgres.query(cluster, f"DROP DATABASE {name} WITH (FORCE)")
    assert (empty.returncode, empty.stderr.strip()) == (1, NO_SCHEMA)
    assert (other.returncode, other.stderr.strip()) == (1, OTHER_SCHEMA)
    assert ["`award migrate`" in sentence for sentence in (NO_SCHEMA, OTHER_SCHEMA)] == [True, True]


def test_migrate_wants_both_urls() -> None:
    refused = run("migrate", AWARD_DATABASE_URL="postgresql+asyncpg://a:b@127.0.0.1:1/c")
    assert refused.returncode == 1
    assert "AWARD_MIGRATION_URL" in refused.stderr


def test_keys_are_made_once_and_for_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "钥 匙"
    assert run("keys", AWARD_KEYS_DIR=str(folder)).returncode == 0
    made = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert run("keys", AWARD_KEYS_DIR=str(folder)).returncode == 0
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == made
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}


def test_the_signing_key_is_rotated_by_command(tmp_path: Path) -> None:
    folder = str(tmp_path / "keys")
    without = run("keys", "rotate", AWARD_KEYS_DIR=folder)
    assert (without.returncode, "is absent" in without.stderr) == (1, True)
    assert run("keys", AWARD_KEYS_DIR=folder).returncode == 0
    rotated = run("keys", "rotate", AWARD_KEYS_DIR=folder)
    assert (rotated.returncode, "/v1/tokens/keys" in rotated.stdout) == (0, True)
    again = run("keys", "rotate", AWARD_KEYS_DIR=folder)
    assert (again.returncode, again.stderr.startswith("A next key is published already")) == (1, True)
    retired = run("keys", "retire", AWARD_KEYS_DIR=folder)
    assert (retired.returncode, retired.stdout) == (0, "No key has done its time yet.\n")
    names = sorted(path.name.partition("-")[0] for path in Path(folder).iterdir())
    assert names == ["cursor.key", "factor.key", "file", "record.pem", "signing", "signing.pem"]


def test_doctor_fails_where_there_is_no_database(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    checked = run("doctor", cwd=tmp_path, AWARD_DATABASE_URL=f"postgresql+asyncpg://a:b@127.0.0.1:{port}/c")
    assert checked.returncode == 1
    assert "no connection" in checked.stdout


def test_a_database_that_does_not_run_has_no_url(tmp_path: Path) -> None:
    asked = run("db", "url", cwd=tmp_path)
    assert (asked.returncode, asked.stdout) == (1, "")
    assert "award db start" in asked.stderr


def test_dev_says_which_python_is_missing(tmp_path: Path) -> None:
    checkout = tmp_path / "检出 目录"
    (checkout / "requirements").mkdir(parents=True)
    (checkout / "dev").write_bytes((ROOT / "dev").read_bytes())
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "dirname", "cat"):
        found = next(path for path in (Path("/bin", name), Path("/usr/bin", name)) if path.exists())
        (tools / name).symlink_to(found)
    refused = subprocess.run(  # noqa: S603 (our own script)
        [tools / "sh", checkout / "dev", "up"], env={"PATH": str(tools)}, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 1
    assert refused.stderr.startswith("Python 3.11 or newer is needed")


@pytest.mark.parametrize("name", ["runtime", "dev"])
def test_locks_are_pinned_with_hashes_and_name_no_host(name: str) -> None:
    lines = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8").splitlines()
    packages = [line for line in lines if line and line[0].isalnum()]
    assert [line for line in packages if "==" not in line or not line.endswith("\\")] == []
    assert [line for line in lines if "://" in line or line.startswith("--")] == []


def test_locks_hold_what_the_project_declares() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = {
        "runtime": project["project"]["dependencies"],
        "dev": project["dependency-groups"]["dev"] + project["project"]["optional-dependencies"]["local"],
    }
    for name, wanted in declared.items():
        lines = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8").splitlines()
        pinned = {line.partition(" ")[0] for line in lines}
        plain = [f"{item.partition('[')[0].partition('==')[0]}=={item.partition('==')[2]}" for item in wanted]
        assert [item for item in plain if item not in pinned] == []


def test_every_source_of_the_image_exists() -> None:
    copies = [
        line.split()[1:-1]
        for line in (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
        if line.startswith("COPY ")
    ]
    sources = [source for sources in copies if not sources[0].startswith("--") for source in sources]
    assert [source for source in sources if not (ROOT / source).exists()] == []


def test_a_scratch_service_is_a_rehearsal_of_its_own_and_leaves_no_database() -> None:
    with running_cluster() as cluster:
        with scratch_service("award_scratch", FOLDER) as scratch:
            assert httpx2.get(f"{scratch.base}/readyz").json()["rehearsal"] is True
        left = local_postgres.query(cluster, "SELECT count(*) FROM pg_database WHERE datname = 'award_scratch'")
    assert left == "0"
