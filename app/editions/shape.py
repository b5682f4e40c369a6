"""Between plain data (TOML, JSON) and the frozen values of the law: every field by its type, every fault at once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from types import NoneType
from typing import Any, get_args, get_type_hints

from app.regulation.choice_names import choice_name
from app.regulation.label import Label
from app.regulation.refusals import Reason
from app.regulation.window import FIRST_DAY, LAST_DAY

Plain = dict[str, Any] | list[Any] | str | int | bool | None

_MISSING = object()
SHARE = re.compile(r"[0-9]{1,4}(?:/[1-9][0-9]{0,3})?", re.ASCII)
"""How a share is written; an exponent, which a fraction may have, would take the machine's memory."""
KINDS = {
    str: ("应为文字。", "This must be a text."),
    int: ("应为整数。", "This must be a whole number."),
    bool: ("应为是（true）或否（false）。", "This must be true or false."),
}
LARGEST = 10**12
"""Beyond every amount of money and of points; the rules multiply and add, and what they say is written out."""
QUOTED = 40
"""Characters of a faulty value that a refusal repeats."""


def plain(value: object) -> Any:  # noqa: ANN401 - JSON has no narrower name.
    """Turn a value of the law into data that JSON can hold: dates ISO, shares "2/3", codes by their value."""
    match value:
        case Enum():
            return value.value
        case None | bool() | int() | str():
            return value
        case Fraction() | date():
            return str(value)
        case tuple():
            return [plain(part) for part in value]
        case _:
            return {field.name: plain(getattr(value, field.name)) for field in fields(value)}  # ty: ignore[invalid-argument-type] - what is left is a dataclass.


def read(kind: Any, data: object, pointer: str, faults: list[Reason]) -> Any:  # noqa: ANN401, PLR0911 - any type of the law, one answer a kind.
    """Read plain data as `kind`; what does not fit is added to `faults` with its pointer, and None returned."""
    if NoneType in get_args(kind):
        return None if data is None or data is _MISSING else read(get_args(kind)[0], data, pointer, faults)
    if data is _MISSING:
        return _fault(faults, pointer, "缺少此项。", "This is missing.")
    if is_dataclass(kind):
        return _read_fields(kind, data, pointer, faults)
    if getattr(kind, "__origin__", None) is tuple:
        return _read_parts(get_args(kind), data, pointer, faults)
    if kind in (str, int, bool):
        return _in_bounds(data, pointer, faults) if type(data) is kind else _fault(faults, pointer, *KINDS[kind])
    try:
        return data if type(data) is kind else _from_text(kind, data)
    except (TypeError, ValueError, ZeroDivisionError):
        quoted, right = str(data)[:QUOTED], _right(kind)
        return _fault(faults, pointer, f"“{quoted}”不可用，{right.zh}。", f"“{quoted}” does not do: {right.en}.")


def _in_bounds(data: object, pointer: str, faults: list[Reason]) -> Any:  # noqa: ANN401 - as `read`.
    """Give a text, number or yes/no of the right kind back; refuse a number that could not even be written out."""
    if isinstance(data, int) and abs(data) > LARGEST:
        return _fault(faults, pointer, f"不得超出 ±{LARGEST}。", f"This is beyond ±{LARGEST}.")
    return data


def _right(kind: Any) -> Label:  # noqa: ANN401 - as `read`.
    """Say what would be right: how a share or a day is written, or which choices there are."""
    if kind is Fraction:
        return Label("应写作分数，如“2/3”", "a share is written like 2/3")
    if kind is date:
        return Label(
            f"应写作 {FIRST_DAY} 至 {LAST_DAY} 之间的日期，如“2022-05-20”",
            f"a day from {FIRST_DAY} to {LAST_DAY} is written like 2022-05-20",
        )
    names = [(choice_name(choice), choice.value) for choice in kind]
    return Label(
        "可选：" + "、".join(f"{name.zh}（{code}）" for name, code in names),
        "one of " + ", ".join(f"{code} ({name.en})" for name, code in names),
    )


def _from_text(kind: Any, data: object) -> Any:  # noqa: ANN401 - as `read`.
    if not isinstance(data, str):
        raise TypeError(data)
    if kind is Fraction and SHARE.fullmatch(data) is None:
        raise ValueError(data)
    if kind is not date:
        return kind(data)
    day = date.fromisoformat(data)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(data)
    return day


def _read_fields(kind: Any, data: object, pointer: str, faults: list[Reason]) -> Any:  # noqa: ANN401 - as `read`.
    if not isinstance(data, Mapping):
        return _fault(faults, pointer, "应为一组字段。", "This must be an object.")
    hints = get_type_hints(kind)
    for unknown in sorted(set(data) - set(hints)):
        _fault(faults, f"{pointer}/{unknown[:QUOTED]}", "没有此项。", "There is no such field.")
    before = len(faults)
    values = {
        field.name: read(hints[field.name], data.get(field.name, _MISSING), f"{pointer}/{field.name}", faults)
        for field in fields(kind)
        if field.name in data or field.default is MISSING
    }
    return kind(**values) if len(faults) == before else None


def _read_parts(kinds: tuple[Any, ...], data: object, pointer: str, faults: list[Reason]) -> Any:  # noqa: ANN401 - as `read`.
    if not isinstance(data, Sequence) or isinstance(data, str):
        return _fault(faults, pointer, "应为列表。", "This must be a list.")
    if kinds[-1] is not Ellipsis and len(kinds) != len(data):
        return _fault(faults, pointer, f"应有 {len(kinds)} 项。", f"This has {len(kinds)} parts.")
    per_part = [kinds[0]] * len(data) if kinds[-1] is Ellipsis else kinds
    return tuple(
        read(kind, part, f"{pointer}/{n}", faults) for n, (kind, part) in enumerate(zip(per_part, data, strict=True))
    )


def _fault(faults: list[Reason], pointer: str, zh: str, en: str) -> None:
    field = pointer.strip("/").split("/")[0]
    faults.append(
        Reason(code="edition.malformed", article=f"edition.{field}", zh=f"{pointer}：{zh}", en=f"{pointer}: {en}",
               pointer=pointer)
    )  # fmt: skip
