"""The review of titles (复评): opened before a title ends, found, and one more term or none (arts. 26, 29)."""

from datetime import date
from typing import Annotated

from fastapi import Depends, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import Actor, perform, require_turn
from app.cycles.reading import edition_of, find_cycle
from app.http import IfMatch, PathId, tag
from app.legislation.reading import require_resolution
from app.lookup import found, matched
from app.open_acts import open_acts
from app.paging import Key, Paging, Slice, page
from app.regulation.act import Act
from app.regulation.refusals import NotMet, Reason, require
from app.regulation.title_review import VALIDITY, conclusion_faults, opening_faults, renewed_until
from app.regulation.vocabulary import Role, Status
from app.regulation.window import day_faults
from app.sections import Section
from app.titles.models import Award, TitleReview
from app.titles.schemas import NewTitleReview, TitleConclusion, TitleFinding, TitleReviewPage, TitleReviewView

section = Section("/v1/title-reviews", tag="复评", about="称号有效期届满前的复评：启动、认定、延续或到期终止")
READERS = frozenset({Role.SECRETARIAT, Role.COMMITTEE})
ACTS = {Act.RECORD_TITLE_FINDING: "finding", Act.RENEW_TITLE: "renewal", Act.LET_TITLE_EXPIRE: "expiry"}


async def _matched(title_review_id: PathId, session: Transaction, if_match: IfMatch) -> TitleReview:
    return await matched(session, TitleReview, title_review_id, if_match)


MatchedReview = Annotated[TitleReview, Depends(_matched)]


def _view(actor: Actor, row: TitleReview) -> TitleReviewView:
    hrefs = {act: f"/v1/title-reviews/{row.id}/{word}" for act, word in ACTS.items()}
    return TitleReviewView.model_validate(row).model_copy(update={"acts": open_acts(actor, row, hrefs)})


async def _answer(session: AsyncSession, response: Response, actor: Actor, row: TitleReview) -> TitleReviewView:
    await session.flush()
    tag(response, row)
    return _view(actor, row)


@section.act("", summary="启动复评", status_code=201)
async def open_title_review(
    body: NewTitleReview, response: Response, actor: Caller, session: Transaction, today: Today
) -> TitleReviewView:
    """Open the review of a standing title whose term nears its end; where the edition names no term there is none."""
    award = await session.get(Award, body.award_id, with_for_update=True)
    if award is None:
        raise _unknown_award()
    months = edition_of(await find_cycle(session, award.cycle_id)).title_review_months
    standing, until = award.status is Status.STANDING, award.valid_until
    require(opening_faults(last_day=until, standing=standing, months=months, today=today))
    row = TitleReview(
        award_id=award.id, former_until=until or today, opened_by=actor.user_id, opened_on=today
    )  # fmt: skip
    perform(session, actor, Act.OPEN_TITLE_REVIEW, row, detail={"award": award.id})
    response.headers["Location"] = f"/v1/title-reviews/{row.id}"
    return await _answer(session, response, actor, row)


@section.read("", summary="列出复评", roles=READERS, response_model=TitleReviewPage)
async def list_title_reviews(actor: Caller, session: Transaction, paging: Paging) -> Slice[TitleReviewView]:
    """The reviews, the newest first."""
    keys = [Key(TitleReview.opened_on, descending=True), Key(TitleReview.id)]
    rows = await page(session, select(TitleReview), keys, paging)
    return Slice([_view(actor, row) for row in rows.items], rows.next_cursor)


@section.read("/{title_review_id}", summary="查看复评", roles=READERS)
async def show_title_review(
    title_review_id: PathId, response: Response, actor: Caller, session: Transaction
) -> TitleReviewView:
    """One review."""
    return await _answer(session, response, actor, await found(session, TitleReview, title_review_id))


@section.act("/{title_review_id}/finding", summary="登记复评认定", status_code=201)
async def record_title_finding(
    body: TitleFinding, row: MatchedReview, response: Response, actor: Caller, session: Transaction, today: Today
) -> TitleReviewView:
    """Record whether the holder still meets what the title stands for; until it is concluded it may be found anew."""
    require_turn(actor, Act.RECORD_TITLE_FINDING, row)
    require(day_faults(body.found_on, today, pointer="/found_on", article=VALIDITY, not_before=row.opened_on))
    row.finding, row.passed, row.found_on = body.finding, body.passed, body.found_on
    perform(session, actor, Act.RECORD_TITLE_FINDING, row, detail={"passed": body.passed})
    return await _answer(session, response, actor, row)


@section.act("/{title_review_id}/renewal", summary="复评通过，延续称号", status_code=201)
async def renew_title(
    body: TitleConclusion, row: MatchedReview, response: Response, actor: Caller, session: Transaction, today: Today
) -> TitleReviewView:
    """Give the title one more term of its tier, by resolution; it follows the former without a gap."""
    award = await session.get_one(Award, row.award_id, with_for_update=True)
    require_turn(actor, Act.RENEW_TITLE, row)
    await _require_concluded(session, row, body, renews=True)
    tier = edition_of(await find_cycle(session, award.cycle_id)).tier(award.tier)
    row.valid_until = renewed_until(row.former_until, tier)
    _decide(row, body, today)
    carried = [(award, Status.STANDING)]
    perform(session, actor, Act.RENEW_TITLE, row, carried=carried, detail={"until": row.valid_until})
    award.valid_until, award.renewed_on = row.valid_until, today
    return await _answer(session, response, actor, row)


@section.act("/{title_review_id}/expiry", summary="复评未通过，到期终止", status_code=201)
async def let_title_expire(
    body: TitleConclusion, row: MatchedReview, response: Response, actor: Caller, session: Transaction, today: Today
) -> TitleReviewView:
    """Let the title end with its term, by resolution; it is not revoked, and nothing comes back."""
    require_turn(actor, Act.LET_TITLE_EXPIRE, row)
    await _require_concluded(session, row, body, renews=False)
    _decide(row, body, today)
    perform(session, actor, Act.LET_TITLE_EXPIRE, row)
    return await _answer(session, response, actor, row)


async def _require_concluded(session: AsyncSession, row: TitleReview, body: TitleConclusion, *, renews: bool) -> None:
    resolution = await require_resolution(session, body.resolution_id)
    require(
        conclusion_faults(
            passed=row.passed, renews=renews, found_on=row.found_on, resolved_on=resolution.decided_on
        )
    )  # fmt: skip


def _decide(row: TitleReview, body: TitleConclusion, today: date) -> None:
    row.resolution_id, row.decided_on = body.resolution_id, today


def _unknown_award() -> NotMet:
    return NotMet(
        Reason(code="title.no_award", article="第二十六条", pointer="/award_id", zh="没有这一称号。",
               en="There is no such title.")
    )  # fmt: skip
