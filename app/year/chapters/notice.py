"""The notice: seven days across the Spring Festival, what is objected, and why nobody is commended too early."""

from typing import Any

from app.year.chapters import objections, overview
from app.year.story import Story, cycle_of

CONTACT = "演练市市场监督管理局质量科，电话 0510-86000000"


def tell(story: Story) -> None:
    """Arts. 25, 26: the first notice."""
    story.journal.chapter("社会公示 · The public notice")
    story.at("2023-01-16T08:30:00")
    story.known["notice"] = publish(story, story.known["decision"], "2023-01-16")
    check_notice(story, "notice", story.known["notice"])
    check_head(story)
    story.at("2023-01-18T10:00:00")
    object_to(story)
    overview.look(story, story.secretary, "while the notice runs")
    overview.foresee(story, "risks while the notice runs")
    story.at("2023-01-29T00:05:00")
    too_late(story)
    story.at("2023-01-30T10:00:00")
    objections.rule(story)


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


def check_head(story: Story) -> None:
    """Art. 25: the notice, and the request and the decision before it, print a signed head of the record."""
    notice = story.public.read("show_publication", notice_id=story.known["notice"])
    decision = story.secretary.read("show_decision", decision_id=story.known["decision"])
    request = story.secretary.read("show_submission", submission_id=decision["submission_id"])
    heads = [paper["checkpoint"] or "none" for paper in (request, decision, notice)]
    sizes = [int(head.split("\n")[1]) for head in heads]
    story.journal.check("printed heads", (sizes == sorted(sizes), notice["text"].endswith(heads[-1])))


def object_to(story: Story) -> None:
    """Art. 25: objections come in, and while the notice runs nobody is commended."""
    objections.lodge(story)
    early = commendation(story, story.known["notice"], 12, "steel")
    story.secretary.refused("notice_running", "commend_winners", early, **cycle_of(story))


def too_late(story: Story) -> None:
    """Arts. 25, 26: after the last day no objection comes in, and while one is open its candidate waits."""
    against = objections.objection(story, "robot", "情况不实。")
    story.public.refused("late_objection", "lodge_objection", against, notice_id=story.known["notice"])
    body = commendation(story, story.known["notice"], 12, "build")
    story.secretary.refused("objection_open", "commend_winners", body, **cycle_of(story))


def commendation(story: Story, notice: str, number: int, *keys: str) -> dict[str, Any]:
    """Write the government's second act for those winners (art. 26)."""
    return {
        "notice_id": notice, "document_number": f"澄政发〔2023〕演练{number}号", "decided_on": story.journal.today,
        "signatory": "演练市人民政府", "application_ids": [story.applicants[key].application for key in keys],
    }  # fmt: skip
