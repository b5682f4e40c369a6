"""Editions of the Measures: imported, amended as drafts, brought into force, read by everybody (arts. 1, 8(2), 32)."""

from typing import Annotated

from fastapi import Depends, Response
from sqlalchemy import select

from app.accounts.doorway import Caller, Transaction
from app.acts import perform
from app.editions import catalogue
from app.http import IfMatch, PathId, tag
from app.legislation.edition_views import amended, law_in_force, transitions, view_of
from app.legislation.models import EditionRow
from app.legislation.reading import require_resolution
from app.legislation.schemas import Activation, AmendedEdition, EditionPage, EditionView, ImportedEdition
from app.lookup import found, matched
from app.paging import Key, Paging, Slice, page
from app.regulation.act import Act
from app.regulation.procedure import STEPS
from app.regulation.steps import outcome
from app.regulation.vocabulary import Role
from app.sections import Section
from app.standards.criteria import criteria_set_of

section = Section("/v1/editions", tag="管理办法", about="各版管理办法：导入、修改草案、施行；施行后公开且不再改动")
READERS = frozenset(Role)


async def _edition(edition_id: PathId, session: Transaction) -> EditionRow:
    return await found(session, EditionRow, edition_id)


async def _matched(edition_id: PathId, session: Transaction, if_match: IfMatch) -> EditionRow:
    return await matched(session, EditionRow, edition_id, if_match)


SeenEdition = Annotated[EditionRow, Depends(_edition)]
MatchedEdition = Annotated[EditionRow, Depends(_matched)]


@section.act("", summary="导入管理办法版本", status_code=201)
async def import_edition(body: ImportedEdition, response: Response, actor: Caller, session: Transaction) -> EditionView:
    """Import an edition that comes with the service as a draft, with its criteria if they are not there yet."""
    edition = catalogue.load(body.code)
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


@section.read("", summary="管理办法版本列表", roles=READERS, response_model=EditionPage)
async def list_editions(session: Transaction, paging: Paging) -> Slice[EditionRow]:
    """List the editions; drafts are seen by the secretariat only."""
    return await page(session, select(EditionRow), (Key(EditionRow.code), Key(EditionRow.id)), paging)


@section.read("/{edition_id}", summary="查看管理办法版本", roles=READERS)
async def show_edition(edition: SeenEdition, response: Response, actor: Caller) -> EditionView:
    """One edition with every number and choice of it."""
    tag(response, edition)
    return view_of(actor, edition)


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


@section.act("/{edition_id}/activation", summary="施行管理办法版本", status_code=201)
async def activate_edition(
    edition: MatchedEdition, body: Activation, response: Response, actor: Caller, session: Transaction
) -> EditionView:
    """Bring a draft into force, by a resolution, with its number and dates; its procedure goes to the database."""
    outcome(STEPS[Act.ACTIVATE_EDITION], Act.ACTIVATE_EDITION, actor.role, edition.status)
    await require_resolution(session, body.resolution_id)
    law = await law_in_force(session, edition, body)
    edition.parameters, edition.document_number = catalogue.dump(law), law.document_number
    edition.effective_on, edition.expires_on = law.effective_on, law.expires_on
    edition.resolution_id, edition.activated_at = body.resolution_id, actor.now
    perform(session, actor, Act.ACTIVATE_EDITION, edition, detail={"resolution": body.resolution_id})
    session.add_all(transitions(edition, law))
    await session.flush()
    tag(response, edition)
    return view_of(actor, edition)
