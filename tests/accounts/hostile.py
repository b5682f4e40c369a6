"""The corpus of hostile tokens: one defect each, properly signed by the real key wherever the defect allows it."""

from collections.abc import Callable

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from app.accounts.keys import KeyRing
from tests.accounts import forge
from tests.accounts.forge import NOW, SID, SUB, header_of, payload_of, text_of, token_of, without

Attack = Callable[[KeyRing], str]


def _sound(ring: KeyRing) -> str:
    return token_of(ring, text_of(header_of(ring)), text_of(payload_of()))


def _segments(ring: KeyRing) -> list[str]:
    return _sound(ring).split(".")


def _signature(change: Callable[[bytes], bytes]) -> Attack:
    return lambda ring: forge.with_signer(ring, lambda data: change(forge.raw(forge.der_signed(ring)(data))))


def _header(**changes: object) -> Attack:
    return lambda ring: forge.with_header(ring, **changes)


def _payload(**changes: object) -> Attack:
    return lambda ring: forge.with_payload(ring, **changes)


def _payload_text(change: Callable[[str], str | bytes]) -> Attack:
    return lambda ring: forge.with_raw_payload(ring, change(text_of(payload_of())))


def _header_text(change: Callable[[str], str | bytes]) -> Attack:
    return lambda ring: forge.with_raw_header(ring, change(text_of(header_of(ring))))


def _spelling(change: Callable[[str], str]) -> Attack:
    return lambda ring: change(_sound(ring))


def _missing_header(name: str) -> Attack:
    return lambda ring: forge.with_raw_header(ring, text_of(without(header_of(ring), name)))


def _missing_claim(name: str) -> Attack:
    return lambda ring: forge.with_raw_payload(ring, text_of(without(payload_of(), name)))


def _filled_to(length: int) -> Attack:
    """Pad the payload with blanks, which JSON ignores, to a token of at least that many characters."""

    def attack(ring: KeyRing) -> str:
        blanks = 0
        token = _sound(ring)
        while len(token) < length:
            blanks += 1 if length - len(token) < 4 else (length - len(token)) * 3 // 4
            token = forge.with_raw_payload(ring, text_of(payload_of()) + " " * blanks)
        return token

    return attack


ALGORITHM: dict[str, Attack] = {
    "alg none without a signature": lambda ring: ".".join(
        [forge.with_header(ring, alg="none").rpartition(".")[0], ""],
    ),
    "alg none over a good signature": _header(alg="none"),
    "alg None in another case": _header(alg="nOnE"),
    "alg HS256 keyed with the public key": lambda ring: forge.with_signer(
        ring,
        forge.hmac_signed_with_the_public_key(ring),
        alg="HS256",
    ),
    "an HMAC under alg ES256": lambda ring: forge.with_signer(ring, forge.hmac_signed_with_the_public_key(ring)),
    "alg ES384 with a key of its own": lambda ring: forge.with_signer(
        ring,
        forge.raw_signed(ec.generate_private_key(ec.SECP384R1()), hashes.SHA384(), 48),
        alg="ES384",
    ),
    "SHA-384 under alg ES256": lambda ring: forge.with_signer(ring, forge.raw_signed(ring.signing, hashes.SHA384())),
    "alg RS256": _header(alg="RS256"),
    "alg in lower case": _header(alg="es256"),
    "alg as a list": _header(alg=["ES256"]),
    "alg null": _header(alg=None),
    "alg missing": _missing_header("alg"),
    "signed by a stranger": lambda ring: forge.with_signer(
        ring,
        forge.raw_signed(ec.generate_private_key(ec.SECP256R1()), hashes.SHA256()),
    ),
}

HEADER: dict[str, Attack] = {
    "crit with an unknown extension": _header(crit=["exp"], exp=NOW),
    "crit empty": _header(crit=[]),
    "a key of its own (jwk)": _header(jwk="{}"),
    "a key from elsewhere (jku)": _header(jku="https://example.org/keys"),
    "an embedded certificate (x5c)": _header(x5c="MIIB"),
    "a content type (cty)": _header(cty="JWT"),
    "compression (zip)": _header(zip="DEF"),
    "unencoded payload (b64)": _header(b64=False),
    "alg given twice": _header_text(lambda text: text.replace('{"alg"', '{"alg":"none","alg"')),
    "kid given twice": lambda ring: forge.with_raw_header(
        ring,
        text_of(header_of(ring))[:-1] + f',"kid":"{ring.kid}"}}',
    ),
    "typ JWT": _header(typ="JWT"),
    "typ in upper case": _header(typ="AT+JWT"),
    "typ with the media prefix": _header(typ="application/at+jwt"),
    "typ missing": _missing_header("typ"),
    "kid missing": _missing_header("kid"),
    "kid unknown": _header(kid="A" * 43),
    "kid empty": _header(kid=""),
    "kid a path": _header(kid="../../../../dev/null"),
    "kid an injection": _header(kid="' OR '1'='1"),
    "kid a list": lambda ring: forge.with_header(ring, kid=[ring.kid]),
    "kid an object": _header(kid={}),
    "kid a number": _header(kid=0),
    "kid with NUL": lambda ring: forge.with_header(ring, kid=ring.kid + "\0"),
    "header a list": _header_text(lambda text: f"[{text}]"),
    "header a string": _header_text(lambda _: '"ES256"'),
    "header null": _header_text(lambda _: "null"),
    "header no JSON": _header_text(lambda text: text[:-1]),
    "header with a tail": _header_text(lambda text: text + "x"),
    "header with a byte order mark": _header_text(lambda text: "\ufeff" + text),
    "header no UTF-8": _header_text(lambda text: text.encode() + b"\xff"),
    "header in UTF-16": _header_text(lambda text: text.encode("utf-16-le")),
    "header nested deep": _header_text(lambda _: "[" * 2500),
}

