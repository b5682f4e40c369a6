"""The register of interests: everybody who works on applications declares his own, year after year (art. 30)."""

from typing import Annotated

from fastapi import Query, Response
from sqlalchemy import select

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import Actor, perform, require_turn
from app.http import Id, IfMatch, PathId, tag
from app.interests.models import Interest
from app.interests.schemas import InterestEnd, InterestPage, InterestView, NewInterest
from app.lookup import found, matched
from app.open_acts import open_acts
from app.paging import Key, Paging, Slice, page
from app.regulation.act import Act
from app.regulation.conflict import ending_faults, interest_faults
from app.regulation.credit_code import credit_code_faults
from app.regulation.refusals import require
from app.regulation.vocabulary import Role, Status
from app.sections import Section

section = Section("/v1/interests", tag="利害关系申报", about="评审专家、秘书处和评委会成员对本人利害关系的申报")
DECLARERS = frozenset({Role.EXPERT, Role.SECRETARIAT, Role.COMMITTEE})


def view_of(actor: Actor, row: Interest) -> InterestView:
    """Write an interest; only its declarer ends it."""
    hrefs = {Act.END_INTEREST: f"/v1/interests/{row.id}/end"} if row.user_id == actor.user else {}
    return InterestView.model_validate(row).model_copy(update={"acts": open_acts(actor, row, hrefs)})


@section.act("", summary="申报本人利害关系", status_code=201)
async def declare_interest(
    body: NewInterest, response: Response, actor: Caller, session: Transaction, today: Today
) -> InterestView:
    """Declare what ties oneself to an organization; a bar closes its application at once (art. 30)."""
    code = credit_code_faults(body.credit_code)
    require(interest_faults(from_on=body.from_on, until_on=body.until_on, today=today, code=code))
    row = Interest(
        user_id=actor.user_id, role=actor.role, declared_on=today, declared_at=actor.now, **dict(body)
    )  # fmt: skip
    after = Status.DECLARED if body.until_on is None else Status.ENDED
    perform(session, actor, Act.DECLARE_INTEREST, row, after, detail={"kind": body.kind})
    await session.flush()
    response.headers["Location"] = f"/v1/interests/{row.id}"
    tag(response, row)
    return view_of(actor, row)


@section.read("", summary="列出利害关系申报", roles=DECLARERS, response_model=InterestPage)
async def list_interests(
    actor: Caller, session: Transaction, paging: Paging, user_id: Annotated[Id | None, Query()] = None
) -> Slice[InterestView]:
    """One's own; to the secretariat those of all."""
    query = select(Interest) if user_id is None else select(Interest).where(Interest.user_id == user_id)
    rows = await page(session, query, [Key(Interest.declared_at, descending=True), Key(Interest.id)], paging)
    return Slice([view_of(actor, row) for row in rows.items], rows.next_cursor)


@section.read("/{interest_id}", summary="查看利害关系申报", roles=DECLARERS)
async def show_interest(interest_id: PathId, response: Response, actor: Caller, session: Transaction) -> InterestView:
    """One interest."""
    row = await found(session, Interest, interest_id)
    tag(response, row)
    return view_of(actor, row)


@section.act("/{interest_id}/end", summary="申报利害关系终止", status_code=201)
async def end_interest(
    interest_id: PathId, body: InterestEnd, response: Response, actor: Caller, session: Transaction, if_match: IfMatch,
    today: Today,
) -> InterestView:  # fmt: skip
    """Say when one's own interest ended; it bars for the look-back on (edition.conflict)."""
    row = await matched(session, Interest, interest_id, if_match)
    require_turn(actor, Act.END_INTEREST, row)
    require(ending_faults(declared_on=row.declared_on, until_on=body.until_on, today=today))
    row.until_on = body.until_on
    perform(session, actor, Act.END_INTEREST, row)
    await session.flush()
    tag(response, row)
    return view_of(actor, row)
