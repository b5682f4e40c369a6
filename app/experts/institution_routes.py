"""The register of institutions that are contracted for reviews or to which experts belong (art. 31)."""

from typing import Annotated

from fastapi import Query, Response
from sqlalchemy import select

from app.accounts.doorway import Caller, Transaction
from app.acts import perform
from app.experts.models import Institution
from app.experts.schemas import InstitutionPage, InstitutionView, NewInstitution
from app.http import PathId, tag
from app.lookup import found
from app.paging import Key, Paging, page
from app.regulation.act import Act
from app.regulation.credit_code import credit_code_faults
from app.regulation.refusals import require
from app.regulation.register import contract_faults
from app.regulation.vocabulary import Role, Status
from app.sections import Section

section = Section("/v1/institutions", tag="评审机构", about="受托评审机构的登记")
SECRETARIAT = frozenset({Role.SECRETARIAT})


@section.act("", summary="登记评审机构", status_code=201)
async def register_institution(
    body: NewInstitution, response: Response, actor: Caller, session: Transaction
) -> InstitutionView:
    """Put an institution on the register; whoever of its people reviews is admitted on his own (arts. 8(3), 31)."""
    require(
        (
            *credit_code_faults(body.credit_code),
            *contract_faults(contract_from=body.contract_from, contract_until=body.contract_until),
        )
    )
    made = Institution(**dict(body), registered_by=actor.user_id, registered_at=actor.now)
    perform(session, actor, Act.REGISTER_INSTITUTION, made)
    await session.flush()
    response.headers["Location"] = f"/v1/institutions/{made.id}"
    tag(response, made)
    return InstitutionView.model_validate(made)


@section.read("", summary="列出评审机构", roles=SECRETARIAT)
async def list_institutions(
    paging: Paging, _actor: Caller, session: Transaction, status: Annotated[Status | None, Query()] = None
) -> InstitutionPage:
    """The register of institutions, by name."""
    query = select(Institution) if status is None else select(Institution).where(Institution.status == status)
    rows = await page(session, query, [Key(Institution.name), Key(Institution.id)], paging)
    return InstitutionPage.model_validate(rows, from_attributes=True)


@section.read("/{institution_id}", summary="查看评审机构", roles=SECRETARIAT)
async def show_institution(
    institution_id: PathId, response: Response, _actor: Caller, session: Transaction
) -> InstitutionView:
    """One institution of the register."""
    row = await found(session, Institution, institution_id)
    tag(response, row)
    return InstitutionView.model_validate(row)
