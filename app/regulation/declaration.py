"""The declaration of art. 19: how its characters are counted, its industry codes and its years."""

import unicodedata

from app.regulation.choices import Sector
from app.regulation.refusals import Reason

PROFILE_LIMIT = 3_000
"""Counted characters of the organisation's profile; the Measures are silent, national practice says so."""
SELF_ASSESSMENT_LIMIT = 30_000
"""Counted characters of the self-assessment over all items together; the Measures are silent as well."""
COUNTING_ZH = "按 Unicode 码点计数（先作 NFC 规范化），空格、换行等空白字符不计；汉字、字母、数字、标点各计一个字符。"
COUNTING_EN = "Unicode code points after NFC; white space is not counted; hanzi, letters, digits, marks count one."

LAST_DIVISION = {
    "A": 5, "B": 12, "C": 43, "D": 46, "E": 50, "F": 52, "G": 60, "H": 62, "I": 65, "J": 69,
    "K": 70, "L": 72, "M": 75, "N": 79, "O": 82, "P": 83, "Q": 85, "R": 90, "S": 96, "T": 97,
}  # fmt: skip
"""GB/T 4754-2017: the last division (大类) of each section (门类); the sections follow one another without gaps."""


def count_characters(text: str) -> int:
    """Art. 19: the characters of a text as `COUNTING_ZH` says."""
    return sum(not character.isspace() for character in unicodedata.normalize("NFC", text))


def section_of(division: int) -> str:
    """GB/T 4754-2017: the section to which a division (1 to 97) belongs; "" for another number."""
    return next((section for section, last in LAST_DIVISION.items() if 1 <= division <= last), "")


def sector_of(section: str) -> Sector:
    """Art. 14: which sector guide covers a section: agriculture, manufacturing (construction included), services."""
    if section == "A":
        return Sector.AGRICULTURE
    return Sector.MANUFACTURING if section in "BCDE" else Sector.SERVICES


def industry_faults(code: str, pointer: str) -> tuple[Reason, ...]:
    """Arts. 10(4), 14: whether the letter of a code such as C3464 is the section of its division."""
    if section_of(int(code[1:3])) == code[0]:
        return ()
    return (
        Reason(
            code="form.industry_code", article="第十条（四）", pointer=pointer,
            zh=f"行业代码 {code} 的门类字母与大类 {code[1:3]} 不符（GB/T 4754-2017）。",
            en=f"The section letter of {code} is not that of division {code[1:3]} (GB/T 4754-2017).",
        ),
    )  # fmt: skip


def year_faults(years: list[int], award_year: int, count: int, pointer: str) -> tuple[Reason, ...]:
    """Art. 10(4): the figures cover exactly the `count` full years before the award year, each once."""
    wanted = list(range(award_year - count, award_year))
    if sorted(years) == wanted:
        return ()
    listed = "、".join(map(str, wanted))
    return (
        Reason(
            code="form.years", article="第十条（四）", pointer=pointer,
            zh=f"年度数据须且只须填报 {listed} 各年。", en=f"The figures must cover exactly {listed}, each year once.",
        ),
    )  # fmt: skip
