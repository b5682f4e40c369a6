"""The notice: posted by the secretariat, its clock started by the web publication, read by everybody (art. 25)."""

from typing import Annotated

from fastapi import Depends, Response
from sqlalchemy import select

from app.accounts.doorway import Caller, Now, Today, Transaction
from app.acts import perform, require_turn
from app.cycles.reading import match_cycle, reach, steps_of_cycle
from app.errors import NotFound
from app.http import UNCHANGED, IfMatch, IfNoneMatch, PathId, tag, unchanged
from app.lookup import found, matched
from app.paging import Key, Paging, Slice, page
from app.publications.drafting import draft_notice
from app.publications.following import ran_last, start_clock
from app.publications.models import Notice
from app.publications.notices import names_of, public_view, view_of
from app.publications.posting import known_list, require_postable
from app.publications.publishing import left_behind, make_known
from app.publications.schemas import NewNotice, NoticePage, NoticeView, PublicNotice, WebPublication
from app.regulation.act import Act
from app.regulation.posting import NoticedList, publication_faults
from app.regulation.refusals import require
from app.regulation.vocabulary import Role, Status
from app.sections import PUBLIC, Section

notices = Section("/v1/notices", tag="公示", about="拟表彰名单公示的发布与网站发布登记")
publications = Section("/v1/publications", tag="公示公开", about="社会公众查阅公示、提出异议，无须登录")
SECRETARIAT = frozenset({Role.SECRETARIAT})
PHASES = {NoticedList.PROPOSED: Status.PROPOSAL_NOTICE, NoticedList.APPROVED: Status.PUBLIC_NOTICE}


async def _matched(notice_id: PathId, session: Transaction, if_match: IfMatch) -> Notice:
    return await matched(session, Notice, notice_id, if_match)


MatchedNotice = Annotated[Notice, Depends(_matched)]


@notices.act("", summary="发布公示文本", status_code=201)
async def post_notice(
    body: NewNotice, response: Response, actor: Caller, session: Transaction, if_match: IfMatch, today: Today
) -> NoticeView:
    """Fix the text of the notice of an approved or a proposed list; If-Match is the cycle's version (arts. 7, 25)."""
    listed = await known_list(session, body)
    cycle = await match_cycle(session, listed.cycle_id, if_match)
    steps = steps_of_cycle(cycle)
    require_turn(actor, Act.POST_NOTICE, cycle, steps)
    await require_postable(session, cycle, listed, body.contact)
    notice, entries = await draft_notice(session, actor, cycle, listed, body.contact)
    session.add_all(entries)
    detail = {"notice": notice.id, "list_sha256": notice.list_sha256.hex()}
    perform(session, actor, Act.POST_NOTICE, cycle, carried=[(notice, Status.POSTED)], detail=detail, steps=steps)
    await reach(session, cycle, PHASES[notice.kind], today)
    await session.flush()
    response.headers["Location"] = f"/v1/notices/{notice.id}"
    tag(response, notice)
    return await view_of(session, actor, notice)


@notices.act("/{notice_id}/web-publication", summary="登记政府网站发布", status_code=201)
async def record_web_publication(
    body: WebPublication, notice: MatchedNotice, response: Response, actor: Caller, session: Transaction, now: Now
) -> NoticeView:
    """Record the publication on the government website; the seven days run from it (art. 25)."""
    require_turn(actor, Act.RECORD_WEB_PUBLICATION, notice)
    require(publication_faults(posted_at=notice.posted_at, published_at=body.published_at, now=now))
    former, gone = await ran_last(session, notice), await left_behind(session, notice)
    gone += [former] if former and former.status is Status.RUNNING else []
    await start_clock(session, notice, body)
    perform(session, actor, Act.RECORD_WEB_PUBLICATION, notice, carried=[(row, Status.REPLACED) for row in gone])
    await session.flush()
    await make_known(session, notice)
    tag(response, notice)
    return await view_of(session, actor, notice)


@notices.read("/{notice_id}", summary="查看公示（秘书处）", roles=SECRETARIAT)
async def show_notice(notice_id: PathId, response: Response, actor: Caller, session: Transaction) -> NoticeView:
    """One notice with what may be done with it."""
    row = await found(session, Notice, notice_id)
    tag(response, row)
    return await view_of(session, actor, row)


@publications.read("", summary="公示列表", roles=PUBLIC, response_model=NoticePage)
async def list_publications(actor: Caller, session: Transaction, paging: Paging) -> Slice[PublicNotice]:
    """Every published notice, the newest first."""
    published = select(Notice).where(Notice.published_at.is_not(None))
    found = await page(session, published, [Key(Notice.posted_at, descending=True), Key(Notice.id)], paging)
    names = await names_of(session, found.items)
    return Slice([public_view(actor, row, names[row.id]) for row in found.items], found.next_cursor)


@publications.read("/{notice_id}", summary="查看公示", roles=PUBLIC, response_model=PublicNotice,
                   responses=UNCHANGED)  # fmt: skip
async def show_publication(
    notice_id: PathId, response: Response, actor: Caller, session: Transaction, if_none_match: IfNoneMatch = None
) -> PublicNotice | Response:
    """One published notice; 304 to who has it as it is."""
    row = await session.get(Notice, notice_id)
    if row is None or row.published_at is None:
        raise NotFound
    view = public_view(actor, row, (await names_of(session, [row]))[row.id])
    return unchanged(response, view, if_none_match) or view
