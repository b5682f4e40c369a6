"""The candidates as the committee reads them: never the form, nor whom a member is recused from (arts. 23, 30)."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from sqlalchemy import select

from app.accounts.doorway import Caller, Transaction
from app.applications.models import Application
from app.committee.candidate_schemas import CandidateFile, CandidateName, CandidateNames, MemberCandidatePage
from app.committee.names import are_places_withheld, member_rows, named_candidates
from app.cycles.masking import are_masked
from app.errors import NotFound
from app.http import Id, PathId
from app.paging import Paging, Slice, page
from app.rankings.models import CandidateEntry
from app.rankings.names import shown_name, shown_report
from app.regulation.ratios import Ratio, exact_text, points_text
from app.regulation.vocabulary import Role
from app.reviews.models import ComprehensiveReport, MaterialReport
from app.sections import Section
from app.undertakings.reading import require_undertaking

section = Section("/v1/committee", tag="评委会阅卷", about="评委会委员查阅候选组织")
COMMITTEE = frozenset({Role.COMMITTEE})
NUMBERS = (ComprehensiveReport.total_num, ComprehensiveReport.total_den, ComprehensiveReport.inputs)


@section.read("/candidates", summary="候选组织（委员）", roles=COMMITTEE, response_model=MemberCandidatePage)
async def list_candidates_for_members(
    actor: Caller, session: Transaction, paging: Paging, cycle_id: Annotated[Id, Query(description="年度评定")]
) -> Slice[Any]:
    """List the candidates to a member who has signed the undertaking of the cycle (art. 30)."""
    await require_undertaking(session, actor, cycle_id)
    query, keys = await member_rows(session, actor, cycle_id)
    return await page(session, query, keys, paging)


@section.read("/candidate-names", summary="候选组织名称（委员申报利害关系用）", roles=COMMITTEE)
async def list_candidate_names(
    actor: Caller, session: Transaction, cycle_id: Annotated[Id, Query(description="年度评定")]
) -> CandidateNames:
    """Name the candidates apart from codes and scores, for members to check their interests and recuse themselves."""
    await require_undertaking(session, actor, cycle_id)
    return CandidateNames(
        cycle_id=cycle_id, are_hidden=await are_masked(session, cycle_id),
        organizations=[CandidateName.model_validate(row) for row in await named_candidates(session, cycle_id)],
    )  # fmt: skip


@section.read("/candidates/{application_id}", summary="候选组织案卷（委员）", confidential=True, roles=COMMITTEE)
async def show_candidate_file(application_id: PathId, actor: Caller, session: Transaction) -> CandidateFile:
    """One candidate's score with its arithmetic and the reports; nothing to a member recused from him (art. 30)."""
    found = (await session.execute(_of(application_id))).one_or_none()
    if found is None:
        raise NotFound
    cycle_id = found.CandidateEntry.cycle_id
    withheld = await are_places_withheld(session, actor, cycle_id)
    return _file(found, masked=await are_masked(session, cycle_id), withheld=withheld)


def _of(application_id: UUID) -> Any:  # noqa: ANN401 - a query, whose type is that of its columns.
    return (
        select(
            CandidateEntry,
            shown_name(Application.id),
            *NUMBERS,
            MaterialReport.total,
            shown_report(Application.id, "comprehensive").label("comprehensive_report"),
            shown_report(Application.id, "material").label("material_report"),
        )
        .join(Application, Application.id == CandidateEntry.application_id)
        .join(ComprehensiveReport, ComprehensiveReport.application_id == CandidateEntry.application_id)
        .outerjoin(MaterialReport, MaterialReport.application_id == CandidateEntry.application_id)
        .where(CandidateEntry.application_id == application_id)
    )


def _file(found: Any, *, masked: bool, withheld: bool) -> CandidateFile:  # noqa: ANN401 - a row of the query above.
    entry, total = found.CandidateEntry, Ratio(found.total_num, found.total_den)
    return CandidateFile(
        application_id=entry.application_id, cycle_id=entry.cycle_id, organization_name=found.organization_name,
        industry=None if masked else entry.industry, tier=None if withheld else entry.tier,
        place=None if withheld else entry.place, total=points_text(total), total_exact=exact_text(total),
        arithmetic=found.inputs, comprehensive_report=found.comprehensive_report, material_report=found.material_report,
        material_total=None if found.total is None else points_text(Ratio(found.total)),
    )  # fmt: skip
