"""What each field of an edition is called in Chinese and English, where it comes from, and whom it concerns.

A new field of the edition gets its line here; tests/test_house.py fails for a field without one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from types import MappingProxyType
from typing import Any, get_args, get_type_hints

from app.regulation.label import Label
from app.regulation.measures import Edition
from app.regulation.table.moves import A, C, E, P, R, S
from app.regulation.vocabulary import Role

ALL = A | R | E | S | C | P


@dataclass(frozen=True, slots=True)
class Topic:
    """One field of the edition: its names, the article (or the choice) that it settles, and whom a change concerns."""

    zh: str
    en: str
    article: str
    roles: frozenset[Role]


TOPICS: Mapping[str, Topic] = {
    "code": Topic("版本代码", "code", "第三十二条", S),
    "title": Topic("名称", "title", "第一条", ALL),
    "issuer": Topic("发布机关", "issuer", "第一条", ALL),
    "text_status": Topic("文本状态", "status of the text", "第一条", ALL),
    "purpose": Topic("制定目的", "purpose", "第一条", ALL),
    "legal_basis": Topic("制定依据", "legal basis", "第一条", ALL),
    "document_number": Topic("文号", "document number", "第三十二条", ALL),
    "effective_on": Topic("施行日期", "first day in force", "第三十二条", ALL),
    "validity_years": Topic("有效期（年）", "years of validity", "第三十二条", S | C),
    "expires_on": Topic("有效期截止日", "last day in force", "第三十二条", ALL),
    "replaces": Topic("同时废止的办法", "what it replaces", "第三十二条", ALL),
    "criteria": Topic("评定标准", "criteria", "第十三条", A | E | S),
    "total_points": Topic("标准总分", "total of the criteria", "第十三条", A | E | S | C),
    "tiers": Topic("奖项等次", "tiers", "第四条", A | S | C | P),
    "tier_cascade": Topic("未获推荐者是否参评下一等次", "cascade to the next tier", "edition.tier_cascade", A | S | C),
    "stages": Topic("评审环节", "review stages", "第十七条", A | E | S),
    "aggregation": Topic("总评分的合成方式", "how the total is formed", "edition.aggregation", A | E | S | C),
    "cut_rule": Topic("材料评审入围规则", "cut rule of the material review", "edition.cut_rule", A | E | S),
    "scoring": Topic("评分规则", "scoring rule", "第十三条", E | S),
    "tie_order": Topic("同分时的比较顺序", "order that breaks a tie", "edition.tie_order", A | S | C),
    "site_visit": Topic("现场评审", "site review", "edition.site_visit", A | E | S),
    "panel": Topic("专家评审组", "panel", "第二十条", E | S),
    "committee": Topic("评委会议事规则", "committee rule", "第二十四条", S | C),
    "notice": Topic("公示", "public notice", "第二十五条", A | S | P),
    "objection": Topic("异议", "objections", "edition.objection", A | S | P),
    "supplement": Topic("补正", "supplement", "第十九条", A | S),
    "eligibility": Topic("申报条件", "eligibility", "第十条", A | R | S),
    "statement_days": Topic(
        "监督检查的陈述期限（天）", "days for a statement on a check", "edition.statement_days", A | S
    ),
    "title_review_months": Topic(
        "复评可提前的月数",
        "months before its end in which a title is reviewed",
        "edition.title_review_months",
        A | S | C,
    ),
    "nursery_required": Topic(
        "推荐须出自培育库", "recommendation from the nursery list only", "edition.nursery_required", A | R | S
    ),
    "criteria_confirmed_required": Topic(
        "审定前须核对标准分值", "points checked in print before approval", "edition.criteria_confirmed_required", S | C
    ),
    "internal_notice": Topic("组织内部公示", "notice inside the organization", "edition.internal_notice", A | R | S),
    "reconsideration": Topic("复核申请", "reconsideration", "edition.reconsideration", A | S),
    "consultation": Topic("征求部门意见", "asking the departments", "edition.consultation", A | S),
    "recommender_kinds": Topic("推荐单位类别", "kinds of recommending units", "第九条", A | R | S),
    "repeat": Topic("再次获奖", "repeat winners", "edition.repeat", A | S | C),
    "cooldown": Topic("再次申报的间隔", "time before another application", "edition.cooldown", A | R | S),
    "partitions": Topic("名额分配", "shares of the places", "edition.partitions", A | S | C),
    "cycle_years": Topic("评定周期（年）", "years from one award to the next", "第四条", A | S | C | P),
    "conflict": Topic("利害关系与回避", "conflicts of interest", "edition.conflict", E | S | C),
    "recusal": Topic("申请回避", "recusal on request", "edition.recusal", A | E | S | C),
    "revocation": Topic("撤销与追回", "revocation", "第二十九条", A | S | C),
}
"""By the field's name in `Edition`."""

