"""No provision of the Measures is forgotten, and what keeps it is there: acts, rules, tables, guards and tests."""

import ast
import importlib
from pathlib import Path

from app.regulation.act import Act
from app.regulation.procedure import STEPS
from app.schema import METADATA, SCOPES
from tests.articles import ARTICLES, Kept
from tests.later_articles import LATER_ARTICLES

TESTS = Path(__file__).parent
TABLE = {**ARTICLES, **LATER_ARTICLES}
NUMBERS = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十")
ITEMS = {7: 3, 8: 8, 10: 6, 11: 5}
"""The numbered items of an article."""
WITH_HEAD = {10, 11}
"""Articles whose opening words are a provision of their own: all six, any one of five."""
NOT_OF_THE_MEASURES = {
    Act.INVITE_COLLEAGUE, Act.ISSUE_PASSWORD_RESET, Act.RESET_PASSWORD,
    Act.CONFIRM_SECOND_FACTOR, Act.REMOVE_SECOND_FACTOR, Act.RESET_SECOND_FACTOR,
}  # fmt: skip
"""What any service with accounts needs."""


def written(number: int) -> str:
    tens, ones = divmod(number, 10)
    return "第" + (NUMBERS[tens] if tens > 1 else "") + ("十" if tens else "") + NUMBERS[ones] + "条"


def provisions() -> list[str]:
    """Every provision of the 32 articles in their order."""
    found = []
    for number in range(1, 33):
        article = written(number)
        if number not in ITEMS or number in WITH_HEAD:
            found += [f"{article}第一款", f"{article}第二款"] if number == 29 else [article]
        found += [f"{article}（{NUMBERS[item]}）" for item in range(1, ITEMS.get(number, 0) + 1)]
    return found


def names_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return {node.name for node in functions if node.name.startswith("test_")}


def has_rule(rule: str) -> bool:
    module, _, name = rule.partition(":")
    return callable(getattr(importlib.import_module(f"app.regulation.{module}"), name, None))


def test_every_article_and_every_numbered_item_has_its_line() -> None:
    assert list(TABLE) == provisions()
    assert len(TABLE) == 53


def test_what_has_an_effect_names_what_keeps_it_and_what_shows_it() -> None:
    bare = {name for name, kept in TABLE.items() if not kept.no_effect and not (kept.tests and keepers(kept))}
    assert sorted(bare) == []


def keepers(kept: Kept) -> tuple[object, ...]:
    return (*kept.acts, *kept.rules, *kept.schema)


def test_what_has_no_effect_says_why_and_claims_nothing() -> None:
    without = {name: kept for name, kept in TABLE.items() if kept.no_effect}
    assert sorted(without) == []
    assert [name for name, kept in without.items() if keepers(kept) or kept.tests or len(kept.no_effect) < 40] == []


def test_the_rules_can_be_called() -> None:
    rules = {rule for kept in TABLE.values() for rule in kept.rules}
    assert sorted(rule for rule in rules if not has_rule(rule)) == []
    assert len(rules) > 50


def test_the_tables_and_guards_stand_in_the_schema() -> None:
    known = set(METADATA.tables) | {guard.name for scope in SCOPES for guard in scope.guards}
    assert sorted({name for kept in TABLE.values() for name in kept.schema} - known) == []


def test_the_tests_exist() -> None:
    ids = {test for kept in TABLE.values() for test in kept.tests}
    paths = {test.partition("::")[0] for test in ids}
    known = {f"{path}::{name}" for path in paths if (TESTS / path).is_file() for name in names_in(TESTS / path)}
    assert sorted(ids - known) == []
    assert len(ids) > 80


def test_every_act_stands_under_an_article() -> None:
    placed = {act for kept in TABLE.values() for act in kept.acts}
    assert sorted(set(Act) - placed - NOT_OF_THE_MEASURES) == []


def test_an_act_stands_at_least_under_the_article_of_its_row() -> None:
    misplaced = []
    for act, step in STEPS.items():
        under = {name for name, kept in TABLE.items() if act in kept.acts}
        if act not in NOT_OF_THE_MEASURES and not any(name.startswith(step.article) for name in under):
            misplaced.append((act.value, step.article))
    assert misplaced == []
