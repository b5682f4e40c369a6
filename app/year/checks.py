"""Checks: what the secretariat finds on each condition and bar of one application, and its verdict."""

from app.year.story import Applicant, Story

REGISTER = {"kind": "register", "ref": "国家企业信用信息公示系统，2022-09-19查询（演练）"}
CONDITIONS = ("registered", "excellence_model", "achievement", "business_results", "good_credit", "recommended")
BARS = ("policy", "licences", "accidents", "spot_checks", "dishonesty")
EXTRAS = ("lawful_operation", "chief_quality_officer")
BUILDERS = "luban_prize"
RECHECKED = ("excellence_model", *BARS)


def find(story: Story, applicant: Applicant, extras: tuple[str, ...] = EXTRAS) -> None:
    """Arts. 10, 11, 18: find every condition met and the applicant clear of every bar; `extras` are the year's."""
    builder = (BUILDERS,) if extras and applicant.firm.industry.startswith("E") else ()
    reason = "经核对申报材料与登记信息，符合。"
    findings = [
        {"code": code, "outcome": "met", "reason": reason, "references": [REGISTER]}
        for code in (*CONDITIONS, *BARS, *extras, *builder)
    ]
    story.secretary.do("record_findings", {"findings": findings}, application_id=applicant.application)


def record(story: Story, applicant: Applicant, code: str, outcome: str, reason: str) -> None:
    """Art. 19: one finding with its reason and what it rests on."""
    body = {"code": code, "outcome": outcome, "reason": reason, "references": [REGISTER]}
    story.secretary.do("record_finding", body, application_id=applicant.application)


def declare_eligible(story: Story, applicant: Applicant) -> None:
    """Art. 19: the verdict."""
    story.secretary.do("declare_eligible", {}, application_id=applicant.application)


def recheck(story: Story, applicant: Applicant, occasion: str) -> None:
    """Art. 11: the certificate and the bars again, before deliberation or approval."""
    findings = [
        {"code": code, "outcome": "met", "reason": "复核未发现变化。", "references": [REGISTER]} for code in RECHECKED
    ]  # fmt: skip
    body = {"round": occasion, "findings": findings}
    story.secretary.do("recheck_eligibility", body, application_id=applicant.application)
