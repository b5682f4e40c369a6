"""The statistics of a year: bands, spreads, shares, days, and what the public may be told (arts. 8(1), 15, 17-30)."""

from datetime import date
from fractions import Fraction

import pytest

from app.regulation.ratios import Ratio
from app.regulation.statistics import Band, Spread, bands_of, days_of, share, spread_of, told_counts
from app.regulation.vocabulary import Status


def test_a_band_takes_its_lower_edge_in_and_leaves_its_upper_edge_out() -> None:
    found = bands_of([Ratio(60000), Ratio(64999), Ratio(179975, 3), Ratio(50000)])
    assert found == (
        Band(least=50000, below=55000, number=1), Band(least=55000, below=60000, number=1),
        Band(least=60000, below=65000, number=2),
    )  # fmt: skip


def test_a_band_in_between_stands_there_with_nothing() -> None:
    assert [band.number for band in bands_of([Ratio(50000), Ratio(60000)])] == [1, 0, 1]
    assert bands_of([]) == ()
    assert bands_of([Ratio(14999, 3)]) == (Band(least=0, below=5000, number=1),)


def test_a_spread_is_exact() -> None:
    assert spread_of([Fraction(1), Fraction(2), Fraction(2)]) == Spread(
        number=3, mean=Fraction(5, 3), lowest=Fraction(1), highest=Fraction(2)
    )
    assert spread_of([]) is None


def test_a_share_of_nothing_is_none() -> None:
    assert [share(1, 3), share(0, 3), share(0, 0)] == [Fraction(1, 3), Fraction(0), None]


def test_a_phase_lasts_until_the_next_one_that_was_reached() -> None:
    phases = (Status.CALLED, Status.ELIGIBILITY, Status.MATERIAL_REVIEW, Status.DEFENCE)
    reached = {
        Status.DEFENCE: date(2022, 11, 21),
        Status.CALLED: date(2022, 7, 19),
        Status.ELIGIBILITY: date(2022, 9, 16),
    }
    assert days_of(phases, reached) == {Status.CALLED: 59, Status.ELIGIBILITY: 66}
    assert days_of(phases, {}) == {}


@pytest.mark.parametrize(("number", "told"), [(9, 9), (10, None), (8, 8), (7, None), (5, None)])
def test_a_number_is_told_if_three_who_did_not_win_stand_on_either_side_of_it(number: int, told: int | None) -> None:
    counts = told_counts({Status.SHORTLISTED: number, Status.SCORED: 8, Status.CANDIDATE: 8}, eligible=12, winners=5)
    assert counts == {Status.SHORTLISTED: told, Status.SCORED: 8, Status.CANDIDATE: 8}


def test_a_step_that_nobody_reached_is_not_told() -> None:
    assert told_counts({}, eligible=12, winners=5) == dict.fromkeys(
        (Status.SHORTLISTED, Status.SCORED, Status.CANDIDATE)
    )
    assert told_counts({}, eligible=12, winners=-3)[Status.SCORED] == 0
