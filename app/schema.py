"""The schema as a whole: every table, every scope, and the doorway's statements with a digest to know them by."""

from hashlib import sha256

from app import idempotency, record
from app.accounts import models as account_tables
from app.accounts import scope as accounts
from app.applications import models as application_tables
from app.applications import scope as applications
from app.budgets import models as budget_tables
from app.budgets import scope as budgets
from app.claims import models as claim_tables
from app.claims import scope as claims
from app.committee import decision_models as decision_tables
from app.committee import meeting_models as meeting_tables
from app.committee import models as committee_tables
from app.committee import scope as committee
from app.consultations import models as consultation_tables
from app.consultations import scope as consultations
from app.cycles import models as cycle_tables
from app.cycles import scope as cycles
from app.database import STANDS, Base, Persona
from app.defences import models as defence_tables
from app.defences import scope as defences
from app.eligibility import models as eligibility_tables
from app.eligibility import scope as eligibility
from app.experts import models as expert_tables
from app.experts import scope as experts
from app.files import models as file_tables
from app.files import scope as files
from app.guidance import models as document_tables
from app.guidance import scope as guidance
from app.honours import models as honour_tables
from app.honours import scope as honours
from app.interests import models as interest_tables
from app.interests import scope as interests
from app.legislation import models as law_tables
from app.legislation import revision_models as revision_tables
from app.legislation import scope as legislation
from app.minutes import models as minutes_tables
from app.minutes import scope as minutes
from app.motions import models as motion_tables
from app.motions import scope as motions
from app.nursery import models as nursery_tables
from app.nursery import scope as nursery
from app.objections import models as objection_tables
from app.objections import scope as objections
from app.overview import scope as overview
from app.panel_plans import models as plan_tables
from app.panel_plans import scope as plans
from app.panels import models as panel_tables
from app.panels import scope as panels
from app.privacy import scope as privacy
from app.promotion import models as promotion_tables
from app.promotion import scope as promotion
from app.publications import models as publication_tables
from app.publications import scope as publications
from app.rankings import models as ranking_tables
from app.rankings import scope as rankings
from app.recommenders import models as recommender_tables
from app.recommenders import scope as recommenders
from app.recusals import models as recusal_tables
from app.recusals import scope as recusals
from app.rehearsals import models as rehearsal_tables
from app.rehearsals import scope as rehearsals
from app.reviews import history_models as history_tables
from app.reviews import history_scope as history
from app.reviews import models as review_tables
from app.reviews import scope as reviews
from app.sanctions import models as sanction_tables
from app.sanctions import scope as sanctions
from app.scope import FUNCTIONS, Scope, owner_statements
from app.scores import scope as scores
from app.self_assessments import models as own_assessment_tables
from app.self_assessments import scope as self_assessments
from app.site_visits import models as visit_tables
from app.site_visits import scope as site_visits
from app.site_visits import visit_models as site_tables
from app.site_visits import visit_scope as site
from app.standards import calendar_models as calendar_tables
from app.standards import models as standard_tables
from app.standards import scope as standards
from app.supervision import models as check_tables
from app.supervision import scope as supervision
from app.titles import models as title_tables
from app.titles import scope as titles
from app.undertakings import models as undertaking_tables
from app.undertakings import scope as undertakings

