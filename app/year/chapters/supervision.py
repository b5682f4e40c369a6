"""Supervision: a check that finds nothing, one that ends in art. 29, and what winners and anybody read of it all."""

from typing import Any

from app.year.chapters.bonuses import award_of
from app.year.papers import pdf
from app.year.story import Story

HEADINGS = ("operations", "ethics", "social_responsibility")


def tell(story: Story) -> None:
    """Art. 8(6): one winner in the plan, one upon a report; the second is heard, and its title will be revoked."""
    story.journal.chapter("监督检查 · Supervisory checks")
    story.at("2023-04-24T10:00:00")
    nothing_found(story)
    review_of_nothing(story)
    story.at("2023-05-22T10:00:00")
    story.known["check"] = upon_a_report(story)


def seen_afterwards(story: Story) -> None:
    """Arts. 26-29: the winner's own account, and two plaques as anybody checks them."""
    story.journal.chapter("查验 · What a winner and a citizen verify")
    story.at("2023-09-01T10:00:00")
    (own,) = story.applicants["fibre"].hand.read("show_own_honours")["items"]
    bonus = own["bonus"]
    money = tuple(bonus[name] for name in ("amount", "status", "paid", "paid_back", "owed_back"))
    story.journal.check("own_honour", (own["tier"], own["state"], own["plaque_number"], money))
    for key, number in (("steel", 1), ("fibre", 3)):
        story.journal.check(f"certificate_{key}", certificate(story, f"演练-2022-{number:02}", key))
    story.journal.check("certificate_of_another", certificate(story, "演练-2022-01", "fibre"))


def certificate(story: Story, number: str, key: str) -> tuple[object, ...]:
    """Check a plaque against the name of a firm."""
    name = story.applicants[key].firm.name
    found = story.public.read("check_certificate", plaque_number=number, organization_name=name)
    shown = found["certificate"] or {}
    return (found["is_genuine"], *(shown.get(word) for word in ("tier", "state", "revoked_on", "revocation")))


def nothing_found(story: Story) -> None:
    """A check in the plan finds nothing; another than found concludes it, and nobody need be heard."""
    made = plan(story, "steel", "scheduled", "")
    for heading in HEADINGS:
        find(story, made, heading, adverse=False)
    clear = {"outcome": "clear", "conclusion": "三个方面均未发现问题（演练）。"}
    story.clerk.refused("concluded_by_the_officer", "conclude_check", clear, check_id=made)
    done = story.secretary.do("conclude_check", clear, check_id=made)
    story.journal.check("check_steel", (done["status"], done["outcome"], len(done["findings"])))


def review_of_nothing(story: Story) -> None:
    """The edition of 2022 gives its titles no term, so that none is reviewed (复评)."""
    body = {"award_id": award_of(story, "steel")["id"]}
    story.secretary.refused("no_term_to_review", "open_title_review", body)


def upon_a_report(story: Story) -> str:
    """A report gives cause; the winner reads what is held against it, never the report, and answers in time."""
    made = plan(story, "fibre", "report", "群众来信（演练）：5月18日夜间有污水直排。")
    winner = story.applicants["fibre"].hand
    for heading in HEADINGS:
        find(story, made, heading, adverse=heading == "operations")
    ended = {"outcome": "revocation", "conclusion": "较大环境污染事故属实，提请依第二十九条处理（演练）。"}
    story.secretary.refused("unheard", "conclude_check", ended, check_id=made)
    asked = {"concern": "现场检查发现5月18日污水处理设施停运，请说明原因和后果（演练）。"}
    story.clerk.do("ask_statement", asked, check_id=made)
    seen = winner.read("show_check", check_id=made)
    story.journal.check("check_as_the_winner_sees_it", (seen["statement_until"], seen["source"], seen["trigger"]))
    story.at("2023-05-26T10:00:00")
    winner.do("make_statement", {"statement": "事故属实，系设备故障，正在整改（演练）。"}, check_id=made)
    story.at("2023-06-02T10:00:00")
    done = story.secretary.do("conclude_check", ended, check_id=made)
    story.journal.check("check_fibre", (done["status"], done["outcome"], done["stated_on"]))
    return made


def plan(story: Story, key: str, trigger: str, source: str) -> str:
    """Plan a check of all three headings today and name the clerk its officer."""
    body: dict[str, Any] = {
        "application_id": story.applicants[key].application, "headings": HEADINGS, "trigger": trigger,
        "source": source, "planned_on": story.journal.today, "officer_id": story.clerk.read("show_me")["id"],
    }  # fmt: skip
    return story.secretary.do("plan_check", body)["id"]


def find(story: Story, check: str, heading: str, *, adverse: bool) -> None:
    """Let the officer find under a heading, on evidence."""
    paper = pdf(f"Site record, {heading} (rehearsal)")
    evidence = story.clerk.do(
        "upload_check_evidence", content=paper, filename="现场记录.pdf", check_id=check
    )  # fmt: skip
    body = {
        "heading": heading, "found_on": story.journal.today, "text": "现场核查记录（演练）。", "is_adverse": adverse,
        "file_ids": [evidence["id"]],
    }  # fmt: skip
    story.clerk.do("record_check_finding", body, check_id=check)
