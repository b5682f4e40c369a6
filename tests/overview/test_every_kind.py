"""No kind of duty and no kind of risk goes untested: each is named, as a word of its own, in a test of this folder."""

import ast
from pathlib import Path

import pytest

from app.overview.dangers import RISKS
from app.overview.kinds import KINDS

HERE = Path(__file__)
OF_THE_TABLES = {HERE.name, "test_kinds.py"}
"""What they name they do not show."""


def words() -> frozenset[str]:
    """Every string that the tests of this folder are written with, but for those that look at the tables alone."""
    return frozenset(
        node.value
        for path in HERE.parent.glob("test_*.py")
        if path.name not in OF_THE_TABLES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


NAMED = words()


@pytest.mark.parametrize("code", KINDS)
def test_a_kind_of_duty_is_named_in_a_test(code: str) -> None:
    assert code in NAMED


@pytest.mark.parametrize("code", RISKS)
def test_a_kind_of_risk_is_named_in_a_test(code: str) -> None:
    assert code in NAMED
