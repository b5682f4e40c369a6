"""Signed notes (C2SP): checkpoints of the record as text that can be printed, and the key that signs them."""

import base64
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.sealing.verifier import ED25519, ORIGIN, Head, key_hint, receipt_text


@dataclass(frozen=True, slots=True)
class Signer:
    """The key that signs checkpoints and receipts."""

    key: Ed25519PrivateKey

    @property
    def material(self) -> bytes:
        """The algorithm byte and the public key."""
        return bytes([ED25519]) + self.key.public_key().public_bytes_raw()

    @property
    def verifier_key(self) -> str:
        """The line by which others verify: `name+hint+base64`."""
        hint = key_hint(ORIGIN, self.material)
        return f"{ORIGIN}+{hint.hex()}+{base64.b64encode(self.material).decode()}"

    def signed(self, body: str) -> str:
        """Sign a text that ends with a newline as a note."""
        signature = key_hint(ORIGIN, self.material) + self.key.sign(body.encode())
        return f"{body}\n\u2014 {ORIGIN} {base64.b64encode(signature).decode()}\n"

    def receipt(self, leaf_hash: str) -> str:
        """Sign the hexadecimal hash of a leaf: `hash.signature`, the signature in base64url without padding."""
        signature = self.key.sign(receipt_text(leaf_hash).encode())
        return f"{leaf_hash}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def checkpoint(signer: Signer, head: Head) -> str:
    """Write a tree head as a signed C2SP checkpoint."""
    return signer.signed(f"{ORIGIN}\n{head.size}\n{base64.b64encode(head.root).decode()}\n")