SPELLING: dict[str, Attack] = {
    "empty": lambda _: "",
    "only dots": lambda _: "..",
    "two segments": lambda ring: ".".join(_segments(ring)[:2]),
    "four segments": _spelling(lambda token: token + ".AAAA"),
    "five segments, as JWE has": lambda _: "e30.AAAA.AAAA.AAAA.AAAA",
    "header segment empty": lambda ring: ".".join(["", *_segments(ring)[1:]]),
    "payload segment empty": lambda ring: "..".join([_segments(ring)[0], _segments(ring)[2]]),
    "signature segment empty": lambda ring: ".".join([*_segments(ring)[:2], ""]),
    "padding": _spelling(lambda token: token + "=="),
    "a blank before": _spelling(lambda token: " " + token),
    "a blank after": _spelling(lambda token: token + " "),
    "a blank inside": _spelling(lambda token: token.replace(".", ". ", 1)),
    "a tab after": _spelling(lambda token: token + "\t"),
    "a newline after": _spelling(lambda token: token + "\n"),
    "a newline inside": _spelling(lambda token: token.replace(".", ".\n", 1)),
    "NUL after": _spelling(lambda token: token + "\0"),
    "the scheme before": _spelling(lambda token: "Bearer " + token),
    "surplus bits in the last character": _spelling(forge.with_surplus_bits),
    "a segment of impossible length": lambda ring: ".".join([*_segments(ring)[:2], "A" * 85]),
    "the ordinary base64 alphabet": lambda ring: ".".join([*_segments(ring)[:2], "+/" * 43]),
    "an ideograph": _spelling(lambda token: token + "奖"),
    "a full-width letter": _spelling(lambda token: "\uff45" + token[1:]),
    "a lone surrogate": _spelling(lambda token: token + "\ud800"),
    "4097 characters": _filled_to(4097),
    # As much as a head may have: what is longer is refused with it, before anybody looks for a token.
    "sixty thousand characters": lambda _: "A" * 60_000,
    "only sixty thousand dots": lambda _: "." * 60_000,
}

SIGNATURE: dict[str, Attack] = {
    "in DER": lambda ring: forge.with_signer(ring, forge.der_signed(ring)),
    "all zero": _signature(lambda raw: bytes(len(raw))),
    "r zero": _signature(lambda raw: bytes(32) + raw[32:]),
    "s zero": _signature(lambda raw: raw[:32] + bytes(32)),
    "r raised by the order": _signature(lambda raw: _raised(raw[:32]) + raw[32:]),
    "all ones": _signature(lambda raw: b"\xff" * len(raw)),
    "one octet short": _signature(lambda raw: raw[:-1]),
    "one octet long": _signature(lambda raw: raw + b"\0"),
    "leading zeros to 96 octets": _signature(lambda raw: bytes(16) + raw[:32] + bytes(16) + raw[32:]),
    "very long": _signature(lambda raw: raw * 20),
    "halves exchanged": _signature(lambda raw: raw[32:] + raw[:32]),
    "one bit turned": _signature(lambda raw: bytes([raw[0] ^ 1]) + raw[1:]),
    "of another payload": lambda ring: forge.with_swapped(_sound(ring), forge.with_payload(ring, sub=SID), 1),
    "of another header": lambda ring: forge.with_swapped(_sound(ring), forge.with_header(ring, cty="x"), 0),
}


def _raised(component: bytes) -> bytes:
    # 2^256 leaves no room above the order but for tiny r; the overflow then simply is another wrong number.
    return ((int.from_bytes(component, "big") + forge.ORDER) % 2**256).to_bytes(32, "big")


