"""What a name is found by: hanzi, pinyin with all its readings, initials, and nothing that a query could make of it."""

import re

import pytest

from app.search import READINGS, folded, search_text_of, words_of


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ("江阴（ABC）特钢", "江阴abc特钢"),
        ("ＡＢＣ　特 钢", "abc特钢"),
        ("葛\U000e0100洪", "葛洪"),
        ("𬭚𠮷䶮㛃", "𬭚𠮷䶮㛃"),
        ("\U00031350", "\U00031350"),
        ("%_\\.*+?^$()[]{}|'\"", ""),
        ("🏆 👍🏽", ""),
    ],
)
def test_a_text_is_folded_to_its_letters(given: str, left: str) -> None:
    assert folded(given) == left


def test_a_name_is_kept_with_its_usual_reading_and_each_other_reading_of_one_hanzi() -> None:
    assert search_text_of("单晓") == "单晓\ndx\n'DAN'XIAO\ncx\n'CHAN'XIAO\nsx\n'SHAN'XIAO"
    assert search_text_of("3M𠮷钢") == "3m𠮷钢\n3m𠮷g\n'3'M'𠮷'GANG"
    assert search_text_of("重庆").splitlines()[1:3] == ["cq", "'CHONG'QING"]


def test_a_credit_code_has_no_reading_and_nothing_no_line() -> None:
    assert search_text_of("91350100M000100Y43") == "91350100m000100y43"
    assert search_text_of("", "（）") == ""
    assert search_text_of("江", "江") == "江\nj\n'JIANG"


def test_the_longest_name_is_written_in_bounds() -> None:
    written = search_text_of("重" * 100)
    assert len(written.splitlines()) <= 1 + 2 * READINGS
    assert len(written) < 20_000


def test_a_query_is_taken_apart_at_blanks_and_no_sign_of_a_pattern_is_left() -> None:
    assert words_of(" 江阴\t特%钢 \n .* _ ") == ["江阴", "特钢"]
    assert words_of("  ") == []
    every = "".join(map(chr, range(0x20, 0x3000)))
    assert re.findall(r"[%_\\.*+?^$()\[\]{}|'\"\s]", "".join(words_of(every))) == []
