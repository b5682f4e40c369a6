"""A short run of the fuzz target, and proof that it would notice a verifier that fails."""

import base64
import json
from pathlib import Path
from uuid import UUID

import pytest

from app.accounts import keys, tokens
from app.accounts.keys import KeyRing
from app.accounts.tokens import Claims, InvalidToken
from tests.accounts.forge import JTI, SID, SUB
from tests.fuzz.tokens_target import FoundError, Target, Verify, with_hypothesis

RUNS = 2000


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    folder: Path = tmp_path_factory.mktemp("keys")
    keys.ensure(folder)
    return keys.load(folder)


def test_nothing_but_invalid_token_ever_comes_out(ring: KeyRing, capsys: pytest.CaptureFixture[str]) -> None:
    target = Target(ring)
    with_hypothesis(target, RUNS)
    with capsys.disabled():
        print(f"\nfuzzed tokens: {dict(target.seen)}")  # noqa: T201 - counters.
    assert target.seen["refused"] > RUNS // 2
    # Some edits change nothing, and some claims may be any: the run reached the end of the verifier too.
    assert target.seen["let in"] > 0


def crashing(ring: KeyRing, token: str, now: int) -> Claims:
    json.loads(base64.urlsafe_b64decode(token.split(".", maxsplit=1)[0] + "=="))
    return tokens.verify(ring, token, now)


def lax_about_members(ring: KeyRing, token: str, now: int) -> Claims:
    try:
        return tokens.verify(ring, token, now)
    except InvalidToken:
        segment = token.split(".")[1] if token.count(".") == 2 else ""
        if not segment.isascii() or b'"roles"' not in base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4)):
            raise
        return Claims(sub=UUID(SUB), sid=UUID(SID), jti=UUID(JTI), exp=now + 1)


def blind_to_the_signature(ring: KeyRing, token: str, now: int) -> Claims:
    sound = Target(ring).sound
    if token.rpartition(".")[0] == sound.rpartition(".")[0]:
        return Claims(sub=UUID(SUB), sid=UUID(SID), jti=UUID(JTI), exp=now + 1)
    return tokens.verify(ring, token, now)


@pytest.mark.parametrize("broken", [crashing, lax_about_members, blind_to_the_signature])
def test_a_verifier_that_fails_is_found_out(ring: KeyRing, broken: Verify) -> None:
    with pytest.raises(FoundError):
        with_hypothesis(Target(ring, broken), RUNS)