TABLES = (
    idempotency,
    record,
    account_tables,
    file_tables,
    standard_tables,
    calendar_tables,
    law_tables,
    revision_tables,
    document_tables,
    cycle_tables,
    undertaking_tables,
    application_tables,
    own_assessment_tables,
    interest_tables,
    check_tables,
    recommender_tables,
    nursery_tables,
    claim_tables,
    consultation_tables,
    eligibility_tables,
    expert_tables,
    recusal_tables,
    rehearsal_tables,
    panel_tables,
    visit_tables,
    plan_tables,
    site_tables,
    review_tables,
    defence_tables,
    history_tables,
    sanction_tables,
    ranking_tables,
    committee_tables,
    meeting_tables,
    decision_tables,
    motion_tables,
    minutes_tables,
    publication_tables,
    objection_tables,
    title_tables,
    honour_tables,
    promotion_tables,
    budget_tables,
)
"""The modules whose tables make up the schema."""
SCOPES: tuple[Scope, ...] = (
    record.SCOPE,
    accounts.SCOPE,
    files.SCOPE,
    standards.SCOPE,
    legislation.SCOPE,
    guidance.SCOPE,
    cycles.SCOPE,
    undertakings.SCOPE,
    applications.SCOPE,
    self_assessments.SCOPE,
    interests.SCOPE,
    supervision.SCOPE,
    recommenders.SCOPE,
    nursery.SCOPE,
    claims.SCOPE,
    consultations.SCOPE,
    eligibility.SCOPE,
    experts.SCOPE,
    recusals.SCOPE,
    panels.SCOPE,
    plans.SCOPE,
    reviews.SCOPE,
    site_visits.SCOPE,
    site.SCOPE,
    defences.SCOPE,
    history.SCOPE,
    sanctions.SCOPE,
    rankings.SCOPE,
    committee.SCOPE,
    motions.SCOPE,
    minutes.SCOPE,
    scores.SCOPE,
    publications.SCOPE,
    objections.SCOPE,
    titles.SCOPE,
    honours.SCOPE,
    promotion.SCOPE,
    budgets.SCOPE,
    overview.SCOPE,
    rehearsals.SCOPE,
    privacy.SCOPE,
)
METADATA = Base.metadata
BARRIERS = interests.barriers_of(METADATA.tables.values())
"""What closes a case to the officers and members whom a conflict of interest bars from it."""

CLEAR = (
    f"DROP FUNCTION IF EXISTS {STANDS}",
    # Forced on the owner too, row security without policies would hide every row from a migration.
    """DO $$ DECLARE t record; BEGIN
    FOR t IN SELECT oid::regclass AS tab FROM pg_class WHERE relkind = 'r' AND relforcerowsecurity
    AND relnamespace = 'public'::regnamespace LOOP
    EXECUTE format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', t.tab); END LOOP; END $$""",
    """DO $$ DECLARE p record; BEGIN
    FOR p IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP POLICY %I ON %I', p.policyname, p.tablename); END LOOP; END $$""",
    """DO $$ DECLARE t record; BEGIN
    FOR t IN SELECT tgname, tgrelid::regclass AS tab FROM pg_trigger JOIN pg_proc f ON f.oid = tgfoid
    WHERE NOT tgisinternal AND f.proname LIKE 'guard\\_%' LOOP
    EXECUTE format('DROP TRIGGER %I ON %s', t.tgname, t.tab); END LOOP; END $$""",
    """DO $$ DECLARE f record; BEGIN
    FOR f IN SELECT oid::regprocedure AS signature FROM pg_proc
    WHERE proname LIKE 'guard\\_%' AND pronamespace = 'public'::regnamespace LOOP
    EXECUTE format('DROP FUNCTION %s', f.signature); END LOOP; END $$""",
)


def doorway() -> list[str]:
    """Every statement of the doorway, in order, from nothing."""
    tables = sorted(METADATA.tables)
    personas = ", ".join(Persona)
    return [
        *CLEAR,
        *FUNCTIONS,
        *(function for scope in SCOPES for function in scope.functions),
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {personas}",
        *(f"REVOKE ALL ON {table} FROM PUBLIC" for table in tables),
        *owner_statements(tables),
        *(line for scope in SCOPES for reach in scope.reaches for line in reach.statements()),
        *(line for barrier in BARRIERS for line in barrier.statements()),
        *(line for scope in SCOPES for guard in scope.guards for line in guard.statements()),
    ]


def schema_digest() -> str:
    """Derive what tells one schema from another: all tables with their columns, policies, grants and guards."""
    columns = sorted(
        f"{column.table}.{column.name} {column.type!r}" for t in METADATA.tables.values() for column in t.columns
    )
    return sha256("\0".join([*columns, *doorway()]).encode()).hexdigest()
