"""What may fail in a year, read from its rows, one statement a source (arts. 10, 19-30)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import case, cast, func, select
from sqlalchemy.dialects.postgresql import JSONB, JSONPATH
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import RoleGrant
from app.applications.models import Application, Submission
from app.budgets.models import BudgetLine, Expense
from app.committee.models import CommitteeMember, MemberRecusal, Position
from app.eligibility.models import SupplementRequest
from app.experts.models import Expert, ExpertKind
from app.honours.models import Revocation
from app.overview.dangers import Danger
from app.overview.rows import there_is
from app.overview.years import PlannedYear
from app.panels.models import ExpertRelation, Panel, PanelAssignment, Relation
from app.rankings.models import CandidateEntry
from app.rankings.names import shown_name
from app.regulation.deliberation import composition_faults, size_faults
from app.regulation.foresight import expires_before, panel_dangers, vote_dangers
from app.regulation.measures import CommitteeRule
from app.regulation.vocabulary import Status
from app.titles.models import Award
from app.undertakings.models import Undertaking

LIVE = (Status.RECEIVED, Status.SUPPLEMENT_REQUESTED, Status.ELIGIBLE, Status.SHORTLISTED, Status.DEFENDED,
        Status.SITE_VISITED, Status.SCORED, Status.CANDIDATE, Status.PROPOSED)  # fmt: skip
"""An application that may still be approved."""
UNTIL = "$.form.certificates.certificates[*].valid_to"


async def panels(session: AsyncSession, year: PlannedYear) -> list[Danger]:
    """Arts. 20, 30: the panels of the stage that runs, application by application, after conflicts and recusals."""
    stays = ExpertRelation.relation == Relation.ASSIGNED
    query = (
        select(
            Panel.id, Panel.name, PanelAssignment.organization_name, Panel.minimum, Panel.needs_industry_expert,
            func.count(case((stays, 1))).label("size"),
            func.count(case((stays & (Expert.kind == ExpertKind.INDUSTRY), 1))).label("industry"),
            func.count(case((stays & ExpertRelation.leads, 1))).label("leaders"),
        )
        .join(PanelAssignment, PanelAssignment.panel_id == Panel.id)
        .join(ExpertRelation, (ExpertRelation.panel_id == Panel.id)
              & (ExpertRelation.application_id == PanelAssignment.application_id))
        .join(Expert, Expert.id == ExpertRelation.expert_id)
        .where(Panel.cycle_id == year.cycle.id, Panel.status == Status.ACTIVE, PanelAssignment.ended_at.is_(None))
        .where(Panel.stage.in_(year.running))
        .group_by(Panel.id, PanelAssignment.application_id, PanelAssignment.organization_name)
        .order_by(Panel.name, PanelAssignment.organization_name)
    )  # fmt: skip
    return [
        Danger(code=code, subject_id=row.id, about=f"{row.name}·{row.organization_name}", value=row.size)
        for row in await session.execute(query)
        for code in panel_dangers(
            size=row.size, industry=row.industry, leaders=row.leaders, minimum=row.minimum,
            needs_industry_expert=row.needs_industry_expert,
        )
    ]  # fmt: skip


async def unsigned_experts(session: AsyncSession, year: PlannedYear) -> list[Danger]:
    """Art. 30: experts of active panels of the stage that runs who have not signed; they are counted, not named."""
    grants = select(RoleGrant.user_id).where(RoleGrant.party_id == ExpertRelation.expert_id)
    signed = there_is(Undertaking.cycle_id == Panel.cycle_id, Undertaking.user_id.in_(grants))
    query = (
        select(Panel.id, Panel.name, func.count(ExpertRelation.expert_id.distinct()).label("number"))
        .join(ExpertRelation, ExpertRelation.panel_id == Panel.id)
        .where(Panel.cycle_id == year.cycle.id, Panel.status == Status.ACTIVE, Panel.stage.in_(year.running))
        .where(ExpertRelation.relation == Relation.ASSIGNED, ~signed)
        .group_by(Panel.id)
        .order_by(Panel.name)
    )
    rows = await session.execute(query)
    return [Danger(code="experts_unsigned", subject_id=row.id, about=row.name, value=row.number) for row in rows]


async def members(session: AsyncSession, year: PlannedYear, rule: CommitteeRule) -> list[Danger]:
    """Arts. 6, 24, 30: who is in office, who of them has signed, and who is recused from which candidate."""
    signed = there_is(Undertaking.cycle_id == year.cycle.id, Undertaking.user_id == CommitteeMember.user_id)
    query = select(CommitteeMember.id, CommitteeMember.position, signed.label("signed"))
    seated = list(await session.execute(query.where(CommitteeMember.to_on.is_(None))))
    places = [row.position for row in seated]
    lacking = (
        *composition_faults(places.count(Position.CHAIR), places.count(Position.VICE_CHAIR)),
        *size_faults(len(seated), rule),
    )
    here, title = year.cycle.id, year.cycle.title
    found = [
        Danger(
            code="committee_incomplete", subject_id=here, about=title, value=(each.zh, each.en), article=each.article
        )
        for each in lacking
    ]
    unsigned = sum(not row.signed for row in seated)
    if unsigned:
        found.append(Danger(code="members_unsigned", subject_id=here, about=title, value=unsigned))
    return [*found, *await _votes(session, year, {str(row.id): row.signed for row in seated}, rule)]


async def _votes(
    session: AsyncSession, year: PlannedYear, signed: Mapping[str, bool], rule: CommitteeRule
) -> list[Danger]:  # fmt: skip
    ready = [member for member, has_signed in signed.items() if has_signed]
    recused = func.array_agg(MemberRecusal.member_id.distinct())
    query = (
        select(Application.id, shown_name(Application.id), recused.label("recused"))
        .join(CandidateEntry, CandidateEntry.application_id == Application.id)
        .outerjoin(MemberRecusal, MemberRecusal.application_id == Application.id)
        .where(CandidateEntry.cycle_id == year.cycle.id, Application.status == Status.CANDIDATE)
        .group_by(Application.id)
        .order_by("organization_name")
    )
    return [
        Danger(
            code="vote_out_of_reach", subject_id=row.id, about=row.organization_name, value=(each.zh, each.en),
            article=each.article,
        )
        for row in await session.execute(query)
        for each in vote_dangers(signed, ready, {str(one) for one in row.recused if one}, rule)
    ]  # fmt: skip


async def dossiers(session: AsyncSession, year: PlannedYear) -> list[Danger]:
    """Arts. 10(2), 19: certificates that end before the planned approval, and dossiers without any evidence."""
    said: Any = cast(func.convert_from(Submission.content, "UTF8"), JSONB)
    query = (
        select(
            Application.id, Application.organization_name, Application.status,
            func.jsonb_path_query_array(said, cast(UNTIL, JSONPATH)).label("valid_until"),
            func.jsonb_array_length(said["evidence"]).label("pieces"),
        )
        .join(Submission, (Submission.application_id == Application.id)
              & (Submission.sha256 == Application.submission_sha256))
        .where(Application.cycle_id == year.cycle.id, Application.status.in_(LIVE))
        .order_by(Application.organization_name, Application.id)
    )  # fmt: skip
    approval = year.planned.get(Status.APPROVAL)
    found = []
    for row in await session.execute(query):
        ends = expires_before(map(date.fromisoformat, row.valid_until), approval) if approval else None
        if ends:
            found.append(
                Danger(
                    code="certificate_expiring", subject_id=row.id, about=row.organization_name, value=approval,
                    until=ends,
                )
            )  # fmt: skip
        if not row.pieces:
            found.append(Danger(code="evidence_missing", subject_id=row.id, about=row.organization_name))
    return found


async def supplements(session: AsyncSession, year: PlannedYear) -> list[Danger]:
    """Art. 19: a supplement that may still come when the eligible list is due to be confirmed."""
    listed = year.day_after(Status.ELIGIBILITY)
    if listed is None:
        return []
    query = (
        select(Application.id, Application.organization_name, SupplementRequest.due_on)
        .join(SupplementRequest, SupplementRequest.application_id == Application.id)
        .where(Application.cycle_id == year.cycle.id, Application.status == Status.SUPPLEMENT_REQUESTED)
        .where(SupplementRequest.answered_at.is_(None), SupplementRequest.due_on >= listed)
        .order_by(Application.organization_name)
    )
    return [
        Danger(
            code="supplement_after_list", subject_id=row.id, about=row.organization_name, value=listed, until=row.due_on
        )
        for row in await session.execute(query)
    ]


async def budget(session: AsyncSession, year: PlannedYear) -> list[Danger]:
    """Art. 28: a line of the working budget of which nothing is left."""
    spent = select(func.coalesce(func.sum(Expense.amount), 0)).where(Expense.line_id == BudgetLine.id)
    query = select(BudgetLine.id, BudgetLine.name, BudgetLine.amount).where(
        BudgetLine.cycle_id == year.cycle.id, spent.scalar_subquery() >= BudgetLine.amount
    )
    rows = await session.execute(query.order_by(BudgetLine.name, BudgetLine.id))
    return [Danger(code="budget_exhausted", subject_id=row.id, about=row.name, value=row.amount) for row in rows]


async def cases(session: AsyncSession, year: PlannedYear) -> list[Danger]:
    """Art. 29 para. 2: a grave effect that was verified leads to a request; nobody drops it."""
    query = (
        select(Revocation.id, Award.organization_name, Revocation.verified_on)
        .join(Award, Award.id == Revocation.award_id)
        .where(Award.cycle_id == year.cycle.id, Revocation.status == Status.VERIFIED)
        .order_by(Award.organization_name)
    )
    return [
        Danger(code="revocation_unrequested", subject_id=row.id, about=row.organization_name, value=row.verified_on)
        for row in await session.execute(query)
    ]


OFFICE = (panels, unsigned_experts, dossiers, supplements, budget)
"""What the secretariat alone sees."""
