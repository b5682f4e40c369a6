"""Revocation: an accident after the award, the winner heard, the title revoked, half of the money recovered."""

from app.year.chapters.bonuses import award_of, bonus_of
from app.year.chapters.office import record_resolution
from app.year.story import Story


def tell(story: Story) -> None:
    """Art. 29 (2), T8: the second tier falls under the umbrella name as well."""
    story.journal.chapter("撤销 · Revocation")
    story.at("2023-06-12T10:00:00")
    case = open_case(story)
    decide(story, case)
    story.at("2023-07-18T10:00:00")
    announce(story, case)
    story.at("2023-08-15T10:00:00")
    recover(story, case)


def open_case(story: Story) -> str:
    """Open the case, hear the winner, let the committee's chair verify it."""
    body = {
        "award_id": award_of(story, "fibre")["id"], "ground": "incident",
        "incident_kind": "environment",
        "facts": "2023年5月18日发生较大环境污染事故，造成重大不良社会影响。", "happened_on": "2023-05-18",
        "source": "演练市生态环境局通报第7号", "check_id": story.known["check"],
    }  # fmt: skip
    case = story.secretary.do("open_revocation", body)["id"]
    chair = story.members["chair"]
    verified = {
        "verified_on": "2023-06-28", "grave_effect": True,
        "finding": "事故等级为较大，负有责任，造成重大不良社会影响。",
    }  # fmt: skip
    story.secretary.refused("verified_by_secretary", "verify_revocation", verified, revocation_id=case)
    story.at("2023-06-20T10:00:00")
    heard = {"heard_on": "2023-06-20", "statement": "对事故事实无异议，已完成整改。"}
    story.secretary.do("record_hearing", heard, revocation_id=case)
    story.at("2023-06-28T10:00:00")
    chair.do("verify_revocation", verified, revocation_id=case)
    chair.refused("verified_is_not_dropped", "dismiss_revocation", {"reason": "影响已经消除。"}, revocation_id=case)
    return case


def decide(story: Story, case: str) -> None:
    """The committee shall ask; the government decides."""
    decision = {
        "is_revoked": True, "document_number": "澄政发〔2023〕演练31号", "decided_on": "2023-07-14",
        "signatory": "演练市人民政府",
    }  # fmt: skip
    story.at("2023-07-03T10:00:00")
    story.secretary.refused(
        "decided_unrequested", "decide_revocation", decision | {"decided_on": "2023-07-03"}, revocation_id=case
    )
    resolution = record_resolution(story, 9, "2023-07-03", "关于提请撤销滨江化纤（演练）称号的决议")
    request = {
        "requested_on": "2023-07-03", "request_number": "演练质评委〔2023〕9号", "resolution_id": resolution,
    }  # fmt: skip
    story.members["chair"].do("request_revocation", request, revocation_id=case)
    story.at("2023-07-14T16:00:00")
    story.secretary.do("decide_revocation", decision, revocation_id=case)
    story.journal.check("revoked", (story.status_of(story.applicants["fibre"]), award_of(story, "fibre")["status"]))


def announce(story: Story, case: str) -> None:
    """Art. 29: announced, and the plaque comes back."""
    body = {"announced_on": "2023-07-18", "url": "https://www.example.gov.cn/2023/07/18/gg.html"}
    story.secretary.do("announce_revocation", body, revocation_id=case)
    story.secretary.do(
        "record_plaque_return", {"returned_on": "2023-07-18", "received_by": "周秘书（演练）"}, revocation_id=case
    )


def recover(story: Story, case: str) -> None:
    """Art. 29 (追回): in parts, by the finance duty, never more than was paid; the other half is outstanding."""
    for number, amount in enumerate((30_000, 20_000), 1):
        body = {"amount": amount, "received_on": story.journal.today, "voucher": f"演练-财-2023-追回-{number}"}
        story.clerk.do("record_recovery", body, revocation_id=case)
    more = {"amount": 50_001, "received_on": story.journal.today, "voucher": "演练-财-2023-追回-3"}
    story.clerk.refused("recovered_too_much", "record_recovery", more, revocation_id=case)
    one = more | {"amount": 1}
    story.secretary.refused("recovery_without_duty", "record_recovery", one, revocation_id=case)
    bonus = bonus_of(story, "fibre")
    story.journal.check("fibre_bonus", (bonus["amount"], bonus["paid"], bonus["recovered"], bonus["outstanding"]))
