"""Passwords and one-time secrets: the rules, the hashes, and that an unknown account costs the same work."""

import asyncio
import re
import unicodedata
from collections.abc import Callable

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher

from app.accounts import passwords, secrets_
from app.accounts.passwords import Cost, hash_password, password_faults, password_matches

CHEAP = Cost(memory=8, passes=1, lanes=1)


async def test_a_password_matches_its_own_hash_only() -> None:
    stored = await hash_password("江阴的质量奖要用心做", CHEAP)
    assert stored.startswith("$argon2id$v=19$m=8,t=1,p=1$")
    assert await password_matches("江阴的质量奖要用心做", stored, CHEAP)
    assert not await password_matches("江阴的质量奖要用心做 ", stored, CHEAP)
    assert not await password_matches("", stored, CHEAP)


async def test_a_service_hashes_with_64_mib_three_passes_four_lanes() -> None:
    assert (await hash_password("correct horse battery")).startswith("$argon2id$v=19$m=65536,t=3,p=4$")


async def test_one_password_has_two_hashes() -> None:
    assert await hash_password("correct horse", CHEAP) != await hash_password("correct horse", CHEAP)


async def test_composed_and_decomposed_spellings_are_one_password() -> None:
    stored = await hash_password(unicodedata.normalize("NFD", "Café Ångström"), CHEAP)
    assert await password_matches(unicodedata.normalize("NFC", "Café Ångström"), stored, CHEAP)


async def test_a_hash_made_at_another_cost_still_matches() -> None:
    stored = await hash_password("correct horse", Cost(memory=16, passes=2, lanes=2))
    assert await password_matches("correct horse", stored, CHEAP)


@pytest.mark.parametrize(
    "password", ["\ud800" * 12, "a\0bcdefghijk", "x" * 1_000_000], ids=["surrogate", "NUL", "long"]
)
async def test_a_strange_password_at_login_is_merely_wrong(password: str) -> None:
    assert not await password_matches(password, await hash_password("correct horse", CHEAP), CHEAP)


async def test_an_unknown_account_costs_one_whole_verification_and_never_matches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worked: list[str] = []
    verify = Argon2Hasher.verify

    def counted(hasher: Argon2Hasher, password: bytes, stored: str) -> bool:
        worked.append(stored.rpartition("$")[0].rpartition("$")[0])
        return verify(hasher, password, stored)

    stored = await hash_password("correct horse", CHEAP)
    monkeypatch.setattr(Argon2Hasher, "verify", counted)
    answers = [await password_matches("correct horse", known, CHEAP) for known in (stored, None)]
    assert (answers, worked) == ([True, False], ["$argon2id$v=19$m=8,t=1,p=1"] * 2)


async def test_an_unknown_account_never_matches_even_if_the_hash_would(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Argon2Hasher, "verify", lambda *_: True)
    assert not await password_matches("correct horse", None, CHEAP)


async def test_the_decoy_has_the_form_of_a_hash_made_at_that_cost() -> None:
    decoy = Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)
    assert not decoy.check_needs_rehash(passwords._decoy_of(CHEAP))  # noqa: SLF001, its form sets the work


async def test_at_most_two_hashes_are_in_work_and_the_loop_stays_free(monkeypatch: pytest.MonkeyPatch) -> None:
    working, peak = 0, 0
    loop, release = asyncio.get_running_loop(), asyncio.Event()
    two = asyncio.Event()

    def note(change: int) -> None:
        nonlocal working, peak
        working += change
        peak = max(peak, working)
        if working == 2:
            two.set()

    def slow(*_: object, **__: object) -> str:
        loop.call_soon_threadsafe(note, 1)
        asyncio.run_coroutine_threadsafe(release.wait(), loop).result(timeout=30)
        loop.call_soon_threadsafe(note, -1)
        return "hash"

    monkeypatch.setattr(Argon2Hasher, "hash", slow)
    hashing = [asyncio.create_task(hash_password("correct horse", CHEAP)) for _ in range(6)]
    await asyncio.wait_for(two.wait(), timeout=30)
    # A third, were it let in, has time to show itself.
    await asyncio.sleep(0.05)
    release.set()
    assert await asyncio.gather(*hashing) == ["hash"] * 6
    assert peak == 2


