"""The candidates as the committee reads them: never the form, nor whom a member is recused from (arts. 23, 30)."""

from typing import Annotated, Any

from fastapi import Query
from sqlalchemy import exists, select

from app.accounts.doorway import Caller, Transaction
from app.applications.models import Application
from app.committee.candidate_schemas import CandidateFile, MemberCandidatePage
from app.committee.models import MemberRecusal
from app.errors import NotFound
from app.http import Id, PathId
from app.paging import Key, Paging, Slice, page
from app.rankings.lists import candidate_rows
from app.rankings.models import CandidateEntry
from app.regulation.ratios import Ratio, exact_text, points_text
from app.regulation.vocabulary import Role
from app.reviews.models import ComprehensiveReport, MaterialReport
from app.sections import Section
from app.undertakings.reading import require_undertaking

section = Section("/v1/committee", tag="评委会阅卷", about="评委会委员查阅候选组织")
COMMITTEE = frozenset({Role.COMMITTEE})


@section.read("/candidates", summary="候选组织（委员）", roles=COMMITTEE, response_model=MemberCandidatePage)
async def list_candidates_for_members(
    actor: Caller, session: Transaction, paging: Paging, cycle_id: Annotated[Id, Query(description="年度评定")]
) -> Slice[Any]:
    """List the candidates to a member who has signed the undertaking of the cycle (art. 30)."""
    await require_undertaking(session, actor, cycle_id)
    mine = exists().where(
        MemberRecusal.application_id == CandidateEntry.application_id, MemberRecusal.member_id == actor.party_id
    )
    query = candidate_rows(cycle_id).add_columns(mine.label("is_recused"))
    return await page(session, query, (Key(CandidateEntry.place), Key(CandidateEntry.application_id)), paging)


@section.read("/candidates/{application_id}", summary="候选组织案卷（委员）", confidential=True, roles=COMMITTEE)
async def show_candidate_file(application_id: PathId, session: Transaction) -> CandidateFile:
    """One candidate's score with its arithmetic and the reports; nothing to a member recused from him (art. 30)."""
    query = (
        select(CandidateEntry, Application.organization_name, ComprehensiveReport, MaterialReport)
        .join(Application, Application.id == CandidateEntry.application_id)
        .join(ComprehensiveReport, ComprehensiveReport.application_id == CandidateEntry.application_id)
        .outerjoin(MaterialReport, MaterialReport.application_id == CandidateEntry.application_id)
        .where(CandidateEntry.application_id == application_id)
    )
    found = (await session.execute(query)).one_or_none()
    if found is None:
        raise NotFound
    return _file(*found)


def _file(
    entry: CandidateEntry, name: str, report: ComprehensiveReport, material: MaterialReport | None
) -> CandidateFile:
    total = Ratio(report.total_num, report.total_den)
    return CandidateFile(
        application_id=entry.application_id, cycle_id=entry.cycle_id, organization_name=name, industry=entry.industry,
        tier=entry.tier, place=entry.place, total=points_text(total), total_exact=exact_text(total),
        arithmetic=report.inputs, comprehensive_report=report.text, material_report=material.text if material else None,
        material_total=points_text(Ratio(material.total)) if material else None,
    )  # fmt: skip
