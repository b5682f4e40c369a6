"""Reading one application as the eligibility check needs it: its year, its submitted form, findings and verdicts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager

from app.accounts.doorway import Caller, Transaction
from app.accounts.models import Organization, Unit
from app.acts import Actor
from app.applications.models import Application
from app.applications.reading import Contents, contents_of
from app.applications.reapplying import former_titles, reapplying_reasons
from app.applications.secrecy import known_of
from app.consultations.models import AdverseRow
from app.consultations.reading import Standing, records_of, standing_records, standings_of
from app.cycles.models import CallNotice, Cycle
from app.cycles.reading import edition_of
from app.eligibility.checks import Circumstances, applicable, computed
from app.eligibility.models import Finding as FindingRow
from app.eligibility.models import Recheck, Round, SupplementRequest
from app.errors import NotFound
from app.http import IfMatch, PathId, require_version
from app.legislation.models import EditionRow, Resolution
from app.recommenders.dossier import opinions_on
from app.recommenders.models import Opinion
from app.recommenders.schemas import OpinionView
from app.regulation.admission import extra_faults, live_faults, verified_faults
from app.regulation.consultation import unsettled_faults, unweighed_faults
from app.regulation.eligibility import (
    ARTICLES,
    Finding,
    Outcome,
    Reference,
    ReferenceKind,
    Verdict,
    eligible_faults,
    ineligible_faults,
)
from app.regulation.former import FormerTitle
from app.regulation.refusals import OutOfOrder, Reason
from app.regulation.vocabulary import Status
from app.undertakings.reading import require_dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """All that is known of one application at the check."""

    application: Application
    contents: Contents
    call: CallNotice
    is_verified: bool
    opinions: tuple[OpinionView, ...]
    rows: Mapping[tuple[Round, str], FindingRow]
    departments: tuple[Standing, ...]
    """Where each department stands on the applicant."""
    records: tuple[AdverseRow, ...]
    """The adverse records, those struck out among them."""
    requests: tuple[SupplementRequest, ...]
    """Every request to complete the dossier."""
    kinds: Mapping[UUID, str]
    """The kinds of the units that answered."""
    former: tuple[FormerTitle, ...]
    """What the organisation won in other cycles."""

    @property
    def standing_requests(self) -> tuple[SupplementRequest, ...]:
        """The requests since the application arrived; those of an earlier arrival lapse with their silence."""
        since = self.application.received_at
        return tuple(row for row in self.requests if since is not None and row.requested_at >= since)

    @property
    def findings(self) -> Mapping[str, FindingRow]:
        """The findings of the first check since the application arrived, by code; those of an earlier arrival lapse."""
        since = self.application.received_at
        return {
            code: row
            for (round_, code), row in self.rows.items()
            if round_ is Round.INITIAL and since is not None and row.found_at >= since
        }

    @property
    def extra(self) -> tuple[str, ...]:
        """The codes of the call's extra conditions that apply."""
        return applicable(self.call.extra_conditions, self.contents.form)

    @property
    def deadline(self) -> date:
        """The last day of the window, by which conditions and bars are judged."""
        return self.application.cycle.window_until or self.call.window_until

    def computed(self, as_of: date | None = None) -> tuple[Finding, ...]:
        """Arts. 10, 11: what the figures and records of the form say; `as_of` is the day of a re-run."""
        cycle = self.application.cycle
        standing = (self.application.submission_sha256 or b"").hex()
        positive = [o for o in self.opinions if o.opinion is Opinion.POSITIVE and o.submission_sha256 == standing]
        law = edition_of(cycle)
        outside = frozenset(kind.code for kind in law.recommender_kinds if kind.outside_city)
        case = Circumstances(
            award_year=cycle.award_year, deadline=self.deadline, rule=law.eligibility,
            units=tuple(o.unit_name for o in positive), as_of=as_of, outside=outside,
            outside_unit=any(self.kinds.get(o.unit_id) in outside for o in positive),
        )  # fmt: skip
        return computed(self.contents.form, case, standing_records(self.records))

    @property
    def reapplication(self) -> tuple[Reason, ...]:
        """`edition.cooldown`, `edition.repeat`, `edition.revocation.bar_years`: why a former winner may not apply."""
        return reapplying_reasons(self.application, self.former)

    def unweighed_faults(self, cited: Collection[Reference] = ()) -> tuple[Reason, ...]:
        """Art. 19: a department's concern that stands is cited by a finding, be it one of `cited` that come now."""
        concerns = [(s.department.name, s.concern.document_number) for s in self.departments if s.concern]
        written = [reference for row in self.rows.values() for reference in references_of(row.references)]
        papers = {each.of for each in (*written, *cited) if each.kind is ReferenceKind.CONSULTATION}
        return unweighed_faults(concerns, papers)

    def department_faults(self, today: date) -> tuple[Reason, ...]:
        """Art. 11(1)(2), `edition.consultation`: which departments have not answered yet."""
        states = [(s.department.name, s.state(today), s.listed) for s in self.departments]
        return unsettled_faults(states, edition_of(self.application.cycle).consultation)

    def eligible_faults(self, today: date) -> tuple[Reason, ...]:
        """Arts. 2, 10, 11, 18, 19: all that keeps the applicant from being declared eligible."""
        verdicts = [verdict_of(row) for code, row in self.findings.items() if code in ARTICLES]
        outcomes = {code: row.outcome for code, row in self.findings.items()}
        required = dict.fromkeys((*self.extra, *(code for code in outcomes if code not in ARTICLES)))
        return (
            *verified_faults(verified=self.is_verified),
            *self.reapplication,
            *eligible_faults(verdicts, self.computed()),
            *extra_faults(tuple(required), outcomes), *self.department_faults(today), *self.unweighed_faults(),
        )  # fmt: skip

    def ineligible_faults(self, today: date) -> tuple[Reason, ...]:
        """Art. 19: a finding that is not met, a supplement that did not come, or a former title bears the verdict."""
        if self.reapplication:
            return ()
        if any(row.answered_at is None and row.due_on < today for row in self.standing_requests):
            return ()
        if any(row.outcome is Outcome.NOT_MET for code, row in self.findings.items() if code not in ARTICLES):
            return ()
        return ineligible_faults([verdict_of(row) for code, row in self.findings.items() if code in ARTICLES])


