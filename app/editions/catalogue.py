"""The editions and criteria that come with the service, and reading any edition from data into the law's values."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from importlib.resources import files
from typing import Any

from app.editions.shape import plain, read
from app.regulation.criteria import Criteria, faults_of
from app.regulation.field_names import name_of
from app.regulation.measures import Edition
from app.regulation.refusals import NotMet, Reason, require
from app.regulation.soundness import edition_faults

_FOLDER = files("app.editions")


def codes() -> tuple[str, ...]:
    """Return the codes of the editions that come with the service."""
    return tuple(sorted(f.name.removesuffix(".toml") for f in _FOLDER.iterdir() if f.name.endswith(".toml")))


def load(code: str) -> Edition:
    """Return an edition that comes with the service; refuses (422) an unknown code."""
    if code not in codes():
        raise _unknown(code, "第三十二条", "/code")
    return parse(tomllib.loads((_FOLDER / f"{code}.toml").read_text(encoding="utf-8")))


def parse(mapping: Mapping[str, Any]) -> Edition:
    """Read an edition from plain data (dates as such or ISO, shares as "2/3"); refuses (422) with every fault."""
    faults: list[Reason] = []
    edition = read(Edition, mapping, "", faults)
    require(map(named, faults))
    require(edition_faults(edition))
    return edition


def named(fault: Reason) -> Reason:
    """Name the field as the Measures would, instead of by its pointer."""
    name = name_of(fault.pointer)
    return replace(
        fault, zh=fault.zh.replace(fault.pointer, name.zh, 1), en=fault.en.replace(fault.pointer, name.en, 1)
    )


def dump(edition: Edition) -> dict[str, Any]:
    """Turn an edition into data that JSON can hold; `parse` reads it back to an equal value."""
    return plain(edition)


def criteria_codes() -> tuple[str, ...]:
    """Return the codes of the criteria that come with the service."""
    return tuple(sorted(f.name.removesuffix(".json") for f in _FOLDER.iterdir() if f.name.endswith(".json")))


def criteria(code: str) -> Criteria:
    """Return criteria that come with the service; refuses (422) an unknown code."""
    if code not in criteria_codes():
        raise _unknown(code, "第十三条", "/criteria")
    return parse_criteria(json.loads((_FOLDER / f"{code}.json").read_text(encoding="utf-8")))


def parse_criteria(mapping: Mapping[str, Any]) -> Criteria:
    """Art. 13: read criteria from plain data; refuses (422) with every fault, a wrong sum among them (T12)."""
    faults: list[Reason] = []
    found = read(Criteria, mapping, "", faults)
    require(faults)
    require(faults_of(found))
    return found


def dump_criteria(value: Criteria) -> dict[str, Any]:
    """Turn criteria into data that JSON can hold; `parse_criteria` reads it back to an equal value."""
    return plain(value)


def _unknown(code: str, article: str, pointer: str) -> NotMet:
    return NotMet(
        Reason(
            code="edition.unknown", article=article, zh=f"没有“{code}”。", en=f"There is no {code}.", pointer=pointer
        )
    )
