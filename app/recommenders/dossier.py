"""Reading what a recommending unit is asked to sign: the application, its submitted bytes and the answers so far."""

import json
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager

from app.accounts.doorway import Caller, Transaction
from app.accounts.models import Unit
from app.acts import Actor
from app.applications.asking import opening_faults
from app.applications.marks import marks_of
from app.applications.models import Application, Submission
from app.applications.reading import Contents, read_contents
from app.applications.schemas import SecretMarkView
from app.applications.secrecy import known_of
from app.clock import award_now
from app.codes import label_of
from app.cycles.models import Cycle
from app.cycles.reading import edition_of, find_cycle
from app.errors import NotFound
from app.files.models import StoredFile
from app.http import IfMatch, PathId, require_version
from app.nursery.reading import nurtured
from app.open_acts import OpenAct, open_acts
from app.problems import Fault
from app.recommenders.models import Opinion, Recommendation
from app.recommenders.schemas import OpinionView, RecommendationRequestView, Signature, SubmittedDossierView
from app.regulation.act import Act
from app.regulation.recommendation import nursery_faults, scope_warnings, signature_faults
from app.regulation.refusals import Reason
from app.undertakings.reading import require_dossier


def asked() -> Select[Application]:
    """Select applications with their cycle."""
    query = select(Application).join(Cycle, Cycle.id == Application.cycle_id)
    return query.options(contains_eager(Application.cycle))


async def _application(application_id: PathId, session: Transaction) -> Application:
    row = await session.scalar(asked().where(Application.id == application_id))
    if row is None:
        raise NotFound
    return row


async def _matched(application_id: PathId, actor: Caller, session: Transaction, if_match: IfMatch) -> Application:
    locked = asked().where(Application.id == application_id).with_for_update(of=Application)
    row = await session.scalar(locked)
    if row is None:
        raise NotFound
    require_version(known_of(actor, row), if_match)
    return row


SeenRequest = Annotated[Application, Depends(_application)]
MatchedRequest = Annotated[Application, Depends(_matched)]


async def standing_submission(session: AsyncSession, application: Application) -> Submission:
    """Give the submitted bytes that stand; 404 if there are none."""
    key = (application.id, application.submission_sha256)
    row = await session.get(Submission, key) if application.submission_sha256 else None
    if row is None:
        raise NotFound
    return row


async def _opened(application: SeenRequest, actor: Caller, session: Transaction) -> Application:
    await require_dossier(session, actor, application.cycle_id)
    return application


OpenedRequest = Annotated[Application, Depends(_opened)]
"""The application with its answers, which are part of the dossier (art. 30)."""


async def opinions_on(session: AsyncSession, application_id: UUID) -> list[OpinionView]:
    """Give the answers to an application that the caller may see, the oldest first."""
    query = (
        select(Recommendation, Unit.name)
        .join(Unit, Unit.id == Recommendation.unit_id)
        .where(Recommendation.application_id == application_id)
        .order_by(Recommendation.signed_at, Recommendation.id)
    )
    return [opinion_view(row, name) for row, name in await session.execute(query)]


def opinion_view(row: Recommendation, unit_name: str) -> OpinionView:
    """Write an answer with its unit's name."""
    return OpinionView(
        id=row.id, unit_id=row.unit_id, unit_name=unit_name, opinion=row.opinion, text=row.text,
        signer_name=row.signer_name, signed_at=row.signed_at, submission_sha256=row.submission_sha256.hex(),
        scan_file_id=row.scan_file_id,
    )  # fmt: skip


async def answered(
    session: AsyncSession, actor: Actor, application: Application, opinion: Opinion, text: str, signer_name: str
) -> Recommendation:
    """Make the unit's answer to the bytes that stand, as of this instant by the award's clock."""
    submission = await standing_submission(session, application)
    return Recommendation(
        application_id=application.id, submission_sha256=submission.sha256, submitted_by=submission.submitted_by,
        unit_id=actor.party_id, opinion=opinion, text=text, signer_name=signer_name, signed_by=actor.user_id,
        signed_at=await award_now(session),
    )  # fmt: skip


async def signing_faults(
    session: AsyncSession, actor: Actor, application: Application, row: Recommendation, signature: Signature
) -> tuple[Reason, ...]:
    """Art. 10(6): what speaks against this signature on the answer that has been made."""
    scan = await session.get(StoredFile, signature.scan_file_id)
    signed = signature_faults(
        same_bytes=row.submission_sha256.hex() == signature.submission_sha256,
        another_person=row.submitted_by != actor.user,
        scan_is_own=scan is not None and scan.owner_id == application.id,
    )
    listed = await nurtured(session, row.unit_id, application.credit_code)
    return (*signed, *nursery_faults(edition_of(await find_cycle(session, application.cycle_id)), nurtured=listed))


def acts_on(actor: Actor, row: Application, *, submitted_by: UUID | None = None) -> list[OpenAct]:
    """Say which of the unit's acts are open, until when, and why not."""
    path = f"/v1/recommendations/{row.id}"
    hrefs = {
        Act.SIGN_RECOMMENDATION: f"{path}/signature",
        Act.DECLINE_RECOMMENDATION: f"{path}/decline",
        Act.RETURN_APPLICATION: f"{path}/return",
    }
    person = signature_faults(same_bytes=True, another_person=submitted_by != actor.user, scan_is_own=True)
    until = {Act.SIGN_RECOMMENDATION: row.cycle.closes_at} if row.cycle.closes_at else {}
    unmet = {Act.SIGN_RECOMMENDATION: [*opening_faults(row.cycle, actor.now), *person]}
    return open_acts(actor, row, hrefs, status=known_of(actor, row).status, unmet=unmet, until=until)


def request_view(actor: Actor, row: Application) -> RecommendationRequestView:
    """Write one line of the queue."""
    return RecommendationRequestView(**_line(actor, row), acts=acts_on(actor, row))


async def dossier_view(session: AsyncSession, actor: Actor, row: Application) -> SubmittedDossierView:
    """Write the dossier with the submitted bytes, the warnings and the unit's own answers."""
    submission = await standing_submission(session, row)
    unit, contents = await session.get_one(Unit, actor.party_id), read_contents(submission.content)
    return SubmittedDossierView(
        **_line(actor, row), acts=acts_on(actor, row, submitted_by=submission.submitted_by),
        submission_number=submission.number, submission_sha256=submission.sha256.hex(),
        content_text=submission.content.decode(), content=json.loads(submission.content),
        secrets=[SecretMarkView.model_validate(mark) for mark in marks_of(contents)],
        warnings=_warnings(actor, unit, contents),
        opinions=await opinions_on(session, row.id),
    )  # fmt: skip


def _line(actor: Actor, row: Application) -> dict[str, Any]:
    names = ("id", "cycle_id", "organization_name", "credit_code", "submitted_at", "received_at")
    known = known_of(actor, row)
    shown = {"status": known.status, "version": known.version, "closes_at": row.cycle.closes_at}
    return {name: getattr(row, name) for name in names} | shown


def _warnings(actor: Actor, unit: Unit, contents: Contents) -> list[Fault]:
    district = contents.form.identity.district if contents.form.identity else None
    reasons = scope_warnings(
        kind=unit.kind, reach=f"{unit.name} {unit.scope}", place=label_of("district", district) if district else "",
        trade=label_of("industry_division", contents.division) if contents.division else "",
    )  # fmt: skip
    return [
        Fault(pointer=r.pointer, code=r.code, article=r.article, message=r.zh if actor.language == "zh" else r.en)
        for r in reasons
    ]
