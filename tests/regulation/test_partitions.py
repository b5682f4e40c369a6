"""Parts of the places in the law: reserves, shares, ties among equals of whom only some fit (edition.partitions)."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.regulation.choices import OrganizationSize, Sector
from app.regulation.partitions import Parts, Traits, belongs, caps_of, places_of_share
from app.regulation.ranking import TieDecision, tie_decision_faults
from app.regulation.selection import Passed, select
from app.regulation.title_rules import Partition
from tests.regulation.values import COMPLETE, codes

SMALL, LARGE = Traits(size=OrganizationSize.SMALL), Traits(size=OrganizationSize.LARGE)
SME = Partition(code="sme", name="中小企业", name_en="SME", sizes=(OrganizationSize.SMALL,), least=1)
EDITION = replace(COMPLETE, partitions=(SME,))


def parts(places: int, **traits: Traits) -> Parts:
    return Parts(caps=caps_of(EDITION, {"t": places}), traits=traits)


def passed(**ranks: int) -> list[Passed]:
    return [Passed(application=name, in_favour=5, rank=rank) for name, rank in ranks.items()]


def test_who_states_no_size_is_of_no_part_told_by_size() -> None:
    assert not belongs(Traits(), SME)
    assert belongs(Traits(sector=Sector.SERVICES), replace(SME, sizes=(), sectors=(Sector.SERVICES,)))
    assert not belongs(Traits(size=OrganizationSize.SMALL), replace(SME, sectors=(Sector.SERVICES,)))


def test_shares_that_add_to_one_leave_no_place_that_nobody_may_take() -> None:
    assert [places_of_share(Fraction(n, 10), 8) for n in (6, 4)] == [5, 4]
    assert [places_of_share(Fraction(n, 10), 5) for n in (6, 4)] == [3, 2]


def test_a_tie_for_the_last_open_place_stops_and_the_decision_keeps_the_reserve() -> None:
    stop = select(passed(a=1, b=2, c=2, d=9), "t", 3, (), parts(3, a=LARGE, b=LARGE, c=LARGE, d=SMALL))
    assert stop.tie is not None
    assert (stop.chosen, stop.tie.applications, stop.tie.places) == (("a",), ("b", "c"), 1)
    both = TieDecision(line="t", chosen=("b", "c"), resolution="1", reason="x")
    assert codes(tie_decision_faults(both, stop.tie)) == ["ranking.decision_size", "ranking.decision_parts"]
    one = replace(both, chosen=("c",))
    decided = select(passed(a=1, b=2, c=2, d=9), "t", 3, [one], parts(3, a=LARGE, b=LARGE, c=LARGE, d=SMALL))
    assert (decided.chosen, decided.tie) == (("a", "c", "d"), None)


def test_equals_who_fit_together_need_no_decision() -> None:
    found = select(passed(a=1, b=1), "t", 2, (), parts(2, a=LARGE, b=SMALL))
    assert (found.chosen, found.tie) == (("a", "b"), None)


FIRMS = st.lists(
    st.tuples(st.booleans(), st.integers(min_value=1, max_value=50)), max_size=12, unique_by=lambda x: x[1]
)


@given(FIRMS, st.integers(min_value=1, max_value=6))
def test_never_more_outsiders_than_the_places_that_are_not_reserved(firms: list[tuple[bool, int]], places: int) -> None:
    traits = {f"f{rank}": SMALL if small else LARGE for small, rank in firms}
    small = sum(each is SMALL for each in traits.values())
    found = select(passed(**{name: int(name[1:]) for name in traits}), "t", places, (), parts(places, **traits))
    large = [name for name in found.chosen if traits[name] is LARGE]
    assert len(large) <= places - 1
    assert len(found.chosen) == min(places, small + min(len(traits) - small, places - 1))
    assert set(found.stopped) <= {name for name in traits if traits[name] is LARGE}
