"""What the years wait for, read for all of them at once: two statements, and what the plan says of their days."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased, contains_eager

from app.acts import Actor
from app.applications.models import Application
from app.committee.decision_models import GovernmentDecision, GovernmentSubmission, ProposedList, SubmissionReturn
from app.committee.models import Ballot, Meeting
from app.cycles.models import Cycle, ScheduleEntry
from app.cycles.reading import edition_of, steps_of_cycle
from app.honours.models import Bonus
from app.legislation.models import EditionRow
from app.overview.kinds import KINDS
from app.overview.reviewing import OVER
from app.overview.rows import Found, there_is
from app.publications.models import Notice
from app.rankings.models import Ranking
from app.regulation.next_step import YearFacts, acts_due, due_day, next_day
from app.regulation.table.moves import STAGE_STATUS
from app.regulation.vocabulary import Role, Stage, Status
from app.regulation.year import phases_of
from app.reviews.models import MaterialReport


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedYear:
    """A year with its edition and the days of its plan."""

    cycle: Cycle
    phases: tuple[Status, ...]
    planned: Mapping[Status, date]
    reached: Mapping[Status, date]

    @property
    def running(self) -> tuple[Stage, ...]:
        """Art. 17: the stage that is reviewed now, if any."""
        return tuple(stage for stage, status in STAGE_STATUS.items() if status is self.cycle.status)

    def day_after(self, phase: str) -> date | None:
        """Art. 8(1): the planned day on which the phase after that one begins."""
        return next_day(Status(phase), self.phases, self.planned)


async def years_of(session: AsyncSession, cycles: Iterable[UUID] | None = None) -> dict[UUID, PlannedYear]:
    """Read the years that are not over (or those named) with their editions and plans: two statements."""
    query = select(Cycle).join(EditionRow, EditionRow.id == Cycle.edition_id).options(contains_eager(Cycle.edition))
    chosen = Cycle.status.not_in(OVER) if cycles is None else Cycle.id.in_(list(cycles))
    rows = list(await session.scalars(query.where(chosen).order_by(Cycle.award_year, Cycle.id)))
    entries = select(ScheduleEntry).where(ScheduleEntry.cycle_id.in_([row.id for row in rows]))
    planned: dict[UUID, dict[Status, date]] = defaultdict(dict)
    reached: dict[UUID, dict[Status, date]] = defaultdict(dict)
    for entry in await session.scalars(entries):
        planned[entry.cycle_id][entry.phase] = entry.planned_on
        if entry.reached_on is not None:
            reached[entry.cycle_id][entry.phase] = entry.reached_on
    return {row.id: _planned(row, planned[row.id], reached[row.id]) for row in rows}


async def found_in_years(session: AsyncSession, actor: Actor, years: Mapping[UUID, PlannedYear]) -> list[Found]:
    """Arts. 17-26: the acts on the years themselves that wait for the actor, as far as he sees their rows."""
    if actor.role not in {Role.SECRETARIAT, Role.COMMITTEE}:
        return []
    facts = await _facts(session, actor, years)
    return [
        Found(
            code=act.value, subject_id=cycle_id, about=year.cycle.title, cycle_id=cycle_id,
            due_on=due_day(act, year.cycle.status, year.phases, year.planned, steps_of_cycle(year.cycle)),
        )
        for cycle_id, year in years.items()
        for act in acts_due(facts[cycle_id], actor.now, steps_of_cycle(year.cycle))
        if KINDS[act.value].falls_to(actor)
    ]  # fmt: skip


def _planned(cycle: Cycle, planned: Mapping[Status, date], reached: Mapping[Status, date]) -> PlannedYear:
    law = edition_of(cycle)
    return PlannedYear(
        cycle=cycle, phases=phases_of(law.stage_order, law.notice.position), planned=planned, reached=reached
    )


async def _facts(
    session: AsyncSession, actor: Actor, years: Mapping[UUID, PlannedYear]
) -> dict[UUID, YearFacts]:  # fmt: skip
    of_years = Application.cycle_id.in_(list(years))
    grouped = select(Application.cycle_id, Application.status, func.count().label("number")).where(of_years)
    counts: dict[UUID, dict[Status, int]] = defaultdict(dict)
    for row in await session.execute(grouped.group_by(Application.cycle_id, Application.status)):
        counts[row.cycle_id][row.status] = row.number
    query = select(Cycle.id, *_office_facts(actor), *_shared_facts(actor))
    told = (await session.execute(query.where(Cycle.id.in_(list(years))))).mappings().all()
    found = {}
    for row in told:
        year = years[row["id"]]
        law = edition_of(year.cycle)
        found[row["id"]] = YearFacts(
            status=year.cycle.status, order=law.stage_order, position=law.notice.position,
            closes_at=year.cycle.closes_at, counts=counts[row["id"]],
            **{name: value for name, value in row.items() if name != "id"},
        )  # fmt: skip
    return found


def _office_facts(actor: Actor) -> Sequence[ColumnElement[Any]]:
    """What the secretariat alone sees: reports, bonuses, and what lies with the government."""
    if actor.role is not Role.SECRETARIAT:
        return ()
    reported = there_is(MaterialReport.application_id == Application.id)
    unreported = select(func.count()).where(
        Application.cycle_id == Cycle.id, Application.status == Status.ELIGIBLE, ~reported
    )
    answered = there_is(GovernmentDecision.submission_id == GovernmentSubmission.id)
    returned = there_is(SubmissionReturn.submission_id == GovernmentSubmission.id)
    pending = there_is(GovernmentSubmission.cycle_id == Cycle.id, ~answered, ~returned)
    unpaid = there_is(Bonus.cycle_id == Cycle.id, Bonus.status != Status.PAID)
    return (
        unreported.scalar_subquery().label("unreported"), pending.label("pending"), unpaid.label("unpaid"),
        *_notice_facts(actor),
    )  # fmt: skip


def _notice_facts(actor: Actor) -> Sequence[ColumnElement[Any]]:
    later = aliased(GovernmentDecision)
    newest = ~there_is(later.cycle_id == GovernmentDecision.cycle_id, later.number > GovernmentDecision.number)
    noticed = there_is(Notice.decision_id == GovernmentDecision.id)
    unnoticed = there_is(GovernmentDecision.cycle_id == Cycle.id, newest, ~noticed)
    over = there_is(
        Notice.cycle_id == Cycle.id, Notice.status == Status.RUNNING, Notice.ends_at <= actor.now
    )  # fmt: skip
    of_list = (Notice.list_id == ProposedList.id,)
    ended = (Notice.status == Status.RUNNING, Notice.ends_at <= actor.now)
    return (
        unnoticed.label("unnoticed"),
        over.label("notice_over"),
        there_is(*_newest_list(), there_is(*of_list)).label("list_noticed"),
        there_is(*_newest_list(), there_is(*of_list, *ended)).label("list_notice_over"),
    )


def _newest_list() -> tuple[ColumnElement[bool], ...]:
    later = aliased(ProposedList)
    return (
        ProposedList.cycle_id == Cycle.id,
        ~there_is(later.cycle_id == ProposedList.cycle_id, later.number > ProposedList.number),
    )


def _shared_facts(_actor: Actor) -> Sequence[ColumnElement[Any]]:
    """What secretariat and committee both see."""
    submitted = there_is(GovernmentSubmission.list_id == ProposedList.id)
    ballot = (Ballot.cycle_id == Cycle.id,)
    return (
        there_is(Ranking.cycle_id == Cycle.id).label("ranked"),
        there_is(Meeting.cycle_id == Cycle.id).label("met"),
        there_is(*ballot, Ballot.status == Status.OPEN).label("voting"),
        there_is(*ballot, Ballot.passed.is_(True)).label("passed"),
        there_is(*_newest_list()).label("listed"),
        there_is(*_newest_list(), submitted).label("submitted"),
    )
