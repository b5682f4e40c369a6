"""The certificate check: what stands on a plaque, compared with the roll by anybody (arts. 26, 29)."""

from typing import Annotated, Any

from fastapi import Query
from sqlalchemy import ColumnElement, Select, SQLColumnExpression, func, literal, select

from app.accounts.doorway import Today, Transaction
from app.cycles.models import Cycle, Prize
from app.honours.awards import honour_view
from app.honours.certificate_schemas import CertificateCheck, CertificateView
from app.honours.models import Commendation
from app.http import Text
from app.sections import PUBLIC, Section
from app.titles.models import Award

section = Section("/v1/certificates", tag="证书查验", about="凭奖牌编号和组织名称查验称号，已撤销和已到期的如实说明")
PlaqueNumber = Annotated[str, Text(40), Query(description="奖牌编号", examples=["JYMQA-2022-01"])]
Name = Annotated[str, Text(100), Query(description="奖牌上的组织全称", examples=["阳光智造（演练）有限公司"])]


@section.read("", summary="查验奖牌和证书", roles=PUBLIC)
async def check_certificate(
    plaque_number: PlaqueNumber, organization_name: Name, session: Transaction, today: Today
) -> CertificateCheck:
    """Say whether this plaque was handed to this organization, and what the title is today.

    Number and name are asked for together, and a wrong one of them is answered as both are: nobody learns from the
    numbers whom there are, and of titles not granted yet there is nothing here.
    """
    row = (await session.execute(_plaque(plaque_number, organization_name))).first()
    if row is None:
        return CertificateCheck(is_genuine=False, certificate=None)
    title = honour_view(row, today).model_dump()
    certificate = CertificateView(plaque_number=row.plaque_number, revocation=row.revocation_number, **title)
    return CertificateCheck(is_genuine=True, certificate=certificate)


def _plaque(number: str, name: str) -> Select[*tuple[Any, ...]]:
    """Give the title whose plaque has that number and bears that name."""
    return (
        select(
            Award.plaque_number, Award.organization_name, Award.tier, Award.granted_on, Award.status,
            Award.revoked_on, Award.valid_until, Award.renewed_on, Award.revocation_number,
            Cycle.award_year, Prize.name.label("tier_name"),
            Commendation.document_number.label("commendation"),
        )
        .join(Cycle, Cycle.id == Award.cycle_id)
        .join(Prize, (Prize.cycle_id == Award.cycle_id) & (Prize.tier == Award.tier))
        .join(Commendation, Commendation.id == Award.commendation_id)
        .where(_read(Award.plaque_number) == _read(literal(number)))
        .where(_read(Award.organization_name) == _read(literal(name)))
    )  # fmt: skip


def _read(text: SQLColumnExpression[Any]) -> ColumnElement[str]:
    """Take as the same what reads the same on a plaque: wide and narrow signs, blanks, small letters and capitals."""
    return func.regexp_replace(func.lower(func.pg_catalog.normalize(text, "NFKC")), r"\s", "", "g")
