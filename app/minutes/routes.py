"""Closing a meeting; its minutes drawn up from the data, corrected in further versions, approved by the chair (24)."""

from collections.abc import Sequence
from hashlib import sha256

from fastapi import Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Transaction
from app.acts import Actor, perform, require_turn
from app.committee.meeting_routes import MatchedMeeting, SeenMeeting
from app.committee.meeting_schemas import MeetingView
from app.committee.meeting_views import meeting_view, open_ballot_faults
from app.committee.models import Meeting
from app.errors import NotFound
from app.http import tag
from app.minutes.drawing import content_of
from app.minutes.models import MinutesVersion
from app.minutes.schemas import CorrectionMinutes, MinutesContent, MinutesCorrection, MinutesVersionView, MinutesView
from app.minutes.wording import text_of
from app.open_acts import open_acts
from app.regulation.act import Act
from app.regulation.convening import approval_faults
from app.regulation.refusals import Reason, require
from app.regulation.vocabulary import Role
from app.sections import Section

section = Section("/v1/meetings", tag="会议纪要", about="闭会时由数据生成会议纪要；更正另成一版，主任委员签发")
READERS = frozenset({Role.SECRETARIAT, Role.COMMITTEE})


@section.act("/{meeting_id}/closure", summary="闭会并生成纪要", status_code=201)
async def close_meeting(
    meeting: MatchedMeeting, response: Response, actor: Caller, session: Transaction
) -> MeetingView:
    """Close a meeting without open ballots; the first version of its minutes is written from its data (art. 24)."""
    require_turn(actor, Act.CLOSE_MEETING, meeting)
    require(await open_ballot_faults(session, meeting))
    perform(session, actor, Act.CLOSE_MEETING, meeting)
    meeting.closed_at = actor.now
    await _draw_up(session, actor, meeting, await content_of(session, meeting))
    return await meeting_view(session, actor, meeting, response)


@section.read("/{meeting_id}/minutes", summary="查看会议纪要", roles=READERS)
async def show_minutes(meeting: SeenMeeting, response: Response, actor: Caller, session: Transaction) -> MinutesView:
    """The minutes of a closed meeting in all their versions, as text and as data (art. 24)."""
    return await _view(session, actor, meeting, response)


@section.act("/{meeting_id}/minutes/approval", summary="签发会议纪要", status_code=201)
async def approve_minutes(
    meeting: MatchedMeeting, response: Response, actor: Caller, session: Transaction
) -> MinutesView:
    """Approve the newest version, which another drew up; the hash of its text goes into the record (art. 24)."""
    require_turn(actor, Act.APPROVE_MINUTES, meeting)
    newest = (await _versions(session, meeting))[0]
    require(_approval_faults(actor, newest))
    digest = sha256(newest.text.encode())
    newest.approved_by, newest.approved_at, newest.sha256 = actor.user_id, actor.now, digest.digest()
    detail = {"number": newest.number, "sha256": digest.hexdigest()}
    perform(session, actor, Act.APPROVE_MINUTES, meeting, detail=detail)
    return await _view(session, actor, meeting, response)


@section.act("/{meeting_id}/minutes/corrections", summary="更正会议纪要", status_code=201)
async def correct_minutes(
    body: MinutesCorrection, meeting: MatchedMeeting, response: Response, actor: Caller, session: Transaction
) -> MinutesView:
    """Draw up a further version that states a correction and its reason; the earlier ones stay (art. 24)."""
    require_turn(actor, Act.CORRECT_MINUTES, meeting)
    newest = (await _versions(session, meeting))[0]
    content = _corrected(newest, body, actor)
    perform(session, actor, Act.CORRECT_MINUTES, meeting, detail={"number": newest.number + 1})
    await _draw_up(session, actor, meeting, content)
    return await _view(session, actor, meeting, response)


async def _draw_up(session: AsyncSession, actor: Actor, meeting: Meeting, content: MinutesContent) -> None:
    """Art. 24: write a version; the meeting is closed before it, for the schema takes no minutes of an open one."""
    latest = content.corrections[-1] if content.corrections else None
    version = MinutesVersion(
        meeting_id=meeting.id, number=latest.number if latest else 1, content=content.model_dump(mode="json"),
        text=text_of(content), drawn_up_by=actor.user_id, drawn_up_at=actor.now,
        correction=latest.correction if latest else "", reason=latest.reason if latest else "",
    )  # fmt: skip
    meeting.minutes = version.text
    await session.flush()
    session.add(version)


def _corrected(newest: MinutesVersion, body: MinutesCorrection, actor: Actor) -> MinutesContent:
    """Art. 24: the data of a closed meeting stand, so a correction adds what it says and changes none of them."""
    before = MinutesContent.model_validate(newest.content)
    one = CorrectionMinutes(
        number=newest.number + 1, correction=body.correction, reason=body.reason, drawn_up_at=actor.now
    )
    return before.model_copy(update={"corrections": [*before.corrections, one]})


async def _versions(session: AsyncSession, meeting: Meeting) -> Sequence[MinutesVersion]:
    """Give the versions of a meeting's minutes, the newest first; 404 if there are none."""
    query = select(MinutesVersion).where(MinutesVersion.meeting_id == meeting.id)
    found = (await session.scalars(query.order_by(MinutesVersion.number.desc()))).all()
    if not found:
        raise NotFound
    return found


def _approval_faults(actor: Actor, newest: MinutesVersion) -> tuple[Reason, ...]:
    return approval_faults(approved=newest.approved_at is not None, own=newest.drawn_up_by == actor.user)


async def _view(session: AsyncSession, actor: Actor, meeting: Meeting, response: Response) -> MinutesView:
    await session.flush()
    versions = await _versions(session, meeting)
    tag(response, meeting)
    path = f"/v1/meetings/{meeting.id}/minutes"
    hrefs = {Act.APPROVE_MINUTES: f"{path}/approval", Act.CORRECT_MINUTES: f"{path}/corrections"}
    return MinutesView(
        meeting_id=meeting.id, version=meeting.version, versions=[_version_view(row) for row in versions],
        acts=open_acts(actor, meeting, hrefs, unmet={Act.APPROVE_MINUTES: _approval_faults(actor, versions[0])}),
    )  # fmt: skip


def _version_view(row: MinutesVersion) -> MinutesVersionView:
    return MinutesVersionView(
        number=row.number, correction=row.correction, reason=row.reason, drawn_up_by=row.drawn_up_by,
        drawn_up_at=row.drawn_up_at, approved_by=row.approved_by, approved_at=row.approved_at,
        sha256=row.sha256.hex() if row.sha256 else None, text=row.text,
        content=MinutesContent.model_validate(row.content),
    )  # fmt: skip
