"""What one edition of the Measures changes against another, field by field, and for whom (art. 16)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from app.regulation.choice_names import written
from app.regulation.field_names import TOPICS, name_of
from app.regulation.label import Label
from app.regulation.labels import ROLES
from app.regulation.measures import Edition
from app.regulation.vocabulary import Role

OF_THE_PAPER = frozenset({"code", "document_number", "effective_on", "expires_on", "text_status"})
"""What tells one edition from another without changing anything for anybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference: where, what it is called, the values of both editions, and the sentence that says it."""

    pointer: str
    name: Label
    article: str
    before: Any
    after: Any
    roles: tuple[Role, ...]
    sentence: Label


def edition_diff(before: Edition, after: Edition) -> tuple[Change, ...]:
    """Art. 16: every field in which the editions differ, in the order of the Measures; parts of lists by their code.

    A part that only one of them has stands with None on the other side; number, days and code are no changes.
    """
    titles = dict(_titles(before)) | dict(_titles(after))
    return tuple(
        _change(name_of(pointer, titles), pointer, unit, old, new)
        for field in fields(Edition)
        if field.name not in OF_THE_PAPER
        for pointer, unit, old, new in _differences(
            f"/{field.name}", f"Edition.{field.name}", getattr(before, field.name), getattr(after, field.name)
        )
    )


def _differences(pointer: str, unit: str, old: Any, new: Any) -> Iterator[tuple[str, str, Any, Any]]:  # noqa: ANN401 - any values of an edition.
    if old == new:
        return
    if is_dataclass(old) and type(old) is type(new):
        kind = type(old).__name__
        for field in fields(old):
            yield from _differences(
                f"{pointer}/{field.name}", f"{kind}.{field.name}", getattr(old, field.name), getattr(new, field.name)
            )
    elif isinstance(old, tuple) and isinstance(new, tuple) and any(is_dataclass(part) for part in (*old, *new)):
        yield from _differences_of_lists(pointer, unit, old, new)
    else:
        yield pointer, unit, old, new


def _differences_of_lists(
    pointer: str, unit: str, old: Sequence[Any], new: Sequence[Any]
) -> Iterator[tuple[str, str, Any, Any]]:
    before, after = {_code(part): part for part in old}, {_code(part): part for part in new}
    for code in (*before, *(code for code in after if code not in before)):
        yield from _differences(f"{pointer}/{code}", unit, before.get(code), after.get(code))
    kept_before = tuple(_key(part) for part in old if _code(part) in after)
    kept_after = tuple(_key(part) for part in new if _code(part) in before)
    if kept_before != kept_after:
        yield pointer, unit, kept_before, kept_after


def _titles(value: Any) -> Iterator[tuple[str, Label]]:  # noqa: ANN401 - as above.
    """Give the name of each part of a list by its code, at any depth."""
    for part in value if isinstance(value, tuple) else (getattr(value, field.name) for field in fields(value)):
        if isinstance(value, tuple) and is_dataclass(part):
            yield _code(part), written(part) if hasattr(part, "name_en") else written(_key(part))
        if is_dataclass(part) or (isinstance(part, tuple) and any(is_dataclass(each) for each in part)):
            yield from _titles(part)


def _key(part: Any) -> Any:  # noqa: ANN401 - as above.
    """Give what tells a part of a list from the others: its first field, such as the code of a tier."""
    return getattr(part, fields(part)[0].name)


def _code(part: Any) -> str:  # noqa: ANN401 - as above.
    return str(_key(part))


def _change(name: Label, pointer: str, unit: str, old: Any, new: Any) -> Change:  # noqa: ANN401 - any values of an edition.
    topic = TOPICS.get(pointer.split("/")[1])
    roles = tuple(role for role in Role if topic is None or role in topic.roles)
    return Change(
        pointer=pointer, name=name, before=old, after=new, roles=roles,
        article=topic.article if topic else f"edition.{pointer.split('/')[1]}",
        sentence=_sentence(name, written(old, unit), written(new, unit), roles, _way(old, new)),
    )  # fmt: skip


def _way(old: Any, new: Any) -> str:  # noqa: ANN401 - as above.
    if old is None and is_dataclass(new):
        return "added"
    return "removed" if new is None and is_dataclass(old) else "changed"


def _sentence(name: Label, old: Label, new: Label, roles: tuple[Role, ...], way: str) -> Label:
    whom_zh = "、".join(ROLES[role].zh for role in roles)
    whom_en = ", ".join(ROLES[role].en for role in roles)
    told = {
        "added": Label(f"新增{name.zh}：{new.zh}", f"New, {name.en}: {new.en}"),
        "removed": Label(f"取消{name.zh}：{old.zh}", f"Gone, {name.en}: {old.en}"),
        "changed": Label(f"{name.zh}由“{old.zh}”改为“{new.zh}”", f"{name.en}: {old.en} becomes {new.en}"),
    }[way]
    return Label(f"{told.zh}；涉及{whom_zh}。", f"{told.en}; this concerns: {whom_en}.")
