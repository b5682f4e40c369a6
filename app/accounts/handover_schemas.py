"""Amendments and hand-overs of an organization as JSON."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from app.accounts.schemas import PersonName, Phone
from app.http import Body, Id, Instant, Text, View
from app.paging import Page

Ground = Annotated[str, Text(1000), Field(examples=["原经办人已离职，由李静接任。"])]


class Amendment(Body):
    """What has changed; what is not sent stays as it is."""

    name: Annotated[str, Text(100), Field(examples=["阳光智造（演练）股份有限公司"])] | None = None
    registered_address: Annotated[str, Text(200), Field(examples=["江阴市演练路 15 号"])] | None = None
    legal_representative: Annotated[str, Text(100), Field(examples=["陈启明"])] | None = None
    established_on: Annotated[date, Field(ge=date(1800, 1, 1), lt=date(2200, 1, 1))] | None = None
    phone: Annotated[str, Text(30), Field(examples=["0510-86000000"])] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set or any(getattr(self, name) is None for name in self.model_fields_set):
            raise PydanticCustomError("missing", "an amendment names what is changed, and to what")
        return self


class NewOrganizationHandover(Body):
    """To whom one's duty goes."""

    successor_id: UUID
    """A colleague who has accepted his invitation."""
    reason: Ground


class NewReassignment(Body):
    """Who has left the firm and who follows: a colleague (`successor_id`), or a new user (name and phone)."""

    departed_user_ids: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=50)]
    letter_file_id: UUID
    """The firm's letter of authorisation, uploaded before."""
    successor_id: UUID | None = None
    name: PersonName | None = None
    phone: Phone = ""
    reason: Ground

    @model_validator(mode="after")
    def _one_successor(self) -> Self:
        if (self.successor_id is None) == (self.name is None):
            raise PydanticCustomError("missing", "name a colleague or a new user, one of the two")
        return self


class OrganizationHandoverView(View):
    """A hand-over."""

    id: Id
    organization_id: Id
    from_user_id: Id
    to_user_id: Id
    handed_by: Id
    """The user himself, or a secretary."""
    letter_file_id: UUID | None
    """The letter of authorisation, where the secretariat handed over."""
    reason: str
    handed_at: Instant


class OrganizationHandoverPage(Page[OrganizationHandoverView]):
    """A page of hand-overs."""
