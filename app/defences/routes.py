"""The defences: the draw announced and drawn, hours set and moved, and everybody's own calendar (art. 17)."""

from typing import Annotated

from fastapi import Depends, Query, Response
from sqlalchemy import select

from app.accounts.doorway import Caller, Now, Transaction
from app.acts import perform
from app.cycles.reading import edition_of, find_cycle
from app.defences.calendar import calendar_of
from app.defences.models import DefenceDraw, DefenceMove
from app.defences.reading import hearings_of, own_hearings_of, shown_draw, waiting_for_defence
from app.defences.schemas import DrawnSeed, DrawPage, DrawView, NewDraw, NewHour, NewHours
from app.defences.setting import set_hour, set_hours, slots_of
from app.http import Id, IfMatch, PathId, tag
from app.lookup import found, matched
from app.paging import Key, Paging, page
from app.regulation.act import Act
from app.regulation.defence import announcement_faults, draw_faults
from app.regulation.refusals import require
from app.regulation.vocabulary import Role, Status
from app.sections import Section

section = Section("/v1/defence-draws", tag="演讲答辩", about="答辩次序公开抽签、时段安排与日历")
READERS = frozenset({Role.APPLICANT, Role.EXPERT, Role.SECRETARIAT})
ICS = {200: {"content": {"text/calendar": {"schema": {"type": "string"}}}, "description": "日历文件（iCalendar）"}}


async def _draw(draw_id: PathId, session: Transaction) -> DefenceDraw:
    return await found(session, DefenceDraw, draw_id)


async def _matched(draw_id: PathId, session: Transaction, if_match: IfMatch) -> DefenceDraw:
    return await matched(session, DefenceDraw, draw_id, if_match)


SeenDraw = Annotated[DefenceDraw, Depends(_draw)]
MatchedDraw = Annotated[DefenceDraw, Depends(_matched)]


@section.act("", summary="公布答辩抽签安排", status_code=201)
async def announce_defence_draw(body: NewDraw, response: Response, actor: Caller, session: Transaction) -> DrawView:
    """Announce when the order is drawn and where the seed will come from, before anybody can know it."""
    cycle = await find_cycle(session, body.cycle_id)
    require(announcement_faults(edition_of(cycle).stage_order, cycle.status, actor.now, body.draw_at))
    draw = DefenceDraw(**dict(body), announced_by=actor.user_id, announced_at=actor.now)
    perform(session, actor, Act.ANNOUNCE_DEFENCE_DRAW, draw, detail={"draw_at": body.draw_at.isoformat()})
    await session.flush()
    response.headers["Location"] = f"/v1/defence-draws/{draw.id}"
    tag(response, draw)
    return await shown_draw(session, actor, draw)


@section.read("", summary="列出答辩抽签", roles=READERS)
async def list_defence_draws(
    paging: Paging, _actor: Caller, session: Transaction, cycle_id: Annotated[Id | None, Query()] = None
) -> DrawPage:
    """The draws that the caller may know, the newest first."""
    query = select(DefenceDraw)
    if cycle_id is not None:
        query = query.where(DefenceDraw.cycle_id == cycle_id)
    keys = [Key(DefenceDraw.announced_at, descending=True), Key(DefenceDraw.id)]
    return DrawPage.model_validate(await page(session, query, keys, paging), from_attributes=True)


@section.read("/{draw_id}", summary="查看答辩次序", roles=READERS)
async def show_defence_draw(draw: SeenDraw, response: Response, actor: Caller, session: Transaction) -> DrawView:
    """A draw; whoever takes part can draw again with the seed and his own id and find the same place."""
    tag(response, draw)
    return await shown_draw(session, actor, draw)


@section.act("/{draw_id}/order", summary="抽签确定答辩次序", status_code=201)
async def draw_defence_order(
    draw: MatchedDraw, body: DrawnSeed, response: Response, actor: Caller, session: Transaction
) -> DrawView:
    """Draw the order from the published seed, at the announced instant or later; it is never drawn again."""
    cycle = await find_cycle(session, draw.cycle_id)
    applications = await waiting_for_defence(session, cycle)
    draw_at, running = draw.draw_at, cycle.status is Status.DEFENCE
    perform(session, actor, Act.DRAW_DEFENCE_ORDER, draw, detail={"seed": body.seed})
    require(draw_faults(running=running, now=actor.now, draw_at=draw_at, applications=len(applications)))
    slots = slots_of(draw, body.seed, applications)
    draw.seed, draw.drawn_at, draw.lots = body.seed, actor.now, [slot.lot for slot in slots]
    await session.flush()
    session.add_all(slots)
    await session.flush()
    tag(response, draw)
    return await shown_draw(session, actor, draw)


@section.act("/{draw_id}/hours", summary="安排答辩时段", status_code=201)
async def schedule_defences(
    draw: MatchedDraw, body: NewHours, response: Response, actor: Caller, session: Transaction
) -> DrawView:
    """Set the hours in the order of the lots; no panel, room or expert is claimed twice at once."""
    perform(session, actor, Act.SCHEDULE_DEFENCES, draw)
    await set_hours(session, draw, body, actor.now)
    await session.flush()
    tag(response, draw)
    return await shown_draw(session, actor, draw)


@section.act("/{draw_id}/moves", summary="调整一场答辩", status_code=201)
async def move_defence(
    draw: MatchedDraw, body: NewHour, response: Response, actor: Caller, session: Transaction
) -> DrawView:
    """Move one defence for a reason; its place in the order and its old hour stay on record."""
    perform(session, actor, Act.MOVE_DEFENCE, draw, detail={"application": body.application_id})
    old, slot = await set_hour(session, draw, body, actor.now)
    session.add(
        DefenceMove(application_id=slot.application_id, old_room=old.booking.room, old_starts_at=old.starts_at,
                    room=body.room, starts_at=body.starts_at, reason=body.reason, moved_by=actor.user_id,
                    moved_at=actor.now)
    )  # fmt: skip
    await session.flush()
    tag(response, draw)
    return await shown_draw(session, actor, draw)


@section.read("/{draw_id}/calendar", summary="下载答辩日历", roles=READERS, response_class=Response, responses=ICS)
async def download_defence_calendar(draw: SeenDraw, actor: Caller, session: Transaction, now: Now) -> Response:
    """The hours that concern the caller as a calendar file, in Asia/Shanghai."""
    hearings = await (own_hearings_of if actor.role is Role.APPLICANT else hearings_of)(session, draw)
    title = (await find_cycle(session, draw.cycle_id)).title
    headers = {"Content-Disposition": 'attachment; filename="defences.ics"'}
    return Response(calendar_of(title, hearings, now), media_type="text/calendar; charset=utf-8", headers=headers)
