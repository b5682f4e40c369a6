"""What everybody may count: of years whose winners are commended, totals and no rows (arts. 25, 30)."""

from app.scope import Scope

FUNCTIONS = (
    # The public reaches no application; this tells how many of a finished year reached each status, and nothing else.
    """CREATE OR REPLACE FUNCTION award_year_counts() RETURNS TABLE(cycle_id uuid, status text, number bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT a.cycle_id, s.to_status, count(DISTINCT s.application_id) FROM application_step s
    JOIN application a ON a.id = s.application_id JOIN cycle c ON c.id = a.cycle_id
    WHERE c.status IN ('commended', 'closed') AND s.to_status IN
    ('received', 'eligible', 'shortlisted', 'scored', 'candidate') GROUP BY a.cycle_id, s.to_status $$""",
)

SCOPE = Scope(functions=FUNCTIONS)
