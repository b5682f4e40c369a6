"""Every column has one label; what is secret or personal is reached and shown only where the list says why."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.database import Persona
from app.privacy.labels import GRANTS, LABELS, READERS, SHOWN, Label
from app.regulation.vocabulary import Role
from app.schema import METADATA
from tests.api import Operator
from tests.operations import DOCUMENT, READS

SELECTS = """SELECT table_name || '.' || column_name, grantee FROM information_schema.column_privileges
    WHERE table_schema = 'public' AND privilege_type = 'SELECT' AND grantee <> 'award_owner'"""
PROTECTED = {Label.PERSONAL, Label.SENSITIVE, Label.SECRET}
SCHEMAS = DOCUMENT["components"]["schemas"]


def properties_of(part: object, seen: set[str]) -> Iterator[str]:
    """Give the names of all properties that a part of the document can have, through its references."""
    if isinstance(part, list):
        for each in part:
            yield from properties_of(each, seen)
    if not isinstance(part, Mapping):
        return
    name = str(part.get("$ref", "")).rpartition("/")[2]
    if name and name not in seen:
        seen.add(name)
        yield from properties_of(SCHEMAS[name], seen)
    yield from part.get("properties", {})
    for key, value in part.items():
        if key not in {"example", "examples"}:
            yield from properties_of(value, seen)


def shown_to_the_public() -> set[str]:
    paths: Mapping[str, Any] = DOCUMENT["paths"]
    answers = [
        answer
        for read in READS
        if Role.PUBLIC in read.roles
        for status, answer in paths[read.path]["get"]["responses"].items()
        if status.startswith("2")
    ]
    assert len(answers) > 20
    return set(properties_of(answers, set()))


def test_every_column_has_a_label_and_no_label_is_left_over() -> None:
    columns = {f"{table.name}.{column.name}" for table in METADATA.tables.values() for column in table.columns}
    assert len(columns) > 1500
    assert sorted(columns ^ set(LABELS)) == []


async def test_the_labels_are_those_of_the_database_itself(operator: Operator) -> None:
    rows = await operator.rows(
        "SELECT table_name || '.' || column_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND table_name <> 'alembic_version'"
    )
    assert sorted({row[0] for row in rows} ^ set(LABELS)) == []


async def test_nobody_but_those_named_may_select_what_is_secret(operator: Operator) -> None:
    rights = {(column, grantee) for column, grantee in await operator.rows(SELECTS)}
    assert len(rights) > 1500
    secret = {column for column, label in LABELS.items() if label is Label.SECRET}
    assert len(secret) > 10
    assert sorted({right for right in rights if right[0] in secret}) == sorted(
        {(reader.column, reader.persona) for reader in READERS}
    )
    assert [reader for reader in READERS if len(reader.why) < 20] == []


async def test_the_public_may_select_what_is_personal_or_sensitive_only_where_the_list_says_why(
    operator: Operator,
) -> None:
    rights = await operator.rows(SELECTS)
    found = {
        column
        for column, grantee in rights
        if grantee == Persona.PUBLIC and LABELS[column] in {Label.PERSONAL, Label.SENSITIVE}
    }
    assert sorted(found) == sorted(GRANTS)


def test_no_public_view_shows_what_is_personal_sensitive_or_secret() -> None:
    """A property may share its name with such a column only if the list says what it really is."""
    protected = {column.partition(".")[2] for column, label in LABELS.items() if label in PROTECTED}
    shown = shown_to_the_public()
    assert sorted(shown & protected) == sorted(SHOWN)
    sources = [source for source in SHOWN.values() if " " not in source]
    assert {source: LABELS[source] for source in sources} == dict.fromkeys(sources, Label.PUBLIC)


def test_what_no_public_view_may_ever_name() -> None:
    never = {"login", "phone", "contact", "user_id", "expert_id", "member_id", "password_hash", "choice", "facts"}
    assert shown_to_the_public() & never == set()
    assert {"name", "tier"} <= shown_to_the_public()
