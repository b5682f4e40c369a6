"""Passwords: what makes one acceptable, and their argon2id hashes computed away from the event loop."""

import asyncio
import base64
import unicodedata
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from app.accounts.guessing import is_guessable
from app.regulation.refusals import Reason

MIN_CHARACTERS = 10
MAX_CHARACTERS = 128

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


def password_faults(
    password: str, login: str, pointer: str = "/password", about: Iterable[str] = ()
) -> tuple[Reason, ...]:
    """List every rule that a new password breaks; `pointer` is its place in the request, `about` its owner's names."""
    text = unicodedata.normalize("NFC", password)
    is_login = _folded(text) == _folded(login)
    checks = (
        (len(text) < MIN_CHARACTERS, _TOO_SHORT),
        (len(text) > MAX_CHARACTERS, _TOO_LONG),
        (any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in text), _NOT_TEXT),
        (is_login, _IS_LOGIN),
        (not is_login and is_guessable(text, (login, *about)), TOO_COMMON),
    )
    return tuple(reason_of(words, pointer) for broken, words in checks if broken)


_TOO_SHORT = ("password_too_short", "密码至少须有10个字符。", "A password has at least 10 characters.")
_TOO_LONG = ("password_too_long", "密码不得超过128个字符。", "A password has at most 128 characters.")
_NOT_TEXT = ("password_not_text", "密码不得含有控制字符。", "A password holds no control characters.")
_IS_LOGIN = ("password_is_login", "密码不得与登录名相同。", "A password differs from the login name.")
TOO_COMMON = (
    "password_too_common",
    "该密码过于常见，或除登录名、姓名、单位名称与本奖项用词外所剩无几，请改用几个互不相关的词。",
    (
        "This password is among the commonest, or little is left of it beside your names and the award's own words; "
        "choose several words that have nothing to do with each other."
    ),
)
BREACHED = (
    "password_breached",
    "该密码已在别处的泄露中公开，请另选一个从未用过的密码。",
    "This password was made public by a breach elsewhere; choose one that you have used nowhere.",
)


def reason_of(words: tuple[str, str, str], pointer: str) -> Reason:
    """Say why a password is not taken."""
    code, zh, en = words
    return Reason(code=code, article="", zh=zh, en=en, pointer=pointer)


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
