"""No field of an edition is idle: each has a test that changes it alone and sees another outcome over HTTP."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

from app.editions import catalogue
from tests.editions.elsewhere import ELSEWHERE
from tests.editions.fields import TESTED, base, only, paths_of

TESTS = Path(__file__).parents[1]
for _file in sorted(Path(__file__).parent.glob("test_*.py")):
    import_module(f"tests.editions.{_file.stem}")


def test_every_field_has_a_test_that_changes_it_alone() -> None:
    fields = set(paths_of())
    assert fields - set(TESTED) - set(ELSEWHERE) == set()
    assert (set(TESTED) | set(ELSEWHERE)) - fields == set()


@pytest.mark.parametrize("test", sorted(set(ELSEWHERE.values())))
def test_a_test_elsewhere_is_there(test: str) -> None:
    path, _, name = test.partition("::")
    tree = ast.parse((TESTS / path).read_text(encoding="utf-8"))
    assert name in {each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_the_paths_reach_into_records_and_lists_of_records() -> None:
    assert {"title", "tiers[].floor", "cut_rule.minimum", "committee.quorum", "tie_order"} <= set(paths_of())


def test_only_changes_one_field_of_the_edition_and_nothing_besides() -> None:
    changed = catalogue.dump(catalogue.parse(base() | only("tiers[1].floor", 49_999)))
    assert changed == base() | {"tiers": [base()["tiers"][0], base()["tiers"][1] | {"floor": 49_999}]}
    with pytest.raises(AssertionError, match="already"):
        only("tiers[1].floor", 50_000)
