"""Supervisory checks of applicants and winners: operations, ethics, social responsibility (art. 8(6))."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.regulation.refusals import Reason
from app.regulation.table.moves import AFTER_ARRIVAL
from app.regulation.vocabulary import Status

ARTICLE = "第八条（六）"
RUNNING = frozenset({*AFTER_ARRIVAL, Status.APPROVED_IN_NOTICE, Status.APPROVED})
"""What an applicant is from his arrival until the award: a late finding may still end the application (art. 11)."""


class CheckedHeading(StrEnum):
    """Art. 8(6): 经营管理实况, 组织道德, 社会责任."""

    OPERATIONS = "operations"
    ETHICS = "ethics"
    SOCIAL_RESPONSIBILITY = "social_responsibility"


class Trigger(StrEnum):
    """Why a check is made: it stands in the plan, or somebody or something gave cause."""

    SCHEDULED = "scheduled"
    REPORT = "report"
    ADVERSE_RECORD = "adverse_record"
    TIP = "tip"


class CheckOutcome(StrEnum):
    """What a check ends with, and what it may open: nothing, a reminder, arts. 11(3)-(5) or art. 29."""

    CLEAR = "clear"
    REMINDER = "reminder"
    ADVERSE_RECORD = "adverse_record"
    LATE_FINDING = "late_finding"
    REVOCATION = "revocation"


OF_AN_APPLICANT = frozenset({CheckOutcome.ADVERSE_RECORD, CheckOutcome.LATE_FINDING})
"""What only an applicant of a running year meets (art. 11); a winner meets art. 29."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Investigation:
    """Art. 8(6): a check as it stands: what is looked into, what was found last of each heading, who was heard."""

    headings: Collection[CheckedHeading]
    adverse: Mapping[CheckedHeading, bool]
    """By heading: whether the finding that stands (the newest) is against the organization."""
    of_winner: bool
    heard: bool
    """The organization has made its statement, or its silence is noted."""


def checked_faults(status: Status, *, year: Status, of_winner: bool) -> tuple[Reason, ...]:
    """Art. 8(6) (申报及获奖组织): who is checked: an applicant of a running year, or the holder of a standing title."""
    if of_winner or (status in RUNNING and year not in {Status.CLOSED, Status.CANCELLED}):
        return ()
    return (
        _fault("not_checked", "/application_id", "只检查在评的申报组织和称号有效的获奖组织。",
               "Only an applicant of a running year or the holder of a standing title is checked."),
    )  # fmt: skip


def plan_faults(
    *, headings: Collection[CheckedHeading], trigger: Trigger, source: str, planned_on: date, today: date
) -> tuple[Reason, ...]:
    """Art. 8(6): a check names each heading once and a day that is not over; one with a cause says which."""
    return tuple(_plan_faults(headings, trigger, source, planned_on, today))


def officer_faults(*, is_officer: bool, is_barred: bool) -> tuple[Reason, ...]:
    """Arts. 8(6), 30: the officer is of the secretariat, and no conflict of interest ties him to the organization."""
    reasons = []
    if not is_officer:
        reasons.append(_fault("no_officer", "/officer_id", "检查人须为秘书处在任工作人员。",
                              "The officer must be of the secretariat."))  # fmt: skip
    if is_barred:
        reasons.append(
            Reason(code="check.conflicted", article="第三十条", pointer="/officer_id",
                   zh="该工作人员与被检查组织有利害关系，应当回避。",
                   en="A conflict of interest ties this officer to the organisation.")
        )  # fmt: skip
    return tuple(reasons)


def finding_faults(
    found: Investigation, *, heading: CheckedHeading, is_adverse: bool, is_officer: bool, files_are_own: bool
) -> tuple[Reason, ...]:
    """Art. 8(6): the officer finds, heading by heading, on evidence; after the hearing nothing new is held against."""
    return tuple(_finding_faults(found, heading, is_adverse, is_officer, files_are_own))


def asking_faults(found: Investigation, *, is_officer: bool) -> tuple[Reason, ...]:
    """Art. 8(6): the organization is asked once every heading is found on, and only where something is held against."""
    reasons = [] if is_officer else [_not_the_officer()]
    reasons += _unfound(found)
    if not any(found.adverse.values()):
        reasons.append(_fault("nothing_to_answer", "", "未发现问题，无须听取陈述，可直接办结。",
                              "Nothing is held against it: there is nothing to be heard on."))  # fmt: skip
    return tuple(reasons)


def statement_until(asked_on: date, days: int) -> date:
    """`edition.statement_days`: the last civil day for the statement, counted from the day after it was asked for."""
    return asked_on + timedelta(days=days)


