"""Who reaches criteria and calendar: everybody reads them, the secretariat brings them in (arts. 12, 13, 25)."""

from app.database import Persona
from app.record import one_leaf
from app.scope import Guard, Reach, Scope

P = Persona
OTHERS = (P.PUBLIC, P.APPLICANT, P.RECOMMENDER, P.EXPERT, P.COMMITTEE)

REACHES = (
    # The criteria are public (art. 12).
    Reach(table="criteria_set", to=OTHERS, see="true"),
    Reach(table="criteria_set", to=(P.SECRETARIAT,), see="true", add="true"),
    Reach(table="criteria_node", to=OTHERS, see="true"),
    Reach(table="criteria_node", to=(P.SECRETARIAT,), see="true", add="true"),
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

GUARDS = (
    one_leaf("calendar_year"),
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
