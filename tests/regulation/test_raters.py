"""The raters' numbers against ones worked out by hand; they stand beside the scores (arts. 8(4), 31)."""

from fractions import Fraction

from app.regulation.raters import Agreement, RaterStatistic, Rating, agreements, rater_statistics
from app.regulation.vocabulary import Stage

SITE = Stage.SITE


def ratings(*rows: tuple[str, str, int, int | None]) -> list[Rating]:
    return [
        Rating(stage=SITE, application=application, expert=expert, item="4.1.2", percent=percent, agreed=agreed)
        for application, expert, percent, agreed in rows
    ]


TWO_BY_TWO = ratings(("a", "x", 60, 65), ("a", "y", 70, 65), ("b", "x", 30, 40), ("b", "y", 50, 40))


def test_shift_spread_and_distance_are_exact() -> None:
    lenient = rater_statistics(TWO_BY_TWO)[1]
    assert lenient == RaterStatistic(
        stage=SITE, expert="y", applications=2, items=2, shift_from_panel=Fraction(15),
        shift_from_consensus=Fraction(15, 2), distance_to_consensus=Fraction(15, 2), variance=Fraction(100), few=True,
    )  # fmt: skip


def test_a_lone_rater_is_compared_with_nobody() -> None:
    alone = rater_statistics(ratings(("a", "x", 60, None), ("b", "x", 65, None), ("c", "x", 70, None)))[0]
    assert (alone.shift_from_panel, alone.shift_from_consensus, alone.few) == (None, None, False)
    assert alone.variance == Fraction(50, 3)


def test_agreement_is_the_mean_difference_and_the_intraclass_correlation() -> None:
    # Means 65 and 40, grand 52.5: between 2·12.5²·2/1 = 625, within (25+25+100+100)/2 = 125, k₀ = 2: 500/750.
    assert agreements(TWO_BY_TWO) == (
        Agreement(stage=SITE, applications=2, pairs=2, mean_difference=Fraction(15), intraclass=Fraction(2, 3)),
    )


def test_the_correlation_is_left_out_where_it_is_not_defined() -> None:
    assert agreements(ratings(("a", "x", 60, None), ("a", "y", 60, None)))[0].intraclass is None
    same = ratings(("a", "x", 60, None), ("a", "y", 60, None), ("b", "x", 60, None), ("b", "y", 60, None))
    assert agreements(same)[0].intraclass is None
    assert agreements(ratings(("a", "x", 60, None), ("b", "y", 40, None)))[0].pairs == 0


def test_no_rating_gives_no_number() -> None:
    assert (rater_statistics([]), agreements([])) == ((), ())
