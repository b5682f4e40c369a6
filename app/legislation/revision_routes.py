"""Revising an edition: proposal, consultation, comments with their replies, and the new draft (art. 16)."""

from fastapi import Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import load_only

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import Actor, perform, require_turn
from app.http import tag
from app.legislation.models import EditionRow
from app.legislation.revising import (
    CommentOfRevision,
    MatchedRevision,
    SeenRevision,
    comment_of,
    require_concludable,
    revised_draft,
    seen_comment,
    view_of,
)
from app.legislation.revision_models import Revision, RevisionComment
from app.legislation.revision_schemas import (
    CommentAnswer,
    CommentPage,
    CommentView,
    NewComment,
    NewRevision,
    RevisionConclusion,
    RevisionConsultation,
    RevisionPage,
    RevisionView,
)
from app.lookup import found
from app.paging import Key, Paging, Slice, page
from app.regulation.act import Act
from app.regulation.refusals import require
from app.regulation.revision import (
    RevisionOutcome,
    answer_faults,
    comment_faults,
    consultation_faults,
    require_revisable,
)
from app.regulation.vocabulary import Role, Status
from app.sections import Section

section = Section("/v1/revisions", tag="管理办法的修订", about="修订的提议、征求意见、意见采纳情况与修订草案")
READERS = frozenset(Role)
PUBLISHED = (RevisionComment.text, RevisionComment.received_on, RevisionComment.reply, RevisionComment.reason)
"""What everybody reads of a comment; who made it is the secretariat's."""


async def _answer(session: AsyncSession, actor: Actor, revision: Revision, response: Response) -> RevisionView:
    await session.flush()
    tag(response, revision)
    return view_of(actor, revision)


@section.act("", summary="提议修订管理办法", status_code=201)
async def propose_revision(body: NewRevision, response: Response, actor: Caller, session: Transaction) -> RevisionView:
    """Propose to revise an edition in force: who, which articles, why, and by when."""
    edition = await found(session, EditionRow, body.edition_id)
    require_revisable(edition.status, edition.code)
    revision = Revision(**body.model_dump(), proposed_by=actor.user_id, proposed_at=actor.now)
    perform(session, actor, Act.PROPOSE_REVISION, revision, detail={"edition": edition.code})
    response.headers["Location"] = f"/v1/revisions/{revision.id}"
    return await _answer(session, actor, revision, response)


@section.read("", summary="修订列表", roles=READERS, response_model=RevisionPage)
async def list_revisions(actor: Caller, session: Transaction, paging: Paging) -> Slice[RevisionView]:
    """List the revisions, the latest first; before its consultation one is seen by the secretariat only."""
    keys = (Key(Revision.proposed_at, descending=True), Key(Revision.id))
    rows = await page(session, select(Revision), keys, paging)
    return Slice([view_of(actor, row) for row in rows.items], rows.next_cursor)


@section.read("/{revision_id}", summary="查看修订", roles=READERS)
async def show_revision(revision: SeenRevision, response: Response, actor: Caller) -> RevisionView:
    """One revision with its consultation and its outcome."""
    tag(response, revision)
    return view_of(actor, revision)


@section.act("/{revision_id}/consultation", summary="公开征求意见", status_code=201)
async def open_consultation(
    revision: MatchedRevision, body: RevisionConsultation, response: Response, actor: Caller, session: Transaction,
    today: Today,
) -> RevisionView:  # fmt: skip
    """Put the revision before the public for some days; it is public from now on."""
    require_turn(actor, Act.OPEN_CONSULTATION, revision)
    require(consultation_faults(body.begins_on, body.ends_on, today))
    revision.begins_on, revision.ends_on, revision.consultation_text = body.begins_on, body.ends_on, body.text
    perform(session, actor, Act.OPEN_CONSULTATION, revision, detail={"from": body.begins_on, "until": body.ends_on})
    return await _answer(session, actor, revision, response)


@section.act("/{revision_id}/comments", summary="登记意见", status_code=201)
async def record_comment(
    revision: MatchedRevision, body: NewComment, response: Response, actor: Caller, session: Transaction, today: Today
) -> RevisionView:
    """Record a comment that came in the days of the consultation, with the answer where there is one already."""
    require_turn(actor, Act.RECORD_COMMENT, revision)
    require(comment_faults(body.received_on, revision.begins_on or today, revision.ends_on or today, today))
    comment = comment_of(revision, body, actor)
    session.add(comment)
    perform(session, actor, Act.RECORD_COMMENT, revision, detail={"comment": comment.id})
    return await _answer(session, actor, revision, response)


@section.read("/{revision_id}/comments", summary="意见及采纳情况", roles=READERS, response_model=CommentPage)
async def list_comments(
    revision: SeenRevision, actor: Caller, session: Transaction, paging: Paging
) -> Slice[CommentView]:
    """List the comments with what became of them; who made them is told to the secretariat only."""
    query = select(RevisionComment).where(RevisionComment.revision_id == revision.id)
    knows = actor.role is Role.SECRETARIAT
    if not knows:
        query = query.options(load_only(*PUBLISHED, raiseload=True))
    rows = await page(session, query, (Key(RevisionComment.received_on), Key(RevisionComment.id)), paging)
    return Slice([seen_comment(row, knows=knows) for row in rows.items], rows.next_cursor)


@section.act("/{revision_id}/comments/{comment_id}/answer", summary="答复意见", status_code=201)
async def answer_comment(
    revision: MatchedRevision, comment: CommentOfRevision, body: CommentAnswer, response: Response, actor: Caller,
    session: Transaction,
) -> RevisionView:  # fmt: skip
    """Say whether a comment is adopted, partly or not, and why; once."""
    require_turn(actor, Act.ANSWER_COMMENT, revision)
    require(answer_faults(comment.reply))
    comment.reply, comment.reason = body.reply, body.reason
    perform(session, actor, Act.ANSWER_COMMENT, revision, detail={"comment": comment.id, "reply": body.reply})
    return await _answer(session, actor, revision, response)


@section.act("/{revision_id}/conclusion", summary="结束修订", status_code=201)
async def conclude_revision(
    revision: MatchedRevision, body: RevisionConclusion, response: Response, actor: Caller, session: Transaction,
    today: Today,
) -> RevisionView:  # fmt: skip
    """End a revision after its consultation: with a new draft made from the old edition, or with the old one kept."""
    require_turn(actor, Act.CONCLUDE_REVISION, revision)
    await require_concludable(session, revision, body, today)
    drafts = [await revised_draft(session, revision, body)] if body.outcome is RevisionOutcome.REVISED else []
    revision.outcome, revision.conclusion = body.outcome, body.conclusion
    carried = [(draft, Status.DRAFT) for draft in drafts]
    perform(session, actor, Act.CONCLUDE_REVISION, revision, carried=carried, detail={"outcome": body.outcome})
    return await _answer(session, actor, revision, response)
