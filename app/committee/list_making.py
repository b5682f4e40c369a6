"""Making the proposed list: whom the ballots carried, how many places are free, who moves where (arts. 4, 24)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.applications.models import Application
from app.committee.decision_models import NameReveal, ProposedEntry, ProposedList
from app.committee.list_parts import held_in, parts_of, stood_back
from app.committee.list_schemas import NewProposedList
from app.committee.list_standing import Standing, replaced_in, standing_of
from app.committee.models import Ballot
from app.committee.reading import locked_applications, names_of, voted_of
from app.cycles.masking import are_masked
from app.cycles.models import AwardSlot, Cycle
from app.cycles.reading import edition_of
from app.legislation.reading import require_resolution
from app.rankings.lists import seal_of_lists
from app.rankings.nominees import nominees_of
from app.rankings.reading import canonical, newest, require_known_tiers, require_no_tie, tie_decisions
from app.regulation.measures import Edition
from app.regulation.partitions import Traits
from app.regulation.proposing import Nominee, Proposal, Voted, all_passed_over, propose, unvoted_faults
from app.regulation.refusals import Reason, require
from app.regulation.selection import order_faults
from app.regulation.vocabulary import Status

POOL = {
    True: frozenset({Status.CANDIDATE, Status.PROPOSED, Status.NOT_PROPOSED}),
    False: frozenset({Status.NOT_PROPOSED}),
}
"""Who may be on a list: before its notice and submission everybody anew, afterwards only a substitute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """The state from which a list is made; applications are locked."""

    edition: Edition
    applications: Mapping[str, Application]
    pool: tuple[Nominee, ...]
    voted: tuple[Voted, ...]
    ballots: Mapping[tuple[str, str], Ballot]
    ranks: Mapping[str, int]
    traits: Mapping[str, Traits]
    """Size and sector of every candidate, for the parts of the places (edition.partitions)."""
    standing: Standing
    seal: str | None
    """The hash of the sealed ranking on which the candidate lists rest."""
    resolutions: Mapping[str, tuple[UUID | None, ...]]
    """By tier, for each place in its order: the resolution that a place beyond the rule rests on."""

    @property
    def free(self) -> dict[str, int]:
        """Free places by tier."""
        held = self.standing.held
        return {tier: max(len(places) - held.get(tier, 0), 0) for tier, places in self.resolutions.items()}


async def field_of(session: AsyncSession, cycle: Cycle, body: NewProposedList) -> Field:
    """Read and lock what the list is made of."""
    edition = edition_of(cycle)
    require_known_tiers(edition, {extra.tier for extra in body.extra_places}, "/extra_places")
    nominees, (voted, ballots) = await nominees_of(session, cycle), await voted_of(session, cycle.id)
    locked = await locked_applications(session, [UUID(nominee.application) for nominee in nominees])
    applications = {str(key): row for key, row in locked.items()}
    first = cycle.status is Status.DELIBERATION
    standing = await standing_of(session, cycle, body.replaces)
    gone = await replaced_in(session, cycle, body)
    pool = tuple(n for n in nominees if applications[n.application].status in POOL[first] and n.application not in gone)
    names = {n.application for n in pool}
    seal = await seal_of_lists(session, cycle.id)
    return Field(
        edition=edition, applications=applications, pool=pool,
        voted=tuple(v for v in voted if v.application in names), ballots=ballots, standing=standing,
        ranks={n.application: n.rank for n in nominees}, traits={n.application: n.traits for n in nominees},
        seal=seal.hex() if seal else None, resolutions=await _places(session, cycle, body, standing),
    )  # fmt: skip


async def _places(
    session: AsyncSession, cycle: Cycle, body: NewProposedList, standing: Standing
) -> dict[str, tuple[UUID | None, ...]]:
    slots = select(AwardSlot).where(AwardSlot.cycle_id == cycle.id).order_by(AwardSlot.slot)
    places: dict[str, list[UUID | None]] = {tier.code: [] for tier in edition_of(cycle).tiers}
    for slot in await session.scalars(slots):
        places[slot.tier].append(slot.resolution_id)
    for entry in standing.beyond_the_rule:
        if (entry.position or 0) > len(places[entry.tier]):
            places[entry.tier].append(entry.resolution_id)
    for number, extra in enumerate(body.extra_places):
        await require_resolution(session, extra.resolution_id, f"/extra_places/{number}/resolution_id")
        places[extra.tier] += [extra.resolution_id] * extra.places
    return {tier: tuple(resolutions) for tier, resolutions in places.items()}


async def proposal_of(session: AsyncSession, cycle: Cycle, body: NewProposedList, field: Field) -> Proposal:
    """Arts. 4, 7, 24: whom the list takes; 422 with every reason, or with the tie that must be decided first."""
    before = await newest(session, ProposedList, cycle.id)
    running = select(Ballot.id).where(Ballot.cycle_id == cycle.id, Ballot.status == Status.OPEN).limit(1)
    hard = {tier.code for tier in field.edition.tiers if tier.places_hard} & {e.tier for e in body.extra_places}
    checks = (
        (await session.scalar(running) is not None, "ballot_open", "第二十四条", "", "尚有表决未结束。",
         "A ballot is still open."),
        (before is not None and not body.reason.strip(), "reason", "第二十四条", "/reason", "再次确定名单须说明理由。",
         "A further list needs a reason."),
        (bool(hard), "places_hard", "第四条", "/extra_places", "该奖项名额不得超过。", "The tier's places are hard."),
    )  # fmt: skip
    faults = [
        Reason(code=f"list.{kind}", article=article, pointer=pointer, zh=zh, en=en)
        for broken, kind, article, pointer, zh, en in checks
        if broken
    ]
    unvoted = unvoted_faults(field.pool, field.voted) if cycle.status is Status.DELIBERATION else ()
    require((*faults, *unvoted))
    decisions = await tie_decisions(session, body.tie_decisions)
    found = propose(
        field.pool, field.voted, field.free, field.edition, decisions, held_in(field.standing, field.traits)
    )
    require_no_tie(found.tie, await names_of(session, list(map(UUID, field.applications))), decisions, field.edition)
    over = order_faults(tuple(all_passed_over(found, field.pool, field.voted)), reasons_of(body), field.edition)
    # A list may name nobody anew and only ask that a name be struck for which there is no substitute.
    require(over or ([] if found.names or body.replaces or field.standing.carried else [EMPTY]))
    return found


