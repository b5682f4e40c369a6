"""What a good access token carries, and that every defect in one ends in the same refusal."""

import base64
import json
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from jose import jwk
from jose.backends.cryptography_backend import CryptographyECKey

from app.accounts import keys, tokens
from app.accounts.keys import KeyRing
from app.accounts.tokens import Claims, InvalidToken
from tests.accounts import forge
from tests.accounts.forge import JTI, NOW, ORDER, SID, SUB
from tests.accounts.hostile import CORPUS, HEADER, PAYLOAD, TIME

SOUND_CLAIMS = Claims(sub=UUID(SUB), sid=UUID(SID), jti=UUID(JTI), exp=NOW + 900)


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    folder: Path = tmp_path_factory.mktemp("keys")
    keys.ensure(folder)
    return keys.load(folder)


@pytest.mark.parametrize("name", CORPUS)
def test_a_hostile_token_is_refused_like_any_other(ring: KeyRing, name: str) -> None:
    token = CORPUS[name](ring)
    for _ in range(2):
        with pytest.raises(InvalidToken) as refusal:
            tokens.verify(ring, token, NOW)
        assert (type(refusal.value), refusal.value.args) == (InvalidToken, ())


def test_the_corpus_is_large_and_without_twins(ring: KeyRing) -> None:
    written = [attack(ring).rpartition(".")[0] for attack in (HEADER | PAYLOAD | TIME).values()]
    assert len(CORPUS) == 164
    assert [twin for twin in written if written.count(twin) > 1] == []


def test_the_forger_s_sound_token_is_accepted_so_each_defect_alone_is_what_is_refused(ring: KeyRing) -> None:
    assert tokens.verify(ring, forge.with_payload(ring), NOW) == SOUND_CLAIMS


def test_a_token_of_4096_characters_is_not_yet_too_long(ring: KeyRing) -> None:
    token = next(
        token
        for blanks in range(2500, 3000)
        if len(token := forge.with_raw_payload(ring, forge.text_of(forge.payload_of()) + " " * blanks)) == 4096
    )
    assert tokens.verify(ring, token, NOW) == SOUND_CLAIMS


@pytest.mark.parametrize(
    "changes",
    [
        {"iat": NOW + 5, "nbf": NOW + 5, "exp": NOW + 905},
        {"iat": NOW - 899, "nbf": NOW - 899, "exp": NOW + 1},
        {"nbf": NOW - 60},
    ],
    ids=["a clock five seconds ahead", "the last second", "nbf before iat"],
)
def test_a_token_at_the_edge_of_its_time_is_accepted(ring: KeyRing, changes: dict[str, object]) -> None:
    assert tokens.verify(ring, forge.with_payload(ring, **changes), NOW).sub == UUID(SUB)


def test_an_issued_token_says_who_and_which_session_and_nothing_else(ring: KeyRing) -> None:
    token = tokens.issue(ring, subject=UUID(SUB), session=UUID(SID), now=NOW)
    header, payload = (json.loads(base64.urlsafe_b64decode(part + "==")) for part in token.split(".")[:2])
    claims = tokens.verify(ring, token, NOW)
    assert header == {"alg": "ES256", "kid": ring.kid, "typ": "at+jwt"}
    assert payload == forge.payload_of(jti=str(claims.jti))
    assert claims == Claims(sub=UUID(SUB), sid=UUID(SID), jti=claims.jti, exp=NOW + 900)


def test_two_tokens_of_one_session_have_ids_of_their_own(ring: KeyRing) -> None:
    issued = [tokens.issue(ring, subject=UUID(SUB), session=UUID(SID), now=NOW) for _ in range(2)]
    assert len({tokens.verify(ring, token, NOW).jti for token in issued}) == 2


def test_a_token_seen_before_ends_when_it_ends_and_does_not_begin_before_it_begins(ring: KeyRing) -> None:
    token = tokens.issue(ring, subject=UUID(SUB), session=UUID(SID), now=NOW)
    assert tokens.verify(ring, token, NOW + 899) == tokens.verify(ring, token, NOW - 5)
    for instant in (NOW - 6, NOW + 900, NOW + 901):
        with pytest.raises(InvalidToken):
            tokens.verify(ring, token, instant)


def test_the_signature_of_a_token_seen_before_is_not_computed_again(
    ring: KeyRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = tokens.issue(ring, subject=UUID(SUB), session=UUID(SID), now=NOW)
    fresh = tokens.issue(ring, subject=UUID(SUB), session=UUID(SID), now=NOW)
    first = tokens.verify(ring, token, NOW)
    monkeypatch.setattr(CryptographyECKey, "verify", lambda *_: False)
    assert tokens.verify(ring, token, NOW) == first
    with pytest.raises(InvalidToken):
        tokens.verify(ring, fresh, NOW)


def test_the_memory_of_tokens_has_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys.ensure(tmp_path)
    ring = keys.load(tmp_path)
    monkeypatch.setattr(tokens, "CACHED_TOKENS", 2)
    issued = [tokens.issue(ring, subject=UUID(SUB), session=UUID(SID), now=NOW) for _ in range(3)]
    for token in issued:
        tokens.verify(ring, token, NOW)
    monkeypatch.setattr(CryptographyECKey, "verify", lambda *_: False)
    with pytest.raises(InvalidToken):
        tokens.verify(ring, issued[0], NOW)
    assert tokens.verify(ring, issued[2], NOW).exp == NOW + 900


def test_a_token_of_another_ring_is_refused_though_its_own_accepts_it(ring: KeyRing, tmp_path: Path) -> None:
    keys.ensure(tmp_path)
    other = keys.load(tmp_path)
    token = tokens.issue(other, subject=UUID(SUB), session=UUID(SID), now=NOW)
    assert tokens.verify(other, token, NOW).sub == UUID(SUB)
    with pytest.raises(InvalidToken):
        tokens.verify(ring, token, NOW)


def test_the_mirrored_signature_is_the_same_token_to_us(ring: KeyRing) -> None:
    def mirrored(data: bytes) -> bytes:
        plain = forge.raw(forge.der_signed(ring)(data))
        return plain[:32] + (ORDER - int.from_bytes(plain[32:], "big")).to_bytes(32, "big")

    assert tokens.verify(ring, forge.with_signer(ring, mirrored), NOW) == SOUND_CLAIMS


def test_the_published_key_verifies_and_holds_nothing_private(ring: KeyRing) -> None:
    (published,) = tokens.jwks(ring)["keys"]
    numbers = ring.signing.public_key().public_numbers()
    coordinates = [int.from_bytes(base64.urlsafe_b64decode(published[name] + "="), "big") for name in ("x", "y")]
    assert sorted(published) == ["alg", "crv", "kid", "kty", "use", "x", "y"]
    assert (published["kid"], published["alg"], published["use"]) == (ring.kid, "ES256", "sig")
    assert coordinates == [numbers.x, numbers.y]


def test_a_backend_other_than_cryptography_is_refused(ring: KeyRing, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = KeyRing(kid=ring.kid, signing=ring.signing, verifying=ring.verifying, cursor=ring.cursor)
    assert jwk.get_key("ES256") is CryptographyECKey
    monkeypatch.setattr(jwk, "construct", lambda *_: object())
    with pytest.raises(RuntimeError, match="not by cryptography"):
        tokens.issue(fresh, subject=UUID(SUB), session=UUID(SID), now=NOW)


def test_the_order_of_the_curve_is_the_one_the_forger_uses() -> None:
    assert ec.SECP256R1().group_order == ORDER
