"""Checking the text of an edition before it is stored: everything that is wrong or still open, at once (art. 8(2))."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.editions import catalogue
from app.editions.reading import Readable
from app.legislation.schemas import EditionCheck, ImportedEdition, NamedFault
from app.regulation.activation import approval_faults, unapproved_reasons, unconfirmed_reasons
from app.regulation.criteria import Criteria, unconfirmed
from app.regulation.field_names import name_of
from app.regulation.measures import Edition
from app.regulation.refusals import NotMet, Reason, require
from app.regulation.soundness import edition_faults
from app.regulation.vocabulary import Status
from app.standards.criteria import criteria_of, nodes_of
from app.standards.models import CriteriaSet

OPEN = frozenset({"edition.unset", "criteria.unconfirmed"})
"""The codes of what is not settled yet, a choice or the points in print, which is no fault of a draft."""


async def faults_in(session: AsyncSession, parameters: Mapping[str, Any]) -> tuple[Reason, ...]:
    """Arts. 4-32: everything that keeps these parameters from being approved, choices not yet made among it."""
    found = Readable(parameters)
    law = found.edition
    if "criteria" in found.unread:
        return (*found.faults, *found.of((*law.unset(), *edition_faults(law))))
    try:
        criteria, _approved = await _criteria(session, law.criteria)
    except NotMet as refusal:
        return (*found.faults, *refusal.reasons, *found.of((*law.unset(), *edition_faults(law))))
    return (*found.faults, *found.of(approval_faults(law, criteria)))


async def imported(session: AsyncSession, body: ImportedEdition) -> Edition:
    """Art. 8(2): the edition of a new draft, shipped or written by anybody; refuses (422) one that contradicts itself.

    Choices not yet made may stay open in a draft.
    """
    source = require_one_source(body)
    if isinstance(source, str):
        return catalogue.load(source)
    require(fault for fault in await faults_in(session, source) if fault.code not in OPEN)
    return catalogue.parse(source)


def require_one_source(body: ImportedEdition) -> str | dict[str, Any]:
    """Art. 8(2): the code of a shipped edition or whole parameters; refuses (422) both and neither."""
    given = [source for source in (body.code, body.parameters) if source is not None]
    if len(given) == 1:
        return given[0]
    raise NotMet(
        Reason(
            code="edition.one_source", article="第八条（二）", pointer="/code",
            zh="请给出随服务提供的版本代码（code），或完整的参数（parameters），二者取其一。",
            en="Give either the code of an edition that comes with the service or whole parameters.",
        )
    )  # fmt: skip


async def check_of(session: AsyncSession, actor: Actor, body: ImportedEdition) -> EditionCheck:
    """Write what is wrong with an edition and what it leaves open, in the caller's language."""
    source = require_one_source(body)
    parameters = catalogue.dump(catalogue.load(source)) if isinstance(source, str) else source
    found = await faults_in(session, parameters)
    warnings = await _warnings(session, parameters.get("criteria"))
    return EditionCheck(
        importable=all(fault.code in OPEN for fault in found), approvable=not found,
        faults=[_told(actor, fault) for fault in found if fault.code not in OPEN],
        open_choices=[_told(actor, fault) for fault in found if fault.code in OPEN],
        warnings=[_told(actor, fault) for fault in warnings if fault not in found],
    )  # fmt: skip


async def _warnings(session: AsyncSession, code: object) -> tuple[Reason, ...]:
    """Arts. 7(2), 13: what still has to be done with the criteria before the edition can be in force everywhere."""
    try:
        criteria, approved = await _criteria(session, str(code))
    except NotMet:
        return ()  # Told as a fault.
    return (*unapproved_reasons(criteria, approved=approved), *unconfirmed_reasons(unconfirmed(criteria)))


def _told(actor: Actor, fault: Reason) -> NamedFault:
    name, chinese = name_of(fault.pointer), actor.language == "zh"
    return NamedFault(
        pointer=fault.pointer, code=fault.code, article=fault.article,
        name=name.zh if chinese else name.en, message=fault.zh if chinese else fault.en,
    )  # fmt: skip


async def _criteria(session: AsyncSession, code: str) -> tuple[Criteria, bool]:
    """Read the criteria of that code, stored or shipped, and whether they are approved; 422 if there are none."""
    whole = await session.scalar(select(CriteriaSet).where(CriteriaSet.code == code))
    if whole is None:
        return catalogue.criteria(code), True
    return criteria_of(whole, await nodes_of(session, whole.id)), whole.status is Status.APPROVED
