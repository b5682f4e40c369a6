"""Art. 24, edition.committee.names_hidden: codes are drawn by lot, and a recusal names its organization once."""

from hypothesis import given
from hypothesis import strategies as st

from app.regulation.blinding import codes_of, letters, naming_faults, untold
from app.regulation.refusals import Reason

SEAL = bytes(range(32))


def test_a_code_is_a_letter_and_after_the_last_come_two() -> None:
    assert [letters(number) for number in (0, 1, 25, 26, 27, 51, 52, 701, 702)] == [
        "A", "B", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip


@given(st.sets(st.uuids(version=4).map(str), max_size=60), st.binary(min_size=32, max_size=32), st.randoms())
def test_the_lot_gives_each_its_own_code_whatever_the_order_in_which_they_are_named(
    applications: set[str], seal: bytes, random: object
) -> None:
    named = sorted(applications)
    random.shuffle(named)  # ty: ignore[missing-attribute] - a Random of hypothesis.
    codes = codes_of(seal, named)
    assert codes == codes_of(seal, sorted(applications))
    assert set(codes) == applications
    assert set(codes.values()) == {f"候选{letters(number)}" for number in range(len(applications))}


def test_the_lot_can_be_drawn_again_by_hand_and_another_seal_draws_another() -> None:
    firms = ["7f1c2c52-0000-4000-8000-000000000001", "7f1c2c52-0000-4000-8000-000000000002",
             "7f1c2c52-0000-4000-8000-000000000003"]  # fmt: skip
    assert codes_of(SEAL, firms) == dict(zip(firms, EXPECTED, strict=True))
    lots = [codes_of(bytes([each]) * 32, firms) for each in range(60)]
    drawn = {tuple(lot[firm] for firm in firms) for lot in lots}
    assert len(drawn) == 6


EXPECTED = ("候选C", "候选B", "候选A")
"""From `printf` of the seal and the id through `sha256sum`, sorted."""


def test_a_tier_that_is_closed_for_an_earlier_title_is_not_told_by_that_title() -> None:
    reason = Reason(code="former.cooldown", article="edition.cooldown", zh="已于第15届获奖。", en="Won the 15th award.")
    assert untold({"a": (reason,), "b": ()}, masked=False) == {"a": (reason,), "b": ()}
    told = untold({"a": (reason,), "b": ()}, masked=True)
    assert (told["b"], told["a"][0].code, told["a"][0].article) == ((), "former.cooldown", "edition.cooldown")
    assert "15" not in told["a"][0].zh + told["a"][0].en


def test_a_recusal_names_its_organization_once_and_by_its_credit_code_while_names_are_hidden() -> None:
    def said(*, hidden: bool, by_id: bool, by_credit_code: bool) -> list[str]:
        return [each.code for each in naming_faults(hidden=hidden, by_id=by_id, by_credit_code=by_credit_code)]

    assert said(hidden=False, by_id=True, by_credit_code=False) == []
    assert said(hidden=False, by_id=False, by_credit_code=True) == []
    assert said(hidden=True, by_id=False, by_credit_code=True) == []
    assert said(hidden=True, by_id=True, by_credit_code=False) == ["recusal.by_name"]
    assert said(hidden=False, by_id=True, by_credit_code=True) == ["recusal.named_once"]
    assert said(hidden=True, by_id=False, by_credit_code=False) == ["recusal.named_once"]
    assert said(hidden=True, by_id=True, by_credit_code=True) == ["recusal.named_once", "recusal.by_name"]
