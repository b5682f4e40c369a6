"""Who reaches the register of experts and institutions: the secretariat keeps it; panels open it to others (art. 8)."""

from app.database import Persona
from app.record import one_leaf
from app.scope import Guard, Reach, Scope

P = Persona
MOVED = ("status", "version", "leaf_id")
REGISTERED = "PERFORM award_refuse('register_is_kept'); RETURN NULL;"
IN_STANDING = """PERFORM 1 FROM expert e WHERE e.id = NEW.expert_id AND e.status = 'admitted' FOR SHARE;
IF NOT FOUND THEN PERFORM award_refuse('i31_expert_in_standing'); END IF; RETURN NEW;"""
"""The share lock makes a suspension wait for the seat or the sheet, or these for the suspension."""

REACHES = (
    Reach(table="expert", to=(P.SECRETARIAT,), see="true", add="admitted_by = award_user()",
          change=("standard", "standard_id", "term_until", "evidence_file_id", "left_on", "leaving_reason", *MOVED)),
    Reach(table="expert_term", to=(P.SECRETARIAT,), see="true", add="replaced_by = award_user()"),
    Reach(table="expert_training", to=(P.SECRETARIAT,), see="true", add="recorded_by = award_user()"),
    Reach(table="institution", to=(P.SECRETARIAT,), see="true", add="registered_by = award_user()", change=MOVED),
    Reach(table="stored_file", to=(P.SECRETARIAT,), see="id IN (SELECT e.evidence_file_id FROM expert e UNION ALL "
          "SELECT t.evidence_file_id FROM expert_term t UNION ALL SELECT t.evidence_file_id FROM expert_training t)"),
)  # fmt: skip

GUARDS = (
    one_leaf("expert"),
    one_leaf("institution"),
    Guard(name="register_keeps_terms", table="expert_term", when="BEFORE UPDATE OR DELETE", body=REGISTERED),
    Guard(name="register_keeps_trainings", table="expert_training", when="BEFORE UPDATE OR DELETE", body=REGISTERED),
    Guard(
        name="expert_leaves_no_seat_empty", table="expert", when="AFTER UPDATE OF status", deferred=True,
        body="IF NEW.status = 'left' AND EXISTS (SELECT FROM panel_seat s JOIN panel p ON p.id = s.panel_id "
        "JOIN cycle c ON c.id = p.cycle_id WHERE s.expert_id = NEW.id AND s.left_at IS NULL "
        "AND c.status NOT IN ('closed', 'cancelled')) THEN "
        "PERFORM award_refuse('expert_leaves_no_seat_empty'); END IF; RETURN NULL;",
    ),
    Guard(name="i31_seat_in_standing", table="panel_seat", when="BEFORE INSERT", body=IN_STANDING),
    Guard(name="i31_sheet_in_standing", table="score_sheet", when="BEFORE INSERT", body=IN_STANDING),
    Guard(
        name="grant_expert_known", table="role_grant", when="AFTER INSERT OR UPDATE", deferred=True,
        body="IF NEW.role <> 'expert' THEN RETURN NULL; END IF; "
        "PERFORM 1 FROM user_account WHERE id = NEW.user_id FOR UPDATE; "
        "PERFORM 1 FROM expert WHERE id = NEW.party_id FOR UPDATE; "
        "IF NOT FOUND THEN PERFORM award_refuse('grant_party_known'); END IF; "
        "IF (SELECT count(*) FROM role_grant g WHERE g.role = 'expert' AND g.ended_at IS NULL "
        "AND (g.party_id = NEW.party_id OR g.user_id = NEW.user_id)) > 1 THEN "
        "PERFORM award_refuse('grant_one_expert'); END IF; RETURN NULL;",
    ),
)  # fmt: skip

SCOPE = Scope(reaches=REACHES, guards=GUARDS)
