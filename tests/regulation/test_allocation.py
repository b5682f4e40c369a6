"""T2, T8, T9: what a ranking gives by itself, every place and every vacancy with its reason (arts. 4, 15, 23)."""

from dataclasses import replace
from fractions import Fraction

from app.regulation.allocation import Allocation, Ranked, allocate
from app.regulation.choices import OrganizationSize
from app.regulation.measures import Edition
from app.regulation.partitions import Traits
from app.regulation.ranking import Entry, TieDecision, ranked
from app.regulation.ratios import Ratio
from app.regulation.refusals import Reason
from app.regulation.title_rules import Partition
from tests.regulation.values import COMPLETE, codes, entry

MAYORS, EXCELLENCE = "mayors_award", "excellence_award"
SMALL, LARGE = Traits(size=OrganizationSize.SMALL), Traits(size=OrganizationSize.LARGE)


def rows(*entries: Entry, **traits: Traits) -> list[Ranked]:
    return [Ranked(standing=s, traits=traits.get(s.application, LARGE)) for s in ranked(entries)]


def chosen(found: Allocation) -> dict[str, tuple[tuple[str, ...], int, list[str]]]:
    return {tier.tier: (tier.chosen, tier.vacant, codes(tier.vacancies)) for tier in found.tiers}


def why(found: Allocation, application: str) -> list[str]:
    return next(codes(e.reasons) for e in found.entries if e.application == application)


def test_the_line_is_inclusive_and_nothing_below_it_is_rounded_up_to_it() -> None:
    # 599.9166… is 1799.75 over three: the second tier's, whatever it reads like rounded.
    found = allocate(rows(entry("a", 60000), entry("b", 179975, 3), entry("c", 59975), entry("d", 49975)), COMPLETE)
    assert chosen(found) == {
        MAYORS: (("a",), 1, ["allocation.nobody_left"]), EXCELLENCE: (("b", "c"), 1, ["allocation.nobody_left"]),
    }  # fmt: skip
    assert why(found, "a") == ["allocation.floor_met", "allocation.place"]
    assert [(e.application, e.rank, e.total) for e in found.entries] == [
        ("a", 1, Ratio(60000)), ("b", 2, Ratio(179975, 3)), ("c", 3, Ratio(59975)), ("d", 4, Ratio(49975)),
    ]  # fmt: skip
    below = next(e for e in found.entries if e.application == "d").reasons
    assert [reason.pointer for reason in below] == [f"/{MAYORS}/d", f"/{EXCELLENCE}/d"]
    assert [found.tier_of(each) for each in "abdz"] == [MAYORS, EXCELLENCE, None, None]
    assert why(found, "b") == ["allocation.floor_met", "allocation.place", "places.below_floor"]
    assert why(found, "d") == ["places.below_floor", "places.below_floor"]
    assert found.tiers[0].vacancies[0].zh == "没有其他达到 600.00 分、可列入江阴市市长质量奖的组织。"
    second = next(e for e in found.entries if e.application == "b")
    assert [reason.zh for reason in second.reasons] == [
        "总评分 599 11/12 分，达到江阴市质量管理优秀奖的 500.00 分（含）。",
        "排序第 2 名，占江阴市质量管理优秀奖 3 个名额中的第 1 个。",
        "总评分 599 11/12 分，低于江阴市市长质量奖的 600.00 分。",
    ]


def test_a_tie_across_a_line_picks_nobody_and_everything_below_waits() -> None:
    tied = rows(entry("a", 65000), entry("b", 61000), entry("c", 61000), entry("d", 55000))
    found = allocate(tied, COMPLETE)
    assert [(tie.line, tie.applications, tie.places) for tie in found.ties] == [(MAYORS, ("b", "c"), 1)]
    assert [(tier.chosen, tier.waiting, tier.vacant) for tier in found.tiers] == [((), True, 0), ((), True, 0)]
    assert why(found, "a") == ["allocation.waits", "allocation.waits"]
    decision = TieDecision(line=MAYORS, chosen=("c",), resolution="决议 3 号", reason="4.7 得分较高")
    decided = allocate(tied, COMPLETE, [decision])
    assert chosen(decided) == {MAYORS: (("a", "c"), 0, []), EXCELLENCE: (("b", "d"), 1, ["allocation.nobody_left"])}
    assert why(decided, "b") == ["allocation.floor_met", "allocation.place", "allocation.places_taken"]


def test_the_tie_order_of_the_edition_decides_without_asking() -> None:
    tied = [
        Entry(application=name, total=Ratio(61000), tie_breakers=breakers)
        for name, breakers in (("b", (20000, 9000)), ("c", (20000, 9500)))
    ]
    found = allocate(rows(entry("a", 65000), *tied), COMPLETE)
    assert (found.ties, found.tiers[0].chosen, found.tiers[1].chosen) == ((), ("a", "c"), ("b",))


