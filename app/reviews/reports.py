"""What the reports say: the consensus's total, and the final score with all that it is computed from (arts. 21, 22)."""

import json
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.panels.entering import Entry
from app.regulation.ratios import Ratio, exact_text
from app.regulation.refusals import require
from app.regulation.review import report_faults
from app.regulation.scoring import comprehensive_score
from app.regulation.vocabulary import Stage, Status
from app.reviews.history_schemas import DissentView
from app.reviews.models import ComprehensiveReport, Consensus, MaterialReport
from app.reviews.schemas import ComprehensiveReportView, MaterialReportView
from app.site_visits.issues import open_issue_reasons


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


def material_view(report: MaterialReport, version: int, dissents: list[DissentView]) -> MaterialReportView:
    """Write a material report."""
    return MaterialReportView(
        application_id=report.application_id, total=exact_text(Ratio(report.total)), text=report.text,
        issued_by=report.issued_by, issued_at=report.issued_at, application_version=version, dissents=dissents,
    )  # fmt: skip


def comprehensive_view(
    report: ComprehensiveReport, version: int, dissents: list[DissentView]
) -> ComprehensiveReportView:
    """Write a comprehensive report."""
    return ComprehensiveReportView(
        application_id=report.application_id, total=exact_text(Ratio(report.total_num, report.total_den)),
        total_num=report.total_num, total_den=report.total_den, inputs=report.inputs,
        inputs_sha256=report.inputs_sha256.hex(), text=report.text, issued_by=report.issued_by,
        issued_at=report.issued_at, application_version=version, dissents=dissents,
    )  # fmt: skip


async def material_report(session: AsyncSession, actor: Actor, entry: Entry, words: str) -> MaterialReport:
    """Art. 21: write the report on the material; 422 before the consensus, or if there is one already."""
    totals = await concluded_totals(session, entry.application.id)
    issued = await session.get(MaterialReport, entry.application.id)
    require(report_faults(concluded=Stage.MATERIAL in totals, issued=issued is not None))
    return MaterialReport(
        application_id=entry.application.id, stage=Stage.MATERIAL, panel_id=entry.relation.panel_id,
        total=totals[Stage.MATERIAL], text=words, issued_by=actor.party_id, issued_at=actor.now,
    )  # fmt: skip


async def comprehensive_report(session: AsyncSession, actor: Actor, entry: Entry, words: str) -> ComprehensiveReport:
    """Art. 22: write the comprehensive report with the final score as the edition forms it."""
    totals = await concluded_totals(session, entry.application.id)
    issued = await session.get(ComprehensiveReport, entry.application.id)
    made = report_faults(concluded=entry.relation.stage in totals, issued=issued is not None)
    require((*made, *await open_issue_reasons(session, entry.application.id, entry.edition)))
    final = comprehensive_score(totals, entry.edition)
    inputs, digest = inputs_of(entry, totals)
    return ComprehensiveReport(
        application_id=entry.application.id, cycle_id=entry.cycle.id, panel_id=entry.relation.panel_id,
        total_num=final.num, total_den=final.den, inputs=inputs, inputs_sha256=digest, text=words,
        issued_by=actor.party_id, issued_at=actor.now,
    )  # fmt: skip
