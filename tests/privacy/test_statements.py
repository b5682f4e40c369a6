"""What SECURITY.md and its tables say is proven is still proven: every test that they name is there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
PAGES = ("docs/asvs.md", "docs/dengbao.md")
STATEMENT = (
    "nobody but the database administrator or an operator with code execution can break integrity unnoticed, and those "
    "two only noticed; against them, confidentiality holds for secret ballots and encrypted files"
)


def functions_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


@pytest.mark.parametrize("page", PAGES)
def test_every_test_that_is_named_is_there(page: str) -> None:
    named = NAMED.findall((ROOT / page).read_text(encoding="utf-8"))
    assert len(named) > 15
    assert sorted({(path, name) for path, name in named if name not in functions_in(path)}) == []


@pytest.mark.parametrize(
    ("page", "standings"),
    [
        ("docs/asvs.md", {"met", "partly", "**not met**", "operator"}),
        ("docs/dengbao.md", {"符合", "部分符合", "不符合", "运行单位"}),
    ],
)
def test_every_line_has_a_standing_and_a_reason(page: str, standings: set[str]) -> None:
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        for line in (ROOT / page).read_text(encoding="utf-8").splitlines()
        if line.startswith("| ")
    ][1:]
    assert len(rows) > 20
    assert [row for row in rows if len(row) != 3 or row[1] not in standings or not row[2]] == []
    # A page may have nothing left that is not met.
    assert standings - {row[1] for row in rows} <= {"**not met**", "不符合"}


def test_the_statement_of_trust_stands_in_security_md_and_the_tables_are_linked() -> None:
    words = " ".join((ROOT / "SECURITY.md").read_text(encoding="utf-8").split())
    assert STATEMENT in words.replace("Nobody", "nobody").replace("*", "")
    assert [page for page in PAGES if f"]({page})" not in words] == []
