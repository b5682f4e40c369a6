"""Writing the eligibility check: what was computed and what was found, side by side, with the acts that are open."""

import json
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.likeness import look_alikes_of
from app.acts import Actor
from app.applications.models import Application
from app.applications.secrecy import known_of
from app.clock import civil_date
from app.codes import label_of
from app.consultations.schemas import AdverseRecordView
from app.consultations.views import standing_view
from app.cycles.reading import edition_of, steps_of_cycle
from app.eligibility.models import (
    Disqualification,
    EligibilityVerdict,
    Finding,
    Recheck,
    Round,
    Supplement,
    SupplementRequest,
)
from app.eligibility.reading import CaseFile
from app.eligibility.reconsidering import acts_of, reconsideration_view, shown_last_day
from app.eligibility.schemas import (
    Arrival,
    CheckKind,
    CheckView,
    ComputedView,
    DisqualificationView,
    EligibilityResultView,
    EligibilityView,
    FindingView,
    LineView,
    RecheckView,
    SupplementRequestView,
    VerdictView,
)
from app.open_acts import OpenAct, open_acts
from app.problems import fault_in
from app.regulation.act import Act
from app.regulation.admission import live_faults
from app.regulation.completeness import round_faults, supplement_state
from app.regulation.eligibility import ARTICLES, Condition, Outcome
from app.regulation.eligibility import Finding as Computed
from app.regulation.vocabulary import Status
from app.titles.schemas import FormerTitleView

LATE = "未在规定时限内报送"


def arrival_of(actor: Actor, row: Application) -> Arrival:
    """Art. 19: whether the application has arrived, may still arrive, or never will."""
    if row.received_at is not None:
        return Arrival.ARRIVED
    if row.status is Status.WITHDRAWN:
        return Arrival.WITHDRAWN
    closes_at = row.cycle.closes_at
    open_still = row.cycle.status is Status.CALLED and closes_at is not None and actor.now < closes_at
    return Arrival.PENDING if open_still else Arrival.NOT_IN_TIME


def line_view(actor: Actor, row: Application, findings: Sequence[tuple[str, Outcome]] | None) -> LineView:
    """Write one line of the list; `findings` are codes with outcomes, None while they are closed to the caller."""
    arrival = arrival_of(actor, row)
    not_met = None if findings is None else [code for code, outcome in findings if outcome is Outcome.NOT_MET]
    return LineView(
        id=row.id, organization_name=row.organization_name, credit_code=row.credit_code, status=row.status,
        arrival=arrival, remark=LATE if arrival is Arrival.NOT_IN_TIME else "", submitted_at=row.submitted_at,
        received_at=row.received_at, findings=None if findings is None else len(findings), not_met=not_met,
        version=row.version,
    )  # fmt: skip


def _checks(actor: Actor, file: CaseFile) -> list[CheckView]:
    computed = file.computed()
    statutory = [
        CheckView(
            code=code, kind=CheckKind.CONDITION if isinstance(code, Condition) else CheckKind.BAR, article=article,
            label=label_of("condition" if isinstance(code, Condition) else "bar", code), applies=True, statement=None,
            computed=[_computed(actor, each) for each in computed if each.requirement == code],
            finding=_finding(file.findings.get(code)),
        )
        for code, article in ARTICLES.items()
    ]  # fmt: skip
    return [*statutory, *_extra_checks(file)]


def _extra_checks(file: CaseFile) -> list[CheckView]:
    extras = file.contents.form.extras
    statements = {answer.code: answer.statement for answer in (extras.answers if extras else ())}
    return [
        CheckView(
            code=each["code"], kind=CheckKind.EXTRA, article="第十八条", label=each["zh"], computed=[],
            applies=each["code"] in file.extra, statement=statements.get(each["code"]),
            finding=_finding(file.findings.get(each["code"])),
        )
        for each in file.call.extra_conditions
    ]  # fmt: skip


def _computed(actor: Actor, each: Computed) -> ComputedView:
    message = each.zh if actor.language == "zh" else each.en
    return ComputedView(
        code=each.code, outcome=each.outcome, message=message, facts=dict(each.facts), by_resolution=each.by_resolution
    )


def _finding(row: Finding | None) -> FindingView | None:
    return FindingView.model_validate(row) if row is not None else None


