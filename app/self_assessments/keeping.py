"""Keeping an own assessment: items saved, the total summed, and what goes into an application (arts. 3, 12)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.applications.drafting import save_items
from app.applications.models import Application, SelfAssessment
from app.applications.schemas import AssessedItem
from app.applications.self_scores import drafted_scores
from app.regulation.refusals import NotMet, OutOfOrder, Reason, require
from app.regulation.self_assessment import ARTICLE, Assessed, item_faults, same_criteria_faults, total_of
from app.regulation.vocabulary import Status
from app.self_assessments.models import OwnAssessmentItem
from app.self_assessments.reading import Whole
from app.self_assessments.schemas import SelfAssessedItem
from app.standards.models import CriteriaSet

FINISHED = Reason(
    code="self_assessment.finished", article=ARTICLE,
    zh="该自评已完成，内容不能再改；请新建一份自评。", en="It is finished and fixed; start another one.",
)  # fmt: skip


async def require_criteria(session: AsyncSession, code: str) -> CriteriaSet:
    """Art. 12: read the public criteria of that code; 422 if there are none."""
    row = await session.scalar(select(CriteriaSet).where(CriteriaSet.code == code))
    if row is None:
        raise NotMet(
            Reason(code="self_assessment.criteria_unknown", article=ARTICLE, pointer="/criteria",
                   zh=f"没有公开的评定标准 {code}，见 /v1/criteria。",
                   en=f"There are no public criteria {code}, see /v1/criteria.")
        )  # fmt: skip
    return row


async def keep_items(session: AsyncSession, whole: Whole, sent: Sequence[SelfAssessedItem], now: datetime) -> Whole:
    """Replace what is said of the items that were sent, and sum anew; gives the assessment as it then is."""
    if whole.row.status is not Status.DRAFT:
        raise OutOfOrder(FINISHED)
    items, codes = whole.criteria.items, [each.item_code for each in sent]
    require(item_faults(codes, items))
    gone = OwnAssessmentItem.item_code.in_(codes) & (OwnAssessmentItem.assessment_id == whole.row.id)
    await session.execute(delete(OwnAssessmentItem).where(gone), execution_options={"synchronize_session": "fetch"})
    said = {code: each for code, each in whole.said.items() if code not in codes}
    for each in sent:
        if each.text is not None or each.percent is not None:
            said[each.item_code] = Assessed(text=each.text or "", percent=each.percent)
            session.add(_row(whole, each.item_code, said[each.item_code]))
    row = whole.row
    row.saved_at, row.total = now, total_of(said, items)
    row.scored = sum(each.percent is not None for each in said.values())
    return Whole(row=row, criteria=whole.criteria, said=said)


def _row(whole: Whole, code: str, said: Assessed) -> OwnAssessmentItem:
    return OwnAssessmentItem(
        assessment_id=whole.row.id, criteria_set_id=whole.row.criteria_set_id, item_code=code,
        points=whole.criteria.row(code).points, text=said.text, percent=said.percent,
    )  # fmt: skip


async def carry(session: AsyncSession, whole: Whole, application: Application, now: datetime, *, replace: bool) -> None:
    """Art. 3: fill a draft's self-assessment from the organization's own, where it is empty or is to be replaced."""
    same = application.cycle.edition.criteria_set_id == whole.row.criteria_set_id
    require(same_criteria_faults("/self_assessment_id", same=same))
    texts = await session.execute(
        select(SelfAssessment.item_code, SelfAssessment.text).where(SelfAssessment.application_id == application.id)
    )
    there = {code: text for code, text in texts.all()}  # noqa: C416 - typed rows.
    scores = await drafted_scores(session, application.id)
    items = []
    for code, said in whole.said.items():
        text, percent = said.text or None, said.percent
        if replace:
            text, percent = text or there.get(code), scores.get(code) if percent is None else percent
        else:
            text, percent = there.get(code) or text, scores.get(code, percent)
        items.append(AssessedItem(item_code=code, text=text, self_percent=percent))
    if items:
        await save_items(session, application, items, now)
