"""Counting again: every stored score against what the law makes of the percents beneath it (arts. 13, 15, 21-23)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.regulation.measures import Edition
from app.regulation.ranking import Entry, ranked
from app.regulation.ratios import Ratio, mean
from app.regulation.refusals import NotMet
from app.regulation.scoring import comprehensive_score, item_score
from app.regulation.vocabulary import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredItem:
    """A row of a sheet or of a consensus as it is stored; `mean` and `spread` only of a consensus."""

    item: str
    points: int
    percent: int
    hundredths: int
    mean: Ratio | None = None
    spread: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSum:
    """A submitted sheet or a concluded consensus with its items and its total in hundredths."""

    name: str
    """What the difference is told of, as `sheet:<id>`."""
    stage: Stage
    total: int
    items: tuple[StoredItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCase:
    """Everything stored about one application's scores; `score` is the comprehensive one, None before the report."""

    application: str
    sheets: tuple[StoredSum, ...]
    """Only those that count: submitted, by experts who work on the application."""
    excluded: tuple[StoredSum, ...]
    consensuses: tuple[StoredSum, ...]
    score: Ratio | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPlace:
    """A place of the newest frozen ranking."""

    application: str
    place: int
    total: Ratio
    tie_breakers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """An alarm: what is stored, and what the counting gives."""

    application: str
    of: str
    """Which number: `sheet:<id>/4.1.2`, `consensus:defence`, `score`, `place`."""
    stored: str
    counted: str


def recounted(case: StoredCase, points: Mapping[str, int], edition: Edition) -> tuple[Difference, ...]:
    """Arts. 13, 21, 22: every number of a case that is not what the law makes of the percents; () if all agree.

    `points` are those of the criteria by item code.
    """
    sums = (*case.sheets, *case.excluded, *case.consensuses)
    return (
        *(difference for one in sums for difference in _sum_differences(case, one, points)),
        *(difference for one in case.consensuses for difference in _spread_differences(case, one)),
        *_score_differences(case, edition),
    )


def recounted_places(places: Sequence[StoredPlace], scores: Mapping[str, Ratio]) -> tuple[Difference, ...]:
    """Art. 23: every place of a frozen ranking that is not that of its scores, and every score that moved since."""
    order = {
        standing.application: standing.rank
        for standing in ranked(
            [Entry(application=p.application, total=p.total, tie_breakers=p.tie_breakers) for p in places]
        )
    }
    moved = (
        Difference(
            application=p.application, of="ranking/score", stored=_text(p.total), counted=_text(scores[p.application])
        )
        for p in places
        if p.application in scores and scores[p.application].value != p.total.value
    )
    misplaced = (
        Difference(application=p.application, of="place", stored=str(p.place), counted=str(order[p.application]))
        for p in places
        if order[p.application] != p.place
    )
    return (*moved, *misplaced)


def _sum_differences(case: StoredCase, one: StoredSum, points: Mapping[str, int]) -> Iterator[Difference]:
    for item in one.items:
        at = f"{one.name}/{item.item}"
        if item.points != points.get(item.item):
            yield _difference(case, f"{at}/points", item.points, points.get(item.item))
        if item.hundredths != item_score(item.points, item.percent):
            yield _difference(case, at, item.hundredths, item_score(item.points, item.percent))
    counted = sum(item_score(points.get(item.item, 0), item.percent) for item in one.items)
    if counted != one.total:
        yield _difference(case, one.name, one.total, counted)


def _spread_differences(case: StoredCase, consensus: StoredSum) -> Iterator[Difference]:
    sheets = [
        {item.item: item.percent for item in sheet.items} for sheet in case.sheets if sheet.stage is consensus.stage
    ]
    for item in consensus.items:
        percents = [sheet[item.item] for sheet in sheets if item.item in sheet]
        at = f"{consensus.name}/{item.item}"
        if not percents or item.mean is None:
            yield _difference(case, f"{at}/mean", None if item.mean is None else _text(item.mean), None)
            continue
        if item.mean.value != mean(percents).value:
            yield _difference(case, f"{at}/mean", _text(item.mean), _text(mean(percents)))
        if item.spread != max(percents) - min(percents):
            yield _difference(case, f"{at}/spread", item.spread, max(percents) - min(percents))


def _score_differences(case: StoredCase, edition: Edition) -> Iterator[Difference]:
    if case.score is None:
        return
    totals = {one.stage: sum(item_score(i.points, i.percent) for i in one.items) for one in case.consensuses}
    try:
        counted = comprehensive_score(totals, edition)
    except NotMet as missing:
        # A score without the totals that it claims to rest on is an alarm as well.
        yield _difference(case, "score", _text(case.score), missing.reasons[0].en)
        return
    if counted.value != case.score.value:
        yield _difference(case, "score", _text(case.score), _text(counted))


def _difference(case: StoredCase, of: str, stored: object, counted: object) -> Difference:
    return Difference(application=case.application, of=of, stored=str(stored), counted=str(counted))


def _text(ratio: Ratio) -> str:
    return f"{ratio.num}/{ratio.den}"
