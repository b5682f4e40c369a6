"""How an edition is shown with its open acts, and how a draft's parameters are amended (arts. 8(2), 32)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.editions import catalogue
from app.editions.shape import plain
from app.legislation.models import EditionRow, LegalTransition
from app.legislation.schemas import Activation, ChangeView, EditionDiff, EditionSummary, EditionView
from app.open_acts import OpenAct, open_acts
from app.record import Installation
from app.regulation.act import Act
from app.regulation.activation import activated, activation_faults, approval_faults
from app.regulation.criteria import Criteria
from app.regulation.edition_diff import edition_diff
from app.regulation.measures import Edition
from app.regulation.procedure import steps_under
from app.regulation.refusals import NotMet, Reason, require
from app.regulation.steps import transitions_of
from app.regulation.term import expiry_faults, is_review_overdue, review_date_faults, standing_of
from app.regulation.vocabulary import Status
from app.regulation.window import civil_date
from app.regulation.year import term_faults
from app.standards.criteria import criteria_of, nodes_of
from app.standards.models import CriteriaSet

PAPER = ("document_number", "effective_on", "expires_on", "text_status")
"""What comes onto the text when it comes into force."""


def summary_of(actor: Actor, row: EditionRow) -> EditionSummary:
    """Write an edition for a list, with its standing by the award's clock."""
    law = catalogue.parse(row.parameters)
    return EditionSummary(
        id=row.id, code=row.code, title=row.title, issuer=law.issuer, purpose=law.purpose,
        legal_basis=list(law.legal_basis), text_status=law.text_status, status=row.status,
        standing=standing_of(row.term, civil_date(actor.now)), document_number=row.document_number,
        effective_on=row.effective_on, expires_on=row.expires_on, extended_until=row.extended_until,
        replaced_from=row.replaced_from,
    )  # fmt: skip


def view_of(actor: Actor, row: EditionRow) -> EditionView:
    """Write an edition with the acts open on it."""
    summary, today = summary_of(actor, row), civil_date(actor.now)
    return EditionView(
        **dict(summary), resolution_id=row.resolution_id, extension_resolution_id=row.extension_resolution_id,
        replaced_by=row.replaced_by_id, revises=row.revises_id, review_due_on=row.review_due_on,
        review_overdue=is_review_overdue(row.review_due_on, summary.standing, today),
        criteria=catalogue.parse(row.parameters).criteria, parameters=row.parameters, version=row.version,
        acts=acts_of(actor, row),
    )  # fmt: skip


def diff_of(actor: Actor, before: EditionRow, after: EditionRow) -> EditionDiff:
    """Art. 16: write what changes from one edition to another."""
    changes = edition_diff(catalogue.parse(before.parameters), catalogue.parse(after.parameters))
    return EditionDiff(
        before=summary_of(actor, before), after=summary_of(actor, after),
        changes=[
            ChangeView(
                pointer=change.pointer, name=change.name.zh, name_en=change.name.en, article=change.article,
                before=plain(change.before), after=plain(change.after), concerns=list(change.roles),
                sentence=change.sentence.zh, sentence_en=change.sentence.en,
            )
            for change in changes
        ],
    )  # fmt: skip


def acts_of(actor: Actor, row: EditionRow) -> list[OpenAct]:
    """Say what the caller may do with the edition now."""
    path, law = f"/v1/editions/{row.id}", catalogue.parse(row.parameters)
    hrefs = {
        Act.AMEND_EDITION: path,
        Act.APPROVE_EDITION: f"{path}/approval",
        Act.ACTIVATE_EDITION: f"{path}/activation",
        Act.EXTEND_EDITION: f"{path}/extensions",
        Act.RECORD_EXPIRY: f"{path}/expiry",
        Act.SET_REVIEW_DATE: f"{path}/review-date",
    }
    unmet = {Act.APPROVE_EDITION: law.unset(), Act.RECORD_EXPIRY: expiry_faults(row.term, civil_date(actor.now))}
    methods = {Act.AMEND_EDITION: "PATCH"}
    acts = open_acts(actor, row, hrefs, unmet=unmet)
    return [act.model_copy(update={"method": methods.get(act.act, act.method)}) for act in acts]


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
        for name in ("code", *PAPER[:3])
        if name in patch
    ]  # fmt: skip
    if reasons:
        raise NotMet(*reasons)
    return catalogue.parse(merged(row.parameters, patch))


async def require_approvable(session: AsyncSession, row: EditionRow) -> None:
    """Art. 7(2): refuse (422) a draft of which something is unsettled or contradictory, with everything (T1)."""
    require(approval_faults(catalogue.parse(row.parameters), await criteria_for(session, row)))


async def law_in_force(session: AsyncSession, row: EditionRow, body: Activation, today: date) -> Edition:
    """Art. 32: the approved edition as it will be in force; refuses (422) with everything that is missing (T1)."""
    approved = catalogue.parse(row.parameters)
    whole = await session.get_one(CriteriaSet, row.criteria_set_id)
    faults = activation_faults(
        approved, criteria_of(whole, await nodes_of(session, whole.id)), document_number=body.document_number,
        effective_on=body.effective_on, rehearsal=await is_rehearsal(session),
        criteria_approved=whole.status is Status.APPROVED,
    )  # fmt: skip
    reviewed = review_date_faults(body.review_due_on, body.effective_on, today)
    require((*faults, *term_faults(body.effective_on, body.expires_on), *reviewed))
    law = activated(approved, body.document_number, body.effective_on)
    return law if body.expires_on is None else replace(law, expires_on=body.expires_on)


def bring_into_force(row: EditionRow, law: Edition, body: Activation, now: datetime) -> None:
    """Art. 32: put number, days and the printed word on the approved text, of which nothing else changes."""
    whole = catalogue.dump(law)
    row.parameters = row.parameters | {name: whole[name] for name in PAPER}
    row.document_number, row.effective_on, row.expires_on = law.document_number, law.effective_on, law.expires_on
    row.review_due_on, row.activated_at = body.review_due_on, now


async def replaced_by(session: AsyncSession, row: EditionRow, law: Edition) -> list[EditionRow]:
    """Art. 32 (同时废止): lock the editions in force that the new one names by code or document number."""
    named = or_(EditionRow.code.in_(law.replaces), EditionRow.document_number.in_(law.replaces))
    query = select(EditionRow).where(named, EditionRow.status == Status.IN_FORCE, EditionRow.id != row.id)
    return list(await session.scalars(query.order_by(EditionRow.id).with_for_update()))


async def criteria_for(session: AsyncSession, row: EditionRow) -> Criteria:
    """Art. 13: the criteria against which the edition scores."""
    whole = await session.get_one(CriteriaSet, row.criteria_set_id)
    return criteria_of(whole, await nodes_of(session, whole.id))


def transitions(row: EditionRow, law: Edition) -> list[LegalTransition]:
    """Art. 17: every move that the procedure allows under the edition, for the schema to hold acts against (I5)."""
    return [
        LegalTransition(edition_id=row.id, subject=subject, from_status=before, to_status=after)
        for subject, before, after in sorted(transitions_of(steps_under(law)))
    ]


async def is_rehearsal(session: AsyncSession) -> bool:
    """Say whether this is a rehearsal database, where points need not be confirmed."""
    return bool(await session.scalar(select(Installation.rehearsal)))
