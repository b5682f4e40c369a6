"""Names as they are looked for: by hanzi, by pinyin or its initials, by credit code; a query is never a pattern."""

import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import Annotated

from fastapi import Query
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError
from pypinyin import Style, lazy_pinyin, pinyin
from sqlalchemy import ColumnElement, func, or_
from sqlalchemy.orm import InstrumentedAttribute

from app.http import Text

LONGEST_QUERY = 50
READINGS = 24
"""How many readings of one text are kept: the usual one, and each with another reading of one hanzi (单: dān, shàn)."""
SYLLABLE = "'"
"""Begins a syllable of the pinyin, which is kept in capitals, so that no part of a syllable is taken for a word."""
NO_LETTER = {"P", "S", "Z", "M", "C"}
"""Classes of Unicode that are left out: punctuation, signs and emoji, blanks, marks and variation selectors."""


def folded(text: str) -> str:
    """Fold widths and case and keep letters, hanzi and digits: （江阴）ABC and (江阴)abc are the same."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in plain if _is_letter(sign))


def _is_letter(sign: str) -> bool:
    # A hanzi that is younger than this Python's tables is of no class yet, and stays.
    kind = unicodedata.category(sign)
    return kind == "Cn" or kind[0] not in NO_LETTER


def search_text_of(*texts: str) -> str:
    """Write what the texts are found by, a line each: their letters, and the initials and syllables of each reading."""
    lines: list[str] = []
    for text in filter(None, map(folded, texts)):
        lines.append(text)
        for syllables in () if text.isascii() else islice(_readings(text), READINGS):
            lines += ["".join(syllable[0] for syllable in syllables), _spelled(syllables)]
    return "\n".join(dict.fromkeys(lines))


def _spelled(syllables: list[str]) -> str:
    return "".join(f"{SYLLABLE}{syllable.upper()}" for syllable in syllables)


def _readings(text: str) -> Iterator[list[str]]:
    """Give the readings of a text: a syllable for each hanzi; other signs, and hanzi without a reading, stay."""
    usual = lazy_pinyin(text, errors=list)  # ty: ignore[invalid-argument-type] - a list gives one item for each sign.
    yield usual
    for place, sign in enumerate(text):
        for other in pinyin(sign, style=Style.NORMAL, heteronym=True)[0]:
            if other != usual[place] and other.isascii():
                yield [*usual[:place], other, *usual[place + 1 :]]


def words_of(query: str) -> list[str]:
    """Take a query apart at its blanks; what is left of a word without punctuation, or nothing."""
    return [word for word in map(folded, query.split()) if word]


def _searchable(query: str) -> str:
    if not words_of(query):
        raise PydanticCustomError("text_blank", "text is blank")
    return query


Search = Annotated[
    Annotated[str, Text(LONGEST_QUERY), AfterValidator(_searchable)] | None,
    Query(description="按名称、拼音、拼音首字母或统一社会信用代码查找；空格隔开的各词须同时符合", examples=["cjtg"]),
]
"""What is looked for in a list; each word must be found."""


def matches(column: InstrumentedAttribute[str], query: str | None) -> list[ColumnElement[bool]]:
    """Conditions on a column written by `search_text_of`: one for each word of the query, none without a query."""
    return [_has(column, word) for word in words_of(query or "")]


def _has(column: InstrumentedAttribute[str], word: str) -> ColumnElement[bool]:
    there = func.strpos(column, word) > 0
    if not (word.isascii() and word.isalnum()):
        return there
    # Letters and digits only: what is spelled begins with a syllable and may end within one.
    spelled = SYLLABLE + f"{SYLLABLE}?".join(word.upper())
    return or_(there, column.regexp_match(spelled))
