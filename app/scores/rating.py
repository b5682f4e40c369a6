"""The ratings of a cycle as the law's values: every percent that counts, beside the consensus on its item (art. 31)."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.applications.models import Application
from app.regulation.raters import Agreement, RaterStatistic, Rating, agreements, rater_statistics
from app.reviews.stored import agreed_of, sheets_of
from app.scores.explaining import names_of, ratio_view
from app.scores.schemas import AgreementView, RaterStatistics, RaterView, RatioView


async def ratings_of(session: AsyncSession, cycle_id: UUID) -> list[Rating]:
    """Read every percent of the sheets that count in the cycle."""
    rows = await session.scalars(select(Application.id).where(Application.cycle_id == cycle_id))
    applications = list(rows)
    agreed = {
        (one.application_id, one.stage, item.item): item.percent
        for one in await agreed_of(session, applications)
        for item in one.items
    }
    return [
        Rating(
            stage=sheet.stage, application=str(sheet.application_id), expert=str(sheet.expert_id), item=item.item,
            percent=item.percent, agreed=agreed.get((sheet.application_id, sheet.stage, item.item)),
        )
        for sheet in await sheets_of(session, applications)
        if sheet.counts
        for item in sheet.items
    ]  # fmt: skip


async def statistics_of(session: AsyncSession, cycle_id: UUID) -> RaterStatistics:
    """Art. 31: the raters of the cycle and how far they agree."""
    ratings = await ratings_of(session, cycle_id)
    found = rater_statistics(ratings)
    names = await names_of(session, {UUID(one.expert) for one in found})
    return RaterStatistics(
        raters=[_rater(one, names.get(UUID(one.expert), "")) for one in found],
        agreements=[_agreement(one) for one in agreements(ratings)],
    )


def _rater(one: RaterStatistic, name: str) -> RaterView:
    variance = RatioView.model_validate(ratio_view(one.variance))
    return RaterView(
        expert_id=UUID(one.expert), expert_name=name, stage=one.stage, applications=one.applications, items=one.items,
        shift_from_panel=ratio_view(one.shift_from_panel), shift_from_consensus=ratio_view(one.shift_from_consensus),
        distance_to_consensus=ratio_view(one.distance_to_consensus), variance=variance, few=one.few,
    )  # fmt: skip


def _agreement(one: Agreement) -> AgreementView:
    return AgreementView(
        stage=one.stage, applications=one.applications, pairs=one.pairs,
        mean_difference=ratio_view(one.mean_difference), intraclass=ratio_view(one.intraclass),
    )  # fmt: skip