def statement_faults(*, today: date, until: date) -> tuple[Reason, ...]:
    """`edition.statement_days`: the statement comes by the end of its last day."""
    if today <= until:
        return ()
    return (
        Reason(code="check.statement_late", article="edition.statement_days", zh=f"陈述期限已于 {until} 届满。",
               en=f"The statement was due by {until}."),
    )  # fmt: skip


def silence_faults(*, today: date, until: date) -> tuple[Reason, ...]:
    """`edition.statement_days`: silence is noted when the last day is over, not before."""
    if today > until:
        return ()
    return (
        Reason(code="check.statement_open", article="edition.statement_days", zh=f"陈述期限至 {until}，尚未届满。",
               en=f"The statement may come until {until}."),
    )  # fmt: skip


def conclusion_faults(found: Investigation, *, outcome: CheckOutcome, by_another: bool) -> tuple[Reason, ...]:
    """Art. 8(6): concluded by another than found, after the hearing; the outcome says what was found, of whom it was.

    What is held against an organization never ends as clear: who no longer holds it finds so first.
    """
    return tuple(_conclusion_faults(found, outcome, by_another))


def citing_faults(*, outcome: CheckOutcome | None, opens: Collection[CheckOutcome]) -> tuple[Reason, ...]:
    """Art. 8(6): what follows from a check cites one of its own that is concluded and ended in just that."""
    if outcome in opens:
        return ()
    return (
        _fault("not_cited", "/check_id", "没有对该组织、以此为结论的监督检查。",
               "No check of this organisation was concluded with this outcome."),
    )  # fmt: skip


def _plan_faults(
    headings: Collection[CheckedHeading], trigger: Trigger, source: str, planned_on: date, today: date
) -> Iterator[Reason]:
    if len(set(headings)) != len(headings):
        yield _fault("heading_twice", "/headings", "检查方面不得重复。", "A heading comes twice.")
    if planned_on < today:
        yield _fault("planned_in_past", "/planned_on", "计划日期不得早于今日。", "The planned day is over.")
    if (trigger is Trigger.SCHEDULED) is bool(source.strip()):
        yield _fault("source", "/source", "触发的检查须写明来源；计划内的检查不写。",
                     "A check with a cause says what it was; a scheduled one has none.")  # fmt: skip


def _finding_faults(
    found: Investigation, heading: CheckedHeading, is_adverse: bool, is_officer: bool, files_are_own: bool
) -> Iterator[Reason]:
    if not is_officer:
        yield _not_the_officer()
    if heading not in found.headings:
        yield _fault(
            "other_heading", "/heading", "本次检查不含这一方面。", "The check does not look into this heading."
        )
    if not files_are_own:
        yield _fault("file_unknown", "/file_ids", "没有这一证据文件，请先为本次检查上传。",
                     "There is no such evidence; upload it for this check first.")  # fmt: skip
    if found.heard and is_adverse:
        yield _fault("unheard_finding", "/is_adverse", "已听取陈述，不得再认定新的问题；新的问题另行检查。",
                     "The organisation has been heard: what is new takes a check of its own.")  # fmt: skip


def _conclusion_faults(found: Investigation, outcome: CheckOutcome, by_another: bool) -> Iterator[Reason]:
    if not by_another:
        yield _fault("own_finding", "", "检查人不得办结本人的检查。", "Who has found does not conclude.")
    yield from _unfound(found)
    against = any(found.adverse.values())
    if against is (outcome is CheckOutcome.CLEAR):
        yield _fault("outcome", "/outcome", "结论与认定不符：有问题的不得结论为未发现问题，反之亦然。",
                     "The outcome contradicts the findings.")  # fmt: skip
    if against and not found.heard:
        yield _fault("not_heard", "", "须先听取被检查组织的陈述，或登记其逾期未陈述。",
                     "The organisation is heard first, or its silence is noted.")  # fmt: skip
    if found.of_winner and outcome in OF_AN_APPLICANT:
        yield _fault("of_an_applicant", "/outcome", "获奖组织的问题依第二十九条处理。", "A winner meets art. 29.")
    if not found.of_winner and outcome is CheckOutcome.REVOCATION:
        yield _fault("of_a_winner", "/outcome", "申报组织的问题依第十一条处理。", "An applicant meets art. 11.")


def _unfound(found: Investigation) -> list[Reason]:
    lacking = len(set(found.headings) - found.adverse.keys())
    if not lacking:
        return []
    return [_fault("unfound", "", f"还有 {lacking} 个方面没有认定。", f"{lacking} heading(s) have no finding yet.")]


def _not_the_officer() -> Reason:
    return _fault("not_the_officer", "", "由指定的检查人办理。", "The officer named for the check does this.")


def _fault(kind: str, pointer: str, zh: str, en: str) -> Reason:
    return Reason(code=f"check.{kind}", article=ARTICLE, pointer=pointer, zh=zh, en=en)
