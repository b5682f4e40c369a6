"""T18: the life of an edition, day by day: not yet, in force, expired, extended, replaced, under review (art. 32)."""

from datetime import date

import pytest

from app.regulation.refusals import OutOfOrder
from app.regulation.term import (
    Standing,
    Term,
    expiry_faults,
    extension_faults,
    is_review_overdue,
    require_in_force,
    review_date_faults,
    standing_of,
)
from tests.regulation.values import codes

FIRST, LAST = date(2022, 5, 20), date(2025, 5, 19)
TERM = Term(effective_on=FIRST, expires_on=LAST)
EXTENDED = Term(effective_on=FIRST, expires_on=LAST, extended_until=date(2025, 12, 31))
REPLACED = Term(effective_on=FIRST, expires_on=LAST, replaced_from=date(2024, 7, 1))
DRAFT = Term(effective_on=None, expires_on=None)


@pytest.mark.parametrize(("term", "day", "standing"), [
    (DRAFT, date(2022, 5, 20), Standing.NOT_YET),
    (TERM, date(2022, 5, 19), Standing.NOT_YET),
    (TERM, date(2022, 5, 20), Standing.IN_FORCE),
    (TERM, date(2025, 5, 19), Standing.IN_FORCE),
    (TERM, date(2025, 5, 20), Standing.EXPIRED),
    (EXTENDED, date(2025, 12, 31), Standing.IN_FORCE),
    (EXTENDED, date(2026, 1, 1), Standing.EXPIRED),
    (REPLACED, date(2024, 6, 30), Standing.IN_FORCE),
    (REPLACED, date(2024, 7, 1), Standing.REPLACED),
    (REPLACED, date(2026, 1, 1), Standing.REPLACED),
])  # fmt: skip
def test_an_edition_is_in_force_from_its_first_to_its_last_day_and_until_it_is_replaced(
    term: Term, day: date, standing: Standing
) -> None:
    assert standing_of(term, day) is standing


@pytest.mark.parametrize(("term", "day", "code"), [
    (TERM, date(2025, 6, 1), "edition.expired"),
    (EXTENDED, date(2026, 1, 1), "edition.expired"),
    (TERM, date(2022, 5, 19), "edition.not_in_force"),
    (DRAFT, date(2025, 6, 1), "edition.not_in_force"),
    (REPLACED, date(2024, 7, 1), "edition.replaced"),
])  # fmt: skip
def test_t18_no_year_is_planned_under_an_edition_that_is_not_in_force_that_day(
    term: Term, day: date, code: str
) -> None:
    with pytest.raises(OutOfOrder) as refusal:
        require_in_force("jiangyin-2022", term, day)
    assert codes(refusal.value.reasons) == [code]


def test_t18_an_extension_lets_a_year_be_planned_to_its_last_day() -> None:
    require_in_force("jiangyin-2022", EXTENDED, date(2025, 6, 1))
    require_in_force("jiangyin-2022", EXTENDED, date(2025, 12, 31))
    require_in_force("jiangyin-2022", REPLACED, date(2024, 6, 30))


def test_an_expiry_is_recorded_after_the_last_day_extension_included() -> None:
    assert codes(expiry_faults(TERM, LAST)) == ["edition.not_expired"]
    assert expiry_faults(TERM, date(2025, 5, 20)) == ()
    assert codes(expiry_faults(EXTENDED, date(2025, 12, 31))) == ["edition.not_expired"]
    assert expiry_faults(EXTENDED, date(2026, 1, 1)) == ()
    assert codes(expiry_faults(DRAFT, date(2099, 1, 1))) == ["edition.not_expired"]


def test_an_extension_lengthens_and_is_not_over_already() -> None:
    assert extension_faults(TERM, date(2025, 5, 20), LAST) == ()
    assert extension_faults(TERM, date(2025, 6, 1), date(2025, 6, 1)) == ()
    assert codes(extension_faults(TERM, LAST, LAST)) == ["edition.extension_too_short"]
    assert codes(extension_faults(TERM, date(2025, 5, 31), date(2025, 6, 1))) == ["edition.extension_over"]
    assert codes(extension_faults(EXTENDED, date(2025, 12, 31), date(2026, 6, 1))) == [
        "edition.extension_too_short", "edition.extension_over",
    ]  # fmt: skip


def test_a_review_falls_due_while_the_edition_stands_and_is_overdue_the_day_after() -> None:
    due = date(2024, 11, 30)
    assert review_date_faults(None, FIRST, date(2022, 5, 25)) == review_date_faults(due, FIRST, due) == ()
    assert codes(review_date_faults(due, FIRST, date(2024, 12, 1))) == ["edition.review_in_past"]
    assert codes(review_date_faults(date(2022, 5, 19), FIRST, date(2022, 5, 1))) == ["edition.review_in_past"]
    assert not is_review_overdue(due, Standing.IN_FORCE, due)
    assert is_review_overdue(due, Standing.IN_FORCE, date(2024, 12, 1))
    assert not is_review_overdue(due, Standing.EXPIRED, date(2026, 1, 1))
    assert not is_review_overdue(None, Standing.IN_FORCE, date(2099, 1, 1))
