"""Good practice as everybody reads it, and the occasions on which it was spread (arts. 8(5), 9)."""

from collections.abc import Sequence

from fastapi import Response

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import perform
from app.errors import NotFound
from app.http import PathId
from app.paging import Key, Paging, Slice, page
from app.promotion.models import PromotionActivity, PromotionActivityCase, PromotionCase
from app.promotion.reading import activities, activity_views, practices, public_cases
from app.promotion.schemas import (
    GoodPractice,
    GoodPracticePage,
    NewPromotionActivity,
    PromotionActivityPage,
    PromotionActivityView,
)
from app.regulation.act import Act
from app.regulation.promotion import ARTICLE, activity_faults
from app.regulation.refusals import require
from app.regulation.window import day_faults
from app.sections import PUBLIC, Section

cases = Section("/v1/good-practices", tag="先进经验公布", about="称号有效的获奖组织的先进经验")
occasions = Section("/v1/promotion-activities", tag="推广活动", about="秘书处与推荐单位宣传、推广先进经验的活动")


@cases.read("", summary="先进经验列表", roles=PUBLIC, response_model=GoodPracticePage)
async def list_good_practices(session: Transaction, paging: Paging) -> Slice[GoodPractice]:
    """The published cases of standing winners, the newest first; with a title its cases go at once (art. 29)."""
    keys = [Key(PromotionCase.published_at, descending=True), Key(PromotionCase.id)]
    found = await page(session, practices(), keys, paging)
    return Slice([GoodPractice.model_validate(row) for row in found.items], found.next_cursor)


@cases.read("/{case_id}", summary="查看先进经验", roles=PUBLIC)
async def show_good_practice(case_id: PathId, session: Transaction) -> GoodPractice:
    """One published case of a standing winner."""
    row = (await session.execute(practices().where(PromotionCase.id == case_id))).one_or_none()
    if row is None:
        raise NotFound
    return GoodPractice.model_validate(row)


@occasions.act("", summary="登记推广活动", status_code=201)
async def hold_promotion_activity(
    body: NewPromotionActivity, response: Response, actor: Caller, session: Transaction, today: Today
) -> PromotionActivityView:
    """Record an occasion on which cases were shown; a unit shows those of its own circle (art. 9)."""
    late = day_faults(body.held_on, today, pointer="/held_on", article=ARTICLE)
    require((*late, *activity_faults(body.case_ids, await public_cases(session, body.case_ids, actor))))
    row = PromotionActivity(
        **body.model_dump(exclude={"case_ids"}), unit_id=actor.party, recorded_by=actor.user_id, recorded_at=actor.now
    )
    perform(session, actor, Act.HOLD_PROMOTION_ACTIVITY, row, detail={"cases": sorted(map(str, body.case_ids))})
    session.add_all(PromotionActivityCase(activity_id=row.id, case_id=case) for case in body.case_ids)
    await session.flush()
    response.headers["Location"] = f"/v1/promotion-activities/{row.id}"
    held: Sequence[object] = (await session.execute(activities().where(PromotionActivity.id == row.id))).all()
    return (await activity_views(session, held))[0]


@occasions.read("", summary="推广活动列表", roles=PUBLIC, response_model=PromotionActivityPage)
async def list_promotion_activities(session: Transaction, paging: Paging) -> Slice[PromotionActivityView]:
    """The occasions, the newest first."""
    keys = [Key(PromotionActivity.held_on, descending=True), Key(PromotionActivity.id)]
    found = await page(session, activities(), keys, paging)
    return Slice(await activity_views(session, found.items), found.next_cursor)


@occasions.read("/{activity_id}", summary="查看推广活动", roles=PUBLIC)
async def show_promotion_activity(activity_id: PathId, session: Transaction) -> PromotionActivityView:
    """One occasion with the cases that are public now."""
    rows = (await session.execute(activities().where(PromotionActivity.id == activity_id))).all()
    if not rows:
        raise NotFound
    return (await activity_views(session, rows))[0]
