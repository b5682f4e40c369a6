"""Who reaches undertakings: who signs his own, the secretariat all; what is signed stands (art. 30)."""

from app.database import Persona
from app.scope import Guard, Reach, Scope

P = Persona


def signed(cycle: str) -> str:
    """Art. 30: the caller has signed the undertaking of that cycle."""
    return f"EXISTS (SELECT FROM undertaking u WHERE u.cycle_id = {cycle} AND u.user_id = award_user())"


SCOPE = Scope(
    reaches=(
        Reach(table="undertaking", to=(P.SECRETARIAT,), see="true"),
        Reach(table="undertaking", to=(P.EXPERT, P.COMMITTEE), see="user_id = award_user()"),
        Reach(table="undertaking", to=(P.EXPERT, P.SECRETARIAT, P.COMMITTEE), add="user_id = award_user()"),
    ),
    guards=(
        Guard(
            name="undertaking_is_fixed", table="undertaking", when="BEFORE UPDATE OR DELETE",
            body="PERFORM award_refuse('undertaking_is_fixed'); RETURN NULL;",
        ),
    ),
)  # fmt: skip
