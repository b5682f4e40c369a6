"""What differs between two versions of a declaration: each field with its name, before and after (art. 19)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from app.applications.form import Form
from app.applications.form_fields import FormField, Kind, fields_of
from app.applications.marks import marks_of
from app.applications.reading import Contents, Piece
from app.http import Body
from app.regulation.criteria import order_of

Json = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One place that was changed; `before` and `after` are JSON, None where there is nothing."""

    pointer: str
    label: str
    label_en: str
    before: Json
    after: Json
    is_secret: bool
    """Whether the place is marked as a trade secret in either version."""


@dataclass(frozen=True, slots=True)
class _Place:
    pointer: str
    label: str = ""
    label_en: str = ""

    def inside(self, name: object, label: str, label_en: str) -> "_Place":
        """Name a place within this one."""
        zh, en = (" › ".join(filter(None, pair)) for pair in ((self.label, label), (self.label_en, label_en)))
        return _Place(f"{self.pointer}/{name}", zh, en)


Found = Iterator[tuple[_Place, Json, Json]]


def differences(before: Contents, after: Contents, titles: Mapping[str, str]) -> list[Difference]:
    """List what differs, in the order of the form; `titles` are those of the criteria items."""
    secret = {mark.pointer for each in (before, after) for mark in marks_of(each)}
    return [
        Difference(
            pointer=place.pointer, label=place.label, label_en=place.label_en, before=old, after=new,
            is_secret=any(f"{place.pointer}/".startswith(f"{mark}/") for mark in secret),
        )
        for place, old, new in _all(before, after, titles)
    ]  # fmt: skip


def _all(before: Contents, after: Contents, titles: Mapping[str, str]) -> Found:
    name = _Place("/organization/name", "组织名称", "Name of the organization")
    yield from _leaf(name, before.organization_name, after.organization_name)
    forms = [each.form.model_dump(mode="json", exclude_none=True) for each in (before, after)]
    yield from _record(Form, forms[0], forms[1], _Place("/form"))
    codes = sorted({*before.self_assessment, *after.self_assessment}, key=order_of)
    for code in codes:
        place = _Place(
            f"/self_assessment/{code}", f"自我评价 {code} {titles.get(code, '')}".strip(), f"Self-assessment {code}"
        )
        yield from _leaf(place, before.self_assessment.get(code), after.self_assessment.get(code))
    old, new = ({piece.id: piece for piece in each.evidence} for each in (before, after))
    for key in {**old, **new}:
        piece = new.get(key) or old[key]
        place = _Place(f"/evidence/{key}", f"证明材料：{piece.title}", f"Evidence: {piece.title}")
        yield from _leaf(place, _piece(old.get(key)), _piece(new.get(key)))


def score_differences(before: Mapping[str, int], after: Mapping[str, int]) -> list[Difference]:
    """List what differs between the self-scores of two submissions, for their applicant alone."""
    return [
        Difference(
            pointer=f"/self_scores/{code}", label=f"自评分 {code}", label_en=f"Self-score {code}",
            before=before.get(code), after=after.get(code), is_secret=False,
        )
        for code in sorted({*before, *after}, key=order_of)
        if before.get(code) != after.get(code)
    ]  # fmt: skip


def _piece(piece: Piece | None) -> Json:
    if piece is None:
        return None
    names = ("title", "filename", "sha256", "is_secret", "secret_reason")
    return {name: getattr(piece, name) for name in names} | {"item_codes": list(piece.item_codes)}


def _leaf(place: _Place, old: Json, new: Json) -> Found:
    if old != new:
        yield place, old, new


def _record(record: type[Body], old: Json, new: Json, place: _Place) -> Found:
    for field in fields_of(record):
        here = place.inside(field.name, field.asked.label, field.asked.label_en)
        before, after = old.get(field.name), new.get(field.name)
        if before == after:
            continue
        if field.kind is Kind.RECORD and field.record is not None:
            yield from _record(field.record, before or {}, after or {}, here)
        elif field.kind is Kind.RECORDS:
            yield from _rows(field, before or [], after or [], here)
        else:
            yield here, before, after


def _rows(field: FormField, old: Sequence[Json], new: Sequence[Json], place: _Place) -> Found:
    """Compare lists row by row, so that a row put in between changes no other."""
    written = [[json.dumps(row, sort_keys=True) for row in rows] for rows in (old, new)]
    for tag, from_old, to_old, from_new, to_new in SequenceMatcher(None, *written, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        pairs = zip_longest(range(from_old, to_old), range(from_new, to_new))
        for gone, come in pairs:
            number = come if come is not None else gone
            here = place.inside(number, f"第 {number + 1} 行", f"row {number + 1}")
            before, after = old[gone] if gone is not None else None, new[come] if come is not None else None
            if before is None or after is None or field.record is None:
                yield here, before, after
            else:
                yield from _record(field.record, before, after, here)
