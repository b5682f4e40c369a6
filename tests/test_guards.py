"""The guards and their texts: no guard of the schema without words, no words without a guard."""

import re

from sqlalchemy import CheckConstraint, Constraint, ForeignKeyConstraint, PrimaryKeyConstraint, Table, UniqueConstraint
from sqlalchemy.dialects.postgresql import ExcludeConstraint

from app.guards import GUARDS
from app.schema import METADATA, SCOPES

INVARIANT = re.compile(r"(?:^|_)i\d{1,2}[a-z]?_")
"""A name that says which invariant of the schema it keeps, such as ck_bonus_i16_two_persons."""
ARTICLE = re.compile(r"第[一二三四五六七八九十]+条(（[一二三四五六七八九十]+）)?|edition(\.[a-z_]+)+")
"""An article of the Measures, or the field of the edition that speaks where the Measures are silent."""
REFUSES = re.compile(r"award_refuse\('(\w+)'\)")
DEFECTS = {"i23_one_leaf", "record_append_only", "rehearsal_is_for_life"}
"""What no request can offend unless the service itself is wrong: answered as a defect, without words of its own."""


def named(table: Table, kinds: tuple[type[Constraint], ...]) -> set[str]:
    constraints = {str(each.name) for each in table.constraints if isinstance(each, kinds)}
    return constraints | {str(each.name) for each in table.indexes if each.unique}


def names(*kinds: type[Constraint]) -> set[str]:
    return {name for table in METADATA.tables.values() for name in named(table, kinds)}


def refusals() -> set[str]:
    """What the triggers of the doorway may raise; one trigger may refuse under several names."""
    return {name for scope in SCOPES for guard in scope.guards for name in REFUSES.findall(guard.body)}


def test_every_invariant_of_the_schema_has_its_words() -> None:
    kept = {name for name in names(CheckConstraint, UniqueConstraint) if INVARIANT.search(name)}
    assert len(kept) > 30
    assert sorted((kept | refusals()) - DEFECTS - set(GUARDS)) == []


def test_every_text_belongs_to_something_that_refuses() -> None:
    kinds = (CheckConstraint, UniqueConstraint, PrimaryKeyConstraint, ForeignKeyConstraint, ExcludeConstraint)
    known = names(*kinds) | refusals()
    assert sorted(set(GUARDS) - known) == []


def test_every_text_is_whole_in_both_languages() -> None:
    assert {guard.status for guard in GUARDS.values()} <= {403, 409, 422}
    assert [name for name, each in GUARDS.items() if not re.fullmatch(r"[a-z_]+\.[a-z_]+", each.code)] == []
    assert [name for name, each in GUARDS.items() if each.zh.isascii() or not each.zh.endswith("。")] == []
    assert [name for name, each in GUARDS.items() if not each.en.isascii() or not each.en.endswith(".")] == []
    articles = {each.article for each in GUARDS.values() if each.article is not None}
    assert [each for each in articles if not ARTICLE.fullmatch(each)] == []
