"""The experts' work on an application: opening, completing, agreeing, shortlisting, concluding (arts. 17, 20-22)."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from app.regulation.assignment import status_before
from app.regulation.criteria import Criterion
from app.regulation.measures import CutRule, ScoringRule
from app.regulation.ranking import Standing, Tie
from app.regulation.ratios import Ratio, exact_text, is_at_least
from app.regulation.refusals import Reason
from app.regulation.scoring import Percents, sheet_faults
from app.regulation.table.moves import STAGE_DONE, STAGE_STATUS
from app.regulation.vocabulary import Stage, Status


def running_faults(order: Sequence[Stage], stage: Stage, *, cycle: Status, application: Status) -> tuple[Reason, ...]:
    """Art. 17: experts work on an application while the cycle and the application are in the panel's stage."""
    return tuple(_running_faults(order, stage, cycle, application))


def reopening_faults(stage: Stage, cycle: Status) -> tuple[Reason, ...]:
    """Arts. 21, 23: a panel takes up anew what it agreed on while the stage runs; the schema keeps what is ranked."""
    if cycle is STAGE_STATUS[stage]:
        return ()
    return (
        _fault("consensus.stage_over", "第二十一条", "", f"本年度评定处于 {cycle}，环节 {stage} 已结束，合议不再重开。",
               f"The cycle is in {cycle}; the stage {stage} is over and its consensuses stand."),
    )  # fmt: skip


def draft_faults_of(status: Status, article: str = "第二十一条") -> tuple[Reason, ...]:
    """Art. 21: only what is not yet submitted or concluded can still be written."""
    if status in {Status.DRAFT, Status.OPEN}:
        return ()
    return (
        _fault("review.locked", article, "", f"当前状态为 {status}，内容已锁定，不得更改。",
               f"It is {status} and no longer changes."),
    )  # fmt: skip


def submission_faults(
    percents: Percents, remarks: Mapping[str, bool], items: Sequence[Criterion], rule: ScoringRule
) -> tuple[Reason, ...]:
    """Art. 21 (逐条评分): every item has a percent, and a strength or an opportunity (`remarks` by item code)."""
    return (*sheet_faults(percents, items, rule), *_silent_items(remarks, items))


def all_in_faults(missing: int) -> tuple[Reason, ...]:
    """Art. 21: no consensus before the sheet of every expert who works on the application is submitted."""
    if not missing:
        return ()
    return (
        _fault("consensus.sheets_missing", "第二十一条", "", f"尚有 {missing} 名评审员未提交评分表，不能合议。",
               f"{missing} assigned experts have not submitted their sheets."),
    )  # fmt: skip


def reason_faults(reasons: Mapping[str, str], items: Sequence[Criterion]) -> tuple[Reason, ...]:
    """Arts. 20-21: the panel's percent for each item is written down with its reason."""
    return tuple(
        _fault("consensus.reason", "第二十条", f"/items/{item.code}", f"条款 {item.code} 须写明合议理由。",
               f"The consensus on {item.code} needs a reason.")
        for item in items
        if not reasons.get(item.code, "").strip()
    )  # fmt: skip


def report_faults(*, concluded: bool, issued: bool) -> tuple[Reason, ...]:
    """Arts. 21-22: a report rests on the concluded consensus and is issued once."""
    return tuple(_report_faults(concluded=concluded, issued=issued))


def shortlist_faults(unreported: Sequence[str], tie: Tie | None) -> tuple[Reason, ...]:
    """Art. 21: the shortlist rests on every material report; a tie across the line is decided by the committee."""
    return tuple(_shortlist_faults(unreported, tie))


def elimination_text(standing: Standing, rule: CutRule, passed: int) -> str:
    """Art. 21: the written reason why an application does not go on."""
    score = exact_text(standing.total)
    if rule.minimum is not None and not is_at_least(standing.total, rule.minimum):
        return f"材料评审得分 {score} 分，低于入围最低分 {exact_text(Ratio(rule.minimum))} 分。"
    return f"材料评审得分 {score} 分，未列入入围的 {passed} 家。"


def conclusion_faults(waiting: Collection[tuple[str, str]]) -> tuple[Reason, ...]:
    """Art. 22: a stage ends when the consensus on each application in it is concluded; `waiting`: (id, name)."""
    return tuple(
        _fault("stage.unfinished", "第二十二条", f"/applications/{application}",
               f"“{name}”本环节评审尚未完成。", f"The review of {name} in this stage is not finished.")
        for application, name in waiting
    )  # fmt: skip


def _running_faults(order: Sequence[Stage], stage: Stage, cycle: Status, application: Status) -> Iterator[Reason]:
    if cycle is not STAGE_STATUS[stage]:
        yield _fault("review.not_running", "第十七条", "/stage",
                     f"本年度评定处于 {cycle}，环节 {stage} 未在进行。",
                     f"The cycle is in {cycle}; the stage {stage} is not running.")  # fmt: skip
    if application is not status_before(order, stage):
        yield _fault("review.application_elsewhere", "第十七条", "",
                     f"申报当前状态为 {application}，不在环节 {stage} 的评审中。",
                     f"The application is {application} and not under review in {stage}.")  # fmt: skip


def _silent_items(remarks: Mapping[str, bool], items: Sequence[Criterion]) -> Iterator[Reason]:
    for item in items:
        if not remarks.get(item.code):
            yield _fault("score.no_remark", "第二十一条", f"/items/{item.code}",
                         f"条款 {item.code} 须至少写明一项优势或改进机会。",
                         f"{item.code} needs at least one strength or opportunity.")  # fmt: skip


def _report_faults(*, concluded: bool, issued: bool) -> Iterator[Reason]:
    if not concluded:
        yield _fault("report.no_consensus", "第二十一条", "", "合议尚未形成，不能出具报告。",
                     "There is no report before the consensus is concluded.")  # fmt: skip
    if issued:
        yield _fault("report.issued", "第二十二条", "", "报告已出具，不得更改。", "The report is issued already.")


def _shortlist_faults(unreported: Sequence[str], tie: Tie | None) -> Iterator[Reason]:
    for application in unreported:
        yield _fault("shortlist.no_report", "第二十一条", f"/applications/{application}",
                     "该申报尚无材料评审报告。", "This application has no material report yet.")  # fmt: skip
    if tie is not None:
        yield _fault("shortlist.tie", "第七条（一）", "/tie",
                     f"{len(tie.applications)} 家得分并列而入围名额只余 {tie.places} 个，须由评委会决议取舍："
                     f"{'、'.join(tie.applications)}。",
                     f"{len(tie.applications)} are tied for {tie.places} places; the committee decides by resolution: "
                     f"{', '.join(tie.applications)}.")  # fmt: skip


def _fault(code: str, article: str, pointer: str, zh: str, en: str) -> Reason:
    return Reason(code=code, article=article, pointer=pointer, zh=zh, en=en)


def stage_moves_application(order: Sequence[Stage], stage: Stage) -> Status | None:
    """Art. 17: where a concluded consensus takes the application; the shortlist, not it, ends the first stage."""
    return STAGE_DONE[stage] if stage is not order[0] else None
