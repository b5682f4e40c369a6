"""The conditions that figures and dates decide: registration, years, certificates, losses, ranks (art. 10)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.regulation.choices import Granularity, Indicator
from app.regulation.eligibility import ARTICLES, Condition, Finding, Outcome
from app.regulation.eligibility_rule import EligibilityRule
from app.regulation.look_back import years_after


@dataclass(frozen=True, slots=True, kw_only=True)
class RankClaim:
    """Art. 10(4): the rank claimed for one indicator in an industry of the city, and how finely that is divided."""

    indicator: Indicator
    rank: int
    granularity: Granularity
    industry: str
    """A GB/T 4754 code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Art. 10(2): a management system certificate, valid on both of its dates."""

    standard: str
    number: str
    valid_from: date
    valid_to: date


def registration(*, in_city: bool, legal_person: bool, outside_unit: bool = False) -> Finding:
    """Art. 10(1): registered in the city, with independent legal personality; whoever recommended it (T20).

    Where a unit that lies outside the city recommends it, the claim alone does not decide: the secretariat checks.
    """
    facts = (("in_city", str(in_city).lower()), ("legal_person", str(legal_person).lower()))
    if in_city and legal_person and outside_unit:
        zh = "推荐单位在市外（recommender_kinds.outside_city），须核实是否在本市登记注册。"
        en = "The recommending unit lies outside the city: check that it is registered in the city."
        return _finding(Condition.REGISTERED, "registration", Outcome.UNDETERMINED, (zh, en), facts)
    if in_city and legal_person:
        zh, en = "在本市登记注册，具有独立法人资格。", "Registered in the city, with legal personality."
        return _finding(Condition.REGISTERED, "registration", Outcome.MET, (zh, en), facts)
    if legal_person:
        zh, en = "未在江阴市行政区域内登记注册。", "Not registered in the city."
        return _finding(Condition.REGISTERED, "registration", Outcome.NOT_MET, (zh, en), facts, by_resolution=True)
    zh, en = "不具有独立法人资格。", "Without independent legal personality."
    return _finding(Condition.REGISTERED, "registration", Outcome.NOT_MET, (zh, en), facts)


def years_in_operation(*, started_on: date, deadline: date, rule: EligibilityRule) -> Finding:
    """Art. 10(1) (三年以上): exactly the years on the deadline day pass; a reorganised firm goes by resolution."""
    anniversary = years_after(started_on, rule.years_in_operation)
    facts = (("started_on", str(started_on)), ("complete_on", str(anniversary)), ("deadline", str(deadline)))
    if anniversary <= deadline:
        zh, en = f"从事生产经营满 {rule.years_in_operation} 年。", f"In operation for {rule.years_in_operation} years."
        return _finding(Condition.REGISTERED, "years_in_operation", Outcome.MET, (zh, en), facts)
    zh = f"至申报截止日从事生产经营不满 {rule.years_in_operation} 年。"
    en = f"Not yet in operation for {rule.years_in_operation} years on the deadline."
    return _finding(Condition.REGISTERED, "years_in_operation", Outcome.NOT_MET, (zh, en), facts, by_resolution=True)


def certification(certificates: Collection[Certificate], on: date) -> Finding:
    """Art. 10(2): a certificate of ISO 9000 or of another system of the trade is valid on the day."""
    valid = [c.number for c in certificates if c.valid_from <= on <= c.valid_to]
    facts = (("on", str(on)), ("valid", "、".join(valid)))
    if valid:
        zh, en = "持有有效的质量管理体系认证。", "A management system certificate is valid."
        return _finding(Condition.EXCELLENCE_MODEL, "certification", Outcome.MET, (zh, en), facts)
    zh, en = f"{on} 无有效的体系认证证书。", f"No certificate is valid on {on}."
    return _finding(Condition.EXCELLENCE_MODEL, "certification", Outcome.NOT_MET, (zh, en), facts)


def losses(net_profits: Mapping[int, int], cycle_year: int, rule: EligibilityRule) -> Finding:
    """Art. 10(4) (最近三年未发生亏损): no net profit (yuan) below zero in the full fiscal years before the cycle's.

    Zero is no loss. A year without figures leaves it undetermined, unless another shows a loss.
    """
    years = range(cycle_year - rule.loss_years, cycle_year)
    facts = tuple((str(year), str(net_profits.get(year, ""))) for year in years)
    lost = [year for year in years if net_profits.get(year, 0) < 0]
    missing = [year for year in years if year not in net_profits]
    if lost:
        zh, en = f"{_listed(lost)} 年度亏损。", f"A loss in {_listed(lost)}."
        return _finding(Condition.BUSINESS_RESULTS, "losses", Outcome.NOT_MET, (zh, en), facts)
    if missing:
        zh, en = f"缺少 {_listed(missing)} 年度数据。", f"No figures for {_listed(missing)}."
        return _finding(Condition.BUSINESS_RESULTS, "losses", Outcome.UNDETERMINED, (zh, en), facts)
    zh, en = f"最近 {rule.loss_years} 年未亏损。", f"No loss in the last {rule.loss_years} years."
    return _finding(Condition.BUSINESS_RESULTS, "losses", Outcome.MET, (zh, en), facts)


def ranks(claims: Sequence[RankClaim], rule: EligibilityRule, *, business: bool) -> Finding:
    """Art. 10(4) (前五位): each indicator's rank is within the limit, the limit itself included.

    Bodies that do no business are exempt (社会贡献). A claim in another division of industries than the edition's, or
    an indicator without one, leaves it undetermined.
    """
    if not business:
        zh, en = "不从事生产、经营活动，不适用同行业排名。", "Not a business: ranks do not apply."
        return _finding(Condition.BUSINESS_RESULTS, "ranks", Outcome.MET, (zh, en), (("exempt", "true"),))
    facts = tuple((c.indicator.value, f"{c.rank} ({c.industry}, {c.granularity})") for c in claims)
    beyond = [c.indicator for c in claims if c.indicator in rule.rank_indicators and c.rank > rule.rank_limit]
    if beyond:
        zh, en = f"{_listed(beyond)} 未进入前 {rule.rank_limit} 位。", f"Beyond {rule.rank_limit}: {_listed(beyond)}."
        return _finding(Condition.BUSINESS_RESULTS, "ranks", Outcome.NOT_MET, (zh, en), facts)
    proven = {c.indicator for c in claims if c.granularity is rule.granularity and c.rank >= 1}
    if open_indicators := [i for i in rule.rank_indicators if i not in proven]:
        zh, en = f"{_listed(open_indicators)} 的排名尚无依据。", f"No usable rank for {_listed(open_indicators)}."
        return _finding(Condition.BUSINESS_RESULTS, "ranks", Outcome.UNDETERMINED, (zh, en), facts)
    zh = f"各项指标均在市内同行业前 {rule.rank_limit} 位。"
    en = f"Every indicator ranks within the first {rule.rank_limit}."
    return _finding(Condition.BUSINESS_RESULTS, "ranks", Outcome.MET, (zh, en), facts)


def competition_rank(value: int, others: Collection[int]) -> int:
    """Art. 10(4): the rank of a value among the others of its industry; equals share it (T5)."""
    return 1 + sum(other > value for other in others)


def recommendation(units: Collection[str]) -> Finding:
    """Art. 10(6) (之一推荐): at least one recommending unit signed a positive opinion."""
    facts = (("units", "、".join(units)),)
    if units:
        return _finding(Condition.RECOMMENDED, "recommendation", Outcome.MET, ("已获推荐。", "Recommended."), facts)
    zh, en = "未获任何推荐单位推荐。", "No unit recommended it."
    return _finding(Condition.RECOMMENDED, "recommendation", Outcome.NOT_MET, (zh, en), facts)


def _listed(values: Collection[object]) -> str:
    return "、".join(str(value) for value in values)


def _finding(
    requirement: Condition, code: str, outcome: Outcome, text: tuple[str, str], facts: tuple[tuple[str, str], ...],
    *, by_resolution: bool = False,
) -> Finding:  # fmt: skip
    return Finding(
        requirement=requirement, code=code, article=ARTICLES[requirement], outcome=outcome, zh=text[0], en=text[1],
        facts=facts, by_resolution=by_resolution,
    )  # fmt: skip
