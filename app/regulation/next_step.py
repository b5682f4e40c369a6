"""What the year waits for: which act on it is due now, as far as the procedure and its rows say (arts. 17-26)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from app.regulation.act import Act
from app.regulation.choices import NoticePosition
from app.regulation.steps import Step
from app.regulation.table.moves import STAGE_DONE, STAGE_STATUS, approved, notices_first, standing
from app.regulation.vocabulary import Stage, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class YearFacts:
    """A year as its rows stand: how many applications are in each status, and what has been made of them."""

    status: Status
    order: tuple[Stage, ...]
    position: NoticePosition
    closes_at: datetime | None
    counts: Mapping[Status, int] = field(default_factory=dict)
    unreported: int = 0
    """Eligible applications without a material report."""
    ranked: bool = False
    met: bool = False
    """Whether a meeting has been convened."""
    voting: bool = False
    """Whether a ballot is open."""
    passed: bool = False
    listed: bool = False
    """Whether there is a proposed list; the next two tell of the newest."""
    submitted: bool = False
    list_noticed: bool = False
    list_notice_over: bool = False
    pending: bool = False
    """Whether a request lies with the government."""
    unnoticed: bool = False
    """Whether the newest decision has no notice."""
    notice_over: bool = False
    """Whether the days of a notice of an approved list, or of the proposed one where that comes first, are over."""
    unpaid: bool = False

    def number(self, *statuses: Status) -> int:
        """How many applications are in one of the statuses."""
        return sum(self.counts.get(status, 0) for status in statuses)


def acts_due(facts: YearFacts, now: datetime, steps: Mapping[Act, Step]) -> tuple[Act, ...]:
    """Art. 17: the acts on the year itself that nothing but whoever does them is waited for."""
    found = (*_until_review(facts, now), *_reviewed(facts), *_listed(facts), *_honoured(facts))
    return tuple(act for act in found if _in_order(steps[act], facts.status))


def due_day(
    act: Act, status: Status, phases: Sequence[Status], planned: Mapping[Status, date], steps: Mapping[Act, Step]
) -> date | None:
    """Art. 8(1): the planned day of the phase that the act begins, or of the next one where it begins none."""
    targets = [after for before, after in steps[act].moves if before is status and after is not status]
    if targets and targets[0] in planned:
        return planned[targets[0]]
    return next_day(status, phases, planned)


def next_day(phase: Status, phases: Sequence[Status], planned: Mapping[Status, date]) -> date | None:
    """Art. 8(1): the day on which the plan begins the phase after the given one; None if it has no such day."""
    if phase not in phases:
        return None
    after = phases[phases.index(phase) + 1 :]
    return planned.get(after[0]) if after else None


def _in_order(step: Step, status: Status) -> bool:
    return any(before is status for before, _ in step.moves) or any(before is Status.NONE for before, _ in step.moves)


def _until_review(facts: YearFacts, now: datetime) -> Iterator[Act]:
    if facts.status is Status.PLANNED:
        yield Act.PUBLISH_CALL
    if facts.status is Status.CALLED and facts.closes_at is not None and now >= facts.closes_at:
        yield Act.CLOSE_ACCEPTANCE
    undecided = facts.number(Status.RECEIVED, Status.SUPPLEMENT_REQUESTED)
    if facts.status is Status.ELIGIBILITY and not undecided and facts.number(Status.ELIGIBLE):
        yield Act.CONFIRM_ELIGIBLE_LIST


def _reviewed(facts: YearFacts) -> Iterator[Act]:
    running = [STAGE_STATUS[stage] for stage in facts.order]
    passed = [STAGE_DONE[stage] for stage in facts.order]
    if facts.status not in running:
        return
    place = running.index(facts.status)
    if place == 0 and len(running) > 1 and facts.number(Status.ELIGIBLE) and not facts.unreported:
        yield Act.CONFIRM_SHORTLIST
    if 0 < place < len(running) - 1 and facts.number(passed[place]) and not facts.number(passed[place - 1]):
        yield Act.CONCLUDE_STAGE
    if place < len(running) - 1:
        return
    if facts.ranked:
        yield Act.PROPOSE_CANDIDATES
    elif facts.number(Status.SCORED) and not facts.number(*passed):
        yield Act.FREEZE_RANKING


def _listed(facts: YearFacts) -> Iterator[Act]:
    first = notices_first(facts.position)
    if facts.status is Status.DELIBERATION:
        if not facts.met:
            yield Act.CONVENE_MEETING
        elif facts.passed and not facts.voting and not facts.listed:
            yield Act.FIX_PROPOSED_LIST
    if facts.listed and not facts.submitted:
        if first and not facts.list_noticed:
            yield Act.POST_NOTICE
        elif not first or facts.list_notice_over:
            yield Act.SUBMIT_TO_GOVERNMENT
    if facts.pending:
        yield Act.RECORD_GOVERNMENT_DECISION
    if facts.unnoticed and facts.position is not NoticePosition.BEFORE_APPROVAL:
        yield Act.POST_NOTICE


def _honoured(facts: YearFacts) -> Iterator[Act]:
    if facts.status not in standing(facts.position):
        return
    waiting = facts.number(approved(facts.position))
    if facts.notice_over and waiting:
        yield Act.COMMEND_WINNERS
    if facts.status is Status.COMMENDED and not waiting and not facts.unpaid:
        yield Act.CLOSE_CYCLE
