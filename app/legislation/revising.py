"""The rows of a revision: its comments, the draft that comes of it, and how it is shown (art. 16)."""

from dataclasses import replace
from datetime import date
from typing import Annotated

from fastapi import Depends
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Transaction
from app.acts import Actor
from app.editions import catalogue
from app.errors import NotFound
from app.http import IfMatch, PathId
from app.legislation.models import EditionRow
from app.legislation.revision_models import Revision, RevisionComment
from app.legislation.revision_schemas import CommentView, NewComment, RevisionConclusion, RevisionView
from app.lookup import found, matched
from app.open_acts import open_acts
from app.regulation.act import Act
from app.regulation.refusals import require
from app.regulation.revision import conclusion_faults


async def _revision(revision_id: PathId, session: Transaction) -> Revision:
    return await found(session, Revision, revision_id)


async def _matched(revision_id: PathId, session: Transaction, if_match: IfMatch) -> Revision:
    return await matched(session, Revision, revision_id, if_match)


SeenRevision = Annotated[Revision, Depends(_revision)]
"""The revision of the path's `revision_id`."""

MatchedRevision = Annotated[Revision, Depends(_matched)]
"""The revision of the path's `revision_id`, locked, at the version of If-Match."""


async def _comment(comment_id: PathId, revision: MatchedRevision, session: Transaction) -> RevisionComment:
    comment = await found(session, RevisionComment, comment_id)
    if comment.revision_id != revision.id:
        raise NotFound
    return comment


CommentOfRevision = Annotated[RevisionComment, Depends(_comment)]
"""The comment of the path's `comment_id`, of the revision of the path, which is locked."""


def view_of(actor: Actor, row: Revision) -> RevisionView:
    """Write a revision with the acts open on it."""
    path = f"/v1/revisions/{row.id}"
    hrefs = {
        Act.OPEN_CONSULTATION: f"{path}/consultation",
        Act.RECORD_COMMENT: f"{path}/comments",
        Act.CONCLUDE_REVISION: f"{path}/conclusion",
    }
    return RevisionView.model_validate(row).model_copy(update={"acts": open_acts(actor, row, hrefs)})


def comment_of(revision: Revision, body: NewComment, actor: Actor) -> RevisionComment:
    """Make the comment as it was received, with its answer where there is one."""
    answer = body.answer
    return RevisionComment(
        revision_id=revision.id, author=body.author, text=body.text, received_on=body.received_on,
        recorded_by=actor.user_id, reply=answer.reply if answer else None, reason=answer.reason if answer else "",
    )  # fmt: skip


def seen_comment(row: RevisionComment, *, knows: bool) -> CommentView:
    """Write a comment; its author for those who may know."""
    return CommentView(
        id=row.id, author=row.author if knows else None, text=row.text, received_on=row.received_on,
        reply=row.reply, reason=row.reason,
    )  # fmt: skip


async def require_concludable(session: AsyncSession, row: Revision, body: RevisionConclusion, today: date) -> None:
    """Art. 16: refuse (422) to end a revision whose consultation runs or of which a comment has no answer."""
    open_ones = select(func.count()).where(RevisionComment.revision_id == row.id, RevisionComment.reply.is_(None))
    unanswered = await session.scalar(open_ones) or 0
    require(conclusion_faults(row.ends_on or today, unanswered, body.outcome, body.code, today))


async def revised_draft(session: AsyncSession, row: Revision, body: RevisionConclusion) -> EditionRow:
    """Art. 16: a draft like the old edition, under its own code, that will replace the old one when in force."""
    old = await found(session, EditionRow, row.edition_id)
    law = replace(
        catalogue.parse(old.parameters), code=body.code or "", text_status="修订草案", document_number=None,
        effective_on=None, expires_on=None, replaces=(old.document_number or old.code,),
    )  # fmt: skip
    draft = EditionRow(
        code=law.code, title=law.title, parameters=catalogue.dump(law), criteria_set_id=old.criteria_set_id,
        revises_id=old.id,
    )  # fmt: skip
    row.draft_id = draft.id
    return draft
