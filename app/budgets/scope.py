"""Who reaches the working budget: the secretariat alone; nothing is spent beyond a line (art. 28)."""

from app.database import Persona
from app.record import one_leaf
from app.scope import Guard, Reach, Scope

S = (Persona.SECRETARIAT,)
SET = ("id", "cycle_id", "name", "amount", "document_number", "approved_on", "set_by", "set_at")
NEW, OLD = (", ".join(f"{side}.{column}" for column in SET) for side in ("NEW", "OLD"))

SCOPE = Scope(
    reaches=(
        Reach(table="budget_line", to=S, see="true", add="set_by = award_user()",
              change=("status", "version", "leaf_id")),
        Reach(table="expense", to=S, see="true", add="recorded_by = award_user()"),
    ),
    guards=(
        one_leaf("budget_line"),
        one_leaf("expense", "AFTER INSERT"),
        Guard(
            name="i32_line_is_fixed", table="budget_line", when="BEFORE UPDATE OR DELETE",
            body=f"""IF TG_OP = 'DELETE' THEN PERFORM award_refuse('i32_line_is_fixed'); END IF;
            IF ({NEW}) IS DISTINCT FROM ({OLD}) THEN PERFORM award_refuse('i32_line_is_fixed'); END IF;
            RETURN NEW;""",
        ),
        Guard(
            # Expenses recorded at once wait for each other on the line, so that their sum is always known.
            name="i32_within_the_line", table="expense", when="BEFORE INSERT OR UPDATE OR DELETE",
            declare="approved int; spent bigint;",
            body="""IF TG_OP <> 'INSERT' THEN PERFORM award_refuse('i32_expense_is_fixed'); END IF;
            SELECT b.amount INTO approved FROM budget_line b WHERE b.id = NEW.line_id FOR UPDATE;
            SELECT coalesce(sum(e.amount), 0) INTO spent FROM expense e WHERE e.line_id = NEW.line_id;
            IF approved IS NULL OR spent + NEW.amount > approved
            THEN PERFORM award_refuse('i32_within_the_line'); END IF; RETURN NEW;""",
        ),
    ),
)  # fmt: skip
