"""Signed notes (C2SP): checkpoints of the record as text that can be printed, and the key that signs them."""

import base64

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.sealing.verifier import ED25519, ORIGIN, SUCCESSOR, Head, key_hint, receipt_text


class Signer:
    """The key that signs checkpoints and receipts."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    @property
    def key(self) -> Ed25519PrivateKey:
        """The key that signs now."""
        return self._key

    @property
    def verifier_key(self) -> str:
        """The line by which others verify: `name+hint+base64`."""
        material = _material(self.key)
        return f"{ORIGIN}+{key_hint(ORIGIN, material).hex()}+{base64.b64encode(material).decode()}"

    def signed(self, body: str) -> str:
        """Sign a text that ends with a newline as a note."""
        return f"{body}\n{_signature(self.key, body)}"

    def receipt(self, leaf_hash: str) -> str:
        """Sign the hexadecimal hash of a leaf: `hash.signature`, the signature in base64url without padding."""
        signature = self.key.sign(receipt_text(leaf_hash).encode())
        return f"{leaf_hash}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def checkpoint(signer: Signer, head: Head) -> str:
    """Write a tree head as a signed C2SP checkpoint."""
    return signer.signed(f"{ORIGIN}\n{_lines_of(head)}")


def succession(old: Signer, new: Signer, head: Head) -> str:
    """Write the note by which a key introduces the one that takes over from it at a head; both sign it."""
    body = f"{SUCCESSOR}\n{old.verifier_key}\n{new.verifier_key}\n{_lines_of(head)}"
    return f"{body}\n{_signature(old.key, body)}{_signature(new.key, body)}"


def _lines_of(head: Head) -> str:
    return f"{head.size}\n{base64.b64encode(head.root).decode()}\n"


def _material(key: Ed25519PrivateKey) -> bytes:
    """Give the algorithm byte and the public key."""
    return bytes([ED25519]) + key.public_key().public_bytes_raw()


def _signature(key: Ed25519PrivateKey, body: str) -> str:
    signature = key_hint(ORIGIN, _material(key)) + key.sign(body.encode())
    return f"\u2014 {ORIGIN} {base64.b64encode(signature).decode()}\n"
