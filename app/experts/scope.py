"""Who reaches the register of experts: the secretariat keeps it (art. 8(3)); panels open it to others."""

from app.database import Persona
from app.record import one_leaf
from app.scope import Guard, Reach, Scope

P = Persona

REACHES = (
    Reach(table="expert", to=(P.SECRETARIAT,), see="true", add="admitted_by = award_user()"),
    Reach(table="stored_file", to=(P.SECRETARIAT,), see="id IN (SELECT e.evidence_file_id FROM expert e)"),
)  # fmt: skip

GUARDS = (
    one_leaf("expert"),
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
