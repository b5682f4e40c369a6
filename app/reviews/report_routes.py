"""The panel's reports, by its leader: on the material (art. 21), and comprehensive with the final score (art. 22)."""

import json
from hashlib import sha256
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Transaction
from app.acts import perform, require_duty
from app.applications.models import Application
from app.errors import NotFound
from app.http import IfMatch, PathId, require_version, tag
from app.regulation.ratios import Ratio, exact_text
from app.regulation.refusals import require
from app.regulation.review import report_faults
from app.regulation.scoring import comprehensive_score
from app.regulation.vocabulary import Act, Role, Stage, Status
from app.reviews.models import ComprehensiveReport, Consensus, MaterialReport
from app.reviews.reading import Entry, as_leader, enter, last_stage
from app.reviews.schemas import ComprehensiveReportView, MaterialReportView, ReportText
from app.sections import Section

section = Section("/v1/reviews", tag="评审报告", about="材料评审报告与综合评审报告")
READERS = frozenset({Role.EXPERT, Role.SECRETARIAT})


async def concluded_totals(session: AsyncSession, application_id: UUID) -> dict[Stage, int]:
    """Read the totals of the concluded consensuses by stage, in hundredths."""
    query = select(Consensus.stage, Consensus.total).where(Consensus.application_id == application_id)
    rows = await session.execute(query.where(Consensus.status == Status.CONCLUDED))
    return {stage: total for stage, total in rows if total is not None}


def inputs_of(entry: Entry, totals: dict[Stage, int]) -> tuple[dict[str, Any], bytes]:
    """Art. 22: what the final score is computed from, and the hash of it as canonical JSON."""
    edition = entry.edition
    inputs: dict[str, Any] = {
        "edition": edition.code, "aggregation": str(edition.aggregation or ""),
        "totals": {rule.stage.value: totals[rule.stage] for rule in edition.stages if rule.stage in totals},
        "weights": {rule.stage.value: rule.weight for rule in edition.stages if rule.scored and rule.weight},
    }  # fmt: skip
    canonical = json.dumps(inputs, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return inputs, sha256(canonical.encode()).digest()


def material_view(report: MaterialReport, version: int) -> MaterialReportView:
    """Write a material report."""
    return MaterialReportView(
        application_id=report.application_id, total=exact_text(Ratio(report.total)), text=report.text,
        issued_by=report.issued_by, issued_at=report.issued_at, application_version=version,
    )  # fmt: skip


def comprehensive_view(report: ComprehensiveReport, version: int) -> ComprehensiveReportView:
    """Write a comprehensive report."""
    return ComprehensiveReportView(
        application_id=report.application_id, total=exact_text(Ratio(report.total_num, report.total_den)),
        total_num=report.total_num, total_den=report.total_den, inputs=report.inputs,
        inputs_sha256=report.inputs_sha256.hex(), text=report.text, issued_by=report.issued_by,
        issued_at=report.issued_at, application_version=version,
    )  # fmt: skip


async def _application(application_id: PathId, session: Transaction) -> Application:
    row = await session.get(Application, application_id)
    if row is None:
        raise NotFound
    return row


SeenApplication = Annotated[Application, Depends(_application)]


@section.read("/{application_id}/material-report", summary="查看材料评审报告", roles=READERS)
async def show_material_report(
    application: SeenApplication, response: Response, _actor: Caller, session: Transaction
) -> MaterialReportView:
    """The material report, to those who work on the application and to the secretariat."""
    report = await session.get(MaterialReport, application.id)
    if report is None:
        raise NotFound
    tag(response, application)
    return material_view(report, application.version)


@section.read("/{application_id}/comprehensive-report", summary="查看综合评审报告", roles=READERS)
async def show_comprehensive_report(
    application: SeenApplication, response: Response, _actor: Caller, session: Transaction
) -> ComprehensiveReportView:
    """The comprehensive report, to those who work on the application and to the secretariat."""
    report = await session.get(ComprehensiveReport, application.id)
    if report is None:
        raise NotFound
    tag(response, application)
    return comprehensive_view(report, application.version)


@section.act("/{application_id}/material-report", summary="出具材料评审报告", status_code=201)
async def issue_material_report(
    application_id: PathId, body: ReportText, response: Response, actor: Caller, session: Transaction,
    if_match: IfMatch,
) -> MaterialReportView:  # fmt: skip
    """Issue the report on which the shortlist rests; its total is the consensus's (art. 21)."""
    entry = await enter(session, actor, application_id, Stage.MATERIAL, locked=True)
    leader = as_leader(actor, entry.relation)
    require_duty(entry.steps[Act.ISSUE_MATERIAL_REPORT], Act.ISSUE_MATERIAL_REPORT, leader)
    require_version(entry.application, if_match)
    total = (await concluded_totals(session, application_id)).get(Stage.MATERIAL)
    issued = await session.get(MaterialReport, application_id)
    require(report_faults(concluded=total is not None, issued=issued is not None))
    report = MaterialReport(
        application_id=application_id, stage=Stage.MATERIAL, panel_id=entry.relation.panel_id, total=total or 0,
        text=body.text, issued_by=actor.party_id, issued_at=actor.now,
    )  # fmt: skip
    session.add(report)
    perform(session, leader, Act.ISSUE_MATERIAL_REPORT, entry.application, detail={"total": total}, steps=entry.steps)
    await session.flush()
    tag(response, entry.application)
    return material_view(report, entry.application.version)


@section.act("/{application_id}/comprehensive-report", summary="出具综合评审报告", status_code=201)
async def issue_comprehensive_report(
    application_id: PathId, body: ReportText, response: Response, actor: Caller, session: Transaction,
    if_match: IfMatch,
) -> ComprehensiveReportView:  # fmt: skip
    """Issue the report with the final score, an exact ratio that floors and ranking read (arts. 15, 22)."""
    entry = await enter(session, actor, application_id, await last_stage(session, actor, application_id), locked=True)
    leader = as_leader(actor, entry.relation)
    require_duty(entry.steps[Act.ISSUE_COMPREHENSIVE_REPORT], Act.ISSUE_COMPREHENSIVE_REPORT, leader)
    require_version(entry.application, if_match)
    totals = await concluded_totals(session, application_id)
    issued = await session.get(ComprehensiveReport, application_id)
    require(report_faults(concluded=entry.relation.stage in totals, issued=issued is not None))
    final = comprehensive_score(totals, entry.edition)
    inputs, digest = inputs_of(entry, totals)
    report = ComprehensiveReport(
        application_id=application_id, cycle_id=entry.cycle.id, panel_id=entry.relation.panel_id,
        total_num=final.num, total_den=final.den, inputs=inputs, inputs_sha256=digest, text=body.text,
        issued_by=actor.party_id, issued_at=actor.now,
    )  # fmt: skip
    session.add(report)
    detail = {"total_num": final.num, "total_den": final.den, "inputs_sha256": digest.hex()}
    perform(session, leader, Act.ISSUE_COMPREHENSIVE_REPORT, entry.application, detail=detail, steps=entry.steps)
    await session.flush()
    tag(response, entry.application)
    return comprehensive_view(report, entry.application.version)
