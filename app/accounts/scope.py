"""Who reaches accounts: everybody himself, the secretariat all, an organization its own; secrets only at the login."""

from app.accounts.hands import two_hands
from app.database import Persona
from app.record import one_leaf
from app.scope import Guard, Reach, Scope

P = Persona
USERS = (P.APPLICANT, P.RECOMMENDER, P.EXPERT, P.SECRETARIAT, P.COMMITTEE)
MOVED = ("status", "version", "leaf_id")
FACTS = ("name", "registered_address", "legal_representative", "established_on", "phone", "former_names", "search_text")
OWN_COLLEAGUES = "id IN (SELECT g.user_id FROM role_grant g WHERE g.role = 'applicant' AND g.party_id = award_party())"
OWN_GRANT = "user_id = award_user() AND role = 'applicant' AND party_id = award_party()"
OF_AN_APPLICANT = "user_id IN (SELECT g.user_id FROM role_grant g WHERE g.role = 'applicant')"
GIVEN_TO_ANOTHER = "granted_by = award_user() AND user_id <> award_user()"

PARTY_IS_KNOWN = Guard(
    name="grant_party_known", table="role_grant", when="AFTER INSERT", deferred=True,
    body="IF (NEW.role = 'applicant' AND NOT EXISTS (SELECT FROM organization WHERE id = NEW.party_id)) "
    "OR (NEW.role = 'recommender' AND NOT EXISTS (SELECT FROM unit WHERE id = NEW.party_id)) THEN "
    "PERFORM award_refuse('grant_party_known'); END IF; RETURN NULL;",
)  # fmt: skip
"""An applicant speaks for an organization, a recommender for a unit; later stages add theirs for experts and seats."""

HANDS_APART = Guard(
    name="grant_hands_apart", table="role_grant", when="AFTER INSERT OR UPDATE", deferred=True,
    body="PERFORM 1 FROM user_account WHERE id = NEW.user_id FOR UPDATE; "
    "IF (SELECT bool_or(role = 'secretariat') AND bool_or(role IN ('applicant', 'recommender', 'expert', 'committee')) "
    "FROM role_grant WHERE user_id = NEW.user_id AND ended_at IS NULL) THEN "
    "PERFORM award_refuse('grant_hands_apart'); END IF; RETURN NULL;",
)  # fmt: skip
"""No secretary applies, recommends, scores or votes; the user's row is locked, for two grants at once."""

VERIFIED_BY_OTHERS = Guard(
    name="organization_verified_by_others",
    table="organization",
    when="BEFORE UPDATE OF status",
    body="IF NEW.status = 'verified' AND OLD.status <> 'verified' AND current_setting('role') = 'award_applicant' "
    "THEN PERFORM award_refuse('organization_verified_by_others'); END IF; RETURN NEW;",
)
"""Its users amend what an organization says of itself, which may leave it unverified and never makes it verified."""

KEEPS_ITS_NAMES = Guard(
    name="organization_keeps_its_names", table="organization", when="BEFORE UPDATE",
    body="IF NOT NEW.former_names @> OLD.former_names THEN "
    "PERFORM award_refuse('organization_keeps_its_names'); END IF; "
    "IF NEW.name <> OLD.name AND NOT NEW.former_names @> jsonb_build_array(OLD.name) THEN "
    "NEW.former_names := NEW.former_names || jsonb_build_array(OLD.name); END IF; RETURN NEW;",
)  # fmt: skip
"""No name that an organization has had is forgotten, by whatever way it changes."""

SECOND_HAND = Guard(
    name="factor_reset_second_hand", table="second_factor", when="BEFORE UPDATE OF reset_by, reset_at",
    body="IF EXISTS (SELECT FROM one_time_code c WHERE c.user_id = NEW.user_id AND c.purpose = 'reset' "
    "AND c.issued_by = NEW.reset_by AND c.expires_at > clock_timestamp()) THEN "
    "PERFORM award_refuse('factor_reset_second_hand'); END IF; RETURN NEW;",
)  # fmt: skip
"""Who handed out a code for a user's password does not take away his second factor too; nor the other way round.

A second reset by the same officer changes the instant only, so both columns are watched.
"""

PASSWORD_SECOND_HAND = Guard(
    name="password_code_second_hand", table="one_time_code", when="BEFORE INSERT",
    body="IF NEW.purpose = 'reset' AND EXISTS (SELECT FROM second_factor f WHERE f.user_id = NEW.user_id "
    "AND f.reset_by = NEW.issued_by AND f.reset_at > clock_timestamp() - interval '3 days') THEN "
    "PERFORM award_refuse('password_code_second_hand'); END IF; RETURN NEW;",
)  # fmt: skip

HANDOVER_STANDS = Guard(
    name="handover_stands", table="handover", when="BEFORE UPDATE OR DELETE",
    body="PERFORM award_refuse('handover_stands'); RETURN NULL;",
)  # fmt: skip

KEEPS_A_USER = Guard(
    name="organization_keeps_a_user", table="role_grant", when="AFTER UPDATE OF ended_at", deferred=True,
    body="IF NEW.role <> 'applicant' OR NEW.ended_at IS NULL THEN RETURN NULL; END IF; "
    "PERFORM 1 FROM organization o WHERE o.id = NEW.party_id FOR UPDATE; "
    "IF NOT EXISTS (SELECT FROM role_grant g WHERE g.role = 'applicant' AND g.party_id = NEW.party_id "
    "AND g.ended_at IS NULL) THEN PERFORM award_refuse('organization_keeps_a_user'); END IF; RETURN NULL;",
)  # fmt: skip
"""No organization is left without a user; the lock lets two who hand over to each other at once see each other."""