@pytest.mark.parametrize(
    ("password", "codes"),
    [
        ("correct hors", []),
        ("一二三四五六七八九十", []),
        ("一二三四五六七八九", ["password_too_short"]),
        ("".join(f"{sign}\u0301" for sign in "egznaciou"), ["password_too_short"]),
        ("".join(f"{sign}\u0301" for sign in "egznacioul"), []),
        ("😀一二三四五六七八九", []),
        ("x1" * 63 + "yz", []),
        ("x1" * 64 + "y", ["password_too_long"]),
        ("e\u0301" * 126 + "yz", []),
        ("correct\nhorse", ["password_not_text"]),
        ("correct\0horse", ["password_not_text"]),
        ("correct\ud800horse", ["password_not_text"]),
        ("correct horse battery", []),
        ("Secretary.Wang", ["password_is_login"]),
        ("secretary.wang ", ["password_is_login"]),
        ("1234567890", ["password_too_common"]),
        ("Password123", ["password_too_common"]),
        ("WOAINI1314", ["password_too_common"]),
        ("00000000000000", ["password_too_common"]),
        ("", ["password_too_short"]),
    ],
)
def test_a_new_password_is_judged_by_every_rule(password: str, codes: list[str]) -> None:
    assert [reason.code for reason in password_faults(password, "secretary.wang")] == codes


def test_all_faults_are_told_at_once_in_both_languages_and_at_their_place() -> None:
    faults = password_faults("wang", "Wang", "/new_password")
    assert [(fault.code, fault.article, fault.zh, fault.en, fault.pointer) for fault in faults] == [
        (
            "password_too_short",
            "",
            "密码至少须有10个字符。",
            "A password has at least 10 characters.",
            "/new_password",
        ),
        (
            "password_is_login",
            "",
            "密码不得与登录名相同。",
            "A password differs from the login name.",
            "/new_password",
        ),
    ]


def test_an_invitation_code_is_easy_to_read_out_and_never_repeats() -> None:
    codes = [secrets_.new_invitation_code() for _ in range(1000)]
    assert len(set(codes)) == 1000
    assert [code for code in codes if not re.fullmatch(r"([2-9A-HJKMNP-TV-Z]{4}-){4}[2-9A-HJKMNP-TV-Z]{4}", code)] == []
    assert set("".join(codes)) == {"-", *secrets_.INVITATION_ALPHABET}


@pytest.mark.parametrize(
    "typed",
    [
        "7kqm-2xwd-9rta-vbne-h4pc",
        "7KQM2XWD9RTAVBNEH4PC",
        " 7KQM 2XWD 9RTA VBNE H4PC\n",
        "７ＫＱＭ－２ＸＷＤ－９ＲＴＡ－ＶＢＮＥ－Ｈ４ＰＣ",
        "7KQM–2XWD—9RTA-VBNE-H4PC",
    ],
)
def test_a_code_is_the_same_however_it_was_typed(typed: str) -> None:
    assert secrets_.digest_of_invitation_code(typed) == secrets_.digest_of_invitation_code("7KQM-2XWD-9RTA-VBNE-H4PC")


def test_a_code_is_stored_as_the_sha_256_of_its_twenty_signs() -> None:
    stored = secrets_.digest_of_invitation_code("7KQM-2XWD-9RTA-VBNE-H4PC")
    assert stored.hex() == "bfbf41fc0c30fa317acfb0c4f0b8f0da76354271baee7e4fdb0cd490615e3c32"
    assert secrets_.digest_of_invitation_code("7KQM-2XWD-9RTA-VBNE-H4PD") != stored


def test_a_refresh_token_holds_256_bits_and_is_stored_as_its_sha_256() -> None:
    token = secrets_.new_refresh_token()
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", token)
    assert token != secrets_.new_refresh_token()
    assert secrets_.digest_of_refresh_token("abc").hex() == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )


@pytest.mark.parametrize("digest", [secrets_.digest_of_refresh_token, secrets_.digest_of_invitation_code])
def test_any_text_has_a_digest(digest: Callable[[str], bytes]) -> None:
    assert [len(digest(text)) for text in ("", "\ud800", "奖", "a" * 100_000)] == [32] * 4
