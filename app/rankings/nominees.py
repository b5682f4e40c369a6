"""The candidates as the law takes them: rank, size and sector, and what they won in other years (arts. 4, 23, 24)."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.applications.models import Application
from app.cycles.models import Cycle
from app.cycles.reading import edition_of
from app.problems import Language, fault_in
from app.rankings.models import CandidateEntry
from app.rankings.names import credit_code_of
from app.rankings.schemas import PartView
from app.regulation.choices import OrganizationSize
from app.regulation.declaration import sector_of
from app.regulation.former import FormerTitle, closed_tiers, repeated
from app.regulation.partitions import PartitionState, Traits
from app.regulation.proposing import Nominee
from app.regulation.refusals import Reason
from app.titles.reading import occasion_of, titles_of

Closed = Mapping[str, tuple[Reason, ...]]
"""For each tier why it is closed to an organisation; () where it is not."""


def traits_of(size: str | None, industry: str | None) -> Traits:
    """Arts. 14, 19: size and sector as the declaration form states them."""
    return Traits(
        size=OrganizationSize(size) if size else None, sector=sector_of(industry[0]) if industry else None
    )  # fmt: skip


async def nominees_of(session: AsyncSession, cycle: Cycle) -> list[Nominee]:
    """Art. 23: the candidates of a cycle, with the tiers in which they would repeat a title outside the places."""
    query = (
        select(CandidateEntry, credit_code_of(Application.id))
        .join(Application, Application.id == CandidateEntry.application_id)
        .where(CandidateEntry.cycle_id == cycle.id)
        .order_by(CandidateEntry.place, CandidateEntry.application_id)
    )
    rows = [(row[0], row[1]) for row in await session.execute(query)]
    edition = edition_of(cycle)
    asked = [] if edition.repeat.takes_place else [code for _, code in rows]
    titles = await titles_of(session, asked, cycle.id)
    return [
        Nominee(
            application=str(entry.application_id), listed=entry.tier, rank=entry.place,
            traits=traits_of(entry.size, entry.industry),
            outside=frozenset(
                tier.code for tier in edition.tiers if repeated(titles.get(code, {}).values(), tier.order) is not None
            ),
        )
        for entry, code in rows
    ]  # fmt: skip


def _closed(cycle: Cycle, titles: Sequence[FormerTitle]) -> Closed:
    now = occasion_of(cycle)
    return {} if now is None else closed_tiers(titles, edition_of(cycle), now)


async def closed_of(session: AsyncSession, cycle: Cycle, applications: Mapping[UUID, str]) -> Mapping[UUID, Closed]:
    """`edition.cooldown`, `edition.repeat`: the tiers closed to each application (id → credit code)."""
    titles = await titles_of(session, applications.values(), cycle.id)
    return {each: _closed(cycle, tuple(titles[code].values())) for each, code in applications.items()}


def written_state(state: PartitionState) -> dict[str, object]:
    """`edition.partitions`: a part as a list's paper keeps it, in both languages."""
    part = state.partition
    return {
        "code": part.code, "name": part.name, "places": state.places, "least": part.least, "most": state.most,
        "members": state.members,
        "remarks": [{"code": r.code, "article": r.article, "zh": r.zh, "en": r.en} for r in state.remarks()],
    }  # fmt: skip


def told(language: Language, written: Mapping[str, Any]) -> PartView:
    """A part with its remarks in the language of the answer."""
    remarks = [fault_in(language, Reason(**remark)) for remark in written["remarks"]]
    return PartView.model_validate({**written, "remarks": remarks})
