"""The working documents: a procedure, a classification and the manufacturers' guide, approved, revised and pinned."""

from collections.abc import Mapping
from typing import Any

from app.year.chapters.office import record_resolution
from app.year.story import Story

HEADINGS = {
    "scale": "经营规模、实现利税位居市内同行业前列，近三年稳定增长（演练）。",
    "quality_management": "建立并有效实施卓越绩效模式，质量管理体系健全（演练）。",
    "technology": "研发投入与自主知识产权处于行业领先（演练）。",
    "market_share": "主导产品市场占有率居国内同行业前列（演练）。",
    "integrity": "近三年无失信记录，合同履约率百分之百（演练）。",
    "contribution": "依法纳税，吸纳就业，安全环保达标（演练）。",
}
PROCEDURE = {
    "kind": "procedure", "title": "江阴市市长质量奖评定工作程序（演练）",
    "text": [
        {"heading": "第一章 申报与受理", "text": "申报组织在规定时限内经推荐单位报秘书处（演练）。"},
        {"heading": "第二章 评审", "text": "材料评审、演讲答辩、现场评审依次进行（演练）。"},
    ],
}  # fmt: skip
REVISED = PROCEDURE | {
    "change_note": "明确现场评审不少于一天（演练）。",
    "text": [
        *PROCEDURE["text"][:1],
        {"heading": "第二章 评审", "text": "材料评审、演讲答辩、现场评审依次进行；现场评审不少于一天（演练）。"},
    ],
}  # fmt: skip
CLASSIFICATION = {
    "kind": "classification", "title": "申报组织行业分类标准（演练）",
    "classification": {
        "sectors": [
            {"code": "agriculture", "name": "农业", "industries": ["A"]},
            {"code": "manufacturing", "name": "制造业（含建筑业）", "industries": ["B", "C", "D", "E"]},
            {"code": "services", "name": "服务业", "industries": list("FGHIJKLMNOPQRST")},
        ]
    },
}  # fmt: skip


def guide(sector: str, title: str, **thresholds: Mapping[str, Any]) -> dict[str, Any]:
    """Write the guide of a sector, with a threshold by its heading where there is one."""
    headings = {
        name: {"text": text, "thresholds": [thresholds[name]] if name in thresholds else []}
        for name, text in HEADINGS.items()
    }
    hints = [{"item_code": "4.1.2", "text": "可提供高层领导推动质量工作的记录（演练）。"}]
    said = {"criteria": "gbt19580-2012", "headings": headings, "hints": hints}
    return {"kind": "guide", "sector": sector, "title": title, "guide": said}


MANUFACTURING = guide(
    "manufacturing", "制造业（含建筑业）评定标准实施指南（演练）",
    scale={"label": "上年度营业收入", "comparison": "at_least", "number": "2", "unit": "亿元", "figure": "sales"},
)  # fmt: skip


def tell(story: Story) -> None:
    """Arts. 7(2), 8(2), 14: the secretariat drafts, the committee approves; a newer version replaces the older."""
    story.journal.chapter("工作规范 · The working documents")
    story.at("2022-06-10T09:00:00")
    resolution = record_resolution(story, 2, "2022-06-09", "关于审定工作程序、行业分类标准和实施指南的决议")
    first = draft(story, PROCEDURE)
    listed = story.public.read("list_working_documents")["items"]
    story.journal.check("documents before their approval", listed)
    approve(story, first, resolution)
    for body in (CLASSIFICATION, MANUFACTURING):
        approve(story, draft(story, body), resolution)
    story.secretary.refused("document_without_note", "draft_document", PROCEDURE)
    second = draft(story, REVISED)
    approve(story, second, resolution)
    change = {name: REVISED[name] for name in ("title", "change_note", "text")}
    story.secretary.refused("document_fixed", "amend_document", change, document_id=second)
    diff = story.public.read("compare_working_documents", document_id=first, other_document_id=second)
    story.journal.check("document diff", [(each["key"], each["change"]) for each in diff["changes"]])


def draft(story: Story, body: Mapping[str, Any]) -> str:
    """Draft a version and give its id."""
    return story.secretary.do("draft_document", dict(body))["id"]


def approve(story: Story, document: str, resolution: str) -> None:
    """Art. 7(2): approve a draft."""
    story.secretary.do("approve_document", {"resolution_id": resolution}, document_id=document)


def pin(story: Story) -> None:
    """Art. 16: settle by which versions the year is run."""
    story.secretary.do("pin_documents", {}, cycle_id=story.cycle)


def check(story: Story) -> None:
    """Arts. 14, 16: what the year keeps, and that a version which comes later does not reach it."""
    story.secretary.refused("pinned_after_the_call", "pin_documents", {}, cycle_id=story.cycle)
    kept = story.public.read("show_cycle", cycle_id=story.cycle)["documents"]
    rows = [(row["kind"], row["sector"], row["number"], row["status"]) for row in kept["documents"]]
    story.journal.check("pinned", rows)
    guided = [(each["code"], each["guide_id"] is not None) for each in kept["sectors"]]
    story.journal.check("guided sectors", (guided, [note["code"] for note in kept["notes"]]))
