"""The printed text of a notice, made of a few named fields and of nothing else, and its contact line (arts. 7, 25)."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from app.regulation.choices import DayUnit
from app.regulation.measures import NoticeRule, ObjectionRule
from app.regulation.posting import Following, NoticedList
from app.regulation.refusals import Reason

OPENINGS = {
    NoticedList.APPROVED: "经市人民政府批准，现将{year}拟表彰组织名单",
    NoticedList.PROPOSED: "经评定委员会审议，现将{year}拟奖组织名单",
}
UNITS = {DayUnit.CALENDAR: "日", DayUnit.WORKING: "个工作日"}
SIGNED_HEAD = "办理记录截至本文件作出时的签名树头如下，持有本文件者可据以核验此前的记录未被改动："
NOT_SIGNED_YET = "本文件作出时，办理记录尚无已签名的树头。"
BETWEEN = r"[\s.·\-‐‑–—]?"
"""What people put between the digits of a number."""
ID_NUMBER = re.compile(rf"(?<!\d)(?:\d{BETWEEN}){{17}}[\dXx](?![\dA-Za-z])")
BORN = re.compile(r"\d{6}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
"""Where the number of a resident says when he was born (GB 11643)."""
MOBILE = re.compile(rf"(?<!\d)1{BETWEEN}[3-9](?:{BETWEEN}\d){{9}}(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedName:
    """What a notice says of one winner."""

    organization_name: str
    tier: str
    starts_anew: bool = True
    """Whether his period runs from this notice on, and not from an earlier one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedNotice:
    """Art. 25: all that a notice can say; no other field exists, so that no personal data can get in."""

    measures: str
    year: str
    kind: NoticedList
    tiers: Mapping[str, str]
    names: tuple[PrintedName, ...]
    days: int
    unit: DayUnit
    objection: ObjectionRule
    contact: str
    """Where objections are taken; see `contact_faults`."""
    following: Following | None = None
    """As what it takes the place of an earlier notice."""
    follows_number: int | None = None
    last_day: date | None = None
    """The last day of the notice that it corrects, if the period goes on."""
    checkpoint: str | None = None
    """The newest signed head of the record, as a note in several lines; None if none has been signed yet."""


def printed(notice: PrintedNotice) -> str:
    """Art. 25: write the text of the notice."""
    opening = OPENINGS[notice.kind].format(year=notice.year)
    lines = [*_following(notice), f"根据《{notice.measures}》，{opening}公示如下：", ""]
    for tier, name in notice.tiers.items():
        names = [each.organization_name for each in notice.names if each.tier == tier]
        lines += [f"{name}：{'、'.join(names) if names else '空缺'}", ""]
    lines.append(f"{_period(notice)}如有异议，请在公示期内{_manner(notice.objection)}。")
    return "\n".join(lines) + closing(notice.contact, notice.checkpoint)


def closing(contact: str, checkpoint: str | None) -> str:
    """Art. 25: write how the text ends: where objections are taken, and the head of the record to verify it by."""
    return f"受理：{contact}\n\n{checkpoint_lines(checkpoint)}"


def prints_contact(text: str, contact: str, checkpoint: str | None) -> bool:
    """Art. 25: whether the text already names that line; notices of before the head was printed end with it."""
    return text.endswith((closing(contact, checkpoint), f"受理：{contact}"))


def checkpoint_lines(checkpoint: str | None) -> str:
    """Write a signed head for a paper, its lines as they are, so that the verifier finds them in the text."""
    return NOT_SIGNED_YET if checkpoint is None else f"{SIGNED_HEAD}\n\n{checkpoint}"


def contact_faults(contact: str, rule: NoticeRule) -> tuple[Reason, ...]:
    """Art. 25, `edition.notice.office_lines`: the contact line is the office's, and carries no number of a person."""
    plain = unicodedata.normalize("NFKC", contact)
    reasons = []
    if any(BORN.match(_digits(found.group())) for found in ID_NUMBER.finditer(plain)):
        reasons.append(
            Reason(code="notice.id_number", article="第二十五条", pointer="/contact",
                   zh="公示只公布名单：联系方式中不得出现公民身份号码。",
                   en="A notice publishes the list: its contact line has no resident's identity number.")
        )  # fmt: skip
    if _strange_mobiles(plain, rule.office_lines):
        reasons.append(
            Reason(code="notice.mobile_number", article="edition.notice.office_lines", pointer="/contact",
                   zh="联系方式中不得出现个人手机号码；属受理部门的号码，须先列入本办法的 notice.office_lines。",
                   en="The contact line has no person's mobile number; the office's own are named in the edition "
                   "(notice.office_lines).")
        )  # fmt: skip
    return tuple(reasons)


def district_of(answer: str | None) -> str:
    """Art. 25: the district as its applicant named it; nothing if a number of a person stands there instead."""
    plain = unicodedata.normalize("NFKC", answer or "")
    return "" if MOBILE.search(plain) or ID_NUMBER.search(plain) else answer or ""


def office_line_faults(rule: NoticeRule) -> tuple[Reason, ...]:
    """`edition.notice.office_lines`: each is a mobile number; any other line may stand in a notice anyway."""
    return tuple(
        Reason(code="edition.unsound", article="edition.notice.office_lines", pointer=f"/notice/office_lines/{place}",
               zh="须为手机号码。", en="It is a mobile number.")
        for place, line in enumerate(rule.office_lines)
        if not MOBILE.fullmatch(line)
    )  # fmt: skip


def _strange_mobiles(text: str, own: Collection[str]) -> list[str]:
    known = {_digits(line) for line in own}
    return [found.group() for found in MOBILE.finditer(text) if _digits(found.group()) not in known]


def _digits(text: str) -> str:
    return "".join(sign for sign in text.upper() if sign.isdecimal() or sign == "X")


def _following(notice: PrintedNotice) -> tuple[str, ...]:
    match notice.following:
        case None:
            return ()
        case Following.CORRECTION:
            return (f"本公示更正并替代第{notice.follows_number}号公示。",)
        case Following.REPUBLICATION:
            return (f"第{notice.follows_number}号公示已中止，现重新公示，以本公示为准。",)


def _period(notice: PrintedNotice) -> str:
    if notice.last_day is not None:
        return f"更正不涉及公示组织，公示期不重新计算，仍至{notice.last_day} 24:00止。"
    length = f"{notice.days}{UNITS[notice.unit]}"
    anew = [each.organization_name for each in notice.names if each.starts_anew]
    if notice.following is Following.CORRECTION and len(anew) < len(notice.names):
        return f"{'、'.join(anew)}的公示期为{length}，自本公示在政府网站发布之日起重新计算；其他组织的公示期不变。"
    return f"公示期为{length}，自本公示在政府网站发布之日起按规定计算。"


def _manner(rule: ObjectionRule) -> str:
    """Say in which form an objection is lodged."""
    name = "实名提出" if rule.real_name_only else "提出（可以匿名）"
    return name + ("，并须附证据材料" if rule.evidence_required else "并附相关材料")
