"""The eligibility check: the secretariat's list, one application with all its conditions, the verdicts (art. 19)."""

from typing import Annotated

from fastapi import Query, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import Actor, perform
from app.applications.models import Application
from app.applications.secrecy import known_of
from app.cycles.reading import steps_of_cycle
from app.eligibility.deciding import finding_faults, findings_faults, put_finding, record_recheck, verdict_row
from app.eligibility.late_schemas import LateFinding
from app.eligibility.models import Decision, Disqualification, Round, SupplementRequest
from app.eligibility.reading import (
    MatchedApplication,
    SeenApplication,
    case_file,
    findings_of,
    references_of,
    resolution_faults,
    submitted_applications,
)
from app.eligibility.schemas import (
    EligibilityResultView,
    EligibilityView,
    EligibleBody,
    IneligibleBody,
    LinePage,
    NewFinding,
    NewFindings,
    NewRecheck,
)
from app.eligibility.views import eligibility_view, line_view, result_view
from app.http import Id, tag
from app.paging import Key, Paging, page
from app.regulation.act import Act
from app.regulation.admission import late_finding_faults
from app.regulation.refusals import require
from app.regulation.vocabulary import Role, Status
from app.sections import Section
from app.supervision.citing import check_faults
from app.undertakings.reading import has_signed

section = Section("/v1/eligibility", tag="资格审核", about="逐条审核申报条件与不得申报情形，作出资格认定")
SECRETARIAT = frozenset({Role.SECRETARIAT})


async def _answer(session: AsyncSession, actor: Actor, row: Application, response: Response) -> EligibilityView:
    await session.flush()
    tag(response, known_of(actor, row))
    return await eligibility_view(session, actor, await case_file(session, row))


@section.read("", summary="资格审核清单", roles=SECRETARIAT)
async def list_eligibility(
    paging: Paging, actor: Caller, session: Transaction,
    cycle_id: Annotated[Id, Query(description="年度")],
    status: Annotated[Status | None, Query(description="只列此状态的申报")] = None,
) -> LinePage:  # fmt: skip
    """Every application that was submitted in the cycle; one never signed in time is shown as 未在规定时限内报送."""
    query = submitted_applications().where(Application.cycle_id == cycle_id)
    query = query if status is None else query.where(Application.status == status)
    found = await page(session, query, [Key(Application.submitted_at), Key(Application.id)], paging)
    findings = await findings_of(session, [row.id for row in found.items])
    signed = await has_signed(session, actor, cycle_id)
    lines = [line_view(actor, row, findings.get(row.id, ()) if signed else None) for row in found.items]
    return LinePage(items=lines, next_cursor=found.next_cursor)


@section.read("/{application_id}", summary="审核一份申报", confidential=True, roles=SECRETARIAT)
async def show_eligibility(
    application: SeenApplication, response: Response, actor: Caller, session: Transaction
) -> EligibilityView:
    """Every condition and bar with what was computed beside what was found, and the acts that are open."""
    tag(response, known_of(actor, application))
    return await eligibility_view(session, actor, await case_file(session, application))


@section.read("/{application_id}/result", summary="查看审核结果", confidential=True,
              roles=frozenset({Role.APPLICANT, Role.SECRETARIAT}))  # fmt: skip
async def show_eligibility_result(
    application: SeenApplication, response: Response, actor: Caller, session: Transaction
) -> EligibilityResultView:
    """The verdict with its reason, requests to complete the dossier, and a late finding; the applicant reads this."""
    tag(response, known_of(actor, application))
    requests = select(SupplementRequest).where(SupplementRequest.application_id == application.id)
    rows = await session.scalars(requests.order_by(SupplementRequest.number))
    return await result_view(session, actor, application, list(rows))


@section.act("/{application_id}/findings", summary="记录一项审核结论", status_code=201)
async def record_finding(
    application: MatchedApplication, body: NewFinding, response: Response, actor: Caller, session: Transaction
) -> EligibilityView:
    """Record what was found on one condition, bar or extra condition; a second finding replaces the first."""
    file = await case_file(session, application)
    require(await finding_faults(session, file, body))
    detail = {"code": body.code, "outcome": body.outcome}
    perform(session, actor, Act.RECORD_FINDING, application, detail=detail)
    put_finding(session, actor, file, Round.INITIAL, body, file.computed())
    return await _answer(session, actor, application, response)


