"""The guards of the schema by name: what each means, on which article it rests, and how it is answered."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError


@dataclass(frozen=True, slots=True)
class Guard:
    """What a guard of the schema means when it fires."""

    status: int
    code: str
    article: str | None
    zh: str
    en: str


GUARDS: dict[str, Guard] = {
    "pk_idempotency_key": Guard(
        409, "idempotency.in_flight", None, "同一幂等键的请求正在办理。", "A request with the same key is under way."
    ),
    "uq_organization_credit_code": Guard(
        409,
        "organization.registered",
        "第十条（一）",
        "该统一社会信用代码已注册。请由贵组织已注册的用户邀请您加入；如无法联系，请与评定秘书处联系。",
        "This credit code is registered already. Let a registered user of your organization invite you, "
        "or contact the secretariat.",
    ),
    "ix_user_account_login": Guard(
        409, "login.taken", None, "该登录名已被使用，请另选。", "This login name is taken; choose another."
    ),
    "uq_unit_name": Guard(
        409,
        "unit.registered",
        "第九条",
        "该推荐单位已登记。",
        "A recommending unit of this name is registered already.",
    ),
    "uq_role_grant_user_id_role_party_id": Guard(
        409, "grant.held", None, "该用户已有此身份。", "The user holds this role already."
    ),
    "grant_party_known": Guard(
        422, "grant.party_unknown", "第九条", "没有这一单位，或其与身份不符。", "There is no such party for this role."
    ),
    "grant_hands_apart": Guard(
        409,
        "grant.hands_apart",
        "第八条（四）",
        "秘书处工作人员不得兼任评审专家。",
        "A member of the secretariat cannot be an expert as well.",
    ),
    "i1_one_live_cycle": Guard(
        409, "cycle.year_taken", "第四条", "该年度已有一个未取消的评定。", "The year has a cycle that is not cancelled."
    ),
    "ck_cycle_i1_window_not_empty": Guard(
        422, "window.backwards", "第十八条", "截止日期早于起始日期。", "The window ends before it begins."
    ),
    "i1_window_moves_for_all": Guard(
        409,
        "window.fixed",
        "第十八条",
        "申报期限只能在受理期间更正，不得改变已开始的起始日期，也不得截止于过去。",
        "A window changes only while the call stands: not its first day once open, nor to an end in the past.",
    ),
    "i18_acceptance_ends_with_the_window": Guard(
        422,
        "window.still_open",
        "第十九条",
        "申报期限尚未届满，不能截止受理。",
        "The window is still open; acceptance cannot be closed.",
    ),
    "i5_cycle_moves": Guard(
        409,
        "act.out_of_order",
        "第十七条",
        "本届办法不允许年度评定如此变更状态。",
        "The edition does not allow the cycle this move.",
    ),
    "i2_prize_is_fixed": Guard(
        409,
        "prize.fixed",
        "第十五条",
        "奖项的名额、分数线与奖金自申报通知发布起不再改动。",
        "Places, floors and amounts are fixed from the call on.",
    ),
    "ck_award_slot_i3_place_needs_resolution": Guard(
        422,
        "place.needs_resolution",
        "第四条",
        "超出名额的奖项须有评委会决议与市政府批准文号。",
        "A place beyond the number takes a resolution and the government's number.",
    ),
    "i9_criteria_sum": Guard(
        422,
        "criteria.sum",
        "第十三条",
        "各条款分值之和与所声明的总分不符。",
        "The items do not sum to the declared total.",
    ),
    "uq_edition_code": Guard(
        409, "edition.imported", "第八条（二）", "该版管理办法已导入。", "This edition has been imported already."
    ),
    "edition_in_force_is_fixed": Guard(
        409,
        "edition.in_force",
        "第十六条",
        "已施行的管理办法不再改动；修订须另立新版。",
        "An edition in force changes no more; a revision is a new edition.",
    ),
    "call_is_fixed": Guard(
        409,
        "call.fixed",
        "第十八条",
        "已发布的申报通知不得改动；更正须另行发布。",
        "A published call never changes; a correction is a new call.",
    ),
    "uq_resolution_number": Guard(
        409, "resolution.recorded", "第七条（一）", "该编号的决议已登记。", "A resolution of this number is recorded."
    ),
}
"""Constraint or guard name → its meaning; each stage adds its own lines here."""

PASSING = frozenset({"40001", "40P01", "55P03", "57014", "53300", "57P01", "57P02", "57P03"})
"""SQLSTATEs of trouble that passes: serialization, deadlock, lock or statement time-out, no connection, shutdown."""
CLASHES = frozenset({"23505", "23P01"})
GUARD_NAME = re.compile(r"\bi\d{1,2}[a-z]?_[a-z0-9_]+")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = getattr(error, "orig", None) or error.__cause__


def guard_name_of(error: DBAPIError) -> str:
    """Give the name of the constraint that refused, or of the guard that raised it; empty if neither is known."""
    for cause in _causes(error.orig):
        name = getattr(cause, "constraint_name", None)
        if name:
            return str(name)
        raised = GUARD_NAME.search(str(cause)) if getattr(cause, "sqlstate", "") == "P0001" else None
        if raised:
            return raised.group()
    return ""


def sqlstate_of(error: DBAPIError) -> str:
    """Give the five-character SQLSTATE; empty if the connection failed before one was given."""
    return next((str(state) for cause in _causes(error.orig) if (state := getattr(cause, "sqlstate", None))), "")
