"""Organizations as handlers need them: found for the caller, with their papers, and written as views."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Transaction
from app.accounts.likeness import look_alikes_of
from app.accounts.models import Organization, OrganizationFile
from app.accounts.schemas import NewOrganization, OrganizationView, PaperView
from app.acts import Actor
from app.files.models import StoredFile
from app.files.schemas import FileView
from app.http import IfMatch, PathId
from app.lookup import found, matched
from app.open_acts import open_acts
from app.regulation.act import Act
from app.regulation.refusals import Reason
from app.regulation.vocabulary import Role
from app.search import search_text_of

READERS = frozenset({Role.APPLICANT, Role.SECRETARIAT})


class Paper(StrEnum):
    """The papers by which the secretariat knows who speaks for an organization."""

    LICENCE = "licence"
    AUTHORISATION = "authorisation"


PAPERS_NEEDED = {
    Paper.LICENCE: Reason(
        code="paper.licence_missing", article="第十条（一）", zh="尚未上传营业执照或登记证书。",
        en="The licence or registration certificate has not been uploaded.", pointer="/papers/licence",
    ),
    Paper.AUTHORISATION: Reason(
        code="paper.authorisation_missing", article="第十条（一）", zh="尚未上传授权委托书。",
        en="The letter of authorisation has not been uploaded.", pointer="/papers/authorisation",
    ),
}  # fmt: skip


async def _organization(organization_id: PathId, session: Transaction) -> Organization:
    return await found(session, Organization, organization_id)


async def _matched(organization_id: PathId, session: Transaction, if_match: IfMatch) -> Organization:
    return await matched(session, Organization, organization_id, if_match)


SeenOrganization = Annotated[Organization, Depends(_organization)]
MatchedOrganization = Annotated[Organization, Depends(_matched)]


async def papers_of(session: AsyncSession, organization: UUID) -> list[PaperView]:
    """Read the papers that the organization has uploaded."""
    query = (
        select(OrganizationFile.kind, StoredFile)
        .join(StoredFile, StoredFile.id == OrganizationFile.file_id)
        .where(OrganizationFile.organization_id == organization)
        .order_by(OrganizationFile.kind.desc())
    )
    return [
        PaperView(kind=kind, file=FileView.model_validate(file)) for kind, file in (await session.execute(query)).all()
    ]


def new_organization(body: NewOrganization, registered_at: datetime) -> Organization:
    """Make an organization that is found by its name and by its credit code."""
    return Organization(
        credit_code=body.credit_code, name=body.name, registered_at=registered_at,
        search_text=search_text_of(body.name, body.credit_code),
    )  # fmt: skip


def rename(row: Organization, name: str) -> None:
    """Give an organization another name; it is found by the former ones too."""
    if row.name not in row.former_names:
        row.former_names = [*row.former_names, row.name]
    row.name, row.search_text = name, search_text_of(name, *row.former_names, row.credit_code)


def papers_missing(papers: Sequence[PaperView]) -> tuple[Reason, ...]:
    """Art. 10(1): who applies is known by his licence, and who speaks for him by a letter of authorisation."""
    there = {paper.kind for paper in papers}
    return tuple(reason for paper, reason in PAPERS_NEEDED.items() if paper not in there)


async def shown(session: AsyncSession, actor: Actor, row: Organization) -> OrganizationView:
    """Write an organization with its papers and, for the secretariat, with others that look like it."""
    alike = await look_alikes_of(session, row.id) if actor.role is Role.SECRETARIAT else []
    return view_of(actor, row, await papers_of(session, row.id)).model_copy(update={"look_alikes": alike})


def view_of(actor: Actor, row: Organization, papers: Sequence[PaperView] = ()) -> OrganizationView:
    """Write an organization with its papers and the acts open on it."""
    path = f"/v1/organizations/{row.id}"
    hrefs = {Act.VERIFY_ORGANIZATION: f"{path}/verification", Act.INVITE_COLLEAGUE: f"{path}/users"}
    hrefs |= {
        Act.AMEND_ORGANIZATION: f"{path}/amendments", Act.HAND_OVER_DUTY: f"{path}/handovers",
        Act.REASSIGN_ORGANIZATION: f"{path}/reassignments",
    }  # fmt: skip
    acts = open_acts(actor, row, hrefs, unmet={Act.VERIFY_ORGANIZATION: papers_missing(papers)})
    return OrganizationView.model_validate(row).model_copy(update={"papers": list(papers), "acts": acts})
