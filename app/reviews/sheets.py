"""A score sheet as it is shown: its items beside the criteria, its exact total, and what is still lacking (art. 21)."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.applications.citation_schemas import CitationView
from app.cycles.models import Cycle
from app.cycles.reading import edition_of, find_cycle
from app.open_acts import OpenAct, open_acts
from app.panels.entering import items_of_set
from app.panels.models import PanelAssignment
from app.problems import Fault
from app.regulation.act import Act
from app.regulation.comments import remark_warnings, uncited_faults
from app.regulation.criteria import Criterion
from app.regulation.measures import ScoringRule
from app.regulation.ratios import Ratio, points_text
from app.regulation.reconsideration import answer_faults
from app.regulation.refusals import Reason
from app.regulation.review import submission_faults
from app.regulation.vocabulary import Status
from app.reviews.citations import remarks_of
from app.reviews.guides import beside
from app.reviews.history_models import SheetRequest
from app.reviews.models import ScoreSheet, SheetItem
from app.reviews.reading import items_of_sheets, percents_of
from app.reviews.requests import request_view, requests_of
from app.reviews.schemas import SheetItemInput, SheetItemView, SheetView
from app.reviews.versions import keep_version


def faults_of(actor: Actor, reasons: Sequence[Reason]) -> list[Fault]:
    """Write reasons in the caller's language."""
    return [
        Fault(pointer=r.pointer, code=r.code, message=r.zh if actor.language == "zh" else r.en, article=r.article)
        for r in reasons
    ]


def lacking(items: Sequence[SheetItem], criteria: Sequence[Criterion], rule: ScoringRule) -> tuple[Reason, ...]:
    """Art. 21: what a sheet lacks for its submission."""
    said = remarks_of(items)
    remarks = {code: each.has_strength or each.has_opportunity for code, each in said.items()}
    return (*submission_faults(percents_of(items), remarks, criteria, rule), *uncited_faults(said, criteria, rule))


def write_items(items: Sequence[SheetItem], inputs: Sequence[SheetItemInput]) -> list[SheetItem]:
    """Write what was given on the items, leaving out nothing that was not; give the items that were written."""
    rows = {item.item_code: item for item in items}
    for given in inputs:
        values = given.model_dump(mode="json")
        for name in given.model_fields_set - {"item_code"}:
            setattr(rows[given.item_code], name, values[name])
    return [rows[given.item_code] for given in inputs]


async def saved(session: AsyncSession, actor: Actor, sheet: ScoreSheet, items: Sequence[SheetItem]) -> None:
    """Save one's own draft, as a version of its own."""
    sheet.saved_at = actor.now
    await keep_version(session, actor, sheet, items)
    await session.flush()


async def cycle_of_sheet(session: AsyncSession, sheet: ScoreSheet) -> Cycle:
    """Read the cycle of a sheet, by the panel's assignment, which its expert sees while he sits there."""
    query = select(PanelAssignment.cycle_id).where(PanelAssignment.application_id == sheet.application_id)
    cycle_id = (await session.execute(query.limit(1))).scalar_one()
    return await find_cycle(session, cycle_id)


async def shown_sheet(session: AsyncSession, actor: Actor, sheet: ScoreSheet) -> SheetView:
    """Write a sheet with its items in the order of the standard and, while it is a draft, what it lacks."""
    written = {item.item_code: item for item in (await items_of_sheets(session, [sheet.id]))[sheet.id]}
    criteria = [item for item in await items_of_set(session, sheet.criteria_set_id) if item.code in written]
    draft = sheet.status is Status.DRAFT and sheet.expert_id == actor.party
    rule = edition_of(await cycle_of_sheet(session, sheet)).scoring if draft else None
    missing = lacking(list(written.values()), criteria, rule) if rule else ()
    warned = remark_warnings(remarks_of(list(written.values())), rule) if rule else ()
    requests, shown = await requests_of(session, sheet.id), await beside(session, actor, sheet)
    return SheetView(
        id=sheet.id, application_id=sheet.application_id, expert_id=sheet.expert_id, stage=sheet.stage,
        status=sheet.status, opened_at=sheet.opened_at, submitted_at=sheet.submitted_at, version=sheet.version,
        total=None if sheet.total is None else points_text(Ratio(sheet.total)),
        items=[_item_view(node, written[node.code], shown.hints.get(node.code)) for node in criteria],
        guide=shown.guide,
        faults=faults_of(actor, missing), warnings=faults_of(actor, warned),
        requests=[request_view(each) for each in requests], acts=_own_acts(actor, sheet, requests, missing),
    )  # fmt: skip


def _own_acts(
    actor: Actor, sheet: ScoreSheet, requests: Sequence[SheetRequest], missing: Sequence[Reason]
) -> list[OpenAct]:
    """Say what the expert may do with his own sheet; another's is nothing to act on."""
    if sheet.expert_id != actor.party:
        return []
    here = f"/v1/sheets/{sheet.id}"
    unasked = answer_faults(asked=any(each.answer is None for each in requests), concluded=False)
    hrefs = {Act.SUBMIT_SHEET: f"{here}/submission", Act.CONFIRM_SHEET: f"{here}/confirmation",
             Act.REOPEN_SHEET: f"{here}/reopening"}  # fmt: skip
    unmet = {Act.SUBMIT_SHEET: missing, Act.CONFIRM_SHEET: unasked, Act.REOPEN_SHEET: unasked}
    return open_acts(actor, sheet, hrefs, unmet=unmet)


def _item_view(node: Criterion, item: SheetItem, hint: str | None) -> SheetItemView:
    return SheetItemView(
        item_code=node.code, title=node.title, points=node.points, percent=item.percent,
        score=None if item.percent is None else points_text(Ratio(node.points * item.percent)),
        strengths=item.strengths, opportunities=item.opportunities,
        citations=[CitationView.model_validate(each) for each in item.citations], hint=hint,
    )  # fmt: skip