def acts_on(actor: Actor, file: CaseFile) -> list[OpenAct]:
    """Say which acts of the secretariat are open on the application, and what keeps it from being eligible."""
    path = f"/v1/eligibility/{file.application.id}"
    hrefs = {
        Act.ENTER_ADVERSE_RECORD: f"{path}/records",
        Act.RECORD_FINDING: f"{path}/findings",
        Act.RECORD_FINDINGS: f"{path}/finding-sets",
        Act.REQUEST_SUPPLEMENT: f"{path}/supplement-requests",
        Act.DECLARE_ELIGIBLE: f"{path}/eligible-verdict",
        Act.DECLARE_INELIGIBLE: f"{path}/ineligible-verdict",
        Act.RECHECK_ELIGIBILITY: f"{path}/rechecks",
        Act.DISQUALIFY_APPLICATION: f"{path}/disqualification",
    }
    today = civil_date(actor.now)
    rule, used = edition_of(file.application.cycle).supplement, len(file.standing_requests)
    unmet = {
        Act.REQUEST_SUPPLEMENT: round_faults(rule, used),
        Act.DECLARE_ELIGIBLE: file.eligible_faults(today),
        Act.DECLARE_INELIGIBLE: file.ineligible_faults(today),
    }
    live = live_faults(file.application.cycle.status)
    asked = {act: (*live, *unmet.get(act, ())) for act in hrefs}
    return open_acts(actor, file.application, hrefs, unmet=asked, steps=steps_of_cycle(file.application.cycle))


async def request_views(
    session: AsyncSession, actor: Actor, application: Application, requests: Sequence[SupplementRequest]
) -> list[SupplementRequestView]:
    """Write requests of one application with their answers, in two statements at most."""
    ids = [row.id for row in requests]
    found = await session.scalars(select(Supplement).where(Supplement.request_id.in_(ids))) if ids else ()
    answers = {row.request_id: row for row in found}
    return [request_view(actor, application, row, answers.get(row.id)) for row in requests]


def request_view(
    actor: Actor, application: Application, row: SupplementRequest, answer: Supplement | None
) -> SupplementRequestView:
    """Write one request with its answer and whether it can be answered now."""
    hrefs, known = {Act.SUPPLY_SUPPLEMENT: f"/v1/supplements/{row.id}/answer"}, known_of(actor, application).status
    return SupplementRequestView.model_validate(row).model_copy(
        update={
            "answer_sha256": answer.sha256.hex() if answer else None,
            "answers": json.loads(answer.content)["answers"] if answer else None,
            "state": supplement_state(
                due_on=row.due_on,
                answered=row.answered_at is not None,
                late=answer is not None and answer.is_late,
                today=civil_date(actor.now),
            ),
            "acts": open_acts(actor, application, hrefs, status=known) if row.answered_at is None else [],
        }
    )


async def result_view(
    session: AsyncSession, actor: Actor, application: Application, requests: Sequence[SupplementRequest]
) -> EligibilityResultView:
    """Write what the applicant is told."""
    verdict = await session.get(EligibilityVerdict, application.id)
    late = await session.get(Disqualification, application.id)
    return EligibilityResultView(
        application_id=application.id, status=known_of(actor, application).status,
        verdict=VerdictView.model_validate(verdict) if verdict else None,
        supplement_requests=await request_views(session, actor, application, requests),
        disqualification=DisqualificationView.model_validate(late) if late else None,
        reconsideration=await reconsideration_view(session, application),
        reconsideration_until=await shown_last_day(session, application, verdict),
        reconsideration_acts=await acts_of(session, actor, application),
    )  # fmt: skip


async def eligibility_view(session: AsyncSession, actor: Actor, file: CaseFile) -> EligibilityView:
    """Write the whole check of one application."""
    application = file.application
    result = await result_view(session, actor, application, file.requests)
    rechecks = select(Recheck).where(Recheck.application_id == application.id).order_by(Recheck.checked_at)
    later = [row for (round_, _code), row in sorted(file.rows.items()) if round_ is not Round.INITIAL]
    return EligibilityView(
        **dict(result), organization_name=application.organization_name, organization_verified=file.is_verified,
        look_alikes=await look_alikes_of(session, application.organization_id),
        arrival=arrival_of(actor, application), deadline=file.deadline,
        submission_sha256=(application.submission_sha256 or b"").hex(), opinions=list(file.opinions),
        checks=_checks(actor, file),
        former_titles=[FormerTitleView.model_validate(title) for title in file.former],
        reapplication=[fault_in(actor.language, reason) for reason in file.reapplication],
        rechecks=[RecheckView.model_validate(row) for row in await session.scalars(rechecks)],
        departments=[standing_view(each, civil_date(actor.now)) for each in file.departments],
        adverse_records=[AdverseRecordView.model_validate(row) for row in file.records],
        recheck_findings=[FindingView.model_validate(row) for row in later], version=application.version,
        acts=acts_on(actor, file),
    )  # fmt: skip