SCOPE = Scope(
    reaches=(
        # Login, registration and one-time codes are the only places that touch secrets.
        Reach(table="user_account", to=(P.ANONYMOUS,), see="true", add="true",
              change=("login", "activated_at", *MOVED)),
        Reach(table="credential", to=(P.ANONYMOUS,), see="true", add="true", change=("password_hash", "changed_at")),
        Reach(table="role_grant", to=(P.ANONYMOUS,), see="true", add="role = 'applicant'"),
        Reach(table="organization", to=(P.ANONYMOUS,), see="true", add="status = 'unverified'"),
        Reach(table="one_time_code", to=(P.ANONYMOUS,), see="true", change=("used_at",)),
        Reach(table="login_session", to=(P.ANONYMOUS,), see="true", add="true",
              change=("ended_at", "used_at", "confirmed_at", "factor")),
        Reach(table="second_factor", to=(P.ANONYMOUS,), see="true", add="true",
              change=("secret", "sealing_key", "confirmed_at", "last_step", "reset_by", "reset_at")),
        Reach(table="recovery_code", to=(P.ANONYMOUS,), see="true", add="true", change=("used_at",), remove="true"),
        Reach(table="refresh_token", to=(P.ANONYMOUS,), see="true", add="true", change=("used_at",)),
        Reach(table="login_failure", to=(P.ANONYMOUS,), see="true", add="true", change=("failures", "last_at"),
              remove="true"),
        # Each request reads its session, its user and his grants, nothing else.
        Reach(table="login_session", to=(P.SESSION,), see="true"),
        Reach(table="user_account", to=(P.SESSION,), see="true"),
        Reach(table="role_grant", to=(P.SESSION,), see="ended_at IS NULL"),
        # Everybody himself.
        Reach(table="user_account", to=USERS, see="id = award_user()", change=MOVED),
        Reach(table="credential", to=USERS, see="user_id = award_user()", change=("password_hash", "changed_at")),
        Reach(table="login_session", to=USERS, see="user_id = award_user()", change=("ended_at",)),
        # An organization: itself and its users.
        Reach(table="organization", to=(P.APPLICANT,), see="id = award_party()", change=(*FACTS, *MOVED)),
        Reach(table="organization_file", to=(P.APPLICANT,), see="organization_id = award_party()",
              add="organization_id = award_party()", change=("file_id",)),
        Reach(table="role_grant", to=(P.APPLICANT,), see="role = 'applicant' AND party_id = award_party()",
              add=f"role = 'applicant' AND party_id = award_party() AND {GIVEN_TO_ANOTHER}",
              change=("ended_at",), where=OWN_GRANT),
        Reach(table="handover", to=(P.APPLICANT,), see="organization_id = award_party()",
              add="organization_id = award_party() AND from_user_id = award_user() AND handed_by = award_user()"),
        Reach(table="handover", to=(P.SECRETARIAT,), see="true",
              add="handed_by = award_user() AND from_user_id <> award_user()"),
        Reach(table="login_session", to=(P.SECRETARIAT,), see=OF_AN_APPLICANT, columns=("id", "user_id", "ended_at"),
              change=("ended_at",)),
        Reach(table="user_account", to=(P.APPLICANT,), see=OWN_COLLEAGUES, add="true"),
        Reach(table="one_time_code", to=(P.APPLICANT, P.SECRETARIAT), add="issued_by = award_user()"),
        # A new code voids the older ones, whose digests stay out of sight.
        Reach(table="one_time_code", to=(P.SECRETARIAT,), see="true", columns=("user_id", "used_at"),
              change=("used_at",)),
        # The secretariat keeps the registers.
        Reach(table="organization", to=(P.SECRETARIAT,), see="true", change=("verified_by", "name", *MOVED)),
        Reach(table="organization_file", to=(P.SECRETARIAT,), see="true", add="true", change=("file_id",)),
        # The papers of an organization that passed to another lie with the claim.
        Reach(table="stored_file", to=(P.APPLICANT,),
              see="id IN (SELECT f.file_id FROM organization_file f WHERE f.organization_id = award_party())"),
        Reach(table="unit", to=(P.SECRETARIAT,), see="true", add="true"),
        Reach(table="unit", to=(P.APPLICANT, P.PUBLIC, P.EXPERT, P.COMMITTEE), see="true"),
        Reach(table="unit", to=(P.RECOMMENDER,), see="true"),
        Reach(table="user_account", to=(P.SECRETARIAT,), see="true", add="true", change=MOVED),
        Reach(table="role_grant", to=(P.SECRETARIAT,), see="true", add=GIVEN_TO_ANOTHER, change=("ended_at",)),
        # Files are reached by whoever reaches their owner; later stages add theirs.
        Reach(table="stored_file", to=(P.APPLICANT,), see="owner_id = award_party()",
              add="owner_id = award_party() AND stored_by = award_user()"),
        Reach(table="stored_file", to=(P.SECRETARIAT,), add="stored_by = award_user()",
              see="stored_by = award_user() OR owner_id IN (SELECT o.id FROM organization o)"),
    ),
    guards=(one_leaf("organization"), one_leaf("unit"), one_leaf("user_account"),
            one_leaf("handover", "AFTER INSERT"), PARTY_IS_KNOWN, HANDS_APART, VERIFIED_BY_OTHERS,
            KEEPS_A_USER, KEEPS_ITS_NAMES, HANDOVER_STANDS, SECOND_HAND, PASSWORD_SECOND_HAND,
            two_hands("second_factor", "reset_by, reset_at", "NEW.reset_by", "NEW.user_id")),
)  # fmt: skip
