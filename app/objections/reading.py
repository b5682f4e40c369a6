"""Objections and tips as handlers need them: whom they name, who may rule on them, and how they read (arts. 25-26)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import Depends
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager

from app.accounts.doorway import Transaction
from app.accounts.models import RoleGrant
from app.acts import Actor
from app.applications.models import Application
from app.clock import civil_date
from app.cycles.models import Cycle
from app.cycles.reading import edition_of, find_cycle
from app.errors import NotFound
from app.http import IfMatch, PathId
from app.legislation.models import EditionRow
from app.lookup import matched
from app.objections.files import files_of, has_seal
from app.objections.models import ObjectionInvestigator, Tip
from app.objections.schemas import NewObjection, ObjectionFileView, ObjectionView, TipView
from app.open_acts import open_acts
from app.panels.conflicts import facts_of_users
from app.publications.models import Notice, NoticeEntry, Objection
from app.publications.notices import recorded_period
from app.regulation.act import Act
from app.regulation.conflict import is_barred, judged
from app.regulation.measures import Edition
from app.regulation.notice import objection_faults, objector_faults
from app.regulation.objection import identity_faults, ruling_faults, seal_faults, unit_faults
from app.regulation.refusals import Reason, require
from app.regulation.vocabulary import Role, Status
from app.regulation.window import day_faults

ACTS = {
    Act.ADD_OBJECTION_FILE: "files",
    Act.ADMIT_OBJECTION: "admission",
    Act.REFUSE_OBJECTION: "refusal",
    Act.ASSIGN_INVESTIGATOR: "investigator",
    Act.CHECK_OBJECTOR: "identity-checks",
    Act.REFER_OBJECTION: "referral",
    Act.UPHOLD_OBJECTION: "upholding",
    Act.REJECT_OBJECTION: "rejection",
}


async def _matched(objection_id: PathId, session: Transaction, if_match: IfMatch) -> Objection:
    return await matched(session, Objection, objection_id, if_match)


async def _matched_tip(tip_id: PathId, session: Transaction, if_match: IfMatch) -> Tip:
    return await matched(session, Tip, tip_id, if_match)


MatchedObjection = Annotated[Objection, Depends(_matched)]
MatchedTip = Annotated[Tip, Depends(_matched_tip)]


async def published_notice(session: AsyncSession, notice_id: UUID) -> Notice:
    """Read a notice that everybody may read; 404 if there is none."""
    notice = await session.get(Notice, notice_id)
    if notice is None or notice.published_at is None:
        raise NotFound
    return notice


async def name_faults(session: AsyncSession, notice: Notice, application_id: UUID) -> tuple[Reason, ...]:
    """Art. 25: an objection, or a tip, is about a name of the notice."""
    if await session.get(NoticeEntry, (notice.id, application_id)) is not None:
        return ()
    return (
        Reason(code="notice.unknown_name", article="第二十五条", pointer="/application_id",
               zh="公示名单中没有这一组织。", en="The notice does not carry this name."),
    )  # fmt: skip


async def require_receivable(
    session: AsyncSession, notice: Notice, body: NewObjection, received_on: date, today: date
) -> Edition:
    """Art. 25: refuse (422), with every reason at once, what is late, formless, or about nobody on the list."""
    law = edition_of(await find_cycle(session, notice.cycle_id))
    period = recorded_period(notice)
    late = objection_faults(period, received_on) if period and notice.status is not Status.INTERRUPTED else ()
    require(
        (
            *await name_faults(session, notice, body.application_id),
            *late,
            *day_faults(received_on, today, pointer="/received_on", article="第二十五条"),
            *objector_faults(
                law.objection, is_real_name=body.is_real_name, name=body.name, contact=body.contact,
                evidence=body.evidence,
            ),
            *unit_faults(is_real_name=body.is_real_name, is_unit=body.is_unit),
            *identity_faults(
                law.objection, is_real_name=body.is_real_name, is_unit=body.is_unit, number=body.identity_number
            ),
        )
    )  # fmt: skip
    return law


async def law_of(session: AsyncSession, row: Objection) -> Edition:
    """Read the edition under which an objection is ruled on."""
    notice = await session.get_one(Notice, row.notice_id)
    return edition_of(await find_cycle(session, notice.cycle_id))


async def barred_users(session: AsyncSession, row: Objection, users: Collection[UUID], on: date) -> set[UUID]:
    """Art. 30: which of the users a conflict of interest keeps from the organization that is objected to."""
    code = await session.scalar(select(Application.credit_code).where(Application.id == row.application_id))
    facts = await facts_of_users(session, {user: user for user in users}, [code or ""])
    rule = (await law_of(session, row)).conflict
    return {user for (user, _), found in facts.items() if is_barred(judged(found, rule, on))}


async def officers(session: AsyncSession) -> set[UUID]:
    """The secretariat's users of today."""
    query = select(RoleGrant.user_id).where(RoleGrant.role == Role.SECRETARIAT, RoleGrant.ended_at.is_(None))
    return set(await session.scalars(query))


