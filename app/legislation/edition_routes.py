"""Editions of the Measures: imported, amended as drafts, read by everybody (arts. 1, 8(2))."""

from fastapi import Response
from sqlalchemy import select

from app.accounts.doorway import Caller, Transaction
from app.acts import perform
from app.editions import catalogue
from app.http import PathId, tag
from app.legislation.edition_checks import check_of, imported
from app.legislation.edition_views import amended, diff_of, summary_of, view_of
from app.legislation.models import EditionRow
from app.legislation.reading import MatchedEdition, SeenEdition
from app.legislation.schemas import (
    AmendedEdition,
    EditionCheck,
    EditionDiff,
    EditionPage,
    EditionSummary,
    EditionView,
    ImportedEdition,
)
from app.lookup import found
from app.paging import Key, Paging, Slice, page
from app.regulation.act import Act
from app.regulation.procedure import STEPS
from app.regulation.steps import outcome
from app.regulation.vocabulary import Role
from app.sections import Section
from app.standards.criteria import criteria_set_of

section = Section("/v1/editions", tag="管理办法", about="各版管理办法的导入、检查、修改与比较；审定后公开且不再改动")
READERS = frozenset(Role)
SECRETARIAT = frozenset({Role.SECRETARIAT})


@section.act("", summary="导入管理办法版本", status_code=201)
async def import_edition(body: ImportedEdition, response: Response, actor: Caller, session: Transaction) -> EditionView:
    """Import a shipped edition, or any city's as data, as a draft, with its criteria if they are not there yet."""
    edition = await imported(session, body)
    row = EditionRow(
        code=edition.code,
        title=edition.title,
        parameters=catalogue.dump(edition),
        criteria_set_id=await criteria_set_of(session, edition.criteria),
    )
    perform(session, actor, Act.IMPORT_EDITION, row, detail={"code": row.code})
    await session.flush()
    response.headers["Location"] = f"/v1/editions/{row.id}"
    tag(response, row)
    return view_of(actor, row)


@section.plain("/validation", method="POST", summary="检查管理办法参数", roles=SECRETARIAT)
async def validate_edition(body: ImportedEdition, actor: Caller, session: Transaction) -> EditionCheck:
    """Name every contradiction and every open choice of an edition at once; nothing is stored."""
    return await check_of(session, actor, body)


@section.read("", summary="管理办法版本列表", roles=READERS, response_model=EditionPage)
async def list_editions(actor: Caller, session: Transaction, paging: Paging) -> Slice[EditionSummary]:
    """List the editions with what they are today; drafts are seen by the secretariat only."""
    rows = await page(session, select(EditionRow), (Key(EditionRow.code), Key(EditionRow.id)), paging)
    return Slice([summary_of(actor, row) for row in rows.items], rows.next_cursor)


@section.read("/{edition_id}", summary="查看管理办法版本", roles=READERS)
async def show_edition(edition: SeenEdition, response: Response, actor: Caller) -> EditionView:
    """One edition with every number and choice of it."""
    tag(response, edition)
    return view_of(actor, edition)


@section.read("/{edition_id}/diff/{other_edition_id}", summary="比较两版管理办法", roles=READERS)
async def compare_editions(
    edition: SeenEdition, other_edition_id: PathId, actor: Caller, session: Transaction
) -> EditionDiff:
    """Say what the second edition changes against the first, field by field, and for whom."""
    return diff_of(actor, edition, await found(session, EditionRow, other_edition_id))


@section.act("/{edition_id}", method="PATCH", summary="修改管理办法草案")
async def amend_edition(
    edition: MatchedEdition, body: AmendedEdition, response: Response, actor: Caller, session: Transaction
) -> EditionView:
    """Make the choices that a draft leaves open; the whole is read anew and every fault is named."""
    outcome(STEPS[Act.AMEND_EDITION], Act.AMEND_EDITION, actor.role, edition.status)
    law = amended(edition, body.parameters)
    edition.criteria_set_id = await criteria_set_of(session, law.criteria)
    edition.title, edition.parameters = law.title, catalogue.dump(law)
    perform(session, actor, Act.AMEND_EDITION, edition, detail={"fields": sorted(body.parameters)})
    await session.flush()
    tag(response, edition)
    return view_of(actor, edition)
