"""Sets of criteria that any city brings: their bounds, and the check of their points in print (arts. 12, 13, 16)."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from app.regulation.criteria import Criteria, CriterionKind, fault_at, faults_of
from app.regulation.refusals import Reason
from app.regulation.window import day_faults

NODE_CODE = r"^[0-9A-Za-z][0-9A-Za-z.-]{0,19}$"
"""How the code of a row is written: 4.1.2, A-3, R1."""
MOST_NODES, MOST_ITEMS, MOST_LEVELS = 400, 200, 10
MOST_POINTS = 100_000
MOST_CHARACTERS = 50_000
"""Of all requirements and hints together, so that a set can be sent as JSON."""


def import_faults(criteria: Criteria) -> tuple[Reason, ...]:
    """Arts. 12, 13: everything that keeps a set from being taken in: its bounds and bands, its shape, then its sums."""
    return (*_size_faults(criteria), *_band_faults(criteria), *_kind_faults(criteria), *faults_of(criteria))


def confirmation_faults(
    codes: Sequence[str], known: Collection[str], checked_on: date, today: date
) -> Iterator[Reason]:
    """Art. 13: a check in print names rows that the set has, and a day that has come."""
    for place, code in enumerate(codes):
        if code not in known:
            yield fault_at("node_unknown", f"/codes/{place}", f"评定标准中没有条款 {code}。",
                           f"The criteria have no {code}.")  # fmt: skip
    yield from day_faults(checked_on, today, pointer="/checked_on", article="第十三条")


def levels_of(criteria: Criteria) -> int:
    """Art. 13: how many levels a sound tree has, its root included."""
    level: dict[str | None, int] = {None: 0}
    for row in criteria.rows:
        level[row.code] = level.get(row.parent, 0) + 1
    return max(level.values())


def _size_faults(criteria: Criteria) -> Iterator[Reason]:
    items, texts = len(criteria.items), sum(len(row.requirement) + len(row.guide) for row in criteria.rows)
    measured = (
        (len(criteria.rows), MOST_NODES, "条款总数", "rows"), (items, MOST_ITEMS, "评分条款数", "scored items"),
        (levels_of(criteria), MOST_LEVELS, "层级数", "levels"),
        (texts, MOST_CHARACTERS, "要求与提示的总字数", "characters of requirements and hints"),
    )  # fmt: skip
    for found, most, zh, en in measured:
        if found > most:
            yield fault_at(
                "size", "/rows", f"{zh}为 {found}，至多 {most}。", f"There are {found} {en}, at most {most}."
            )
    if len(criteria.rows) == 1:
        yield fault_at("root", "/rows", "根之下须有条款。", "There must be rows below the root.")


def _band_faults(criteria: Criteria) -> Iterator[Reason]:
    before = -1
    for place, (lowest, highest) in enumerate(criteria.bands):
        if not before < lowest <= highest:
            yield fault_at("bands", f"/bands/{place}", "评分档须由低到高排列，互不重叠。",
                           "The bands run upwards and do not overlap.")  # fmt: skip
        before = highest


def _kind_faults(criteria: Criteria) -> Iterator[Reason]:
    for place, row in enumerate(criteria.rows):
        if (row.kind is CriterionKind.ROOT) != (row.parent is None):
            yield fault_at("kind", f"/rows/{place}/kind", f"条款 {row.code}：有且只有根的类型为“总体”。",
                           f"{row.code}: the root, and nothing else, is of the kind root.")  # fmt: skip
