"""T17: credit codes, and the figures that are computed and never typed (art. 10)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.regulation.credit_code import ALPHABET, body_check_character, check_character, credit_code_faults
from app.regulation.figures import YearFigures, asset_contribution, asset_contribution_text, profit_and_tax
from app.regulation.ratios import Ratio
from tests.regulation.values import codes

FIGURES = YearFigures(
    year=2021, sales=900, profit_total=100, tax_total=50, interest_expense=10, opening_assets=900, closing_assets=1100,
    net_profit=80,
)  # fmt: skip


def test_the_rate_of_asset_contribution_is_computed_over_the_mean_of_assets() -> None:
    assert profit_and_tax(FIGURES) == 150
    assert asset_contribution(FIGURES) == Ratio(32000, 2000)
    assert asset_contribution_text(FIGURES) == "16.00"
    assert asset_contribution_text(replace(FIGURES, closing_assets=1500)) == "13.33"
    assert asset_contribution_text(replace(FIGURES, profit_total=-100)) == "-4.00"
    assert asset_contribution(replace(FIGURES, opening_assets=0, closing_assets=1)) == Ratio(32000, 1)
    assert asset_contribution_text(replace(FIGURES, opening_assets=0, closing_assets=0)) == ""


@pytest.mark.parametrize("code", ["11320000MB151840XJ", "91350100M000100Y43"])
def test_t17_real_credit_codes_pass(code: str) -> None:
    assert credit_code_faults(code) == ()


@pytest.mark.parametrize(("body", "check"), [("D2143569", "X"), ("MB151840", "X"), ("M000100Y", "4")])
def test_the_organisation_code_has_its_own_check_character(body: str, check: str) -> None:
    assert body_check_character(body) == check


@pytest.mark.parametrize(("code", "faults"), [
    ("11320000MB151840XM", ["credit_code.check"]),
    ("11320000MB151840XK", ["credit_code.check"]),
    ("11320000MB1518401J", ["credit_code.body_check", "credit_code.check"]),
    ("11320000MB151840Xj", ["credit_code.form"]),
    ("11320000MB151840X", ["credit_code.form"]),
    ("11320000MB151840XJJ", ["credit_code.form"]),
    ("11320000MI151840XJ", ["credit_code.form"]),
    ("1132000OMB151840XJ", ["credit_code.form"]),
    ("１1320000MB151840XJ", ["credit_code.form"]),
    ("11320000MB151840XJ\n", ["credit_code.form"]),
    ("", ["credit_code.form"]),
])  # fmt: skip
def test_t17_wrong_credit_codes_are_refused_the_widely_copied_algorithm_among_them(
    code: str, faults: list[str]
) -> None:
    assert codes(credit_code_faults(code)) == faults


@given(st.text(alphabet=ALPHABET, min_size=8, max_size=8), st.integers(0, 999999), st.data())
def test_t17_one_wrong_character_is_always_noticed(body: str, area: int, data: st.DataObject) -> None:
    first17 = f"91{area:06}{body}{body_check_character(body)}"
    code = first17 + check_character(first17)
    assert credit_code_faults(code) == ()
    place = data.draw(st.integers(0, 17))
    other = data.draw(st.sampled_from([c for c in ALPHABET if c != code[place]]))
    assert credit_code_faults(code[:place] + other + code[place + 1 :]) != ()
