"""Deciding: what a finding, a verdict and a re-run must have, and the rows that they leave (arts. 10, 11, 19)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from app.acts import Actor
from app.eligibility.models import Decision, EligibilityVerdict, Finding, Recheck, Round
from app.eligibility.reading import CaseFile, references_of, resolution_faults
from app.eligibility.schemas import NewFinding, NewRecheck
from app.regulation.admission import late_finding_faults, recheck_faults
from app.regulation.eligibility import ARTICLES, Outcome, Requirement, Verdict, contradiction_faults, verdict_faults
from app.regulation.eligibility import Finding as Computed
from app.regulation.refusals import Reason, require


async def finding_faults(
    session: AsyncSession, file: CaseFile, body: NewFinding, *, extra: bool = True
) -> tuple[Reason, ...]:
    """Arts. 7(1), 18, 19: the code is known and applies, the finding is supported, its resolutions exist."""
    references = references_of([each.model_dump(mode="json") for each in body.references])
    # What has been found once may be found anew, also if a corrected call has dropped the condition since.
    known = late_finding_faults(body.code, (*file.extra, *file.findings) if extra else ())
    supported: tuple[Reason, ...] = ()
    if not known:
        # The rule reads reason and references only; an extra condition is judged like any other.
        requirement: Requirement = next((r for r in ARTICLES if r == body.code), next(iter(ARTICLES)))
        supported = verdict_faults(
            Verdict(requirement=requirement, outcome=body.outcome, reason=body.reason, references=references)
        )
    return (*known, *supported, *await resolution_faults(session, references))


async def findings_faults(session: AsyncSession, file: CaseFile, bodies: Sequence[NewFinding]) -> tuple[Reason, ...]:
    """Art. 19: what speaks against each of several findings, each pointing to its own; none may come twice."""
    reasons = []
    codes = [body.code for body in bodies]
    for number, body in enumerate(bodies):
        at = f"/findings/{number}"
        if body.code in codes[:number]:
            zh, en = "同一项结论只能记录一次。", "The same code comes twice."
            reasons.append(
                Reason(code="eligibility.finding_twice", article="第十九条", pointer=f"{at}/code", zh=zh, en=en)
            )
        faults = await finding_faults(session, file, body)
        reasons += [replace(fault, pointer=at + fault.pointer.removeprefix("/findings")) for fault in faults]
    return tuple(reasons)


def put_finding(
    session: AsyncSession, actor: Actor, file: CaseFile, round_: Round, body: NewFinding, computed: Sequence[Computed]
) -> None:
    """Record a finding of a round, or replace the one of the same code; what was computed is kept with it."""
    facts = {c.code: {"outcome": c.outcome, **dict(c.facts)} for c in computed if c.requirement == body.code}
    references = [each.model_dump(mode="json") for each in body.references]
    row = file.rows.get((round_, body.code))
    if row is None:
        row = Finding(
            application_id=file.application.id, round=round_, code=body.code, outcome=body.outcome,
            reason=body.reason, references=references, facts=facts, found_by=actor.user_id, found_at=actor.now,
        )  # fmt: skip
        session.add(row)
        return
    row.outcome, row.reason, row.references, row.facts = body.outcome, body.reason, references, facts
    row.found_by, row.found_at = actor.user_id, actor.now


def verdict_row(actor: Actor, file: CaseFile, verdict: Decision, reason: str) -> EligibilityVerdict:
    """Give the verdict with the edition and the call under which it falls."""
    return EligibilityVerdict(
        application_id=file.application.id, verdict=verdict, reason=reason, edition_id=file.application.edition_id,
        call_id=file.call.id, decided_by=actor.user_id, decided_at=actor.now,
    )  # fmt: skip


def _against(file: CaseFile, body: NewRecheck, computed: Sequence[Computed]) -> tuple[Reason, ...]:
    """Arts. 10, 11: the findings of a re-run against what is computed as of today and against departments' concerns."""
    cited = [reference for each in body.findings for reference in references_of(dumped(each))]
    verdicts = [
        Verdict(
            requirement=next(r for r in ARTICLES if r == each.code), outcome=each.outcome, reason=each.reason,
            references=references_of(dumped(each)),
        )
        for each in body.findings
        if each.code in ARTICLES
    ]  # fmt: skip
    against = [fault for verdict in verdicts for fault in contradiction_faults(verdict, computed)]
    return (*against, *file.unweighed_faults(cited))


def dumped(body: NewFinding) -> list[dict[str, str]]:
    """Give the references of a finding as they are stored."""
    return [each.model_dump(mode="json") for each in body.references]


async def record_recheck(session: AsyncSession, actor: Actor, file: CaseFile, body: NewRecheck, today: date) -> Outcome:
    """Record the findings of a re-run as of today and whether all are met; a later one of the round replaces it."""
    faults = [fault for each in body.findings for fault in await finding_faults(session, file, each, extra=False)]
    computed = file.computed(today)
    require([*recheck_faults([each.code for each in body.findings]), *faults, *_against(file, body, computed)])
    for each in body.findings:
        put_finding(session, actor, file, body.round, each, computed)
    met = all(each.outcome is Outcome.MET for each in body.findings) and not file.reapplication
    outcome = Outcome.MET if met else Outcome.NOT_MET
    row = Recheck(
        application_id=file.application.id, round=body.round, as_of=today, outcome=outcome,
        checked_by=actor.user_id, checked_at=actor.now,
    )  # fmt: skip
    await session.merge(row)
    return outcome
