"""An organization's own assessments, at any time and for itself alone, of use for an application too (arts. 3, 12)."""

from urllib.parse import quote

from fastapi import Response

from app.accounts.doorway import Caller, Now, Transaction
from app.acts import perform, require_turn
from app.applications.access import MatchedDraft
from app.applications.schemas import ApplicationView
from app.applications.views import view_of as application_view
from app.files.transfer import DOWNLOAD
from app.files.types import XLSX
from app.http import PathId, tag
from app.paging import Key, Paging, Slice, page
from app.regulation.act import Act
from app.regulation.refusals import require
from app.regulation.self_assessment import finish_faults, same_criteria_faults
from app.regulation.vocabulary import Role
from app.sections import Section
from app.self_assessments.keeping import carry, keep_items, require_criteria
from app.self_assessments.models import OwnAssessment
from app.self_assessments.reading import (
    MatchedAssessment,
    SeenAssessment,
    diff_of,
    listed,
    seen_whole,
    view_of,
    whole_of,
    with_criteria,
)
from app.self_assessments.schemas import (
    CarriedSelfAssessment,
    NewSelfAssessment,
    SelfAssessedItems,
    SelfAssessmentDiff,
    SelfAssessmentPage,
    SelfAssessmentSummary,
    SelfAssessmentView,
)
from app.self_assessments.workbook import write_assessment

section = Section("/v1/self-assessments", tag="日常自我评价", about="组织随时按公开的评定标准自我评价，仅本组织可见")
carrying = Section("/v1/applications", tag="自评带入申报", about="将本组织的自评带入同一标准的申报草稿")
APPLICANT = frozenset({Role.APPLICANT})


@section.act("", summary="新建自评", status_code=201)
async def start_self_assessment(
    body: NewSelfAssessment, response: Response, actor: Caller, session: Transaction
) -> SelfAssessmentView:
    """Start an assessment by any public criteria, whether there is a call or not; nobody else ever sees it."""
    standard = await require_criteria(session, body.criteria)
    row = OwnAssessment(
        organization_id=actor.party_id, criteria_set_id=standard.id, title=body.title, started_at=actor.now,
        saved_at=actor.now,
    )  # fmt: skip
    perform(session, actor, Act.START_SELF_ASSESSMENT, row)
    await session.flush()
    response.headers["Location"] = f"/v1/self-assessments/{row.id}"
    tag(response, row)
    return view_of(actor, await whole_of(session, row))


@section.read("", summary="自评列表", roles=APPLICANT, response_model=SelfAssessmentPage)
async def list_self_assessments(session: Transaction, paging: Paging) -> Slice[SelfAssessmentSummary]:
    """List the organization's own assessments, the newest first."""
    keys = (Key(OwnAssessment.started_at, descending=True), Key(OwnAssessment.id))
    found = await page(session, with_criteria(), keys, paging)
    return Slice([listed(row) for row in found.items], found.next_cursor)


@section.read("/{assessment_id}", summary="查看自评", roles=APPLICANT)
async def show_self_assessment(whole: SeenAssessment, response: Response, actor: Caller) -> SelfAssessmentView:
    """One assessment with every item of its criteria."""
    tag(response, whole.row)
    return view_of(actor, whole)


@section.plain("/{assessment_id}/items", method="PATCH", summary="保存自评条款", roles=APPLICANT)
async def save_self_assessment_items(
    whole: MatchedAssessment, body: SelfAssessedItems, response: Response, actor: Caller, session: Transaction, now: Now
) -> SelfAssessmentView:
    """Save the items that are sent, complete or not; the others stay."""
    kept = await keep_items(session, whole, body.items, now)
    await session.flush()
    tag(response, kept.row)
    return view_of(actor, kept)


@section.act("/{assessment_id}/conclusion", summary="完成自评", status_code=201)
async def finish_self_assessment(
    whole: MatchedAssessment, response: Response, actor: Caller, session: Transaction
) -> SelfAssessmentView:
    """Finish an assessment of which every item is scored; it changes no more and may be compared later."""
    require_turn(actor, Act.FINISH_SELF_ASSESSMENT, whole.row)
    require(finish_faults(whole.said, whole.criteria.items))
    whole.row.finished_at = actor.now
    perform(session, actor, Act.FINISH_SELF_ASSESSMENT, whole.row)
    await session.flush()
    tag(response, whole.row)
    return view_of(actor, whole)


@section.read("/{assessment_id}/diff/{other_assessment_id}", summary="比较两份自评", roles=APPLICANT)
async def compare_self_assessments(
    whole: SeenAssessment, other_assessment_id: PathId, session: Transaction
) -> SelfAssessmentDiff:
    """Say item by item what the second has gained or lost against the first; both by the same criteria."""
    other = await seen_whole(session, other_assessment_id)
    same = whole.row.criteria_set_id == other.row.criteria_set_id
    require(same_criteria_faults("path/other_assessment_id", same=same))
    return diff_of(whole, other)


@section.read("/{assessment_id}/workbook", summary="导出自评", roles=APPLICANT, response_class=Response,
              responses=DOWNLOAD)  # fmt: skip
async def export_self_assessment_workbook(whole: SeenAssessment) -> Response:
    """One assessment as a workbook."""
    name = quote(f"自评-{whole.row.title}.xlsx")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "X-Content-Type-Options": "nosniff"}
    response = Response(write_assessment(whole), media_type=XLSX.media_type, headers=headers)
    tag(response, whole.row)
    return response


@carrying.plain("/{application_id}/carried-self-assessments", method="POST", summary="将自评带入申报草稿",
                roles=APPLICANT)  # fmt: skip
async def carry_self_assessment(
    application: MatchedDraft, body: CarriedSelfAssessment, response: Response, actor: Caller, session: Transaction,
    now: Now,
) -> ApplicationView:  # fmt: skip
    """Fill the draft's self-assessment from an own one by the same criteria; nothing is asked twice (art. 3)."""
    await carry(session, await seen_whole(session, body.self_assessment_id), application, now, replace=body.replace)
    await session.flush()
    tag(response, application)
    return await application_view(session, actor, application)
