"""Reading an edition that anybody may have written: every contradiction is named at once, not only the first kind."""

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from app.editions import catalogue
from app.editions.catalogue import named
from app.editions.shape import read
from app.regulation.measures import Edition
from app.regulation.refusals import Reason

CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,60}", re.ASCII)
OF_ACTIVATION = ("document_number", "effective_on", "expires_on")
TOGETHER: Mapping[str, frozenset[str]] = {
    "tiers": frozenset({"total_points"}),
    "stages": frozenset({"criteria"}),
    "tie_order": frozenset({"criteria"}),
    "total_points": frozenset({"criteria"}),
    "aggregation": frozenset({"stages", "total_points"}),
}
"""Fields that are compared with others: while one of those cannot be read, nothing is said of the comparison."""


class Readable:
    """An edition as far as it can be read: `edition` has an example's value where a field cannot be."""

    def __init__(self, parameters: Mapping[str, Any]) -> None:
        found: list[Reason] = []
        edition = read(Edition, parameters, "", found)
        self.unread = frozenset(_field(fault) for fault in found)
        """The fields that cannot be read."""
        self.edition: Edition = edition or _patched(parameters, self.unread)
        self.faults = (*map(named, found), *_code_faults(parameters.get("code")), *_paper_faults(parameters))
        """What is wrong with the data as such."""

    def of(self, faults: tuple[Reason, ...]) -> tuple[Reason, ...]:
        """Arts. 4-32: those faults of the edition that do not rest on a field which cannot be read."""
        return tuple(
            fault
            for fault in faults
            if not ({_field(fault)} | TOGETHER.get(_field(fault), frozenset())) & self.unread
        )  # fmt: skip


def _patched(parameters: Mapping[str, Any], unread: frozenset[str]) -> Edition:
    known = {field.name for field in fields(Edition)}
    example = catalogue.dump(catalogue.load("jiangyin-2022"))
    whole = {name: value for name, value in parameters.items() if name in known and name not in unread}
    return read(Edition, example | whole, "", [])


def _field(fault: Reason) -> str:
    return fault.pointer.strip("/").split("/")[0]


def _code_faults(code: object) -> tuple[Reason, ...]:
    if not isinstance(code, str) or CODE.fullmatch(code):
        return ()
    return (
        named(
            Reason(
                code="edition.malformed", article="edition.code", pointer="/code",
                zh="/code：须由 2 至 61 个小写字母、数字或连字符组成，如“binhu-2023”。",
                en='/code: 2 to 61 small letters, digits and hyphens, such as "binhu-2023".',
            )
        ),
    )  # fmt: skip


def _paper_faults(parameters: Mapping[str, Any]) -> tuple[Reason, ...]:
    return tuple(
        named(
            Reason(
                code="edition.not_amendable", article="第三十二条", pointer=f"/{name}",
                zh=f"/{name}：草案不带文号和日期，二者在施行时登记，请留空。",
                en=f"/{name}: A draft has neither number nor days; they come with activation. Leave it out.",
            )
        )
        for name in OF_ACTIVATION
        if parameters.get(name) is not None
    )  # fmt: skip
