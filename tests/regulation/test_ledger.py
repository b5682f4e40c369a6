"""The bonus ledger and the working budget as law: whatever happens to the bonuses, the sums reconcile (arts. 27-29)."""

from hypothesis import given
from hypothesis import strategies as st

from app.regulation.ledger import Due, Purse, Sums, expense_faults, ledger_of, sums_of, total_of
from app.regulation.vocabulary import Status

AMOUNTS = {"mayors_award": 500_000, "excellence_award": 100_000}
PLACES = {"mayors_award": 2, "excellence_award": 3}
PURSES = [Purse(tier=tier, places=PLACES[tier], amount=amount) for tier, amount in AMOUNTS.items()]


@st.composite
def dues(draw: st.DrawFn) -> Due:
    """A bonus in any state that the guards allow: only of a revoked title does money come back, and never more."""
    tier = draw(st.sampled_from(sorted(AMOUNTS)))
    status = draw(st.sampled_from((None, Status.ENTITLED, Status.PREPARED, Status.PAID)))
    amount = AMOUNTS[tier] if status else 0
    revoked = draw(st.booleans())
    recovered = draw(st.integers(0, amount)) if revoked and status is Status.PAID else 0
    return Due(tier=tier, amount=amount, status=status, is_revoked=revoked, recovered=recovered)


@given(st.lists(dues(), max_size=12))
def test_the_sums_of_titles_tiers_and_year_reconcile(given_dues: list[Due]) -> None:
    tiers = ledger_of(PURSES, given_dues)
    year = total_of(tier.sums for tier in tiers)
    assert year == total_of(map(sums_of, given_dues))
    for sums in (year, *(tier.sums for tier in tiers), *map(sums_of, given_dues)):
        assert sums.entitled == sums.awaiting + sums.prepared + sums.paid + sums.lapsed
        assert sums.paid == sums.kept + sums.recovered + sums.due_back
        assert min(sums.awaiting, sums.prepared, sums.lapsed, sums.kept, sums.due_back) >= 0
    for tier in tiers:
        assert tier.purse.budget == tier.sums.entitled + tier.unused
    assert year.entitled == sum(due.amount for due in given_dues)


def test_of_a_revoked_title_what_was_paid_is_due_back_and_what_was_not_lapses() -> None:
    paid = Due(tier="mayors_award", amount=500_000, status=Status.PAID, is_revoked=True, recovered=200_000)
    assert sums_of(paid) == Sums(entitled=500_000, paid=500_000, recovered=200_000, due_back=300_000)
    unpaid = Due(tier="mayors_award", amount=500_000, status=Status.PREPARED, is_revoked=True, recovered=0)
    assert sums_of(unpaid) == Sums(entitled=500_000, lapsed=500_000)


def test_a_line_is_spent_to_its_last_yuan_and_not_one_more() -> None:
    assert expense_faults(amount=40, approved=100, spent=60) == ()
    (over,) = expense_faults(amount=41, approved=100, spent=60)
    assert (over.code, over.article, over.pointer) == ("budget.overspent", "第二十八条", "/amount")
