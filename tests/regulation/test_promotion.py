"""Whose experience is spread, and until when (arts. 8(5), 9, 29)."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from app.regulation.promotion import TitleNow, activity_faults, circle_faults, title_faults

LAST = date(2025, 12, 19)


@pytest.mark.parametrize(
    ("revoked_on", "valid_until", "today", "codes"),
    [
        (None, None, date(2099, 1, 1), []),
        (None, LAST, LAST, []),
        (None, LAST, date(2025, 12, 20), ["promotion.expired"]),
        (date(2023, 6, 12), None, date(2023, 6, 12), ["promotion.revoked"]),
        (date(2023, 6, 12), LAST, date(2026, 1, 1), ["promotion.revoked", "promotion.expired"]),
    ],
)
def test_experience_is_spread_while_its_title_stands_and_every_reason_is_named(
    revoked_on: date | None, valid_until: date | None, today: date, codes: list[str]
) -> None:
    found = title_faults(TitleNow(revoked_on=revoked_on, valid_until=valid_until), today)
    assert [reason.code for reason in found] == codes


def test_a_title_out_of_reach_is_like_none() -> None:
    assert circle_faults(found=True) == ()
    assert [(reason.code, reason.article, reason.pointer) for reason in circle_faults(found=False)] == [
        ("promotion.no_award", "第九条", "/award_id")
    ]


def test_an_activity_names_public_cases_once_each() -> None:
    one, other, hidden = (uuid4() for _ in range(3))
    public: set[UUID] = {one, other}
    assert activity_faults([one, other], public) == ()
    assert [(reason.code, reason.pointer) for reason in activity_faults([one, hidden, one, hidden], public)] == [
        ("promotion.not_public", "/case_ids/1"), ("promotion.named_twice", "/case_ids/2"),
        ("promotion.not_public", "/case_ids/3"), ("promotion.named_twice", "/case_ids/3"),
    ]  # fmt: skip
