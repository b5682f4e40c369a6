"""Sections: operations come from the table, foreign paths are declined, and the document does not notice."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from starlette.routing import Match

from app.idempotency import Operation
from app.regulation.act import Act
from app.regulation.vocabulary import Role
from app.sections import Section, UnknownOperationError, operations_of, require_known_operations, sections_of
from tests.http.small import PUBLIC, SECRETARIAT, recovery, section, small_app


def operation(name: str) -> Operation:
    return next(
        route for _path, route in operations_of(small_app()) if route.name == name and isinstance(route, Operation)
    )


def named(name: str) -> Callable[[], Any]:
    async def handler() -> None:
        """Do nothing."""

    handler.__name__ = name
    return handler


def test_an_act_takes_its_roles_and_article_from_the_table() -> None:
    route = operation("publish_call")
    assert (route.act, route.roles) == (Act.PUBLISH_CALL, frozenset({Role.SECRETARIAT}))
    assert route.openapi_extra == {
        "x-procedure": {"roles": ["secretariat"], "statuses": ["planned"], "article": "第十八条"}
    }


def test_a_route_tells_its_roles_to_the_request() -> None:
    assert operation("list_plans").roles == PUBLIC
    assert operation("read_recovery").roles == SECRETARIAT


def test_nothing_but_acts_reads_and_plain_operations_can_be_registered() -> None:
    fresh = Section("/v1/things", tag="事项", about="事项。")
    with pytest.raises(UnknownOperationError, match="is no act"):
        fresh.act("", summary="无此事项")(named("seize_power"))
    with pytest.raises(UnknownOperationError, match="neither an act nor a plain"):
        fresh.plain("", method="PUT", summary="无此操作", roles=PUBLIC)(named("save_everything"))
    with pytest.raises(UnknownOperationError, match="use act, read or plain"):
        fresh.post("")(named("publish_call"))
    fresh.plain("", method="POST", summary="登录", roles=PUBLIC, secret=True)(named("log_in"))
    assert [route.name for route in fresh.routes if isinstance(route, Operation)] == ["log_in"]


def test_an_operation_outside_the_table_makes_the_start_fail() -> None:
    stray = small_app()
    stray.post("/v1/stray")(named("stray"))
    with pytest.raises(UnknownOperationError, match="belongs to no section"):
        require_known_operations(stray)
    twice = small_app()
    again = Section("/v1/again", tag="重复", about="重复。")
    again.act("", summary="发布通知")(named("publish_call"))
    twice.include_router(again)
    with pytest.raises(UnknownOperationError, match="two operations"):
        require_known_operations(twice)


def test_sections_keep_the_order_of_the_calendar() -> None:
    assert sections_of(small_app())[:2] == [section, recovery]


@pytest.mark.parametrize("path", ["/v1/plansx", "/v1/plan", "/v1/recoveries/met", "/", "/v1"])
def test_a_section_declines_what_lies_outside_its_prefix(path: str) -> None:
    assert section.matches({"type": "http", "path": path, "method": "GET"}) == (Match.NONE, {})


def test_the_document_is_the_same_to_the_byte_as_with_a_plain_router() -> None:
    with_sections, with_plain = FastAPI(), FastAPI()
    for part in (section, recovery):
        plain = APIRouter(prefix=part.prefix, tags=part.tags, generate_unique_id_function=lambda route: route.name)
        for route in part.routes:
            assert isinstance(route, Operation)
            plain.add_api_route(
                route.path.removeprefix(part.prefix),
                route.endpoint,
                methods=sorted(route.methods or ()),
                summary=route.summary,
                status_code=route.status_code,
                responses=route.responses,
                response_model=route.response_model,
                openapi_extra=route.openapi_extra,
            )
        with_sections.include_router(part)
        with_plain.include_router(plain)
    assert json.dumps(with_sections.openapi()) == json.dumps(with_plain.openapi())
