"""How an edition is shown with its open acts, and how a draft's parameters are amended (arts. 8(2), 32)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.editions import catalogue
from app.legislation.models import EditionRow, LegalTransition
from app.legislation.schemas import Activation, EditionView
from app.open_acts import open_acts
from app.record import Installation
from app.regulation.act import Act
from app.regulation.activation import activated, activation_faults
from app.regulation.measures import Edition
from app.regulation.procedure import steps_under
from app.regulation.refusals import NotMet, Reason, require
from app.regulation.steps import transitions_of
from app.regulation.year import term_faults
from app.standards.criteria import criteria_of, nodes_of
from app.standards.models import CriteriaSet


def view_of(actor: Actor, row: EditionRow) -> EditionView:
    """Write an edition with the acts open on it."""
    edition = catalogue.parse(row.parameters)
    hrefs = {
        Act.AMEND_EDITION: f"/v1/editions/{row.id}",
        Act.ACTIVATE_EDITION: f"/v1/editions/{row.id}/activation",
    }
    acts = open_acts(actor, row, hrefs, unmet={Act.ACTIVATE_EDITION: edition.unset()})
    methods = {Act.AMEND_EDITION: "PATCH"}
    return EditionView(
        id=row.id, code=row.code, title=row.title, status=row.status, document_number=row.document_number,
        effective_on=row.effective_on, expires_on=row.expires_on, resolution_id=row.resolution_id,
        criteria=edition.criteria, parameters=row.parameters, version=row.version,
        acts=[act.model_copy(update={"method": methods.get(act.act, act.method)}) for act in acts],
    )  # fmt: skip


def merged(whole: Any, patch: Any) -> Any:  # noqa: ANN401 - JSON values.
    """Apply a merge patch (RFC 7396), except that null stays as null: the choice is then unset."""
    if not isinstance(patch, Mapping):
        return patch
    kept = dict(whole) if isinstance(whole, Mapping) else {}
    return kept | {name: merged(kept.get(name), part) for name, part in patch.items()}


def amended(row: EditionRow, patch: Mapping[str, Any]) -> Edition:
    """Art. 8(2): the draft with the patch, read anew; every fault is named. Its code stays, its paper comes later."""
    reasons = [
        Reason(
            code="edition.not_amendable", article="第三十二条", pointer=f"/parameters/{name}",
            zh="此项不能修改：版本代码固定，文号与日期在施行时确定。",
            en="This cannot be amended: the code is fixed; number and dates come with activation.",
        )
        for name in ("code", "document_number", "effective_on", "expires_on")
        if name in patch
    ]  # fmt: skip
    if reasons:
        raise NotMet(*reasons)
    return catalogue.parse(merged(row.parameters, patch))


async def law_in_force(session: AsyncSession, row: EditionRow, body: Activation) -> Edition:
    """Art. 32: the draft as it will be in force; refuses (422) with everything that is still missing (T1)."""
    draft = catalogue.parse(row.parameters)
    whole = await session.get_one(CriteriaSet, row.criteria_set_id)
    criteria = criteria_of(whole, await nodes_of(session, whole.id))
    faults = activation_faults(
        draft, criteria, document_number=body.document_number, effective_on=body.effective_on,
        rehearsal=await is_rehearsal(session),
    )  # fmt: skip
    require((*faults, *term_faults(body.effective_on, body.expires_on)))
    law = activated(draft, body.document_number, body.effective_on)
    return law if body.expires_on is None else replace(law, expires_on=body.expires_on)


def transitions(row: EditionRow, law: Edition) -> list[LegalTransition]:
    """Art. 17: every move that the procedure allows under the edition, for the schema to hold acts against (I5)."""
    return [
        LegalTransition(edition_id=row.id, subject=subject, from_status=before, to_status=after)
        for subject, before, after in sorted(transitions_of(steps_under(law)))
    ]


async def is_rehearsal(session: AsyncSession) -> bool:
    """Say whether this is a rehearsal database, where points need not be confirmed."""
    return bool(await session.scalar(select(Installation.rehearsal)))