PAYLOAD: dict[str, Attack] = {
    **{f"{name} missing": _missing_claim(name) for name in ("iss", "aud", "sub", "sid", "jti", "iat", "nbf", "exp")},
    "no claim at all": _payload_text(lambda _: "{}"),
    "a role": _payload(roles="secretariat"),
    "a list of roles": _payload(roles=["secretariat"]),
    "sub given twice": _payload_text(lambda text: text[:-1] + f',"sub":"{SID}"}}'),
    "exp given twice, once escaped": _payload_text(lambda text: text[:-1] + f',"\\u0065xp":{NOW + 800}}}'),
    "payload a list": _payload_text(lambda text: f"[{text}]"),
    "payload a string": _payload_text(lambda _: '"{"'),
    "payload a number": _payload_text(lambda _: "1"),
    "payload null": _payload_text(lambda _: "null"),
    "payload no JSON": _payload_text(lambda text: text.replace('"', "'")),
    "payload two objects": _payload_text(lambda text: text + text),
    "payload no UTF-8": _payload_text(lambda text: text.replace(SUB, "é").encode("latin-1")),
    "payload nested deep in lists": _payload_text(lambda _: "[" * 2500 + "]" * 200),
    "a claim nested deep in lists": _payload_text(lambda _: '{"sub":' + "[" * 2500),
    "payload nested deep in objects": _payload_text(lambda _: '{"a":' * 500 + "1" + "}" * 500),
    "a nested claim": _payload(sub={"sub": SUB}),
    "iss other": _payload(iss="another-award"),
    "iss with a slash": _payload(iss="mayors-quality-award/"),
    "iss a list": _payload(iss=["mayors-quality-award"]),
    "iss null": _payload(iss=None),
    "aud other": _payload(aud="mayors-quality-award/v2"),
    "aud a list": _payload(aud=["mayors-quality-award/v1"]),
    "aud empty": _payload(aud=""),
    "sub in upper case": _payload(sub=SUB.upper()),
    "sub without hyphens": _payload(sub=SUB.replace("-", "")),
    "sub in braces": _payload(sub="{" + SUB + "}"),
    "sub as a URN": _payload(sub="urn:uuid:" + SUB),
    "sub a login": _payload(sub="secretary"),
    "sub a number": _payload(sub=1),
    "sub null": _payload(sub=None),
    "sub with a newline": _payload(sub=SUB + "\n"),
    "sub with full-width digits": _payload(sub="\uff15" + SUB[1:]),
    "sid in upper case": _payload(sid=SID.upper()),
    "sid empty": _payload(sid=""),
    "sid a boolean": _payload(sid=True),
    "jti without hyphens": _payload(jti="c2a1d7be93f44f1eb1a67d5e8f2a9c03"),
    "jti a lone surrogate": _payload(jti="\ud800" * 36),
    "jti null": _payload(jti=None),
}

TIME: dict[str, Attack] = {
    "exp this very second": _payload(iat=NOW - 900, nbf=NOW - 900, exp=NOW),
    "exp past": _payload(iat=NOW - 901, nbf=NOW - 901, exp=NOW - 1),
    "exp past but within the skew": _payload(iat=NOW - 800, nbf=NOW - 800, exp=NOW - 3),
    "exp zero": _payload(exp=0),
    "exp negative": _payload(exp=-1),
    "exp minus zero": _payload_text(lambda text: text.replace(f'"exp":{NOW + 900}', '"exp":-0')),
    "exp true": _payload(iat=0, nbf=0, exp=True),
    "exp a float": _payload(exp=NOW + 900.0),
    "exp with an exponent": _payload_text(lambda text: text.replace(str(NOW + 900), "1.6670009e9")),
    "exp a string": _payload(exp=str(NOW + 900)),
    "exp null": _payload(exp=None),
    "exp a list": _payload(exp=[NOW + 900]),
    "exp an object": _payload(exp={"$gt": 0}),
    "exp huge": _payload(exp=10**1000),
    "exp beyond 64 bits": _payload(exp=2**64),
    "exp NaN": _payload(exp=float("nan")),
    "exp Infinity": _payload(exp=float("inf")),
    "exp 1e999": _payload_text(lambda text: text.replace(str(NOW + 900), "1e999")),
    "exp with a leading zero": _payload_text(lambda text: text.replace('"exp":', '"exp":0')),
    "exp in full-width digits": _payload_text(lambda text: text.replace(str(NOW + 900), "\uff11667000900")),
    "a life of 901 seconds": _payload(exp=NOW + 901),
    "exp before iat": _payload(iat=NOW + 4, exp=NOW + 3),
    "exp equal to iat": _payload(iat=NOW + 3, exp=NOW + 3),
    "iat in the future": _payload(iat=NOW + 6),
    "iat a float": _payload(iat=NOW + 0.0),
    "iat false": _payload(iat=False, exp=900),
    "iat a string": _payload(iat=str(NOW)),
    "iat negative infinity": _payload(iat=float("-inf")),
    "nbf in the future": _payload(nbf=NOW + 6),
    "nbf after exp": _payload(iat=NOW - 897, nbf=NOW + 4, exp=NOW + 3),
    "nbf null": _payload(nbf=None),
    "nbf true": _payload(nbf=True),
    "nbf negative": _payload(nbf=-1),
}

