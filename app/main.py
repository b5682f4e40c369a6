"""The application: the sections in the order of the year, the service's manners, and its life from start to stop."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import cache

from fastapi import APIRouter, FastAPI

from app import boundary, codes, errors, openapi
from app.accounts import (
    factor_routes,
    handover_routes,
    me_routes,
    paper_routes,
    people_routes,
    rotation,
    routes,
    session_routes,
    token_routes,
    unit_routes,
)
from app.applications import draft_routes, evidence_routes, form_routes
from app.applications import routes as application_routes
from app.budgets import routes as budget_routes
from app.claims import routes as claim_routes
from app.committee import alternate_routes, ballot_routes, meeting_routes, member_routes
from app.committee import candidate_routes as nominee_routes
from app.committee import list_routes as proposed_routes
from app.consultations import department_routes
from app.consultations import routes as consultation_routes
from app.cycles import routes as cycle_routes
from app.defences import routes as defence_routes
from app.eligibility import list_routes, reconsideration_routes, record_routes, supplement_routes
from app.eligibility import routes as eligibility_routes
from app.experts import institution_routes, term_routes
from app.experts import routes as expert_routes
from app.government import decision_routes, submission_routes
from app.guidance import routes as document_routes
from app.honours import aftermath_routes, award_routes, certificate_routes, commendation_routes, own_routes
from app.interests import glass_routes
from app.interests import routes as interest_routes
from app.legislation import criteria_approval, edition_routes, life_routes, resolution_routes, revision_routes
from app.minutes import routes as minutes_routes
from app.motions import routes as motion_routes
from app.nursery import routes as nursery_routes
from app.objections import file_routes, tip_routes
from app.overview import routes as overview_routes
from app.panel_plans import routes as plan_routes
from app.panel_plans import seating_routes
from app.panels import conflict_routes
from app.panels import routes as panel_routes
from app.privacy import routes as export_routes
from app.promotion import public_routes as good_practice_routes
from app.promotion import routes as promotion_routes
from app.publications import following_routes, outcome_routes
from app.publications import routes as publication_routes
from app.quarantine import routes as quarantine_routes
from app.rankings import candidate_routes
from app.rankings import routes as ranking_routes
from app.recommenders import routes as recommendation_routes
from app.recusals import routes as recusal_routes
from app.rehearsals import routes as rehearsal_routes
from app.reviews import (
    consensus_routes,
    dissent_routes,
    lead_routes,
    leaving_routes,
    recusing_routes,
    reopening_routes,
    report_routes,
    request_routes,
    sheet_routes,
    shortlist_routes,
    version_routes,
    workbook_routes,
)
from app.reviews import routes as review_routes
from app.sanctions import referral_routes
from app.sanctions import routes as sanction_routes
from app.scores import routes as score_routes
from app.sealing import routes as sealing_routes
from app.sealing.sequencing import Sequencer, running
from app.sealing.tree import Tree
from app.sections import require_known_operations
from app.self_assessments import routes as self_assessment_routes
from app.service_records import routes as service_record_routes
from app.settings import settings
from app.site_visits import information_routes, issue_routes, log_routes, visit_routes
from app.standards import calendar_routes, criteria_routes
from app.standing import (
    REHEARSAL_HEADER,
    VERSION,
    database_of,
    health,
    is_rehearsal,
    readiness,
    require_breach_list,
    require_file_keys,
    ring_of,
    security_text,
    signer_of,
)
from app.supervision import routes as check_routes
from app.titles import routes as title_routes
from app.undertakings import routes as undertaking_routes
from app.versions import routes as application_version_routes


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    """Read the settings and the keys, open the database, and refuse to start on a table that does not fit."""
    boundary.configure_log()
    require_known_operations(app)
    chosen = settings()
    app.state.settings = chosen
    app.state.ring = ring_of(chosen)
    app.state.cursor_key = app.state.ring.cursor
    app.state.signer, app.state.tree = signer_of(chosen), Tree()
    require_file_keys(chosen)
    require_breach_list(chosen)
    app.state.database = database_of(chosen)
    chosen.files_dir.mkdir(parents=True, exist_ok=True)
    app.state.response_headers = REHEARSAL_HEADER if await is_rehearsal(app.state.database) else {}
    # The sequencer has a connection of its own, so that a storm of requests does not keep it waiting.
    alone = database_of(chosen.model_copy(update={"pool_size": 1}))
    following = rotation.following(app.state, chosen.keys_dir, chosen.keys_seconds)
    async with running(Sequencer(alone, app.state.signer), chosen.sequencer_seconds), following:
        yield
    await alone.close()
    await app.state.database.close()


SECTIONS = (
    token_routes.section,
    me_routes.section,
    session_routes.section,
    session_routes.confirmations,
    factor_routes.section,
    factor_routes.resets,
    export_routes.section,
    me_routes.invitations,
    me_routes.resets,
    routes.section,
    paper_routes.section,
    quarantine_routes.section,
    handover_routes.section,
    claim_routes.section,
    unit_routes.section,
    people_routes.section,
    codes.section,
    sealing_routes.section,
    sealing_routes.cases,
    edition_routes.section,
    life_routes.section,
    revision_routes.section,
    criteria_routes.section,
    criteria_approval.section,
    calendar_routes.section,
    resolution_routes.section,
    document_routes.section,
    cycle_routes.section,
    undertaking_routes.section,
    form_routes.section,
    application_routes.section,
    draft_routes.section,
    evidence_routes.section,
    self_assessment_routes.section,
    self_assessment_routes.carrying,
    recommendation_routes.section,
    nursery_routes.section,
    department_routes.section,
    department_routes.lists,
    consultation_routes.section,
    check_routes.section,
    eligibility_routes.section,
    record_routes.section,
    reconsideration_routes.section,
    supplement_routes.asking,
    supplement_routes.section,
    list_routes.section,
    application_version_routes.section,
    expert_routes.section,
    term_routes.section,
    institution_routes.section,
    interest_routes.section,
    glass_routes.section,
    conflict_routes.section,
    recusal_routes.section,
    recusing_routes.section,
    plan_routes.draws,
    plan_routes.section,
    panel_routes.section,
    seating_routes.section,
    leaving_routes.section,
    lead_routes.section,
    sanction_routes.section,
    referral_routes.section,
    review_routes.section,
    sheet_routes.section,
    version_routes.section,
    workbook_routes.section,
    request_routes.section,
    dissent_routes.section,
    dissent_routes.asking,
    consensus_routes.opening,
    consensus_routes.section,
    reopening_routes.section,
    report_routes.section,
    defence_routes.section,
    issue_routes.opening,
    issue_routes.section,
    visit_routes.planning,
    visit_routes.section,
    log_routes.dossiers,
    log_routes.section,
    information_routes.asking,
    information_routes.section,
    shortlist_routes.section,
    shortlist_routes.conclusions,
    ranking_routes.section,
    candidate_routes.section,
    nominee_routes.section,
    member_routes.section,
    alternate_routes.section,
    meeting_routes.section,
    ballot_routes.section,
    motion_routes.section,
    minutes_routes.section,
    proposed_routes.section,
    score_routes.explanations,
    score_routes.checks,
    service_record_routes.records,
    service_record_routes.own,
    outcome_routes.section,
    following_routes.notices,
    publication_routes.publications,
    file_routes.receipts,
    file_routes.section,
    tip_routes.section,
    submission_routes.section,
    decision_routes.section,
    commendation_routes.section,
    award_routes.awards,
    award_routes.bonuses,
    award_routes.roll,
    certificate_routes.section,
    own_routes.section,
    title_routes.section,
    aftermath_routes.section,
    promotion_routes.section,
    good_practice_routes.cases,
    good_practice_routes.occasions,
    budget_routes.years,
    budget_routes.section,
    overview_routes.own,
    overview_routes.years,
    overview_routes.section,
    rehearsal_routes.section,
)
"""The year in order."""


@cache
def _included() -> APIRouter:
    """Include the sections once for all applications of a process: for each inclusion every handler is read anew."""
    whole = APIRouter()
    for section in SECTIONS:
        whole.include_router(section)
    return whole


def create_app() -> FastAPI:
    """Put the application together; needs no environment."""
    made = FastAPI(
        title="江阴市市长质量奖评定服务", version=VERSION, lifespan=lifespan,
        docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False, separate_input_output_schemas=False,
        generate_unique_id_function=lambda route: route.name,
    )  # fmt: skip
    errors.install(made)
    openapi.install(made)
    made.add_api_route("/healthz", health, methods=["GET"], include_in_schema=False)
    made.add_api_route("/readyz", readiness, methods=["GET"], include_in_schema=False)
    made.add_api_route("/.well-known/security.txt", security_text, methods=["GET"], include_in_schema=False)
    made.router.routes.extend(_included().routes)
    boundary.install(made, settings().cors_origins)
    return made


app = create_app()
