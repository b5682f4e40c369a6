"""The list of the eligible: confirmed once all that arrived is decided, and public from then on (art. 19)."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from fastapi import Response
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Today, Transaction
from app.acts import perform
from app.applications.models import Application
from app.consultations.reading import standings_of
from app.cycles.models import Cycle
from app.cycles.reading import MatchedCycle, edition_of, reach, steps_of_cycle
from app.eligibility.models import EligibleList
from app.eligibility.reconsidering import waiting_for
from app.eligibility.schemas import EligibleListView
from app.http import PathId, tag
from app.lookup import found
from app.regulation.act import Act
from app.regulation.admission import list_faults
from app.regulation.consultation import unsettled_faults
from app.regulation.refusals import Reason, require
from app.regulation.vocabulary import Status
from app.sections import PUBLIC, Section

section = Section("/v1/eligible-lists", tag="合格名单", about="资格合格名单的确认与公开")
UNDECIDED = (Status.RECEIVED, Status.SUPPLEMENT_REQUESTED)


async def _eligible(session: AsyncSession, cycle: Cycle) -> list[dict[str, str]]:
    query = select(Application.id, Application.organization_name).where(
        Application.cycle_id == cycle.id, Application.status == Status.ELIGIBLE
    )
    rows = await session.execute(query.order_by(Application.organization_name, Application.id))
    return [{"application_id": str(row.id), "organization_name": row.organization_name} for row in rows]


async def _unanswered(
    session: AsyncSession, cycle: Cycle, entries: list[dict[str, str]], today: date
) -> list[Reason]:  # fmt: skip
    """Art. 11(1)(2): a department asked about an eligible applicant since his verdict has to answer as well."""
    names = {UUID(entry["application_id"]): entry["organization_name"] for entry in entries}
    rule = edition_of(cycle).consultation
    return [
        replace(fault, zh=f"{names[each]}：{fault.zh}", en=f"{names[each]}: {fault.en}")
        for each, standings in (await standings_of(session, cycle.id, list(names))).items()
        for fault in unsettled_faults([(s.department.name, s.state(today), s.listed) for s in standings], rule)
    ]


@section.act("/{cycle_id}", summary="确认合格名单", status_code=201)
async def confirm_eligible_list(
    cycle: MatchedCycle, response: Response, actor: Caller, today: Today, session: Transaction
) -> EligibleListView:
    """Confirm and publish the list; the cycle goes on to the first review stage of its edition (arts. 17, 19)."""
    perform(session, actor, Act.CONFIRM_ELIGIBLE_LIST, cycle, steps=steps_of_cycle(cycle))
    waiting = select(func.count()).where(Application.cycle_id == cycle.id, Application.status.in_(UNDECIDED))
    entries = await _eligible(session, cycle)
    faults = list_faults(undecided=(await session.execute(waiting)).scalar_one(), eligible=len(entries))
    waiting_for_it = await waiting_for(session, cycle, today)
    require([*faults, *waiting_for_it, *await _unanswered(session, cycle, entries, today)])
    row = EligibleList(cycle_id=cycle.id, entries=entries, confirmed_by=actor.user_id, confirmed_at=actor.now)
    session.add(row)
    await session.flush()
    await reach(session, cycle, cycle.status, today)
    tag(response, cycle)
    return EligibleListView.model_validate(row)


@section.read("/{cycle_id}", summary="查看合格名单", roles=PUBLIC)
async def show_eligible_list(cycle_id: PathId, session: Transaction) -> EligibleListView:
    """The eligible organizations of a cycle, in the order of their names; public."""
    row = await found(session, EligibleList, cycle_id)
    return EligibleListView.model_validate(row)
