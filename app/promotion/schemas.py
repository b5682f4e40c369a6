"""Good practice as JSON: cases as their writers and their organizations see them, and as everybody does."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.http import Body, Id, Instant, Text, View
from app.open_acts import OpenAct
from app.paging import Page
from app.problems import Fault
from app.promotion.models import ActivityKind
from app.regulation.vocabulary import Status

Title = Annotated[str, Text(100), Field(examples=["以客户为中心的缺陷预防闭环"])]
Method = Annotated[str, Text(5000), Field(examples=["将质量策划前移至报价阶段，按工序逐项识别风险并固化为控制计划。"])]
Result = Annotated[str, Text(5000), Field(examples=["三年内顾客投诉率由 1.2% 降至 0.3%。"])]
Why = Annotated[str, Text(1000), Field(examples=["工艺已更新，案例不再反映现状。"])]


class CaseText(Body):
    """What a case says; its organization agrees to these very words."""

    title: Title
    method: Method
    result: Result


class NewPromotionCase(CaseText):
    """A case of good practice, by the title that its organization holds."""

    award_id: UUID


class PromotionWithdrawal(Body):
    """Why a case is taken off, or consent to it taken back."""

    reason: Why


class NewPromotionActivity(Body):
    """An occasion that has been held, with the cases that were shown."""

    kind: ActivityKind
    title: Annotated[str, Text(100)] = Field(examples=["2023 年市长质量奖经验交流会"])
    place: Annotated[str, Text(200)] = Field(examples=["江阴市会议中心（演练）"])
    held_on: date = Field(examples=["2023-04-20"])
    case_ids: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=50)]
    """Cases that are public."""


class PromotionCaseView(View):
    """A case as its writer and its organization see it, with what may be done next."""

    id: Id
    award_id: Id
    organization_id: Id
    organization_name: str
    unit_id: UUID | None
    """The recommending unit that wrote it; none where the secretariat did."""
    title: str
    method: str
    result: str
    status: Status
    drafted_at: Instant
    consented_at: Instant | None
    published_at: Instant | None
    publisher_unit_id: UUID | None
    """The unit that published it; none where the secretariat did, or nobody yet."""
    withdrawal_reason: str
    is_public: bool
    """Whether everybody can read it now."""
    absent_because: list[Fault]
    """Why a published case is not to be read any more: its title was revoked or has expired."""
    version: int
    acts: list[OpenAct] = []


class PromotionCasePage(Page[PromotionCaseView]):
    """Cases, the newest first."""


class GoodPractice(View):
    """A case of good practice as everybody reads it."""

    id: Id
    award_year: int
    tier_name: str
    organization_name: str
    title: str
    method: str
    result: str
    publisher: str | None
    """The recommending unit that published it; none where the secretariat did."""
    published_at: Instant


class GoodPracticePage(Page[GoodPractice]):
    """Good practice of standing winners, the newest first."""


class ShownCase(View):
    """A case that was shown and is public now."""

    id: Id
    title: str
    organization_name: str


class PromotionActivityView(View):
    """An occasion; a case whose title does not stand any more is not named."""

    id: Id
    kind: ActivityKind
    title: str
    place: str
    held_on: date
    holder: str | None
    """The recommending unit that held it; none where the secretariat did."""
    cases: list[ShownCase]


class PromotionActivityPage(Page[PromotionActivityView]):
    """Occasions, the newest first."""
