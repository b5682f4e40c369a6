"""The document: valid, complete, in Chinese, deterministic, and shown without asking anyone else."""

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi import FastAPI
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.testclient import TestClient

from app import openapi
from tests.http.small import small_app

SWAGGER = {
    "LICENSE": "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30",
    "NOTICE": "0d20d1adef18aee3f40dd258172155521ce702ac445cb5f7b7d60ed32dad2fb2",
    "swagger-ui-bundle.js": "e6a898692f2d768e807c3ba4626068a69a2c5dd960dd6c76f3e4d3a3de180af2",
    "swagger-ui.css": "5ed08757e53da3e026d6cbecc61fe5d43585c9560b302d534ad56692519a273d",
}


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return small_app()


@pytest.fixture(scope="module")
def document(app: FastAPI) -> dict[str, Any]:
    return openapi.document(app)


def operations(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        operation["operationId"]: operation for methods in document["paths"].values() for operation in methods.values()
    }


def resolved(document: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """What a reference into the components means."""
    _, _, place = part.get("$ref", "").partition("#/components/")
    kind, _, name = place.partition("/")
    return document["components"][kind][name] if place else part


def test_the_document_is_valid_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    OpenAPIV31SpecValidator(document).validate()


def test_every_operation_says_who_may_and_how_it_refuses(document: dict[str, Any]) -> None:
    for name, operation in operations(document).items():
        assert re.search("[\u4e00-\u9fff]", operation["summary"]), name
        assert "security" in operation, name
        assert operation["x-procedure"]["roles"], name
        for status, response in operation["responses"].items():
            content = list(resolved(document, response).get("content", {}))
            assert status < "400" or content == ["application/problem+json"], (name, status)
    found = operations(document)
    assert found["list_plans"]["security"] == []
    assert found["publish_call"]["security"] == [{"bearer": []}]
    assert sorted(found["publish_call"]["responses"]) == [
        "200", "400", "401", "403", "404", "409", "412", "413", "415", "422", "428", "429", "503",
    ]  # fmt: skip


def test_headers_of_the_manner_are_documented(document: dict[str, Any]) -> None:
    parameters = {each["name"]: each for each in operations(document)["publish_call"]["parameters"]}
    assert sorted(parameters) == ["Idempotency-Key", "If-Match", "plan_id"]
    assert (parameters["If-Match"]["required"], parameters["Idempotency-Key"]["required"]) == (True, False)


def test_the_frameworks_own_schemas_are_gone(document: dict[str, Any]) -> None:
    names = set(document["components"]["schemas"])
    assert {"Problem", "Fault", "Plan"} <= names
    assert not {name for name in names if "HTTPValidationError" in name or name.endswith(("-Input", "-Output"))}
    assert document["tags"][0] == {"name": "年度", "description": "年度评定。"}


def test_an_event_stream_is_written_in_the_words_of_3_1() -> None:
    part = {"text/event-stream": {"itemSchema": {"type": "object"}}}
    openapi._lower(part)  # noqa: SLF001 - the one step that no route of the small application needs.
    assert part == {"text/event-stream": {"schema": {"type": "string", "x-item-schema": {"type": "object"}}}}


def test_the_files_are_deterministic_and_staleness_is_noticed(app: FastAPI, tmp_path: Path) -> None:
    assert openapi.stale_files(app, tmp_path) == ["openapi.json", "openapi.yaml"]
    openapi.write(app, tmp_path)
    assert openapi.stale_files(small_app(), tmp_path) == []
    assert yaml.safe_load((tmp_path / "openapi.yaml").read_text("utf-8")) == openapi.document(app)
    (tmp_path / "openapi.yaml").write_text("openapi: 3.1.0\n", "utf-8")
    assert openapi.stale_files(app, tmp_path) == ["openapi.yaml"]


def test_the_served_document_is_the_written_one(client: TestClient, document: dict[str, Any]) -> None:
    assert client.get("/openapi.json").json() == document


def test_the_vendored_files_are_the_published_ones() -> None:
    folder = openapi.STATIC / "swagger"
    assert {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in SWAGGER} == SWAGGER


def test_the_documentation_asks_no_other_host(client: TestClient) -> None:
    page = client.get("/docs")
    assert page.headers["content-security-policy"].startswith("default-src 'self';")
    links = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert links == [
        "data:,",
        "/static/swagger/swagger-ui.css",
        "/static/swagger/swagger-ui-bundle.js",
        "/static/swagger/initializer.js",
    ]
    for link in links[1:]:
        assert client.get(link).status_code == 200
    assert "validatorUrl: null" in client.get(links[-1]).text
    assert "script" not in re.sub(r'<script src="[^"]+"></script>', "", page.text)
