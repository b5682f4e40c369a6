"""Whether an edition is sound: its tiers, stages and numbers agree with one another, whoever's edition it is."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from app.regulation.conflict_rule import conflict_rule_faults
from app.regulation.eligibility_rule import EligibilityRule
from app.regulation.field_names import name_of
from app.regulation.measures import CommitteeRule, CutRule, Edition, Tier
from app.regulation.notice_text import office_line_faults
from app.regulation.recusal import recusal_rule_faults
from app.regulation.refusals import Reason
from app.regulation.title_soundness import title_faults
from app.regulation.vocabulary import Stage

MOST = 1_000
"""Years, months, days, places, panel members: no edition needs more of them."""
MOST_NOTICE_DAYS = 60
MOST_POINTS = 100_000
MOST_YUAN = 1_000_000_000


def edition_faults(edition: Edition) -> tuple[Reason, ...]:
    """Arts. 4-32: every fault of an edition in itself, each with the name of its field; open choices are none here."""
    faults = (
        *_tier_faults(edition), *_stage_faults(edition), *_share_faults(edition),
        *_number_faults(edition), *_limit_faults(edition), *_code_faults(edition),
        *conflict_rule_faults(edition.conflict), *recusal_rule_faults(edition.recusal), *title_faults(edition, MOST),
        *_internal_notice_faults(edition), *office_line_faults(edition.notice),
    )  # fmt: skip
    return tuple(map(_named, faults))


def _named(fault: Reason) -> Reason:
    """Name the field, so that a reader who has never seen the data knows which one it is."""
    name = name_of(fault.pointer)
    return replace(fault, zh=f"{name.zh}：{fault.zh}", en=f"{name.en}: {fault.en}")


def points(hundredths: int) -> str:
    """Art. 15: write hundredths of a point as people do, 60000 as 600.00."""
    sign, size = "-" if hundredths < 0 else "", abs(hundredths)
    return f"{sign}{size // 100}.{size % 100:02}"


def _tier_faults(edition: Edition) -> Iterator[Reason]:
    if not edition.tiers:
        yield _fault("tiers", "第四条", "至少须有一个等次。", "There must be a tier.")
    if len({tier.order for tier in edition.tiers}) < len(edition.tiers):
        yield _fault(
            "tiers",
            "第四条",
            "有两个等次的次序相同；请按 1、2、3 依次编排，1 为最高。",
            "Two tiers have the same order; number them 1, 2, 3, the highest first.",
        )
    ordered = sorted(edition.tiers, key=lambda tier: tier.order)
    for number, tier in enumerate(ordered):
        at = f"tiers/{tier.code}"
        if tier.places < 1:
            yield _fault(
                f"{at}/places",
                "第四条",
                f"名额为 {tier.places}，应至少为 1。",
                f"{tier.places} places; there must be at least one.",
            )
        yield from _floor_faults(f"{at}/floor", tier, ordered[max(number - 1, 0)], edition.total_points)
        if tier.bonus_yuan < 0:
            yield _fault(
                f"{at}/bonus_yuan",
                "第二十七条",
                "奖金为负数；没有奖金的等次请填 0。",
                "The bonus is negative; write 0 for none.",
            )


def _floor_faults(at: str, tier: Tier, above: Tier, total: int) -> Iterator[Reason]:
    if not 0 <= tier.floor <= total * 100:
        yield _fault(
            at,
            "第十五条",
            f"分数线 {points(tier.floor)} 分不在 0 与总分 {total} 分之间。",
            f"{points(tier.floor)} does not lie between 0 and the total of {total}.",
        )
    if tier.floor > above.floor:
        yield _fault(
            at,
            "第十五条",
            f"分数线 {points(tier.floor)} 分高于上一等次“{above.name}”的 {points(above.floor)} 分，应不高于它。",
            f"{points(tier.floor)} is above the {points(above.floor)} of {above.name_en}, the tier above.",
        )


def _stage_faults(edition: Edition) -> Iterator[Reason]:
    order = edition.stage_order
    if order[:1] != (Stage.MATERIAL,):
        yield _fault(
            "stages",
            "第二十一条",
            "第一个环节应为材料评审（material）。",
            "The first stage must be the material review.",
        )
    if len(set(order)) < len(order):
        yield _fault(
            "stages", "第十七条", "有环节出现了两次，每个环节只能列一次。", "A stage occurs twice; list each once."
        )
    if len(order) < 2:  # noqa: PLR2004 - the material review and one on the spot, in every scheme.
        yield _fault("stages", "第二十二条", "材料评审之后至少还须有一个环节。", "A stage follows the material review.")
    for rule in edition.stages:
        if rule.maximum < 1 or (rule.weight is not None and not 0 <= rule.weight <= 100):  # noqa: PLR2004 - percent.
            yield _fault(
                f"stages/{rule.stage}",
                "第十七条",
                f"满分为 {rule.maximum}、权重为 {rule.weight}；满分应大于 0，权重应在 0 与 100 之间。",
                f"Maximum {rule.maximum}, weight {rule.weight}: a maximum is positive, a weight 0 to 100.",
            )
    yield from _cut_faults(edition.cut_rule)


def _cut_faults(cut: CutRule | None) -> Iterator[Reason]:
    if cut is not None and cut.minimum is None and cut.places is None:
        yield _fault(
            "cut_rule",
            "edition.cut_rule",
            "既没有最低分也没有名额，无从确定入围；请至少填一项。",
            "It has neither a minimum nor places; give at least one of them.",
        )
    if cut is not None and ((cut.minimum or 0) < 0 or (cut.places is not None and cut.places < 1)):
        yield _fault("cut_rule", "edition.cut_rule", "最低分不得为负，名额至少为 1。",
                     "A minimum is not negative, places are at least one.")  # fmt: skip


def _share_faults(edition: Edition) -> Iterator[Reason]:
    committee = edition.committee
    if committee.quorum is not None and not 0 < committee.quorum <= 1:
        yield _fault(
            "committee/quorum",
            "edition.committee.quorum",
            f"{committee.quorum} 不可能达到或没有意义；应大于 0，不大于 1，如 2/3。",
            f"{committee.quorum} cannot be; a quorum is more than 0 and at most 1, such as 2/3.",
        )
    most = Fraction(1)
    if committee.majority is not None and not (
        0 < committee.majority < most or (committee.majority_inclusive and committee.majority == most)
    ):
        yield _fault(
            "committee/majority",
            "edition.committee.majority",
            f"“超过 {committee.majority}”永远达不到或没有意义；应大于 0、小于 1，如 1/2。",
            f"{committee.majority} can never be exceeded or means nothing; take a share such as 1/2.",
        )


def _number_faults(edition: Edition) -> Iterator[Reason]:
    numbers = {
        "total_points": ("第十三条", edition.total_points), "validity_years": ("第三十二条", edition.validity_years),
        "panel/minimum": ("第二十条", edition.panel.minimum), "notice/days": ("第二十五条", edition.notice.days),
        "objection/reply_working_days": (
            "edition.objection.reply_working_days", _set(edition.objection.reply_working_days),
        ),
        **_committee_numbers(edition.committee),
        "scoring/item_spread": ("第二十一条", edition.scoring.item_spread),
        "scoring/total_spread": ("第二十一条", edition.scoring.total_spread),
        "consultation/working_days": ("edition.consultation", edition.consultation.working_days),
        "reconsideration/working_days": ("edition.reconsideration", _days(edition)),
        "consultation/times_asked": ("edition.consultation", edition.consultation.times_asked),
        **_eligibility_numbers(edition.eligibility),
    }  # fmt: skip
    for pointer, (article, number) in numbers.items():
        if number < 1:
            yield _fault(pointer, article, f"现为 {number}，应大于 0。", f"It is {number} and must be more than 0.")
    yield from _rule_faults(edition)


def _rule_faults(edition: Edition) -> Iterator[Reason]:
    if edition.scoring.percent_step < 1 or 100 % edition.scoring.percent_step:
        yield _fault(
            "scoring/percent_step",
            "第十三条",
            f"{edition.scoring.percent_step} 不能整除 100；可用 1、2、4、5、10、20、25、50 或 100。",
            f"{edition.scoring.percent_step} does not divide 100; take 1, 2, 4, 5, 10, 20, 25, 50 or 100.",
        )
    if not edition.panel.leader:
        yield _fault("panel/leader", "第二十条", "合议须由组长主持，评审组不得没有组长。",
                     "A consensus is led by somebody: a panel without a leader could conclude none.")  # fmt: skip
    if not 0 <= edition.scoring.opportunity_to < edition.scoring.strength_from <= 100:  # noqa: PLR2004 - percent.
        yield _fault("scoring/strength_from", "edition.scoring.strength_from",
                     "提示界限须在 0 至 100，改进机会的低于优势的。",
                     "The lines of warnings lie within 0 and 100, opportunities below strengths.")  # fmt: skip
    if min(edition.supplement.rounds, edition.supplement.working_days) < 0:
        yield _fault("supplement", "第十九条", "补正次数和期限不得为负。", "Supplements are not negative.")


def _committee_numbers(rule: CommitteeRule) -> dict[str, tuple[str, int]]:
    return {
        f"committee/{name}": (f"edition.committee.{name}", _set(number))
        for name, number in (("minimum_members", rule.minimum_members), ("convening_days", rule.convening_days))
    }


def _days(edition: Edition) -> int:
    return edition.reconsideration.working_days if edition.reconsideration else 1


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
        **{pointer: (*found, MOST) for pointer, found in _committee_numbers(edition.committee).items()},
        "supplement/rounds": ("第十九条", edition.supplement.rounds, MOST),
        "supplement/working_days": ("第十九条", edition.supplement.working_days, MOST),
        "consultation/working_days": ("第十一条", edition.consultation.working_days, MOST),
        "reconsideration/working_days": ("第十九条", _days(edition), MOST),
        "consultation/times_asked": ("第十一条", edition.consultation.times_asked, MOST),
        **{f"tiers/{tier.code}/places": ("第四条", tier.places, MOST) for tier in edition.tiers},
        **{f"tiers/{tier.code}/bonus_yuan": ("第二十七条", tier.bonus_yuan, MOST_YUAN) for tier in edition.tiers},
        **{f"stages/{rule.stage}/maximum": ("第十七条", rule.maximum, MOST_POINTS) for rule in edition.stages},
        **{pointer: (*found, MOST) for pointer, found in _eligibility_numbers(edition.eligibility).items()},
    }  # fmt: skip
    for pointer, (article, number, most) in numbers.items():
        if number > most:
            yield _fault(
                pointer,
                article,
                f"{number} 过大，应不大于 {most}。",
                f"{number} is too much; it may not exceed {most}.",
            )


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
        if twice := sorted(code for code, times in Counter(map(str, codes)).items() if times > 1):
            yield _fault(pointer, article, f"“{'”“'.join(twice)}”出现了不止一次，每一项只能列一次。",
                         f"{', '.join(twice)} occurs more than once; list each once.")  # fmt: skip
    if not edition.recommender_kinds:
        yield _fault("recommender_kinds", "第九条", "至少须有一类推荐单位。", "There must be a recommending unit.")


def _fault(pointer: str, article: str, zh: str, en: str) -> Reason:
    return Reason(code="edition.unsound", article=article, pointer=f"/{pointer}", zh=zh, en=en)
