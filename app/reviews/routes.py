"""The expert's queue and the dossiers that are open to him (arts. 20, 21, 30); and opening one's own sheet."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Query, Request, Response
from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import Actor, perform
from app.applications.reading import contents_of, file_of
from app.applications.secrecy import known_of
from app.applications.self_scores import frozen_scores
from app.applications.views import contents_view
from app.cycles.models import Cycle
from app.eligibility.models import Supplement
from app.experts.reading import standing_now
from app.files.transfer import DOWNLOAD, download
from app.http import Id, PathId, tag
from app.legislation.models import EditionRow
from app.open_acts import OpenAct, open_acts
from app.paging import Key, Paging, page
from app.panels.entering import Entry, as_leader, enter, items_of_stage, require_running, stages_of
from app.panels.models import Declared, ExpertRelation, Panel, PanelAssignment, Relation
from app.regulation.act import Act
from app.regulation.assignment import access_faults
from app.regulation.refusals import require
from app.regulation.vocabulary import Role, Stage
from app.reviews.models import ScoreSheet, SheetItem
from app.reviews.schemas import ReviewDossierView, ReviewPage, ReviewView, SheetOpening, SheetView
from app.reviews.sheets import shown_sheet
from app.sections import Section
from app.undertakings.models import Undertaking

section = Section("/v1/reviews", tag="专家评审", about="专家的待办、申报材料查阅与评分")
EXPERT = frozenset({Role.EXPERT})


def _queue(actor: Actor) -> Select[*tuple[Any, ...]]:
    mine = (ScoreSheet.expert_id == ExpertRelation.expert_id) & (ScoreSheet.stage == ExpertRelation.stage)
    signed = (Undertaking.cycle_id == Panel.cycle_id) & (Undertaking.user_id == actor.user_id)
    return (
        select(
            ExpertRelation.application_id, ExpertRelation.stage, ExpertRelation.relation, ExpertRelation.declared,
            ExpertRelation.leads, Panel, PanelAssignment.organization_name, Undertaking.id.label("undertaking_id"),
            ScoreSheet.id.label("sheet_id"), ScoreSheet.status.label("sheet_status"),
            EditionRow.criteria_set_id,
        )
        .join(Panel, Panel.id == ExpertRelation.panel_id)
        .join(PanelAssignment, (PanelAssignment.panel_id == Panel.id)
              & (PanelAssignment.application_id == ExpertRelation.application_id))
        .join(Cycle, Cycle.id == Panel.cycle_id)
        .join(EditionRow, EditionRow.id == Cycle.edition_id)
        .outerjoin(Undertaking, signed)
        .outerjoin(ScoreSheet, mine & (ScoreSheet.application_id == ExpertRelation.application_id))
        .where(ExpertRelation.expert_id == actor.party_id)
    )  # fmt: skip


def _review_view(actor: Actor, row: Row[Any]) -> ReviewView:
    panel: Panel = row.Panel
    signed = row.undertaking_id is not None
    return ReviewView(
        application_id=row.application_id, organization_name=row.organization_name, stage=row.stage,
        cycle_id=panel.cycle_id, panel_id=panel.id, panel_name=panel.name, relation=row.relation,
        declared=row.declared, leads=row.leads, undertaking_signed=signed, sheet_id=row.sheet_id,
        sheet_status=row.sheet_status, acts=_queue_acts(actor, row, panel, signed=signed),
    )  # fmt: skip


def _queue_acts(actor: Actor, row: Row[Any], panel: Panel, *, signed: bool) -> list[OpenAct]:
    if row.relation is not Relation.ASSIGNED:
        return []
    acts = open_acts(actor, panel, {Act.DECLARE_RELATION: f"/v1/panels/{panel.id}/declarations"})
    if row.sheet_id is not None:
        return acts
    unmet = access_faults(undertaking_signed=signed, declared_free=row.declared is Declared.NONE)
    opened = ScoreSheet(
        application_id=row.application_id, expert_id=actor.party_id, stage=row.stage, opened_at=actor.now,
        criteria_set_id=row.criteria_set_id,
    )  # fmt: skip
    here = {Act.OPEN_SHEET: f"/v1/reviews/{row.application_id}/sheets"}
    return [*acts, *open_acts(actor, opened, here, unmet={Act.OPEN_SHEET: unmet})]


@section.read("", summary="专家待办", roles=EXPERT)
async def list_reviews(
    paging: Paging, actor: Caller, session: Transaction,
    cycle_id: Annotated[Id | None, Query()] = None, stage: Annotated[Stage | None, Query()] = None,
) -> ReviewPage:  # fmt: skip
    """The applications of the expert's panels, with what he may do on each and why not."""
    query = _queue(actor)
    query = query if cycle_id is None else query.where(Panel.cycle_id == cycle_id)
    query = query if stage is None else query.where(ExpertRelation.stage == stage)
    keys = [Key(ExpertRelation.application_id), Key(ExpertRelation.stage)]
    found = await page(session, query, keys, paging)
    return ReviewPage(items=[_review_view(actor, row) for row in found.items], next_cursor=found.next_cursor)


