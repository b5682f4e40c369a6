"""Checking the text of an edition before it is stored: everything that is wrong or still open, at once (art. 8(2))."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.editions import catalogue
from app.editions.reading import Readable
from app.legislation.schemas import EditionCheck, ImportedEdition, NamedFault
from app.regulation.activation import approval_faults
from app.regulation.criteria import Criteria
from app.regulation.field_names import name_of
from app.regulation.measures import Edition
from app.regulation.refusals import NotMet, Reason, require
from app.regulation.soundness import edition_faults
from app.standards.criteria import criteria_of, nodes_of
from app.standards.models import CriteriaSet

OPEN = "edition.unset"
"""The code of a choice not yet made, which is no fault of a draft."""


async def faults_in(session: AsyncSession, parameters: Mapping[str, Any]) -> tuple[Reason, ...]:
    """Arts. 4-32: everything that keeps these parameters from being approved, choices not yet made among it."""
    found = Readable(parameters)
    law = found.edition
    if "criteria" in found.unread:
        return (*found.faults, *found.of((*law.unset(), *edition_faults(law))))
    try:
        criteria = await _criteria(session, law.criteria)
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
    require(fault for fault in await faults_in(session, source) if fault.code != OPEN)
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
    return EditionCheck(
        importable=all(fault.code == OPEN for fault in found), approvable=not found,
        faults=[_told(actor, fault) for fault in found if fault.code != OPEN],
        open_choices=[_told(actor, fault) for fault in found if fault.code == OPEN],
    )  # fmt: skip


def _told(actor: Actor, fault: Reason) -> NamedFault:
    name, chinese = name_of(fault.pointer), actor.language == "zh"
    return NamedFault(
        pointer=fault.pointer, code=fault.code, article=fault.article,
        name=name.zh if chinese else name.en, message=fault.zh if chinese else fault.en,
    )  # fmt: skip


async def _criteria(session: AsyncSession, code: str) -> Criteria:
    """Read the criteria of that code, stored or shipped; 422 if there are none."""
    whole = await session.scalar(select(CriteriaSet).where(CriteriaSet.code == code))
    return catalogue.criteria(code) if whole is None else criteria_of(whole, await nodes_of(session, whole.id))
