"""Who reaches accounts: everybody himself, the secretariat all, an organization its own; secrets only at the login."""

from app.database import Persona
from app.record import one_leaf
from app.scope import Reach, Scope

P = Persona
USERS = (P.APPLICANT, P.RECOMMENDER, P.EXPERT, P.SECRETARIAT, P.COMMITTEE)
MOVED = ("status", "version", "leaf_id")
OWN_COLLEAGUES = (
    "id IN (SELECT g.user_id FROM role_grant g WHERE g.role = 'applicant' AND g.party_id = award_party())"
)

SCOPE = Scope(
    reaches=(
        # Login, registration and one-time codes are the only places that touch secrets.
        Reach(table="user_account", to=(P.ANONYMOUS,), see="true", add="true", change=MOVED),
        Reach(table="credential", to=(P.ANONYMOUS,), see="true", add="true", change=("password_hash", "changed_at")),
        Reach(table="role_grant", to=(P.ANONYMOUS,), see="true", add="role = 'applicant'"),
        Reach(table="organization", to=(P.ANONYMOUS,), see="true", add="status = 'unverified'"),
        Reach(table="one_time_code", to=(P.ANONYMOUS,), see="true", change=("used_at",)),
        Reach(table="login_session", to=(P.ANONYMOUS,), see="true", add="true", change=("ended_at",)),
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
        Reach(table="organization", to=(P.APPLICANT,), see="id = award_party()", lock=True),
        Reach(table="organization_file", to=(P.APPLICANT,), see="organization_id = award_party()",
              add="organization_id = award_party()", change=("file_id",)),
        Reach(table="role_grant", to=(P.APPLICANT,), see="role = 'applicant' AND party_id = award_party()",
              add="role = 'applicant' AND party_id = award_party() AND granted_by = award_user()"),
        Reach(table="user_account", to=(P.APPLICANT,), see=OWN_COLLEAGUES, add="true"),
        Reach(table="one_time_code", to=(P.APPLICANT, P.SECRETARIAT), add="issued_by = award_user()"),
        # The secretariat keeps the registers.
        Reach(table="organization", to=(P.SECRETARIAT,), see="true", change=("verified_by", *MOVED)),
        Reach(table="organization_file", to=(P.SECRETARIAT,), see="true"),
        Reach(table="unit", to=(P.SECRETARIAT,), see="true", add="true"),
        Reach(table="unit", to=(P.APPLICANT, P.PUBLIC, P.EXPERT, P.COMMITTEE), see="true"),
        Reach(table="unit", to=(P.RECOMMENDER,), see="true"),
        Reach(table="user_account", to=(P.SECRETARIAT,), see="true", add="true"),
        Reach(table="role_grant", to=(P.SECRETARIAT,), see="true", add="granted_by = award_user()", change=("ended_at",)),
        # Files are reached by whoever reaches their owner; the secretariat opens all.
        Reach(table="stored_file", to=(P.APPLICANT,), see="owner_id = award_party()", add="owner_id = award_party()"),
        Reach(table="stored_file", to=(P.SECRETARIAT,), see="true", add="stored_by = award_user()"),
    ),
    guards=(one_leaf("organization"), one_leaf("unit"), one_leaf("user_account")),
)  # fmt: skip
