"""Where the path of an act leads: the row that the caller must reach, and the row whose status the table judges."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.database import Base, Case, Persona
from app.regulation.act import Act
from app.regulation.procedure import STEPS
from app.regulation.vocabulary import Subject
from tests.operations import Described

TABLES: Mapping[Subject, str] = {
    mapper.class_.SUBJECT: str(mapper.local_table)
    for mapper in Base.registry.mappers
    if issubclass(mapper.class_, Case)
}
KEYS = {"code": "code", "year": "year", "receipt": "receipt_number"}
"""The column that a place of a path names, where it is no id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """The way from the id in a path to the row that is put into each status."""

    on: Subject
    """What is put into each status: the act's subject, or the parent of one that is yet to be made."""
    door: str
    """The table in which the caller must reach the path's id."""
    column: str = "id"
    """The door's column that the path names."""
    way: str = ""
    """SQL from the path's id to that of the row, where it is another."""
    version: str = ""
    """SQL from the path's id to the version that If-Match names, where it is not the row's own."""
    is_new: bool = False
    """Whether the act makes its subject, so that the table judges one that is not there yet."""
    persona: Persona | None = None
    """What the doorway wears, where it is not the persona of the caller's role."""


def _made(on: Subject, door: str = "", column: str = "id") -> Lead:
    return Lead(on=on, door=door or TABLES[on], column=column, is_new=True)


_RULED = Lead(
    on=Subject.RECONSIDERATION, door="application", version="SELECT version FROM application WHERE id::text = $1",
    way="SELECT id::text FROM reconsideration WHERE application_id::text = $1",
)  # fmt: skip
_REVIEWED = _made(Subject.APPLICATION, "expert_relation", "application_id")
LEADS: Mapping[str, Lead] = {
    "invite_colleague": _made(Subject.ORGANIZATION),
    "ask_reconsideration": _made(Subject.APPLICATION),
    "uphold_reconsideration": _RULED,
    "reject_reconsideration": _RULED,
    "supply_supplement": Lead(
        on=Subject.APPLICATION, door="supplement_request",
        way="SELECT application_id::text FROM supplement_request WHERE id::text = $1",
    ),
    "open_sheet": _REVIEWED,
    "open_consensus": _REVIEWED,
    "open_site_issue": _REVIEWED,
    "request_unlock": Lead(
        on=Subject.PANEL, door="score_sheet",
        way="SELECT r.panel_id::text FROM score_sheet s JOIN expert_relation r "
        "USING (application_id, expert_id, stage) WHERE s.id::text = $1",
    ),
    "plan_site_visit": _made(Subject.APPLICATION),
    "ask_site_information": _made(Subject.SITE_VISIT),
    "lodge_objection": _made(Subject.NOTICE),
    "lodge_tip": _made(Subject.NOTICE),
    "support_objection": Lead(
        on=Subject.OBJECTION, door="objection", column="receipt_number", persona=Persona.ANONYMOUS,
        way="SELECT id::text FROM objection WHERE receipt_number = $1",
    ),
    "support_claim": Lead(on=Subject.CLAIM, door="organization_claim", persona=Persona.ANONYMOUS),
    "return_submission": Lead(
        on=Subject.CYCLE, door="government_submission",
        way="SELECT cycle_id::text FROM government_submission WHERE id::text = $1",
    ),
    "set_budget_line": _made(Subject.CYCLE),
}  # fmt: skip
"""The acts whose path names something else than the row that they move."""


def lead_of(operation: Described) -> Lead:
    """Give the way of an act; by default the path names the subject."""
    subject = STEPS[Act(operation.name)].on
    column = KEYS.get(operation.places[0], "id")
    return LEADS.get(operation.name) or Lead(on=subject, door=TABLES[subject], column=column)
