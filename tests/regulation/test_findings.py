"""What the typed checks say beside a verdict: their codes, articles, words and facts (arts. 10, 11)."""

from collections.abc import Callable
from datetime import date

import pytest

from app.regulation.bars import (
    Accident,
    Complaint,
    CreditRecord,
    SpotCheck,
    SpotCheckLevel,
    accidents,
    complaints,
    dishonesty,
    spot_checks,
)
from app.regulation.choices import AccidentGrade, AccidentKind, Granularity, Indicator
from app.regulation.conditions import (
    Certificate,
    RankClaim,
    certification,
    competition_rank,
    losses,
    ranks,
    recommendation,
    registration,
    years_in_operation,
)
from app.regulation.eligibility import Finding, Outcome
from app.regulation.look_back import LookBack
from tests.regulation.values import COMPLETE

RULE = COMPLETE.eligibility
DEADLINE = date(2022, 9, 15)
PERIOD = LookBack(deadline=DEADLINE, months=36)
EDGE = date(2019, 9, 15)


def said(finding: Finding) -> tuple[str, str, Outcome, str, str]:
    return finding.code, finding.article, finding.outcome, finding.zh, finding.en


def test_the_years_in_operation_are_shown_with_the_three_days() -> None:
    found = years_in_operation(started_on=EDGE, deadline=DEADLINE, rule=RULE)
    assert said(found) == (
        "years_in_operation", "第十条（一）", Outcome.MET, "从事生产经营满 3 年。", "In operation for 3 years.",
    )  # fmt: skip
    assert found.facts == (("started_on", "2019-09-15"), ("complete_on", "2022-09-15"), ("deadline", "2022-09-15"))
    assert not found.by_resolution


def test_a_reorganised_firm_goes_by_resolution() -> None:
    found = years_in_operation(started_on=date(2019, 9, 16), deadline=DEADLINE, rule=RULE)
    assert said(found) == (
        "years_in_operation", "第十条（一）", Outcome.NOT_MET, "至申报截止日从事生产经营不满 3 年。",
        "Not yet in operation for 3 years on the deadline.",
    )  # fmt: skip
    assert found.facts[1] == ("complete_on", "2022-09-16")
    assert found.by_resolution


@pytest.mark.parametrize(("in_city", "legal", "outside", "outcome", "by_resolution"), [
    (True, True, False, Outcome.MET, False), (True, True, True, Outcome.UNDETERMINED, False),
    (False, True, False, Outcome.NOT_MET, True), (False, True, True, Outcome.NOT_MET, True),
    (True, False, False, Outcome.NOT_MET, False), (False, False, True, Outcome.NOT_MET, False),
    (True, False, True, Outcome.NOT_MET, False),
])  # fmt: skip
def test_registration_is_claimed_and_checked_where_the_unit_lies_outside(
    in_city: bool, legal: bool, outside: bool, outcome: Outcome, by_resolution: bool
) -> None:
    found = registration(in_city=in_city, legal_person=legal, outside_unit=outside)
    assert (found.code, found.outcome, found.by_resolution) == ("registration", outcome, by_resolution)
    assert found.facts == (("in_city", str(in_city).lower()), ("legal_person", str(legal).lower()))


def test_a_recommendation_names_its_units() -> None:
    found = recommendation(["澄江街道", "高新区"])
    assert said(found) == ("recommendation", "第十条（六）", Outcome.MET, "已获推荐。", "Recommended.")
    assert found.facts == (("units", "澄江街道、高新区"),)
    none = recommendation([])
    assert said(none)[2:] == (Outcome.NOT_MET, "未获任何推荐单位推荐。", "No unit recommended it.")
    assert (none.code, none.facts) == ("recommendation", (("units", ""),))


def test_certificates_that_are_valid_are_named() -> None:
    held = [Certificate(standard="ISO 9001", number=number, valid_from=DEADLINE, valid_to=DEADLINE) for number in "AB"]
    found = certification(held, DEADLINE)
    assert (found.code, found.outcome, found.facts) == (
        "certification", Outcome.MET, (("on", "2022-09-15"), ("valid", "A、B")),
    )  # fmt: skip
    late = certification(held, date(2022, 9, 16))
    assert (late.code, late.outcome, late.facts) == (
        "certification", Outcome.NOT_MET, (("on", "2022-09-16"), ("valid", "")),
    )  # fmt: skip


@pytest.mark.parametrize(("profits", "outcome", "zh"), [
    ({2019: 1, 2020: 0, 2021: 2}, Outcome.MET, "最近 3 年未亏损。"),
    ({2019: -1, 2020: 0, 2021: -2}, Outcome.NOT_MET, "2019、2021 年度亏损。"),
    ({2019: 1}, Outcome.UNDETERMINED, "缺少 2020、2021 年度数据。"),
    ({2018: -1, 2019: 1, 2020: 1, 2021: 1, 2022: -1}, Outcome.MET, "最近 3 年未亏损。"),
])  # fmt: skip
def test_losses_are_told_by_year(profits: dict[int, int], outcome: Outcome, zh: str) -> None:
    found = losses(profits, 2022, RULE)
    assert (found.code, found.article, found.outcome, found.zh) == ("losses", "第十条（四）", outcome, zh)
    assert found.facts == tuple((str(year), str(profits.get(year, ""))) for year in (2019, 2020, 2021))


