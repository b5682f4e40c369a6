"""Who may work on an application: seats, assignment, undertaking, declaration and leaving (arts. 8(3)-(4), 20, 30)."""

from collections.abc import Iterator, Sequence
from datetime import date

from app.regulation.refusals import Reason
from app.regulation.table.moves import STAGE_DONE, STAGE_STATUS
from app.regulation.vocabulary import Stage, Status


def status_before(order: Sequence[Stage], stage: Stage) -> Status:
    """Art. 17: the application's status when the stage begins on it."""
    place = list(order).index(stage)
    return STAGE_DONE[order[place - 1]] if place else Status.ELIGIBLE


def admission_faults(
    *, industry: bool, divisions: Sequence[str], admitted_on: date, term_until: date, evidenced: bool
) -> tuple[Reason, ...]:
    """Art. 8(3): admission takes evidence and a term, and of an industry expert the divisions that he knows."""
    return tuple(
        _admission_faults(divisionless=industry and not divisions, termless=term_until <= admitted_on,
                          evidenced=evidenced)
    )  # fmt: skip


def stage_faults(order: Sequence[Stage], stage: Stage, status: Status) -> tuple[Reason, ...]:
    """Art. 17: a panel is formed for a stage of the cycle's edition that is not over; `status` is the cycle's."""
    if stage in order:
        return _lateness(order, stage, status)
    return (
        _fault("panel.no_such_stage", "第十七条", "/stage",
               f"本年度评定没有环节 {stage}。", f"This year has no stage {stage}."),
    )  # fmt: skip


def assignment_faults(order: Sequence[Stage], stage: Stage, status: Status, *, taken: bool) -> tuple[Reason, ...]:
    """Arts. 8(4), 17: a panel gets applications that are still on their way to its stage, each in one panel a stage."""
    place = list(order).index(stage)
    on_the_way = {status_before(order, each) for each in order[: place + 1]} - ({Status.ELIGIBLE} if place else set())
    return tuple(_assignment_faults(stage, status, on_the_way, taken=taken))


def seating_faults(*, seated: bool, leads: bool, has_leader: bool) -> tuple[Reason, ...]:
    """Art. 20: an expert takes one seat, and the leader's only if it is free; his standing is the register's."""
    return tuple(_seating_faults(seated=seated, second_leader=leads and has_leader))


def lead_faults(*, assigned: bool, sheet_in: bool, opened: bool, leads: bool) -> tuple[Reason, ...]:
    """Art. 20: the lead goes to another who works on the application; once it is agreed on, to one who has scored."""
    return tuple(_lead_faults(assigned=assigned, unscored=opened and not sheet_in, leads=leads))


def activation_faults(applications: int) -> tuple[Reason, ...]:
    """Art. 8(4): a panel that starts has work."""
    if applications:
        return ()
    return (
        _fault("panel.no_application", "第八条（四）", "", "尚未分配申报。", "No application is assigned yet."),
    )  # fmt: skip


def access_faults(*, undertaking_signed: bool, declared_free: bool) -> tuple[Reason, ...]:
    """Art. 30: no dossier opens before the cycle's undertaking is signed and freedom from conflict is declared."""
    return tuple(_access_faults(undertaking_signed=undertaking_signed, declared_free=declared_free))


def declaration_faults(*, assigned: bool, conflict: bool, ground: str) -> tuple[Reason, ...]:
    """Art. 30: an assigned expert declares; a conflict takes its ground."""
    return tuple(_declaration_faults(assigned=assigned, silent=conflict and not ground.strip()))


def leaving_faults(*, assigned: bool, concluded: bool) -> tuple[Reason, ...]:
    """Arts. 20, 30: only an assigned expert leaves the work, and not after the consensus that rests on his sheet."""
    return tuple(_leaving_faults(assigned=assigned, concluded=concluded))


def employment_faults(*, employed: bool) -> tuple[Reason, ...]:
    """Art. 30: nobody reviews the application of an organization to which what is on record ties him."""
    if not employed:
        return ()
    return (
        _fault("panel.employed", "第三十条", "/replacement_id", "该专家与申报组织存在已查明的利害关系，应当回避。",
               "What is on record ties the expert to the applicant and bars him."),
    )  # fmt: skip


def replacement_faults(*, sits: bool, same: bool, related: bool) -> tuple[Reason, ...]:
    """Art. 20: one who sits in the panel is replaced, by another who was not yet concerned with the application."""
    return tuple(_replacement_faults(sits=sits, same=same, related=related))


def _replacement_faults(*, sits: bool, same: bool, related: bool) -> Iterator[Reason]:
    if not sits:
        yield _fault("panel.not_seated", "第二十条", "/expert_id", "该专家不在本组。",
                     "The expert does not sit in this panel.")  # fmt: skip
    if same or related:
        yield _fault("panel.related_already", "第三十条", "/replacement_id",
                     "接替者已经（或曾经）参与该申报的评审。",
                     "The replacement works, or worked, on this application already.")  # fmt: skip


