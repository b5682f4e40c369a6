"""Names hidden from the committee until it has chosen: codes by lot, and recusal by name (arts. 23, 24, 30)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from string import ascii_uppercase

from app.regulation.refusals import Reason

ARTICLE = "edition.committee.names_hidden"


def codes_of(seal: bytes, applications: Iterable[str]) -> dict[str, str]:
    """`edition.committee.names_hidden`: a code (候选A, 候选B …) for each application, drawn by lot.

    The order is that of SHA-256 over the seal of the ranking and the application's random id, so the code tells neither
    rank nor alphabet, nobody picks it, and whoever knows seal and ids can draw the lot again.
    """
    drawn = sorted(applications, key=lambda each: sha256(seal + each.encode()).digest())
    return {application: f"候选{letters(number)}" for number, application in enumerate(drawn)}


def letters(number: int) -> str:
    """Write 0, 1 … 25, 26 … as A, B … Z, AA …"""
    head, last = divmod(number, len(ascii_uppercase))
    return (letters(head - 1) if head else "") + ascii_uppercase[last]


def untold(closed: Mapping[str, tuple[Reason, ...]], *, masked: bool) -> Mapping[str, tuple[Reason, ...]]:
    """`edition.committee.names_hidden`: say that a tier is closed, not for which title, which the public roll names."""
    if not masked:
        return closed
    return {
        tier: tuple(
            replace(each, zh="该候选组织因曾获称号不能参评该奖项（名称公开前不述其详）。",
                    en="The tier is closed to the candidate for an earlier title (told when names are revealed).")
            for each in reasons
        )
        for tier, reasons in closed.items()
    }  # fmt: skip


def naming_faults(*, hidden: bool, by_id: bool, by_credit_code: bool) -> tuple[Reason, ...]:
    """Art. 30: a recusal names its organization once; by its credit code while the member reads codes.

    A member knows the organizations that tie him and must not be told which code is which before he has said so.
    """
    checks = (
        (by_id == by_credit_code, "named_once", "第三十条", "/application_id",
         "申报编号与统一社会信用代码须填写且只填写一项。", "Name either the application or the credit code."),
        (hidden and by_id, "by_name", ARTICLE, "/application_id",
         "候选组织名称尚未公开，委员须按组织（统一社会信用代码）声明回避，不按代号。",
         "While names are hidden a member recuses himself from an organization, by its credit code."),
    )  # fmt: skip
    return tuple(
        Reason(code=f"recusal.{kind}", article=article, pointer=pointer, zh=zh, en=en)
        for broken, kind, article, pointer, zh, en in checks
        if broken
    )
