"""What the service holds already is filled into the form and not asked again (art. 3): facts, licence, contact."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import Organization, OrganizationFile
from app.accounts.organizations import Paper
from app.acts import Actor
from app.applications.form import Identity
from app.applications.form_fields import fields_of
from app.applications.models import Application, Evidence
from app.files.models import StoredFile
from app.regulation.refusals import NotMet, Reason
from app.regulation.vocabulary import Status

HELD = {field.name: field.asked.held for field in fields_of(Identity) if field.asked.held}
FACTS = {name: held.partition(".")[2] for name, held in HELD.items() if held.startswith("organization.")}
"""Field of the form → column of the organization."""
BY_LICENCE = {name: column for name, column in FACTS.items() if column != "phone"}
"""Facts that stand on the licence, which the secretariat has seen."""


def known_of(organization: Organization, actor: Actor, phone: str) -> dict[str, Any]:
    """Give what is known of organization and user, as the identity section takes it."""
    facts = {name: getattr(organization, column) for name, column in FACTS.items()}
    facts["contact_name"] = actor.name
    facts["contact_phone"] = facts["contact_phone"] or phone or None
    return {name: _written(value) for name, value in facts.items() if value}


def _written(value: Any) -> Any:  # noqa: ANN401 - a text or a day.
    return value.isoformat() if isinstance(value, date) else value


async def licence_of(session: AsyncSession, organization_id: UUID) -> StoredFile | None:
    """Read the licence that the organization has uploaded; none in quarantine."""
    query = (
        select(StoredFile)
        .join(OrganizationFile, OrganizationFile.file_id == StoredFile.id)
        .where(OrganizationFile.organization_id == organization_id, OrganizationFile.kind == Paper.LICENCE)
        .where(StoredFile.quarantined_at.is_(None), StoredFile.erased_at.is_(None))
    )
    return await session.scalar(query)


async def filled_identity(session: AsyncSession, application: Application, sent: Identity) -> dict[str, Any]:
    """Fill in what was left out and is known, and keep with the organization what it tells for the first time.

    Raises NotMet where a fact differs from that of a verified organization, whose papers have been seen.
    """
    organization = await session.get_one(Organization, application.organization_id, with_for_update=True)
    said = {name: getattr(sent, name) for name in BY_LICENCE}
    _require_as_seen(organization, said)
    for name, value in said.items():
        if value is not None and getattr(organization, BY_LICENCE[name]) != value:
            setattr(organization, BY_LICENCE[name], value)
    known = {name: getattr(organization, column) for name, column in BY_LICENCE.items()}
    known["licence_evidence_id"] = sent.licence_evidence_id or await _licence_evidence(session, application)
    update: Mapping[str, Any] = {name: value for name, value in known.items() if value is not None}
    return sent.model_copy(update=update).model_dump(mode="json", exclude_none=True)


def _require_as_seen(organization: Organization, said: Mapping[str, Any]) -> None:
    if organization.status is not Status.VERIFIED:
        return
    reasons = [
        Reason(
            code="form.held", article="第三条", pointer=f"/identity/{name}",
            zh="此项取自已核验的组织信息，与所填不符；如有变更，请先更新组织信息："
            "POST /v1/organizations/{id}/amendments。",
            en="This is taken from the verified organization and differs; amend the organization first: "
            "POST /v1/organizations/{id}/amendments.",
        )
        for name, value in said.items()
        if value is not None and getattr(organization, BY_LICENCE[name]) not in {None, value}
    ]  # fmt: skip
    if reasons:
        raise NotMet(*reasons)


async def _licence_evidence(session: AsyncSession, application: Application) -> UUID | None:
    """Find the evidence that was made of the organization's licence when the application was started."""
    licence = await licence_of(session, application.organization_id)
    if licence is None:
        return None
    query = (
        select(Evidence.id)
        .join(StoredFile, StoredFile.id == Evidence.file_id)
        .where(Evidence.application_id == application.id, StoredFile.sha256 == licence.sha256)
    )
    return await session.scalar(query)
