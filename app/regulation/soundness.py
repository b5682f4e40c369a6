"""Whether an edition is sound: its tiers, stages and numbers agree with one another, whoever's edition it is."""

from collections.abc import Iterator
from fractions import Fraction

from app.regulation.conflict_rule import conflict_rule_faults
from app.regulation.measures import Edition, EligibilityRule
from app.regulation.refusals import Reason
from app.regulation.title_soundness import title_faults
from app.regulation.vocabulary import Stage

MOST = 1_000
"""Years, months, days, places, panel members: no edition needs more of them."""
MOST_NOTICE_DAYS = 60
MOST_POINTS = 100_000
MOST_YUAN = 1_000_000_000


def edition_faults(edition: Edition) -> tuple[Reason, ...]:
    """Arts. 4-32: every fault of an edition in itself; choices not yet made are no faults here."""
    return (
        *_tier_faults(edition), *_stage_faults(edition), *_share_faults(edition),
        *_number_faults(edition), *_limit_faults(edition), *_code_faults(edition),
        *conflict_rule_faults(edition.conflict), *title_faults(edition, MOST),
        *_internal_notice_faults(edition),
    )  # fmt: skip


def _tier_faults(edition: Edition) -> Iterator[Reason]:
    if not edition.tiers:
        yield _fault("tiers", "第四条", "至少须有一个等次。", "There must be a tier.")
    if len({tier.order for tier in edition.tiers}) < len(edition.tiers):
        yield _fault("tiers", "第四条", "各等次的次序不得相同。", "Two tiers have the same order.")
    ordered = sorted(edition.tiers, key=lambda tier: tier.order)
    for number, tier in enumerate(ordered):
        at = f"tiers/{tier.code}"
        if tier.places < 1:
            yield _fault(f"{at}/places", "第四条", "名额至少为 1。", "A tier has at least one place.")
        if not 0 <= tier.floor <= edition.total_points * 100:
            yield _fault(f"{at}/floor", "第十五条", "分数线须在 0 与总分之间。", "The floor lies within the total.")
        if number and tier.floor > ordered[number - 1].floor:
            yield _fault(f"{at}/floor", "第十五条", "低等次的分数线不得高于高等次。",
                         "A lower tier's floor is no higher than that of the tier above.")  # fmt: skip
        if tier.bonus_yuan < 0:
            yield _fault(f"{at}/bonus_yuan", "第二十七条", "奖金不得为负。", "A bonus is not negative.")


def _stage_faults(edition: Edition) -> Iterator[Reason]:
    order = edition.stage_order
    if order[:1] != (Stage.MATERIAL,):
        yield _fault("stages", "第二十一条", "评审须从材料评审开始。", "Reviews begin with the material review.")
    if len(set(order)) < len(order):
        yield _fault("stages", "第十七条", "评审环节重复。", "A stage occurs twice.")
    if len(order) < 2:  # noqa: PLR2004 - the material review and one on the spot, in every scheme.
        yield _fault("stages", "第二十二条", "材料评审之后至少还须有一个环节。", "A stage follows the material review.")
    for rule in edition.stages:
        if rule.maximum < 1 or (rule.weight is not None and not 0 <= rule.weight <= 100):  # noqa: PLR2004 - percent.
            yield _fault(f"stages/{rule.stage}", "第十七条", "满分须大于零，权重须在 0 与 100 之间。",
                         "A maximum is positive, a weight lies between 0 and 100.")  # fmt: skip
    cut = edition.cut_rule
    if cut is not None and cut.minimum is None and cut.places is None:
        yield _fault("cut_rule", "edition.cut_rule", "入围规则须有最低分或名额。", "A cut has a minimum or places.")
    if cut is not None and ((cut.minimum or 0) < 0 or (cut.places is not None and cut.places < 1)):
        yield _fault("cut_rule", "edition.cut_rule", "最低分不得为负，名额至少为 1。",
                     "A minimum is not negative, places are at least one.")  # fmt: skip


def _share_faults(edition: Edition) -> Iterator[Reason]:
    committee = edition.committee
    if committee.quorum is not None and not 0 < committee.quorum <= 1:
        yield _fault("committee/quorum", "edition.committee.quorum", "法定出席比例须大于 0，不大于 1。",
                     "A quorum is more than none and at most all.")  # fmt: skip
    most = Fraction(1)
    if committee.majority is not None and not (
        0 < committee.majority < most or (committee.majority_inclusive and committee.majority == most)
    ):
        yield _fault("committee/majority", "edition.committee.majority", "通过比例须可以达到。",
                     "A majority must be reachable, and more than none.")  # fmt: skip


