"""What of an earlier declaration still applies in another year, and what of it waits to be confirmed (art. 19)."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from app.applications.form import Form
from app.applications.form_fields import FormField, Kind, fields_of
from app.http import Body
from app.regulation.look_back import months_before

CONFIRMED_ALWAYS = ("identity", "classification", "honours", "recommending_unit")
"""Sections that hold from year to year; the others are confirmed by saving them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewYear:
    """What the new cycle asks: full years, items, conditions, units that there are, and the look-back of art. 11."""

    years: tuple[int, ...]
    items: Collection[str]
    conditions: Collection[str]
    unit_exists: bool
    today: date
    look_back_months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """The form taken over, and the pointers of what must be confirmed."""

    form: dict[str, Any]
    to_confirm: tuple[str, ...]


def carried(form: Form, year: NewYear) -> Carried:
    """Take over every answer that still applies; figures move on by the year, what must be declared anew is left."""
    before = form.model_dump(mode="json", exclude_none=True)
    after: dict[str, Any] = {}
    for name, change in CHANGES.items():
        kept = change(before[name], year) if name in before else None
        if kept:
            after[name] = kept
    marked = [
        name
        for name in after
        if name not in CONFIRMED_ALWAYS and not (name in DATED and after[name] == before.get(name))
    ]
    return Carried(form=after, to_confirm=tuple(f"/form/{name}" for name in marked))


Section = dict[str, Any]


def _as_it_was(section: Section, _year: NewYear) -> Section:
    return section


def _figures(section: Section, year: NewYear) -> Section:
    """Art. 10(4): the years that are asked again with what was said, and an empty line for each new one."""
    known = {row["year"]: row for row in section.get("years", ()) if "year" in row}
    return {"years": [known.get(each, {"year": each}) for each in year.years]}


def _ranks(section: Section, _year: NewYear) -> Section:
    """Art. 10(4): the claims without last year's rank and its proof."""
    left_out = {"rank", "evidence_id"}
    claims = [{k: v for k, v in row.items() if k not in left_out} for row in section.get("claims", ())]
    return {"claims": claims}


def _still_valid(list_name: str) -> Callable[[Section, NewYear], Section]:
    def change(section: Section, year: NewYear) -> Section:
        rows = [r for r in section.get(list_name, ()) if "valid_to" not in r or r["valid_to"] >= str(year.today)]
        return section | {list_name: rows}

    return change


def _negative(section: Section, year: NewYear) -> Section:
    """Art. 11: the records that still lie within the look-back; every declaration is made anew."""
    first = str(months_before(year.today, year.look_back_months))
    kept: Section = {}
    for name in ("accidents", "complaints", "spot_checks", "credit_records"):
        day = "listed_on" if name == "credit_records" else "on"
        rows = [row for row in section.get(name, ()) if row.get(day, first) >= first]
        if rows:
            kept[name] = rows
    return kept


def _pledge(section: Section, _year: NewYear) -> Section:
    return {name: section[name] for name in ("signer_name",) if name in section}


def _trade_secrets(section: Section, year: NewYear) -> Section:
    places = {f"self_assessment/{item}" for item in year.items}
    parts = [
        part for part in section.get("parts", ()) if part.get("place", "").startswith("form/") or
        part.get("place") in places
    ]  # fmt: skip
    return section | {"parts": parts}


def _unit(section: Section, year: NewYear) -> Section:
    return section if year.unit_exists else {}


def _extras(section: Section, year: NewYear) -> Section:
    """Art. 18: answers to conditions that this call makes too, without saying yet that they are met."""
    answers = [
        {name: value for name, value in answer.items() if name != "is_met"}
        for answer in section.get("answers", ())
        if answer.get("code") in year.conditions
    ]
    return {"answers": answers} if answers else {}


CHANGES: Mapping[str, Callable[[Section, NewYear], Section]] = {
    "identity": _as_it_was, "classification": _as_it_was, "figures": _figures, "ranks": _ranks,
    "certificates": _still_valid("certificates"), "licences": _still_valid("licences"), "honours": _as_it_was,
    "negative": _negative, "pledge": _pledge, "trade_secrets": _trade_secrets, "profile": _as_it_was,
    "recommending_unit": _unit, "extras": _extras,
}  # fmt: skip
"""How each section is taken over; a notice inside the organization is always a new one."""
DATED = ("certificates", "licences")
"""Sections that need to be confirmed only where something in them has run out."""


def evidence_in(form: Mapping[str, Any]) -> set[str]:
    """Give the ids of the evidence that the form names."""
    return {str(value) for _row, _name, value in _references(Form, form)}


def with_evidence(form: dict[str, Any], copies: Mapping[UUID, UUID]) -> dict[str, Any]:
    """Name the copies instead of the originals; what was not copied is left out."""
    for row, name, value in list(_references(Form, form)):
        copy = copies.get(UUID(str(value)))
        row.pop(name)
        if copy is not None:
            row[name] = str(copy)
    return form


def _references(record: type[Body], written: Any) -> list[tuple[dict[str, Any], str, Any]]:  # noqa: ANN401 - JSON.
    found: list[tuple[dict[str, Any], str, Any]] = []
    for field in fields_of(record):
        value = written.get(field.name)
        if value is None:
            continue
        if field.kind is Kind.EVIDENCE:
            found.append((written, field.name, value))
        found += [each for row in _rows(field, value) for each in _references(field.record or Body, row)]
    return found


def _rows(field: FormField, value: Any) -> list[Any]:  # noqa: ANN401 - JSON.
    if field.record is None:
        return []
    return list(value) if field.kind is Kind.RECORDS else [value]
