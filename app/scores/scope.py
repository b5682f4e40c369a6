"""Who reads scores besides those who make them: an applicant his own, when what became of his file is public."""

from app.database import Persona
from app.scope import Reach, Scope

OWN = (
    "application_id IN (SELECT a.id FROM application a WHERE a.known_status IN ('not_shortlisted', 'not_candidate', "
    "'not_proposed', 'not_approved', 'approved_in_notice', 'awarded', 'revoked'))"
)
"""Of an application that the persona sees (an applicant his own), and of which so much is public that it is over."""

REACHES = (
    Reach(table="consensus", to=(Persona.APPLICANT,), see=f"status = 'concluded' AND consensus.{OWN}",
          columns=("id", "application_id", "stage", "status", "total", "concluded_at")),
    Reach(table="consensus_item", to=(Persona.APPLICANT,), see="consensus_id IN (SELECT c.id FROM consensus c)",
          columns=("consensus_id", "item_code", "points", "percent", "hundredths")),
    Reach(table="comprehensive_report", to=(Persona.APPLICANT,), see=f"comprehensive_report.{OWN}",
          columns=("application_id", "cycle_id", "total_num", "total_den")),
)  # fmt: skip

SCOPE = Scope(reaches=REACHES, guards=())
