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