EMPTY = Reason(
    code="list.empty", article="第二十四条",
    zh="没有可列入名单的组织：无人通过表决，或名额已满。可就候选组织再次表决，原表决保留；"
    "确实无人通过的，奖项空缺，由评委会决议取消本年度评定（第七条（一））。",
    en="Nobody can be on the list: no ballot carried anybody, or all places are taken. A further ballot may be held, "
    "the earlier one stands; where nobody passes, the committee resolves to cancel the year (art. 7(1)).",
)  # fmt: skip


def moves_of(field: Field, proposal: Proposal) -> list[tuple[Application, Status]]:
    """Art. 24: who becomes proposed or not proposed, as far as it changes."""
    wanted = [
        (field.applications[n.application], Status.PROPOSED if n.application in proposal.names else Status.NOT_PROPOSED)
        for n in field.pool
    ]
    fallen = [(field.applications[str(each)], Status.NOT_PROPOSED) for each in field.standing.dropped]
    return [(row, status) for row, status in (*wanted, *fallen) if row.status is not status]


async def paper_of(
    session: AsyncSession, actor: Actor, cycle: Cycle, body: NewProposedList, number: int, field: Field,
    proposal: Proposal,
) -> tuple[ProposedList, list[ProposedEntry]]:  # fmt: skip
    """Art. 24: the list as canonical JSON with its hash, and its rows."""
    places = {tier.code: tier.places for tier in field.edition.tiers}
    list_ = ProposedList(
        cycle_id=cycle.id, number=number, content=b"", sha256=b"", reason=body.reason, fixed_by=actor.user_id,
        fixed_at=actor.now,
    )  # fmt: skip
    entries = [
        ProposedEntry(
            list_id=list_.id, application_id=UUID(name), cycle_id=cycle.id, tier=tier, position=position,
            places=places[tier], ballot_id=field.ballots[name, tier].id,
            resolution_id=None if position is None else field.resolutions[tier][position - 1],
        )
        for tier, chosen in proposal.chosen.items()
        for position, name in _placed(field.standing, tier, chosen, proposal.outside)
    ]  # fmt: skip
    names = await revealed_names(session, cycle, list_, field)
    list_.content, list_.sha256 = canonical(
        {
            "cycle": cycle.id, "number": number, "reason": body.reason, "fixed_at": actor.now.isoformat(),
            "ranking_sha256": field.seal, "replaces": sorted(map(str, body.replaces)),
            "passed_over": _passed_over(body, field, proposal, names),
            "entries": [_written(entry, field, names) for entry in entries],
            "parts": _parts(field, proposal), "stood_back": stood_back(names, proposal),
        }
    )  # fmt: skip
    return list_, entries


async def revealed_names(session: AsyncSession, cycle: Cycle, list_: ProposedList, field: Field) -> dict[str, str]:
    """Art. 24: reveal the names with the first list, which states them; every choice that it rests on is made."""
    if await are_masked(session, cycle.id):
        session.add(NameReveal(cycle_id=cycle.id, list_id=list_.id))
        await session.flush()
    return await names_of(session, list(map(UUID, field.applications)))


def _placed(
    standing: Standing, tier: str, chosen: Sequence[str], outside: Collection[str]
) -> Iterator[tuple[int | None, str]]:
    """Art. 4: who is taken over and who is chosen anew, each on the next place; outside the places without one."""
    placed = [name for name in chosen if name not in outside]
    yield from enumerate((*standing.carried_to(tier), *placed), standing.taken(tier) + 1)
    yield from ((None, name) for name in (*standing.outside(tier), *(name for name in chosen if name in outside)))


def _parts(field: Field, proposal: Proposal) -> list[dict[str, object]]:
    places = {tier: len(resolutions) for tier, resolutions in field.resolutions.items()}
    held = held_in(field.standing, field.traits)
    return parts_of(field.edition, places, held, field.traits, proposal)


def reasons_of(body: NewProposedList) -> dict[str, dict[str, str]]:
    """Art. 24: the reasons for passing over, by tier and application."""
    return {tier: {str(key): text for key, text in texts.items()} for tier, texts in body.passed_over.items()}


def _passed_over(
    body: NewProposedList, field: Field, proposal: Proposal, names: Mapping[str, str]
) -> list[dict[str, object]]:
    reasons = reasons_of(body)
    return [
        {"application_id": one.application, "organization_name": names[one.application],
         "tier": one.tier, "rank": one.rank, "reason": reasons[one.tier][one.application]}
        for one in all_passed_over(proposal, field.pool, field.voted)
    ]  # fmt: skip


def _written(entry: ProposedEntry, field: Field, names: Mapping[str, str]) -> dict[str, object]:
    name = str(entry.application_id)
    return {
        "application_id": name, "organization_name": names[name], "tier": entry.tier,
        "position": entry.position, "rank": field.ranks[name], "ballot": entry.ballot_id,
        "in_favour": field.ballots[name, entry.tier].in_favour, "resolution": entry.resolution_id,
    }  # fmt: skip
