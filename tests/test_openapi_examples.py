"""The document of the whole service: valid, each field with an example that fits it, and links that lead somewhere."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from app import examples, openapi
from app.guards import GUARDS
from app.main import app
from app.regulation.act import Act
from app.regulation.credit_code import credit_code_faults
from app.regulation.labels import zh


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return openapi.document(app)


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for operation in methods.values():
            yield path, operation


def shown(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], list[Any]]]:
    """Every schema and field that carries examples."""
    for schema, content in document["components"]["schemas"].items():
        for name, part in (
            (schema, content),
            *((f"{schema}.{k}", v) for k, v in content.get("properties", {}).items()),
        ):
            yield name, part, [*part.get("examples", ()), *([part["example"]] if "example" in part else ())]


def test_the_whole_document_is_valid(document: dict[str, Any]) -> None:
    OpenAPIV31SpecValidator(document).validate()


def test_every_field_of_every_body_and_view_has_an_example(document: dict[str, Any]) -> None:
    assert len(document["components"]["schemas"]) > 250
    bare = [f"{schema}.{name}" for schema, name, _ in examples.bare_fields(document["components"]["schemas"])]
    assert bare == []


def test_every_example_fits_its_field(document: dict[str, Any]) -> None:
    wrong = []
    for name, part, values in shown(document):
        rooted = part | {"components": document["components"]}
        validator = Draft202012Validator(rooted, format_checker=Draft202012Validator.FORMAT_CHECKER)
        wrong += [(name, value) for value in values if not validator.is_valid(value)]
    assert wrong == []


def test_the_credit_codes_shown_can_exist(document: dict[str, Any]) -> None:
    codes = set(re.findall(r"\b91[0-9A-Z]{16}\b", json.dumps(document)))
    assert len(codes) > 0
    assert [code for code in codes if credit_code_faults(code)] == []


def test_no_example_lies_idle() -> None:
    tables = examples.read_examples()
    taken: set[tuple[str, str]] = set()
    raw = openapi.document(app)["components"]["schemas"]
    for schema, content in raw.items():
        for name, field in content.get("properties", {}).items():
            if field.get("examples") == [tables.get(schema, {}).get(name)]:
                taken.add((schema, name))
            elif field.get("examples") == [tables["any"].get(name)]:
                taken.add(("any", name))
    assert {(t, key) for t, rows in tables.items() if t not in {"formats", "choices"} for key in rows} - taken == set()


def test_the_ranking_is_called_by_one_name(document: dict[str, Any]) -> None:
    (freezing,) = (each for _, each in operations(document) if each["operationId"] == Act.FREEZE_RANKING)
    assert freezing["summary"] == zh(Act.FREEZE_RANKING)
    words = [guard.zh for guard in GUARDS.values()]
    assert [text for text in (json.dumps(document, ensure_ascii=False), *words) if "冻结" in text] == []


def test_schemas_have_plain_names(document: dict[str, Any]) -> None:
    assert [name for name in document["components"]["schemas"] if not re.fullmatch(r"[A-Z]\w+", name)] == []


def test_what_a_creation_makes_can_be_read_through_its_link(document: dict[str, Any]) -> None:
    paths = {operation["operationId"]: path for path, operation in operations(document)}
    linked = {
        operation["operationId"]: (path, response)
        for path, operation in operations(document)
        for response in operation["responses"].values()
        if "links" in response
    }
    assert len(linked) > 15
    for path, response in linked.values():
        assert "Location" in response["headers"]
        for link in response["links"].values():
            (parameter,) = link["parameters"]
            assert paths[link["operationId"]] == f"{path}/{{{parameter}}}"
    assert sorted(linked["start_application"][1]["links"]) == ["show_application"]
