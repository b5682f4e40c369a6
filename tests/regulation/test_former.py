"""Former winners in the law: the edges of cooldown and bar, what is closed, what repeats what (edition.*)."""

from dataclasses import replace
from datetime import date

import pytest

from app.regulation.former import (
    FormerTitle,
    Occasion,
    bonus_faults,
    closed_tiers,
    is_expired,
    reapplication_faults,
    repeated,
    valid_until,
)
from app.regulation.title_rules import CooldownRule, RepeatRule
from tests.regulation.values import COMPLETE, codes

TITLE = FormerTitle(
    tier="excellence_award", tier_name="优秀奖", order=2, ordinal=15, granted_on=date(2022, 12, 20)
)  # fmt: skip
TOP = replace(TITLE, tier="mayors_award", order=1)
NO_REPEAT = replace(COMPLETE, repeat=RepeatRule(allowed=False))


def cooled(title: FormerTitle, now: Occasion, **rule: int) -> list[str]:
    edition = replace(COMPLETE, cooldown=CooldownRule(years=rule.get("years"), cycles=rule.get("cycles")))
    return codes(reapplication_faults([title], edition, now))


@pytest.mark.parametrize(("deadline", "faults"), [
    (date(2025, 12, 19), ["former.cooldown"]), (date(2025, 12, 20), []),
])  # fmt: skip
def test_the_cooldown_ends_on_the_anniversary_of_the_grant(deadline: date, faults: list[str]) -> None:
    assert cooled(TITLE, Occasion(ordinal=18, deadline=deadline), years=3) == faults


@pytest.mark.parametrize(("ordinal", "faults"), [(16, ["former.cooldown"]), (18, ["former.cooldown"]), (19, [])])
def test_three_awards_between_means_the_fourth_after(ordinal: int, faults: list[str]) -> None:
    assert cooled(TITLE, Occasion(ordinal=ordinal, deadline=date(2030, 1, 1)), cycles=3) == faults


def test_a_revoked_title_cools_nobody_down_but_bars_for_its_own_years() -> None:
    fallen = replace(TITLE, revoked_on=date(2023, 6, 12))
    assert cooled(fallen, Occasion(ordinal=16, deadline=date(2023, 7, 1)), years=9, cycles=9) == []
    barring = replace(COMPLETE, revocation=replace(COMPLETE.revocation, bar_years=2))
    for deadline, expected in ((date(2025, 6, 11), ["former.barred"]), (date(2025, 6, 12), [])):
        assert codes(reapplication_faults([fallen], barring, Occasion(ordinal=17, deadline=deadline))) == expected
    assert repeated([fallen], 2) is None


def test_who_may_not_win_twice_may_still_rise() -> None:
    now = Occasion(ordinal=16, deadline=date(2023, 9, 1))
    closed = {tier: codes(reasons) for tier, reasons in closed_tiers([TITLE], NO_REPEAT, now).items()}
    assert closed == {"mayors_award": [], "excellence_award": ["former.repeat"]}
    assert reapplication_faults([TITLE], NO_REPEAT, now) == ()
    assert codes(reapplication_faults([TOP], NO_REPEAT, now)) == ["former.repeat", "former.repeat"]


def test_a_title_repeats_one_of_the_same_or_a_higher_tier() -> None:
    assert repeated([TITLE], 1) is None
    assert repeated([TITLE], 2) == TITLE
    assert repeated([TITLE, TOP], 2) == TOP
    assert bonus_faults(TITLE, COMPLETE) == ()
    assert codes(bonus_faults(TITLE, replace(COMPLETE, repeat=RepeatRule(bonus=False)))) == ["former.no_bonus"]


def test_the_last_day_of_a_title_is_the_eve_of_its_anniversary() -> None:
    tier = replace(COMPLETE.tiers[0], validity_years=5)
    assert valid_until(date(2024, 2, 29), tier) == date(2029, 2, 27)
    assert valid_until(date(2024, 12, 20), tier) == date(2029, 12, 19)
    assert valid_until(date(2024, 12, 20), COMPLETE.tiers[0]) is None
    assert [is_expired(date(2029, 12, 19), date(2029, 12, day)) for day in (19, 20)] == [False, True]
    assert is_expired(None, date(9999, 12, 31)) is False


@pytest.mark.parametrize(("revoked", "years", "deadline", "barred"), [
    (date(2023, 1, 20), 3, date(2026, 1, 19), True), (date(2023, 1, 20), 3, date(2026, 1, 20), False),
    (None, 3, date(2023, 1, 21), False), (date(2023, 1, 20), None, date(2023, 1, 21), False),
])  # fmt: skip
def test_a_revoked_title_bars_its_holder_for_the_years_of_the_edition(
    revoked: date | None, years: int | None, deadline: date, barred: bool
) -> None:
    edition = replace(COMPLETE, revocation=replace(COMPLETE.revocation, bar_years=years))
    other = replace(TITLE, revoked_on=None)
    found = reapplication_faults(
        [other, replace(TITLE, revoked_on=revoked)], edition, Occasion(ordinal=30, deadline=deadline)
    )
    assert codes(found) == (["former.barred"] if barred else [])
    assert [reason.article for reason in found] == (["edition.revocation.bar_years"] if barred else [])