def claim(rank: int, indicator: Indicator = RULE.rank_indicators[0],
          granularity: Granularity = RULE.granularity) -> RankClaim:  # fmt: skip
    return RankClaim(indicator=indicator, rank=rank, granularity=granularity, industry="C34")


def test_ranks_are_told_by_indicator() -> None:
    best = [claim(5, indicator) for indicator in RULE.rank_indicators]
    names = "、".join(RULE.rank_indicators)
    assert (ranks(best, RULE, business=True).code, ranks(best, RULE, business=True).outcome) == ("ranks", Outcome.MET)
    beyond = ranks([claim(6, indicator) for indicator in RULE.rank_indicators], RULE, business=True)
    assert (beyond.code, beyond.outcome, beyond.zh) == ("ranks", Outcome.NOT_MET, f"{names} 未进入前 5 位。")
    assert dict(beyond.facts) == dict.fromkeys(RULE.rank_indicators, f"6 (C34, {RULE.granularity})")
    unproven = ranks([], RULE, business=True)
    assert (unproven.code, unproven.outcome, unproven.zh) == (
        "ranks",
        Outcome.UNDETERMINED,
        f"{names} 的排名尚无依据。",
    )
    none = ranks([claim(0, i) for i in RULE.rank_indicators], RULE, business=True)
    assert (none.outcome, len(none.facts)) == (Outcome.UNDETERMINED, len(RULE.rank_indicators))
    assert ranks([claim(1, i) for i in RULE.rank_indicators], RULE, business=True).outcome is Outcome.MET
    assert best[0].indicator.value in dict(ranks(best, RULE, business=True).facts)


def test_bodies_that_do_no_business_say_so() -> None:
    found = ranks([claim(9)], RULE, business=False)
    assert (found.code, found.outcome, found.facts) == ("ranks", Outcome.MET, (("exempt", "true"),))


def test_equals_share_a_rank() -> None:
    assert [competition_rank(10, others) for others in ([], [10], [11, 10, 9], [12, 11])] == [1, 1, 2, 3]


def accident(responsible: bool | None, on: date = DEADLINE) -> Accident:
    return Accident(kind=AccidentKind.SAFETY, grade=AccidentGrade.GENERAL, responsible=responsible, on=on)


def complaint(major: bool | None, on: date = DEADLINE) -> Complaint:
    return Complaint(kind=AccidentKind.QUALITY, valid=True, major=major, on=on)


def spot_check(serious: bool | None, on: date = DEADLINE) -> SpotCheck:
    return SpotCheck(level=SpotCheckLevel.CITY, passed=False, serious=serious, on=on)


@pytest.mark.parametrize(("found", "code", "article", "what", "bar"), [
    (lambda *facts: accidents([accident(fact) for fact in facts], PERIOD, RULE), "accidents", "第十一条（三）",
     ("事故", "accident"), "accidents"),
    (lambda *facts: complaints([complaint(fact) for fact in facts], PERIOD), "complaints", "第十一条（三）",
     ("有效投诉", "complaint"), "accidents"),
    (lambda *facts: spot_checks([spot_check(fact) for fact in facts], PERIOD), "spot_checks", "第十一条（四）",
     ("监督抽查不合格", "failed spot check"), "spot_checks"),
])  # fmt: skip
def test_records_are_counted_against_and_unclear(
    found: Callable[..., Finding], code: str, article: str, what: tuple[str, str], bar: str
) -> None:
    zh, en = what
    span = "2019-09-15 至 2022-09-15"
    assert said(found(True, True, None)) == (
        code, article, Outcome.NOT_MET, f"{span} 有 2 项{zh}。", f"2 {en}(s) from 2019-09-15 to 2022-09-15.",
    )  # fmt: skip
    assert said(found(None, False)) == (
        code, article, Outcome.UNDETERMINED, f"{span} 有 1 项{zh}待认定。", f"1 {en}(s) await a finding.",
    )  # fmt: skip
    assert said(found(False)) == (
        code, article, Outcome.MET, f"{span} 无{zh}。", f"No {en} from 2019-09-15 to 2022-09-15.",
    )  # fmt: skip
    assert str(found(True).requirement) == bar
    assert found(True, True, None).facts == (
        ("from", "2019-09-15"), ("to", "2022-09-15"), ("against", "2"), ("unclear", "1"),
    )  # fmt: skip


def credit(listed: date, removed: date | None = None, repaired: date | None = None) -> CreditRecord:
    return CreditRecord(authority="市法院", listed_on=listed, removed_on=removed, repaired_on=repaired)


@pytest.mark.parametrize(("record", "outcome"), [
    (credit(date(2010, 1, 1)), Outcome.NOT_MET), (credit(DEADLINE), Outcome.NOT_MET),
    (credit(date(2022, 9, 16)), Outcome.MET), (credit(date(2010, 1, 1), removed=EDGE), Outcome.NOT_MET),
    (credit(date(2010, 1, 1), removed=date(2019, 9, 14)), Outcome.MET),
    (credit(date(2010, 1, 1), repaired=DEADLINE), Outcome.UNDETERMINED),
    (credit(date(2010, 1, 1), repaired=date(2022, 9, 16)), Outcome.NOT_MET),
])  # fmt: skip
def test_a_record_of_dishonesty_counts_while_it_stood(record: CreditRecord, outcome: Outcome) -> None:
    found = dishonesty([record], PERIOD)
    assert (found.code, found.article, found.outcome) == ("dishonesty", "第十一条（五）", outcome)
