"""Who may look into an objection and rule on it, whose name it bears, and when the chair decides (arts. 25, 26, 30)."""

import re
from datetime import date

from app.regulation.credit_code import credit_code_faults
from app.regulation.measures import ObjectionRule
from app.regulation.refusals import Reason

SEAL = "edition.objection.unit_seal"
MOST_FILES = 6
"""Of one objector to one objection, who need not sign in."""
MOST_OFFICE_FILES = 20
"""Of the secretariat to one objection."""
MOST_BYTES = 50 * 1024 * 1024
"""Of all files of one objector to one objection together."""
SEPARATE = "edition.objection.separate_ruling"
WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
CHECKS = "10X98765432"
"""GB 11643: the check character by the remainder of the weighted sum."""
RESIDENT = re.compile(r"[1-9]\d{16}[\dX]", re.ASCII)


def identity_faults(rule: ObjectionRule, *, is_real_name: bool, is_unit: bool, number: str) -> tuple[Reason, ...]:
    """Art. 25, `edition.objection.identity_required`: the number of a resident (GB 11643) or of a unit."""
    if not number:
        asked = rule.identity_required and is_real_name
        return (_fault("no_identity", "edition.objection.identity_required", "/identity_number",
                       "本办法要求实名异议注明公民身份号码或者统一社会信用代码；号码不保存明文，只供核对。",
                       "The edition asks for the number of the resident or of the unit; it is kept as a digest only."),
                ) if asked else ()  # fmt: skip
    if not is_real_name:
        return (_fault("identity_of_nobody", "第二十五条", "/identity_number", "匿名异议不得附带身份号码。",
                       "A nameless objection carries no number."),)  # fmt: skip
    good = not credit_code_faults(number) if is_unit else is_resident(number)
    if good:
        return ()
    return (_fault("identity_form", "第二十五条", "/identity_number",
                   "号码有误：自然人填公民身份号码，单位填统一社会信用代码。",
                   "The number cannot be: a person gives that of a resident, a unit its credit code."),)  # fmt: skip


def unit_faults(*, is_real_name: bool, is_unit: bool) -> tuple[Reason, ...]:
    """Art. 25: a unit speaks under its name."""
    if is_real_name or not is_unit:
        return ()
    return (_fault("nameless_unit", "第二十五条", "/is_unit",
                   "单位提出异议须署名：请填写单位名称并注明实名，或者以匿名个人身份提出。",
                   "A unit objects under its name: set is_real_name, or object as a person without one."),)  # fmt: skip


def seal_faults(rule: ObjectionRule, *, is_unit: bool, has_seal: bool) -> tuple[Reason, ...]:
    """Art. 25, `edition.objection.unit_seal`: what keeps a unit's objection from being admitted; it is not lost."""
    if not (rule.unit_seal and is_unit) or has_seal:
        return ()
    return (_fault("no_seal", SEAL, "",
                   "单位异议须有加盖公章的扫描件：请由异议单位补交（kind=seal），或由秘书处登记；未补交的，不予受理。",
                   "A unit objects under its seal: the unit, or the office, adds a scan that shows it (kind=seal); "
                   "without it the objection is inadmissible."),)  # fmt: skip


def file_faults(*, files: int, size: int, by_office: bool) -> tuple[Reason, ...]:
    """Art. 25: how much one objection takes; `files` are there already, `size` counts all bytes with the new ones."""
    most = MOST_OFFICE_FILES if by_office else MOST_FILES
    if files >= most:
        return (_fault("files", "第二十五条", "",
                       f"一件异议至多附 {most} 个文件；请合并为一个 PDF，或者将其余材料寄送秘书处。",
                       f"An objection takes at most {most} files; merge them into one PDF, or send the rest by post."),
                )  # fmt: skip
    if not by_office and size > MOST_BYTES:
        return (_fault("files_size", "第二十五条", "",
                       "一件异议所附文件合计不得超过 50 MiB；请压缩，或者将其余材料寄送秘书处。",
                       "The files of an objection have at most 50 MiB together; send the rest by post."),)  # fmt: skip
    return ()


