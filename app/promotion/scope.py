"""Who reaches good practice: its writers, its organization, and everybody while consent and title stand (art. 8(5))."""

from app.database import Persona
from app.record import one_leaf
from app.scope import Guard, Reach, Scope

P = Persona
R, S = (P.RECOMMENDER,), (P.SECRETARIAT,)
TEXT = ("title", "method", "result")
ORIGIN = ("award_id", "organization_id", "unit_id", "drafted_by", "drafted_at")
CONSENT = ("consented_by", "consented_at", "withdrawal_reason")
PUBLICATION = ("published_by", "published_at", "publisher_unit_id")
MOVED = ("status", "version", "leaf_id")
SHOWN = ("id", "award_id", "status", *TEXT, "published_at", "publisher_unit_id")
STANDS = (
    "EXISTS (SELECT FROM award w WHERE w.id = promotion_case.award_id AND w.status = 'standing' "
    "AND (w.valid_until IS NULL OR w.valid_until >= award_today()))"
)
IS_PUBLIC = f"status = 'published' AND {STANDS}"
OWN = "unit_id = award_party()"
CIRCLE = "award_id IN (SELECT w.id FROM award w JOIN application a ON a.id = w.application_id)"
"""Of an application that the unit reaches: one on which it was asked (art. 9)."""


def _changed(columns: tuple[str, ...]) -> str:
    new, old = (", ".join(f"{side}.{column}" for column in columns) for side in ("NEW", "OLD"))
    return f"({new}) IS DISTINCT FROM ({old})"


REACHES = (
    Reach(table="promotion_case", to=(P.PUBLIC,), see=IS_PUBLIC, columns=SHOWN),
    Reach(table="promotion_case", to=(P.APPLICANT,), see="organization_id = award_party()", change=(*CONSENT, *MOVED)),
    Reach(table="promotion_case", to=R, see=f"{OWN} OR ({IS_PUBLIC} AND {CIRCLE})", where=OWN,
          add=f"{OWN} AND drafted_by = award_user() AND status = 'draft' AND {CIRCLE}",
          change=(*TEXT, *CONSENT, *PUBLICATION, *MOVED)),
    Reach(table="promotion_case", to=S, see="true",
          add="unit_id IS NULL AND drafted_by = award_user() AND status = 'draft'",
          change=(*TEXT, *CONSENT, *PUBLICATION, *MOVED)),
    Reach(table="promotion_activity", to=(P.PUBLIC,), see="true",
          columns=("id", "unit_id", "kind", "title", "place", "held_on")),
    Reach(table="promotion_activity", to=R, see=OWN, add=f"{OWN} AND recorded_by = award_user()"),
    Reach(table="promotion_activity", to=S, see="true", add="unit_id IS NULL AND recorded_by = award_user()"),
    Reach(table="promotion_activity_case", to=(P.PUBLIC,), see="case_id IN (SELECT c.id FROM promotion_case c)"),
    Reach(table="promotion_activity_case", to=(*R, *S), add="true",
          see="activity_id IN (SELECT y.id FROM promotion_activity y)"),
)  # fmt: skip

GUARDS = (
    one_leaf("promotion_case"),
    one_leaf("promotion_activity"),
    Guard(
        name="promotion_case_is_kept", table="promotion_case", when="BEFORE UPDATE OR DELETE",
        body=f"""IF TG_OP = 'DELETE' THEN PERFORM award_refuse('promotion_case_is_kept'); END IF;
        IF OLD.status = 'withdrawn' OR {_changed(ORIGIN)}
            OR (OLD.published_at IS NOT NULL AND {_changed(PUBLICATION)})
        THEN PERFORM award_refuse('promotion_case_is_kept'); END IF;
        IF NEW.consented_at IS NOT NULL AND {_changed(TEXT)}
        THEN PERFORM award_refuse('promotion_text_is_agreed'); END IF; RETURN NEW;""",
    ),
    Guard(
        # The organization agrees itself, by a user whom it has now; who writes the case agrees to nothing.
        name="promotion_consent_is_its_own", table="promotion_case", when="BEFORE INSERT OR UPDATE",
        body="""IF NEW.status IN ('consented', 'published') AND NEW.consented_at IS NULL
        THEN PERFORM award_refuse('promotion_needs_consent'); END IF;
        IF NEW.consented_by IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.consented_by IS DISTINCT FROM OLD.consented_by)
            AND (NEW.consented_by IS DISTINCT FROM award_user() OR NOT EXISTS (SELECT FROM role_grant g
                WHERE g.user_id = NEW.consented_by AND g.role = 'applicant' AND g.party_id = NEW.organization_id
                AND g.ended_at IS NULL))
        THEN PERFORM award_refuse('promotion_consent_is_its_own'); END IF; RETURN NEW;""",
    ),
    Guard(
        name="promotion_of_its_winner", table="promotion_case", when="BEFORE INSERT",
        body="""IF NOT EXISTS (SELECT FROM award w JOIN application a ON a.id = w.application_id
            WHERE w.id = NEW.award_id AND a.organization_id = NEW.organization_id
            AND (NEW.unit_id IS NULL OR NEW.unit_id = a.unit_id))
        THEN PERFORM award_refuse('promotion_of_its_winner'); END IF; RETURN NEW;""",
    ),
    Guard(
        # A revocation waits for the publication, or the publication for it.
        name="promotion_of_a_standing_title", table="promotion_case", when="BEFORE INSERT OR UPDATE OF status",
        body="""IF NEW.status <> 'published' OR (TG_OP = 'UPDATE' AND OLD.status = 'published') THEN RETURN NEW; END IF;
        PERFORM FROM award w WHERE w.id = NEW.award_id AND w.status = 'standing'
            AND (w.valid_until IS NULL OR w.valid_until >= award_today()) FOR SHARE;
        IF NOT FOUND THEN PERFORM award_refuse('promotion_of_a_standing_title'); END IF; RETURN NEW;""",
    ),
    *(
        Guard(
            name=f"{table}_is_kept", table=table, when="BEFORE UPDATE OR DELETE",
            body="PERFORM award_refuse('promotion_activity_is_kept'); RETURN NULL;",
        )
        for table in ("promotion_activity", "promotion_activity_case")
    ),
    Guard(
        name="promotion_shows_what_is_public", table="promotion_activity_case", when="BEFORE INSERT",
        body=f"""IF NOT EXISTS (SELECT FROM promotion_case WHERE id = NEW.case_id AND {IS_PUBLIC})
        THEN PERFORM award_refuse('promotion_shows_what_is_public'); END IF; RETURN NEW;""",
    ),
)  # fmt: skip

SCOPE = Scope(reaches=REACHES, guards=GUARDS)
