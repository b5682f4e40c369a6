"""Asking departments: one answers, one is silent twice, and its silence is found with a reason; none is consent."""

from app.year import checks
from app.year.papers import pdf
from app.year.story import Applicant, Story, cycle_of

ASKED = ("steel", "build")
"""About whom departments are asked; nobody else waits for an answer."""


def ask(story: Story) -> None:
    """Art. 11, `edition.consultation`: two departments are asked, one about two firms, one about one."""
    known = {row["code"]: row["id"] for row in story.secretary.all("list_departments")}
    asked = {"department_ids": [known["emergency"], known["ecology"]]}
    story.secretary.do("fix_consultation_list", asked, cycle_id=story.cycle, **cycle_of(story))
    story.known["departments"] = known
    story.known["emergency letter"] = letter(story, "emergency", ASKED, 11, "2022-09-23")
    letter(story, "ecology", ("steel",), 12, "2022-09-22")


def letter(story: Story, department: str, keys: tuple[str, ...], number: int, due_on: str) -> str:
    """Send a letter and give its id."""
    body = {
        "cycle_id": story.cycle, "department_id": story.known["departments"][department],
        "application_ids": [story.applicants[key].application for key in keys],
        "letter_number": f"演练质评函〔2022〕{number}号", "text": "请就所列申报组织近三年有关情况提出意见（演练）。",
        "due_on": due_on,
    }  # fmt: skip
    return story.secretary.do("consult_department", body)["id"]


def settle(story: Story) -> None:
    """Art. 11: no verdict before the answers; an answer, a second letter, and the silence found after it."""
    steel, build = (story.applicants[key] for key in ASKED)
    story.secretary.refused("unanswered", "declare_eligible", {}, application_id=steel.application)
    story.at("2022-09-23T10:00:00")
    reply(story, story.known["emergency letter"], (steel, build))
    checks.declare_eligible(story, build)
    second = letter(story, "ecology", ("steel",), 13, "2022-09-26")
    silence = {
        "application_ids": [steel.application],
        "reason": "已两次发函并电话催询，均未答复；另查公开信息未见不良记录（演练）。",
    }
    story.secretary.refused("silence_too_early", "note_silence", silence, consultation_id=second)
    story.at("2022-09-27T10:00:00")
    story.secretary.do("note_silence", silence, consultation_id=second)
    seen = story.secretary.read("show_eligibility", application_id=steel.application)["departments"]
    story.journal.check("departments", sorted((row["department_name"], row["state"]) for row in seen))
    checks.declare_eligible(story, steel)


def reply(story: Story, asked: str, applicants: tuple[Applicant, ...]) -> None:
    """Art. 11: a department's paper, which says that it objects to neither."""
    paper = pdf("Reply of a department (rehearsal)")
    scan = story.secretary.do("upload_department_reply", content=paper, filename="复函.pdf", consultation_id=asked)
    body = {
        "document_number": "演练应急函〔2022〕31号", "replied_on": "2022-09-22", "file_id": scan["id"],
        "answers": [
            {"application_id": one.application, "answer": "no_objection", "text": "近三年未发现事故（演练）。"}
            for one in applicants
        ],
    }  # fmt: skip
    story.secretary.do("record_department_reply", body, consultation_id=asked)
