"""Files of secret keys: written whole and for the owner alone, and missed with a sentence that names them."""

import os
import tempfile
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

SECRET_BYTES = 32


class KeysUnavailableError(Exception):
    """The keys are absent, unreadable or of the wrong kind; the message tells the operator which file."""


def pem_of(key: PrivateKeyTypes) -> bytes:
    """Write a private key as PEM."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def place(path: Path, content: bytes) -> None:
    """Write a key's file (0600) whole or not at all; of two writers at once the first one's stays."""
    # A hard link appears at once with its whole content and fails if the name is taken: a reader never sees half
    # a key, and of two processes the first one's key stays. mkstemp creates with 0600.
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(temporary)
        except FileExistsError:
            return
        sync_folder(path.parent)
    finally:
        Path(temporary).unlink()


def sync_folder(folder: Path) -> None:
    """Make what was added to or taken from a folder last."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(path: Path) -> bytes:
    """Read a key's file; raises KeysUnavailableError."""
    try:
        return path.read_bytes()
    except FileNotFoundError as absent:
        raise KeysUnavailableError(f"{path} is absent: the service does not start without its keys") from absent
    except OSError as unreadable:
        raise KeysUnavailableError(f"{path} cannot be read: {unreadable.strerror}") from unreadable


def secret_of(path: Path) -> bytes:
    """Read a secret of 32 bytes; raises KeysUnavailableError."""
    content = read(path)
    if len(content) != SECRET_BYTES:
        raise KeysUnavailableError(f"{path} must hold exactly {SECRET_BYTES} bytes, it holds {len(content)}")
    return content


def private_key_of(path: Path) -> PrivateKeyTypes:
    """Read a private key; raises KeysUnavailableError."""
    pem = read(path)
    try:
        return serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as unusable:
        raise KeysUnavailableError(f"{path} is not an unencrypted private key in PEM") from unusable