async def investigators_of(session: AsyncSession, row: Objection) -> set[UUID]:
    """Everybody who was ever named to investigate it."""
    query = select(ObjectionInvestigator.user_id).where(ObjectionInvestigator.objection_id == row.id)
    return set(await session.scalars(query))


async def is_tied(session: AsyncSession, actor: Actor, row: Objection) -> bool:
    """Say whether a conflict of interest bars the caller, also under an access; a chair who is barred sees nothing."""
    users = [actor.user_id] if actor.role is Role.SECRETARIAT else []
    return bool(users) and bool(await barred_users(session, row, users, civil_date(actor.now)))


async def ruling_faults_of(session: AsyncSession, actor: Actor, row: Objection) -> tuple[Reason, ...]:
    """Arts. 26, 30: why the caller may not rule on this objection."""
    return ruling_faults(
        (await law_of(session, row)).objection, has_investigator=row.investigator_id is not None,
        has_investigated=actor.user_id in await investigators_of(session, row),
        is_barred=await is_tied(session, actor, row),
    )  # fmt: skip


async def laws_of(session: AsyncSession, rows: Sequence[Objection]) -> Mapping[UUID, Edition]:
    """Read the editions of the objections by their notices."""
    query = (
        select(Notice.id, Cycle)
        .join(Cycle, Cycle.id == Notice.cycle_id)
        .join(EditionRow, EditionRow.id == Cycle.edition_id)
        .where(Notice.id.in_({row.notice_id for row in rows}))
        .options(contains_eager(Cycle.edition))
    )
    return {notice_id: edition_of(cycle) for notice_id, cycle in (await session.execute(query)).all()}


async def views_of(session: AsyncSession, actor: Actor, rows: Sequence[Objection]) -> list[ObjectionView]:
    """Write objections with their files and the acts open on them."""
    files, laws = await files_of(session, [row.id for row in rows]), await laws_of(session, rows)
    return [_view(actor, row, files.get(row.id, []), laws[row.notice_id]) for row in rows]


def _view(actor: Actor, row: Objection, files: list[ObjectionFileView], law: Edition) -> ObjectionView:
    hrefs = {act: f"/v1/objections/{row.id}/{word}" for act, word in ACTS.items()}
    late = row.reply_due_on is not None and row.ruled_at is None and civil_date(actor.now) > row.reply_due_on
    unmet = {Act.ADMIT_OBJECTION: seal_faults(law.objection, is_unit=row.is_unit, has_seal=has_seal(files))}
    view = ObjectionView.model_validate(row)
    acts = open_acts(actor, row, hrefs, unmet=unmet)
    return view.model_copy(update={"is_overdue": late, "files": files, "acts": acts})


def tip_view(actor: Actor, row: Tip) -> TipView:
    """Write a tip with what may be done with it."""
    hrefs = {Act.SETTLE_TIP: f"/v1/tips/{row.id}/settlement"}
    return TipView.model_validate(row).model_copy(update={"acts": open_acts(actor, row, hrefs)})


def receipt_number(kind: str) -> str:
    """A number that tells neither order nor count."""
    return f"{kind}-{uuid4().hex[:12].upper()}"
