"""A part of the applicants beside those who hold places: its state, its remarks, and lists that were cut (art. 4)."""

from dataclasses import replace
from fractions import Fraction

import pytest

from app.regulation.choices import OrganizationSize
from app.regulation.measures import Edition
from app.regulation.partitions import Cap, PartitionState, Traits, caps_of, length_faults, states_of, stopped_text
from app.regulation.title_rules import Partition
from tests.regulation.values import COMPLETE, articles, marks

MAYORS, EXCELLENCE = (tier.code for tier in COMPLETE.tiers)
SMALL, LARGE = Traits(size=OrganizationSize.SMALL), Traits(size=OrganizationSize.LARGE)
SME = Partition(code="sme", name="中小企业", name_en="SMEs", sizes=(OrganizationSize.SMALL,), least=1)
PLACES = {MAYORS: 2, EXCELLENCE: 3}


def edition(partition: Partition = SME, *, cascade: bool = False) -> Edition:
    return replace(COMPLETE, partitions=(partition,), tier_cascade=cascade)


def test_a_part_is_counted_over_the_tiers_that_it_names() -> None:
    held = [(MAYORS, SMALL), (MAYORS, LARGE), (EXCELLENCE, SMALL)]
    assert states_of(edition(), PLACES, held) == (
        PartitionState(partition=SME, places=5, members=2, others=1, most=None),
    )
    first = replace(SME, tiers=(MAYORS,), most_share=Fraction(1, 2))
    assert states_of(edition(first), PLACES, held) == (
        PartitionState(partition=first, places=2, members=1, others=1, most=1),
    )


def test_reserved_places_that_nobody_holds_stay_vacant() -> None:
    two = replace(SME, least=2)
    states = [PartitionState(partition=two, places=5, members=n, others=0, most=None) for n in (0, 1, 2, 3)]
    assert [state.vacant_reserve for state in states] == [2, 1, 0, 0]


def test_a_vacant_reserve_and_a_full_share_are_remarked() -> None:
    state = PartitionState(partition=SME, places=5, members=0, others=5, most=None)
    (vacant,) = state.remarks()
    assert (vacant.zh, vacant.en) == (
        "为中小企业保留的 1 个名额空缺 1 个。", "Of 1 places reserved for SMEs, 1 stay vacant.",
    )  # fmt: skip
    assert replace(state, members=1).remarks() == ()
    full = replace(state, partition=replace(SME, least=0), members=2, most=2)
    assert [reason.zh for reason in full.remarks()] == ["中小企业占比上限为 2 个，现为 2 家。"]
    assert replace(full, members=1).remarks() == ()
    assert {reason.article for reason in (*state.remarks(), *full.remarks())} == {"edition.partitions"}


def test_a_reserve_stops_those_outside_and_a_share_those_inside() -> None:
    reserve, share = caps_of(edition(replace(SME, most_share=Fraction(3, 5))), PLACES)
    assert reserve == Cap(partition=reserve.partition, tiers=frozenset(PLACES), is_reserve=True, most=4)
    assert share == Cap(partition=reserve.partition, tiers=frozenset(PLACES), is_reserve=False, most=3)
    assert [reserve.counts(LARGE, MAYORS), reserve.counts(SMALL, MAYORS), share.counts(SMALL, MAYORS)] == [
        True, False, True,
    ]  # fmt: skip
    assert not reserve.counts(LARGE, "third")
    assert marks([stopped_text(reserve), stopped_text(share)]) == ["partition.reserved", "partition.share_full"]
    assert stopped_text(reserve).zh == "所余名额为中小企业保留（1 个）。"
    assert stopped_text(share).zh == "中小企业已达占比上限（3 个）。"


@pytest.mark.parametrize(("listed", "cascade", "partition", "is_enough"), [
    ({"a": MAYORS}, False, SME, True), ({}, False, SME, False), ({"b": MAYORS}, False, SME, False),
    ({"a": MAYORS}, False, replace(SME, tiers=(EXCELLENCE,)), False),
    ({"a": MAYORS}, True, replace(SME, tiers=(EXCELLENCE,)), True),
    ({"a": EXCELLENCE}, True, replace(SME, tiers=(MAYORS,)), False),
    ({"a": MAYORS}, False, replace(SME, least=2), False),
    ({"a": MAYORS, "c": EXCELLENCE}, False, replace(SME, least=2), True),
    ({"a": MAYORS, "c": EXCELLENCE}, False, replace(SME, least=5), True), ({}, False, replace(SME, least=0), True),
])  # fmt: skip
def test_lists_that_were_cut_leave_on_as_many_of_a_part_as_it_has_reserved(
    listed: dict[str, str], cascade: bool, partition: Partition, is_enough: bool
) -> None:
    able = {"a": [MAYORS, EXCELLENCE], "b": [MAYORS, EXCELLENCE], "c": [EXCELLENCE], "d": []}
    faults = length_faults(edition(partition, cascade=cascade), listed, able, {"a": SMALL, "b": LARGE, "c": SMALL})
    assert marks(faults) == ([] if is_enough else ["partition.list_too_short"])
    assert articles(faults) == ([] if is_enough else ["edition.partitions"])
