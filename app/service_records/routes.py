"""An expert's record over the years, for the secretariat and for himself (arts. 8(3), 20, 31)."""

from sqlalchemy import select

from app.accounts.doorway import Caller, Transaction
from app.experts.models import Expert
from app.experts.reading import SeenExpert, terms_of, trainings_of
from app.experts.schemas import FormerTermView, TrainingView
from app.regulation.vocabulary import Role
from app.sections import Section
from app.service_records.reading import sanctions_of, served_by
from app.service_records.schemas import ExpertRecord, ServiceRecord

records = Section("/v1/experts", tag="履职记录", about="评审员历年的评审组、回避、评分表、与合议结果的差距")
own = Section("/v1/service-record", tag="履职记录", about="评审员本人的履职记录")


@records.read("/{expert_id}/record", summary="查看评审员履职记录", roles=frozenset({Role.SECRETARIAT}))
async def show_expert_record(expert: SeenExpert, _actor: Caller, session: Transaction) -> ExpertRecord:
    """One expert's panels over the years, trainings, terms and sanctions; the numbers correct no score (art. 8(4))."""
    served = await served_by(session, expert.id)
    trainings, terms = await trainings_of(session, expert), await terms_of(session, expert)
    return ExpertRecord(
        expert_id=expert.id, name=expert.name, status=expert.status, admitted_on=expert.admitted_on,
        term_until=expert.term_until, years=served.years, panels=served.panels, distance=served.distance,
        trainings=[TrainingView.model_validate(row) for row in trainings],
        terms=[FormerTermView.model_validate(row) for row in terms],
        sanctions=await sanctions_of(session, expert.id),
    )  # fmt: skip


@own.read("", summary="查看本人履职记录", roles=frozenset({Role.EXPERT}))
async def show_service_record(actor: Caller, session: Transaction) -> ServiceRecord:
    """One's own panels over the years and the cases against oneself, without who reported them (art. 31)."""
    served = await served_by(session, actor.party_id)
    query = select(Expert.status, Expert.admitted_on, Expert.term_until).where(Expert.id == actor.party_id)
    status, admitted_on, term_until = (await session.execute(query)).one()
    return ServiceRecord(
        status=status, admitted_on=admitted_on, term_until=term_until, years=served.years, panels=served.panels,
        distance=served.distance, sanctions=await sanctions_of(session, actor.party_id),
    )  # fmt: skip
