"""What one version of a working document changes against another, passage by passage (art. 16)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Change(StrEnum):
    """What became of a passage."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A part of a document that stands under a heading of its own, such as a chapter or a threshold."""

    key: str
    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageChange:
    """One difference; a passage that only one of the versions has stands with None on the other side."""

    key: str
    name: str
    change: Change
    before: str | None
    after: str | None


ORDER = "order"
"""Key of the change that says that passages which both versions have follow one another differently."""


def passage_diff(before: Sequence[Passage], after: Sequence[Passage]) -> tuple[PassageChange, ...]:
    """Art. 16: every passage in which two versions differ, in the order of the later one, then what is gone."""
    old, new = {each.key: each for each in before}, {each.key: each for each in after}
    changed = [
        _change(old.get(key), new.get(key)) for key in (*new, *(key for key in old if key not in new))
        if key not in old or key not in new or (old[key].name, old[key].text) != (new[key].name, new[key].text)
    ]  # fmt: skip
    order = ["、".join(each.name for each in now if each.key in old and each.key in new) for now in (before, after)]
    kept = [[each.key for each in now if each.key in old and each.key in new] for now in (before, after)]
    if kept[0] != kept[1]:
        changed.append(
            PassageChange(key=ORDER, name="次序", change=Change.CHANGED, before=order[0], after=order[1])
        )  # fmt: skip
    return tuple(changed)


def _change(old: Passage | None, new: Passage | None) -> PassageChange:
    known = new or old
    if known is None:
        raise ValueError(old)
    way = Change.CHANGED if old and new else Change.ADDED if new else Change.REMOVED
    return PassageChange(
        key=known.key, name=known.name, change=way, before=old.text if old else None, after=new.text if new else None,
    )  # fmt: skip
