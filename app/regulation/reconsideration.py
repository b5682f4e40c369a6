"""Reopening what is submitted: at the leader's request, or because experts differ widely (arts. 20, 21)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.regulation.criteria import Criterion
from app.regulation.measures import ScoringRule
from app.regulation.refusals import Reason
from app.regulation.scoring import Percents, sheet_total

SPREAD = "edition.scoring.reconsider"


class RequestKind(StrEnum):
    """Why an expert is asked to look at his submitted sheet again."""

    UNLOCK = "unlock"
    """The leader asks, with a reason (art. 20)."""
    RECONSIDERATION = "reconsideration"
    """The experts differ as widely as the edition says (art. 21 is silent)."""


class Answer(StrEnum):
    """What the expert himself does about a request; nobody does it for him (art. 8(4))."""

    CONFIRMED = "confirmed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """One expert whose percents lie at an end of a wide spread: on these items, or in the total as a whole."""

    expert: str
    items: tuple[str, ...]
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request that was put to an expert; no items means his sheet as a whole; None is no answer yet."""

    expert: str
    kind: RequestKind
    items: tuple[str, ...]
    answer: Answer | None


def concerns_of(sheets: Mapping[str, Percents], items: Sequence[Criterion], rule: ScoringRule) -> tuple[Concern, ...]:
    """`edition.scoring.reconsider`: each expert as far from another as the limits say, on an item or in the total.

    `sheets` are complete, by expert; () where the edition does not ask for it.
    """
    if not rule.reconsider or len(sheets) < 2:  # noqa: PLR2004 - one sheet has no spread.
        return ()
    totals = {expert: sheet_total(percents, items) for expert, percents in sheets.items()}
    columns = {item.code: [percents[item.code] for percents in sheets.values()] for item in items}
    found = (
        Concern(
            expert=expert, whole=_is_far(totals[expert], totals.values(), rule.total_spread),
            items=tuple(code for code, column in columns.items()
                        if _is_far(percents[code], column, rule.item_spread)),
        )
        for expert, percents in sheets.items()
    )  # fmt: skip
    return tuple(each for each in found if each.items or each.whole)


def unasked(concerns: Sequence[Concern], asked: Sequence[Asked]) -> tuple[Concern, ...]:
    """`edition.scoring.reconsider`: what of the concerns has not been put to its expert: once for each item."""
    return tuple(rest for each in concerns for rest in _rest(each, [a for a in asked if a.expert == each.expert]))


def reconsideration_faults(concerns: Sequence[Concern], asked: Sequence[Asked]) -> tuple[Reason, ...]:
    """Arts. 20-21: no consensus while a request is unanswered, or a wide spread was not put to those concerned."""
    return tuple(_reconsideration_faults(concerns, asked))


def unconcerned_faults(*, asked: int) -> tuple[Reason, ...]:
    """`edition.scoring.reconsider`: a request to reconsider needs a wide spread that was not put to anybody."""
    if asked:
        return ()
    return (
        _fault("consensus.no_spread", SPREAD, "", "没有尚待复议的较大分歧。",
               "There is no wide spread that was not put to the experts already."),
    )  # fmt: skip


def unlock_faults(*, submitted: bool, concluded: bool, asked: bool) -> tuple[Reason, ...]:
    """Art. 20: the leader asks for a submitted sheet, once at a time, before the consensus is concluded."""
    return tuple(_unlock_faults(submitted=submitted, concluded=concluded, asked=asked))


def answer_faults(*, asked: bool, concluded: bool) -> tuple[Reason, ...]:
    """Art. 21: a submitted sheet is reopened or confirmed upon a request, and not after the consensus on it."""
    return tuple(_answer_faults(asked=asked, concluded=concluded))


