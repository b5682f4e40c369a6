"""Refusals: what the law answers when an act is not allowed, with every reason, its article and both languages."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason: a stable code, the article or the edition's field, the text in both languages, and where it lies."""

    code: str
    article: str
    zh: str
    en: str
    pointer: str = ""


class Refusal(Exception):  # noqa: N818 - a refusal is an answer of the law, not an error of the program.
    """An act that is not allowed, with at least one reason."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__("; ".join(reason.en for reason in reasons))
        self.reasons = reasons


class NotEntitled(Refusal):
    """The act is another's (403)."""


class OutOfOrder(Refusal):
    """It is not the time for the act (409)."""


class NotMet(Refusal):
    """The conditions of the act are not met (422)."""


def require(reasons: Iterable[Reason]) -> None:
    """Raise NotMet with every reason, if there is one."""
    found = tuple(reasons)
    if found:
        raise NotMet(*found)
