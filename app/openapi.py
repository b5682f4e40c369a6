"""The document of the service (OpenAPI 3.1): completed here, written to openapi/, and shown at /docs."""

import json
import re
from collections.abc import Mapping
from html import escape
from http import HTTPStatus
from pathlib import Path
from typing import Any

import yaml
from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.staticfiles import StaticFiles

from app import examples
from app.errors import Failure
from app.guards import GUARDS
from app.idempotency import Operation
from app.problems import CATALOGUE, MEDIA_TYPE, Problem, responses_of, title_of
from app.sections import PUBLIC, operations_of, sections_of

STATIC = Path(__file__).parent / "static"
TITLE = "江阴市市长质量奖评定服务"
ABOUT = (
    "依据《江阴市市长质量奖评定管理办法》办理一个年度的评定：通知、申报、推荐、资格审核、专家评审、审议、批准、公示、表彰与监督。\n\n"
    "错误均为 `application/problem+json`，默认中文，`Accept-Language: en` 得英文。修改已有内容须带 `If-Match`；"
    "`POST` 可带 `Idempotency-Key` 安全重试；列表以签名游标分页。"
    "日期和时间须在 1800 年至 2199 年之间。每个操作的 `x-procedure` 写明角色、状态与条款；"
    "其中 `confirmation` 表示须在近期登录或经 `POST /v1/tokens/confirmation` 确认身份后办理。"
)
BEARER = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "登录所得的访问令牌"}
IDEMPOTENCY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "1 至 255 个可见 ASCII 字符；同一键的重复请求只办理一次，并得到同一答复",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": r"^[\x21-\x7e]+$"},
    "example": "5b2f1f3c-5f0e-4a53-9d0e-0a4f5f6d7c11",
}
REQUEST_ID = "9d5a043b-0df6-478e-a2d7-779c4d889cb4"
VERSION_TAG = {"schema": {"type": "string"}, "description": "版本；修改时放入 If-Match", "example": '"v3"'}
LOCATION = {"schema": {"type": "string"}, "description": "所建内容的地址"}
FRAMEWORKS_OWN = ("HTTPValidationError", "ValidationError")


def document(app: FastAPI) -> dict[str, Any]:
    """Give the completed document; the same bytes for the same code."""
    raw = get_openapi(
        title=TITLE,
        version=app.version,
        description=ABOUT,
        routes=app.routes,
        tags=[{"name": section.tag, "description": section.about} for section in sections_of(app)],
        servers=[{"url": "/"}],
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        separate_input_output_schemas=False,
    )
    schemas = raw.setdefault("components", {}).setdefault("schemas", {})
    for name in FRAMEWORKS_OWN:
        schemas.pop(name, None)
    schemas |= _problem_schemas()
    examples.complete(schemas)
    raw["components"]["schemas"] = dict(sorted(schemas.items()))
    raw["components"]["securitySchemes"] = {"bearer": BEARER}
    raw["externalDocs"] = {"description": "错误代码一览", "url": CATALOGUE}
    for path, route in operations_of(app):
        if route.include_in_schema:
            for method in route.methods or ():
                _complete(raw["paths"][path][method.lower()], route)
    for path, operations in raw["paths"].items():
        _link(path, operations, raw)
        _share(operations, raw["components"])
    _lower(raw)
    return raw


def _problem_schemas() -> dict[str, Any]:
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    inner = schema.pop("$defs")
    return {"Problem": schema, **inner}


def _complete(operation: dict[str, Any], route: object) -> None:
    """Say of one operation whose it is, which headers it reads and gives, and how it refuses."""
    is_own = isinstance(route, Operation)
    public = not is_own or bool(route.roles & PUBLIC)
    operation["security"] = [] if public else [{"bearer": []}]
    parameters = operation.setdefault("parameters", [])
    for parameter in parameters:
        if parameter["in"] == "header":
            parameter["name"] = parameter["name"].title()
        if parameter["name"] == "If-Match":
            parameter.update(required=True, schema={"type": "string"}, example='"v3"')
    if is_own and "POST" in (route.methods or ()) and not route.secret and not route.streamed:
        parameters.append(IDEMPOTENCY)
    if not parameters:
        del operation["parameters"]
    responses = operation["responses"]
    if any(parameter["name"] == "If-Match" for parameter in parameters):
        responses |= {str(status): response for status, response in responses_of(412, 428).items()}
    if responses.get("422", {}).get("content", {}).get("application/json"):
        del responses["422"]["content"]["application/json"]
    for status, response in responses.items():
        _describe(status, response)
    operation["responses"] = dict(sorted(responses.items()))


def _link(path: str, operations: dict[str, Any], raw: Mapping[str, Any]) -> None:
    """Say of a creation where what it made is read and changed, and with which version."""
    for operation in operations.values():
        for status, response in operation["responses"].items():
            fields = _fields_of(response, raw)
            if status < "300" and fields.get("version", {}).get("type") == "integer":
                response.setdefault("headers", {})["ETag"] = VERSION_TAG
            item, name = _item_of(path, raw)
            if status == "201" and "id" in fields and item:
                response.setdefault("headers", {})["Location"] = LOCATION
                response["links"] = {
                    each["operationId"]: {
                        "operationId": each["operationId"],
                        "parameters": {name: "$response.body#/id"},
                    }
                    for each in item.values()
                }