CORPUS: dict[str, Attack] = {
    f"{group}: {name}": attack
    for group, attacks in {
        "algorithm": ALGORITHM,
        "header": HEADER,
        "spelling": SPELLING,
        "signature": SIGNATURE,
        "payload": PAYLOAD,
        "time": TIME,
    }.items()
    for name, attack in attacks.items()
}


def _defects(group: str, *words: str) -> tuple[str, ...]:
    """Give the defects of a group in whose names one of the words stands."""
    return tuple(name for name in CORPUS if name.startswith(f"{group}: ") and any(word in name for word in words))


_AGE = ("time: exp this very second", "time: exp past", "time: exp past but within the skew")
_LIFE = ("time: a life of 901 seconds",)
_EARLY = ("time: iat in the future", "time: nbf in the future")
_ORDER = ("time: exp before iat", "time: exp equal to iat", "time: nbf after exp")
_DEEP = (*_defects("header", "nested deep"), *_defects("payload", "nested"))
_TWICE = (*_defects("header", "given twice"), *_defects("payload", "given twice"))
_NO_OBJECT = tuple(
    name for name in CORPUS
    if name.split(": ")[0] in {"header", "payload"}
    and any(w in name for w in ("er a list", "er a string", "er null", "no JSON", "ad a list", "ad a string",
                                "a number", "ad null", "two objects", "with a tail"))
    and not any(w in name for w in ("kid", "sub"))
)  # fmt: skip
_KEY = _defects("header", "kid")
_TYP = _defects("header", "typ ")
_LENGTH = ("spelling: 4097 characters", "spelling: sixty thousand characters", "spelling: only sixty thousand dots")
_ASCII = _defects("spelling", "ideograph", "full-width", "surrogate")
_SEGMENTS = _defects("spelling", "empty", "only dots", "segments")
_ENCODING = (*_defects("header", "UTF", "byte order"), *_defects("payload", "UTF-8"))


def _rest(group: str, *taken: tuple[str, ...]) -> tuple[str, ...]:
    done = {name for names in taken for name in names}
    return tuple(name for name in CORPUS if name.startswith(f"{group}: ") and name not in done)


_UUIDS = _defects("payload", ": sub ", ": sid ", ": jti ")
_MISSING = _defects("payload", " missing", "no claim")

CLASSES: dict[str, tuple[str, ...]] = {
    "longer than 4,096 characters": _LENGTH,
    "not ASCII": _ASCII,
    "not three segments": tuple(name for name in _SEGMENTS if name not in _LENGTH),
    "not canonical base64url": _rest("spelling", _LENGTH, _ASCII, _SEGMENTS),
    "no signature": _defects("algorithm", "none", "None"),
    "an algorithm that is not the key's": _defects("algorithm", "RS256", "ES384", "lower", "list", "null", "missing"),
    "the public key as an HMAC's": _defects("algorithm", "HMAC", "HS256"),
    "signed by another key or over another digest": _defects("algorithm", "stranger", "SHA-384"),
    "a DER signature": ("signature: in DER",),
    "a wrong signature": _rest("signature", ("signature: in DER",)),
    "a header member too many": _defects("header", "key of its own", "elsewhere", "embedded", "cty", "zip", "b64"),
    "a critical extension": _defects("header", "crit"),
    "a member given twice": _TWICE,
    "another type": _TYP,
    "a key that is not in the ring": tuple(name for name in _KEY if name not in _TWICE),
    "not an object": _NO_OBJECT,
    "not UTF-8": _ENCODING,
    "nested": _DEEP,
    "a claim missing": _MISSING,
    "a role": _defects("payload", "role"),
    "another issuer": tuple(name for name in _defects("payload", ": iss ") if name not in _MISSING),
    "another audience": tuple(name for name in _defects("payload", ": aud ") if name not in _MISSING),
    "an id that is no canonical UUID": tuple(name for name in _UUIDS if name not in (*_MISSING, *_TWICE)),
    "out of date": _AGE,
    "a life of more than 900 seconds": _LIFE,
    "not yet in force, or in no order": (*_EARLY, *_ORDER),
    "an instant that is no whole number": _rest("time", _AGE, _LIFE, _EARLY, _ORDER),
}
"""The classes of defects that the design names, each with its tokens."""
