"""The risks of a year for the secretariat and the chair: what is overdue, what will fail, what the calendar allows."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.clock import civil_date
from app.cycles.models import Cycle
from app.cycles.reading import edition_of
from app.overview import foreseeing
from app.overview.dangers import RISKS, Danger, Severity
from app.overview.duties import duties_of
from app.overview.schemas import DutyView, NoticeChance, PhaseView, RiskReport, RiskView
from app.overview.years import PlannedYear, years_of
from app.publications.models import Notice
from app.regulation.foresight import LastChance, last_chance, next_opening
from app.regulation.labels import zh
from app.regulation.table.moves import STAGE_STATUS, notices_first
from app.regulation.vocabulary import Role, Status
from app.standards.calendar import calendar_near

ORDER = tuple(Severity)


async def risks_of(session: AsyncSession, actor: Actor, cycle: Cycle) -> RiskReport:
    """Read everything at once, in a number of statements that no row changes."""
    year = (await years_of(session, [cycle.id]))[cycle.id]
    chance = await _chance(session, year)
    found = [*_behind(actor, year), *_calendar(actor, year, chance), *_law(year)]
    found += await _rows(session, actor, year)
    items = [_view(actor, each) for each in found]
    duties = await duties_of(session, actor)
    items += [_overdue(actor, duty) for duty in duties if duty.overdue and duty.cycle_id == cycle.id]
    return RiskReport(
        cycle_id=cycle.id,
        as_of=civil_date(actor.now),
        dates=_dates(actor, year),
        notice=None if chance is None else _notice(year, chance),
        items=sorted(items, key=_place),
    )


def _place(item: RiskView) -> tuple[object, ...]:
    return (ORDER.index(item.severity), item.until or date.max, item.code, item.message)


def _behind(actor: Actor, year: PlannedYear) -> Iterator[Danger]:
    """Art. 8(1): the first phase whose planned day has passed and which has not been reached."""
    today = civil_date(actor.now)
    for phase in year.phases:
        planned = year.planned.get(phase)
        if planned is not None and planned < today and phase not in year.reached:
            yield Danger(
                code="phase_behind", subject_id=year.cycle.id, about=year.cycle.title, value=(zh(phase), phase.value),
                until=planned,
            )  # fmt: skip
            return


async def _chance(session: AsyncSession, year: PlannedYear) -> LastChance | None:
    """Art. 25: the latest day of the notice, as long as none of the year has been published."""
    commended = year.planned.get(Status.COMMENDED)
    published = select(Notice.id).where(Notice.cycle_id == year.cycle.id, Notice.published_at.is_not(None)).limit(1)
    if commended is None or await session.scalar(published) is not None:
        return None
    return last_chance(commended, edition_of(year.cycle).notice, await calendar_near(session, commended))


def _calendar(actor: Actor, year: PlannedYear, chance: LastChance | None) -> Iterator[Danger]:
    """Arts. 25, 26: whether the notice can still end before the planned commendation."""
    if chance is None:
        return
    here, title = year.cycle.id, year.cycle.title
    for unknown in chance.unknown:
        yield Danger(code="calendar_unknown", subject_id=here, about=title, value=(unknown.zh, unknown.en))
    planned = year.planned.get(_noticed_in(year))
    if chance.publish_by is None:
        return
    if civil_date(actor.now) > chance.publish_by:
        commended = year.planned.get(Status.COMMENDED)
        yield Danger(
            code="notice_too_late", subject_id=here, about=title, value=commended, until=chance.publish_by
        )  # fmt: skip
    elif planned is not None and planned > chance.publish_by:
        yield Danger(
            code="notice_planned_too_late", subject_id=here, about=title, value=planned, until=chance.publish_by
        )  # fmt: skip


def _noticed_in(year: PlannedYear) -> Status:
    first = notices_first(edition_of(year.cycle).notice.position)
    return Status.PROPOSAL_NOTICE if first else Status.PUBLIC_NOTICE


def _law(year: PlannedYear) -> Iterator[Danger]:
    """Art. 32: an edition that lapses before the next award opens, and that nothing replaces yet."""
    edition, opens_at = year.cycle.edition, year.cycle.opens_at
    if opens_at is None or edition.replaced_from is not None:
        return
    opens = next_opening(civil_date(opens_at), edition_of(year.cycle).cycle_years)
    last = edition.term.last_day
    if opens is not None and last is not None and last < opens:
        yield Danger(code="edition_expiring", subject_id=edition.id, about=edition.title, until=last, value=opens)


async def _rows(session: AsyncSession, actor: Actor, year: PlannedYear) -> list[Danger]:
    """Arts. 10, 19-30: what its rows foretell; the chair is told what the committee may know."""
    found = await foreseeing.cases(session, year)
    if year.cycle.status in {*STAGE_STATUS.values(), Status.DELIBERATION}:
        found += await foreseeing.members(session, year, edition_of(year.cycle).committee)
    if actor.role is Role.SECRETARIAT:
        for source in foreseeing.OFFICE:
            found += await source(session, year)
    return found


def _view(actor: Actor, danger: Danger) -> RiskView:
    kind = RISKS[danger.code]

    def told(word: object) -> object:
        return (word[0] if actor.language == "zh" else word[1]) if isinstance(word, tuple) else word

    words = kind.zh if actor.language == "zh" else kind.en
    return RiskView(
        code=danger.code, severity=kind.severity, article=danger.article or kind.article, subject=kind.subject,
        subject_id=danger.subject_id, href=kind.href.format(id=danger.subject_id), until=danger.until,
        message=words.format(about=told(danger.about), value=told(danger.value), until=danger.until),
    )  # fmt: skip


def _overdue(actor: Actor, duty: DutyView) -> RiskView:
    kind = RISKS["duty_overdue"]
    words = kind.zh if actor.language == "zh" else kind.en
    return RiskView(
        code="duty_overdue", severity=kind.severity, article=duty.article, subject=duty.subject,
        subject_id=duty.subject_id, href=duty.href, until=duty.due_on, message=words.format(about=duty.message),
    )  # fmt: skip


def _dates(actor: Actor, year: PlannedYear) -> list[PhaseView]:
    """Art. 8(1): planned and actual days, and by how many days the second is later; what is ahead has none."""
    today = civil_date(actor.now)
    found = []
    for phase in year.phases:
        planned, reached = year.planned.get(phase), year.reached.get(phase)
        if planned is not None:
            measured = reached or (today if today > planned else None)
            late = None if measured is None else (measured - planned).days
            found.append(PhaseView(phase=phase, planned_on=planned, reached_on=reached, days_late=late))
    return found


def _notice(year: PlannedYear, chance: LastChance) -> NoticeChance:
    rule = edition_of(year.cycle).notice
    return NoticeChance(
        days=rule.days, unit=rule.unit, planned_on=year.planned.get(_noticed_in(year)),
        commended_on=year.planned[Status.COMMENDED], publish_by=chance.publish_by, last_day=chance.last_day,
    )  # fmt: skip
