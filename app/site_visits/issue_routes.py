"""Site-visit issues (现场核查问题): opened while reviewing, merged or withdrawn, answered on site (art. 22)."""

from typing import Annotated

from fastapi import Depends, Query, Request, Response
from sqlalchemy import select

from app.accounts.doorway import Caller, Transaction
from app.acts import perform, require_turn
from app.http import Id, IfMatch, PathId, tag
from app.lookup import found
from app.paging import Key, Paging, page
from app.panels.entering import enter, items_of_set, require_running
from app.regulation.act import Act
from app.regulation.refusals import require
from app.regulation.site_issue import opening_faults
from app.regulation.vocabulary import Role, Status
from app.sections import Section
from app.site_visits.issues import (
    cited,
    cleared,
    locked_issue,
    merger_reasons,
    new_issue,
    shown_issue,
    step_of,
    written,
)
from app.site_visits.models import SiteIssue
from app.site_visits.schemas import IssueFinding, IssueMerger, IssuePage, IssueReason, IssueView, NewIssue

opening = Section("/v1/reviews", tag="现场核查问题", about="评审中提出、现场核查并关闭的问题")
section = Section("/v1/site-issues", tag="现场核查问题", about="评审中提出、现场核查并关闭的问题")
READERS = frozenset({Role.EXPERT, Role.SECRETARIAT})


async def _seen(issue_id: PathId, session: Transaction) -> SiteIssue:
    return await found(session, SiteIssue, issue_id)


SeenIssue = Annotated[SiteIssue, Depends(_seen)]


@opening.act("/{application_id}/site-issues", summary="提出现场核查问题", status_code=201)
async def open_site_issue(
    application_id: PathId, body: NewIssue, request: Request, response: Response, actor: Caller, session: Transaction
) -> IssueView:
    """Open an issue on one item; the panel sees it when one's own sheet is in (art. 22, T10)."""
    entry = await enter(session, actor, application_id, body.stage, locked=True)
    require_running(entry)
    criteria_set = entry.cycle.edition.criteria_set_id
    faults = opening_faults(entry.order, body.stage, body.item_code, await items_of_set(session, criteria_set))
    require(faults or await cited(session, request.app.state.settings, entry, body.item_code, body.citations))
    issue = new_issue(actor, entry, body)
    perform(session, actor, Act.OPEN_SITE_ISSUE, issue, detail={"application": application_id, "item": body.item_code})
    await session.flush()
    response.headers["Location"] = f"/v1/site-issues/{issue.id}"
    tag(response, issue)
    return await shown_issue(session, actor, issue)


@section.read("", summary="列出现场核查问题", roles=READERS)
async def list_site_issues(
    paging: Paging, _actor: Caller, session: Transaction, application_id: Annotated[Id | None, Query()] = None,
    status: Annotated[Status | None, Query()] = None,
) -> IssuePage:  # fmt: skip
    """The issues that the caller may see: his own, and the panel's once his sheet is in."""
    query = select(SiteIssue)
    query = query if application_id is None else query.where(SiteIssue.application_id == application_id)
    query = query if status is None else query.where(SiteIssue.status == status)
    rows = await page(session, query, [Key(SiteIssue.opened_at), Key(SiteIssue.id)], paging)
    return IssuePage.model_validate(rows, from_attributes=True)


@section.read("/{issue_id}", summary="查看现场核查问题", roles=READERS)
async def show_site_issue(issue: SeenIssue, response: Response, actor: Caller, session: Transaction) -> IssueView:
    """One issue with all that was done to it."""
    tag(response, issue)
    return await shown_issue(session, actor, issue)


@section.act("/{issue_id}/merger", summary="并入另一现场核查问题", status_code=201)
async def merge_site_issue(
    issue: SeenIssue, body: IssueMerger, response: Response, actor: Caller, session: Transaction, if_match: IfMatch
) -> IssueView:
    """Merge an issue into another open one of the same application, for a reason."""
    standing = await locked_issue(session, actor, issue, if_match)
    require_turn(actor, Act.MERGE_SITE_ISSUE, issue)
    require((*standing.dropping_reasons(actor, issue), *await merger_reasons(session, issue, body.into)))
    issue.merged_into = body.into
    perform(session, actor, Act.MERGE_SITE_ISSUE, issue, detail={"into": body.into})
    session.add(step_of(actor, issue, Act.MERGE_SITE_ISSUE, body.reason))
    await session.flush()
    tag(response, issue)
    return await shown_issue(session, actor, issue)


@section.act("/{issue_id}/withdrawal", summary="撤销现场核查问题", status_code=201)
async def withdraw_site_issue(
    issue: SeenIssue, body: IssueReason, response: Response, actor: Caller, session: Transaction, if_match: IfMatch
) -> IssueView:
    """Withdraw an issue for a reason; whoever opened it may, and the leader."""
    standing = await locked_issue(session, actor, issue, if_match)
    require_turn(actor, Act.WITHDRAW_SITE_ISSUE, issue)
    require(standing.dropping_reasons(actor, issue))
    perform(session, actor, Act.WITHDRAW_SITE_ISSUE, issue)
    session.add(step_of(actor, issue, Act.WITHDRAW_SITE_ISSUE, body.reason))
    await session.flush()
    tag(response, issue)
    return await shown_issue(session, actor, issue)


@section.act("/{issue_id}/closure", summary="写明核查结论并关闭问题", status_code=201)
async def close_site_issue(
    issue: SeenIssue, body: IssueFinding, request: Request, response: Response, actor: Caller, session: Transaction,
    if_match: IfMatch,
) -> IssueView:  # fmt: skip
    """Close an issue with what was found on site; an expert of the site review does it (art. 22)."""
    standing = await locked_issue(session, actor, issue, if_match)
    require_turn(actor, Act.CLOSE_SITE_ISSUE, issue)
    settings = request.app.state.settings
    wrong = await cited(session, settings, standing.entry, issue.item_code, body.citations)
    require((*standing.site_reasons(), *wrong))
    issue.finding, issue.finding_text, issue.finding_citations = body.finding, body.text, written(body.citations)
    issue.closed_by, issue.closed_at = actor.party_id, actor.now
    perform(session, actor, Act.CLOSE_SITE_ISSUE, issue, detail={"finding": body.finding})
    session.add(step_of(actor, issue, Act.CLOSE_SITE_ISSUE, body.text))
    await session.flush()
    tag(response, issue)
    return await shown_issue(session, actor, issue)


@section.act("/{issue_id}/reopening", summary="重新提出现场核查问题", status_code=201)
async def reopen_site_issue(
    issue: SeenIssue, body: IssueReason, response: Response, actor: Caller, session: Transaction, if_match: IfMatch
) -> IssueView:
    """Take an issue up again for a reason, until the comprehensive report; what was found stays in its history."""
    standing = await locked_issue(session, actor, issue, if_match)
    require_turn(actor, Act.REOPEN_SITE_ISSUE, issue)
    require(standing.site_reasons())
    cleared(issue)
    perform(session, actor, Act.REOPEN_SITE_ISSUE, issue)
    session.add(step_of(actor, issue, Act.REOPEN_SITE_ISSUE, body.reason))
    await session.flush()
    tag(response, issue)
    return await shown_issue(session, actor, issue)
