"""The long proofs: each of them is there, takes its number, and fails when it does."""

import re
import shlex
from pathlib import Path

import pytest

from app import cli_prove
from app.cli_prove import Suite
from tests.test_cli import ROOT, run

SETTING = re.compile(r'environ(?:\.get\(|\[)\s*"(AWARD_[A-Z_]+)"')
SUITES = cli_prove.suites()
OTHER = {"AWARD_CLAMD", "AWARD_MACHINE_SEED", "AWARD_SEED"}
"""What is no number of how often: the path of a real scanner, and where chance begins."""


def numbers_of_the_tests() -> set[str]:
    """Give the settings from which a test takes how often it does something."""
    return {name for path in (ROOT / "tests").rglob("*.py") for name in SETTING.findall(path.read_text("utf-8"))}


def test_every_number_that_a_test_takes_belongs_to_a_suite() -> None:
    assert {each.variable for each in SUITES.values()} - {""} == numbers_of_the_tests() - OTHER


@pytest.mark.parametrize("suite", SUITES.values(), ids=list(SUITES))
def test_what_a_suite_runs_is_there_and_its_number_reaches_it(suite: Suite) -> None:
    arguments = suite.arguments(7)
    places = [ROOT / each for each in arguments if each.startswith("tests/")]
    modules = [ROOT / f"{each.replace('.', '/')}.py" for each in arguments if each.startswith("tests.")]
    assert [path for path in places + modules if not path.exists()] == []
    assert places + modules
    assert ("7" in [*arguments, *suite.environment(7).values()]) is suite.is_counted
    assert suite.minutes > 0


def test_the_list_is_told_and_an_unknown_name_is_refused() -> None:
    told = run("prove")
    assert told.returncode == 0
    assert [name for name in SUITES if name not in told.stdout] == []
    refused = run("prove", "everything")
    assert refused.returncode == 1
    assert "There is no suite everything" in refused.stderr


def test_what_is_run_whole_takes_no_number() -> None:
    refused = run("prove", "rules", "--count", "5")
    assert (refused.returncode, "takes no number" in refused.stderr) == (1, True)


def test_a_suite_that_fails_fails_the_command() -> None:
    assert run("prove", "tokens", "--count", "50").returncode == 0
    assert run("prove", "tokens", "--count", "-1").returncode == 2


def test_the_exit_of_a_suite_is_the_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    failing = f"-c {shlex.quote('raise SystemExit({count})')}"
    monkeypatch.setattr(cli_prove, "suites", lambda: {"x": Suite("x", "一", "One", failing, 1, 3)})
    assert (cli_prove.prove("x", None), cli_prove.prove("x", 4)) == (3, 4)


def test_an_installation_without_the_tests_says_where_they_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(cli_prove, "LIST", tmp_path / "prove.toml")
    with pytest.raises(SystemExit, match="in a checkout"):
        cli_prove.tell()