def outdated_faults(
    bases: Mapping[str, Mapping[str, int]], sheets: Mapping[str, Percents], items: Sequence[Criterion]
) -> tuple[Reason, ...]:
    """Art. 21: an agreed percent rests on the sheets as they are; after a change of theirs it is agreed anew.

    `bases`: by item, the experts' percents when it was last agreed; an item without a base rests on nothing yet.
    """
    return tuple(
        _fault("consensus.outdated", "第二十一条", f"/items/{item.code}",
               f"条款 {item.code} 合议之后评分表已变更，原合议评分失效，须重新合议。",
               f"The sheets changed after {item.code} was agreed: the percent is void and must be agreed anew.")
        for item in items
        if bases.get(item.code)
        and bases[item.code] != {expert: percents[item.code] for expert, percents in sheets.items()}
    )  # fmt: skip


def dissent_faults(items: Sequence[str], known: Collection[str], *, reported: bool) -> tuple[Reason, ...]:
    """Art. 21: an expert dissents on items of the stage, each once in a statement, before the report is issued."""
    return tuple(_dissent_faults(items, known, reported=reported))


def _is_far(own: int, others: Collection[int], limit: int) -> bool:
    return max(others) - own >= limit or own - min(others) >= limit


def _rest(concern: Concern, asked: Sequence[Asked]) -> Iterator[Concern]:
    before = [each for each in asked if each.kind is RequestKind.RECONSIDERATION]
    if any(not each.items for each in before):
        return
    known = {code for each in before for code in each.items}
    items = tuple(code for code in concern.items if code not in known)
    if items or concern.whole:
        yield Concern(expert=concern.expert, items=items, whole=concern.whole)


def _reconsideration_faults(concerns: Sequence[Concern], asked: Sequence[Asked]) -> Iterator[Reason]:
    if waiting := sum(each.answer is None for each in asked):
        yield _fault("consensus.unanswered", "第二十一条", "", f"尚有 {waiting} 项复议或重开请求未获评审员答复。",
                     f"{waiting} requests to experts have no answer yet.")  # fmt: skip
    for each in unasked(concerns, asked):
        where = "、".join(each.items) or "总分"
        yield _fault("consensus.reconsider", SPREAD, "", f"分歧达到规定界限（{where}），须先请有关评审员复议。",
                     f"The spread ({', '.join(each.items) or 'total'}) must be put to the experts first.")  # fmt: skip


def _unlock_faults(*, submitted: bool, concluded: bool, asked: bool) -> Iterator[Reason]:
    if not submitted:
        yield _fault("sheet.not_submitted", "第二十一条", "", "该评分表未处于已提交状态。",
                     "The sheet is not submitted.")  # fmt: skip
    if asked:
        yield _fault("sheet.asked", "第二十条", "", "已有一项请求等待该评审员答复。",
                     "A request waits for this expert's answer already.")  # fmt: skip
    yield from _concluded(concluded=concluded)


def _answer_faults(*, asked: bool, concluded: bool) -> Iterator[Reason]:
    if not asked:
        yield _fault("sheet.not_asked", "第二十一条", "", "没有待答复的复议或重开请求，已提交的评分表不得更改。",
                     "There is no request: a submitted sheet stands as it is.")  # fmt: skip
    yield from _concluded(concluded=concluded)


def _concluded(*, concluded: bool) -> Iterator[Reason]:
    if concluded:
        yield _fault("sheet.concluded", "第二十一条", "", "合议已形成，其所依据的评分表不得重开。",
                     "The consensus is concluded; the sheets on which it rests stay as they are.")  # fmt: skip


def _dissent_faults(items: Sequence[str], known: Collection[str], *, reported: bool) -> Iterator[Reason]:
    for code in sorted(set(items) - set(known)):
        yield _fault("score.unknown_item", "第十三条", f"/items/{code}", f"本环节不评条款 {code}。",
                     f"This stage does not score an item {code}.")  # fmt: skip
    if len(set(items)) < len(items):
        yield _fault("dissent.twice", "第二十一条", "/items", "同一条款重复。", "An item occurs twice.")
    if reported:
        yield _fault("dissent.reported", "第二十一条", "", "报告已出具，不能再声明不同意见。",
                     "The report is issued; a dissent comes before it.")  # fmt: skip


def _fault(code: str, article: str, pointer: str, zh: str, en: str) -> Reason:
    return Reason(code=code, article=article, pointer=pointer, zh=zh, en=en)