def test_a_tie_that_reaches_no_line_asks_nobody() -> None:
    found = allocate(rows(*(entry(name, 61000) for name in "ab"), *(entry(name, 50000) for name in "cde")), COMPLETE)
    assert (found.ties, found.tiers[0].chosen, found.tiers[1].chosen) == ((), ("a", "b"), ("c", "d", "e"))


def test_with_a_cascade_the_rest_goes_on_and_without_it_stays_above() -> None:
    entries = [entry("a", 65000), entry("b", 64000), entry("c", 60000), entry("d", 59975)]
    assert chosen(allocate(rows(*entries), COMPLETE))[EXCELLENCE] == (("c", "d"), 1, ["allocation.nobody_left"])
    alone = allocate(rows(*entries), replace(COMPLETE, tier_cascade=False))
    assert chosen(alone)[EXCELLENCE] == (("d",), 2, ["allocation.nobody_left"])
    assert why(alone, "c") == ["allocation.places_taken", "allocation.higher_only"]


def parted(least: int) -> Edition:
    sme = Partition(code="sme", name="中小企业", name_en="SME", sizes=(OrganizationSize.SMALL,), tiers=(MAYORS,),
                    least=least)  # fmt: skip
    return replace(COMPLETE, partitions=(sme,))


def test_a_place_kept_for_a_part_of_which_nobody_qualifies_stays_vacant_and_says_so() -> None:
    found = allocate(rows(entry("a", 65000), entry("b", 64000), entry("c", 59975), c=SMALL), parted(1))
    assert chosen(found)[MAYORS] == (("a",), 1, ["allocation.kept"])
    assert found.tiers[0].vacancies[0].zh == "名额为中小企业保留，没有达到 600.00 分的中小企业。"
    assert why(found, "b") == ["allocation.floor_met", "allocation.place", "partition.reserved"]


def test_a_lower_ranked_member_of_a_part_takes_the_place_that_is_kept() -> None:
    found = allocate(rows(entry("a", 65000), entry("b", 64000), entry("c", 60000), c=SMALL), parted(1))
    assert chosen(found)[MAYORS] == (("a", "c"), 0, [])


def test_a_repeat_winner_outside_the_places_leaves_them_to_others() -> None:
    again, *others = rows(entry("a", 65000), entry("b", 64000), entry("c", 63000))
    found = allocate([replace(again, outside=frozenset({MAYORS})), *others], COMPLETE)
    assert (found.tiers[0].chosen, found.tiers[0].outside, found.tiers[0].vacant) == (("b", "c"), ("a",), 0)
    assert why(found, "a") == ["allocation.floor_met", "allocation.outside"]
    assert [(e.application, e.tier, e.position) for e in found.entries] == [
        ("a", MAYORS, None), ("b", MAYORS, 1), ("c", MAYORS, 2),
    ]  # fmt: skip


def test_a_former_winner_to_whom_a_tier_is_closed_goes_to_the_next_with_the_reason() -> None:
    closed = Reason(code="former.repeat", article="edition.repeat", zh="已获奖。", en="Won it.")
    former, *others = rows(entry("a", 65000), entry("b", 64000))
    found = allocate([replace(former, closed={MAYORS: (closed,), EXCELLENCE: ()}), *others], COMPLETE)
    assert chosen(found)[MAYORS] == (("b",), 1, ["allocation.nobody_left"])
    assert why(found, "a") == ["allocation.floor_met", "allocation.place", "former.repeat"]


def test_nobody_at_all_leaves_every_place_vacant() -> None:
    assert {tier: vacant for tier, (_, vacant, _) in chosen(allocate([], COMPLETE)).items()} == {
        MAYORS: 2, EXCELLENCE: 3,
    }  # fmt: skip


def test_a_share_that_is_full_leaves_a_place_vacant_where_nobody_else_is() -> None:
    sme = Partition(code="sme", name="中小企业", name_en="SMEs", sizes=(OrganizationSize.SMALL,), tiers=(MAYORS,),
                    most_share=Fraction(1, 2))  # fmt: skip
    edition = replace(COMPLETE, partitions=(sme,))
    found = allocate(rows(entry("a", 65000), entry("b", 64000), a=SMALL, b=SMALL), edition)
    assert chosen(found)[MAYORS] == (("a",), 1, ["allocation.share_full"])
    (vacancy,) = found.tiers[0].vacancies
    assert (vacancy.article, vacancy.zh) == ("edition.partitions", "中小企业已达占比上限（1 个），没有其他组织。")
    assert vacancy.en == "SMEs: the largest share of 1 is taken, and nobody else is left."


def test_a_tier_shows_its_line_its_places_and_the_parts_who_holds_them() -> None:
    edition = parted(1)
    again, *others = rows(entry("a", 65000), entry("b", 64000), entry("c", 60000), a=SMALL, c=SMALL)
    found = allocate([replace(again, outside=frozenset({MAYORS})), *others], edition)
    assert [(tier.floor, tier.places) for tier in found.tiers] == [(60000, 2), (50000, 3)]
    (part,) = found.parts
    assert (part.members, part.others) == (1, 1)
