"""Drawing the shortlist from the material reports, and what a stage still waits for (arts. 21, 22)."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.applications.models import Application
from app.cycles.models import Cycle
from app.cycles.reading import edition_of
from app.legislation.reading import require_resolution
from app.lookup import found
from app.regulation.measures import CutRule
from app.regulation.ranking import SHORTLIST_LINE, Entry, Standing, TieDecision, ranked
from app.regulation.ranking import Shortlist as Drawn
from app.regulation.ratios import Ratio, exact_text
from app.regulation.review import elimination_text
from app.regulation.vocabulary import Status
from app.reviews.models import MaterialReport, Shortlist, ShortlistEntry
from app.reviews.schemas import ShortlistEntryView, ShortlistInput, ShortlistView, TieChoice


async def lock_applications(session: AsyncSession, cycle: Cycle, *statuses: Status) -> list[Application]:
    """Lock the cycle's applications that are in one of those statuses, in the order of their ids."""
    query = select(Application).where(Application.cycle_id == cycle.id, Application.status.in_(statuses))
    return list(await session.scalars(query.order_by(Application.id).with_for_update()))


async def standings_of(session: AsyncSession, applications: Sequence[Application]) -> tuple[Standing, ...]:
    """Art. 21: rank those that have a material report by its total."""
    ids = [application.id for application in applications]
    query = select(MaterialReport.application_id, MaterialReport.total).where(MaterialReport.application_id.in_(ids))
    rows = (await session.execute(query)).all()
    return ranked([Entry(application=str(row[0]), total=Ratio(row[1])) for row in rows])


async def decisions_of(session: AsyncSession, tie: TieChoice | None) -> list[TieDecision]:
    """Art. 7(1): the committee's decision of a tie, by a resolution that is recorded."""
    if tie is None:
        return []
    resolution = await require_resolution(session, tie.resolution_id, "/tie/resolution_id")
    chosen = tuple(str(each) for each in tie.chosen)
    return [TieDecision(line=SHORTLIST_LINE, chosen=chosen, resolution=resolution.number, reason=tie.reason)]


def unreported_of(eligible: Sequence[Application], standings: Sequence[Standing]) -> list[str]:
    """Art. 21: the applications that have no material report yet."""
    reported = {standing.application for standing in standings}
    return [str(application.id) for application in eligible if str(application.id) not in reported]


def outcomes_of(eligible: Sequence[Application], drawn: Drawn) -> list[tuple[Application, Status]]:
    """Art. 21: where the shortlist takes each application."""
    passed = {True: Status.SHORTLISTED, False: Status.NOT_SHORTLISTED}
    return [(application, passed[str(application.id) in drawn.passed]) for application in eligible]


def cut_rule_of(cycle: Cycle) -> CutRule:
    """Art. 21: the edition's rule; without elimination on paper all who were reviewed go on (edition.stages)."""
    edition, everybody = edition_of(cycle), CutRule(minimum=None, places=None)
    return edition.cut_rule or everybody if edition.eliminates_on_paper else everybody


def drawn_rows(
    actor: Actor, cycle: Cycle, standings: Sequence[Standing], drawn: Drawn, body: ShortlistInput
) -> tuple[Shortlist, list[ShortlistEntry]]:
    """Write the shortlist down, with a reason for each application that does not go on."""
    rule = cut_rule_of(cycle)
    entries = [
        ShortlistEntry(
            application_id=UUID(s.application), cycle_id=cycle.id, total=s.total.num, place=s.rank,
            passed=s.application in drawn.passed, reason=_reason_of(s, rule, drawn, body.reasons),
        )
        for s in standings
    ]  # fmt: skip
    whole = Shortlist(
        cycle_id=cycle.id, rule={"minimum": rule.minimum, "places": rule.places}, confirmed_by=actor.user_id,
        confirmed_at=actor.now, resolution_id=body.tie.resolution_id if body.tie else None,
    )  # fmt: skip
    return whole, entries


def _reason_of(standing: Standing, rule: CutRule, drawn: Drawn, reasons: Mapping[UUID, str]) -> str:
    if standing.application in drawn.passed:
        return ""
    return reasons.get(UUID(standing.application)) or elimination_text(standing, rule, len(drawn.passed))


async def shown_shortlist(session: AsyncSession, cycle: Cycle) -> ShortlistView:
    """Write the shortlist of a cycle; 404 before it is confirmed."""
    whole = await found(session, Shortlist, cycle.id)
    query = (
        select(ShortlistEntry, Application.organization_name)
        .join(Application, Application.id == ShortlistEntry.application_id)
        .where(ShortlistEntry.cycle_id == cycle.id)
        .order_by(ShortlistEntry.place, ShortlistEntry.application_id)
    )
    entries = [
        ShortlistEntryView(
            application_id=entry.application_id, organization_name=name, place=entry.place,
            total=exact_text(Ratio(entry.total)), passed=entry.passed, reason=entry.reason,
        )
        for entry, name in await session.execute(query)
    ]  # fmt: skip
    return ShortlistView(
        cycle_id=cycle.id, status=cycle.status, rule=whole.rule, confirmed_at=whole.confirmed_at, entries=entries,
        version=cycle.version,
    )  # fmt: skip
