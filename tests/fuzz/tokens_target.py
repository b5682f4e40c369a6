"""A fuzz target over the verifier of access tokens: whatever comes in, it answers InvalidToken or a token's claims.

A short run is part of the tests. A long one:

    python -m tests.fuzz.tokens_target --runs 1000000

takes atheris where it can be imported (it is no dependency of this project: `pip install atheris`), which follows
the branches of the verifier and prints counters of its own, and Hypothesis otherwise, which only mutates: some 700
tokens a second, half an hour for a million.
"""

import argparse
import importlib.util
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from inspect import isfunction
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.accounts import keys, tokens
from app.accounts.keys import KeyRing
from app.accounts.tokens import Claims, InvalidToken
from tests.accounts import forge
from tests.accounts.forge import NOW
from tests.accounts.hostile import CORPUS

Verify = Callable[[KeyRing, str, int], Claims]

HEADERS = ("alg", "kid", "typ", "crit", "jwk", "b64")
CLAIMS = ("iss", "aud", "sub", "sid", "jti", "iat", "nbf", "exp", "roles")


class FoundError(Exception):
    """The verifier did what it must not: it raised something else, or let in a token that was tampered with."""


@dataclass(slots=True)
class Target:
    """A verifier under fire, with the valid token that is tampered with and counters of what it answered."""

    ring: KeyRing
    verify: Verify = tokens.verify
    sound: str = ""
    seen: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Make the valid token."""
        self.sound = self.sound or forge.with_payload(self.ring)

    def try_unsigned(self, token: str) -> None:
        """Try a token that nobody signed: only the valid one itself may pass."""
        if self._passes(token) and token != self.sound:
            raise FoundError(f"a token that nobody signed was let in: {token!r}")

    def try_signed(self, header: str | bytes, payload: str | bytes) -> None:
        """Try any two octet strings, properly signed: what passes has exactly the members of a token."""
        if self._passes(forge.token_of(self.ring, header, payload)):
            names = (sorted(json.loads(header)), sorted(json.loads(payload)))
            if names != (sorted(forge.header_of(self.ring)), sorted(forge.payload_of())):
                raise FoundError(f"a token with other members was let in: {header!r} {payload!r}")

    def _passes(self, token: str) -> bool:
        try:
            self.verify(self.ring, token, NOW)
        except InvalidToken:
            self.seen["refused"] += 1
            return False
        except BaseException as error:
            raise FoundError(f"{type(error).__name__} instead of InvalidToken for {token!r}") from error
        self.seen["let in"] += 1
        return True


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from([NOW, NOW + 900, "ES256"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
POSITION = st.floats(min_value=0, max_value=1, exclude_max=True)
EDITS = st.lists(
    st.tuples(st.sampled_from(("replace", "insert", "delete", "double", "cut")), POSITION, st.characters()),
    max_size=4,
)


def edited(text: str, edits: Sequence[tuple[str, float, str]]) -> str:
    """Tamper with a text: each edit changes one place of what the one before has left."""
    for kind, where, sign in edits:
        at = int(where * len(text))
        match kind:
            case "replace":
                text = text[:at] + sign + text[at + 1 :]
            case "insert":
                text = text[:at] + sign + text[at:]
            case "delete":
                text = text[:at] + text[at + 1 :]
            case "double":
                text = text[:at] + text[at:] * 2
            case _:
                text = text[:at]
    return text


def with_hypothesis(target: Target, runs: int, *, random: bool = False) -> None:
    """Tamper with the valid token and with the corpus, and sign what was made up, `runs` times in all."""
    # A defect of the spelling or the signature could be edited away, which would leave a valid token.
    lasting = [attack for name, attack in CORPUS.items() if name.partition(":")[0] not in {"spelling", "signature"}]
    corpus = [attack(target.ring) for attack in lasting]
    texts = st.sampled_from([target.sound, *corpus])
    header, payload = forge.text_of(forge.header_of(target.ring)), forge.text_of(forge.payload_of())
    # Every edit of the one half is tried with a sound other half, or the header would hide what the payload does.
    phases = (Phase.generate,) if random else (Phase.generate, Phase.shrink)
    plan = settings(
        max_examples=max(runs // 4, 1), deadline=None, database=None, derandomize=not random, phases=phases,
        suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
    )  # fmt: skip

    @plan
    @given(texts, EDITS)
    def tamper(text: str, edits: list[tuple[str, float, str]]) -> None:
        target.try_unsigned(edited(text, edits))

    @plan
    @given(EDITS, st.booleans())
    def sign_edited(edits: list[tuple[str, float, str]], first: bool) -> None:
        parts = (edited(header, edits), payload) if first else (header, edited(payload, edits))
        target.try_signed(*(part.encode("utf-8", "surrogatepass") for part in parts))

    @plan
    @given(st.dictionaries(st.sampled_from(HEADERS), JSON, max_size=2), st.dictionaries(st.sampled_from(CLAIMS), JSON))
    def sign_values(heads: dict[str, object], claims: dict[str, object]) -> None:
        target.try_signed(
            forge.text_of(forge.header_of(target.ring, **heads)), forge.text_of(forge.payload_of(**claims))
        )

    @plan
    @given(st.binary(max_size=300), st.binary(max_size=300), st.booleans())
    def sign_octets(one: bytes, other: bytes, whole: bool) -> None:
        target.try_signed(one if whole else header, other)

    for attack in (tamper, sign_edited, sign_values, sign_octets):
        attack()


def with_atheris(target: Target, runs: int) -> None:
    """Let atheris drive: half of the octets tamper with the token, the others are signed; never returns."""
    atheris = importlib.import_module("atheris")

    def one(data: bytes) -> None:
        provider = atheris.FuzzedDataProvider(data)
        if provider.ConsumeBool():
            at = provider.ConsumeIntInRange(0, len(target.sound))
            middle = provider.ConsumeUnicode(64)
            target.try_unsigned(target.sound[:at] + middle + target.sound[at + provider.ConsumeIntInRange(0, 64) :])
        else:
            first = provider.ConsumeBytes(provider.ConsumeIntInRange(0, 300))
            target.try_signed(forge.text_of(forge.header_of(target.ring)), first)

    for each in vars(tokens).values():
        if isfunction(each) and each.__module__ == tokens.__name__:
            atheris.instrument_func(each)
    atheris.Setup([sys.argv[0], f"-atheris_runs={runs}"], one)
    atheris.Fuzz()


def main(arguments: list[str]) -> int:
    """Run as long as asked and print the counters."""
    parser = argparse.ArgumentParser(description="Fuzz the verifier of access tokens.")
    parser.add_argument("--runs", type=int, default=100_000)
    runs: int = parser.parse_args(arguments).runs
    with tempfile.TemporaryDirectory() as folder:
        keys.ensure(Path(folder))
        target = Target(keys.load(Path(folder)))
        if importlib.util.find_spec("atheris"):
            with_atheris(target, runs)
        with_hypothesis(target, runs, random=True)
    sys.stdout.write(f"tokens tried: {sum(target.seen.values())}, {dict(target.seen)}\n")
    return 0 if target.seen["refused"] and target.seen["let in"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