def _share(operations: dict[str, Any], components: dict[str, Any]) -> None:
    """Write once how all operations refuse; a refusal that one of them words in its own way stays where it is."""
    shared = components.setdefault("responses", {})
    usual = {str(kind.status): kind for kind in Failure.__subclasses__()}
    for operation in operations.values():
        for status, response in operation["responses"].items():
            name = f"Problem{status}"
            if status in usual and "$ref" not in response:
                response["content"][MEDIA_TYPE]["example"] = _problem_of(usual[status])
            if status >= "400" and shared.setdefault(name, response) == response:
                operation["responses"][status] = {"$ref": f"#/components/responses/{name}"}


def _problem_of(kind: type[Failure]) -> dict[str, Any]:
    """Show how a failure reads when no article is offended."""
    return Problem(
        type=f"{CATALOGUE}#{kind.usual_code}", title=title_of(kind.status).zh, status=kind.status,
        detail=kind.usual_words.zh, code=kind.usual_code, article=None, errors=[], request_id=REQUEST_ID,
    ).model_dump()  # fmt: skip


def _fields_of(response: Mapping[str, Any], raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the fields of a JSON answer; none if it is anything but one object."""
    schema = response.get("content", {}).get("application/json", {}).get("schema", {})
    known = raw["components"]["schemas"].get(schema.get("$ref", "").rpartition("/")[2], {})
    return known.get("properties", {})


def _item_of(path: str, raw: Mapping[str, Any]) -> tuple[Mapping[str, Any], str]:
    """Give the operations on one member of a collection and its path parameter; nothing if none reads it."""
    for candidate, operations in raw["paths"].items():
        rest = candidate.removeprefix(path + "/")
        if rest != candidate and re.fullmatch(r"{\w+}", rest) and "get" in operations:
            return operations, rest[1:-1]
    return {}, ""


def _describe(status: str, response: dict[str, Any]) -> None:
    if status in {"429", "503"}:
        response["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "秒"}}
    if status == "401":
        response["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}}}
    if response.get("description") in {"Successful Response", "Validation Error"}:
        response["description"] = "成功" if status.startswith("2") else title_of(int(status)).zh


def _lower(part: Any) -> None:  # noqa: ANN401 - a tree of dicts, lists and leaves.
    """Say what FastAPI says in the words of 3.2 in those of 3.1: an event stream is text."""
    if isinstance(part, dict):
        if "itemSchema" in part:
            part["schema"] = {"type": "string", "x-item-schema": part.pop("itemSchema")}
        for inner in part.values():
            _lower(inner)
    elif isinstance(part, list):
        for inner in part:
            _lower(inner)


def rendered(app: FastAPI) -> Mapping[str, str]:
    """Give the files of the document by name."""
    content = document(app)
    return {
        "openapi.json": json.dumps(content, ensure_ascii=False, indent=2) + "\n",
        "openapi.yaml": yaml.safe_dump(json.loads(json.dumps(content)), allow_unicode=True, sort_keys=False, width=120),
    }


def write(app: FastAPI, folder: Path) -> None:
    """Write openapi.json and openapi.yaml."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in rendered(app).items():
        (folder / name).write_text(text, encoding="utf-8")


def stale_files(app: FastAPI, folder: Path) -> list[str]:
    """Give the names of the files that are absent or differ from the code."""
    return [
        name
        for name, text in rendered(app).items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != text
    ]


def install(app: FastAPI) -> None:
    """Serve the document and its pages from our own files: /openapi.json, /docs, /docs/problems, /static."""
    pages = APIRouter(include_in_schema=False)
    page = (STATIC / "swagger" / "index.html").read_text(encoding="utf-8")
    kept: dict[str, Any] = {}

    @pages.get("/openapi.json")
    async def show_document() -> Response:
        if not kept:
            kept.update(document(app))
        return JSONResponse(kept)

    @pages.get("/docs")
    async def show_documentation() -> Response:
        return HTMLResponse(page)

    @pages.get(CATALOGUE)
    async def show_problems() -> Response:
        return HTMLResponse(catalogue_page())

    app.include_router(pages)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")


def catalogue_page() -> str:
    """Write the catalogue of the problems that are not the law's own, each under its code."""
    failures = {
        kind.usual_code: (kind.status, kind.usual_words.zh, kind.usual_words.en, "")
        for kind in (Failure, *Failure.__subclasses__())
    }
    guards = {guard.code: (guard.status, guard.zh, guard.en, guard.article or "") for guard in GUARDS.values()}
    rows = "".join(
        f'<tr id="{escape(code)}"><td><code>{escape(code)}</code></td><td>{status} {HTTPStatus(status).phrase}</td>'
        f"<td>{escape(article)}</td><td>{escape(zh)}<br>{escape(en)}</td></tr>"
        for code, (status, zh, en, article) in sorted((failures | guards).items())
    )
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>错误代码一览</title>'
        "<h1>错误代码一览</h1><p>依条款作出的拒绝在答复中写明条款与全部理由；字段错误以 <code>input.</code> 开头。</p>"
        f"<table><tr><th>代码</th><th>状态</th><th>条款</th><th>说明</th></tr>{rows}</table></html>"
    )
