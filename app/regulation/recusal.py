"""Recusal that applicants ask for (申请回避): of whom, on what grounds, who decides, what is told (arts. 5, 20, 30)."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.regulation.refusals import Reason
from app.regulation.table.moves import BEFORE_THE_COMMITTEE, UNDER_REVIEW
from app.regulation.vocabulary import Status

ARTICLE = "第三十条"
UNDER_WAY = (
    Status.SUBMITTED, Status.RECEIVED, Status.SUPPLEMENT_REQUESTED, *UNDER_REVIEW, *BEFORE_THE_COMMITTEE,
)  # fmt: skip
"""While an application is in one of these, as far as its applicant knows, he may ask."""
TELLTALE = ("评审组", "专家组", "组长", "组员", "在组", "入组", "候补", "名单", "指派", "分配", "panel", "seat")
"""Words from which an applicant could conclude whether somebody works on his case."""
MOST = 250
"""Working days beyond all reason: a year of them."""


class Sought(StrEnum):
    """Of whom a recusal is asked: an expert, an officer of the secretariat, a member of the committee."""

    EXPERT = "expert"
    OFFICER = "officer"
    MEMBER = "member"


class RecusalGround(StrEnum):
    """Art. 30 names no ground: these follow the rules for procurement experts."""

    KINSHIP = "kinship"
    EMPLOYMENT = "employment"
    """Now or within the look-back (edition.conflict.look_back_months)."""
    CONSULTANCY = "consultancy"
    """As above."""
    SHAREHOLDING = "shareholding"
    DISPUTE = "dispute"
    COMPETITOR = "competitor"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecusalRule:
    """The Measures know no recusal on request: every field is a choice."""

    announced: bool = False
    """Whether applicants are told who stands in the register of experts, to ask for a recusal from the list."""
    working_days: int | None = None
    """Within how many days the answer is due, from the day after the request; None: none is set."""


def recusal_rule_faults(rule: RecusalRule) -> tuple[Reason, ...]:
    """`edition.recusal`: a number of days that one can live with."""
    if rule.working_days is None or 1 <= rule.working_days <= MOST:
        return ()
    return (
        _fault("edition.unsound", f"须为 1 至 {MOST}。", f"It lies between 1 and {MOST}.",
               pointer="/recusal/working_days", article="edition.recusal.working_days"),
    )  # fmt: skip


def name_key(name: str) -> str:
    """Art. 30: a name by which two ways of writing it are one: width, case and blanks do not count."""
    return "".join(unicodedata.normalize("NFKC", name).lower().split())


def recusal_faults(*, known: Status, picked: bool, announced: bool) -> tuple[Reason, ...]:
    """Art. 30: an applicant asks while its case is under way; it picks from a list only if there is one."""
    return tuple(_recusal_faults(under_way=known in UNDER_WAY, stranger=picked and not announced))


def recusal_turn_faults(*, oneself: bool, entitled: bool) -> tuple[Reason, ...]:
    """Art. 30: nobody decides on himself or on a namesake: another officer does, or the chair of the committee."""
    return tuple(_turn_faults(oneself=oneself, entitled=entitled))


def person_faults(sought: Sought, *, expert: bool, user: bool, known: bool) -> tuple[Reason, ...]:
    """Art. 30: who grants says whom he means: an expert of the register, or a user who holds the office."""
    right = (expert and not user) if sought is Sought.EXPERT else (user and not expert)
    if right and known:
        return ()
    pointer = "/expert_id" if sought is Sought.EXPERT else "/user_id"
    return (
        _fault("recusal.person", "须指明所涉的在库专家（expert_id）或现任人员（user_id），且与申请所指类别一致。",
               "Name the expert of the register (expert_id) or the person in office (user_id) who is meant.",
               pointer=pointer),
    )  # fmt: skip


def told_faults(reason: str) -> tuple[Reason, ...]:
    """Art. 30: the reason goes to the applicant and lets nobody conclude who works on which case."""
    found = [word for word in TELLTALE if word in reason.lower()]
    if not found:
        return ()
    return (
        _fault("recusal.telling", f"理由将告知申报组织，不得透露评审人员组成（{'、'.join(found)}）；内部情况写 note。",
               f"The applicant reads the reason; keep who works on a case out of it ({', '.join(found)}): use note.",
               pointer="/reason"),
    )  # fmt: skip


def answer_to(status: Status) -> str:
    """Art. 30: the answer in words that are the same whether or not the person works on the case."""
    return {
        Status.GRANTED: "同意回避申请：自本答复之日起，所指人员不得参与本申报的任何环节。本答复不表明其此前是否参与。",
        Status.REFUSED: "不同意回避申请，理由见本答复。本答复不表明所指人员是否参与本申报。",
    }.get(status, "")


def _recusal_faults(*, under_way: bool, stranger: bool) -> Iterator[Reason]:
    if not under_way:
        yield _fault("recusal.not_under_way", "申报提交后至评定结束前，方可申请有关人员回避。",
                     "A recusal is asked for while the application is under way.",
                     pointer="/application_id")  # fmt: skip
    if stranger:
        yield _fault("recusal.not_announced", "所选人员不在公布的专家名录内；可不选，直接写明姓名和单位。",
                     "This person is not on an announced list; leave it out and write name and employer.",
                     pointer="/expert_id", article="edition.recusal.announced")  # fmt: skip


def _turn_faults(*, oneself: bool, entitled: bool) -> Iterator[Reason]:
    if oneself:
        yield _fault("recusal.oneself", "不得决定要求本人（或与本人同名者）回避的申请，须由其他人员或评委会主任决定。",
                     "Nobody decides on a request against himself or a namesake; another officer or the chair "
                     "does.")  # fmt: skip
    if not entitled:
        yield _fault("recusal.not_chair", "评委会方面由主任决定；主任本人须回避的，由其他委员决定。",
                     "On the committee's side the chair decides; if the chair is barred, another "
                     "member.")  # fmt: skip


def _fault(code: str, zh: str, en: str, pointer: str = "", article: str = ARTICLE) -> Reason:
    return Reason(code=code, article=article, pointer=pointer, zh=zh, en=en)
