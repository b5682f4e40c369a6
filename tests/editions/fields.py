"""Every field of an edition by its path, and tests that change one alone and must see another outcome over HTTP."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, fields, is_dataclass
from types import FunctionType, NoneType
from typing import Any, get_args, get_type_hints

import httpx2
import pytest

from app.editions import catalogue
from app.legislation.edition_views import merged
from app.regulation.measures import Edition
from tests.year_world import CHOICES

PART = re.compile(r"(\w+)(?:\[(\d+)\])?")
Test = FunctionType
TESTED: dict[str, list[str]] = {}
"""The path of a field → the tests that change it alone."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field, by its path with the places of lists (tiers[0].floor), another value, and what is then seen."""

    path: str
    to: object
    seen: object

    @property
    def field(self) -> str:
        """The path without the places: tiers[].floor."""
        return re.sub(r"\[\d+\]", "[]", self.path)


def paths_of(kind: Any = Edition, before: str = "") -> Iterator[str]:  # noqa: ANN401 - a type of the law.
    """Give the path of every field of an edition; one of a record in a list as tiers[].floor."""
    hints = get_type_hints(kind)
    for field in fields(kind):
        hint, path = hints[field.name], before + field.name
        if NoneType in get_args(hint):
            hint = next(part for part in get_args(hint) if part is not NoneType)
        if getattr(hint, "__origin__", None) is tuple and is_dataclass(get_args(hint)[0]):
            hint, path = get_args(hint)[0], f"{path}[]"
        if is_dataclass(hint):
            yield from paths_of(hint, f"{path}.")
        else:
            yield path


def base(world: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Give the parameters of the edition in which the tests of a world live, `world` being its own amendment."""
    return merged(merged(catalogue.dump(catalogue.load("jiangyin-2022")), CHOICES), world or {})


def only(path: str, to: object, world: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Write the amendment that makes the world's edition and changes this one field of it besides."""
    whole = deepcopy(base(world))
    *parents, last = [(m[1], m[2]) for m in map(PART.fullmatch, path.split(".")) if m]
    place: Any = whole
    for name, number in parents:
        place = place[name] if number is None else place[name][int(number)]
    assert place.get(last[0], NoneType) != to, f"{path} is {to!r} already"
    place[last[0]] = to
    return {name: whole[name] for name in {parents[0][0] if parents else last[0], *(world or {})}}


def each_field(
    as_it_is: object, *changes: Change, world: Mapping[str, Any] | None = None
) -> Callable[[Test], Test]:  # fmt: skip
    """Run a test (parameters `amendment` and `seen`) under the world's edition and under each change of one field."""
    for change in changes:
        assert change.seen != as_it_is, f"{change.path} changes nothing"
    cases = [pytest.param(world, as_it_is, id="as it is")]
    cases += [pytest.param(only(c.path, c.to, world), c.seen, id=c.path) for c in changes]

    def marked(test: Test) -> Test:
        for change in changes:
            TESTED.setdefault(change.field, []).append(f"{test.__module__}::{test.__name__}")
        return pytest.mark.parametrize(("amendment", "seen"), cases)(test)

    return marked


def changes_field(path: str) -> Callable[[Test], Test]:
    """Say that a test, which compares two outcomes itself, changes this field alone."""

    def marked(test: Test) -> Test:
        TESTED.setdefault(path, []).append(f"{test.__module__}::{test.__name__}")
        return test

    return marked


def said(answer: httpx2.Response) -> tuple[int, Sequence[str]]:
    """Give the status of an answer and the codes of a refusal's reasons."""
    return answer.status_code, [each["code"] for each in answer.json().get("errors", ())]
