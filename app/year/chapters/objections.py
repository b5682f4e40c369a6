"""Objections: with evidence and under a seal, a letter, a tip kept apart, and how each is looked into and answered."""

from typing import Any

from app.year.hands import Hand
from app.year.papers import pdf
from app.year.story import Story

CODE = "qian-deng-hu-2023"
"""What each objector of the story chooses to ask by."""
OFFICER = "孙科员（演练）"


def objection(story: Story, key: str, text: str, **changed: object) -> dict[str, Any]:
    """Write an objection to one candidate."""
    return {
        "application_id": story.applicants[key].application, "is_real_name": True, "name": "某市民（演练）",
        "contact": "0510-86000001", "text": text, **changed,
    }  # fmt: skip


def objector(story: Story, name: str, code: str = CODE) -> Hand:
    """Give a person without login who shows the code of his objection."""
    hand = story.hand(name)
    hand.headers = {"Objection-Code": code}
    return hand


def lodged(story: Story, name: str, notice: str, body: dict[str, Any]) -> str:
    """Object on the web; gives the receipt number."""
    found = objector(story, name).do("lodge_objection", body | {"code": CODE}, notice_id=notice)
    return str(found["receipt_number"])


def supported(story: Story, name: str, receipt: str, kind: str, text: str) -> None:
    """Add a file to an objection by its number and code."""
    place = {"receipt": receipt, "kind": kind, "filename": f"{kind}.pdf"}
    objector(story, name).do("support_objection", content=pdf(text), **place)


def lodge(story: Story) -> None:
    """Art. 25: a citizen with evidence, one unit under its seal and one without, a letter, and a nameless tip."""
    notice, known = story.known["notice"], story.known
    against = objection(story, "build", "该组织2021年发生一起一般生产安全责任事故，未在申报表中填报。")
    known["citizen"] = lodged(story, "某市民（演练）", notice, against)
    supported(story, "某市民（演练）", known["citizen"], "evidence", "Report of the accident of 2021")
    try_files(story, known["citizen"])
    nameless = objection(story, "steel", "情况不实。", name="", contact="")
    story.public.refused("nameless_objection", "lodge_objection", nameless, notice_id=notice)
    for who, sealed in (("sealed", "演练机器人协会"), ("sealless", "演练自动化学会")):
        unit = objection(story, "robot", "市场占有率填报不实。", name=sealed, is_unit=True)
        known[who] = lodged(story, sealed, notice, unit)
    supported(story, "演练机器人协会", known["sealed"], "seal", "Objection under the seal of the association")
    letter = objection(story, "fibre", "来信反映该组织申报数据不实。") | {
        "notice_id": notice, "channel": "letter", "received_on": "2023-01-17",
    }  # fmt: skip
    early = letter | {"received_on": "2023-01-15"}
    story.secretary.refused("letter_before_the_notice", "register_objection", early)
    registered = story.secretary.do("register_objection", letter)
    known["letter"] = registered["receipt_number"]
    scan = {"objection_id": registered["id"], "filename": "letter.pdf"}
    story.secretary.do("add_objection_file", content=pdf("The letter"), **scan)
    tip = {"application_id": story.applicants["steel"].application, "text": "该组织二号车间去年停产三个月。"}
    story.public.do("lodge_tip", tip, notice_id=notice)


def try_files(story: Story, receipt: str) -> None:
    """Art. 25: nothing comes in with another's code, nor what is no paper."""
    place = {"receipt": receipt, "kind": "evidence", "filename": "evidence.pdf"}
    stranger, citizen = objector(story, "路人", "another-code-1"), objector(story, "某市民（演练）")
    stranger.refused("code_of_another", "support_objection", content=pdf("Not mine"), **place)
    citizen.refused("no_paper", "support_objection", content=b"MZ a program", **place)


def rule(story: Story) -> None:
    """Arts. 25, 26, 30: admitted under the seal or not at all, investigated by nobody who is tied, ruled, answered."""
    found = {row["receipt_number"]: row["id"] for row in story.secretary.all("list_objections")}
    citizen, sealed, sealless, letter = (
        found[story.known[name]] for name in ("citizen", "sealed", "sealless", "letter")
    )
    admit = {"reason": "实名提出，附有线索，予以受理。"}
    for each in (citizen, sealed, letter):
        story.secretary.do("admit_objection", admit, objection_id=each)
    story.secretary.refused("unit_without_seal", "admit_objection", admit, objection_id=sealless)
    outcome = {"reason": "单位异议未加盖公章，限期未补。", "reply": "未加盖单位公章，不予受理。"}
    story.secretary.do("refuse_objection", outcome, objection_id=sealless)
    late = {"receipt": story.known["citizen"], "filename": "late.pdf"}
    objector(story, "某市民（演练）").refused("file_too_late", "support_objection", content=pdf("Late"), **late)
    investigate(story, sealed)
    upheld = {"reason": "事故调查报告认定其负有责任，适用第十一条（三）。", "reply": "经查属实，异议成立。"}
    story.secretary.do("uphold_objection", upheld, objection_id=citizen)
    rejected = {"reason": "经核对审计报告，数据属实。", "reply": "经查不属实，异议不成立。"}
    for each in (letter, sealed):
        story.secretary.do("reject_objection", rejected, objection_id=each)
    settle(story)
    check(story)


def investigate(story: Story, objection_id: str) -> None:
    """Art. 30: an officer whose wife works for the robots does not look into them; another does."""
    officer = story.invited(OFFICER, "sun-officer", "secretariat")
    firm = story.applicants["robot"].firm
    tie = {
        "kind": "kinship", "credit_code": firm.credit_code, "organization_name": firm.name, "from_on": "2020-01-01",
        "note": "配偶在该组织任职（演练）。",
    }  # fmt: skip
    officer.do("declare_interest", tie)
    tied, other = ({"user_id": hand.read("show_me")["id"]} for hand in (officer, story.clerk))
    story.secretary.refused("tied_investigator", "assign_investigator", tied, objection_id=objection_id)
    story.secretary.do("assign_investigator", other, objection_id=objection_id)


def settle(story: Story) -> None:
    """Art. 25: the tip blocks nobody, and what came of it is written down."""
    (tip,) = story.secretary.all("list_tips")
    found = {"outcome": "no_lead", "remark": "经核对用电与产量记录，未停产。"}
    story.secretary.do("settle_tip", found, tip_id=tip["id"])


def check(story: Story) -> None:
    """What became of each, to the office and to him who asks by number and code."""
    keys = {a.application: key for key, a in story.applicants.items()}
    rows = story.secretary.all("list_objections")
    story.journal.check("objections", sorted(
        (keys[row["application_id"]], row["channel"], row["status"], sorted(each["kind"] for each in row["files"]))
        for row in rows
    ))  # fmt: skip
    for name in ("citizen", "sealless"):
        told = objector(story, name).read("show_objection_progress", receipt=story.known[name])
        story.journal.check(f"answer to the {name}", (told["status"], told["reply"], told["files"]))
