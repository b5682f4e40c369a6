"""The written reason to an applicant whose way has ended, once that is no secret to him any more (arts. 21-25)."""

from collections.abc import Mapping
from types import MappingProxyType

from fastapi import Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Transaction
from app.applications.access import READERS, SeenApplication
from app.applications.models import Application
from app.applications.secrecy import known_of
from app.eligibility.models import Disqualification, EligibilityVerdict
from app.errors import NotFound
from app.http import Id, View, tag
from app.regulation.vocabulary import Status
from app.reviews.models import ShortlistEntry
from app.sections import Section

section = Section("/v1/outcomes", tag="结果告知", about="书面告知未通过的申报组织其原因；不含他人的得分与名次")

LATER: Mapping[Status, tuple[str, str]] = MappingProxyType(
    {
        Status.NOT_CANDIDATE: (
            "第二十三条", "综合评审后未列入候选名单：得分未达到等次分数线，或按综合评审得分排序未进入候选范围。",
        ),
        Status.NOT_PROPOSED: ("第二十四条", "经评委会审议表决，未列入拟奖名单。"),
        Status.NOT_APPROVED: ("第二十四条", "市人民政府未批准列入获奖名单。"),
    }
)  # fmt: skip
"""What is said of those who come after the reviews: the rule under which they ended, and no number."""


class OutcomeView(View):
    """Where and why the way of an application ended."""

    application_id: Id
    status: Status
    article: str
    """The article under which it ended."""
    reason: str


async def _written(session: AsyncSession, application: Application, status: Status) -> tuple[str, str]:
    """Give article and reason; 404 while the way has not ended, as far as the caller may know."""
    mine = application.id
    if status is Status.INELIGIBLE:
        query = select(EligibilityVerdict.reason).where(EligibilityVerdict.application_id == mine)
        return "第十九条", (await session.scalars(query)).one()
    if status is Status.DISQUALIFIED:
        query = select(Disqualification.basis).where(Disqualification.application_id == mine)
        return "第十一条", (await session.scalars(query)).one()
    if status is Status.NOT_SHORTLISTED:
        query = select(ShortlistEntry.reason).where(ShortlistEntry.application_id == mine)
        return "第二十一条", (await session.scalars(query)).one()
    if status not in LATER:
        raise NotFound
    return LATER[status]


@section.read("/{application_id}", summary="查看未通过的书面原因", roles=READERS)
async def show_outcome(
    application: SeenApplication, response: Response, actor: Caller, session: Transaction
) -> OutcomeView:
    """Why the application went no further; an applicant reads his own, as soon as the end is no secret to him."""
    known = known_of(actor, application)
    article, reason = await _written(session, application, known.status)
    tag(response, known)
    return OutcomeView(application_id=application.id, status=known.status, article=article, reason=reason)
