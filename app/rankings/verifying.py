"""Verifying a sealed ranking from the rows beneath it: sheets, consensuses, reports, the record (arts. 15, 23)."""

from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.cycles.models import Cycle
from app.cycles.reading import edition_of
from app.panels.entering import items_of_set
from app.problems import fault_in
from app.rankings.models import Ranking, RankingEntry
from app.rankings.schemas import MismatchView, RankingVerification, SealCheckView
from app.regulation.ratios import Ratio
from app.regulation.refusals import Reason
from app.regulation.verification import CHECKED, Check, Mismatch, Recorded, SealedRow, Verification, verified
from app.reviews.stored import stored_cases


async def verification_of(session: AsyncSession, cycle: Cycle, ranking: Ranking) -> Verification:
    """Art. 23: check the seal, in a fixed number of statements."""
    entry = RankingEntry
    query = select(entry.application_id, entry.place, entry.total_num, entry.total_den)
    places = {
        str(application): (place, Ratio(num, den))
        for application, place, num, den in await session.execute(query.where(entry.ranking_id == ranking.id))
    }
    row = SealedRow(
        id=str(ranking.id), content=ranking.content, sha256=ranking.sha256.hex(),
        leaf_hash=ranking.leaf_hash.hex() if ranking.leaf_hash else None,
        recorded=await _recorded(session, ranking.leaf_id), places=places,
    )  # fmt: skip
    cases = await stored_cases(session, list(map(UUID, places)))
    criteria = await items_of_set(session, cycle.edition.criteria_set_id)
    return verified(row, cases, criteria, edition_of(cycle))


async def _recorded(session: AsyncSession, leaf_id: UUID | None) -> Recorded | None:
    query = text("SELECT leaf_hash, ranking_id, sha256 FROM award_recorded_seal(:leaf)")
    found = (await session.execute(query, {"leaf": leaf_id})).one_or_none()
    if found is None:
        return None
    return Recorded(leaf_hash=found.leaf_hash.hex(), ranking=found.ranking_id or "", sha256=found.sha256 or "")


def verification_view(actor: Actor, ranking: Ranking, found: Verification) -> RankingVerification:
    """Say what was checked and what differs, in words."""
    return RankingVerification(
        ranking_id=ranking.id, number=ranking.number, sha256=ranking.sha256.hex(),
        leaf_hash=ranking.leaf_hash.hex() if ranking.leaf_hash else None, is_equal=not found.mismatches,
        summary=_summary(actor, found), checks=[_check(actor, found, check) for check in found.checks],
        differences=[_difference(actor, each) for each in found.mismatches],
    )  # fmt: skip


def _summary(actor: Actor, found: Verification) -> str:
    number = len(found.mismatches)
    zh = f"有 {number} 处与封存的排序不符，须立即查明。" if number else "与封存的排序完全一致。"
    en = f"{number} things differ from the sealed ranking: find out why." if number else "All is as it was sealed."
    return zh if actor.language == "zh" else en


def _check(actor: Actor, found: Verification, check: Check) -> SealCheckView:
    zh, en = CHECKED[check]
    equal = all(each.check is not check for each in found.mismatches)
    return SealCheckView(check=check, claim=zh if actor.language == "zh" else en, is_equal=equal)


def _difference(actor: Actor, each: Mismatch) -> MismatchView:
    reason: Reason = each.reason
    return MismatchView(
        check=each.check, application_id=UUID(each.application) if each.application else None, of=each.of,
        sealed=each.sealed, found=each.found, message=fault_in(actor.language, reason).message,
    )  # fmt: skip