@section.act("/{application_id}/finding-sets", summary="一次记录多项审核结论", status_code=201)
async def record_findings(
    application: MatchedApplication, body: NewFindings, response: Response, actor: Caller, session: Transaction
) -> EligibilityView:
    """Record what was found on several conditions and bars at once: all of them or, with every reason, none."""
    file = await case_file(session, application)
    require(await findings_faults(session, file, body.findings))
    detail = {"findings": {each.code: each.outcome for each in body.findings}}
    perform(session, actor, Act.RECORD_FINDINGS, application, detail=detail)
    for each in body.findings:
        put_finding(session, actor, file, Round.INITIAL, each, file.computed())
    return await _answer(session, actor, application, response)


@section.act("/{application_id}/eligible-verdict", summary="认定资格合格", status_code=201)
async def declare_eligible(
    application: MatchedApplication, body: EligibleBody, response: Response, actor: Caller, today: Today,
    session: Transaction,
) -> EligibilityView:  # fmt: skip
    """Declare eligible; refused with every reason unless all conditions and bars are decided and met (arts. 10, 11)."""
    file = await case_file(session, application)
    perform(session, actor, Act.DECLARE_ELIGIBLE, application)
    require(file.eligible_faults(today))
    await session.merge(verdict_row(actor, file, Decision.ELIGIBLE, body.remark))
    return await _answer(session, actor, application, response)


@section.act("/{application_id}/ineligible-verdict", summary="认定资格不合格", status_code=201)
async def declare_ineligible(
    application: MatchedApplication, body: IneligibleBody, response: Response, actor: Caller, today: Today,
    session: Transaction,
) -> EligibilityView:  # fmt: skip
    """Declare ineligible with a written reason, on a finding that is not met or an overdue supplement (art. 19)."""
    file = await case_file(session, application)
    perform(session, actor, Act.DECLARE_INELIGIBLE, application)
    require(file.ineligible_faults(today))
    await session.merge(verdict_row(actor, file, Decision.INELIGIBLE, body.reason))
    return await _answer(session, actor, application, response)


@section.act("/{application_id}/rechecks", summary="审议前、报批前复核资格", status_code=201)
async def recheck_eligibility(
    application: MatchedApplication, body: NewRecheck, response: Response, actor: Caller, today: Today,
    session: Transaction,
) -> EligibilityView:  # fmt: skip
    """Run certificate and bars again as of today; one not met calls for a disqualification (arts. 10, 11)."""
    file = await case_file(session, application)
    outcome = await record_recheck(session, actor, file, body, today)
    perform(session, actor, Act.RECHECK_ELIGIBILITY, application, detail={"round": body.round, "outcome": outcome})
    return await _answer(session, actor, application, response)


@section.act("/{application_id}/disqualification", summary="取消评审资格", status_code=201)
async def disqualify_application(
    application: MatchedApplication, body: LateFinding, response: Response, actor: Caller,
    session: Transaction,
) -> EligibilityView:  # fmt: skip
    """End an application on a late finding; it cites the condition or bar and its basis (art. 11)."""
    file = await case_file(session, application)
    steps = steps_of_cycle(application.cycle)
    perform(session, actor, Act.DISQUALIFY_APPLICATION, application, detail={"code": body.code}, steps=steps)
    references = [each.model_dump(mode="json") for each in body.references]
    extra = [each["code"] for each in file.call.extra_conditions]
    cited = await resolution_faults(session, references_of(references))
    checked = await check_faults(session, body.check_id, application_id=application.id, late=True)
    require([*late_finding_faults(body.code, extra), *cited, *checked])
    session.add(
        Disqualification(
            application_id=application.id, code=body.code, basis=body.basis, references=references,
            decided_by=actor.user_id, decided_at=actor.now, check_id=body.check_id,
        )
    )  # fmt: skip
    return await _answer(session, actor, application, response)
