"""Which readings must leave a leaf, by what the document says of their answers, and which are marked to leave one."""

from collections.abc import Mapping
from typing import Any

from app.idempotency import Operation
from app.main import app
from app.regulation.vocabulary import Role
from app.sections import operations_of
from tests.operations import DOCUMENT, READS, Described

BYTES = "application/octet-stream"
OF_A_DOSSIER = frozenset({
    "trade_secrets", "content_text", "answer_sha256", "declared_unit", "is_silent", "secret_reason", "uncited",
    "opinion",
})  # fmt: skip
"""Members of an answer with what a dossier says: secrets, text, supplements, declared figures, answers on site, what
its evidence is called, and what a unit answered to it."""
OF_A_DIFFERENCE = "/v1/applications/{application_id}/versions/{version}/diff/{other}"
OF_AN_OBJECTOR = frozenset({"contact", "is_real_name"})
"""Members that, together, tell who objects."""
OWN = {
    "export_sheet_workbook": "The form of one's own sheet, filled with what oneself wrote.",
}
"""Bytes that are no file of anybody's."""
MORE = {
    "show_candidate_file": "To a member it puts together what the reports say of a case.",
}
"""What is marked besides."""


def marked() -> dict[str, Operation]:
    """Give the operations whose reading stands in the record, by name."""
    return {route.name: route for _, route in operations_of(app) if isinstance(route, Operation) and route.confidential}


def members(schema: Any, seen: frozenset[str] = frozenset()) -> set[str]:  # noqa: ANN401 - a part of the document.
    """Give the names of all members that an answer of this schema may have."""
    if not isinstance(schema, Mapping):
        return set().union(*(members(each, seen) for each in schema)) if isinstance(schema, list) else set()
    if name := schema.get("$ref", "").rpartition("/")[2]:
        return set() if name in seen else members(DOCUMENT["components"]["schemas"][name], seen | {name})
    found = set(schema.get("properties", {}))
    return found.union(*(members(each, seen) for each in schema.values()), *(
        members(each, seen) for each in schema.get("properties", {}).values()))  # fmt: skip


def must_be_marked(operation: Described) -> bool:
    """Say whether its answer carries a file, a dossier or an objector to somebody else than whose it is."""
    if operation.is_public or operation.roles == {Role.APPLICANT} or operation.name in OWN:
        return False
    content = DOCUMENT["paths"][operation.path]["get"]["responses"]["200"]["content"]
    told = members(content.get("application/json", {}).get("schema", {}))
    return BYTES in content or bool(told & OF_A_DOSSIER) or told >= OF_AN_OBJECTOR or operation.path == OF_A_DIFFERENCE


REQUIRED = frozenset(operation.name for operation in READS if must_be_marked(operation))
