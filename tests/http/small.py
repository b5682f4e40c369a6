"""A small application in the manner of the service, on which each manner is shown."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import FastAPI, Form, Request, Response
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from starlette.testclient import TestClient

from app import boundary, codes, errors, openapi
from app.errors import Busy, TooManyRequests, Unauthenticated
from app.http import Body, Id, IfMatch, Instant, PathId, Text, View, require_version, tag
from app.paging import Page, Paging, Slice
from app.regulation.refusals import NotEntitled, NotMet, OutOfOrder, Reason
from app.regulation.vocabulary import Role
from app.sections import PUBLIC, Section, require_known_operations

SECRETARIAT = frozenset({Role.SECRETARIAT})
REASON = Reason(code="years.too_few", article="第十条（一）", zh="从事生产经营未满三年。", en="Less than three years.")
SECOND = Reason(code="loss.found", article="第十条（四）", zh="最近三年发生亏损。", en="A loss.", pointer="/years/1")


class Trade(StrEnum):
    """Two trades."""

    INDUSTRY = "industry"
    BUILDING = "building"


class Branch(Body):
    """A part of a plan."""

    name: str
    opened: date | None = None


class Plan(Body):
    """What a client sends."""

    name: Annotated[str, Text(20)]
    """Its name."""
    note: str = ""
    year: int = 2022
    urgent: bool = False
    trade: Trade = Trade.INDUSTRY
    rate: Decimal | None = None
    owner: UUID | None = None
    at: datetime | None = None
    branches: tuple[Branch, ...] = ()


class PlanView(View):
    """What the service answers."""

    name: str
    version: int
    at: Instant | None = None


class PlanPage(Page[PlanView]):
    """A page of plans."""


@dataclass
class Row:
    """A stored plan."""

    name: str
    version: int
    at: datetime | None = None


section = Section("/v1/plans", tag="年度", about="年度评定。")
recovery = Section("/v1/recoveries", tag="追回", about="奖金追回。")


class DriverError(Exception):
    """What asyncpg raises: a state, and the name of the constraint if there is one."""

    def __init__(self, sqlstate: str, constraint_name: str | None = None) -> None:
        super().__init__("secret text of the database")
        self.sqlstate = sqlstate
        self.constraint_name = constraint_name


RAISED: dict[str, Exception] = {
    "entitled": NotEntitled(REASON),
    "order": OutOfOrder(REASON),
    "met": NotMet(REASON, SECOND),
    "token": Unauthenticated(),
    "often": TooManyRequests(30),
    "busy": Busy(2),
    "stale": StaleDataError(),
    "refused": ConnectionRefusedError(),
    "guard": IntegrityError("INSERT 机密", {"p": "机密"}, DriverError("23505", "pk_idempotency_key")),
    "unique": IntegrityError("INSERT 机密", {"p": "机密"}, DriverError("23505", "uq_unheard_of")),
    "check": IntegrityError("INSERT 机密", {"p": "机密"}, DriverError("23514", "ck_unheard_of")),
    "deadlock": IntegrityError("INSERT 机密", {"p": "机密"}, DriverError("40P01")),
    "defect": RuntimeError("机密"),
}


@section.act("", summary="拟定年度计划", status_code=201)
async def plan_cycle(plan: Plan, response: Response) -> PlanView:
    """Plan a year."""
    row = Row(plan.name, 1, plan.at)
    tag(response, row)
    response.headers["Location"] = "/v1/plans/1"
    return PlanView.model_validate(row)


@section.act("/{plan_id}/call", summary="发布通知")
async def publish_call(plan_id: PathId, if_match: IfMatch, response: Response) -> PlanView:
    """Publish the call."""
    row = Row(str(plan_id), 3)
    require_version(row, if_match)
    tag(response, row)
    return PlanView.model_validate(row)


@section.act("/{plan_id}/cancellation", summary="取消年度评定")
async def cancel_cycle(plan_id: PathId) -> None:
    """Cancel a year."""


@section.act("/corrections", summary="更正通知", responses={200: {"description": "已更正"}})
async def correct_call(note: Annotated[str, Form(max_length=10)]) -> None:
    """Correct by a form."""


@section.act("/closing", summary="结束年度评定", streamed=True)
async def close_cycle(request: Request) -> int:
    """Count the bytes of a stream."""
    return sum([len(chunk) async for chunk in request.stream()])


@section.read("", summary="列出年度", roles=PUBLIC, response_model=PlanPage)
async def list_plans(paging: Paging, q: Id | None = None) -> Slice[Row]:
    """List the years."""
    return Slice([Row("甲", paging.limit)], None if q is None else str(q))


@recovery.read("/{kind}", summary="读取追回", roles=SECRETARIAT)
async def read_recovery(kind: str) -> None:
    """Fail in the way asked for."""
    raise RAISED[kind]


def small_app() -> FastAPI:
    """Assemble the application as main does."""
    app = FastAPI(version="1.0", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.state.cursor_key = b"k" * 32
    for part in (section, recovery, codes.section):
        app.include_router(part)
    errors.install(app)
    openapi.install(app)
    boundary.install(app, ["https://front.example"])
    require_known_operations(app)
    return app


@contextmanager
def client_of(app: FastAPI) -> Generator[TestClient]:
    """Give a client of the application."""
    with TestClient(app) as client:
        yield client