def is_resident(number: str) -> bool:
    """GB 11643: whether a resident can have that number: its form, a day of birth, its check character."""
    if not RESIDENT.fullmatch(number):
        return False
    try:
        date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
    except ValueError:
        return False
    return CHECKS[sum(int(sign) * weight for sign, weight in zip(number[:17], WEIGHTS, strict=True)) % 11] == number[17]


def investigator_faults(*, is_officer: bool, is_barred: bool, is_new: bool) -> tuple[Reason, ...]:
    """Arts. 25, 30: an officer of the secretariat looks into it, whom nothing ties to the organization."""
    return tuple(
        _fault(kind, article, "/user_id", zh, en)
        for broken, kind, article, zh, en in (
            (not is_officer, "not_an_officer", "第二十五条", "调查人须为秘书处在岗人员。",
             "An officer of the secretariat investigates."),
            (is_barred, "investigator_barred", "第三十条", "该人员与被异议组织有利害关系，应当回避。",
             "A conflict of interest bars this officer."),
            (not is_new, "same_investigator", "第二十五条", "该人员已是调查人。", "He investigates already."),
        )
        if broken
    )  # fmt: skip


def ruler_faults(*, is_barred: bool) -> tuple[Reason, ...]:
    """Arts. 26, 30: who ends an objection, by a ruling or as inadmissible, is tied to nobody."""
    if not is_barred:
        return ()
    return (_fault("ruler_barred", "第三十条", "", "您与被异议组织有利害关系，应当回避，不得裁定或者决定不予受理。",
                   "A conflict of interest bars you from ruling on it or refusing it."),)  # fmt: skip


def ruling_faults(
    rule: ObjectionRule, *, has_investigator: bool, has_investigated: bool, is_barred: bool
) -> tuple[Reason, ...]:
    """Arts. 26, 30, `edition.objection.separate_ruling`: who rules is tied to nobody and did not investigate."""
    reasons = list(ruler_faults(is_barred=is_barred))
    if rule.separate_ruling and not has_investigator:
        reasons.append(_fault("no_investigator", SEPARATE, "", "本办法要求调查与裁定分开：请先指定调查人。",
                              "Name an investigator first: the edition separates the two."))  # fmt: skip
    if rule.separate_ruling and has_investigated:
        reasons.append(_fault("own_investigation", SEPARATE, "",
                              "曾任调查人的不得裁定，须由另一人裁定；秘书处别无他人的，提请评委会主任裁定。",
                              "Who has investigated does not rule; if the office has nobody else, refer it to the "
                              "chair."))  # fmt: skip
    return tuple(reasons)


def referral_faults(
    rule: ObjectionRule, *, has_investigator: bool, others: int, is_referred: bool
) -> tuple[Reason, ...]:
    """`edition.objection.separate_ruling`: the chair rules where the office has nobody else who may."""
    if not rule.separate_ruling:
        return (_fault("no_referral", SEPARATE, "", "本办法未要求调查与裁定分开，由秘书处裁定。",
                       "The edition does not separate the two; the office rules."),)  # fmt: skip
    return tuple(
        _fault(kind, SEPARATE, "", zh, en)
        for broken, kind, zh, en in (
            (not has_investigator, "no_investigator", "请先指定调查人。", "Name an investigator first."),
            (others > 0, "office_can_rule", f"秘书处另有 {others} 人可以裁定，不必提请评委会主任。",
             f"The office has {others} others who may rule."),
            (is_referred, "referred", "已提请评委会主任裁定。", "It has been referred."),
        )
        if broken
    )  # fmt: skip


def _fault(kind: str, article: str, pointer: str, zh: str, en: str) -> Reason:
    return Reason(code=f"objection.{kind}", article=article, pointer=pointer, zh=zh, en=en)
