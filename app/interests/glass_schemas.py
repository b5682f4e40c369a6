"""Requests for access to a case from which one is barred, as JSON, coming in and going out."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.http import Body, Id, Instant, Text, View
from app.open_acts import OpenAct
from app.paging import Page
from app.regulation.vocabulary import Role, Status


class NewBreakGlass(Body):
    """A request for access to one case from which the caller is barred (art. 30)."""

    application_id: UUID
    reason: Annotated[str, Text(2000)] = Field(examples=["秘书处二人均须回避，补正今日到期，无人可办（演练）。"])
    hours: Annotated[int, Field(ge=1, le=1000, examples=[8])]
    """For how long; no longer than edition.conflict.glass_hours."""


class GlassDecision(Body):
    """What the second person says to it."""

    remark: Annotated[str, Text(2000, min=0)] = Field("", examples=["同意，仅限办理补正事项（演练）。"])


class UseView(View):
    """One request that was served under the access."""

    operation: str
    request_id: str
    used_at: Instant


class BreakGlassView(View):
    """A request, what was decided, and every use."""

    id: Id
    status: Status
    application_id: Annotated[Id | None, Field(examples=["7c9e6679-7425-40de-944b-e07fc1f90ae7"])]
    """Null to a member while names are hidden: the reason names the organization."""
    cycle_id: Id
    user_id: Id
    role: Role
    reason: str
    hours: int
    asked_at: Instant
    decided_by: Id | None
    decided_role: Role | None
    decided_at: Instant | None
    remark: str
    until: Instant | None
    """When the access ends, in real time."""
    version: int
    uses: list[UseView] = []
    acts: list[OpenAct] = []


class BreakGlassPage(Page[BreakGlassView]):
    """The report of all requests and uses, the latest first."""
