"""Tokens, sessions and second factors as JSON, coming in and going out."""

from typing import Annotated

from pydantic import Field

from app.http import Body, Id, Instant, Text, View
from app.paging import Page
from app.settings import SecondFactor

FactorDigits = Annotated[str, Text(64), Field(examples=["287082"])]
"""Six digits of a second factor, or a recovery code in its place."""


class Login(Body):
    """A login name with its password."""

    login: Annotated[str, Text(64)] = Field(examples=["yangguang-zhizao"])
    password: Annotated[str, Text(256)] = Field(examples=["长江之滨-2022-质量"])
    code: FactorDigits | None = None
    """Where a second factor is in force: the code that it shows, or a recovery code."""


class Refresh(Body):
    """A refresh token to be exchanged."""

    refresh_token: Annotated[str, Text(200)] = Field(examples=["0Xb9vQ2mJk7cVfT5nR1sYw8zLp3eHd6gAuKiMoBqC4E"])


class TokenPair(View):
    """An access token for the Authorization header and the refresh token for the next pair; each is used once."""

    access_token: str
    token_type: str = "Bearer"  # noqa: S105 - the name of the scheme.
    expires_in: int
    """Seconds for which the access token is in force."""
    refresh_token: str


class JsonWebKey(View):
    """A public key with which access tokens are verified (RFC 7517)."""

    kty: str
    crv: str
    x: str
    y: str
    kid: str
    """The thumbprint of the key (RFC 7638)."""
    alg: str
    use: str


class JsonWebKeySet(View):
    """All public keys of access tokens in force, and the one that will sign next."""

    keys: list[JsonWebKey]


class Confirmation(Body):
    """The password or a code of the second factor, one of the two."""

    password: Annotated[str, Text(256)] | None = Field(default=None, examples=["长江之滨-2022-质量"])
    code: FactorDigits | None = None


class ConfirmedView(View):
    """That the session is confirmed."""

    confirmed_until: Instant
    """Until then the acts that ask for a recent confirmation are open in this session."""


class SessionView(View):
    """One of one's own sessions; neither device nor address is kept of it."""

    id: Id
    opened_at: Instant
    used_at: Instant
    """When its tokens were last exchanged, to the hour."""
    expires_at: Instant
    factor: bool
    """Whether a second factor was shown in it."""
    current: bool
    """Whether it is the one of this request."""


class SessionPage(Page[SessionView]):
    """A page of one's own sessions."""


class FactorBegin(Body):
    """The password, because whoever found a screen open must not enrol his own device."""

    password: Annotated[str, Text(256)] = Field(examples=["长江之滨-2022-质量"])


class FactorSecret(View):
    """The secret of a second factor for an authenticator; shown this once."""

    secret: str
    """In Base32, to be typed."""
    uri: str
    """As otpauth URI, to be shown as a QR code."""


class FactorCode(Body):
    """A code that the authenticator shows."""

    code: FactorDigits


class FactorRemoval(Body):
    """The password and a code, or a recovery code."""

    password: Annotated[str, Text(256)] = Field(examples=["长江之滨-2022-质量"])
    code: FactorDigits


class FactorView(View):
    """One's own second factor."""

    rule: SecondFactor
    """What the operator asks for: off, offered, or required of secretariat and committee."""
    confirmed_at: Instant | None
    """Since when it is in force; absent while it is not."""
    recovery_codes: int
    """Recovery codes that are left."""


class RecoveryCodes(View):
    """Codes for a lost device, each for one use; shown this once."""

    codes: list[str]
