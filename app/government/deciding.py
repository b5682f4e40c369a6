"""The government's decision on a list: who is approved, who is struck, who stands approved afterwards (arts. 4, 24)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.applications.models import Application
from app.committee.decision_models import DecisionEntry, GovernmentDecision, GovernmentSubmission, ProposedEntry
from app.cycles.models import AwardSlot, Cycle, Prize
from app.cycles.reading import edition_of
from app.eligibility.models import Round
from app.eligibility.reading import recheck_missing
from app.files.models import StoredFile
from app.government.schemas import NewDecision
from app.government.submitting import answers_to
from app.rankings.making import recheck_faults
from app.regulation.refusals import Reason, require
from app.regulation.sending_back import closed_faults
from app.regulation.table.moves import approved
from app.regulation.vocabulary import Status

STRIKABLE = frozenset({Status.APPROVED_IN_NOTICE, Status.APPROVED})
APPROVED = STRIKABLE | {Status.AWARDED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a decision does; applications are locked."""

    applications: Mapping[UUID, Application]
    approved: Mapping[UUID, ProposedEntry]
    """Of this list, by application."""
    struck: Mapping[UUID, str]
    """Reasons by application, of this list and of earlier ones."""
    tiers: Mapping[UUID, str]
    """The tier of everybody whom this or an earlier decision names."""
    kept: frozenset[UUID]
    """Approved earlier and not struck now."""
    won: Status
    """What an approved application becomes: where a notice of the approved list follows, it is in that notice."""
    outside: frozenset[UUID]
    """Repeated titles that count in no place (edition.repeat.takes_place)."""

    @property
    def moves(self) -> list[tuple[Application, Status]]:
        """Art. 24: the applications that move on."""
        fates = dict.fromkeys(self.approved, self.won) | dict.fromkeys(self.struck, Status.NOT_APPROVED)
        return [(self.applications[each], status) for each, status in fates.items()]

    @property
    def winners(self) -> list[dict[str, str]]:
        """All that stand approved after the decision, in a fixed order."""
        return sorted(
            (
                {
                    "application_id": str(each), "tier": self.tiers[each],
                    "organization_name": self.applications[each].organization_name,
                }
                for each in {*self.approved, *self.kept}
            ),
            key=lambda winner: (winner["tier"], winner["application_id"]),
        )  # fmt: skip


async def outcome_of(
    session: AsyncSession, cycle: Cycle, submission: GovernmentSubmission, body: NewDecision
) -> Outcome:
    """Read and lock the names of the list and the earlier winners; 422 for a struck name that is neither."""
    listed = {
        entry.application_id: entry
        for entry in await session.scalars(select(ProposedEntry).where(ProposedEntry.list_id == submission.list_id))
    }
    earlier, outside = await _earlier(session, cycle)
    query = select(Application).where(Application.id.in_({*listed, *earlier})).order_by(Application.id)
    rows = {row.id: row for row in await session.scalars(query.with_for_update(key_share=True))}
    struck = {each.application_id: each.reason for each in body.struck}
    open_ = {each for each in listed if rows[each].status is Status.PROPOSED}
    standing = {each for each in earlier if rows[each].status in APPROVED}
    strikable = open_ | {each for each in standing if rows[each].status in STRIKABLE}
    require(_not_listed(each) for each in sorted(struck.keys() - strikable))
    return Outcome(
        applications=rows, approved={each: listed[each] for each in listed if each in open_ and each not in struck},
        struck=struck, tiers=earlier | {each: entry.tier for each, entry in listed.items()},
        kept=frozenset(standing - struck.keys()), won=approved(edition_of(cycle).notice.position),
        outside=outside | {each for each, entry in listed.items() if entry.position is None},
    )  # fmt: skip