def _number_faults(edition: Edition) -> Iterator[Reason]:
    numbers = {
        "total_points": ("第十三条", edition.total_points), "validity_years": ("第三十二条", edition.validity_years),
        "panel/minimum": ("第二十条", edition.panel.minimum), "notice/days": ("第二十五条", edition.notice.days),
        "objection/reply_working_days": (
            "edition.objection.reply_working_days", _set(edition.objection.reply_working_days),
        ),
        "committee/minimum_members": (
            "edition.committee.minimum_members", _set(edition.committee.minimum_members),
        ),
        "scoring/item_spread": ("第二十一条", edition.scoring.item_spread),
        "scoring/total_spread": ("第二十一条", edition.scoring.total_spread),
        "consultation/working_days": ("edition.consultation", edition.consultation.working_days),
        "consultation/times_asked": ("edition.consultation", edition.consultation.times_asked),
        **_eligibility_numbers(edition.eligibility),
    }  # fmt: skip
    for pointer, (article, number) in numbers.items():
        if number < 1:
            yield _fault(pointer, article, "须大于零。", "It must be positive.")
    if edition.scoring.percent_step < 1 or 100 % edition.scoring.percent_step:
        yield _fault("scoring/percent_step", "第十三条", "评分步长须整除 100。", "The step must divide 100.")
    if not edition.panel.leader:
        yield _fault("panel/leader", "第二十条", "合议须由组长主持，评审组不得没有组长。",
                     "A consensus is led by somebody: a panel without a leader could conclude none.")  # fmt: skip
    if not 0 <= edition.scoring.opportunity_to < edition.scoring.strength_from <= 100:  # noqa: PLR2004 - percent.
        yield _fault("scoring/strength_from", "edition.scoring.strength_from",
                     "提示界限须在 0 至 100，改进机会的低于优势的。",
                     "The lines of warnings lie within 0 and 100, opportunities below strengths.")  # fmt: skip
    if min(edition.supplement.rounds, edition.supplement.working_days) < 0:
        yield _fault("supplement", "第十九条", "补正次数和期限不得为负。", "Supplements are not negative.")


def _limit_faults(edition: Edition) -> Iterator[Reason]:
    """Arts. 4-32: no number is beyond all reason, so that dates and sums made of it stay computable."""
    numbers = {
        "total_points": ("第十三条", edition.total_points, MOST_POINTS),
        "validity_years": ("第三十二条", edition.validity_years, MOST),
        "panel/minimum": ("第二十条", edition.panel.minimum, MOST),
        "panel/maximum": ("edition.panel.maximum", edition.panel.maximum or 0, MOST),
        "notice/days": ("第二十五条", edition.notice.days, MOST),
        "objection/reply_working_days": (
            "edition.objection.reply_working_days", _set(edition.objection.reply_working_days), MOST,
        ),
        "committee/minimum_members": (
            "edition.committee.minimum_members", _set(edition.committee.minimum_members), MOST,
        ),
        "supplement/rounds": ("第十九条", edition.supplement.rounds, MOST),
        "supplement/working_days": ("第十九条", edition.supplement.working_days, MOST),
        "consultation/working_days": ("第十一条", edition.consultation.working_days, MOST),
        "consultation/times_asked": ("第十一条", edition.consultation.times_asked, MOST),
        **{f"tiers/{tier.code}/places": ("第四条", tier.places, MOST) for tier in edition.tiers},
        **{f"tiers/{tier.code}/bonus_yuan": ("第二十七条", tier.bonus_yuan, MOST_YUAN) for tier in edition.tiers},
        **{f"stages/{rule.stage}/maximum": ("第十七条", rule.maximum, MOST_POINTS) for rule in edition.stages},
        **{pointer: (*found, MOST) for pointer, found in _eligibility_numbers(edition.eligibility).items()},
    }  # fmt: skip
    for pointer, (article, number, most) in numbers.items():
        if number > most:
            yield _fault(pointer, article, f"不得大于 {most}。", f"It may not exceed {most}.")


def _set(number: int | None) -> int:
    """A number that may be left out is as good as one then."""
    return 1 if number is None else number


def _eligibility_numbers(rule: EligibilityRule) -> dict[str, tuple[str, int]]:
    return {
        "eligibility/years_in_operation": ("第十条（一）", rule.years_in_operation),
        "eligibility/rank_limit": ("第十条（四）", rule.rank_limit),
        "eligibility/loss_years": ("第十条（四）", rule.loss_years),
        "eligibility/look_back_months": ("第十一条", rule.look_back_months),
    }


def _internal_notice_faults(edition: Edition) -> Iterator[Reason]:
    rule = edition.internal_notice
    if rule is not None and not 0 < rule.days <= MOST_NOTICE_DAYS:
        yield _fault("internal_notice/days", "edition.internal_notice", f"内部公示须为 1 至 {MOST_NOTICE_DAYS} 日。",
                     f"A notice inside the organization lasts 1 to {MOST_NOTICE_DAYS} days.")  # fmt: skip


def _code_faults(edition: Edition) -> Iterator[Reason]:
    lists = {
        "tiers": ("第四条", [tier.code for tier in edition.tiers]),
        "partitions": ("edition.partitions", [partition.code for partition in edition.partitions]),
        "recommender_kinds": ("第九条", [kind.code for kind in edition.recommender_kinds]),
        "eligibility/accident_thresholds": (
            "第十一条（三）", [threshold.kind for threshold in edition.eligibility.accident_thresholds],
        ),
    }  # fmt: skip
    for pointer, (article, codes) in lists.items():
        if len(set(codes)) < len(codes):
            yield _fault(pointer, article, "代码重复。", "A code occurs twice.")
    if not edition.recommender_kinds:
        yield _fault("recommender_kinds", "第九条", "至少须有一类推荐单位。", "There must be a recommending unit.")


def _fault(pointer: str, article: str, zh: str, en: str) -> Reason:
    return Reason(code="edition.unsound", article=article, pointer=f"/{pointer}", zh=zh, en=en)
