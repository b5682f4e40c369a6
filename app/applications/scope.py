"""Who reaches applications: an organization its own, the secretariat those submitted, and what keeps them in order.

The register (name, status, dates, verdict) is open to every secretary, so that lists and queues work; the dossier
(contents, evidence, scans, findings, supplements) only to one who has signed the undertaking of the year (art. 30).
"""

from app.applications.models import Application
from app.database import Persona
from app.record import one_leaf
from app.scope import Guard, Reach, Scope
from app.undertakings.scope import signed

P = Persona
MOVED = ("seq", "status", "version", "leaf_id")
OWN = "organization_id = award_party()"
SUBMITTED = "submitted_at IS NOT NULL AND status <> 'draft'"
"""A draft is nobody's but the applicant's, also one that was returned; no act of the secretariat makes one."""
VISIBLE = "application_id IN (SELECT a.id FROM application a)"
"""Of an application that the persona reaches itself."""
REGISTER = tuple(column.name for column in Application.__table__.columns if column.name != "form")
"""All but the form, which is part of the dossier and may be a draft again."""
VISIBLE_FILE = "owner_id IN (SELECT a.id FROM application a)"


def opened(application: str) -> str:
    """Art. 30: the dossier of that application is open to a secretary: he has signed its year's undertaking."""
    return f"EXISTS (SELECT FROM application a WHERE a.id = {application} AND {signed('a.cycle_id')})"


REACHES = (
    Reach(table="application", to=(P.APPLICANT,), see=OWN, add=OWN,
          change=("form", "unit_id", "submission_sha256", "submitted_at", "received_at", "saved_at", "to_confirm",
                  "copied_from", *MOVED)),
    Reach(table="application", to=(P.SECRETARIAT,), see=SUBMITTED, columns=REGISTER,
          change=("received_at", "known_status", "known_version", "published_seq", *MOVED)),
    Reach(table="application_step", to=(P.APPLICANT, P.SECRETARIAT), see=VISIBLE, add=VISIBLE),
    Reach(table="submission", to=(P.APPLICANT,), see=VISIBLE, add=f"{VISIBLE} AND submitted_by = award_user()"),
    # An expert reaches an application only once its dossier is open to him.
    Reach(table="submission", to=(P.EXPERT,), see=VISIBLE),
    Reach(table="submission", to=(P.SECRETARIAT,), see=opened("submission.application_id")),
    Reach(table="stored_file", to=(P.SECRETARIAT,), see=opened("stored_file.owner_id")),
    Reach(table="self_assessment", to=(P.APPLICANT,), see=VISIBLE, add=VISIBLE, remove=VISIBLE),
    Reach(table="self_score", to=(P.APPLICANT,), see=VISIBLE, add=VISIBLE, remove=VISIBLE),
    Reach(table="submitted_self_scores", to=(P.APPLICANT,), see=VISIBLE, add=VISIBLE),
    Reach(table="evidence", to=(P.APPLICANT,), see=VISIBLE, add=VISIBLE, remove=VISIBLE),
    Reach(table="stored_file", to=(P.APPLICANT,), see=VISIBLE_FILE, add=f"{VISIBLE_FILE} AND stored_by = award_user()"),
)  # fmt: skip

IN_WINDOW = """
SELECT y.* INTO c FROM cycle y WHERE y.id = (SELECT a.cycle_id FROM application a WHERE a.id = {id}) FOR SHARE;
IF c.id IS NULL OR c.status <> 'called' OR award_now() < c.opens_at OR award_now() >= c.closes_at{more} THEN
PERFORM award_refuse('{name}'); END IF; RETURN NEW;
"""
"""The share lock makes a closing of the window wait for the arrival, or the arrival for the closing."""

DRAFT_ONLY = """
SELECT a.status INTO now_is FROM application a WHERE a.id = coalesce(NEW.application_id, OLD.application_id) FOR SHARE;
IF now_is NOT IN ('draft', 'declined') THEN PERFORM award_refuse('i18_draft_only'); END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;
"""


def _draft_only(table: str) -> Guard:
    return Guard(
        name=f"i18_{table}_of_a_draft", table=table, when="BEFORE INSERT OR UPDATE OR DELETE",
        declare="now_is text;", body=DRAFT_ONLY,
    )  # fmt: skip


