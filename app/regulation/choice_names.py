"""What the choices of an edition are called, and how any of its values is written for people."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from app.regulation.field_names import PARTS, UNITS
from app.regulation.label import Label

CHOICES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "Aggregation": {
        "weighted_sum": ("各环节得分加权求和", "weighted sum of the stages"),
        "final_consensus": ("以最后评分环节的合议分为总分", "consensus of the last scored stage"),
    },
    "BallotMode": {
        "open": ("公开表决", "open"),
        "sealed_open": ("记名、结束前保密", "by name, sealed until the close"),
        "secret_paper": ("纸质无记名", "secret, on paper"),
        "secret_sealed": ("电子无记名", "secret, electronic"),
    },
    "MajorityBase": {
        "non_recused_in_office": ("未回避的在任委员", "members in office who are not recused"),
        "present": ("到会委员", "members present"),
    },
    "DayUnit": {
        "calendar": ("自然日", "calendar days"),
        "working": ("工作日", "working days"),
    },
    "NoticePosition": {
        "after_approval": ("批准后公示", "after the approval"),
        "before_approval": ("批准前公示", "before the approval"),
        "both": ("批准前后各公示一次", "before and after the approval"),
    },
    "Republication": {
        "full_period": ("重新计算全部公示期", "a full, fresh period"),
        "remaining_days": ("公示余下的日数", "the days that were left"),
    },
    "ConflictKind": {
        "employer": ("登记的工作单位", "employer on register"),
        "representative": ("代表该组织", "speaking for it"),
        "employment": ("任职", "employment"),
        "consultancy": ("咨询", "consultancy"),
        "training": ("培训", "training"),
        "kinship": ("亲属关系", "kinship"),
        "shareholding": ("持股", "shareholding"),
        "dispute": ("法律纠纷", "legal dispute"),
        "other": ("其他经济利益", "other interest"),
        "recommending_unit": ("推荐单位人员", "recommending unit"),
        "declared_conflict": ("曾声明利害关系", "declared a conflict"),
        "granted_recusal": ("经申报组织申请回避", "recused at the applicant's request"),
        "earlier_recusal": ("曾回避", "recused earlier"),
        "earlier_panel": ("曾评审该组织", "earlier panel"),
    },
    "LateAnswer": {
        "recorded": ("收下并注明逾期", "taken and marked as late"),
        "refused": ("不予接受", "refused"),
    },
    "AccidentKind": {
        "safety": ("安全生产", "safety"),
        "quality": ("质量", "quality"),
        "environment": ("环境", "environment"),
        "public_health": ("公共卫生", "public health"),
    },
    "AccidentGrade": {
        "general": ("一般", "general"),
        "larger": ("较大", "larger"),
        "major": ("重大", "major"),
        "extraordinary": ("特别重大", "extraordinary"),
    },
    "Granularity": {
        "section": ("门类", "section"),
        "division": ("大类", "division"),
        "group": ("中类", "group"),
        "class": ("小类", "class"),
    },
    "Indicator": {
        "scale": ("经营规模", "scale"),
        "profit_and_tax": ("实现利税", "profit and tax"),
        "asset_contribution": ("总资产贡献率", "asset contribution"),
    },
    "OrganizationSize": {
        "large": ("大型", "large"),
        "medium": ("中型", "medium"),
        "small": ("小型", "small"),
        "micro": ("微型", "micro"),
    },
    "Sector": {
        "agriculture": ("农业", "agriculture"),
        "manufacturing": ("制造业（含建筑业）", "manufacturing and construction"),
        "services": ("服务业", "services"),
    },
    "Stage": {
        "material": ("材料评审", "material review"),
        "defence": ("演讲答辩", "defence"),
        "site": ("现场评审", "site review"),
    },
}
"""By the class of the choice and its code."""


def choice_name(choice: StrEnum) -> Label:
    """Art. 16: what a choice is called; its code if it has no name."""
    return Label(*CHOICES.get(type(choice).__name__, {}).get(choice.value, (choice.value, choice.value)))


def written(value: Any, unit: str = "") -> Label:  # noqa: ANN401, PLR0911 - any value of an edition, one answer a kind.
    """Art. 16: a value as people read it; `unit` is the class and field whose number it is, such as Tier.floor."""
    match value:
        case None:
            return Label("未设", "not set")
        case bool():
            return Label("是", "yes") if value else Label("否", "no")
        case int():
            return _number(value, unit)
        case StrEnum():
            return choice_name(value)
        case str() | Fraction() | date():
            return Label(str(value), str(value))
        case tuple():
            return _list([written(part) for part in value])
        case _ if hasattr(value, "name_en"):
            return Label(value.name, value.name_en)
        case _:
            return _list([_part(value, field.name) for field in fields(value)])


def _part(value: Any, name: str) -> Label:  # noqa: ANN401 - a dataclass of the law.
    kind = type(value).__name__
    zh, en = PARTS.get(kind, {}).get(name, (name, name))
    told = written(getattr(value, name), f"{kind}.{name}")
    return Label(f"{zh}：{told.zh}", f"{en}: {told.en}")


def _list(parts: list[Label]) -> Label:
    return Label("、".join(p.zh for p in parts), ", ".join(p.en for p in parts)) if parts else Label("无", "none")


def _number(value: int, unit: str) -> Label:
    scale, zh, en = UNITS.get(unit, (1, "", ""))
    number = str(value) if scale == 1 else f"{value // scale}.{value % scale:02}"
    return Label(f"{number}{zh}", f"{number} {en}".strip())
