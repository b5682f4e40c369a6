"""What somebody has to do now: every source of his role asked in one statement, and the years in four."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import literal, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.clock import civil_date
from app.overview import applying, checking, deliberating, honouring, legislating, reviewing, supervising
from app.overview.kinds import KINDS
from app.overview.rows import Found, Source
from app.overview.schemas import DutyView
from app.overview.years import PlannedYear, found_in_years, years_of
from app.regulation.vocabulary import Role
from app.regulation.window import end_of

Asked = Mapping[str, Callable[[Actor], Source]]

APPLICANT: Asked = {
    "draft_unsubmitted": applying.drafts,
    "supplement_asked": applying.supplements,
    "site_information_asked": applying.information,
    "defence_ahead": applying.defences,
    "claim_unanswered": applying.claims,
    "title_expiring": applying.titles,
    "statement_asked": supervising.statements,
    "promotion_consent_asked": supervising.consents,
}
RECOMMENDER: Asked = {"recommendation_waiting": applying.recommendations}
EXPERT: Asked = {
    "sign_undertaking": reviewing.undertakings,
    "relation_undeclared": reviewing.declarations,
    "sheet_unopened": reviewing.unopened_sheets,
    "sheet_unsubmitted": reviewing.unsubmitted_sheets,
    "sheet_questioned": reviewing.questioned_sheets,
    "consensus_unopened": reviewing.unopened_consensus,
    "consensus_unconcluded": reviewing.unconcluded_consensus,
    "material_report_unissued": reviewing.material_reports,
    "defence_ahead": applying.defences,
    "site_issue_open": reviewing.site_issues,
    "site_visit_unrecorded": reviewing.site_visits,
    "comprehensive_report_unissued": reviewing.comprehensive_reports,
}
SECRETARIAT: Asked = {
    "sign_undertaking": checking.undertakings,
    "organization_unverified": checking.organizations,
    "claim_undecided": checking.claims,
    "eligibility_undecided": checking.eligibility,
    "supplement_lapsed": checking.lapsed_supplements,
    "consultation_unanswered": checking.consultations,
    "reconsideration_undecided": checking.reconsiderations,
    "recusal_undecided": checking.recusals,
    "access_undecided": checking.accesses,
    "plan_undrawn": checking.undrawn_plans,
    "plan_unapplied": checking.unapplied_plans,
    "panel_inactive": checking.forming_panels,
    "defence_undrawn": checking.undrawn_defences,
    "defence_unscheduled": checking.unscheduled_defences,
    "site_visit_unplanned": checking.unplanned_visits,
    "papers_not_out": honouring.papers,
    "motion_papers_not_out": honouring.motion_papers,
    "meeting_open": honouring.meetings,
    "notice_unpublished": honouring.unpublished_notices,
    "notice_interrupted": honouring.interrupted_notices,
    "objection_unadmitted": honouring.unadmitted_objections,
    "seal_missing": honouring.unsealed_objections,
    "objection_uninvestigated": honouring.uninvestigated_objections,
    "objection_unruled": honouring.unruled_objections,
    "tip_unsettled": honouring.tips,
    "plaque_undelivered": honouring.plaques,
    "bonus_unprepared": honouring.unprepared_bonuses,
    "bonus_unconfirmed": honouring.unconfirmed_bonuses,
    "revocation_unheard": honouring.unheard_cases,
    "revocation_undecided": honouring.undecided_cases,
    "revocation_unannounced": honouring.unannounced_cases,
    "plaque_owed": honouring.owed_plaques,
    "bonus_owed": honouring.owed_bonuses,
    "check_unfound": supervising.unfound_checks,
    "statement_unasked": supervising.unasked_statements,
    "statement_lapsed": supervising.lapsed_statements,
    "check_unconcluded": supervising.unconcluded_checks,
    "title_unreviewed": supervising.unreviewed_titles,
    "title_review_open": supervising.open_reviews,
    "sanction_undecided": honouring.sanctions,
    "referral_unanswered": honouring.referrals,
    "revision_unconsulted": legislating.unconsulted_revisions,
    "revision_unconcluded": legislating.unconcluded_revisions,
    "edition_review_due": legislating.reviews,
    "edition_expiring": legislating.expiring_editions,
    "edition_expired": legislating.expired_editions,
    "term_expiring": legislating.terms,
}
COMMITTEE: Asked = {
    "sign_undertaking": checking.undertakings,
    "vote_uncast": deliberating.votes,
    "papers_uncounted": deliberating.papers,
    "motion_vote_uncast": deliberating.motion_votes,
    "motion_papers_uncounted": deliberating.motion_papers,
    "ballot_unclosed": deliberating.finished_ballots,
    "motion_unopened": deliberating.lodged_motions,
    "motion_unclosed": deliberating.finished_motions,
    "minutes_unapproved": deliberating.unapproved_minutes,
    "recusal_undecided": checking.recusals,
    "access_undecided": checking.accesses,
    "objection_unruled": honouring.unruled_objections,
    "revocation_unverified": honouring.unverified_cases,
    "revocation_unrequested": honouring.unrequested_cases,
}
SOURCES: Mapping[Role, Asked] = MappingProxyType(
    {
        Role.APPLICANT: APPLICANT, Role.RECOMMENDER: RECOMMENDER, Role.EXPERT: EXPERT,
        Role.SECRETARIAT: SECRETARIAT, Role.COMMITTEE: COMMITTEE, Role.PUBLIC: {},
    }
)  # fmt: skip
"""Who is asked for what; row security says of which rows."""


async def duties_of(session: AsyncSession, actor: Actor) -> list[DutyView]:
    """Everything that the actor has to do in his role, under his persona; what is due first comes first."""
    asked = {code: source for code, source in SOURCES[actor.role].items() if KINDS[code].falls_to(actor)}
    found = await _found(session, actor, asked)
    years = await years_of(session)
    found += await found_in_years(session, actor, years)
    return sorted((_view(actor, each, years) for each in found), key=_place)


async def _found(session: AsyncSession, actor: Actor, asked: Asked) -> list[Found]:
    if not asked:
        return []
    sources = [source(actor).add_columns(literal(code).label("code")) for code, source in asked.items()]
    rows = (await session.execute(union_all(*sources))).mappings()
    return [Found(**dict(row)) for row in rows]


def _view(actor: Actor, found: Found, years: Mapping[UUID, PlannedYear]) -> DutyView:
    kind = KINDS[found.code]
    year = years.get(found.cycle_id) if found.cycle_id else None
    due_on, due_at = found.due_on, found.due_at
    if found.phase and year:
        due_on = year.day_after(found.phase)
    if due_on is not None:
        due_at = end_of(due_on)
    elif due_at is not None:
        due_on = civil_date(due_at - timedelta(microseconds=1))
    words = kind.zh if actor.language == "zh" else kind.en
    return DutyView(
        code=found.code, message=words.format(about=found.about), article=kind.article, role=actor.role,
        party_id=actor.party, subject=kind.subject, subject_id=found.subject_id,
        href=kind.href.format(id=found.subject_id), acts=list(kind.acts), cycle_id=found.cycle_id, due_on=due_on,
        due_at=due_at, overdue=due_at is not None and actor.now >= due_at,
    )  # fmt: skip


def _place(duty: DutyView) -> tuple[object, ...]:
    return (duty.due_at is None, duty.due_at or 0, duty.code, duty.message, duty.subject_id)
