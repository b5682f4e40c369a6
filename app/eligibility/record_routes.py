"""Adverse records of art. 11(3)-(5), entered with their source when they are found, struck out with a reason."""

from typing import Annotated

from fastapi import Depends, Response

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import perform
from app.applications.secrecy import known_of
from app.consultations.asking import record_row, typed_record
from app.consultations.models import AdverseRow
from app.consultations.schemas import EnteredRecord, StrikingOut
from app.cycles.reading import steps_of_cycle
from app.eligibility.reading import MatchedApplication, case_file
from app.eligibility.schemas import EligibilityView
from app.eligibility.views import eligibility_view
from app.errors import NotFound
from app.http import PathId, tag
from app.regulation.act import Act
from app.regulation.records import record_faults
from app.regulation.refusals import OutOfOrder, Reason, require
from app.sections import Section
from app.supervision.citing import check_faults

section = Section("/v1/eligibility", tag="资格审核", about="逐条审核申报条件与不得申报情形，作出资格认定")
STRUCK = Reason(
    code="record.struck", article="第十一条", zh="该记录已注销。", en="The record has been struck out already."
)


async def _record(application: MatchedApplication, record_id: PathId, session: Transaction) -> AdverseRow:
    row = await session.get(AdverseRow, record_id)
    if row is None or row.application_id != application.id:
        raise NotFound
    return row


@section.act("/{application_id}/records", summary="登记不良记录", status_code=201)
async def enter_adverse_record(
    application: MatchedApplication, body: EnteredRecord, response: Response, actor: Caller, today: Today,
    session: Transaction,
) -> EligibilityView:  # fmt: skip
    """Enter an accident, complaint, failed spot check or record of dishonesty; the bars judge it at once (art. 11)."""
    row = record_row(actor, application.id, body)
    detail = {"record": row.id, "kind": body.kind}
    steps = steps_of_cycle(application.cycle)
    perform(session, actor, Act.ENTER_ADVERSE_RECORD, application, detail=detail, steps=steps)
    cited = await check_faults(session, body.check_id, application_id=application.id)
    require((*record_faults(typed_record(body), today), *cited))
    session.add(row)
    await session.flush()
    tag(response, known_of(actor, application))
    return await eligibility_view(session, actor, await case_file(session, application))


@section.act("/{application_id}/records/{record_id}/striking-out", summary="注销不良记录", status_code=201)
async def strike_adverse_record(
    application: MatchedApplication, row: Annotated[AdverseRow, Depends(_record)], body: StrikingOut,
    response: Response, actor: Caller, session: Transaction,
) -> EligibilityView:  # fmt: skip
    """Strike out a record that was entered wrongly; it stays to be read, and counts no more."""
    steps = steps_of_cycle(application.cycle)
    perform(session, actor, Act.STRIKE_ADVERSE_RECORD, application, detail={"record": row.id}, steps=steps)
    if row.struck_at is not None:
        raise OutOfOrder(STRUCK)
    row.struck_reason, row.struck_by, row.struck_at = body.reason, actor.user_id, actor.now
    await session.flush()
    tag(response, known_of(actor, application))
    return await eligibility_view(session, actor, await case_file(session, application))
