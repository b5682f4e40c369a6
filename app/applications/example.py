"""A complete declaration of an invented firm: the example of the document, and where tests and demonstrations begin."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

EXAMPLE_ID = "6f1c2a34-5b6d-4e7f-8a9b-0c1d2e3f4a5b"
PROFILE = (
    "本公司（虚构）成立于二〇一〇年，专业从事智能装备的研发与制造，设有省级工程技术研究中心。"
    "二〇一六年起导入卓越绩效模式，以“长江之滨，质量为先”为核心价值观，建立了覆盖研发、采购、制造、服务全过程的质量管理体系。"
    "主要顾客为新能源与轨道交通行业的整机企业，近三年顾客满意度保持在百分之九十五以上。"
)

ASSESSMENT = (
    "方法：公司围绕本条款建立了系统的方法，明确了职责、流程与指标。展开：相关方法已在各部门与全部产品线展开。"
    "学习：每年按计划评价并改进。整合：与公司战略目标协调一致。近三年主要数据见所附证明材料。"
)


def example_year(year: int, *, net_profit: int = 86_500_000) -> dict[str, Any]:
    """One year of figures, in yuan."""
    return {
        "year": year, "employees": 1260, "sales": 1_480_000_000, "profit_total": 102_000_000, "tax_total": 58_300_000,
        "interest_expense": 9_400_000, "opening_assets": 1_120_000_000, "closing_assets": 1_206_000_000,
        "net_profit": net_profit,
    }  # fmt: skip


def example_form(award_year: int, unit_id: UUID | str, evidence_id: UUID | str) -> dict[str, Any]:
    """Every section of the form, as it is sent; `evidence_id` is a piece of evidence uploaded before."""
    proof = str(evidence_id)
    return {
        "identity": _identity(proof),
        "classification": {
            "industry_code": "C3599", "is_business": True, "main_products": "智能装备及其控制系统", "size": "large",
            "ownership": "private", "is_listed": False, "excellence_since": 2016,
        },
        "figures": {"years": [example_year(year) for year in range(award_year - 3, award_year)]},
        "ranks": {"claims": _ranks(proof)},
        "certificates": {"certificates": [_certificate(award_year, proof)]},
        "licences": {"none_required": True, "licences": []},
        "honours": {"honours": [_honour(award_year)]},
        "negative": _negative(award_year),
        "pledge": {
            "is_truthful": True, "consents_to_checks": True, "signer_name": "陈启明",
            "signed_on": str(date(award_year, 7, 1)), "evidence_id": proof,
        },
        "trade_secrets": {
            "has_secrets": True, "parts": [
                {"place": "self_assessment/4.4.5", "part": "技术资源中的工艺参数", "reason": "未公开的核心工艺"}
            ],
        },
        "profile": {"text": PROFILE},
        "recommending_unit": {"unit_id": str(unit_id)},
        "extras": {"answers": []},
    }  # fmt: skip


def _ranks(proof: str) -> list[dict[str, Any]]:
    return [
        {
            "indicator": indicator, "rank": rank, "granularity": "division", "industry": "C35",
            "issued_by": "江阴市统计局（演练）", "evidence_id": proof,
        }
        for indicator, rank in (("scale", 2), ("profit_and_tax", 1), ("asset_contribution", 3))
    ]  # fmt: skip


def _certificate(award_year: int, proof: str) -> dict[str, Any]:
    return {
        "standard": "GB/T 19001-2016/ISO 9001:2015", "number": "演练-00122Q30001R2L", "issued_by": "演练认证有限公司",
        "valid_from": str(date(award_year - 1, 3, 1)), "valid_to": str(date(award_year + 2, 2, 28)),
        "evidence_id": proof,
    }  # fmt: skip


def _honour(award_year: int) -> dict[str, Any]:
    return {
        "kind": "honour", "title": "江苏省质量信用AA级企业（演练）", "issued_by": "演练机关",
        "issued_on": str(date(award_year - 1, 6, 30)),
    }  # fmt: skip


def _identity(proof: str) -> dict[str, Any]:
    return {
        "is_legal_person": True, "legal_person_type": "enterprise", "licence_evidence_id": proof,
        "registered_address": "江阴市演练路 15 号", "registered_in_city": True, "district": "high_tech_zone",
        "established_on": "2010-05-18", "legal_representative": "陈启明", "contact_name": "李静",
        "contact_phone": "0510-86000000", "contact_email": "quality@example.com",
    }  # fmt: skip


def _negative(award_year: int) -> dict[str, Any]:
    return {
        "conforms_to_policy": True, "holds_all_licences": True,
        "had_accidents": False, "accidents": [], "had_complaints": False, "complaints": [],
        "had_spot_checks": True,
        "spot_checks": [
            {
                "level": "provincial", "on": str(date(award_year - 1, 4, 12)), "product": "工业机器人控制柜",
                "authority": "演练省市场监督管理局", "passed": True,
            }
        ],
        "had_credit_records": False, "credit_records": [],
    }  # fmt: skip


def example_answers(codes: Iterable[str], evidence_id: UUID | str) -> list[dict[str, Any]]:
    """Answers to the extra conditions of a call."""
    return [
        {
            "code": code, "is_met": True, "statement": "本公司符合该项条件，证明材料见附件。",
            "evidence_id": str(evidence_id),
        }
        for code in codes
    ]  # fmt: skip


def example_assessment(item_codes: Iterable[str], percent: int | None = 60) -> list[dict[str, Any]]:
    """The self-assessment of every item, as it is sent."""
    return [{"item_code": code, "text": ASSESSMENT, "self_percent": percent} for code in item_codes]
