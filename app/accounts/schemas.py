"""Accounts as JSON, coming in and going out."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.http import Body, Id, Instant, Text, View
from app.open_acts import OpenAct
from app.regulation.vocabulary import Duty, Role, Status


class Login(Body):
    """A login name with its password."""

    login: Annotated[str, Text(64)] = Field(examples=["yangguang-zhizao"])
    password: Annotated[str, Text(256)] = Field(examples=["长江之滨-2022-质量"])


class TokenPair(View):
    """An access token for the Authorization header and the refresh token for the next pair; each is used once."""

    access_token: str
    token_type: str = "Bearer"  # noqa: S105 - the name of the scheme.
    expires_in: int
    """Seconds for which the access token is in force."""
    refresh_token: str


class NewUser(Body):
    """A person who registers himself with his organization."""

    login: Annotated[str, Text(64, min=4)] = Field(pattern=r"^[a-z0-9][a-z0-9._-]+$", examples=["yangguang-zhizao"])
    name: Annotated[str, Text(50)] = Field(examples=["陈启明"])
    phone: Annotated[str, Text(20, min=0)] = Field(default="", examples=["0510-86000000"])
    password: Annotated[str, Text(128)] = Field(examples=["长江之滨-2022-质量"])


class NewOrganization(Body):
    """An organization that wants to apply, with its first user (art. 10(1))."""

    credit_code: Annotated[str, Text(18, min=18)] = Field(examples=["91990100MA0000013X"])
    """统一社会信用代码, 18 characters, its two check characters are verified (GB 32100)."""
    name: Annotated[str, Text(100)] = Field(examples=["阳光智造（演练）有限公司"])
    user: NewUser


class OrganizationView(View):
    """An organization; unverified until the secretariat has seen licence and authorisation letter."""

    id: Id
    credit_code: str
    name: str
    status: Status
    registered_at: Instant
    version: int
    acts: list[OpenAct] = []


class GrantView(View):
    """A role held, with the party spoken for in it and the duties held besides."""

    role: Role
    party_id: UUID | None
    duties: list[Duty]


class MeView(View):
    """Who is signed in, and as what he may act."""

    id: Id
    name: str
    grants: list[GrantView]
