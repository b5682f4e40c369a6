"""How an application is shown: to its applicant what he has written, to the secretariat what was submitted."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.applications.access import WRITABLE
from app.applications.asking import opening_faults
from app.applications.marks import marks_of
from app.applications.models import Application
from app.applications.reading import Contents, contents_of, draft_of
from app.applications.schemas import (
    ApplicationSummary,
    ApplicationView,
    AssessedItemView,
    ComputedYearView,
    ContentsView,
    EvidenceView,
    SecretMarkView,
)
from app.applications.secrecy import Known, known_of
from app.applications.self_scores import drafted_scores
from app.cycles.reading import steps_of_cycle
from app.open_acts import OpenAct, open_acts
from app.regulation.act import Act
from app.regulation.criteria import order_of
from app.regulation.declaration import count_characters
from app.regulation.vocabulary import Role
from app.undertakings.reading import require_dossier


def acts_of(actor: Actor, application: Application, known: Known) -> list[OpenAct]:
    """Say what the caller may do with the application now, and until when."""
    path = f"/v1/applications/{application.id}"
    hrefs = {
        Act.SUBMIT_APPLICATION: f"{path}/submission",
        Act.WITHDRAW_APPLICATION: f"{path}/withdrawal",
        Act.REINSTATE_APPLICATION: f"{path}/reinstatement",
    }
    late = opening_faults(application.cycle, actor.now)
    bound = (Act.SUBMIT_APPLICATION, Act.REINSTATE_APPLICATION)
    closes = application.cycle.closes_at
    until = dict.fromkeys(bound, closes) if closes is not None else {}
    return open_acts(
        actor, application, hrefs, status=known.status, unmet=dict.fromkeys(bound, late), until=until,
        steps=steps_of_cycle(application.cycle),
    )  # fmt: skip


def summary_of(actor: Actor, application: Application) -> ApplicationSummary:
    """Write an application for a list."""
    view, known = ApplicationSummary.model_validate(application), known_of(actor, application)
    more = {"acts": acts_of(actor, application, known), "arrives_before": application.cycle.closes_at}
    return view.model_copy(update={"status": known.status, "version": known.version, **more})


async def shown_contents(session: AsyncSession, actor: Actor, application: Application) -> Contents:
    """Read what the caller is to see: the draft if it is his to write, the submitted bytes otherwise (art. 30)."""
    await require_dossier(session, actor, application.cycle_id)
    writing = application.status in WRITABLE or application.submission_sha256 is None
    if actor.role is Role.APPLICANT and writing:
        return await draft_of(session, application)
    return await contents_of(session, application)


async def view_of(session: AsyncSession, actor: Actor, application: Application) -> ApplicationView:
    """Write an application with its contents; the self-scores for its applicant only."""
    contents = await shown_contents(session, actor, application)
    scores: dict[str, int] = {}
    if actor.role is Role.APPLICANT:
        scores = await drafted_scores(session, application.id)
    summary = summary_of(actor, application)
    return ApplicationView(
        **dict(summary), submission_sha256=application.submission_sha256, saved_at=application.saved_at,
        copied_from=application.copied_from, to_confirm=application.to_confirm,
        contents=contents_view(contents, scores),
    )  # fmt: skip


def contents_view(contents: Contents, scores: Mapping[str, int] | None = None) -> ContentsView:
    """Write contents for whoever may read the application; later stages show them to their roles."""
    codes = sorted({*contents.self_assessment, *(scores or {})}, key=order_of)
    marks = marks_of(contents)
    reasons = {mark.pointer: mark.reason for mark in marks}
    items = [
        AssessedItemView(
            item_code=code, text=contents.self_assessment.get(code, ""),
            characters=count_characters(contents.self_assessment.get(code, "")), self_percent=(scores or {}).get(code),
            secret_reason=reasons.get(f"/self_assessment/{code}"),
        )
        for code in codes
    ]  # fmt: skip
    return ContentsView(
        form=contents.form, computed=[ComputedYearView.model_validate(year) for year in contents.computed],
        self_assessment=items, characters=sum(item.characters for item in items),
        evidence=[EvidenceView.model_validate(piece) for piece in contents.evidence],
        secrets=[SecretMarkView.model_validate(mark) for mark in marks],
    )  # fmt: skip
