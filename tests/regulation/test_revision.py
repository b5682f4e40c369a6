"""The revision of an edition: proposed, consulted upon, then a new draft or the old edition kept (art. 16)."""

from datetime import date

import pytest

from app.regulation.refusals import OutOfOrder
from app.regulation.revision import (
    CommentReply,
    RevisionOutcome,
    answer_faults,
    comment_faults,
    conclusion_faults,
    consultation_faults,
    require_revisable,
)
from app.regulation.vocabulary import Status
from tests.regulation.values import articles, marks

TODAY, TOMORROW, YESTERDAY = date(2025, 5, 28), date(2025, 5, 29), date(2025, 5, 27)
END = date(2025, 6, 7)


def test_only_what_is_in_force_is_revised() -> None:
    require_revisable(Status.IN_FORCE, "jiangyin-2022")
    for status in (Status.DRAFT, Status.REPLACED, Status.EXPIRED):
        with pytest.raises(OutOfOrder) as refusal:
            require_revisable(status, "jiangyin-2022")
        assert marks(refusal.value.reasons) == ["revision.not_in_force /edition_id"]
        assert articles(refusal.value.reasons) == ["第十六条"]


@pytest.mark.parametrize(("begins", "ends", "expected"), [
    (TODAY, TODAY, []), (TODAY, END, []),
    (TOMORROW, TODAY, ["revision.consultation_backwards /ends_on"]),
    (YESTERDAY, END, ["revision.consultation_in_past /begins_on"]),
    (YESTERDAY, date(2025, 5, 26),
     ["revision.consultation_backwards /ends_on", "revision.consultation_in_past /begins_on"]),
])  # fmt: skip
def test_a_consultation_lies_ahead_and_ends_no_earlier_than_it_begins(
    begins: date, ends: date, expected: list[str]
) -> None:
    assert marks(consultation_faults(begins, ends, TODAY)) == expected


@pytest.mark.parametrize(("received", "today", "counts"), [
    (TODAY, END, True), (END, date(2025, 7, 1), True), (YESTERDAY, END, False),
    (date(2025, 6, 8), date(2025, 7, 1), False), (TOMORROW, TODAY, False), (TODAY, TODAY, True),
])  # fmt: skip
def test_a_comment_counts_if_it_came_on_a_day_of_the_consultation(received: date, today: date, counts: bool) -> None:
    faults = comment_faults(received, TODAY, END, today)
    assert marks(faults) == ([] if counts else ["revision.comment_outside /received_on"])


def test_a_comment_is_answered_once() -> None:
    assert answer_faults(None) == ()
    assert marks(answer_faults(CommentReply.DECLINED)) == ["revision.comment_answered"]


@pytest.mark.parametrize(("today", "unanswered", "outcome", "code", "expected"), [
    (date(2025, 6, 8), 0, RevisionOutcome.REVISED, "jiangyin-2025", []),
    (date(2025, 6, 8), 0, RevisionOutcome.KEPT, None, []),
    (END, 0, RevisionOutcome.KEPT, None, ["revision.consultation_running"]),
    (date(2025, 6, 8), 1, RevisionOutcome.KEPT, None, ["revision.comments_open"]),
    (date(2025, 6, 8), 0, RevisionOutcome.REVISED, None, ["revision.code /code"]),
    (date(2025, 6, 8), 0, RevisionOutcome.KEPT, "jiangyin-2025", ["revision.code /code"]),
    (END, 2, RevisionOutcome.KEPT, "x",
     ["revision.consultation_running", "revision.comments_open", "revision.code /code"]),
])  # fmt: skip
def test_a_revision_is_concluded_when_its_days_are_over_and_every_comment_is_answered(
    today: date, unanswered: int, outcome: RevisionOutcome, code: str | None, expected: list[str]
) -> None:
    assert marks(conclusion_faults(END, unanswered, outcome, code, today)) == expected
