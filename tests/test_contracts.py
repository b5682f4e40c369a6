"""The import contracts hold, and each of them notices its own breach."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LINT = "from importlinter.cli import lint_imports_command as lint; lint()"


def lint(root: Path) -> tuple[int, str]:
    """Check the contracts of the project at `root`; the code it exits with, and the verdicts as one line."""
    command = [sys.executable, "-c", LINT, "--no-logo", "--no-cache"]
    done = subprocess.run(  # noqa: S603 - this interpreter with our own words.
        command, cwd=root, env={"PYTHONPATH": "."}, capture_output=True, text=True, check=False
    )
    return done.returncode, " ".join((done.stdout + done.stderr).split())


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the source, to be broken."""
    root = tmp_path_factory.mktemp("broken")
    shutil.copytree(ROOT / "app", root / "app", ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


def test_the_contracts_hold(copy: Path) -> None:
    code, verdicts = lint(copy)
    assert (code, verdicts.count("BROKEN"), verdicts.count("KEPT")) == (0, 0, 4), verdicts


@pytest.mark.parametrize(
    ("module", "line", "verdict"),
    [
        ("app/cycles/views.py", "from app.honours import models", "never the reverse BROKEN"),
        ("app/paging.py", "from app import record", "never the reverse BROKEN"),
        ("app/newcomer.py", "", "not listed as layers: - app.newcomer"),
        ("app/regulation/window.py", "import time", "The law is pure BROKEN"),
        ("app/accounts/secrets_.py", "from jose import jwt", "One module speaks JWT BROKEN"),
        ("app/files/types.py", "from app.files import store", "No two siblings import each other BROKEN"),
    ],
)
def test_a_contract_notices_its_breach(copy: Path, module: str, line: str, verdict: str) -> None:
    path = copy / module
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.write_text(f"{before or ''}\n{line}\n", encoding="utf-8")
    try:
        code, verdicts = lint(copy)
    finally:
        path.unlink() if before is None else path.write_text(before, encoding="utf-8")
    assert code == 1
    assert verdict in verdicts


def test_the_law_imports_the_standard_library_only() -> None:
    imported = {
        name.split(".")[0]
        for path in (ROOT / "app" / "regulation").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in _names(node)
    }
    assert imported - sys.stdlib_module_names == {"app"}


def _names(node: ast.AST) -> list[str]:
    match node:
        case ast.Import():
            return [alias.name for alias in node.names]
        case ast.ImportFrom():
            return [node.module or ""]
        case _:
            return []
