"""Words that stand nowhere else, each with those who may read it: whoever else meets one has found a leak."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from app.regulation.vocabulary import Role
from tests.api import Person

PUBLIC = "public"
OFFICE = ("secretary",)
"""The secretariat reads all that is written to it, whoever of it asks."""
NUMBERS = count(1)
ROLES = {"secretary": Role.SECRETARIAT, "clerk": Role.SECRETARIAT, "chair": Role.COMMITTEE, "member": Role.COMMITTEE}
"""The role of somebody by the word with which his name begins, where it is another."""


def role_of(name: str) -> Role:
    """Give somebody's role."""
    word = name.partition("_")[0]
    return ROLES[word] if word in ROLES else Role(word)


def relation_of(name: str, readers: frozenset[str]) -> str:
    """Name the relation: the office, an own thing, a panel's, one in conflict, what is everybody's, or none."""
    if name == "expert_b4" and "expert_b4" in readers:
        return "conflicted"
    if name in readers:
        return {"expert": "panel", "secretary": "office", "applicant": "own", "recommender": "unit"}.get(
            name.partition("_")[0], "seat"
        )
    return "everybody's" if PUBLIC in readers else "none"


@dataclass(frozen=True, slots=True)
class Planted:
    """What is kept from everybody but its readers."""

    what: str
    readers: frozenset[str]


@dataclass(slots=True)
class Aviary:
    """The people of a world by a short name, the words that they planted, and the ids of what they made."""

    people: dict[str, Person] = field(default_factory=dict)
    words: dict[str, Planted] = field(default_factory=dict)
    ids: dict[str, dict[str, Planted]] = field(default_factory=dict)
    """By the name that a path gives to the place: the ids, and who may read what has them."""
    codes: dict[str, str] = field(default_factory=dict)
    """By the id of a claim or the number of a receipt: the code that shows it to be one's own."""

    def word(self, what: str, readers: Iterable[str]) -> str:
        """Give a new word for a text of any kind, also for a name or an address."""
        made = f"zq{next(NUMBERS):04d}xw"
        self.words[made] = Planted(what, frozenset(readers))
        return made

    def number(self, written: str, what: str, readers: Iterable[str]) -> None:
        """Watch a number that stands nowhere else, such as a total of points."""
        self.words[written] = Planted(what, frozenset(readers))

    def keep(self, place: str, made: Mapping[str, Any] | str, readers: Iterable[str], what: str = "") -> str:
        """Remember the id of something, from the answer that made it, and give it back."""
        known = made if isinstance(made, str) else str(made["id"])
        self.ids.setdefault(place, {})[known] = Planted(what or place, frozenset(readers))
        return known

    def may_read(self, name: str, planted: Planted) -> bool:
        """Say whether somebody is among the readers; what is public is everybody's."""
        return name in planted.readers or PUBLIC in planted.readers
