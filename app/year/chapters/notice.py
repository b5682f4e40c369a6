"""The notice: seven days across the Spring Festival, three objections, and why nobody is commended too early."""

from typing import Any

from app.year.chapters import overview
from app.year.story import Story, cycle_of

CONTACT = "演练市市场监督管理局质量科，电话 0510-86000000"


def tell(story: Story) -> None:
    """Arts. 25, 26: the first notice."""
    story.journal.chapter("社会公示 · The public notice")
    story.at("2023-01-16T08:30:00")
    story.known["notice"] = publish(story, story.known["decision"], "2023-01-16")
    check_notice(story, "notice", story.known["notice"])
    story.at("2023-01-18T10:00:00")
    object_to(story)
    overview.look(story, story.secretary, "while the notice runs")
    overview.foresee(story, "risks while the notice runs")
    story.at("2023-01-29T00:05:00")
    too_late(story)
    story.at("2023-01-30T10:00:00")
    rule(story)


def publish(story: Story, decision: str, day: str) -> str:
    """Art. 25: post the notice of the approved list, and record where and when the website carried it."""
    body = {"decision_id": decision, "contact": CONTACT}
    notice = story.secretary.do("post_notice", body, of=f"/v1/cycles/{story.cycle}")["id"]
    story.at(f"{day}T10:00:00")
    published = {
        "url": f"https://www.example.gov.cn/{day.replace('-', '/')}/gs.html", "published_at": f"{day}T09:00:00+08:00",
        "snapshot_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    }  # fmt: skip
    story.secretary.do("record_web_publication", published, notice_id=notice)
    return notice


def check_notice(story: Story, name: str, notice: str) -> None:
    """What the public reads."""
    found = story.public.read("show_publication", notice_id=notice)
    entries = sorted((entry["tier"], entry["organization_name"]) for entry in found["entries"])
    story.journal.check(name, (found["last_day"], found["ends_at"], entries))


def objection(story: Story, key: str, text: str, **changed: object) -> dict[str, Any]:
    """Write an objection to one candidate."""
    return {
        "application_id": story.applicants[key].application, "is_real_name": True, "name": "某市民（演练）",
        "contact": "0510-86000001", "text": text, **changed,
    }  # fmt: skip


def object_to(story: Story) -> None:
    """Art. 25: one from the public against the builder, one by letter against the fibre works; nobody is commended."""
    notice = story.known["notice"]
    against = objection(story, "build", "该组织2021年发生一起一般生产安全责任事故，未在申报表中填报。")
    story.public.do("lodge_objection", against, notice_id=notice)
    nameless = objection(story, "steel", "情况不实。", name="", contact="")
    story.public.refused("nameless_objection", "lodge_objection", nameless, notice_id=notice)
    letter = objection(story, "fibre", "来信反映该组织申报数据不实。") | {
        "notice_id": notice, "channel": "letter", "received_on": "2023-01-17",
    }  # fmt: skip
    story.secretary.do("register_objection", letter)
    early = commendation(story, notice, 12, "steel")
    story.secretary.refused("notice_running", "commend_winners", early, **cycle_of(story))


def too_late(story: Story) -> None:
    """Arts. 25, 26: after the last day no objection comes in, and while one is open its candidate waits."""
    against = objection(story, "robot", "情况不实。")
    story.public.refused("late_objection", "lodge_objection", against, notice_id=story.known["notice"])
    body = commendation(story, story.known["notice"], 12, "build")
    story.secretary.refused("objection_open", "commend_winners", body, **cycle_of(story))


def rule(story: Story) -> None:
    """Art. 26: admitted, investigated, ruled; one is upheld, one rejected."""
    found = {row["application_id"]: row["id"] for row in story.secretary.all("list_objections")}
    build, fibre = (found[story.applicants[key].application] for key in ("build", "fibre"))
    for objection_id in (build, fibre):
        reason = {"reason": "实名提出，附有线索，予以受理。"}
        story.secretary.do("admit_objection", reason, objection_id=objection_id)
    upheld = {"reason": "事故调查报告认定其负有责任，适用第十一条（三）。", "reply": "经查属实，异议成立。"}
    story.secretary.do("uphold_objection", upheld, objection_id=build)
    rejected = {"reason": "经核对审计报告，数据属实。", "reply": "经查不属实，异议不成立。"}
    story.secretary.do("reject_objection", rejected, objection_id=fibre)
    rows = {row["application_id"]: row["status"] for row in story.secretary.all("list_objections")}
    keys = {a.application: key for key, a in story.applicants.items()}
    story.journal.check("objections", sorted((keys[application], status) for application, status in rows.items()))


def commendation(story: Story, notice: str, number: int, *keys: str) -> dict[str, Any]:
    """Write the government's second act for those winners (art. 26)."""
    return {
        "notice_id": notice, "document_number": f"澄政发〔2023〕演练{number}号", "decided_on": story.journal.today,
        "signatory": "演练市人民政府", "application_ids": [story.applicants[key].application for key in keys],
    }  # fmt: skip
