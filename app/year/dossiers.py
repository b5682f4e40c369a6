"""Dossiers: an application from its start to the recommendation, as one firm and its unit bring it along."""

from typing import Any

from app.applications.example import example_answers, example_assessment, example_form
from app.year.firms import ITEMS, Firm
from app.year.papers import pdf
from app.year.story import Applicant, Story

LASTING = "2099-12-31"
"""The last day of the certificates of firms that do not exist."""


def start(story: Story, applicant: Applicant) -> None:
    """Art. 19: begin an application."""
    applicant.application = applicant.hand.do("start_application", {"cycle_id": story.cycle})["id"]


def fill(story: Story, applicant: Applicant, year: int, conditions: tuple[str, ...]) -> None:
    """Arts. 12, 19: evidence, form and self-assessment, complete."""
    where: dict[str, Any] = {"application_id": applicant.application}
    made = applicant.hand.do(
        "upload_evidence", content=pdf(f"Evidence of {applicant.firm.key} for {year} (rehearsal)"), **where,
        filename="证明材料.pdf",
    )  # fmt: skip
    applicant.evidence = made["id"]
    form = form_of(applicant.firm, year, story.units[applicant.firm.unit], applicant.evidence, conditions)
    applicant.hand.do("save_application_form", form, **where)
    assessment = {"items": example_assessment(ITEMS)}
    applicant.hand.do("save_self_assessment", assessment, **where)


def form_of(firm: Firm, year: int, unit: str, proof: str, conditions: tuple[str, ...]) -> dict[str, Any]:
    """Write the whole form of a firm."""
    form = example_form(year, unit, proof)
    form["classification"] |= {
        "industry_code": firm.industry, "main_products": firm.products, "is_business": firm.is_business,
    }  # fmt: skip
    form["identity"] |= {"district": firm.district}
    for claim in form["ranks"]["claims"]:
        claim["industry"] = firm.industry[:3]
    for certificate in form["certificates"]["certificates"]:
        certificate["valid_to"] = LASTING
    if not firm.is_business:
        form["identity"] |= {"legal_person_type": "public_institution"}
        form["ranks"] = {"claims": []}
    applying = [code for code in conditions if code != "luban_prize" or firm.industry.startswith("E")]
    form["extras"] = {"answers": example_answers(applying, proof)}
    for section, change in firm.changed.items():
        form[section] |= change
    return form


def submit(applicant: Applicant) -> None:
    """Art. 19: submit to the recommending unit that the form names."""
    applicant.hand.do("submit_application", application_id=applicant.application)


def signature(story: Story, applicant: Applicant, unit: str = "") -> dict[str, Any]:
    """Art. 10(6): read the dossier, upload the sealed scan, and write the signature to be sent."""
    hand = story.recommenders[unit or applicant.firm.unit]
    where: dict[str, Any] = {"application_id": applicant.application}
    dossier = hand.read("show_recommendation_request", **where)
    scan = hand.do(
        "upload_recommendation_scan", content=pdf(f"Recommendation of {applicant.firm.key} (rehearsal)"), **where,
        filename="推荐意见.pdf",
    )  # fmt: skip
    return {
        "submission_sha256": dossier["submission_sha256"], "opinion": "卓越绩效模式成效显著，同意推荐。",
        "signer_name": "刘主任（演练）", "scan_file_id": scan["id"],
    }  # fmt: skip


def sign(story: Story, applicant: Applicant, unit: str = "") -> None:
    """Arts. 10(6), 19: recommend; this instant is the arrival at the secretariat."""
    hand = story.recommenders[unit or applicant.firm.unit]
    body = signature(story, applicant, unit)
    hand.do("sign_recommendation", body, application_id=applicant.application)
