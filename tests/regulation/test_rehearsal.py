"""Rehearsals: what may be done only in a database that was created for them (art. 8(8))."""

from datetime import UTC, datetime, timedelta

from app.regulation.rehearsal import clearing_faults, rehearsal_faults, reset_faults, shift_faults
from tests.regulation.values import articles, marks


def test_a_real_award_is_not_practised_with() -> None:
    assert list(rehearsal_faults(rehearsal=True)) == []
    faults = list(rehearsal_faults(rehearsal=False))
    assert (marks(faults), articles(faults)) == (["rehearsal.production"], ["第八条（八）"])


def test_the_operator_alone_clears_where_the_service_does_not_know_the_owner() -> None:
    assert list(clearing_faults(has_owner=True)) == []
    assert marks(clearing_faults(has_owner=False)) == ["rehearsal.operator_only"]


def test_the_words_are_repeated_to_confirm_and_somebody_can_begin_anew() -> None:
    assert list(reset_faults("清空演练库", is_login=True)) == []
    assert marks(reset_faults("清空", is_login=True)) == ["rehearsal.unconfirmed /confirmation"]
    assert marks(reset_faults("清空演练库", is_login=False)) == ["rehearsal.login /login"]


def test_the_clock_shows_a_time_of_this_age_or_the_real_one() -> None:
    first, end = datetime(2000, 1, 1, tzinfo=UTC), datetime(2199, 1, 1, tzinfo=UTC)
    second = timedelta(seconds=1)
    assert [list(shift_faults(at)) for at in (None, first, end - second)] == [[], [], []]
    for at in (first - second, end):
        assert marks(shift_faults(at)) == ["rehearsal.out_of_range /at"]
