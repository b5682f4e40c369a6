"""The review of a title before its last day, and what a title is today (arts. 26, 29)."""

from dataclasses import replace
from datetime import date

import pytest

from app.regulation.title_review import TitleState, conclusion_faults, opening_faults, renewed_until, state_of
from tests.regulation.values import COMPLETE, articles, marks

LAST = date(2026, 6, 30)
DAY_AFTER = date(2026, 7, 1)


@pytest.mark.parametrize(("revoked", "renewed", "today", "state"), [
    (None, None, LAST, TitleState.STANDING),
    (None, date(2025, 9, 1), LAST, TitleState.RENEWED),
    (None, date(2025, 9, 1), DAY_AFTER, TitleState.EXPIRED),
    (date(2025, 9, 1), date(2025, 8, 1), DAY_AFTER, TitleState.REVOKED),
])  # fmt: skip
def test_a_title_is_one_thing_a_day(revoked: date | None, renewed: date | None, today: date, state: TitleState) -> None:
    assert state_of(revoked_on=revoked, last_day=LAST, renewed_on=renewed, today=today) is state


def test_a_title_without_a_term_stands_for_ever() -> None:
    assert state_of(revoked_on=None, last_day=None, renewed_on=None, today=LAST) is TitleState.STANDING


@pytest.mark.parametrize(("last", "standing", "today", "expected", "article"), [
    (LAST, True, date(2025, 6, 30), [], []),
    (LAST, True, LAST, [], []),
    (LAST, True, date(2025, 6, 29), ["title.too_early"], ["edition.title_review_months"]),
    (LAST, True, DAY_AFTER, ["title.over"], ["edition.tiers.validity_years"]),
    (None, True, LAST, ["title.no_validity"], ["edition.tiers.validity_years"]),
    (LAST, False, LAST, ["title.revoked"], ["第二十九条"]),
])  # fmt: skip
def test_only_a_term_that_nears_its_end_is_reviewed(
    last: date | None, standing: bool, today: date, expected: list[str], article: list[str]
) -> None:
    faults = opening_faults(last_day=last, standing=standing, months=12, today=today)
    assert (marks(faults), articles(faults)) == (expected, article)


def test_one_more_term_follows_the_former_without_a_gap() -> None:
    tier = replace(COMPLETE.tiers[0], validity_years=3)
    assert renewed_until(LAST, tier) == date(2029, 6, 30)
    with pytest.raises(ValueError, match=rf"^the tier {tier.code} has no term$"):
        renewed_until(LAST, replace(tier, validity_years=None))


@pytest.mark.parametrize(("passed", "renews", "found", "expected"), [
    (True, True, date(2026, 3, 1), []),
    (False, False, date(2026, 3, 1), []),
    (True, False, date(2026, 3, 1), ["title.outcome"]),
    (False, True, date(2026, 3, 2), ["title.outcome", "title.resolved_early"]),
    (None, True, date(2026, 3, 1), ["title.unfound"]),
    (True, True, None, ["title.unfound"]),
])  # fmt: skip
def test_a_review_is_concluded_as_it_was_found_by_a_resolution_that_does_not_come_before(
    passed: bool | None, renews: bool, found: date | None, expected: list[str]
) -> None:
    faults = conclusion_faults(passed=passed, renews=renews, found_on=found, resolved_on=date(2026, 3, 1))
    assert marks(faults) == expected