def _lateness(order: Sequence[Stage], stage: Stage, status: Status) -> tuple[Reason, ...]:
    coming = (Status.PLANNED, Status.CALLED, Status.ELIGIBILITY)
    if status in (*coming, *(STAGE_STATUS[each] for each in order[: list(order).index(stage) + 1])):
        return ()
    return (
        _fault("panel.stage_over", "第十七条", "/stage",
               f"本年度评定已到 {status}，环节 {stage} 已过。",
               f"The cycle is in {status}; the stage {stage} is over."),
    )  # fmt: skip


def _admission_faults(*, divisionless: bool, termless: bool, evidenced: bool) -> Iterator[Reason]:
    if divisionless:
        yield _fault("expert.divisions", "第二十条", "/divisions", "行业专家须写明熟悉的行业大类。",
                     "An industry expert names the divisions that he knows.")  # fmt: skip
    if termless:
        yield _fault("expert.term", "第八条（三）", "/term_until", "聘期截止日须晚于入库日。",
                     "The term ends after the day of admission.")  # fmt: skip
    if not evidenced:
        yield _fault("expert.evidence", "第八条（三）", "/evidence_file_id", "入库须有本人上传的资格证明文件。",
                     "Admission takes evidence that you have uploaded.")  # fmt: skip


def _assignment_faults(stage: Stage, status: Status, wanted: set[Status], *, taken: bool) -> Iterator[Reason]:
    if status not in wanted:
        listed = "、".join(sorted(wanted))
        yield _fault("panel.not_on_the_way", "第十七条", "/application_id",
                     f"申报当前状态为 {status}，不能交由 {stage} 环节评审；须处于：{listed}。",
                     f"The application is {status}; for the stage {stage} it must be one of: {listed}.")  # fmt: skip
    if taken:
        yield _fault("panel.assigned_already", "第八条（四）", "/application_id",
                     "该申报在本环节已交由一个专家评审组。",
                     "A panel of this stage has the application already.")  # fmt: skip


def _lead_faults(*, assigned: bool, unscored: bool, leads: bool) -> Iterator[Reason]:
    if not assigned:
        yield _fault("panel.not_assigned", "第二十条", "/expert_id", "接任者未参与（或已不参与）该申报的评审。",
                     "The new leader is not, or no longer, assigned to the application.")  # fmt: skip
    if unscored:
        yield _fault("panel.lead_unscored", "第二十条", "/expert_id", "合议已开始，接任组长须已提交本人评分表。",
                     "The consensus has begun; the new leader must have submitted a sheet.")  # fmt: skip
    if leads:
        yield _fault("panel.leads_already", "第二十条", "/expert_id", "该专家已是该申报的组长。",
                     "The expert leads the work on this application already.")  # fmt: skip


def _seating_faults(*, seated: bool, second_leader: bool) -> Iterator[Reason]:
    if seated:
        yield _fault("panel.seated_already", "第二十条", "/expert_id", "该专家已在（或曾在）本组。",
                     "The expert has, or had, a seat in this panel.")  # fmt: skip
    if second_leader:
        yield _fault("panel.second_leader", "第二十条", "/is_leader", "本组已有组长。", "The panel has a leader.")


def _access_faults(*, undertaking_signed: bool, declared_free: bool) -> Iterator[Reason]:
    if not undertaking_signed:
        yield _fault("panel.undertaking", "第三十条", "", "签署本年度保密与廉洁承诺后方可查阅申报材料。",
                     "The dossier opens once the year's undertaking is signed.")  # fmt: skip
    if not declared_free:
        yield _fault("panel.undeclared", "第三十条", "", "声明与该申报组织无利害关系后方可查阅申报材料。",
                     "The dossier opens once you have declared that there is no conflict of interest.")  # fmt: skip


def _declaration_faults(*, assigned: bool, silent: bool) -> Iterator[Reason]:
    if not assigned:
        yield _fault("panel.not_assigned", "第三十条", "/application_id",
                     "您不在该申报的评审人员之列（未分配、已声明利害关系或已回避）。",
                     "You are not, or no longer, assigned to this application.")  # fmt: skip
    if silent:
        yield _fault("panel.ground_missing", "第三十条", "/ground", "声明有利害关系的，须写明情形。",
                     "A conflict of interest is declared with its ground.")  # fmt: skip


def _leaving_faults(*, assigned: bool, concluded: bool) -> Iterator[Reason]:
    if not assigned:
        yield _fault("panel.not_assigned", "第三十条", "/expert_id", "该专家未参与（或已不参与）该申报的评审。",
                     "The expert is not, or no longer, assigned to the application.")  # fmt: skip
    if concluded:
        yield _fault("panel.concluded", "第二十一条", "/application_id",
                     "该申报本环节合议已形成，不能再更动评审人员。",
                     "The consensus on this application is concluded; its experts no longer change.")  # fmt: skip


def _fault(code: str, article: str, pointer: str, zh: str, en: str) -> Reason:
    return Reason(code=code, article=article, pointer=pointer, zh=zh, en=en)
