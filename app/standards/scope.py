"""Who reaches criteria and calendar: everybody reads them, the secretariat brings them in (arts. 7, 12, 13, 16, 25)."""

from app.database import Persona
from app.record import one_leaf
from app.scope import Guard, Reach, Scope

P = Persona
OUTSIDE = (P.PUBLIC, P.APPLICANT, P.RECOMMENDER, P.EXPERT)
OTHERS = (*OUTSIDE, P.COMMITTEE)
VISIBLE = "criteria_set_id IN (SELECT s.id FROM criteria_set s)"
"""Of a set that the persona reaches itself."""

REACHES = (
    # The criteria are public (art. 12); a draft is for those who bring it in and those who approve it (arts. 7, 8).
    Reach(table="criteria_set", to=OUTSIDE, see="status <> 'draft'"),
    Reach(table="criteria_set", to=(P.COMMITTEE,), see="true"),
    Reach(table="criteria_set", to=(P.SECRETARIAT,), see="true", add="shipped OR imported_by = award_user()",
          change=("points_confirmed", "resolution_id", "approved_at", "status", "version", "leaf_id")),
    Reach(table="criteria_node", to=OTHERS, see=VISIBLE),
    Reach(table="criteria_node", to=(P.SECRETARIAT,), see="true", add="true",
          change=("points_confirmed", "title_confirmed")),
    Reach(table="criteria_confirmation", to=OUTSIDE, see=VISIBLE,
          columns=("id", "criteria_set_id", "document", "checked_on", "codes", "recorded_at")),
    Reach(table="criteria_confirmation", to=(P.COMMITTEE,), see="true"),
    Reach(table="criteria_confirmation", to=(P.SECRETARIAT,), see="true", add="recorded_by = award_user()"),
    # The calendar is public too (art. 25).
    Reach(table="calendar_year", to=OTHERS, see="true"),
    Reach(table="calendar_year", to=(P.SECRETARIAT,), see="true", add="entered_by = award_user()",
          change=("source", "status", "version", "leaf_id")),
    Reach(table="calendar_day", to=OTHERS, see="true"),
    Reach(table="calendar_day", to=(P.SECRETARIAT,), see="true", add="true", remove="true"),
)  # fmt: skip

SUMS = """
SELECT EXISTS (SELECT FROM criteria_set s WHERE s.id = {id} AND s.total <>
    (SELECT coalesce(sum(n.points), 0) FROM criteria_node n WHERE n.criteria_set_id = s.id AND n.is_item))
OR EXISTS (SELECT FROM criteria_node n LEFT JOIN LATERAL
    (SELECT sum(c.points) AS points FROM criteria_node c
     WHERE c.criteria_set_id = n.criteria_set_id AND c.parent = n.code) below ON true
    WHERE n.criteria_set_id = {id}
    AND (n.is_item <> (below.points IS NULL) OR n.points <> coalesce(below.points, n.points)))
INTO wrong;
IF wrong THEN PERFORM award_refuse('i9_criteria_sum'); END IF; RETURN NULL;
"""

SET_IS_FIXED = """
free := array['status', 'version', 'leaf_id', 'points_confirmed'];
IF OLD.status = 'draft' THEN free := free || array['resolution_id', 'approved_at']; END IF;
IF TG_OP = 'DELETE' OR to_jsonb(NEW) - free <> to_jsonb(OLD) - free
    OR (OLD.status, NEW.status) NOT IN (('draft', 'draft'), ('draft', 'approved'), ('approved', 'approved'))
THEN PERFORM award_refuse('criteria_are_fixed'); END IF; RETURN NEW;
"""
"""Art. 16: what has been brought in changes no more; it is approved once, and a correction is a set of its own."""

NODE_IS_FIXED = """
IF TG_OP = 'INSERT' THEN
    IF EXISTS (SELECT FROM criteria_set s WHERE s.id = NEW.criteria_set_id AND s.resolution_id IS NOT NULL)
        OR EXISTS (SELECT FROM edition e WHERE e.criteria_set_id = NEW.criteria_set_id AND e.status <> 'draft')
    THEN PERFORM award_refuse('criteria_are_fixed'); END IF; RETURN NEW;
END IF;
IF TG_OP = 'DELETE' OR to_jsonb(NEW) - free <> to_jsonb(OLD) - free
THEN PERFORM award_refuse('criteria_are_fixed'); END IF; RETURN NEW;
"""
"""Art. 16: no row changes, and none joins a set that is approved or in use; only its check in print is noted."""

GUARDS = (
    one_leaf("calendar_year"),
    one_leaf("criteria_set"),
    Guard(name="criteria_are_fixed", table="criteria_set", when="BEFORE UPDATE OR DELETE", declare="free text[];",
          body=SET_IS_FIXED),
    Guard(name="criteria_node_is_fixed", table="criteria_node", when="BEFORE INSERT OR UPDATE OR DELETE",
          declare="free text[] := array['points_confirmed', 'title_confirmed'];", body=NODE_IS_FIXED),
    Guard(name="criteria_confirmation_is_fixed", table="criteria_confirmation", when="BEFORE UPDATE OR DELETE",
          body="PERFORM award_refuse('criteria_are_fixed'); RETURN NULL;"),
    Guard(
        name="i9_criteria_sum", table="criteria_set", when="AFTER INSERT OR UPDATE", deferred=True,
        declare="wrong boolean;", body=SUMS.format(id="NEW.id"),
    ),
    Guard(
        name="i9_criteria_node_sum", table="criteria_node", when="AFTER INSERT OR UPDATE OR DELETE", deferred=True,
        declare="wrong boolean;", body=SUMS.format(id="coalesce(NEW.criteria_set_id, OLD.criteria_set_id)"),
    ),
)  # fmt: skip

SCOPE = Scope(reaches=REACHES, guards=GUARDS)
