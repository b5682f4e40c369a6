"""Approving an edition and bringing it into force: what must be settled first (arts. 7(2), 13, 32)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from app.regulation.choices import Aggregation, BallotMode
from app.regulation.criteria import Criteria, faults_of, unconfirmed
from app.regulation.labels import STAGES
from app.regulation.look_back import years_after
from app.regulation.measures import Edition
from app.regulation.refusals import Reason
from app.regulation.soundness import edition_faults


def approval_faults(edition: Edition, criteria: Criteria) -> tuple[Reason, ...]:
    """Art. 7(2): everything that keeps the committee from approving the edition; () if nothing does."""
    return (
        *edition.unset(), *edition_faults(edition),
        *faults_of(criteria), *_total_faults(edition, criteria), *_stage_faults(edition, criteria),
        *_ballot_faults(edition), *_unchecked_faults(edition, criteria),
    )  # fmt: skip


def _unchecked_faults(edition: Edition, criteria: Criteria) -> Iterator[Reason]:
    """`edition.criteria_confirmed_required`: no approval of an edition whose points nobody has checked in print."""
    if edition.criteria_confirmed_required:
        yield from unconfirmed_reasons(unconfirmed(criteria), "edition.criteria_confirmed_required")


def unconfirmed_reasons(rows: Sequence[str], article: str = "第十三条") -> tuple[Reason, ...]:
    """Art. 13: the rows whose points nobody has compared with the standard, as one reason; () if there are none."""
    if not rows:
        return ()
    return (
        _fault("criteria.unconfirmed", article, "/criteria",
               f"下列条款的分值尚未与标准文本核对：{'、'.join(rows)}。",
               f"The points of these rows are not confirmed: {', '.join(rows)}."),
    )  # fmt: skip


def unapproved_reasons(criteria: Criteria, *, approved: bool) -> tuple[Reason, ...]:
    """Art. 7(2): criteria that another city brings are approved by the committee before an edition scores by them."""
    if approved:
        return ()
    return (
        _fault("criteria.not_approved", "第七条（二）", "/criteria",
               f"评定标准 {criteria.code} 尚未经评委会决议审定（/v1/criteria/{criteria.code}/approval）。",
               f"The criteria {criteria.code} are not approved yet (/v1/criteria/{criteria.code}/approval)."),
    )  # fmt: skip


def _ballot_faults(edition: Edition) -> tuple[Reason, ...]:
    """`edition.committee.ballot_mode`: only ballots that this service can hold."""
    if edition.committee.ballot_mode is not BallotMode.SECRET_SEALED:
        return ()
    return (
        _fault("edition.ballot_mode", "edition.committee.ballot_mode", "/committee/ballot_mode",
               "本服务不办理电子无记名投票：电子系统难以既可核对又不留下谁投了什么票的痕迹；"
               "依规进行无记名投票的，请选择纸质无记名投票（secret_paper），由两名计票人计票。"
               "也可选择公开记名（open）或结束前不公开的记名投票（sealed_open）。",
               "Secret electronic ballots are not held: the legitimate secret ballot here is secret_paper, counted "
               "by two tellers; otherwise choose open or sealed_open."),
    )  # fmt: skip


def activation_faults(
    edition: Edition, criteria: Criteria, *, document_number: str | None, effective_on: date | None, rehearsal: bool,
    criteria_approved: bool = True,
) -> tuple[Reason, ...]:  # fmt: skip
    """Art. 32: everything that keeps the edition from coming into force; () if nothing does.

    A rehearsal needs the same choices, but may do with criteria whose points are not confirmed.
    """
    return (
        *_paper_faults(document_number, effective_on), *approval_faults(edition, criteria),
        *unapproved_reasons(criteria, approved=criteria_approved),
        *(() if rehearsal or edition.criteria_confirmed_required else unconfirmed_reasons(unconfirmed(criteria))),
    )  # fmt: skip


def approval_resolution_faults(approved_by: UUID | None, named: UUID | None) -> tuple[Reason, ...]:
    """Art. 7(2): an activation that names a resolution names the one that approved the edition."""
    if named is None or named == approved_by:
        return ()
    return (
        _fault("edition.other_resolution", "第七条（二）", "/resolution_id",
               "所引决议不是审定本办法的决议。", "This is not the resolution that approved the edition."),
    )  # fmt: skip


def activated(edition: Edition, document_number: str, effective_on: date) -> Edition:
    """Art. 32: the edition in force, with its last day computed from the years of its validity."""
    last_day = years_after(effective_on, edition.validity_years) - timedelta(days=1)
    return replace(
        edition, document_number=document_number, effective_on=effective_on, expires_on=last_day, text_status="现行"
    )


def _paper_faults(document_number: str | None, effective_on: date | None) -> Iterator[Reason]:
    if not (document_number or "").strip():
        yield _fault("edition.document_number", "第三十二条", "/document_number",
                     "施行须有文号。", "Coming into force takes a document number.")  # fmt: skip
    if effective_on is None:
        yield _fault("edition.effective_on", "第三十二条", "/effective_on",
                     "施行日期未定（原文缺日）。",
                     "The effective date is missing (the text leaves the day blank).")  # fmt: skip


def _total_faults(edition: Edition, criteria: Criteria) -> Iterator[Reason]:
    if criteria.code != edition.criteria:
        yield _fault("edition.criteria", "第十三条", "/criteria",
                     f"本办法采用评定标准 {edition.criteria}，而非 {criteria.code}。",
                     f"The edition takes the criteria {edition.criteria}, not {criteria.code}.")  # fmt: skip
    if criteria.total != edition.total_points:
        yield _fault("edition.total_points", "第十三条", "/total_points",
                     f"标准总分应为 {edition.total_points} 分，该评定标准为 {criteria.total} 分。",
                     f"The total must be {edition.total_points}; the criteria declare {criteria.total}.")  # fmt: skip


def _stage_faults(edition: Edition, criteria: Criteria) -> Iterator[Reason]:
    """Art. 17: a scored stage's maximum is the sum of its items, and what is aggregated has the total of art. 13."""
    points = {item.code: item.points for item in criteria.items}
    if lost := set(edition.tie_order) - {row.code for row in criteria.rows}:
        yield _fault("edition.tie_order", "edition.tie_order", "/tie_order",
                     f"评定标准没有条款：{'、'.join(sorted(lost))}。",
                     f"The criteria have no {', '.join(sorted(lost))}.")  # fmt: skip
    for rule in (rule for rule in edition.stages if rule.scored):
        asked = rule.items or tuple(points)
        if unknown := [code for code in asked if code not in points]:
            yield _fault("stage.items", "第十七条", f"/stages/{rule.stage}/items",
                         f"评定标准没有条款：{'、'.join(unknown)}。",
                         f"The criteria have no item {', '.join(unknown)}.")  # fmt: skip
        elif (total := sum(points[code] for code in asked)) != rule.maximum:
            yield _fault(
                "stage.maximum",
                "第十七条",
                f"/stages/{rule.stage}/maximum",
                f"{STAGES[rule.stage].zh}：满分写作 {rule.maximum} 分，而其评分条款合计 {total} 分；二者应相等。",
                f"{STAGES[rule.stage].en}: the maximum is {rule.maximum}, the items sum to {total}.",
            )
    full = edition.total_points * 100 if edition.aggregation is None else _reachable(edition, edition.aggregation)
    if full != edition.total_points * 100:
        reached = f"{full // 100}.{full % 100:02}"
        yield _fault(
            "edition.aggregation_total",
            "第十五条",
            "/aggregation",
            f"总评分的合成方式：如此满分为 {reached} 分，而标准总分为 {edition.total_points} 分，无从比较；"
            "请调整各环节的权重或满分。",
            f"Aggregated this way the full score is {reached}, not {edition.total_points} points.",
        )


def _reachable(edition: Edition, aggregation: Aggregation) -> int:
    """Art. 22: the full comprehensive score, in hundredths of a point."""
    scored = [rule for rule in edition.stages if rule.scored]
    match aggregation:
        case Aggregation.WEIGHTED_SUM:
            return sum(rule.maximum * (rule.weight or 0) for rule in scored)
        case Aggregation.FINAL_CONSENSUS:
            return scored[-1].maximum * 100 if scored else 0


def _fault(code: str, article: str, pointer: str, zh: str, en: str) -> Reason:
    return Reason(code=code, article=article, pointer=pointer, zh=zh, en=en)
