"""The command that tries mutants is not blind: with its tests a rule is tested enough, with one less it is not."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutation import run
from tests.mutation.mutants import Mutant, Outcome, changed, readable
from tests.mutation.run import Equivalent, Report, is_enough, modules_in, told

ROOT = Path(__file__).parents[2]
MODULE = "conflict_rule"
TESTED_BY = "test_conflict.py"
THE_TEST = "def test_months_and_hours_are_numbers_that_one_can_live_with"
BLUNT = """

def test_a_rule_is_asked_and_its_answer_is_not_looked_at() -> None:
    conflict_rule_faults(ConflictRule())
"""
ONE = Mutant("window", "is_open", "return first <= now", "return first < now", Outcome.KILLED)
LISTED = Equivalent("window", "is_open", "return first <= now", "return first < now", "The instant is never reached.")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with one rule and the tests of that rule."""
    root = tmp_path_factory.mktemp("small")
    shutil.copytree(ROOT / "app", root / "app", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "tests/mutation", root / "tests/mutation", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "tests/regulation").mkdir()
    for name in ("pyproject.toml", "tests/__init__.py"):
        shutil.copy2(ROOT / name, root / name)
    for name in ("__init__.py", "conftest.py", "values.py", TESTED_BY):
        shutil.copy2(ROOT / "tests/regulation" / name, root / "tests/regulation" / name)
    return root


def tried(root: Path) -> tuple[int, str]:
    command = [sys.executable, "-m", "tests.mutation.run", MODULE]
    environment = os.environ | {"PYTHONPATH": ""}
    ran = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - ours.
    assert ran.stderr == ""
    return ran.returncode, ran.stdout


def test_a_rule_that_is_tested_is_enough_and_without_its_test_it_is_not(small: Path) -> None:
    code, table = tried(small)
    assert (code, table.splitlines()[-1].split()) == (0, ["all", "22", "22", "0", "0", "0", "0", "100.00"])
    tests = small / "tests/regulation" / TESTED_BY
    whole = tests.read_text()
    assert whole.count(THE_TEST) == 1
    tests.write_text(whole.replace(THE_TEST, THE_TEST.replace("test_", "no_test_")) + BLUNT)
    code, table = tried(small)
    assert code == 1
    name, mutants, *_, percent = table.splitlines()[-1].split()
    assert (name, mutants, float(percent) < 50) == ("all", "22", True)
    assert table.count(f"survived: {MODULE}.conflict_rule_faults") > 11


def report(*outcomes: Outcome, listed: tuple[Equivalent, ...] = ()) -> Report:
    return Report([Mutant("window", "is_open", "return first <= now", f"return {n}", outcome)
                   for n, outcome in enumerate(outcomes)], listed)  # fmt: skip


@pytest.mark.parametrize(("alive", "is_enough_"), [(5, True), (6, False)])
@pytest.mark.parametrize("outcome", [Outcome.SURVIVED, Outcome.UNTRIED])
def test_survivors_and_what_no_test_reaches_count_alike(outcome: Outcome, alive: int, is_enough_: bool) -> None:
    found = report(*[Outcome.KILLED] * (98 - alive), Outcome.TIMEOUT, Outcome.TIMEOUT, *[outcome] * alive)
    assert (found.percent, is_enough(found)) == (100 - alive, is_enough_)
    assert len(list(told(found))) == alive


def test_nothing_at_all_is_no_success() -> None:
    assert (report().percent, is_enough(report())) == (0.0, False)


def test_an_equivalent_is_counted_separately_and_only_while_it_lives() -> None:
    alive = Mutant(ONE.module, ONE.function, ONE.before, ONE.after, Outcome.SURVIVED)
    other = Mutant(ONE.module, ONE.function, ONE.before, "return True", Outcome.KILLED)
    accepted = Report([alive, other], [LISTED])
    assert (accepted.percent, accepted.accepted, list(told(accepted)), is_enough(accepted)) == (
        100.0,
        [alive],
        [],
        True,
    )
    for mutants in ([ONE, other], [other]):
        stale = Report(mutants, [LISTED])
        assert (stale.percent, stale.stale, is_enough(stale)) == (100.0, [LISTED], False)
        assert list(told(stale)) == [
            "listed as equivalent, but no surviving mutant: window.is_open: return first < now",
        ]  # fmt: skip


def test_a_change_is_told_by_the_lines_that_differ() -> None:
    assert changed("def rule():\n    a = 1\n    return a", "def rule():\n    a = 2\n    return a") == ("a = 1", "a = 2")
    assert changed("if a:\n    b()\n    c()", "if a:\n    c()") == ("b()", "")
    assert [readable("x_is_open"), readable("xǁWindowǁopens_at")] == ["is_open", "Window.opens_at"]


def test_whatever_is_listed_as_equivalent_has_its_reason_and_is_listed_once() -> None:
    listed = run.equivalents_of(ROOT, modules_in(ROOT))
    assert len({(each.module, each.function, each.before, each.after) for each in listed}) == len(listed) > 0
    assert all(each.reason.endswith(".") and each.before != each.after for each in listed)


def test_a_module_that_does_not_exist_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    with pytest.raises(SystemExit, match="2"):
        run.main(["nothing"])
