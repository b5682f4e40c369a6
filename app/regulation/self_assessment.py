"""Self-assessment outside any year: a reference for improving oneself, item by item, exactly summed (art. 12)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.regulation.criteria import Criterion
from app.regulation.refusals import Reason
from app.regulation.scoring import item_score

ARTICLE = "第十二条"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """What an organization says of itself on one item: a text, and whole percent if it scores itself."""

    text: str = ""
    percent: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDifference:
    """One item of two assessments; scores in hundredths of a point, None where it is not scored."""

    item: Criterion
    before: Assessed
    after: Assessed

    @property
    def scores(self) -> tuple[int | None, int | None]:
        """Art. 13: what the item has in both."""
        return score_of(self.item, self.before), score_of(self.item, self.after)

    @property
    def gain(self) -> int | None:
        """The second less the first; None unless both are scored."""
        before, after = self.scores
        return None if before is None or after is None else after - before


def score_of(item: Criterion, said: Assessed) -> int | None:
    """Art. 13: points × percent in hundredths of a point; None where the item is not scored."""
    return None if said.percent is None else item_score(item.points, said.percent)


def total_of(said: Mapping[str, Assessed], items: Sequence[Criterion]) -> int:
    """Art. 12: the sum of what is scored so far, in hundredths of a point."""
    return sum(score_of(item, said[item.code]) or 0 for item in items if item.code in said)


def finish_faults(said: Mapping[str, Assessed], items: Sequence[Criterion]) -> tuple[Reason, ...]:
    """Art. 12: the items that keep an assessment from being finished, for a total needs a percent of each."""
    return tuple(
        Reason(code="self_assessment.not_scored", article=ARTICLE, pointer=f"/items/{item.code}",
               zh=f"条款 {item.code} {item.title} 尚未自评分。", en=f"The item {item.code} is not scored yet.")
        for item in items if item.code not in said or said[item.code].percent is None
    )  # fmt: skip


def item_faults(sent: Sequence[str], items: Sequence[Criterion]) -> Iterator[Reason]:
    """Art. 13: items that the criteria do not have, and items sent twice."""
    known = {item.code for item in items}
    for place, code in enumerate(sent):
        if code not in known:
            yield Reason(code="self_assessment.item_unknown", article="第十三条", pointer=f"/items/{place}/item_code",
                         zh=f"评定标准中没有可评分的条款 {code}。", en=f"{code} is no scored item.")  # fmt: skip
        if code in sent[:place]:
            yield Reason(code="self_assessment.item_twice", article="第十三条", pointer=f"/items/{place}/item_code",
                         zh=f"条款 {code} 重复。", en=f"{code} is sent twice.")  # fmt: skip


def same_criteria_faults(pointer: str, *, same: bool) -> tuple[Reason, ...]:
    """Art. 13: item by item, only what was assessed by the same criteria is compared or carried over."""
    if same:
        return ()
    return (
        Reason(code="self_assessment.other_criteria", article="第十三条", pointer=pointer,
               zh="两者所依据的评定标准不同。", en="They were made by different criteria."),
    )  # fmt: skip


def differences_of(
    before: Mapping[str, Assessed], after: Mapping[str, Assessed], items: Sequence[Criterion]
) -> tuple[ItemDifference, ...]:
    """Art. 12: every item of two assessments side by side, in the order of the standard."""
    nothing = Assessed()
    return tuple(
        ItemDifference(item=item, before=before.get(item.code, nothing), after=after.get(item.code, nothing))
        for item in items
    )
