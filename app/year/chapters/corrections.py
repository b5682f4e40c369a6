"""A notice that is disturbed: objected to, suspended, published again in full, corrected, and the reply in time."""

from collections.abc import Callable

from app.year.chapters import objections
from app.year.chapters.call import MEDIUM
from app.year.chapters.notice import CONTACT, check_notice
from app.year.story import Story, cycle_of

CITIZEN = "某市民（演练）"
Day = Callable[[int], None]
"""Moves the clock to so many days after the call."""


def tell(story: Story, on: Day, notice: str) -> str:
    """Arts. 25, 26: the notice of the edition, from its ninth day on; gives the notice that stands at the end."""
    story.journal.chapter("公示中止、更正与异议答复 · A notice suspended, corrected, and a reply in time")
    on(101)
    against = objections.objection(story, "robot", "专利数量填报不实。", evidence="国家知识产权局公告。")
    receipt = objections.lodged(story, CITIZEN, notice, against)
    objections.supported(story, CITIZEN, receipt, "evidence", "List of patents")
    told = objections.objector(story, CITIZEN).read("show_objection_progress", receipt=receipt)
    story.journal.check("reply due", told["reply_due_on"])
    again = republish(story, on, notice)
    corrected = correct(story, on, again)
    answer(story, on, receipt)
    return corrected


def republish(story: Story, on: Day, notice: str) -> str:
    """Art. 25: the website was down, so the notice is suspended and runs anew in full."""
    on(102)
    why = {"reason": "网站故障，公示页面无法查阅。", "basis": "演练质评办〔2023〕6号"}
    story.secretary.do("suspend_notice", why, notice_id=notice)
    early = {"contact": CONTACT}
    story.secretary.refused("corrected while suspended", "correct_notice", early, notice_id=notice)
    on(103)
    again = story.secretary.do("republish_notice", {"contact": CONTACT}, notice_id=notice)["id"]
    carried(story, again)
    check_notice(story, "republished", again)
    old = story.public.read("show_publication", notice_id=notice)
    story.journal.check("suspended notice", (old["status"], old["last_day"], old["is_running"]))
    return str(again)


def correct(story: Story, on: Day, notice: str) -> str:
    """Art. 25: a wrong telephone number is put right by a new notice, whose period goes on."""
    on(104)
    same = {"contact": CONTACT}
    story.secretary.refused("nothing corrected", "correct_notice", same, notice_id=notice)
    right = {"contact": f"{CONTACT}转8002"}
    corrected = story.secretary.do("correct_notice", right, notice_id=notice)["id"]
    carried(story, corrected)
    found = story.public.read("show_publication", notice_id=corrected)
    story.journal.check("corrected", (found["number"], found["following"], found["last_day"]))
    return str(corrected)


def carried(story: Story, notice: str) -> None:
    """Art. 25: the website has carried the notice that follows."""
    day = story.journal.today
    story.at(f"{day}T12:00:00")
    body = {
        "url": f"https://www.example.gov.cn/gs-{day}.html", "published_at": f"{day}T11:30:00+08:00",
        "snapshot_sha256": MEDIUM["snapshot_sha256"],
    }  # fmt: skip
    story.secretary.do("record_web_publication", body, notice_id=notice)


def answer(story: Story, on: Day, receipt: str) -> None:
    """Arts. 25, 26: ruled on and answered within the days of the edition; only then is its name commended."""
    on(112)
    waiting = {
        "notice_id": story.known["notice"], "document_number": "演练政发〔2023〕1号",
        "decided_on": story.journal.today, "signatory": "演练市人民政府",
        "application_ids": [story.applicants["robot"].application],
    }  # fmt: skip
    story.secretary.refused("commended on the suspended", "commend_winners", waiting, **cycle_of(story))
    (row,) = story.secretary.all("list_objections")
    story.secretary.do("admit_objection", {"reason": "实名提出，附有证据。"}, objection_id=row["id"])
    ruling = {"reason": "经核对专利登记簿，数量属实。", "reply": "经查不属实，异议不成立。"}
    ruled = story.secretary.do("reject_objection", ruling, objection_id=row["id"])
    told = objections.objector(story, CITIZEN).read("show_objection_progress", receipt=receipt)
    story.journal.check("reply", (told["status"], told["reply"], ruled["is_overdue"]))
