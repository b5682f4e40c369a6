"""Mutants of the pure rules: `python -m tests.mutation.run [MODULE …]` changes each rule in small ways and counts.

Every change (a mutant) should make a pure test of tests/regulation fail. Mutants that survive, that no test reaches or
that were not tried count against the rules; those of equivalent.toml cannot be told from it and are counted apart.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.mutation.mutants import Mutant, Outcome, mutants_of

RULES = Path("app/regulation")
COPIED = ("app", "tests/__init__.py", "tests/regulation", "tests/mutation")
WORKSPACE = Path("mutants")
LEAST = 95
"""Percent of the mutants that are no equivalents."""


@dataclass(frozen=True, slots=True)
class Equivalent:
    """A mutant that no test can tell from the rule, and why."""

    module: str
    function: str
    before: str
    after: str
    reason: str

    def matches(self, mutant: Mutant) -> bool:
        """Whether this is the mutant: by its function and its change, for numbers shift."""
        return (self.module, self.function, self.before, self.after) == (
            mutant.module, mutant.function, mutant.before, mutant.after,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the mutants of some modules."""

    mutants: Sequence[Mutant]
    equivalents: Sequence[Equivalent]

    @property
    def survivors(self) -> list[Mutant]:
        """Those that lived, whether or not a test reached them."""
        return [one for one in self.mutants if one.outcome in {Outcome.SURVIVED, Outcome.UNTRIED}]

    @property
    def accepted(self) -> list[Mutant]:
        """Survivors that are listed as equivalent."""
        return [one for one in self.survivors if any(each.matches(one) for each in self.equivalents)]

    @property
    def stale(self) -> list[Equivalent]:
        """What is listed and no mutant any more, or was killed."""
        return [each for each in self.equivalents if not any(each.matches(one) for one in self.survivors)]

    @property
    def percent(self) -> float:
        """Killed of all that are no equivalents; nothing at all is no success."""
        counted = len(self.mutants) - len(self.accepted)
        return 100 * (len(self.mutants) - len(self.survivors)) / counted if counted else 0.0

    def of(self, module: str) -> "Report":
        """The same of one module."""
        return Report(
            [one for one in self.mutants if one.module == module],
            [each for each in self.equivalents if each.module == module],
        )


def modules_in(root: Path) -> list[str]:
    """Every module of the rules, as `scoring` or `table/moves`."""
    found = (path.relative_to(root / RULES).with_suffix("").as_posix() for path in (root / RULES).rglob("*.py"))
    return sorted(name for name in found if not name.endswith("__init__"))


def prepare(root: Path, modules: Iterable[str]) -> Path:
    """Make a fresh workspace with the rules and their tests, in which nothing but these modules is mutated."""
    workspace = root / WORKSPACE
    shutil.rmtree(workspace, ignore_errors=True)
    for name in COPIED:
        source, target = root / name, workspace / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, target)
    settings = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["mutmut"]
    settings["only_mutate"] = [(RULES / f"{module}.py").as_posix() for module in modules]
    # Strings, lists of strings and booleans are written alike in JSON and TOML.
    lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
    (workspace / "pyproject.toml").write_text("\n".join(["[tool.mutmut]", *lines, ""]))
    return workspace


def try_mutants(workspace: Path, children: int) -> None:
    """Run mutmut; what it says is of interest only if it fails."""
    command = [Path(sys.executable).with_name("mutmut"), "run", "--max-children", str(children)]
    ran = subprocess.run(command, cwd=workspace, capture_output=True, text=True, check=False)  # noqa: S603 - our own command.
    (workspace / "mutmut.log").write_text(ran.stdout + ran.stderr)
    if ran.returncode:
        message = f"mutmut failed ({ran.returncode}):\n{ran.stdout[-4000:]}{ran.stderr[-4000:]}"
        raise RuntimeError(message)


def equivalents_of(root: Path, modules: Iterable[str]) -> list[Equivalent]:
    """What is listed for these modules."""
    listed = tomllib.loads((root / "tests/mutation/equivalent.toml").read_text()).get("equivalent", [])
    return [Equivalent(**each) for each in listed if each["module"] in set(modules)]


def table_of(report: Report, modules: Iterable[str]) -> Iterator[str]:
    """Write a line for each module, and one for all."""
    yield f"{'module':28}{'mutants':>8}{'killed':>8}{'timeout':>8}{'survived':>9}{'untried':>8}{'equal':>6}{'%':>8}"
    for name, part in [*((module, report.of(module)) for module in modules), ("all", report)]:
        if part.mutants:
            count = Counter(one.outcome for one in part.mutants)
            yield (
                f"{name:28}{len(part.mutants):8}{count[Outcome.KILLED]:8}{count[Outcome.TIMEOUT]:8}"
                f"{count[Outcome.SURVIVED]:9}{count[Outcome.UNTRIED]:8}{len(part.accepted):6}{part.percent:8.2f}"
            )


def told(report: Report) -> Iterator[str]:
    """Write what still lives, and what is listed without need."""
    accepted = report.accepted
    for one in report.survivors:
        if one not in accepted:
            yield f"{one.outcome}: {one.module}.{one.function}\n  - {one.before}\n  + {one.after}"
    for each in report.stale:
        yield f"listed as equivalent, but no surviving mutant: {each.module}.{each.function}: {each.after}"


def is_enough(report: Report) -> bool:
    """Whether at least 95 % of the mutants are killed and nothing is listed without need."""
    return report.percent >= LEAST and not report.stale


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the mutants of the modules named, or of all, and print what became of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation.run", description=__doc__)
    parser.add_argument(
        "modules", nargs="*", metavar="MODULE", help="a module of app/regulation, as scoring or table/moves"
    )
    parser.add_argument("--children", type=int, default=2, help="processes side by side (2)")
    given = parser.parse_args(arguments)
    root, known = Path.cwd(), modules_in(Path.cwd())
    modules: list[str] = given.modules or known
    if unknown := sorted(set(modules) - set(known)):
        parser.error(f"no module of {RULES}: {', '.join(unknown)}")
    workspace = prepare(root, modules)
    try_mutants(workspace, given.children)
    report = Report(
        [one for module in modules for one in mutants_of(workspace / "mutants", module)], equivalents_of(root, modules)
    )
    sys.stdout.writelines(f"{line}\n" for line in (*told(report), *table_of(report, modules)))
    return 0 if is_enough(report) else 1


if __name__ == "__main__":
    sys.exit(main())