def _fixed(table: str, name: str) -> Guard:
    return Guard(
        name=name, table=table, when="BEFORE UPDATE OR DELETE", body=f"PERFORM award_refuse('{name}'); RETURN NULL;"
    )


GUARDS = (
    Guard(
        # What is no secret becomes known as it happens; a secret only by its publication.
        name="rank_stays_secret", table="application", when="BEFORE INSERT OR UPDATE",
        body="""IF NEW.status NOT IN ('scored', 'candidate', 'not_candidate', 'proposed', 'not_proposed',
            'approved_in_notice', 'approved', 'not_approved') THEN
            NEW.known_status := NEW.status; NEW.known_version := NEW.version;
        END IF; RETURN NEW;""",
    ),
    Guard(
        # A year that ends without a further notice leaves nobody in the dark.
        name="closing_tells_everybody", table="cycle", when="AFTER UPDATE OF status",
        body="""IF NEW.status = 'closed' AND OLD.status <> 'closed' THEN
            UPDATE application SET known_status = status, known_version = version, published_seq = seq
            WHERE cycle_id = NEW.id AND known_status <> status;
        END IF; RETURN NULL;""",
    ),
    one_leaf("application"),
    one_leaf("application_step", "AFTER INSERT"),
    one_leaf("submission", "AFTER INSERT"),
    Guard(
        name="i18_started_before_the_end", table="application", when="BEFORE INSERT", declare="c cycle%ROWTYPE;",
        body="""SELECT y.* INTO c FROM cycle y WHERE y.id = NEW.cycle_id FOR SHARE;
        IF c.id IS NULL OR c.status <> 'called' OR award_now() >= c.closes_at THEN
        PERFORM award_refuse('i18_started_before_the_end'); END IF; RETURN NEW;""",
    ),
    Guard(
        name="i18_reinstated_in_window", table="application", when="BEFORE UPDATE OF status",
        declare="c cycle%ROWTYPE;",
        body="IF OLD.status <> 'withdrawn' OR NEW.status <> 'draft' THEN RETURN NEW; END IF; "
        + IN_WINDOW.format(id="NEW.id", name="i18_reinstated_in_window", more=""),
    ),
    Guard(
        name="i18_form_of_a_draft", table="application", when="BEFORE UPDATE OF form",
        body="""IF NEW.form IS DISTINCT FROM OLD.form AND OLD.status NOT IN ('draft', 'declined') THEN
        PERFORM award_refuse('i18_draft_only'); END IF; RETURN NEW;""",
    ),
    Guard(
        name="i18_submitted_in_window", table="submission", when="BEFORE INSERT", declare="c cycle%ROWTYPE;",
        body=IN_WINDOW.format(
            id="NEW.application_id", name="i18_submitted_in_window",
            more=" OR NEW.submitted_at < c.opens_at OR NEW.submitted_at >= c.closes_at",
        ),
    ),
    Guard(
        name="i18_hash_of_the_bytes", table="submission", when="BEFORE INSERT",
        body="IF NEW.sha256 <> sha256(NEW.content) THEN PERFORM award_refuse('i18_hash_of_the_bytes'); END IF; "
        "RETURN NEW;",
    ),
    _fixed("submission", "i18_submission_is_fixed"),
    Guard(
        name="i18_self_scores_are_fixed", table="submitted_self_scores", when="BEFORE UPDATE OR DELETE",
        body="PERFORM award_refuse('i18_submission_is_fixed'); RETURN NULL;",
    ),
    _fixed("application_step", "i5_step_is_fixed"),
    Guard(
        name="i5_no_step_ahead", table="application_step", when="AFTER INSERT", deferred=True,
        body="""IF EXISTS (SELECT FROM application a WHERE a.id = NEW.application_id AND a.seq < NEW.seq) THEN
        PERFORM award_refuse('i5_no_step_ahead'); END IF; RETURN NULL;""",
    ),
    _draft_only("self_assessment"),
    _draft_only("self_score"),
    _draft_only("evidence"),
)  # fmt: skip

SCOPE = Scope(reaches=REACHES, guards=GUARDS)
