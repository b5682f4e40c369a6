"""Who stands on the lists of a year when a further one is made: approved, laid before the government, or carried on."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.applications.models import Application
from app.committee.decision_models import GovernmentSubmission, ProposedEntry, ProposedList, SubmissionReturn
from app.committee.list_schemas import NewProposedList
from app.cycles.models import Cycle
from app.regulation.refusals import Reason, require
from app.regulation.vocabulary import Status

STATUSES = frozenset({Status.PROPOSED, Status.APPROVED_IN_NOTICE, Status.APPROVED, Status.AWARDED})
HOLDING = STATUSES | {Status.REVOKED}
"""A place is awarded once (I3): a title that is revoked stands no more, and nobody comes on its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Arts. 24-26: the newest entry of each who stands; before the first list nobody does."""

    settled: Mapping[str, int] = field(default_factory=dict)
    """Places by tier held by those whom the government has approved, or on whom it is asked now."""
    placed: tuple[ProposedEntry, ...] = ()
    """The entries of those who hold these places."""
    carried: tuple[ProposedEntry, ...] = ()
    """Who was proposed by a list that is not with the government: a further list takes them over, in this order."""
    dropped: tuple[UUID, ...] = ()
    """Who was proposed by such a list and is replaced."""
    beyond_the_rule: tuple[ProposedEntry, ...] = ()
    """The entries of such a list on places that a resolution added."""

    @property
    def held(self) -> dict[str, int]:
        """Places that are not free, by tier."""
        tiers = {*self.settled, *(entry.tier for entry in self.carried)}
        return {tier: self.taken(tier) + len(self.carried_to(tier)) for tier in tiers}

    @property
    def holders(self) -> tuple[tuple[str, str], ...]:
        """Who holds a place: application and tier."""
        kept = (entry for entry in self.carried if entry.position is not None)
        return tuple((str(entry.application_id), entry.tier) for entry in (*self.placed, *kept))

    def taken(self, tier: str) -> int:
        """How many places of the tier come before those of a further list."""
        return self.settled.get(tier, 0)

    def carried_to(self, tier: str) -> tuple[str, ...]:
        """Whom a further list takes over on the places of the tier."""
        mine = (entry for entry in self.carried if entry.tier == tier and entry.position is not None)
        return tuple(str(entry.application_id) for entry in mine)

    def outside(self, tier: str) -> tuple[str, ...]:
        """Whom a further list takes over in no place of the tier (edition.repeat)."""
        mine = (entry for entry in self.carried if entry.tier == tier and entry.position is None)
        return tuple(str(entry.application_id) for entry in mine)


async def standing_of(session: AsyncSession, cycle: Cycle, replaced: Collection[UUID]) -> Standing:
    """Read who stands; who is replaced holds no place, but the schema keeps an approved one till he is struck.

    While the committee deliberates on the year's first list nobody stands: each list is made from all candidates anew.
    """
    if cycle.status is Status.DELIBERATION:
        require(_not_standing(each) for each in sorted(replaced))
        return Standing()
    returned = GovernmentSubmission.id.in_(select(SubmissionReturn.submission_id))
    query = (
        select(ProposedEntry, Application.status, GovernmentSubmission.id)
        .join(ProposedList, ProposedList.id == ProposedEntry.list_id)
        .join(Application, Application.id == ProposedEntry.application_id)
        .outerjoin(GovernmentSubmission, (GovernmentSubmission.list_id == ProposedList.id) & ~returned)
        .where(ProposedList.cycle_id == cycle.id, Application.status.in_(HOLDING))
        .order_by(ProposedList.number, ProposedEntry.position)
    )
    newest = {entry.application_id: (entry, status, sent) for entry, status, sent in await session.execute(query)}
    standing = {each for each, (_, status, _) in newest.items() if status in STATUSES}
    require(_not_standing(each) for each in sorted(set(replaced) - standing))
    # Of the lists that were never submitted, or came back, only the newest counts.
    waiting = [entry for entry, status, sent in newest.values() if status is Status.PROPOSED and sent is None]
    waiting.sort(key=lambda entry: entry.position or 0)
    placed = [entry for entry, *_ in newest.values() if entry not in waiting and entry.position is not None]
    placed = [entry for entry in placed if entry.application_id not in replaced]
    settled = [entry.tier for entry in placed]
    return Standing(
        placed=tuple(placed),
        settled={tier: settled.count(tier) for tier in settled},
        carried=tuple(entry for entry in waiting if entry.application_id not in replaced),
        dropped=tuple(entry.application_id for entry in waiting if entry.application_id in replaced),
        beyond_the_rule=tuple(entry for entry in waiting if entry.resolution_id is not None),
    )


async def replaced_in(session: AsyncSession, cycle: Cycle, body: NewProposedList) -> set[str]:
    """Art. 26: who was replaced by this list or an earlier one, and comes on no further list of the year."""
    papers = await session.scalars(select(ProposedList.content).where(ProposedList.cycle_id == cycle.id))
    earlier = (each for paper in papers for each in json.loads(paper)["replaces"])
    return {*map(str, body.replaces), *earlier}


def _not_standing(application_id: UUID) -> Reason:
    return Reason(
        code="list.replaces_unknown", article="第二十六条", pointer=f"/replaces/{application_id}",
        zh="被替换的组织不在拟奖或已批准之列。", en="Who is replaced is neither proposed nor approved.",
    )  # fmt: skip