async def _earlier(session: AsyncSession, cycle: Cycle) -> tuple[dict[UUID, str], frozenset[UUID]]:
    """Give the tier of everybody whom an earlier decision of the cycle approved, and who of them takes no place."""
    query = select(DecisionEntry.application_id, DecisionEntry.tier, DecisionEntry.outside_places).where(
        DecisionEntry.cycle_id == cycle.id, DecisionEntry.is_approved
    )
    rows = (await session.execute(query)).all()
    return {row.application_id: row.tier for row in rows}, frozenset(r.application_id for r in rows if r.outside_places)


async def require_decidable(
    session: AsyncSession, submission: GovernmentSubmission, body: NewDecision, found: Outcome, today: date
) -> None:
    """Arts. 11, 24: open, on a possible day, with its own scan, and each name rechecked before approval."""
    scan = select(StoredFile.id).where(StoredFile.id == body.scan_file_id, StoredFile.owner_id == submission.cycle_id)
    lacks_scan = body.scan_file_id is not None and await session.scalar(scan) is None
    checks = (
        (not submission.submitted_on <= body.decided_on <= today, "date", "/decided_on",
         "决定日期须在报请之后、今日之前。",
         "It was decided between the submission and today."),
        (len(body.struck) != len(found.struck), "struck_twice", "/struck", "同一组织列出两次。",
         "A name is struck twice."),
        (lacks_scan, "scan", "/scan_file_id", "没有这一扫描件。", "There is no such scan."),
    )  # fmt: skip
    faults = [
        Reason(code=f"decision.{kind}", article="第二十四条", pointer=pointer, zh=zh, en=en)
        for broken, kind, pointer, zh, en in checks
        if broken
    ]
    closed = closed_faults(**await answers_to(session, submission.id), pointer="/submission_id")
    missing = await recheck_missing(session, list(found.approved), Round.APPROVAL, submission.submitted_on)
    require((*closed, *faults, *recheck_faults(missing, found.applications, Round.APPROVAL)))


async def further_slots(session: AsyncSession, cycle: Cycle, body: NewDecision, found: Outcome) -> list[AwardSlot]:
    """Art. 4 (原则上): a place beyond the rule for each approved name that a resolution put there, by this number."""
    slots = select(AwardSlot.tier, AwardSlot.slot).where(AwardSlot.cycle_id == cycle.id)
    last: dict[str, int] = {}
    for tier, slot in await session.execute(slots):
        last[tier] = max(slot, last.get(tier, 0))
    places = {p.tier: p.places for p in await session.scalars(select(Prize).where(Prize.cycle_id == cycle.id))}
    made = []
    placed = [(entry.position, entry) for entry in found.approved.values() if entry.position is not None]
    for position, entry in sorted(placed, key=lambda each: each[0]):
        if position <= last[entry.tier]:
            continue
        last[entry.tier] += 1
        made.append(
            AwardSlot(
                cycle_id=cycle.id, tier=entry.tier, slot=last[entry.tier], places=places[entry.tier],
                resolution_id=entry.resolution_id, approval_number=body.document_number,
            )
        )  # fmt: skip
    return made


def entries_of(decision: GovernmentDecision, found: Outcome) -> list[DecisionEntry]:
    """Art. 24: what the decision says of each name, and of those approved earlier that stand."""
    fates = {**dict.fromkeys(found.approved, ""), **dict.fromkeys(found.kept, ""), **found.struck}
    return [
        DecisionEntry(
            decision_id=decision.id, application_id=each, cycle_id=decision.cycle_id, tier=found.tiers[each],
            is_approved=each not in found.struck, reason=reason, outside_places=each in found.outside,
        )
        for each, reason in fates.items()
    ]  # fmt: skip


def _not_listed(application_id: UUID) -> Reason:
    return Reason(
        code="decision.not_on_list", article="第二十四条", pointer=f"/struck/{application_id}",
        zh="被划去的组织不在本名单中，也不在此前批准之列。",
        en="A struck name is neither on the list nor approved earlier.",
    )  # fmt: skip
