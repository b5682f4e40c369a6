"""What speaks against a seat or an assignment without forbidding it (arts. 20, 30)."""

from datetime import date

from app.regulation.choices import ConflictKind
from app.regulation.conflict import Fact, Finding, Source, Weight
from app.regulation.seating import PlanTerms, Reviewer, Work, seating_warnings, trade_warnings
from tests.regulation.values import articles, marks

LI = Reviewer(expert="li", name="李工", industry=True, divisions=frozenset({"34"}), load=3)
WU = Reviewer(expert="wu", name="吴工", industry=False, divisions=frozenset({"38"}), load=2)
STEEL = Work(application="steel", name="江阴钢厂", division="31")
PUMPS = Work(application="pumps", name="江阴泵业", division="34")
UNTOLD = Work(application="untold", name="江阴某厂", division="")


def tie(weight: Weight) -> Finding:
    fact = Fact(kind=ConflictKind.EMPLOYMENT, source=Source.REGISTER, reference="r1", until_on=date(2020, 1, 1))
    return Finding(fact=fact, weight=weight)


def test_a_bar_is_called_a_conflict_and_a_warning_a_tie() -> None:
    findings = {("li", "steel"): [tie(Weight.BAR), tie(Weight.WARNING)], ("wu", "elsewhere"): [tie(Weight.BAR)]}
    warnings = seating_warnings([LI, WU], [STEEL, PUMPS], findings, None, "li")
    assert marks(warnings) == ["seating.conflict /applications/steel", "seating.tie /applications/steel"]
    assert articles(warnings) == ["第三十条", "第三十条"]
    assert ["存在应当回避的利害关系" in one.zh for one in warnings] == [True, False]
    assert ["有关联，请酌情" in one.zh for one in warnings] == [False, True]
    assert [one.en for one in warnings] == [
        "李工 is barred from 江阴钢厂 (employment, found in: register r1).",
        "李工 is tied to 江阴钢厂 (employment, found in: register r1).",
    ]


def test_a_load_over_the_plans_cap_is_named() -> None:
    plan = PlanTerms(load_cap=2, experts={"li", "wu"}, applications={"steel"})
    warnings = seating_warnings([LI, WU], [STEEL], {}, plan, "steel")
    assert (marks(warnings), articles(warnings)) == (["seating.load /experts/li"], ["第二十条"])
    uncapped = PlanTerms(load_cap=None, experts={"li"}, applications={"steel"})
    assert seating_warnings([LI], [STEEL], {}, uncapped, "li") == ()


def test_who_and_what_has_just_come_is_in_the_plan() -> None:
    plan = PlanTerms(load_cap=None, experts={"wu"}, applications={"pumps"})
    assert marks(seating_warnings([LI, WU], [STEEL], {}, plan, "li")) == ["seating.outside /experts/li"]
    assert marks(seating_warnings([LI], [STEEL, PUMPS], {}, plan, "steel")) == ["seating.outside /applications/steel"]
    assert seating_warnings([LI, WU], [STEEL], {}, plan, "wu") == ()
    assert seating_warnings([LI, WU], [STEEL, PUMPS], {}, plan, "pumps") == ()
    assert seating_warnings([LI], [STEEL], {}, None, "li") == ()


def test_a_trade_that_no_industry_expert_knows_is_named() -> None:
    warnings = trade_warnings([LI, WU], [STEEL, PUMPS, UNTOLD])
    assert (marks(warnings), articles(warnings)) == (["seating.trade /applications/steel"], ["第二十条"])
    assert trade_warnings([WU], [STEEL]) == ()
    other = Work(application="phone", name="江阴电子", division="38")
    assert marks(trade_warnings([LI, WU], [other])) == ["seating.trade /applications/phone"]
