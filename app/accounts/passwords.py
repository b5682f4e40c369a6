"""Passwords: what makes one acceptable, and their argon2id hashes computed away from the event loop."""

import asyncio
import base64
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from app.regulation.refusals import Reason

MIN_CHARACTERS = 10
MAX_CHARACTERS = 128

# The commonest ones that would pass the rule on length.
_COMMONEST = frozenset(
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
) | frozenset(sign * length for sign in "0123456789a" for length in range(MIN_CHARACTERS, 17))

# Two threads are the semaphore: at most two hashes of 64 MiB are in work at a time, also when callers give up waiting,
# and unlike asyncio's own semaphore it is bound to no event loop.
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one hash costs: memory in KiB, passes over it, and lanes."""

    memory: int = 65_536
    passes: int = 3
    lanes: int = 4


FULL_COST = Cost()


async def hash_password(password: str, cost: Cost = FULL_COST) -> str:
    """Derive the argon2id hash of the password's NFC form, in PHC notation with a salt of its own."""
    hasher = _hasher_of(cost)
    return await asyncio.get_running_loop().run_in_executor(_threads, hasher.hash, _octets(password))


async def password_matches(password: str, stored: str | None, cost: Cost = FULL_COST) -> bool:
    """Say whether the password is the stored one; for an unknown account (`None`) do the same work and say no.

    The work is that of `stored`, or of `cost` for an unknown account: pass the cost with which hashes are made.
    """
    hasher = _hasher_of(cost)
    target = _decoy_of(cost) if stored is None else stored
    matches = await asyncio.get_running_loop().run_in_executor(_threads, hasher.verify, _octets(password), target)
    return matches and stored is not None


def password_faults(password: str, login: str, pointer: str = "/password") -> tuple[Reason, ...]:
    """List every rule that a new password breaks; `pointer` is its place in the request."""
    text = unicodedata.normalize("NFC", password)
    checks = (
        (len(text) < MIN_CHARACTERS, _TOO_SHORT),
        (len(text) > MAX_CHARACTERS, _TOO_LONG),
        (any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in text), _NOT_TEXT),
        (_folded(text) == _folded(login), _IS_LOGIN),
        (_folded(text) in _COMMONEST, _TOO_COMMON),
    )
    return tuple(
        Reason(code=code, article="", zh=zh, en=en, pointer=pointer) for broken, (code, zh, en) in checks if broken
    )


_TOO_SHORT = ("password_too_short", "密码至少须有10个字符。", "A password has at least 10 characters.")
_TOO_LONG = ("password_too_long", "密码不得超过128个字符。", "A password has at most 128 characters.")
_NOT_TEXT = ("password_not_text", "密码不得含有控制字符。", "A password holds no control characters.")
_IS_LOGIN = ("password_is_login", "密码不得与登录名相同。", "A password differs from the login name.")
_TOO_COMMON = (
    "password_too_common",
    "该密码过于常见，请另选。",
    "This password is among the commonest; choose another.",
)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip().casefold()


def _octets(password: str) -> bytes:
    # Keyboards differ in how they compose a sign. A lone surrogate, which a JSON escape can carry, must not be a crash.
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def _hasher_of(cost: Cost) -> PasswordHash:
    hasher = Argon2Hasher(time_cost=cost.passes, memory_cost=cost.memory, parallelism=cost.lanes)
    return PasswordHash((hasher,))


def _decoy_of(cost: Cost) -> str:
    # Well-formed but the digest of nothing: to refuse it takes the whole computation, and it need not be prepared.
    salt, digest = (base64.b64encode(bytes(length)).rstrip(b"=").decode("ascii") for length in (16, 32))
    return f"$argon2id$v=19$m={cost.memory},t={cost.passes},p={cost.lanes}${salt}${digest}"
