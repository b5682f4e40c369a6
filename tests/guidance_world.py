"""Working documents for the tests: bodies of every kind, drafted and approved over HTTP."""

from collections.abc import Mapping
from typing import Any

import httpx2

from tests.api import Person
from tests.year_world import ok, resolution

PATH = "/v1/working-documents"
HEADINGS = ("scale", "quality_management", "technology", "market_share", "integrity", "contribution")


def procedure(**changed: object) -> dict[str, Any]:
    """Write a procedure of two chapters."""
    chapters = [{"heading": "第一章 受理", "text": "按时受理。"}, {"heading": "第二章 评审", "text": "逐条评分。"}]
    return {"kind": "procedure", "title": "评定工作程序（演练）", "text": chapters, **changed}


def sales(number: str, comparison: str = "at_least") -> dict[str, Any]:
    """Write a threshold on the sales, in 亿元."""
    return {
        "label": "上年度营业收入", "comparison": comparison, "number": number, "unit": "亿元", "figure": "sales",
    }  # fmt: skip


def guide(
    sector: str = "manufacturing", *, hints: Mapping[str, str] | None = None, **changed: object
) -> dict[str, Any]:
    """Write a guide with its six headings."""
    headings: dict[str, Any] = {name: {"text": f"{name} 的推荐标准（演练）。"} for name in HEADINGS}
    headings["scale"]["thresholds"] = [sales("5")]
    said = [{"item_code": code, "text": text} for code, text in (hints or {"4.1.2": "提供高层讲话记录。"}).items()]
    return {
        "kind": "guide", "sector": sector, "title": f"{sector} 实施指南（演练）",
        "guide": {"criteria": "gbt19580-2012", "headings": headings, "hints": said}, **changed,
    }  # fmt: skip


def classification(**changed: object) -> dict[str, Any]:
    """Write a classification that gives construction a sector of its own and puts software to manufacturing."""
    sectors = [
        {"code": "agriculture", "name": "农业", "industries": ["A"]},
        {"code": "manufacturing", "name": "制造业", "industries": ["B", "C", "D", "65"]},
        {"code": "construction", "name": "建筑业", "industries": ["E"]},
        {"code": "services", "name": "服务业", "industries": list("FGHIJKLMNOPQRST")},
    ]
    return {
        "kind": "classification", "title": "行业分类标准（演练）", "classification": {"sectors": sectors}, **changed,
    }  # fmt: skip


async def drafted_document(secretary: Person, body: Mapping[str, object]) -> httpx2.Response:
    """Draft a version; of a further one the note says what it changes."""
    answer = await secretary.post(PATH, {"change_note": "按评委会意见修订（演练）。", **body})
    ok(answer)
    return answer


async def approved_document(secretary: Person, draft: httpx2.Response) -> httpx2.Response:
    """Approve a draft by a resolution of its own."""
    body = {"resolution_id": await resolution(secretary)}
    answer = await secretary.post(f"{PATH}/{draft.json()['id']}/approval", body, match=draft)
    ok(answer)
    return answer


async def in_force(secretary: Person, body: Mapping[str, object]) -> dict[str, Any]:
    """Bring a version into force and give its view."""
    return (await approved_document(secretary, await drafted_document(secretary, body))).json()
