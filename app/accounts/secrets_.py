"""Secrets handed out once and stored only as SHA-256: refresh tokens and invitation codes."""

import hashlib
import secrets
import unicodedata

REFRESH_TOKEN_BYTES = 32
# Without 0 O 1 I L U, which are misread from paper or misheard on the telephone: 30 signs, 98 bits in 20 of them.
INVITATION_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
INVITATION_GROUPS = 5
INVITATION_GROUP_LENGTH = 4

# Word processors put other dashes for a hyphen.
_DASHES_AND_BLANKS = str.maketrans("", "", "-‐‑‒–—−_ \t\r\n")


def new_refresh_token() -> str:
    """Make an opaque token of 256 random bits (43 characters of base64url)."""
    return secrets.token_urlsafe(REFRESH_TOKEN_BYTES)


def digest_of_refresh_token(token: str) -> bytes:
    """Derive the 32 bytes under which the token is stored and found; any text gets a digest, only ours is stored."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def new_invitation_code() -> str:
    """Make a one-time code that can be read out and typed, such as `7KQM-2XWD-9RTA-VBNE-H4PC`."""
    groups = (
        "".join(secrets.choice(INVITATION_ALPHABET) for _ in range(INVITATION_GROUP_LENGTH))
        for _ in range(INVITATION_GROUPS)
    )
    return "-".join(groups)


def digest_of_invitation_code(code: str) -> bytes:
    """Derive the 32 bytes under which the code is stored and found, whatever its case, width, dashes and blanks."""
    plain = unicodedata.normalize("NFKC", code).translate(_DASHES_AND_BLANKS).upper()
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).digest()
