"""A guesser with the whole database: from whatever tells members apart he picks who voted in favour."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from random import Random
from typing import Any

from tests.api import Operator

TABLES = (
    "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
)
UUIDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
ROWS = "SELECT to_jsonb(t)::text, xmin::text::bigint, (ctid::text::point)[0] * 1000 + (ctid::text::point)[1] FROM {} t"
"""Every row with its transaction and its place in the table."""


@dataclass(frozen=True, slots=True)
class Box:
    """One ballot: its voters with the names by which the database knows each, how many agreed, and who did."""

    ballot: str
    voters: Mapping[str, tuple[str, ...]]
    truth: frozenset[str]

    @property
    def agreed(self) -> int:
        """How many voted in favour: what everybody is told."""
        return len(self.truth)


@dataclass(slots=True)
class Row:
    """One row: its columns, with what stands inside of bytes as text."""

    columns: dict[str, Any]
    text: str
    ids: frozenset[str]
    """Every id that it names anywhere."""

    @classmethod
    def of(cls, columns: dict[str, Any]) -> "Row":
        """Make a row of its columns."""
        text = json.dumps(columns, ensure_ascii=False, default=str)
        return cls(columns, text, frozenset(UUIDS.findall(text)))


@dataclass(slots=True)
class Evidence:
    """What the database holds of one box: rows by table."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))


def _row(written: str, xmin: int, place: float) -> Row:
    columns = {name: _readable(value) for name, value in json.loads(written).items()}
    return Row.of(columns | {"xmin": xmin, "ctid": place})


def _readable(value: object) -> object:
    if isinstance(value, str) and value.startswith("\\x"):
        return bytes.fromhex(value[2:]).decode("utf-8", "replace")
    return value


async def gathered(operator: Operator, boxes: Sequence[Box], logged: Iterable[Mapping[str, Any]]) -> list[Evidence]:
    """Read every table, and give each box the rows that name it or were written in a transaction that did."""
    tables = {
        table: [_row(*row) for row in await operator.rows(ROWS.format(table))]
        for (table,) in await operator.rows(TABLES)
    }
    number = {box.ballot: place for place, box in enumerate(boxes)}
    found = [Evidence() for _ in boxes]
    owner: dict[int, int] = {}
    for rows in tables.values():
        for row in rows:
            for ballot in row.ids & number.keys():
                owner.setdefault(row.columns["xmin"], number[ballot])
    for table, rows in tables.items():
        for row in rows:
            for place in {number[each] for each in row.ids & number.keys()} | {owner.get(row.columns["xmin"], -1)} - {
                -1
            }:
                found[place].rows[table].append(row)
    _log_lines(found, logged)
    return found


def _log_lines(found: Sequence[Evidence], logged: Iterable[Mapping[str, Any]]) -> None:
    """Give each box the lines of the log whose requests stand in its leaves of the record."""
    lines = {line["request_id"]: (place, line) for place, line in enumerate(logged)}
    for evidence in found:
        leaves = "".join(row.text for row in evidence.rows["record_leaf"])
        for request, (place, line) in lines.items():
            if request in leaves:
                evidence.rows["log"].append(Row.of({**line, "ctid": place}))


def _facts(box: Box, evidence: Evidence) -> Iterator[tuple[str, dict[str, Any]]]:
    """Whatever tells the voters of a box apart: by a name, the value of each."""
    members: dict[str, dict[str, Any]] = defaultdict(dict)
    for table, rows in evidence.rows.items():
        for voter, names in box.voters.items():
            mine = [row for row in rows if row.ids & set(names)]
            members[f"{table} count"][voter] = len(mine)
            for row in mine:
                members[f"{table} place"].setdefault(voter, min(row.text.find(n) for n in names if n in row.text))
                for column, value in row.columns.items():
                    members[f"{table}.{column}"].setdefault(voter, value)
    yield from members.items()
    known = {name for names in box.voters.values() for name in names}
    for table, rows in evidence.rows.items():
        # As many rows as voters that name none of them may be their papers, in some order.
        if len(rows) == len(box.voters) and not any(row.ids & known for row in rows):
            yield from _paired(table, rows, members)


def _paired(
    table: str, rows: Sequence[Row], members: Mapping[str, dict[str, Any]]
) -> Iterator[tuple[str, dict[str, Any]]]:
    for fact, values in members.items():
        if len(values) < len(rows) or len({str(each) for each in values.values()}) < len(rows):
            continue
        voters = sorted(values, key=lambda voter: _order(values[voter]))
        for by in rows[0].columns:
            for column in rows[0].columns:
                ordered = sorted(rows, key=lambda row: _order(row.columns[by]))
                told = {voter: row.columns[column] for voter, row in zip(voters, ordered, strict=True)}
                yield f"{table}.{column} by {by} and {fact}", told


def _order(value: object) -> tuple[int, float, str]:
    if isinstance(value, bool | int | float):
        return 0, float(value), ""
    return 1, 0.0, str(value)


def guess(box: Box, told: Mapping[str, Any], *, last: bool, chance: Random) -> frozenset[str]:
    """Pick as many voters as agreed: those with the first values, or with the last; equal ones by chance."""
    voters = sorted(box.voters)
    chance.shuffle(voters)
    voters.sort(key=lambda voter: _order(told.get(voter, "")), reverse=last)
    return frozenset(voters[: box.agreed])


def right(box: Box, picked: frozenset[str]) -> int:
    """Count the voters of whom he is right."""
    return len(box.voters) - len(box.truth ^ picked)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the rule that served best on one half of the boxes serves on the other, and how chance would."""

    rule: str
    rules: int
    share: float
    chance: float
    sigma: float

    @property
    def links(self) -> bool:
        """Whether it is better than chance, by far more than chance brings about."""
        return self.share > self.chance + 4 * self.sigma


def judged(boxes: Sequence[Box], evidence: Sequence[Evidence], seed: int) -> Verdict:
    """Learn on every other box, and guess on the rest."""
    chance = Random(seed)  # noqa: S311 - a simulation.
    facts = [dict(_facts(box, each)) for box, each in zip(boxes, evidence, strict=True)]
    rules = sorted({(name, last) for each in facts for name in each for last in (False, True)})

    def served(rule: tuple[str, bool], places: Iterable[int]) -> int:
        name, last = rule
        return sum(right(boxes[n], guess(boxes[n], facts[n].get(name, {}), last=last, chance=chance)) for n in places)

    learning, trying = range(0, len(boxes), 2), range(1, len(boxes), 2)
    best = max(rules, key=lambda rule: served(rule, learning))
    voters = sum(len(boxes[n].voters) for n in trying)
    mean, variance = 0.0, 0.0
    for box in (boxes[n] for n in trying):
        size, agreed = len(box.voters), box.agreed
        mean += size - 2 * (agreed - agreed * agreed / size)
        variance += 4 * agreed**2 * (size - agreed) ** 2 / (size**2 * (size - 1))
    return Verdict(f"{best[0]}{' last' if best[1] else ''}", len(rules), served(best, trying) / voters, mean / voters,
                   sqrt(variance) / voters)  # fmt: skip