PARTS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "Tier": {
        "code": ("代码", "code"),
        "name": ("名称", "name"),
        "name_en": ("英文名称", "English name"),
        "order": ("次序", "order"),
        "places": ("名额", "places"),
        "places_hard": ("名额是否不得突破", "whether places are hard"),
        "floor": ("分数线", "floor"),
        "bonus_yuan": ("奖金", "bonus"),
        "validity_years": ("称号有效年数", "years for which the title stands"),
    },
    "StageRule": {
        "stage": ("环节", "stage"),
        "scored": ("是否评分", "whether it is scored"),
        "maximum": ("满分", "maximum"),
        "weight": ("权重（%）", "weight in percent"),
        "eliminates": ("是否淘汰", "whether it eliminates"),
        "items": ("评分条款", "items scored"),
    },
    "CutRule": {"minimum": ("最低分", "minimum"), "places": ("入围名额", "places")},
    "ScoringRule": {
        "percent_step": ("评分步长（%）", "step in percent"),
        "item_spread": ("单项分歧限（百分点）", "spread of an item in percentage points"),
        "total_spread": ("总分分歧限", "spread of the totals"),
        "reconsider": ("分歧过大是否须复议", "whether a spread obliges to reconsider"),
        "citations_required": ("评分是否须引用证据", "whether scores must cite evidence"),
        "strength_from": ("提示缺优势的百分比", "percent from which a strength is missed"),
        "opportunity_to": ("提示缺改进机会的百分比", "percent up to which an opportunity is missed"),
    },
    "PanelRule": {
        "minimum": ("最少人数", "least size"),
        "industry_expert": ("是否须有行业专家", "whether an industry expert is needed"),
        "leader": ("是否设组长", "whether it has a leader"),
        "maximum": ("最多人数", "greatest size"),
        "odd": ("人数是否须为单数", "whether the number is odd"),
    },
    "CommitteeRule": {
        "quorum": ("法定出席比例", "quorum"),
        "majority": ("通过比例", "majority"),
        "majority_inclusive": ("恰好达到通过比例是否通过", "whether the majority itself is enough"),
        "base": ("计算基数", "base of the majority"),
        "ballot_mode": ("表决方式", "ballot mode"),
        "minimum_members": ("最少在任委员数", "least members in office"),
        "odd": ("在任委员数是否须为单数", "whether their number is odd"),
        "alternates": ("委员可否由指定人员代为出席和表决", "whether members may have alternates"),
        "convening_days": ("会议提前通知天数", "days of notice of a meeting"),
        "names_hidden": ("拟奖名单确定前对委员隐去候选组织名称", "whether names are hidden until the list is fixed"),
    },
    "NoticeRule": {
        "position": ("公示与批准的先后", "position"),
        "days": ("天数", "days"),
        "unit": ("按自然日或工作日", "unit of the days"),
        "starts_next_day": ("是否自次日起算", "whether it starts the next day"),
        "roll_over": ("末日遇休息日是否顺延", "whether a last day off moves on"),
        "republication": ("中止后重新公示的期限", "period after a suspension"),
        "office_lines": ("受理部门的手机号码", "mobile numbers of the office"),
    },
    "ObjectionRule": {
        "real_name_only": ("是否须实名", "whether they must bear a name"),
        "evidence_required": ("是否须附证据", "whether evidence is required"),
        "reply_working_days": ("答复期限（工作日）", "working days to reply"),
        "identity_required": ("是否须注明身份号码", "whether an identity number is required"),
        "separate_ruling": ("调查与裁定是否分开", "whether another than the investigator rules"),
        "unit_seal": ("单位异议是否须加盖公章", "whether a unit objects under its seal"),
    },
    "SupplementRule": {
        "rounds": ("次数", "rounds"),
        "working_days": ("期限（工作日）", "working days"),
        "late_answers": ("逾期补正的处理", "what becomes of a late answer"),
    },
    "EligibilityRule": {
        "years_in_operation": ("最低经营年限", "least years in operation"),
        "rank_limit": ("行业排名限", "rank limit"),
        "rank_indicators": ("排名指标", "indicators ranked"),
        "granularity": ("行业划分粒度", "granularity of the trade"),
        "loss_years": ("不得亏损的年数", "years without loss"),
        "look_back_months": ("追溯月数", "months looked back"),
        "accident_thresholds": ("事故等级限", "accident thresholds"),
    },
    "AccidentThreshold": {"kind": ("事故类别", "kind"), "grade": ("起算等级", "grade")},
    "RecommenderKind": {
        "code": ("代码", "code"),
        "name": ("名称", "name"),
        "name_en": ("英文名称", "English name"),
        "outside_city": ("是否位于市外", "whether it lies outside the city"),
    },
    "ConsultationRule": {
        "every_department": ("是否须征求全部部门", "whether every department is asked"),
        "working_days": ("答复期限（工作日）", "working days to answer"),
        "times_asked": ("至少征求次数", "times asked"),
    },
    "InternalNoticeRule": {"days": ("天数", "days"), "unit": ("按自然日或工作日", "unit of the days")},
    "ReconsiderationRule": {"working_days": ("期限（工作日）", "working days")},
    "RepeatRule": {
        "allowed": ("是否允许", "whether they may win"),
        "bonus": ("是否发给奖金", "whether money comes with it"),
        "takes_place": ("是否占用名额", "whether it takes a place"),
    },
    "CooldownRule": {
        "years": ("年数", "years"),
        "cycles": ("间隔届数", "awards between"),
        "same_tier_only": ("是否仅限同一等次", "whether only for the same tier"),
    },
    "Partition": {
        "code": ("代码", "code"),
        "name": ("名称", "name"),
        "name_en": ("英文名称", "English name"),
        "sizes": ("企业规模", "sizes"),
        "sectors": ("行业类别", "sectors"),
        "tiers": ("合并计算的等次", "tiers counted together"),
        "least": ("保留名额", "places reserved"),
        "most_share": ("最高占比", "largest share"),
    },
    "ConflictRule": {
        "look_back_months": ("追溯月数", "months looked back"),
        "bars": ("应当回避的情形", "kinds that bar"),
        "glass_hours": ("紧急查阅最长小时数", "most hours of an access to a barred case"),
    },
    "RecusalRule": {
        "announced": ("是否向申报组织公布专家名录", "whether the register is announced to applicants"),
        "working_days": ("答复的工作日数", "working days for the answer"),
    },
    "SiteVisitRule": {
        "issues_closed": ("核查问题是否须全部关闭", "whether every issue must be closed"),
    },
    "RevocationRule": {
        "window_months": ("可立案的月数", "months in which a case may be opened"),
        "bar_years": ("不得再申报的年数", "years barred"),
        "announce_incidents": ("第二款撤销是否公告", "whether revocations for incidents are announced"),
    },
}
"""By the class and the field's name: the parts of the edition's fields."""

