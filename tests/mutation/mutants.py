"""The mutants of one module as mutmut leaves them behind: of which function, what was changed, what became of it."""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from pathlib import Path

NUMBER = re.compile(r"__mutmut_(\d+|orig)$")
CLASS_MARK = "\u01c1"
"""What mutmut writes around the class of a method: `xǁRefusalǁ__init____mutmut_1`."""


class Outcome(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    TIMEOUT = "timeout"
    """With it the tests do not end."""
    SURVIVED = "survived"
    UNTRIED = "untried"
    """No test reaches it, or it was not tried: it lives as well."""


OUTCOMES = {1: Outcome.KILLED, 3: Outcome.KILLED, 0: Outcome.SURVIVED} | dict.fromkeys(
    (36, 24, -24, 152, 255), Outcome.TIMEOUT
)
"""By exit code of the tests; every other is that of a mutant on which they did not speak."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule that was changed in one place; `before` and `after` are the lines that differ, however they were set."""

    module: str
    function: str
    before: str
    after: str
    outcome: Outcome


def mutants_of(mutated: Path, module: str) -> Iterator[Mutant]:
    """Read every mutant of a module of the rules; none where a module has nothing that can be changed."""
    path = mutated / "app/regulation" / f"{module}.py"
    codes: dict[str, int | None] = json.loads(path.with_name(f"{path.name}.meta").read_text())["exit_code_by_key"]
    written = functions_in(path.read_text())
    for key, code in codes.items():
        name = key.rsplit(".", 1)[1]
        plain = NUMBER.sub("", name)
        before, after = changed(written[f"{plain}__mutmut_orig"], written[name])
        outcome = Outcome.UNTRIED if code is None else OUTCOMES.get(code, Outcome.UNTRIED)
        yield Mutant(module, readable(plain), before, after, outcome)


def functions_in(source: str) -> dict[str, str]:
    """Every function and method by its name, written anew so that line breaks do not count."""
    found = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            name, node.name = node.name, "rule"
            found[name] = ast.unparse(node)
    return found


def changed(before: str, after: str) -> tuple[str, str]:
    """Give the lines of the two that differ, each side as one line."""
    old, new = before.splitlines(), after.splitlines()
    steps = [step for step in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if step[0] != "equal"]
    removed = [line.strip() for _, first, last, _, _ in steps for line in old[first:last]]
    added = [line.strip() for _, _, _, first, last in steps for line in new[first:last]]
    return " ".join(removed), " ".join(added)


def readable(mangled: str) -> str:
    """Give `rule` for `x_rule` and `Window.opens_at` for a method."""
    if CLASS_MARK in mangled:
        return ".".join(mangled.removeprefix("x").strip(CLASS_MARK).split(CLASS_MARK))
    return mangled.removeprefix("x_")
