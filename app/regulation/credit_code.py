"""统一社会信用代码 (GB 32100-2015): the form and the two check characters of a unified social credit code."""

import re

from app.regulation.refusals import Reason

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_FORM = re.compile(rf"[1-9A-HJ-NP-RTUWXY][{ALPHABET}][0-9]{{6}}[{ALPHABET}]{{8}}[0-9X][{ALPHABET}]", re.ASCII)
_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
_BODY_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def check_character(first17: str) -> str:
    """GB 32100-2015: the eighteenth character for the first seventeen."""
    total = sum(ALPHABET.index(c) * w for c, w in zip(first17, _WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def body_check_character(first8: str) -> str:
    """GB 11714: the check character of the organisation code, which is the seventeenth of the whole."""
    total = sum(_BODY_ALPHABET.index(c) * w for c, w in zip(first8, _BODY_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def credit_code_faults(code: str) -> tuple[Reason, ...]:
    """Art. 10(1): whether the code can exist at all; a valid one proves neither registration nor legal personality."""
    if not _FORM.fullmatch(code):
        return (_fault("form", "统一社会信用代码须为 18 位数字或大写字母（不含 I、O、S、V、Z）。",
                       "A credit code has 18 digits or capital letters, without I, O, S, V and Z."),)  # fmt: skip
    reasons = []
    if body_check_character(code[8:16]) != code[16]:
        reasons.append(_fault("body_check", "统一社会信用代码第 17 位（主体标识码校验）不符。",
                              "The seventeenth character (the organisation code's check) does not fit."))  # fmt: skip
    if check_character(code[:17]) != code[17]:
        reasons.append(_fault("check", "统一社会信用代码第 18 位校验码不符。",
                              "The eighteenth character (the check) does not fit."))  # fmt: skip
    return tuple(reasons)


def _fault(kind: str, zh: str, en: str) -> Reason:
    return Reason(code=f"credit_code.{kind}", article="第十条（一）", zh=zh, en=en, pointer="/credit_code")
