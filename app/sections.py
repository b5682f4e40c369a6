"""Sections of the service: routers whose operations come from the procedure's table and that decline foreign paths."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import Match, get_route_path
from starlette.types import Scope

from app.idempotency import Operation
from app.problems import responses_of
from app.regulation.act import Act
from app.regulation.procedure import CONFIRMED_ACTS, PLAIN_OPERATIONS, STEPS
from app.regulation.vocabulary import Role

PUBLIC: frozenset[Role] = frozenset({Role.PUBLIC})
"""The roles of an operation that needs no token."""

READING = frozenset({"GET"})
ACTS = frozenset(act.value for act in Act)

Handler = TypeVar("Handler", bound=Callable[..., Any])


class UnknownOperationError(Exception):
    """An operation that is neither an act of the table, nor a read, nor one of the few plain ones: nothing starts."""


class Section(APIRouter):
    """One part of the API under one prefix, such as `/v1/applications`; `about` describes it in the document."""

    def __init__(self, prefix: str, *, tag: str, about: str) -> None:
        super().__init__(
            prefix=prefix,
            tags=[tag],
            route_class=Operation,
            generate_unique_id_function=lambda route: route.name,
            redirect_slashes=False,
        )
        self.tag = tag
        self.about = about
        self._inside = prefix + "/"

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Decline at once what lies outside the prefix, so that a request is compared with one section's paths only."""
        path = get_route_path(scope)
        if path == self.prefix or path.startswith(self._inside):
            return super().matches(scope)
        return Match.NONE, {}

    def act(
        self,
        path: str,
        *,
        summary: str,
        method: str = "POST",
        secret: bool = False,
        streamed: bool = False,
        **options: Any,  # noqa: ANN401 - FastAPI's own options of an operation.
    ) -> Callable[[Handler], Handler]:
        """Register the handler of an act: its name is the act, its roles and article come from the table.

        `secret` marks an answer that is never kept for a replay; `streamed` a body that the handler reads itself.
        """

        def register(handler: Handler) -> Handler:
            name = _name_of(handler)
            if name not in ACTS:
                raise UnknownOperationError(f"{name} is no act of the procedure")
            act = Act(name)
            step = STEPS[act]
            extra = {
                "roles": sorted(step.by),
                "statuses": list(dict.fromkeys(before.value for before, _after in step.moves)),
                "article": step.article,
            } | ({"confirmation": True} if act in CONFIRMED_ACTS else {})
            route = self._add(path, handler, method=method, roles=step.by, extra=extra, summary=summary, **options)
            route.act, route.secret, route.streamed = act, secret, streamed
            return handler

        return register

    def read(
        self,
        path: str,
        *,
        summary: str,
        roles: frozenset[Role],
        confidential: bool = False,
        **options: Any,  # noqa: ANN401 - as above.
    ) -> Callable[[Handler], Handler]:
        """Register a GET for those roles; each reading of a `confidential` one stands in the record (art. 30)."""

        def register(handler: Handler) -> Handler:
            route = self._add(
                path, handler, method="GET", roles=roles, extra={"roles": sorted(roles)}, summary=summary, **options
            )
            route.confidential = confidential
            return handler

        return register

    def plain(
        self,
        path: str,
        *,
        method: str,
        summary: str,
        roles: frozenset[Role],
        secret: bool = False,
        streamed: bool = False,
        **options: Any,  # noqa: ANN401 - as above.
    ) -> Callable[[Handler], Handler]:
        """Register one of the few operations that change something and are no act (tokens, drafts, uploads)."""

        def register(handler: Handler) -> Handler:
            if _name_of(handler) not in PLAIN_OPERATIONS:
                raise UnknownOperationError(f"{_name_of(handler)} is neither an act nor a plain operation")
            route = self._add(
                path, handler, method=method, roles=roles, extra={"roles": sorted(roles)}, summary=summary, **options
            )
            route.secret, route.streamed = secret, streamed
            return handler

        return register

    def add_api_route(self, path: str, endpoint: Callable[..., Any], **_options: Any) -> None:  # noqa: ANN401 - as above.
        """Refuse the routes that say neither whose they are nor which act they perform."""
        raise UnknownOperationError(f"{_name_of(endpoint)} at {path}: use act, read or plain")

    def _add(
        self,
        path: str,
        handler: Callable[..., Any],
        *,
        method: str,
        roles: frozenset[Role],
        extra: dict[str, Any],
        **options: Any,  # noqa: ANN401 - as above.
    ) -> Operation:
        responses = responses_of(*_statuses_of(path, method, roles)) | options.pop("responses", {})
        super().add_api_route(
            path,
            handler,
            methods=[method],
            responses=responses,
            openapi_extra={"x-procedure": extra} | options.pop("openapi_extra", {}),
            **options,
        )
        route = self.routes[-1]
        if not isinstance(route, Operation):
            raise UnknownOperationError(f"{_name_of(handler)} is no operation")
        route.roles, route.section = roles, self
        return route


def _name_of(handler: Callable[..., Any]) -> str:
    return str(getattr(handler, "__name__", handler))


def _statuses_of(path: str, method: str, roles: frozenset[Role]) -> set[int]:
    statuses = {400, 422, 429, 503}
    if Role.PUBLIC not in roles:
        statuses |= {401, 403}
    if "{" in path:
        statuses |= {404}
    if method not in READING:
        statuses |= {403, 409, 413, 415}
    return statuses


def operations_of(app: FastAPI) -> Iterator[tuple[str, APIRoute]]:
    """Give each HTTP operation of the application with its full path, in the order of inclusion."""
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if isinstance(route, APIRoute):
            yield context.path_format or route.path_format, route


def sections_of(app: FastAPI) -> list[Section]:
    """Give one section for each tag of the application, in the order of inclusion, which is the calendar's."""
    found: dict[str, Section] = {}
    for _path, route in operations_of(app):
        if isinstance(route, Operation) and isinstance(route.section, Section):
            found.setdefault(route.section.tag, route.section)
    return list(found.values())


def require_known_operations(app: FastAPI) -> None:
    """Refuse to start if an operation under /v1 is outside the table, or if two carry the same name."""
    seen: set[str] = set()
    for path, route in operations_of(app):
        known = isinstance(route, Operation) or (
            frozenset(route.methods or ()) <= READING and not path.startswith("/v1")
        )
        if not known:
            raise UnknownOperationError(f"{route.name} at {path} belongs to no section")
        if route.name in seen:
            raise UnknownOperationError(f"two operations are named {route.name}")
        seen.add(route.name)
