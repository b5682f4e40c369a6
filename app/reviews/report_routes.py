"""The panel's reports, by its leader: on the material (art. 21), and comprehensive with the final score (art. 22)."""

from typing import Annotated

from fastapi import Depends, Response

from app.accounts.doorway import Caller, Transaction
from app.acts import perform
from app.applications.models import Application
from app.applications.secrecy import known_of
from app.http import IfMatch, PathId, require_version, tag
from app.lookup import found
from app.panels.entering import enter, last_stage, leading
from app.regulation.act import Act
from app.regulation.vocabulary import Role, Stage
from app.reviews.coverage import coverage_of
from app.reviews.dissents import dissents_on
from app.reviews.history_schemas import EvidenceCoverage
from app.reviews.models import ComprehensiveReport, MaterialReport
from app.reviews.reports import comprehensive_report, comprehensive_view, material_report, material_view
from app.reviews.schemas import ComprehensiveReportView, MaterialReportView, ReportText
from app.sections import Section

section = Section("/v1/reviews", tag="评审报告", about="材料评审报告与综合评审报告")
READERS = frozenset({Role.EXPERT, Role.SECRETARIAT})


async def _application(application_id: PathId, session: Transaction) -> Application:
    return await found(session, Application, application_id)


SeenApplication = Annotated[Application, Depends(_application)]


@section.read("/{application_id}/material-report", summary="查看材料评审报告", roles=READERS)
async def show_material_report(
    application: SeenApplication, response: Response, actor: Caller, session: Transaction
) -> MaterialReportView:
    """The material report, to those who work on the application and to the secretariat."""
    report = await found(session, MaterialReport, application.id)
    known = known_of(actor, application)
    tag(response, known)
    return material_view(report, known.version, await dissents_on(session, report.application_id, (Stage.MATERIAL,)))


@section.read("/{application_id}/comprehensive-report", summary="查看综合评审报告", roles=READERS)
async def show_comprehensive_report(
    application: SeenApplication, response: Response, actor: Caller, session: Transaction
) -> ComprehensiveReportView:
    """The comprehensive report, to those who work on the application and to the secretariat."""
    report = await found(session, ComprehensiveReport, application.id)
    known = known_of(actor, application)
    tag(response, known)
    return comprehensive_view(report, known.version, await dissents_on(session, report.application_id))


@section.read("/{application_id}/evidence-coverage", summary="查看证明材料引用情况", confidential=True, roles=READERS)
async def show_evidence_coverage(application: SeenApplication, actor: Caller, session: Transaction) -> EvidenceCoverage:
    """Evidence that no sheet cites and scores that cite none; to the panel once one's own sheet is in (T10)."""
    return await coverage_of(session, actor, application)


@section.act("/{application_id}/material-report", summary="出具材料评审报告", status_code=201)
async def issue_material_report(
    application_id: PathId, body: ReportText, response: Response, actor: Caller, session: Transaction,
    if_match: IfMatch,
) -> MaterialReportView:  # fmt: skip
    """Issue the report on which the shortlist rests; its total is the consensus's (art. 21)."""
    entry = await enter(session, actor, application_id, Stage.MATERIAL, locked=True)
    leader = leading(actor, entry, Act.ISSUE_MATERIAL_REPORT)
    require_version(known_of(actor, entry.application), if_match)
    report = await material_report(session, actor, entry, body.text)
    session.add(report)
    detail = {"total": report.total}
    perform(session, leader, Act.ISSUE_MATERIAL_REPORT, entry.application, detail=detail, steps=entry.steps)
    await session.flush()
    known = known_of(actor, entry.application)
    tag(response, known)
    return material_view(report, known.version, await dissents_on(session, report.application_id, (Stage.MATERIAL,)))


@section.act("/{application_id}/comprehensive-report", summary="出具综合评审报告", status_code=201)
async def issue_comprehensive_report(
    application_id: PathId, body: ReportText, response: Response, actor: Caller, session: Transaction,
    if_match: IfMatch,
) -> ComprehensiveReportView:  # fmt: skip
    """Issue the report with the final score, an exact ratio that floors and ranking read (arts. 15, 22)."""
    entry = await enter(session, actor, application_id, await last_stage(session, actor, application_id), locked=True)
    leader = leading(actor, entry, Act.ISSUE_COMPREHENSIVE_REPORT)
    require_version(known_of(actor, entry.application), if_match)
    report = await comprehensive_report(session, actor, entry, body.text)
    session.add(report)
    detail = {"total_num": report.total_num, "total_den": report.total_den, "inputs": report.inputs_sha256.hex()}
    perform(session, leader, Act.ISSUE_COMPREHENSIVE_REPORT, entry.application, detail=detail, steps=entry.steps)
    await session.flush()
    known = known_of(actor, entry.application)
    tag(response, known)
    return comprehensive_view(report, known.version, await dissents_on(session, report.application_id))
