"""Starting an application: what the service holds is filled in, an earlier one may be taken over (arts. 3, 19)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from app.accounts.models import Organization, Unit, UserAccount
from app.acts import Actor
from app.applications.access import with_cycle
from app.applications.asking import conditions_of, items_of
from app.applications.carrying import NewYear, carried, evidence_in, with_evidence
from app.applications.form import Form
from app.applications.held import known_of, licence_of
from app.applications.models import Application, Evidence, SelfAssessment
from app.applications.reading import Piece, pieces_of, saved_form
from app.clock import civil_date
from app.cycles.models import Cycle
from app.cycles.reading import edition_of
from app.files.models import StoredFile
from app.files.store import duplicate
from app.regulation.refusals import NotMet, Reason

LICENCE_TITLE = "营业执照（取自组织信息）"
UNKNOWN = Reason(
    code="application.copy_unknown", article="第十九条", pointer="/copy_from",
    zh="没有可供沿用的本组织往年申报。", en="Your organization has no such earlier application to take over.",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """A draft about to be made; `folder` is where the bytes of files lie."""

    application: Application
    actor: Actor
    folder: Path


async def begin(session: AsyncSession, actor: Actor, cycle: Cycle) -> Application:
    """Make a draft with what is known of the organization and its user (art. 3)."""
    organization = await session.get_one(Organization, actor.party_id)
    user = await session.get_one(UserAccount, actor.user_id)
    application = Application(
        cycle_id=cycle.id, edition_id=cycle.edition_id, organization_id=organization.id,
        credit_code=organization.credit_code, organization_name=organization.name, started_at=actor.now,
        saved_at=actor.now, form={"identity": known_of(organization, actor, user.phone)},
    )  # fmt: skip
    set_committed_value(application, "cycle", cycle)
    return application


async def furnish(session: AsyncSession, start: Start, copy_from: UUID | None) -> None:
    """Take an earlier application over, if asked, and add the organization's licence; the draft must be written."""
    application, known = start.application, start.application.form["identity"]
    if copy_from is not None:
        await _take_over(session, start, await _earlier(session, application.cycle, copy_from))
    licence = await licence_of(session, application.organization_id)
    if licence is not None:
        known = known | {"licence_evidence_id": str(await _licence(session, start, licence))}
    application.form = application.form | {"identity": application.form.get("identity", {}) | known}
    await session.flush()


async def _earlier(session: AsyncSession, cycle: Cycle, application_id: UUID) -> Application:
    """Find an own application of this or an earlier year; others are not seen."""
    row = await session.scalar(with_cycle().where(Application.id == application_id))
    if row is None or row.cycle.award_year > cycle.award_year:
        raise NotMet(UNKNOWN)
    return row


async def _take_over(session: AsyncSession, start: Start, earlier: Application) -> None:
    application = start.application
    form = Form.model_validate(await saved_form(session, earlier))
    asked = await _asked(session, application.cycle, form, start.actor)
    taken = carried(form, asked)
    named = evidence_in(taken.form)
    pieces = [
        each for each in await pieces_of(session, earlier.id)
        if str(each.id) in named or set(each.item_codes) & set(asked.items)
    ]  # fmt: skip
    copies = await _copies(session, start, pieces, asked)
    texts = select(SelfAssessment).where(SelfAssessment.application_id == earlier.id)
    kept = [row for row in await session.scalars(texts) if row.item_code in asked.items]
    session.add_all(
        SelfAssessment(application_id=application.id, item_code=row.item_code, text=row.text) for row in kept
    )
    items = sorted((row.item_code for row in kept), key=list(asked.items).index)
    application.form, application.copied_from = with_evidence(taken.form, copies), earlier.id
    application.to_confirm = [*taken.to_confirm, *(f"/self_assessment/{item}" for item in items)]


async def _asked(session: AsyncSession, cycle: Cycle, form: Form, actor: Actor) -> NewYear:
    rule = edition_of(cycle).eligibility
    unit = form.recommending_unit.unit_id if form.recommending_unit else None
    return NewYear(
        years=tuple(range(cycle.award_year - rule.loss_years, cycle.award_year)),
        items=[item.code for item in await items_of(session, cycle)],
        conditions={each.code for each in await conditions_of(session, cycle)},
        unit_exists=unit is not None and await session.get(Unit, unit) is not None,
        today=civil_date(actor.now), look_back_months=rule.look_back_months,
    )  # fmt: skip


async def _copies(session: AsyncSession, start: Start, pieces: Sequence[Piece], asked: NewYear) -> dict[UUID, UUID]:
    """Copy the evidence; gives the ids of the copies by those of the originals."""
    files = select(StoredFile).where(
        StoredFile.id.in_({each.file_id for each in pieces}),
        StoredFile.quarantined_at.is_(None),
        StoredFile.erased_at.is_(None),
    )
    known = {file.id: file for file in await session.scalars(files)}
    copies: dict[UUID, UUID] = {}
    for each in pieces:
        if each.file_id in known:
            kept = replace(each, item_codes=tuple(code for code in each.item_codes if code in asked.items))
            copies[each.id] = (await _copied(session, start, kept, known[each.file_id])).id
    return copies


async def _copied(session: AsyncSession, start: Start, piece: Piece, file: StoredFile) -> Evidence:
    application, actor = start.application, start.actor
    stored = await duplicate(session, file, start.folder, owner_id=application.id, stored_by=actor.user_id)
    evidence = Evidence(
        application_id=application.id, file_id=stored.id, title=piece.title, item_codes=list(piece.item_codes),
        is_secret=piece.is_secret, added_at=actor.now, secret_reason=piece.secret_reason,
    )  # fmt: skip
    session.add(evidence)
    return evidence


async def _licence(session: AsyncSession, start: Start, licence: StoredFile) -> UUID:
    """Let the organization's licence be a piece of evidence, unless the same bytes were taken over already."""
    await session.flush()
    for taken in await pieces_of(session, start.application.id):
        if taken.sha256 == licence.sha256.hex():
            return taken.id
    piece = Piece(
        id=licence.id, file_id=licence.id, title=LICENCE_TITLE, filename=licence.filename,
        media_type=licence.media_type, size=licence.size, sha256=licence.sha256.hex(), item_codes=(), is_secret=False,
    )  # fmt: skip
    return (await _copied(session, start, piece, licence)).id
