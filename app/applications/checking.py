"""All that keeps a draft from being submitted now: window, gaps, what is unconfirmed, the notice inside (art. 19)."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.applications.asking import asking_of, opening_faults
from app.applications.completeness import faults_of, gaps_of
from app.applications.form import Form, InternalNotice
from app.applications.models import Application
from app.applications.reading import Contents
from app.applications.reapplying import reapplying_faults
from app.clock import civil_date
from app.cycles.reading import edition_of
from app.regulation.internal_notice import period_faults
from app.regulation.refusals import Reason
from app.standards.calendar import calendar_near

NOTICE = "/form/internal_notice"


async def submission_faults(
    session: AsyncSession, application: Application, contents: Contents, now: datetime
) -> tuple[Reason, ...]:
    """Arts. 18, 19: every reason at once."""
    cycle = application.cycle
    return (
        *opening_faults(cycle, now),
        *await reapplying_faults(session, application),
        *faults_of(contents, await asking_of(session, cycle, now)),
        *await _notice_faults(session, application, contents.form, now),
        *_unconfirmed(application),
    )


async def _notice_faults(
    session: AsyncSession, application: Application, form: Form, now: datetime
) -> tuple[Reason, ...]:
    """`edition.internal_notice`: period, place and proof, where the edition asks for them."""
    rule, notice = edition_of(application.cycle).internal_notice, form.internal_notice
    if rule is None:
        return ()
    if notice is None:
        return gaps_of(InternalNotice(), form, NOTICE)
    if notice.posted_from is None or notice.posted_to is None:
        return ()  # The gaps of a section that is there are named with all the others.
    calendar = await calendar_near(session, notice.posted_to)
    return period_faults(rule, notice.posted_from, notice.posted_to, civil_date(now), calendar)


def _unconfirmed(application: Application) -> Iterator[Reason]:
    for pointer in application.to_confirm:
        yield Reason(
            code="form.unconfirmed", article="第十九条", pointer=pointer,
            zh="此处沿用往年申报，请核对后保存确认。",
            en="This was taken over from an earlier year; check it and save it to confirm.",
        )  # fmt: skip
