"""How far scores and evidence meet: evidence that no sheet cites, scores that cite nothing, by stage (art. 21)."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.applications.models import Application
from app.applications.reading import Piece, contents_of
from app.panels.models import ExpertRelation, Relation
from app.regulation.comments import Remarks, uncited, unsupported
from app.regulation.criteria import order_of
from app.regulation.panel import sight_faults
from app.regulation.refusals import require
from app.regulation.vocabulary import Role, Stage, Status
from app.reviews.citations import remarks_of
from app.reviews.history_schemas import EvidenceCoverage, StageCoverage, UncitedEvidence, UnsupportedItem
from app.reviews.models import ScoreSheet
from app.reviews.reading import items_of_sheets

Sheets = Sequence[Mapping[str, Remarks]]


async def coverage_of(session: AsyncSession, actor: Actor, application: Application) -> EvidenceCoverage:
    """Art. 21: the coverage in each stage whose submitted sheets the caller sees; 422 before his own is in (T10)."""
    require(sight_faults(own_sheet_submitted=await _is_in(session, actor, application), undertaking_signed=True))
    evidence = (await contents_of(session, application)).evidence
    return EvidenceCoverage(
        application_id=application.id,
        stages=[_stage(stage, sheets, evidence) for stage, sheets in (await _sheets(session, application)).items()],
    )


async def _is_in(session: AsyncSession, actor: Actor, application: Application) -> bool:
    """Say whether the caller may look: an expert once a sheet of his own on the application is in."""
    if actor.role is not Role.EXPERT:
        return True
    query = select(ExpertRelation.stage).where(ExpertRelation.application_id == application.id)
    query = query.where(ExpertRelation.expert_id == actor.party_id, ExpertRelation.sheet_in)
    return await session.scalar(query.limit(1)) is not None


async def _sheets(session: AsyncSession, application: Application) -> dict[Stage, list[dict[str, Remarks]]]:
    """Read what the submitted sheets that count cite, by stage in the order of the law."""
    query = select(ScoreSheet.id, ScoreSheet.stage).where(ScoreSheet.application_id == application.id)
    query = query.where(ScoreSheet.status == Status.SUBMITTED, ScoreSheet.relation == Relation.ASSIGNED)
    stages = {row[0]: row[1] for row in await session.execute(query)}
    items = await items_of_sheets(session, list(stages))
    return {
        stage: [remarks_of(items[sheet]) for sheet in stages if stages[sheet] is stage]
        for stage in Stage
        if stage in stages.values()
    }


def _stage(stage: Stage, sheets: Sheets, evidence: Sequence[Piece]) -> StageCoverage:
    pieces = {str(piece.id): piece for piece in evidence}
    bare = Counter(code for sheet in sheets for code in unsupported(sheet))
    return StageCoverage(
        stage=stage, sheets=len(sheets),
        uncited=[
            UncitedEvidence(evidence_id=pieces[each].id, title=pieces[each].title, filename=pieces[each].filename)
            for each in uncited(list(pieces), sheets)
        ],
        unsupported=[
            UnsupportedItem(item_code=code, sheets=bare[code])
            for code in sorted(bare, key=order_of)
        ],
    )  # fmt: skip
