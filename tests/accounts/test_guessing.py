"""Passwords that anybody would try first: common ones however disguised, and names and words of the award."""

import pytest

from app.accounts.guessing import COMMONEST, is_guessable
from app.accounts.passwords import MIN_CHARACTERS, password_faults
from app.year.hands import PASSWORD as REHEARSED
from tests.api import PASSWORD

ABOUT = ("firm-steel", "陈启明", "江阴澄江特钢有限公司")


def test_the_list_has_its_thousands_and_those_that_the_rule_on_length_lets_through_are_refused() -> None:
    within = [word for word in COMMONEST if len(word) >= MIN_CHARACTERS]
    assert (len(COMMONEST) > 30_000, len(within) > 1_000) == (True, True)
    assert [word for word in within if "password_too_common" not in codes_of(word)] == []


def codes_of(password: str) -> list[str]:
    return [fault.code for fault in password_faults(password, "firm-steel", about=ABOUT)]


@pytest.mark.parametrize(
    "password",
    [
        "Password2022!", "P@ssw0rd123", "PA55WORD-2026", "adm1n1strat0r", "Ｐａｓｓｗｏｒｄ１２３", "  password99 ",
        "abcabcabcabc", "passwordpassword", "ababababababab", "5201314520131452013145201314",
        "jiangyin2026", "JiangYin@20260731", "江阴市市长质量奖2026", "市长质量奖市长质量奖", "MayorQualityAward1",
        "firm-steel-2026", "Firm.Steel.1", "chenqiming2026", "ChenQiMing!1985", "陈启明陈启明陈启明陈启明",
        "cqm1234cqm", "澄江特钢20260731", "chengjiangtegang8", "江阴澄江特钢有限公司",
    ],
)  # fmt: skip
def test_what_is_common_or_known_of_its_owner_is_refused(password: str) -> None:
    assert codes_of(password) == ["password_too_common"]


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD, REHEARSED, "correct horse battery", "83#91-4k2!7", "江阴的质量奖要用心做", "jiangyin-kx-quvw-mop",
        "一二三四五六七八九十", "澄江特钢门前有三棵树", "0613-8847-2295", "xkcdsteelnine",
    ],
)  # fmt: skip
def test_what_has_substance_of_its_own_is_taken(password: str) -> None:
    assert codes_of(password) == []


def test_the_names_of_others_are_no_reason() -> None:
    assert not is_guessable("chenqiming2026", ("zhang-hao", "张浩"))
    assert is_guessable("chenqiming2026", ("zhang-hao", "陈启明"))
