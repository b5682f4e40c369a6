"""Who shifts the clock of a rehearsal: the secretariat, by a row that stays; a production database takes none."""

from app.database import Persona
from app.record import one_leaf
from app.scope import Guard, Reach, Scope

S = (Persona.SECRETARIAT,)

SCOPE = Scope(
    reaches=(
        Reach(table="clock_shift", to=S, see="true", add="shifted_by = award_user()"),
    ),
    guards=(
        one_leaf("clock_shift"),
        Guard(
            # The offset is the owner's: nobody writes it but through a shift that stands in the record.
            name="rehearsal_only", table="clock_shift", when="BEFORE INSERT",
            body="""UPDATE installation SET clock_offset = coalesce(NEW.at - clock_timestamp(), interval '0')
            WHERE rehearsal; IF NOT FOUND THEN PERFORM award_refuse('rehearsal_only'); END IF; RETURN NEW;""",
        ),
        Guard(
            name="clock_shift_stands", table="clock_shift", when="BEFORE UPDATE OR DELETE",
            body="PERFORM award_refuse('clock_shift_stands'); RETURN NULL;",
        ),
    ),
)  # fmt: skip
