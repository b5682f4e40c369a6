"""The register of experts and institutions: terms, training, standing and exit (arts. 8(3), 31)."""

from collections.abc import Iterator
from datetime import date

from app.regulation.refusals import Reason
from app.regulation.vocabulary import Status


def standing_faults(
    *, status: Status, admitted_on: date, term_until: date, today: date, pointer: str = ""
) -> tuple[Reason, ...]:
    """Arts. 8(3), 31: who reviews is in the register, within his term, neither suspended nor disqualified nor gone."""
    return tuple(_standing_faults(status, admitted_on, term_until, today, pointer))


def training_faults(*, completed_on: date, today: date, evidenced: bool) -> tuple[Reason, ...]:
    """Art. 8(3): a training on record is over, and its evidence, if any, is one's own upload."""
    return tuple(_training_faults(late=completed_on > today, evidenced=evidenced))


def renewal_faults(*, term_until: date, until: date, today: date, evidenced: bool) -> tuple[Reason, ...]:
    """Art. 8(3): a renewal ends after the present term and after today, and rests on evidence of its own."""
    return tuple(_renewal_faults(short=until <= max(term_until, today), evidenced=evidenced))


def release_faults(*, admitted_on: date, left_on: date, today: date) -> tuple[Reason, ...]:
    """Art. 8(3): an exit lies between the admission and today."""
    if admitted_on <= left_on <= today:
        return ()
    return (
        _fault("expert.left_on", "第八条（三）", "/left_on", "出库日须在入库日以后、今日以前（均含当日）。",
               "The exit lies between the day of admission and today."),
    )  # fmt: skip


def contract_faults(*, contract_from: date, contract_until: date) -> tuple[Reason, ...]:
    """Art. 31: an institution's contract has a term."""
    if contract_until > contract_from:
        return ()
    return (
        _fault("institution.contract", "第三十一条", "/contract_until", "合同截止日须晚于起始日。",
               "A contract ends after the day on which it begins."),
    )  # fmt: skip


def membership_faults(*, named: bool, standing: bool) -> tuple[Reason, ...]:
    """Art. 31: an expert belongs to a registered institution in good standing, or to none."""
    if standing or not named:
        return ()
    return (
        _fault("expert.institution", "第三十一条", "/institution_id", "所填机构未登记，或已被暂停、取消评审资格。",
               "The institution is not registered, or is suspended or disqualified."),
    )  # fmt: skip


def standard_faults(*, named: bool, in_force: bool) -> tuple[Reason, ...]:
    """Art. 8(3): who is admitted or renewed meets a standard: the one in force, or one that is named."""
    if named or in_force:
        return ()
    return (
        _fault("expert.standard", "第八条（三）", "/standard", "没有现行的评审员资格标准，须写明所依据的标准及其版本。",
               "No assessor standard is in force; name the standard and its version."),
    )  # fmt: skip


def _standing_faults(
    status: Status, admitted_on: date, term_until: date, today: date, pointer: str
) -> Iterator[Reason]:
    if status is not Status.ADMITTED:
        yield _fault("expert.not_in_standing", "第三十一条", pointer,
                     f"该专家当前状态为 {status}（暂停、取消资格或已出库），不能参加评审。",
                     f"The expert is {status} and takes no part in reviews.")  # fmt: skip
    if not admitted_on <= today <= term_until:
        yield _fault("panel.term_over", "第八条（三）", pointer,
                     f"该专家的聘期为 {admitted_on} 至 {term_until}，今日不在其内。",
                     f"The expert's term runs from {admitted_on} to {term_until}.")  # fmt: skip


def _training_faults(*, late: bool, evidenced: bool) -> Iterator[Reason]:
    if late:
        yield _fault("expert.training_day", "第八条（三）", "/completed_on", "培训完成日不得晚于今日。",
                     "A training on record has been completed.")  # fmt: skip
    if not evidenced:
        yield _fault("expert.evidence", "第八条（三）", "/evidence_file_id", "证明文件须由本人上传。",
                     "The evidence must be a file that you have uploaded.")  # fmt: skip


def _renewal_faults(*, short: bool, evidenced: bool) -> Iterator[Reason]:
    if short:
        yield _fault("expert.renewal", "第八条（三）", "/term_until", "新聘期截止日须晚于现聘期截止日和今日。",
                     "The new term ends after the present one and after today.")  # fmt: skip
    if not evidenced:
        yield _fault("expert.evidence", "第八条（三）", "/evidence_file_id", "续聘须有本人上传的资格证明文件。",
                     "A renewal takes evidence that you have uploaded.")  # fmt: skip


def _fault(code: str, article: str, pointer: str, zh: str, en: str) -> Reason:
    return Reason(code=code, article=article, pointer=pointer, zh=zh, en=en)
