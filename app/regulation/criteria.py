"""The criteria: a tree of categories and scored items whose points sum to a declared total (arts. 12-14)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.regulation.refusals import Reason

PARTS = re.compile(r"[0-9]{1,20}|[A-Za-z]+")
"""What a code consists of, between its dots and hyphens."""


class CriterionKind(StrEnum):
    """GB/T 19580: the whole, a requirement on a process (过程), or one on results (结果)."""

    ROOT = "root"
    PROCESS = "process"
    RESULT = "result"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One row of the tree; `points` are whole points; `parent` is None at the root alone."""

    code: str
    title: str
    title_en: str
    points: int
    kind: CriterionKind
    parent: str | None
    points_confirmed: bool
    """Whether somebody compared the points with a bought copy of the standard."""
    title_confirmed: bool
    requirement: str = ""
    """What the standard asks there (明确的要求), as far as it was brought along."""
    guide: str = ""
    """What the implementation guide adds (实施指南)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """Art. 13: one set of criteria, pinned by a cycle; `total` is declared and `faults_of` compares the sum with it."""

    code: str
    standard: str
    total: int
    bands: tuple[tuple[int, int], ...]
    """The percent bands of the scoring guide, both ends included."""
    rows: tuple[Criterion, ...]

    @property
    def items(self) -> tuple[Criterion, ...]:
        """The scored items: the rows below which there is none, in the order of the standard."""
        parents = {row.parent for row in self.rows}
        return tuple(row for row in self.rows if row.code not in parents)

    @property
    def root(self) -> Criterion:
        """The row that has no parent."""
        return next(row for row in self.rows if row.parent is None)

    @property
    def categories(self) -> tuple[Criterion, ...]:
        """Art. 13: the parts right below the root (seven in GB/T 19580)."""
        return tuple(row for row in self.rows if row.parent == self.root.code)

    def row(self, code: str) -> Criterion:
        """Return the row of that code; KeyError if there is none."""
        return {row.code: row for row in self.rows}[code]


def items_of(criteria: Criteria, code: str) -> tuple[Criterion, ...]:
    """Art. 13: the scored items at or below a row; () for an unknown code."""
    parent_of = {row.code: row.parent for row in criteria.rows}

    def lies_below(item: str | None) -> bool:
        while item is not None:
            if item == code:
                return True
            item = parent_of[item]
        return False

    return tuple(item for item in criteria.items if lies_below(item.code))


def faults_of(criteria: Criteria) -> tuple[Reason, ...]:
    """Art. 13: every fault of the tree: its shape first, and if that is sound its sums."""
    return tuple(_shape_faults(criteria)) or tuple(_sum_faults(criteria))


def order_of(code: str) -> list[tuple[bool, int, str]]:
    """Art. 13: the key that puts codes as people count, 4.2 before 4.10 and A.1 before A.1.a."""
    parts = PARTS.findall(code)
    return [(not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts]


def unconfirmed(criteria: Criteria) -> tuple[str, ...]:
    """Art. 13: the codes whose points nobody has compared with the standard."""
    return tuple(row.code for row in criteria.rows if not row.points_confirmed)


def _shape_faults(criteria: Criteria) -> Iterator[Reason]:
    if sum(row.parent is None for row in criteria.rows) != 1:
        yield fault_at("root", "/rows", "评定标准须有且只有一个根。", "The criteria need exactly one root.")
    seen: set[str] = set()
    for place, row in enumerate(criteria.rows):
        at = f"/rows/{place}"
        if row.code in seen:
            yield fault_at("duplicate", f"{at}/code", f"条款 {row.code} 重复。", f"{row.code} occurs twice.")
        if row.parent is not None and row.parent not in seen:
            yield fault_at("parent", f"{at}/parent", f"条款 {row.code} 的上级 {row.parent} 须列在其前。",
                           f"The parent {row.parent} of {row.code} must stand before it.")  # fmt: skip
        if row.points <= 0:
            yield fault_at("points", f"{at}/points", f"条款 {row.code} 的分值须大于零。",
                           f"{row.code} must carry points.")  # fmt: skip
        seen.add(row.code)


def _sum_faults(criteria: Criteria) -> Iterator[Reason]:
    below: dict[str | None, int] = {}
    for row in criteria.rows:
        below[row.parent] = below.get(row.parent, 0) + row.points
    for place, row in enumerate(criteria.rows):
        if (parts := below.get(row.code, row.points)) != row.points:
            yield fault_at("sum", f"/rows/{place}/points",
                           f"条款 {row.code} 为 {row.points} 分，其下级合计 {parts} 分。",
                           f"{row.code} has {row.points} points, its parts sum to {parts}.")  # fmt: skip
    total = sum(item.points for item in criteria.items)
    if total != criteria.total:
        yield fault_at("total", "/total", f"各条款合计 {total} 分，与所声明的总分 {criteria.total} 分不符。",
                       f"The items sum to {total} points, the declared total is {criteria.total}.")  # fmt: skip


def fault_at(kind: str, pointer: str, zh: str, en: str) -> Reason:
    """Art. 13: one fault of a set of criteria; `pointer` leads into its rows by their place, from 0."""
    return Reason(code=f"criteria.{kind}", article="第十三条", zh=zh, en=en, pointer=pointer)