@section.read("/{application_id}/dossier", summary="查阅申报材料", confidential=True, roles=EXPERT)
async def show_dossier(
    application_id: PathId, response: Response, actor: Caller, session: Transaction
) -> ReviewDossierView:
    """The submitted contents, without the self-scores until one's own sheet is in (arts. 12, 30)."""
    stages = await stages_of(session, actor, application_id)
    entry = await enter(session, actor, application_id, _open_stage(stages))
    tag(response, known_of(actor, entry.application))
    return await _dossier(session, actor, entry, stages)


@section.read(
    "/{application_id}/evidence/{evidence_id}/content",
    summary="下载证实性材料（评审）",
    confidential=True,
    roles=EXPERT,
    response_class=Response,
    responses=DOWNLOAD,
)
async def download_dossier_evidence(
    application_id: PathId, evidence_id: PathId, request: Request, actor: Caller, session: Transaction
) -> Response:
    """A piece of the submitted evidence."""
    stages = await stages_of(session, actor, application_id)
    entry = await enter(session, actor, application_id, _open_stage(stages))
    file = await file_of(session, await contents_of(session, entry.application), evidence_id)
    return await download(file, request.app.state.settings, actor)


@section.act("/{application_id}/sheets", summary="开立评分表", status_code=201)
async def open_sheet(
    application_id: PathId, body: SheetOpening, response: Response, actor: Caller, session: Transaction, today: Today
) -> SheetView:
    """Open one's own sheet for a stage, an empty line for each item (art. 21)."""
    require(await standing_now(session, actor.party_id, today))
    entry = await enter(session, actor, application_id, body.stage, locked=True)
    require_running(entry)
    sheet = ScoreSheet(
        application_id=application_id, expert_id=actor.party_id, stage=body.stage, opened_at=actor.now,
        criteria_set_id=entry.cycle.edition.criteria_set_id,
    )  # fmt: skip
    items = await items_of_stage(session, entry.cycle, body.stage)
    perform(session, actor, Act.OPEN_SHEET, sheet, detail={"application": application_id, "stage": body.stage})
    session.add_all(_empty_item(sheet, item.code, item.points) for item in items)
    await session.flush()
    response.headers["Location"] = f"/v1/sheets/{sheet.id}"
    tag(response, sheet)
    return await shown_sheet(session, actor, sheet)


def _empty_item(sheet: ScoreSheet, code: str, points: int) -> SheetItem:
    return SheetItem(sheet_id=sheet.id, item_code=code, criteria_set_id=sheet.criteria_set_id, points=points)


def _open_stage(stages: Sequence[ExpertRelation]) -> Stage:
    """Give a stage in which the expert has declared himself free, if there is one."""
    free = [r.stage for r in stages if r.declared is Declared.NONE]
    return (free or [stages[0].stage])[0]


async def _dossier(
    session: AsyncSession, actor: Actor, entry: Entry, stages: Sequence[ExpertRelation]
) -> ReviewDossierView:
    application = entry.application
    contents = await contents_of(session, application)
    added = select(Supplement.content).where(Supplement.application_id == application.id)
    supplements = list(await session.scalars(added.order_by(Supplement.submitted_at)))
    known = known_of(actor, application)
    return ReviewDossierView(
        id=application.id, cycle_id=application.cycle_id, organization_name=application.organization_name,
        credit_code=application.credit_code, status=known.status, version=known.version,
        # The schema shows the self-scores to nobody before his own sheet is in (T10).
        contents=contents_view(contents, await frozen_scores(session, application.id, application.submission_sha256)),
        supplements=[content.decode() for content in supplements], stages=[r.stage for r in stages],
        acts=_report_acts(actor, entry, stages),
    )  # fmt: skip


def _report_acts(actor: Actor, entry: Entry, stages: Sequence[ExpertRelation]) -> list[OpenAct]:
    """Say which reports the caller may issue as the leader of the first or the last stage."""
    here, steps = f"/v1/reviews/{entry.application.id}", entry.steps
    led = {r.stage: as_leader(actor, r) for r in stages}
    acts = []
    for act, stage, path in (
        (Act.ISSUE_MATERIAL_REPORT, entry.order[0], "material-report"),
        (Act.ISSUE_COMPREHENSIVE_REPORT, entry.order[-1], "comprehensive-report"),
    ):
        if stage in led:
            acts += open_acts(
                led[stage], entry.application, {act: f"{here}/{path}"}, steps=steps,
                status=known_of(actor, entry.application).status,
            )  # fmt: skip
    return acts
