"""Rehearsals: what may be done only in a database that was created for them, never where a real award is run."""

from collections.abc import Iterator
from datetime import UTC, datetime

from app.regulation.refusals import Reason

WORK = "第八条（八）"
"""The daily work of the secretariat, to which practising belongs."""
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2199, 1, 1, tzinfo=UTC)

PRODUCTION = Reason(
    code="rehearsal.production", article=WORK, zh="这是正式库：时钟不能拨动，数据不能清空；请在演练库中演练。",
    en="This database runs a real award: its clock is not shifted and nothing is cleared; use a rehearsal database.",
)  # fmt: skip
OPERATOR_ONLY = Reason(
    code="rehearsal.operator_only", article=WORK,
    zh="本服务未配置 AWARD_MIGRATION_URL，只能由运维人员用 `award rehearsal reset` 清空演练库。",
    en="The service has no AWARD_MIGRATION_URL: the operator clears the rehearsal with `award rehearsal reset`.",
)  # fmt: skip
OUT_OF_RANGE = Reason(
    code="rehearsal.out_of_range", article=WORK, pointer="/at", zh="时钟只能拨到 2000 年至 2198 年之间。",
    en="The clock is set to a time from the year 2000 to 2198.",
)  # fmt: skip

CONFIRMATION = "清空演练库"
UNCONFIRMED = Reason(
    code="rehearsal.unconfirmed", article=WORK, pointer="/confirmation", zh="请原样填写“清空演练库”以确认。",
    en="Repeat the words 清空演练库 to confirm.",
)  # fmt: skip
LOGIN = Reason(
    code="rehearsal.login", article=WORK, pointer="/login",
    zh="登录名须为 4 至 64 个小写字母、数字、点、连字符或下划线，以字母或数字开头。",
    en="A login has 4 to 64 small letters, digits, dots, hyphens and underscores, and begins with a letter or digit.",
)  # fmt: skip


def rehearsal_faults(*, rehearsal: bool) -> Iterator[Reason]:
    """Say that a real award is not practised with."""
    if not rehearsal:
        yield PRODUCTION


def clearing_faults(*, has_owner: bool) -> Iterator[Reason]:
    """Say that the service cannot clear, because it does not know the owner's login."""
    if not has_owner:
        yield OPERATOR_ONLY


def reset_faults(confirmation: str, *, is_login: bool) -> Iterator[Reason]:
    """Say that the words are not repeated, or that nobody could begin anew with that login."""
    if confirmation != CONFIRMATION:
        yield UNCONFIRMED
    if not is_login:
        yield LOGIN


def shift_faults(at: datetime | None) -> Iterator[Reason]:
    """Say that the clock cannot show this instant; None is the real time."""
    if at is not None and not EARLIEST <= at < LATEST:
        yield OUT_OF_RANGE
