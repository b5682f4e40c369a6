"""The departments that may be asked, and those that a year asks (art. 11)."""

from typing import Annotated

from fastapi import Depends, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.doorway import Caller, Transaction
from app.acts import perform
from app.consultations.models import ConsultationList, Department
from app.consultations.reading import listed_departments
from app.consultations.schemas import (
    AmendedDepartment,
    ConsultationListView,
    DepartmentPage,
    DepartmentView,
    NewConsultationList,
    NewDepartment,
)
from app.cycles.models import Cycle
from app.cycles.reading import MatchedCycle, SeenCycle, steps_of_cycle
from app.http import IfMatch, PathId, tag
from app.lookup import found, matched
from app.paging import Key, Paging, Slice, page
from app.regulation.act import Act
from app.regulation.refusals import NotMet, Reason
from app.regulation.vocabulary import Role, Status
from app.sections import Section

section = Section("/v1/departments", tag="征询部门", about="审核资格时征求意见的部门及其联系科室")
lists = Section("/v1/consultation-lists", tag="征询名单", about="一个年度征求哪些部门的意见")
SECRETARIAT = frozenset({Role.SECRETARIAT})


async def _seen(department_id: PathId, session: Transaction) -> Department:
    return await found(session, Department, department_id)


async def _matched(department_id: PathId, session: Transaction, if_match: IfMatch) -> Department:
    return await matched(session, Department, department_id, if_match)


@section.act("", summary="登记征询部门", status_code=201)
async def register_department(
    body: NewDepartment, response: Response, actor: Caller, session: Transaction
) -> DepartmentView:
    """Enter a department besides those that come with the service."""
    row = Department(code=body.code, name=body.name, office=body.office, contact=body.contact)
    perform(session, actor, Act.REGISTER_DEPARTMENT, row, detail={"code": row.code})
    await session.flush()
    response.headers["Location"] = f"/v1/departments/{row.id}"
    tag(response, row)
    return DepartmentView.model_validate(row)


@section.act("/{department_id}", method="PATCH", summary="修改征询部门")
async def amend_department(
    row: Annotated[Department, Depends(_matched)], body: AmendedDepartment, response: Response, actor: Caller,
    session: Transaction,
) -> DepartmentView:  # fmt: skip
    """Change its name, its office or whether it is in use; letters that were sent stay what they are."""
    given = body.model_dump(exclude_none=True)
    active = given.pop("is_active", row.status is Status.ACTIVE)
    for name, value in given.items():
        setattr(row, name, value)
    detail = {"fields": sorted(given), "active": active}
    perform(session, actor, Act.AMEND_DEPARTMENT, row, Status.ACTIVE if active else Status.INACTIVE, detail=detail)
    await session.flush()
    tag(response, row)
    return DepartmentView.model_validate(row)


@section.read("", summary="列出征询部门", roles=SECRETARIAT, response_model=DepartmentPage)
async def list_departments(session: Transaction, paging: Paging) -> Slice[Department]:
    """All departments by code, those out of use among them."""
    return await page(session, select(Department), (Key(Department.code), Key(Department.id)), paging)


@section.read("/{department_id}", summary="查看征询部门", roles=SECRETARIAT)
async def show_department(row: Annotated[Department, Depends(_seen)], response: Response) -> DepartmentView:
    """One department."""
    tag(response, row)
    return DepartmentView.model_validate(row)


async def _list_view(session: AsyncSession, cycle: Cycle) -> ConsultationListView:
    is_fixed, departments = await listed_departments(session, cycle.id)
    shown = [DepartmentView.model_validate(row) for row in departments]
    return ConsultationListView(cycle_id=cycle.id, is_fixed=is_fixed, departments=shown)


@lists.act("/{cycle_id}", summary="确定年度征询部门", status_code=201)
async def fix_consultation_list(
    cycle: MatchedCycle, body: NewConsultationList, response: Response, actor: Caller, session: Transaction
) -> ConsultationListView:
    """Fix which departments the year asks, instead of all that are in use; a later list takes the place of this one."""
    ids = list(dict.fromkeys(body.department_ids))
    used = select(Department.id).where(Department.id.in_(ids), Department.status == Status.ACTIVE)
    if len(set(await session.scalars(used))) < len(ids):
        raise NotMet(
            Reason(code="consultation.department_unknown", article="edition.consultation", pointer="/department_ids",
                   zh="名单中有未登记或已停用的部门。", en="The list names a department that is not in use.")
        )  # fmt: skip
    detail = {"departments": ids}
    perform(session, actor, Act.FIX_CONSULTATION_LIST, cycle, detail=detail, steps=steps_of_cycle(cycle))
    listed = [str(each) for each in ids]
    row = ConsultationList(cycle_id=cycle.id, department_ids=listed, fixed_by=actor.user_id, fixed_at=actor.now)
    await session.merge(row)
    await session.flush()
    tag(response, cycle)
    return await _list_view(session, cycle)


@lists.read("/{cycle_id}", summary="查看年度征询部门", roles=SECRETARIAT)
async def show_consultation_list(cycle: SeenCycle, response: Response, session: Transaction) -> ConsultationListView:
    """The departments that the year asks; the ETag is the cycle's."""
    tag(response, cycle)
    return await _list_view(session, cycle)
