"""The operator's long proofs: the project's own suites, run from a checkout with numbers that take longer."""

import os
import shlex
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table as Drawn

from app.terminal import console

ROOT = Path(__file__).parents[1]
LIST = ROOT / "tests" / "prove.toml"


@dataclass(frozen=True, slots=True)
class Suite:
    """A long suite: what Python is given, and what takes its number."""

    name: str
    zh: str
    en: str
    python: str
    minutes: int
    count: int = 1
    variable: str = ""

    @property
    def is_counted(self) -> bool:
        """Whether it takes a number; otherwise it is run once and whole."""
        return bool(self.variable) or "{count}" in self.python

    def arguments(self, count: int) -> list[str]:
        """Give the interpreter's arguments."""
        return shlex.split(self.python.format(count=count))

    def environment(self, count: int) -> dict[str, str]:
        """Give the setting of the tests that takes the number."""
        return {self.variable: str(count)} if self.variable else {}


def suites() -> dict[str, Suite]:
    """Read the list of the checkout; an installed package has no tests, and is told so."""
    if not LIST.is_file():
        sys.exit("The long proofs are part of the source: run `./dev prove` in a checkout.")
    return {each["name"]: Suite(**each) for each in tomllib.loads(LIST.read_text(encoding="utf-8"))["suite"]}


def tell() -> None:
    """Print what can be proved, how often and how long it takes."""
    drawn = Drawn("suite", "", "count", "minutes")
    for each in suites().values():
        drawn.add_row(
            each.name, f"{each.zh}\n{each.en}", f"{each.count:,}" if each.is_counted else "", f"{each.minutes}"
        )
    console.print(drawn)


def prove(name: str, count: int | None) -> int:
    """Run one of them in this checkout and give its exit status."""
    known = suites()
    if name not in known:
        sys.exit(f"There is no suite {name}: {', '.join(known)}.")
    suite = known[name]
    if count is not None and not suite.is_counted:
        sys.exit(f"{name} takes no number: it is run once and whole.")
    number = suite.count if count is None else count
    console.print(f"{suite.en}: {number:,}; some {suite.minutes} minutes for {suite.count:,}.", markup=False)
    done = subprocess.run(  # noqa: S603 - the checkout's own list.
        [sys.executable, *suite.arguments(number)], cwd=ROOT, check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | suite.environment(number),
    )  # fmt: skip
    return done.returncode
