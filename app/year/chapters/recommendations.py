"""Recommendations: signatures at the right bytes and in time, one decline, one withdrawal, one that comes too late."""

from typing import Any

from app.year import dossiers
from app.year.story import Story

SIGNED = ("steel", "robot", "fibre", "build", "water", "soft", "hospital", "textile", "bicycle")


def tell(story: Story) -> None:
    """Arts. 3, 9, 10(6), 18, 19."""
    story.journal.chapter("推荐 · Recommendations")
    story.at("2022-09-08T10:00:00")
    refuse_other_bytes(story)
    for key in SIGNED:
        dossiers.sign(story, story.applicants[key])
    ask_another_unit(story)
    story.at("2022-09-14T10:00:00")
    withdraw(story)
    end_of_window(story)


def refuse_other_bytes(story: Story) -> None:
    """Art. 10(6): only the bytes that stand are signed, and only by the unit that was asked."""
    steel = story.applicants["steel"]
    body = dossiers.signature(story, steel) | {"submission_sha256": "0" * 64}
    where: dict[str, Any] = {"application_id": steel.application}
    story.recommenders["zone"].refused("other_bytes", "sign_recommendation", body, **where)
    story.recommenders["town"].refused("unit_not_asked", "sign_recommendation", body, **where)
    steel.hand.refused("signs_himself", "sign_recommendation", body, **where)


def ask_another_unit(story: Story) -> None:
    """Art. 9 (之一): a unit declines, and the applicant asks another inside the window."""
    port = story.applicants["port"]
    where: dict[str, Any] = {"application_id": port.application}
    body = {"reason": "本年度已推荐同行业组织，贵公司可请高新区推荐。", "signer_name": "刘主任（演练）"}
    story.recommenders["town"].do("decline_recommendation", body, **where)
    form = {"recommending_unit": {"unit_id": story.units["zone"]}}
    port.hand.do("save_application_form", form, **where)
    dossiers.submit(port)
    dossiers.sign(story, port, "zone")


def withdraw(story: Story) -> None:
    """Art. 3: taking part is voluntary."""
    bicycle = story.applicants["bicycle"]
    bicycle.hand.do("withdraw_application", application_id=bicycle.application)


def end_of_window(story: Story) -> None:
    """Art. 19, T16: the last minute counts, the next one does not, whoever submitted in time."""
    farm, food, bicycle = (story.applicants[key] for key in ("farm", "food", "bicycle"))
    late = dossiers.signature(story, food)
    story.at("2022-09-15T23:57:00")
    dossiers.sign(story, farm)
    story.secretary.refused("window_open", "close_acceptance", cycle_id=story.cycle)
    story.at("2022-09-16T00:00:00")
    story.recommenders["association"].refused(
        "late_recommendation", "sign_recommendation", late, application_id=food.application
    )
    bicycle.hand.refused("late_reinstatement", "reinstate_application", application_id=bicycle.application)
    story.secretary.do("close_acceptance", cycle_id=story.cycle)
    story.journal.check("arrived", {key: story.status_of(a) for key, a in story.applicants.items()})
