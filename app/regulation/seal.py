"""The seal of a ranking: all that it rests on as canonical JSON, and how that is read again (arts. 15, 23)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby
from typing import Any

from app.regulation.measures import Edition
from app.regulation.ranking import Entry, Standing, ranked
from app.regulation.ratios import Ratio

FORMAT = "ranking/2"
"""The form below. Rankings frozen before it existed bear no `format`, no `basis`, and in the entries no `stages`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """Arts. 13, 22, 23: by which rules of the edition the order came about."""

    edition: str
    criteria: str
    aggregation: str
    weights: Mapping[str, int]
    """Percent by stage, of the stages that have one."""
    tie_order: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedEntry:
    """Art. 23: one application in the seal; `None` where a ranking of the older form does not say it."""

    application: str
    organization: str
    place: int
    total: Ratio
    stages: Mapping[str, Ratio] | None
    """The consensus total of each stage, in hundredths of a point."""
    subtotals: Mapping[str, int] | None
    """Hundredths in the criteria of the tie order, of the last stage."""

    def breakers(self, tie_order: Sequence[str]) -> tuple[int, ...]:
        """The subtotals in the tie order."""
        return tuple((self.subtotals or {}).get(code, 0) for code in tie_order)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """Art. 23: a sealed ranking as its bytes say it."""

    basis: Basis | None
    entries: tuple[SealedEntry, ...]
    ties: tuple[tuple[str, ...], ...] = field(default=())


def basis_of(edition: Edition) -> Basis:
    """Arts. 13, 22, 23: the rules of the edition that a ranking rests on."""
    return Basis(
        edition=edition.code, criteria=edition.criteria, aggregation=str(edition.aggregation or ""),
        weights={str(rule.stage): rule.weight for rule in edition.stages if rule.scored and rule.weight is not None},
        tie_order=edition.tie_order,
    )  # fmt: skip


def order_of(entries: Sequence[SealedEntry], tie_order: Sequence[str]) -> tuple[Standing, ...]:
    """Art. 23: the places that the totals and subtotals of these entries make."""
    return ranked(
        [Entry(application=e.application, total=e.total, tie_breakers=e.breakers(tie_order)) for e in entries]
    )


def ties_of(standings: Sequence[Standing]) -> tuple[tuple[str, ...], ...]:
    """Art. 23: those who share a place, best first."""
    groups = (tuple(s.application for s in group) for _, group in groupby(standings, key=lambda s: s.rank))
    return tuple(group for group in groups if len(group) > 1)


def subtotal(hundredths: Mapping[str, int], code: str) -> int:
    """`edition.tie_order`: what the items at and below a criterion have together, in hundredths of a point."""
    return sum(value for item, value in hundredths.items() if item == code or item.startswith(f"{code}."))


def ratio_text(ratio: Ratio) -> str:
    """Art. 15: a ratio in lowest terms, as `179975/3` or `60000/1`."""
    return f"{ratio.value.numerator}/{ratio.value.denominator}"


def canonical_bytes(content: Mapping[str, Any]) -> bytes:
    """Art. 23: the one way to write a seal down, so that the same content has the same hash everywhere.

    UTF-8 without a byte order mark; no white space; the members of every object in the order of their code points;
    no number but whole ones (a ratio is the text `num/den` in lowest terms), so that no reader can round.
    """
    _require_exact(content)
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def sealed_content(seal: Seal, about: Mapping[str, Any], notes: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Art. 23: the content of a seal; `about` names ranking, cycle, number, reason, when and who.

    `notes` go by application: what the comprehensive report states as its arithmetic, with its hash. Entries stand in
    the order of their places, equals in the order of their ids.
    """
    basis = seal.basis
    written = None if basis is None else {
        "edition": basis.edition, "criteria": basis.criteria, "aggregation": basis.aggregation,
        "weights": dict(basis.weights), "tie_order": list(basis.tie_order),
    }  # fmt: skip
    return {
        **about, "format": FORMAT, "basis": written, "ties": [list(tied) for tied in seal.ties],
        "entries": [
            {
                "place": e.place, "application_id": e.application, "organization_name": e.organization,
                "stages": {stage: ratio_text(total) for stage, total in (e.stages or {}).items()},
                "total_num": e.total.num, "total_den": e.total.den, "subtotals": dict(e.subtotals or {}),
                **notes.get(e.application, {}),
            }
            for e in seal.entries
        ],
    }  # fmt: skip


def read_seal(raw: bytes) -> Seal | None:
    """Art. 23: the seal that the bytes hold; None if they hold none, as after tampering."""
    try:
        content = json.loads(raw)
        basis = content.get("basis")
        return Seal(
            basis=None if basis is None else _basis(basis),
            entries=tuple(_entry(each) for each in content["entries"]),
            ties=tuple(tuple(tied) for tied in content.get("ties", ())),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError, ZeroDivisionError):
        # What somebody has changed may be anything; that it is no seal is the finding.
        return None


def digest_of(raw: bytes) -> str:
    """Art. 23: the SHA-256 of a seal's bytes, in hexadecimal."""
    return sha256(raw).hexdigest()


def _basis(written: Mapping[str, Any]) -> Basis:
    return Basis(
        edition=written["edition"], criteria=written["criteria"], aggregation=written["aggregation"],
        weights=dict(written["weights"]), tie_order=tuple(written["tie_order"]),
    )  # fmt: skip


def _entry(each: Mapping[str, Any]) -> SealedEntry:
    stages, subtotals = each.get("stages"), each.get("subtotals")
    return SealedEntry(
        application=each["application_id"], organization=each["organization_name"], place=int(each["place"]),
        total=Ratio(int(each["total_num"]), int(each["total_den"])),
        stages=None if stages is None else {stage: _ratio(text) for stage, text in stages.items()},
        subtotals=None if subtotals is None else {code: int(value) for code, value in subtotals.items()},
    )  # fmt: skip


def _ratio(text: str) -> Ratio:
    num, den = text.split("/")
    return Ratio(int(num), int(den))


def _require_exact(value: object) -> None:
    for part in _parts(value):
        if part is not None and not isinstance(part, (str, int)):
            message = f"a seal has whole numbers and texts only, not {type(part).__name__}"
            raise TypeError(message)


def _parts(value: object) -> Iterator[object]:
    match value:
        case Mapping():
            for part in value.values():
                yield from _parts(part)
        case list():
            for part in value:
                yield from _parts(part)
        case _:
            yield value
