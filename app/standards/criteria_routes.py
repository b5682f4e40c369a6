"""The criteria, public, so that anybody may assess himself by them (arts. 12, 13)."""

from typing import Annotated

from fastapi import Path
from sqlalchemy import select

from app.accounts.doorway import Transaction
from app.errors import NotFound
from app.regulation.vocabulary import Role
from app.sections import Section
from app.standards.criteria import nodes_of
from app.standards.models import CriteriaSet
from app.standards.schemas import BandView, CriteriaView, CriterionView

section = Section("/v1/criteria", tag="评定标准", about="评定标准的类目、条款与分值，对外公开")
Code = Annotated[str, Path(pattern="^[a-z0-9][a-z0-9-]{1,60}$", examples=["gbt19580-2012"])]


@section.read("/{code}", summary="查看评定标准", roles=frozenset(Role))
async def show_criteria(code: Code, session: Transaction) -> CriteriaView:
    """One set of criteria, its nodes in the order of the standard."""
    whole = await session.scalar(select(CriteriaSet).where(CriteriaSet.code == code))
    if whole is None:
        raise NotFound
    nodes = await nodes_of(session, whole.id)
    return CriteriaView(
        code=whole.code, title=whole.title, total=whole.total, points_confirmed=whole.points_confirmed,
        bands=[BandView.model_validate(band) for band in whole.bands],
        nodes=[CriterionView.model_validate(node) for node in nodes],
    )  # fmt: skip
