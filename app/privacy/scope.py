"""What a person reaches of his own that the persona of his role may not, because it sees his colleagues' rows too."""

from app.database import Persona
from app.scope import Reach, Scope

REGISTERED = ("id", "kind", "divisions", "employer_name", "employer_credit_code", "title", "degree",
              "years_of_practice", "training", "admitted_on", "term_until", "status", "left_on", "name")  # fmt: skip
OWN = """{key} IN (SELECT g.party_id FROM role_grant g
    WHERE g.user_id = award_user() AND g.role = 'expert' AND g.ended_at IS NULL)"""
"""A request's first look at its session names no user yet, so it sees nothing by this."""

SCOPE = Scope(
    reaches=(
        Reach(table="expert", to=(Persona.SESSION,), see=OWN.format(key="id"), columns=REGISTERED),
        Reach(table="expert_training", to=(Persona.SESSION,), see=OWN.format(key="expert_id"),
              columns=("id", "expert_id", "title", "provider", "completed_on", "hours", "passed")),
    ),
)  # fmt: skip
