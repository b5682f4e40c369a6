"""Until when a title may be revoked, and where a fault of a case lies (art. 29)."""

from dataclasses import replace
from datetime import date

import pytest

from app.regulation.choices import AccidentKind
from app.regulation.honours import RevocationGround, ground_faults, opening_faults, tier_of_word
from app.regulation.refusals import NotMet
from tests.regulation.values import COMPLETE, articles, marks

AWARDED = date(2023, 1, 20)
FOR_EVER = replace(COMPLETE.revocation, window_months=None)


@pytest.mark.parametrize(("opened", "window", "until", "expected"), [
    (AWARDED, None, None, []), (date(2023, 1, 19), None, None, ["第二十九条"]),
    (date(2026, 1, 19), None, date(2026, 1, 19), []),
    (date(2026, 1, 20), None, date(2026, 1, 19), ["edition.tiers.validity_years"]),
    (date(2099, 1, 1), None, None, []), (date(2025, 1, 20), 24, None, []),
    (date(2025, 1, 21), 24, None, ["edition.revocation.window_months"]),
    (date(2025, 1, 20), 24, date(2024, 1, 1), []),
])  # fmt: skip
def test_a_case_is_opened_within_the_window_or_else_while_the_title_is_valid(
    opened: date, window: int | None, until: date | None, expected: list[str]
) -> None:
    rule = replace(FOR_EVER, window_months=window)
    faults = opening_faults(awarded_on=AWARDED, opened_on=opened, rule=rule, valid_until=until)
    assert articles(faults) == expected
    if expected == ["edition.tiers.validity_years"]:
        assert (faults[0].code, faults[0].en) == ("honours.expired", "The title was valid until 2026-01-19.")


def test_the_faults_of_an_incident_lie_in_its_kind_and_in_its_day() -> None:
    faults = ground_faults(
        ground=RevocationGround.INCIDENT, incident=None, happened_on=date(2023, 1, 19), awarded_on=AWARDED
    )
    assert marks(faults) == ["honours.incident_kind /incident_kind", "honours.incident_before_award /happened_on"]
    fraud = ground_faults(
        ground=RevocationGround.FRAUD, incident=AccidentKind.SAFETY, happened_on=date(2020, 1, 1), awarded_on=AWARDED
    )
    assert marks(fraud) == ["honours.incident_kind /incident_kind"]


def test_the_umbrella_name_asks_for_the_code_of_the_programme() -> None:
    with pytest.raises(NotMet) as refusal:
        tier_of_word("市长质量奖", COMPLETE)
    assert refusal.value.reasons[0].zh == (
        "“市长质量奖”既指奖项整体也指其最高等次，请指明奖项（programme）或等次代码。"
    )