def verdict_of(row: FindingRow) -> Verdict:
    """Give a recorded finding as the law takes it."""
    return Verdict(
        requirement=next(r for r in ARTICLES if r == row.code), outcome=row.outcome, reason=row.reason,
        references=references_of(row.references),
    )  # fmt: skip


def references_of(references: Collection[Mapping[str, Any]]) -> tuple[Reference, ...]:
    """Give stored references as the law takes them."""
    return tuple(Reference(kind=ReferenceKind(each["kind"]), of=each["ref"]) for each in references)


def submitted_applications() -> Select[Application]:
    """Select applications with cycle and edition that were ever submitted; a draft is nobody's but the applicant's."""
    return (
        select(Application)
        .join(Cycle, Cycle.id == Application.cycle_id)
        .join(EditionRow, EditionRow.id == Cycle.edition_id)
        .where(Application.submission_sha256.is_not(None))
        .options(contains_eager(Application.cycle).contains_eager(Cycle.edition))
    )


async def find_application(session: AsyncSession, application_id: UUID, *, locked: bool = False) -> Application:
    """Read a submitted application with cycle and edition, locking it if asked; 404 if the caller does not see it."""
    query = submitted_applications().where(Application.id == application_id)
    row = await session.scalar(query.with_for_update(of=Application) if locked else query)
    if row is None:
        raise NotFound
    return row


async def open_dossier(
    session: AsyncSession, actor: Actor, application_id: UUID, *, locked: bool = False
) -> Application:
    """Art. 30: read a submitted application whose dossier is to be opened; 403 to a secretary before he has signed."""
    row = await find_application(session, application_id, locked=locked)
    await require_dossier(session, actor, row.cycle_id)
    return row


async def _seen(application_id: PathId, actor: Caller, session: Transaction) -> Application:
    return await open_dossier(session, actor, application_id)


