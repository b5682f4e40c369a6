"""Taking in the criteria of any city: the same faults told of a JSON body and of a workbook (arts. 8(2), 12, 13)."""

from dataclasses import replace

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor, perform
from app.editions import catalogue
from app.regulation.act import Act
from app.regulation.criteria import Criteria, Criterion, CriterionKind, fault_at
from app.regulation.criteria_sets import import_faults
from app.regulation.refusals import Reason
from app.standards.criteria import rows_of, set_of
from app.standards.models import CriteriaSet
from app.standards.schemas import ImportedCriteria, ImportedCriterion


def criteria_in(body: ImportedCriteria) -> Criteria:
    """Read what was sent as the law's value; nobody has checked it in print here."""
    return Criteria(
        code=body.code, standard=body.title, total=body.total,
        bands=tuple((band.lowest, band.highest) for band in body.bands), rows=tuple(map(_criterion, body.nodes)),
    )  # fmt: skip


def _criterion(sent: ImportedCriterion) -> Criterion:
    usual = CriterionKind.ROOT if sent.parent is None else CriterionKind.PROCESS
    return Criterion(
        code=sent.code, title=sent.title, title_en=sent.title_en, points=sent.points, kind=sent.kind or usual,
        parent=sent.parent, points_confirmed=False, title_confirmed=False, requirement=sent.requirement,
        guide=sent.guide,
    )  # fmt: skip


async def faults_in(session: AsyncSession, criteria: Criteria) -> tuple[Reason, ...]:
    """Arts. 12, 13, 16: everything against taking the criteria in; their code must be new, for none is replaced."""
    known = await session.scalar(select(exists().where(CriteriaSet.code == criteria.code)))
    taken = ()
    if known or criteria.code in catalogue.criteria_codes():
        taken = (
            replace(
                fault_at("code_taken", "/code", f"编码 {criteria.code} 已有评定标准；更正须用新的编码。",
                         f"There are criteria {criteria.code} already; a correction takes a new code."),
                article="第十六条",
            ),
        )  # fmt: skip
    return (*taken, *import_faults(criteria))


def sent_reasons(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Point the reasons at the members of the body that was sent."""
    return tuple(replace(each, pointer=each.pointer.replace("/rows", "/nodes", 1)) for each in reasons)


def take_in(session: AsyncSession, actor: Actor, criteria: Criteria) -> CriteriaSet:
    """Write sound criteria as a draft of the secretariat (art. 8(2))."""
    whole = set_of(criteria)
    whole.imported_by, whole.imported_at = actor.user_id, actor.now
    perform(session, actor, Act.IMPORT_CRITERIA, whole, detail={"code": whole.code, "total": whole.total})
    session.add_all(rows_of(criteria, whole.id))
    return whole
