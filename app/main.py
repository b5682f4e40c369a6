"""The application: the sections in the order of the year, the service's manners, and its life from start to stop."""

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, NoResultFound, SQLAlchemyError
from starlette.responses import JSONResponse

from app import boundary, codes, errors, openapi
from app.accounts import (
    handover_routes,
    keys,
    me_routes,
    paper_routes,
    people_routes,
    routes,
    token_routes,
    unit_routes,
)
from app.applications import draft_routes, evidence_routes, form_routes
from app.applications import routes as application_routes
from app.claims import routes as claim_routes
from app.committee import ballot_routes, meeting_routes, member_routes, ranking_routes
from app.committee import list_routes as proposed_routes
from app.consultations import department_routes
from app.consultations import routes as consultation_routes
from app.cycles import routes as cycle_routes
from app.database import Database, Mask, Persona
from app.defences import routes as defence_routes
from app.eligibility import list_routes, reconsideration_routes, record_routes, supplement_routes
from app.eligibility import routes as eligibility_routes
from app.experts import institution_routes, term_routes
from app.experts import routes as expert_routes
from app.government import decision_routes, submission_routes
from app.honours import aftermath_routes, award_routes, commendation_routes
from app.interests import glass_routes
from app.interests import routes as interest_routes
from app.legislation import edition_routes, life_routes, resolution_routes, revision_routes
from app.nursery import routes as nursery_routes
from app.panels import conflict_routes
from app.panels import routes as panel_routes
from app.publications import objection_routes, outcome_routes
from app.publications import routes as publication_routes
from app.recommenders import routes as recommendation_routes
from app.record import Installation
from app.reviews import (
    consensus_routes,
    dissent_routes,
    lead_routes,
    leaving_routes,
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
from app.schema import schema_digest
from app.scores import routes as score_routes
from app.sections import require_known_operations
from app.settings import Settings, settings
from app.site_visits import information_routes, issue_routes, log_routes, visit_routes
from app.standards import calendar_routes, criteria_routes
from app.undertakings import routes as undertaking_routes
from app.versions import routes as application_version_routes

VERSION = "0.1.0"
REHEARSAL_HEADER = {"Award-Rehearsal": "true"}

URL_FORM = "postgresql+asyncpg://USER:PASSWORD@HOST:PORT/DATABASE"
NO_SCHEMA = "The database of AWARD_DATABASE_URL has no schema that this service may use: `award migrate` makes it."
OTHER_SCHEMA = "The database of AWARD_DATABASE_URL has the schema of another version: `award migrate` renews it."
LACKING_STATES = ("42", "22023")
"""SQLSTATEs of a database that answers and was not migrated: no table, no column, no right, no such role."""


class NotServableError(Exception):
    """What the service stands on is missing; the message names the command or the variable that puts it right."""


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    """Read the settings and the keys, open the database, and refuse to start on a table that does not fit."""
    boundary.configure_log()
    require_known_operations(app)
    chosen = settings()
    app.state.settings = chosen
    app.state.ring = ring_of(chosen)
    app.state.cursor_key = app.state.ring.cursor
    app.state.database = database_of(chosen)
    chosen.files_dir.mkdir(parents=True, exist_ok=True)
    app.state.response_headers = REHEARSAL_HEADER if await is_rehearsal(app.state.database) else {}
    yield
    await app.state.database.close()


def ring_of(chosen: Settings) -> keys.KeyRing:
    """Read the keys; raises NotServableError."""
    try:
        return keys.load(chosen.keys_dir)
    except keys.KeysUnavailableError as error:
        message = f"{error}. AWARD_KEYS_DIR names their folder; `award keys` makes them once."
        raise NotServableError(message) from None


def database_of(chosen: Settings) -> Database:
    """Open the database; raises NotServableError where the setting is no URL of one."""
    if not chosen.database_url:
        raise NotServableError(f"AWARD_DATABASE_URL is not set: {URL_FORM}")
    try:
        return Database(chosen)
    except (SQLAlchemyError, ValueError, ImportError):
        # The text of the setting holds a password, so it is not repeated.
        raise NotServableError(f"AWARD_DATABASE_URL is not of the form {URL_FORM}") from None


async def is_rehearsal(database: Database) -> bool:
    """Say whether the database was made for rehearsals; raises NotServableError if the service cannot work on it."""
    try:
        rehearsal, fits = await installation_of(database)
    except NoResultFound:
        raise NotServableError(NO_SCHEMA) from None
    except (SQLAlchemyError, OSError, RuntimeError) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        if str(getattr(cause, "sqlstate", None)).startswith(LACKING_STATES):
            raise NotServableError(NO_SCHEMA) from None
        message = f"The database of AWARD_DATABASE_URL cannot be reached: {str(cause).splitlines()[0]}"
        raise NotServableError(message) from None
    if not fits:
        raise NotServableError(OTHER_SCHEMA)
    return rehearsal


async def fault_of(chosen: Settings) -> str:
    """Try what the service stands on before it starts; give the sentence for the operator, empty if all is there."""
    try:
        database = database_of(chosen)
        try:
            ring_of(chosen)
            await is_rehearsal(database)
        finally:
            await database.close()
    except NotServableError as error:
        return str(error)
    return ""


async def installation_of(database: Database) -> tuple[bool, bool]:
    """Say whether the database was created for rehearsals, and whether its schema is the one that this code knows."""
    async with database.transaction(Mask(Persona.PUBLIC)) as session:
        row = (await session.execute(select(Installation.rehearsal, Installation.schema_digest))).one()
    return row.rehearsal, row.schema_digest == schema_digest()


async def health() -> JSONResponse:
    """Say that the process answers."""
    return JSONResponse({"status": "ok", "version": VERSION})


async def readiness(request: Request) -> JSONResponse:
    """Say whether the service can work: database, schema and file store; 503 with what is wrong if it cannot."""
    try:
        rehearsal, schema = await installation_of(request.app.state.database)
    except (SQLAlchemyError, OSError, RuntimeError) as error:
        return JSONResponse({"status": "unready", "database": type(error).__name__}, status_code=503)
    files = os.access(request.app.state.settings.files_dir, os.W_OK)
    ready = schema and files
    found = {"version": VERSION, "rehearsal": rehearsal, "database": "ok", "schema": schema, "files": files}
    return JSONResponse({"status": "ready" if ready else "unready", **found}, status_code=200 if ready else 503)


SECTIONS = (
    token_routes.section,
    me_routes.section,
    me_routes.invitations,
    me_routes.resets,
    routes.section,
    paper_routes.section,
    handover_routes.section,
    claim_routes.section,
    unit_routes.section,
    people_routes.section,
    codes.section,
    edition_routes.section,
    life_routes.section,
    revision_routes.section,
    criteria_routes.section,
    calendar_routes.section,
    resolution_routes.section,
    cycle_routes.section,
    undertaking_routes.section,
    form_routes.section,
    application_routes.section,
    draft_routes.section,
    evidence_routes.section,
    recommendation_routes.section,
    nursery_routes.section,
    department_routes.section,
    department_routes.lists,
    consultation_routes.section,
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
    panel_routes.section,
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
    ranking_routes.rankings,
    ranking_routes.candidate_lists,
    ranking_routes.committee,
    member_routes.section,
    meeting_routes.section,
    ballot_routes.section,
    proposed_routes.section,
    score_routes.explanations,
    score_routes.checks,
    outcome_routes.section,
    publication_routes.notices,
    publication_routes.publications,
    objection_routes.section,
    submission_routes.section,
    decision_routes.section,
    commendation_routes.section,
    award_routes.awards,
    award_routes.bonuses,
    award_routes.roll,
    aftermath_routes.section,
)
"""The year in order."""


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
    for section in SECTIONS:
        made.include_router(section)
    boundary.install(made, settings().cors_origins)
    return made


app = create_app()
