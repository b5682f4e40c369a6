"""Who reaches the reviews of titles, and what the schema knows of repeated ones (edition.repeat, art. 26)."""

from app.database import Persona
from app.record import legal_moves, one_leaf
from app.scope import Guard, Reach, Scope


def repeats(application: str, cycle: str, tier: str) -> str:
    """SQL: whether a title of the tier would repeat a standing one of the same or a higher tier of another year."""
    return (
        "EXISTS (SELECT FROM award w JOIN prize q ON q.cycle_id = w.cycle_id AND q.tier = w.tier "
        f"JOIN application r ON r.id = {application} AND r.credit_code = w.credit_code "
        f"JOIN prize own ON own.cycle_id = {cycle} AND own.tier = {tier} "
        f"WHERE w.cycle_id <> {cycle} AND w.status = 'standing' AND q.position <= own.position)"
    )


def rule_denies(word: str, cycle: str) -> str:
    """SQL: whether the edition of the cycle says no to `word` of its rule on repeat winners."""
    return (
        "coalesce((SELECT e.parameters #>> '{repeat," + word + "}' FROM cycle c "  # noqa: S608 - names written in guards only.
        f"JOIN edition e ON e.id = c.edition_id WHERE c.id = {cycle}), 'true') = 'false'"
    )


SCOPE = Scope(
    reaches=(
        Reach(table="title_review", to=(Persona.SECRETARIAT,), see="true",
              add="opened_by = award_user() AND status = 'opened'",
              change=("finding", "passed", "found_on", "resolution_id", "decided_on", "valid_until", "status",
                      "version", "leaf_id")),
        Reach(table="title_review", to=(Persona.COMMITTEE,), see="true"),
    ),
    guards=(
        one_leaf("title_review"),
        legal_moves("title_review", "(SELECT a.cycle_id FROM award a WHERE a.id = NEW.award_id)"),
        Guard(
            name="i34_review_stands", table="title_review", when="BEFORE UPDATE OR DELETE",
            body="IF TG_OP = 'DELETE' OR OLD.status <> 'opened' OR (NEW.award_id, NEW.former_until, NEW.opened_by, "
            "NEW.opened_on) IS DISTINCT FROM (OLD.award_id, OLD.former_until, OLD.opened_by, OLD.opened_on) "
            "THEN PERFORM award_refuse('i34_review_stands'); END IF; RETURN NEW;",
        ),
        Guard(
            name="i34_reviewed_while_valid", table="title_review", when="BEFORE INSERT",
            body="IF NOT EXISTS (SELECT FROM award a WHERE a.id = NEW.award_id AND a.status = 'standing' "
            "AND a.valid_until = NEW.former_until AND a.valid_until >= NEW.opened_on) "
            "THEN PERFORM award_refuse('i34_reviewed_while_valid'); END IF; RETURN NEW;",
        ),
        Guard(
            name="i34_renewed_by_review", table="award", when="AFTER UPDATE", deferred=True,
            body="IF (NEW.valid_until, NEW.renewed_on) IS DISTINCT FROM (OLD.valid_until, OLD.renewed_on) AND NOT "
            "EXISTS (SELECT FROM title_review r WHERE r.award_id = NEW.id AND r.status = 'renewed' "
            "AND r.former_until = OLD.valid_until AND r.valid_until = NEW.valid_until "
            "AND r.decided_on = NEW.renewed_on) THEN PERFORM award_refuse('i34_renewed_by_review'); END IF; "
            "RETURN NULL;",
        ),
    ),
)  # fmt: skip