async def _matched(application_id: PathId, actor: Caller, session: Transaction, if_match: IfMatch) -> Application:
    row = await open_dossier(session, actor, application_id, locked=True)
    require_version(known_of(actor, row), if_match)
    if faults := live_faults(row.cycle.status):
        raise OutOfOrder(*faults)
    return row


SeenApplication = Annotated[Application, Depends(_seen)]
MatchedApplication = Annotated[Application, Depends(_matched)]


async def standing_call(session: AsyncSession, cycle_id: UUID) -> CallNotice:
    """Give the call that stands: the newest of the cycle (art. 18)."""
    query = select(CallNotice).where(CallNotice.cycle_id == cycle_id).order_by(CallNotice.number.desc()).limit(1)
    return (await session.scalars(query)).one()


async def case_file(session: AsyncSession, application: Application) -> CaseFile:
    """Read the file of an application that was read with its cycle and edition."""
    organization = await session.get_one(Organization, application.organization_id)
    rows = await session.scalars(select(FindingRow).where(FindingRow.application_id == application.id))
    requests = select(SupplementRequest).where(SupplementRequest.application_id == application.id)
    opinions = tuple(await opinions_on(session, application.id))
    units = select(Unit.id, Unit.kind).where(Unit.id.in_([opinion.unit_id for opinion in opinions]))
    return CaseFile(
        application=application,
        contents=await contents_of(session, application),
        call=await standing_call(session, application.cycle_id),
        is_verified=organization.status is Status.VERIFIED,
        opinions=opinions,
        rows={(row.round, row.code): row for row in rows},
        departments=tuple((await standings_of(session, application.cycle_id, [application.id]))[application.id]),
        records=tuple(await records_of(session, application.id)),
        requests=tuple(await session.scalars(requests.order_by(SupplementRequest.number))),
        kinds={row.id: row.kind for row in await session.execute(units)},
        former=await former_titles(session, application),
    )


async def findings_of(
    session: AsyncSession, application_ids: Collection[UUID]
) -> Mapping[UUID, list[tuple[str, Outcome]]]:
    """Give code and outcome of the findings of the first check since each application arrived, by code."""
    query = (
        select(FindingRow.application_id, FindingRow.code, FindingRow.outcome)
        .join(Application, Application.id == FindingRow.application_id)
        .where(FindingRow.application_id.in_(application_ids), FindingRow.round == Round.INITIAL)
        .where(FindingRow.found_at >= Application.received_at)
    )
    found: dict[UUID, list[tuple[str, Outcome]]] = {}
    for row in await session.execute(query.order_by(FindingRow.code)):
        found.setdefault(row.application_id, []).append((row.code, row.outcome))
    return found


async def resolution_faults(session: AsyncSession, references: Collection[Reference]) -> tuple[Reason, ...]:
    """Art. 7(1): a resolution that is cited by its number exists."""
    cited = {each.of for each in references if each.kind is ReferenceKind.RESOLUTION}
    if not cited:
        return ()
    known = set(await session.scalars(select(Resolution.number).where(Resolution.number.in_(cited))))
    return tuple(
        Reason(
            code="eligibility.resolution_unknown", article="第七条（一）", pointer="/references",
            zh=f"没有编号为 {number} 的评委会决议。", en=f"There is no resolution numbered {number}.",
        )
        for number in sorted(cited - known)
    )  # fmt: skip


async def recheck_outcomes(
    session: AsyncSession, application_ids: Collection[UUID], round_: Round, since: date | None = None
) -> Mapping[UUID, Outcome]:
    """Give the outcome of the rechecks of a round, of `since` or later; an application without one is absent."""
    query = select(Recheck.application_id, Recheck.outcome).where(
        Recheck.application_id.in_(application_ids), Recheck.round == round_
    )
    query = query if since is None else query.where(Recheck.as_of >= since)
    return {row.application_id: row.outcome for row in await session.execute(query)}


async def recheck_missing(
    session: AsyncSession, application_ids: Collection[UUID], round_: Round, since: date | None = None
) -> frozenset[UUID]:
    """Arts. 10, 11: which of them have no recheck of the round (of `since` or later), or one that did not end well."""
    outcomes = await recheck_outcomes(session, application_ids, round_, since)
    return frozenset(each for each in application_ids if outcomes.get(each) is not Outcome.MET)
