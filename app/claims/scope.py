"""Who reaches a claim: its claimant by his code, the organization's users what concerns them, the secretariat all."""

from app.database import Persona
from app.record import one_leaf
from app.scope import Guard, Reach, Scope

P = Persona
MOVED = ("status", "version", "leaf_id")
OWN = "organization_id = award_party()"
OF_OWN = "claim_id IN (SELECT c.id FROM organization_claim c)"
"""Of a claim that the persona reaches itself."""
CLAIM_FILE = "owner_id IN (SELECT c.id FROM organization_claim c)"
BY_HOLDER = f"side = 'holder' AND {OF_OWN}"


def _fixed(table: str) -> Guard:
    name = f"{table}_is_fixed"
    body = f"PERFORM award_refuse('{name}'); RETURN NULL;"
    return Guard(name=name, table=table, when="BEFORE UPDATE OR DELETE", body=body)


SCOPE = Scope(
    reaches=(
        Reach(table="organization_claim", to=(P.ANONYMOUS,), see="true", add="status = 'lodged'",
              change=("version", "leaf_id")),
        Reach(table="claim_contact", to=(P.ANONYMOUS,), see="true", add="true"),
        Reach(table="claim_statement", to=(P.ANONYMOUS,), see="true", add="side = 'claimant'"),
        Reach(table="claim_file", to=(P.ANONYMOUS,), see="true", add="true", change=("file_id",)),
        Reach(table="stored_file", to=(P.ANONYMOUS,), see=CLAIM_FILE, add=f"{CLAIM_FILE} AND stored_by IS NULL"),
        Reach(table="organization_claim", to=(P.APPLICANT,), see=OWN, change=("version", "leaf_id")),
        Reach(table="claim_statement", to=(P.APPLICANT,), see=OF_OWN, add=BY_HOLDER),
        Reach(table="organization_claim", to=(P.SECRETARIAT,), see="true",
              change=("reason", "decided_by", "decided_at", "invited_user_id", *MOVED)),
        Reach(table="claim_contact", to=(P.SECRETARIAT,), see="true"),
        Reach(table="claim_statement", to=(P.SECRETARIAT,), see="true"),
        Reach(table="claim_file", to=(P.SECRETARIAT,), see="true"),
        Reach(table="stored_file", to=(P.SECRETARIAT,), see=CLAIM_FILE),
    ),
    guards=(
        one_leaf("organization_claim"),
        one_leaf("claim_statement", "AFTER INSERT"),
        _fixed("claim_statement"),
        Guard(
            # Three at a time, so that nobody floods the secretariat; the lock lets two at once count each other.
            name="claim_not_too_many", table="organization_claim", when="BEFORE INSERT",
            body="""PERFORM 1 FROM organization o WHERE o.id = NEW.organization_id FOR UPDATE;
            IF (SELECT count(*) FROM organization_claim c WHERE c.organization_id = NEW.organization_id
            AND c.status = 'lodged') >= 3 THEN
            PERFORM award_refuse('claim_not_too_many'); END IF; RETURN NEW;""",
        ),
        Guard(
            name="claim_decided_once", table="organization_claim", when="BEFORE UPDATE OR DELETE",
            body="""IF TG_OP = 'DELETE' OR OLD.status <> 'lodged' OR NEW.organization_id <> OLD.organization_id THEN
            PERFORM award_refuse('claim_decided_once'); END IF; RETURN NEW;""",
        ),
        Guard(
            name="claim_files_of_an_open_claim", table="claim_file", when="BEFORE INSERT OR UPDATE OR DELETE",
            body="""PERFORM 1 FROM organization_claim c WHERE c.id = NEW.claim_id AND c.status = 'lodged' FOR SHARE;
            IF TG_OP = 'DELETE' OR NOT FOUND THEN PERFORM award_refuse('claim_files_of_an_open_claim'); END IF;
            RETURN NEW;""",
        ),
    ),
)  # fmt: skip
