"""Cases of good practice: written, agreed to by their organization, published and withdrawn (arts. 8(5), 9)."""

from typing import Annotated

from fastapi import Query, Response
from sqlalchemy import select

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import perform, require_turn
from app.http import PathId
from app.lookup import found
from app.paging import Key, Paging, Slice, page
from app.promotion.models import PromotionCase
from app.promotion.reading import MatchedPromotion, answer, case_views, require_standing, winner_in_circle
from app.promotion.schemas import CaseText, NewPromotionCase, PromotionCasePage, PromotionCaseView, PromotionWithdrawal
from app.regulation.act import Act
from app.regulation.vocabulary import Role, Status
from app.sections import Section

section = Section("/v1/promotion-cases", tag="先进经验", about="获奖组织先进经验案例的编写、同意、公布与撤下")
READERS = frozenset({Role.SECRETARIAT, Role.RECOMMENDER, Role.APPLICANT})


@section.act("", summary="编写先进经验案例", status_code=201)
async def draft_promotion_case(
    body: NewPromotionCase, response: Response, actor: Caller, session: Transaction, today: Today
) -> PromotionCaseView:
    """Write a case of a standing winner; a unit writes of the winners that it recommended (art. 9)."""
    organization = await winner_in_circle(session, body.award_id, today)
    case = PromotionCase(
        **body.model_dump(), organization_id=organization, unit_id=actor.party, drafted_by=actor.user_id,
        drafted_at=actor.now,
    )  # fmt: skip
    perform(session, actor, Act.DRAFT_PROMOTION_CASE, case, detail={"award": body.award_id})
    response.headers["Location"] = f"/v1/promotion-cases/{case.id}"
    return await answer(session, response, actor, case)


@section.read("", summary="列出先进经验案例", roles=READERS, response_model=PromotionCasePage)
async def list_promotion_cases(
    actor: Caller, session: Transaction, paging: Paging, status: Annotated[Status | None, Query()] = None
) -> Slice[PromotionCaseView]:
    """All cases to the secretariat, to a unit those it wrote, to an organization those about itself."""
    query = select(PromotionCase) if status is None else select(PromotionCase).where(PromotionCase.status == status)
    if actor.role is Role.RECOMMENDER:
        query = query.where(PromotionCase.unit_id == actor.party_id)
    keys = [Key(PromotionCase.drafted_at, descending=True), Key(PromotionCase.id)]
    found = await page(session, query, keys, paging)
    return Slice(await case_views(session, actor, found.items), found.next_cursor)


@section.read("/{case_id}", summary="查看先进经验案例", roles=READERS)
async def show_promotion_case(
    case_id: PathId, response: Response, actor: Caller, session: Transaction
) -> PromotionCaseView:
    """One case, with why it is not public any more where its title has fallen or expired."""
    return await answer(session, response, actor, await found(session, PromotionCase, case_id))


@section.act("/{case_id}", method="PATCH", summary="修改先进经验案例")
async def amend_promotion_case(
    case: MatchedPromotion, body: CaseText, response: Response, actor: Caller, session: Transaction
) -> PromotionCaseView:
    """Write it anew; what its organization had agreed to were other words, so it is asked again."""
    perform(session, actor, Act.AMEND_PROMOTION_CASE, case)
    case.title, case.method, case.result = body.title, body.method, body.result
    case.consented_by, case.consented_at = None, None
    return await answer(session, response, actor, case)


@section.act("/{case_id}/consent", summary="同意公布先进经验", status_code=201)
async def consent_to_promotion(
    case: MatchedPromotion, response: Response, actor: Caller, session: Transaction
) -> PromotionCaseView:
    """The organization agrees to the words that it read, in the version named by If-Match."""
    perform(session, actor, Act.CONSENT_TO_PROMOTION, case, detail={"version": case.version})
    case.consented_by, case.consented_at = actor.user_id, actor.now
    return await answer(session, response, actor, case)


@section.act("/{case_id}/consent-withdrawal", summary="撤回公布同意", status_code=201)
async def take_back_consent(
    case: MatchedPromotion, body: PromotionWithdrawal, response: Response, actor: Caller, session: Transaction
) -> PromotionCaseView:
    """The organization takes its consent back; a published case is taken off at once."""
    target = Status.DRAFT if case.status is Status.CONSENTED else Status.WITHDRAWN
    perform(session, actor, Act.TAKE_BACK_CONSENT, case, target)
    case.consented_by, case.consented_at, case.withdrawal_reason = None, None, body.reason
    return await answer(session, response, actor, case)


@section.act("/{case_id}/publication", summary="公布先进经验案例", status_code=201)
async def publish_promotion_case(
    case: MatchedPromotion, response: Response, actor: Caller, session: Transaction, today: Today
) -> PromotionCaseView:
    """Publish a case to which its organization has agreed, while its title stands (arts. 8(5), 9, 29)."""
    require_turn(actor, Act.PUBLISH_PROMOTION_CASE, case)
    await require_standing(session, case.award_id, today)
    perform(session, actor, Act.PUBLISH_PROMOTION_CASE, case)
    case.published_by, case.published_at, case.publisher_unit_id = actor.user_id, actor.now, actor.party
    return await answer(session, response, actor, case)


@section.act("/{case_id}/withdrawal", summary="撤下先进经验案例", status_code=201)
async def withdraw_promotion_case(
    case: MatchedPromotion, body: PromotionWithdrawal, response: Response, actor: Caller, session: Transaction
) -> PromotionCaseView:
    """Take a case off for good, with a reason."""
    perform(session, actor, Act.WITHDRAW_PROMOTION_CASE, case)
    case.withdrawal_reason = body.reason
    return await answer(session, response, actor, case)
