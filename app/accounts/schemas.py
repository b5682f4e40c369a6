"""Accounts as JSON, coming in and going out."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.files.schemas import FileView
from app.http import Body, Id, Instant, Text, View
from app.open_acts import OpenAct
from app.paging import Page
from app.regulation.vocabulary import Duty, Role, Status

LoginName = Annotated[str, Text(64, min=4), Field(pattern=r"^[a-z0-9][a-z0-9._-]+$", examples=["yangguang-zhizao"])]
"""4 to 64 small letters, digits, dots, hyphens and underscores."""
Password = Annotated[str, Text(128), Field(examples=["长江之滨-2022-质量"])]
PersonName = Annotated[str, Text(50), Field(examples=["陈启明"])]
Phone = Annotated[str, Text(20, min=0), Field(examples=["0510-86000000"])]
Code = Annotated[str, Text(64), Field(examples=["7KQM-2XWD-9RTA-VBNE-H4PC"])]


class NewUser(Body):
    """A person who registers himself with his organization."""

    login: LoginName
    name: PersonName
    phone: Phone = ""
    password: Password


class NewOrganization(Body):
    """An organization that wants to apply, with its first user (art. 10(1))."""

    credit_code: Annotated[str, Text(18, min=18)] = Field(examples=["91990000M00000131F"])
    """统一社会信用代码, 18 characters, its two check characters are verified (GB 32100)."""
    name: Annotated[str, Text(100)] = Field(examples=["阳光智造（演练）有限公司"])
    user: NewUser


class PaperView(View):
    """A paper that proves who speaks for the organization."""

    kind: str
    file: FileView


class Likeness(StrEnum):
    """In what two organizations are alike."""

    NAME = "name"
    PHONE = "phone"
    ADDRESS = "address"
    LEGAL_REPRESENTATIVE = "legal_representative"


class LikenessView(View):
    """One thing in which two organizations are alike, as it was found on both sides."""

    kind: Likeness
    own: str
    others: str
    nearness_percent: int
    """Of two names without what all names share; 100 for what is the same."""


class LookAlikeView(View):
    """Another organization that looks like this one; it warns the secretariat and bars nothing."""

    organization_id: Id
    credit_code: str
    name: str
    likenesses: list[LikenessView]


class OrganizationView(View):
    """An organization; unverified until the secretariat has seen licence and authorisation letter."""

    id: Id
    credit_code: str
    name: str
    former_names: list[str]
    """The names that it had here before (曾用名), the oldest first; it is found by them too."""
    status: Status
    registered_at: Instant
    registered_address: str | None = None
    """This and the next two are told once, with the first application or at registration, and never asked again."""
    legal_representative: str | None = None
    established_on: date | None = None
    phone: str | None = None
    version: int
    papers: list[PaperView] = []
    """Its licence and authorisation letter, as far as they are there; only where one organization is shown."""
    look_alikes: list[LookAlikeView] = []
    """Others that look like it, to the secretariat alone, where one organization is shown."""
    acts: list[OpenAct] = []


class OrganizationPage(Page[OrganizationView]):
    """A page of organizations."""


class GrantView(View):
    """A role held, with the party spoken for in it and the duties held besides."""

    role: Role
    party_id: UUID | None
    duties: list[Duty]


class MeView(View):
    """Who is signed in, and as what he may act."""

    id: Id
    login: str | None
    name: str
    phone: str
    version: int
    grants: list[GrantView]
    acts: list[OpenAct] = []


class PasswordChange(Body):
    """The password of today and the one from now on."""

    current_password: Annotated[str, Text(256)] = Field(examples=["长江之滨-2022-质量"])
    new_password: Password


class NewColleague(Body):
    """A further user of one's own organization."""

    name: PersonName
    phone: Phone = ""


class NewInvitation(Body):
    """A person whom the secretariat invites, or one who gets a further role (`user_id`)."""

    role: Role
    """Any but applicant (whom his organization invites) and public."""
    party_id: UUID | None = None
    """The unit, expert or committee seat for which he acts; absent for the secretariat."""
    duties: tuple[Duty, ...] = ()
    user_id: UUID | None = None
    """An existing user who gets this role besides; then name and phone are absent and no code is issued."""
    name: PersonName | None = None
    phone: Phone = ""


class UserView(View):
    """A user of the service, to the secretariat and to his colleagues."""

    id: Id
    login: str | None
    name: str
    phone: str
    activated_at: Instant | None
    """When he accepted his invitation; absent before."""
    version: int
    grants: list[GrantView] = []
    acts: list[OpenAct] = []


class UserPage(Page[UserView]):
    """A page of users."""


class HandedOut(View):
    """A one-time code to be handed over in person; it is shown this once and kept nowhere."""

    user: UserView
    code: str | None
    """Absent where an existing user got a further role."""
    expires_at: Instant | None


class Acceptance(Body):
    """An invitation's code, and the login name and password that its holder chooses."""

    code: Code
    login: LoginName
    password: Password


class NewPassword(Body):
    """The code that the secretariat handed out, and a new password."""

    code: Code
    password: Password


class NewUnit(Body):
    """A recommending unit (art. 9)."""

    kind: Annotated[str, Field(pattern=r"^[a-z][a-z_]{1,39}$", examples=["town"])]
    """A code of the edition's `recommender_kinds`, such as town, department or association."""
    name: Annotated[str, Text(100)] = Field(examples=["演练镇人民政府"])
    scope: Annotated[str, Text(200)] = Field(examples=["辖区内申报组织"])
    """The area, system or trade whose organizations it recommends."""


class UnitView(View):
    """A recommending unit; known to everyone, because applicants choose one."""

    id: Id
    kind: str
    name: str
    scope: str
    version: int


class UnitPage(Page[UnitView]):
    """A page of recommending units."""
