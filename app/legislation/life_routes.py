"""The life of an edition: approved, in force, extended, its review fixed, its end recorded (arts. 7(2), 16, 32)."""

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import Actor, perform, require_turn
from app.http import tag
from app.legislation.edition_views import (
    bring_into_force,
    law_in_force,
    replaced_by,
    require_approvable,
    transitions,
    view_of,
)
from app.legislation.models import EditionExtension, EditionRow
from app.legislation.reading import MatchedEdition, require_resolution
from app.legislation.schemas import Activation, Approval, EditionView, NewExtension, ReviewDate
from app.regulation.act import Act
from app.regulation.activation import approval_resolution_faults
from app.regulation.refusals import require
from app.regulation.term import expiry_faults, extension_faults, review_date_faults
from app.regulation.vocabulary import Status
from app.sections import Section

section = Section("/v1/editions", tag="管理办法的效力", about="各版管理办法的审定、施行、延长、失效与修订评估日期")


async def _answer(session: AsyncSession, actor: Actor, edition: EditionRow, response: Response) -> EditionView:
    await session.flush()
    tag(response, edition)
    return view_of(actor, edition)


@section.act("/{edition_id}/approval", summary="审定管理办法版本", status_code=201)
async def approve_edition(
    edition: MatchedEdition, body: Approval, response: Response, actor: Caller, session: Transaction
) -> EditionView:
    """Approve a draft by a recorded resolution; with every choice made, it changes no more (art. 7(2))."""
    require_turn(actor, Act.APPROVE_EDITION, edition)
    await require_resolution(session, body.resolution_id)
    await require_approvable(session, edition)
    edition.resolution_id, edition.approved_at = body.resolution_id, actor.now
    perform(session, actor, Act.APPROVE_EDITION, edition, detail={"resolution": body.resolution_id})
    return await _answer(session, actor, edition, response)


@section.act("/{edition_id}/activation", summary="施行管理办法版本", status_code=201)
async def activate_edition(
    edition: MatchedEdition, body: Activation, response: Response, actor: Caller, session: Transaction, today: Today
) -> EditionView:
    """Bring an approved edition into force, with number and dates; those in force that it names are replaced."""
    require_turn(actor, Act.ACTIVATE_EDITION, edition)
    require(approval_resolution_faults(edition.resolution_id, body.resolution_id))
    law = await law_in_force(session, edition, body, today)
    older = await replaced_by(session, edition, law)
    bring_into_force(edition, law, body, actor.now)
    for row in older:
        row.replaced_by_id, row.replaced_from = edition.id, law.effective_on
    carried = [(row, Status.REPLACED) for row in older]
    detail = {"number": law.document_number, "replaces": [row.code for row in older]}
    perform(session, actor, Act.ACTIVATE_EDITION, edition, carried=carried, detail=detail)
    session.add_all(transitions(edition, law))
    return await _answer(session, actor, edition, response)


@section.act("/{edition_id}/extensions", summary="延长管理办法有效期", status_code=201)
async def extend_edition(
    edition: MatchedEdition, body: NewExtension, response: Response, actor: Caller, session: Transaction, today: Today
) -> EditionView:
    """Lengthen the life of an edition by a recorded resolution, also after its last day (art. 32)."""
    require_turn(actor, Act.EXTEND_EDITION, edition)
    await require_resolution(session, body.resolution_id)
    require(extension_faults(edition.term, body.until, today))
    edition.extended_until, edition.extension_resolution_id = body.until, body.resolution_id
    detail = {"resolution": body.resolution_id, "until": body.until}
    perform(session, actor, Act.EXTEND_EDITION, edition, detail=detail)
    made = EditionExtension(
        edition_id=edition.id, until=body.until, resolution_id=body.resolution_id,
        recorded_by=actor.user_id, recorded_at=actor.now,
    )  # fmt: skip
    session.add(made)
    return await _answer(session, actor, edition, response)


@section.act("/{edition_id}/expiry", summary="登记管理办法失效", status_code=201)
async def record_expiry(
    edition: MatchedEdition, response: Response, actor: Caller, session: Transaction, today: Today
) -> EditionView:
    """Record that the last day of an edition, extension included, is over (art. 32)."""
    require_turn(actor, Act.RECORD_EXPIRY, edition)
    require(expiry_faults(edition.term, today))
    perform(session, actor, Act.RECORD_EXPIRY, edition)
    return await _answer(session, actor, edition, response)


@section.act("/{edition_id}/review-date", summary="确定修订评估日期", status_code=201)
async def set_review_date(
    edition: MatchedEdition, body: ReviewDate, response: Response, actor: Caller, session: Transaction, today: Today
) -> EditionView:
    """Fix by a resolution by when an edition in force shall be looked at again (art. 16)."""
    require_turn(actor, Act.SET_REVIEW_DATE, edition)
    await require_resolution(session, body.resolution_id)
    require(review_date_faults(body.review_due_on, edition.effective_on or today, today))
    edition.review_due_on, edition.review_resolution_id = body.review_due_on, body.resolution_id
    detail = {"resolution": body.resolution_id, "due": body.review_due_on}
    perform(session, actor, Act.SET_REVIEW_DATE, edition, detail=detail)
    return await _answer(session, actor, edition, response)