UNITS: Mapping[str, tuple[int, str, str]] = {
    "Tier.floor": (100, "分", "points"),
    "Tier.bonus_yuan": (1, "元", "yuan"),
    "CutRule.minimum": (100, "分", "points"),
    "ScoringRule.total_spread": (100, "分", "points"),
    "Edition.total_points": (1, "分", "points"),
    "StageRule.maximum": (1, "分", "points"),
}
"""How a number is stored (so many to one) and what it counts, where its name does not say it."""

WHOLE = Label("管理办法", "The edition")
UNTITLED: Mapping[str, Label] = MappingProxyType({})


def topic_of(pointer: str) -> Topic | None:
    """Art. 16: the field of the edition under which a JSON pointer lies; None if there is no such field."""
    return TOPICS.get(pointer.strip("/").split("/")[0])


def name_of(pointer: str, titles: Mapping[str, Label] = UNTITLED) -> Label:
    """Art. 16: what a JSON pointer into an edition points at, such as 奖项等次“mayors_award”·名额.

    `titles` are the names of the parts of lists by their code, where they are known.
    """
    places = [place for place in pointer.split("/") if place]
    if not places:
        return WHOLE
    zh, en, kind = "", "", Edition
    for place in places:
        if kind is not None and place in {field.name for field in fields(kind)}:
            label = _label_of(kind, place)
            zh, en = zh + ("·" if zh else "") + label.zh, en + (", " if en else "") + label.en
            kind = part_of(get_type_hints(kind)[place]) or kind
        else:
            title = titles.get(place) or Label(place, place)
            zh, en = f"{zh}{_ordinal_zh(title.zh)}", f"{en} {_ordinal_en(title.en)}".strip()
    return Label(zh, en)


def part_of(hint: Any) -> Any:  # noqa: ANN401 - a type of the law.
    """Give the dataclass inside a type such as tuple[Tier, ...] or CutRule | None; None if there is none."""
    found = (hint, *get_args(hint))
    return next((kind for kind in found if isinstance(kind, type) and is_dataclass(kind)), None)


def _label_of(kind: type, name: str) -> Label:
    if kind is Edition and name in TOPICS:
        return Label(TOPICS[name].zh, TOPICS[name].en)
    return Label(*PARTS.get(kind.__name__, {}).get(name, (name, name)))


def _ordinal_zh(place: str) -> str:
    return f"第{int(place) + 1}项" if place.isascii() and place.isdigit() else f"“{place}”"


def _ordinal_en(place: str) -> str:
    return f"no. {int(place) + 1}" if place.isascii() and place.isdigit() else f'"{place}"'
