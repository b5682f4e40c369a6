"""Sealing a ranking: every scored application in the order of its exact score, with all that it rests on (art. 23)."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC
from hashlib import sha256
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor, leaf_hash_of
from app.applications.models import Application
from app.cycles.models import Cycle
from app.cycles.reading import edition_of
from app.rankings.models import Ranking, RankingEntry
from app.record import RecordLeaf
from app.regulation.measures import Edition
from app.regulation.ratios import Ratio
from app.regulation.refusals import Reason
from app.regulation.seal import (
    Seal,
    SealedEntry,
    basis_of,
    canonical_bytes,
    order_of,
    sealed_content,
    subtotal,
    ties_of,
)
from app.regulation.table.moves import STAGE_DONE
from app.regulation.vocabulary import Status
from app.reviews.models import ComprehensiveReport
from app.reviews.stored import Agreed, agreed_of

Scored = Sequence[tuple[Application, ComprehensiveReport]]


async def scored_of(session: AsyncSession, cycle: Cycle) -> list[tuple[Application, ComprehensiveReport]]:
    """Art. 23: every scored application with its comprehensive report."""
    query = (
        select(Application, ComprehensiveReport)
        .join(ComprehensiveReport, ComprehensiveReport.application_id == Application.id)
        .where(Application.cycle_id == cycle.id, Application.status == Status.SCORED)
    )
    return [(application, report) for application, report in await session.execute(query)]


async def freeze_faults(session: AsyncSession, cycle: Cycle, scored: Scored, number: int, reason: str) -> list[Reason]:
    """Arts. 22, 23: all who went on have been scored, there is somebody to rank, and a second ranking has a reason."""
    on_the_way = {Status.SHORTLISTED, *(STAGE_DONE[stage] for stage in edition_of(cycle).stage_order)}
    waiting = select(func.count()).where(Application.cycle_id == cycle.id, Application.status.in_(on_the_way))
    left = (await session.execute(waiting)).scalar_one()
    checks = (
        (left > 0, "unscored", "第二十二条", f"尚有 {left} 家组织未出具综合评审报告。",
         f"{left} applications have no comprehensive report yet.", ""),
        (not scored, "empty", "第二十三条", "没有可排序的组织。", "There is nobody to rank.", ""),
        (number > 1 and not reason.strip(), "reason", "第二十三条", "重新排序须说明理由。",
         "A second ranking needs a reason.", "/reason"),
    )  # fmt: skip
    return [
        Reason(code=f"ranking.{kind}", article=article, zh=zh, en=en, pointer=pointer)
        for broken, kind, article, zh, en, pointer in checks
        if broken
    ]


def breakers_of(edition: Edition, agreed: Collection[Agreed]) -> dict[UUID, dict[str, int]]:
    """`edition.tie_order`: each application's hundredths in those criteria, of the last stage's consensus."""
    last = edition.stage_order[-1]
    points = {
        one.application_id: {item.item: item.hundredths for item in one.items} for one in agreed if one.stage is last
    }
    return {each: {code: subtotal(items, code) for code in edition.tie_order} for each, items in points.items()}


async def seal_of(session: AsyncSession, cycle: Cycle, scored: Scored) -> Seal:
    """Art. 23: the seal of the scored applications, in the order that their scores make."""
    edition = edition_of(cycle)
    agreed = await agreed_of(session, [application.id for application, _ in scored], with_spread=False)
    subtotals = breakers_of(edition, agreed)
    entries = {
        str(application.id): SealedEntry(
            application=str(application.id), organization=application.organization_name, place=0,
            total=Ratio(report.total_num, report.total_den),
            stages={str(one.stage): Ratio(one.total) for one in agreed if one.application_id == application.id},
            subtotals=subtotals.get(application.id, {}),
        )
        for application, report in scored
    }  # fmt: skip
    order = order_of(list(entries.values()), edition.tie_order)
    placed = tuple(replace(entries[standing.application], place=standing.rank) for standing in order)
    return Seal(basis=basis_of(edition), entries=placed, ties=ties_of(order))


def ranking_of(
    actor: Actor, cycle: Cycle, seal: Seal, scored: Scored, *, number: int, reason: str
) -> tuple[Ranking, list[RankingEntry]]:
    """Art. 23: the ranking as its canonical bytes with their hash, and its places; its own id is in the bytes."""
    ranking = Ranking(
        cycle_id=cycle.id, number=number, content=b"", sha256=b"", reason=reason, frozen_by=actor.user_id,
        frozen_at=actor.now,
    )  # fmt: skip
    about = {
        "ranking": str(ranking.id), "cycle": str(cycle.id), "number": number, "reason": reason,
        "frozen_at": actor.now.astimezone(UTC).isoformat(), "frozen_by": str(actor.pseudonym or ""),
    }  # fmt: skip
    notes = {
        str(application.id): {"arithmetic": report.inputs, "inputs_sha256": report.inputs_sha256.hex()}
        for application, report in scored
    }
    ranking.content = canonical_bytes(sealed_content(seal, about, notes))
    ranking.sha256 = sha256(ranking.content).digest()
    return ranking, [
        RankingEntry(
            ranking_id=ranking.id, application_id=UUID(e.application), cycle_id=cycle.id, place=e.place,
            total_num=e.total.num, total_den=e.total.den,
        )
        for e in seal.entries
    ]  # fmt: skip


def keep_leaf(ranking: Ranking, leaf: RecordLeaf) -> None:
    """Art. 23: the seal names the leaf of the act that made it, which names the seal's hash."""
    ranking.leaf_id, ranking.leaf_hash = leaf.id, bytes.fromhex(leaf_hash_of(leaf))
