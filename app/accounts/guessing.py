"""Which passwords anybody would try first: the commonest ones, and those made of names and the award's own words."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from pypinyin import Style, lazy_pinyin
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from app.accounts.likeness import core_of

LETTERS_LEFT, SIGNS_LEFT = 4, 9
"""What has to be left of a password without the words that everybody knows: letters, or letters and digits.

A date has eight digits.
"""
SHORTEST_WORD = 3
"""A word of fewer letters gives nothing away; two hanzi do."""
TAIL = 6
"""Digits and signs about a common password that do not make it another one."""

_AWARD = frozenset(
    """
    江阴市市长质量奖 市长质量奖 质量管理优秀奖 质量管理 质量奖 市长奖 江阴市 江阴 无锡 江苏 中国
    jiangyin wuxi jiangsu zhongguo china shizhang zhiliang zhiliangjiang szzlj mayor quality award excellence
    """.split()  # noqa: SIM905, as below
)
# Those that users here choose and that the list of the library, which comes from the West, does not know.
_CHOSEN_HERE = frozenset(
    """
    0123456789 1234567890 12345678910 123456789a 1234567891 1234567899 12345678901 123456789012 0987654321 9876543210
    01234567890 1231231231 123123123123 1233211234567 1234554321 1122334455 112233445566 11223344556677 1357924680
    147258369000 1472583690 3141592653 5201314520 5201314520a 52013145201314 1314520520 13145201314520 a1234567890
    a123456789 aa123456789 abc123456789 abcd123456 abcd1234567 abcd12345678 abcdef123456 abcde12345 abcdefghij
    abcdefghijk abcdefg123 qwertyuiop qwertyuiop123 qwertyuiop[] qwerty1234 qwerty12345 qwerty123456 qwertyuiop1
    1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc 1qazxsw23edc 1qaz2wsx3edc4rfv q1w2e3r4t5 q1w2e3r4t5y6 qazwsxedcrfv qazwsx123456
    qazwsxedc123 asdfghjkl; asdfghjkl123 asdf123456 asdfghjkl1 zxcvbnm123 zxcvbnm1234 zxcvbnm123456 zxcvbnm,./
    password12 password123 password1234 password12345 passw0rd123 p@ssw0rd123 p@ssword123 password!1 passwordpassword
    admin12345 admin123456 admin@12345 admin@123456 administrator root123456 test123456 user123456 welcome123
    changeme123 letmein123 iloveyou123 iloveyou1314 sunshine123 princess123 football123 superman123 monkey12345
    woaini1314 woaini520520 woaini5201314 woaini123456 woaini1314520 woaiwojia1314 zhang123456 wang123456 li12345678
    jiangyin123 jiangyin123456 jiangyin2022 jiangyin2026 wuxi123456 jiangsu123 china123456 zhongguo123
        """.split()  # noqa: SIM905, a list of a hundred quoted words is not read by anyone
)
COMMONEST = _CHOSEN_HERE | frozenset(FREQUENCY_LISTS["passwords"])

_DISGUISES = tuple(str.maketrans("@403$5!7" + "1", "aaoessit" + one) for one in "il")
_ENDS = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_REPEATED = re.compile(r"(.+?)\1+", re.DOTALL)
_STYLES = (Style.NORMAL, Style.FIRST_LETTER)
_BETWEEN = re.compile(r"[\W\d_]+")


def is_guessable(password: str, about: Iterable[str] = ()) -> bool:
    """Say whether a password is a common one, however disguised, or little but words that are known of its owner."""
    plain = _plain(password)
    known = _AWARD | {word for text in about for word in _words_of(text)}
    return any(_is_common(each) or _is_hollow(each, known) for each in {plain, *map(plain.translate, _DISGUISES)})


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _is_common(plain: str) -> bool:
    repeated = _REPEATED.fullmatch(plain)
    core = _ENDS.sub("", plain)
    return (
        plain in COMMONEST
        or (repeated is not None and (len(repeated[1]) < SHORTEST_WORD + 1 or repeated[1] in COMMONEST))
        or (len(core) >= LETTERS_LEFT and len(plain) - len(core) <= TAIL and core in COMMONEST)
    )


def _is_hollow(plain: str, known: Iterable[str]) -> bool:
    """Take the known words away, the longest first, and look at what is left."""
    left = plain
    for word in sorted(known, key=len, reverse=True):
        left = left.replace(word, " ")
    signs = [sign for sign in left if sign.isalnum()]
    return left != plain and len(signs) < SIGNS_LEFT and sum(map(str.isalpha, signs)) < LETTERS_LEFT


def _words_of(text: str) -> Iterator[str]:
    """Give a name, its parts, and of a firm what tells it from others, each also as its pinyin and its initials."""
    for part in {_plain(text), core_of(text), *_BETWEEN.split(_plain(text))}:
        spellings = {part} if part.isascii() else {part, *(_pinyin(part, style) for style in _STYLES)}
        yield from filter(_is_word, spellings)


def _pinyin(text: str, style: Style) -> str:
    return "".join(lazy_pinyin(text, style=style))


def _is_word(word: str) -> bool:
    return len(word) >= SHORTEST_WORD or (len(word) > 1 and not word.isascii())
