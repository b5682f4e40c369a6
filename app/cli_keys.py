"""Rotating the signing key by command: the next one is published, the old ones are removed when they are done."""

import sys
import time
from datetime import UTC, datetime

from app.accounts import rotation
from app.accounts.keys import KeysUnavailableError
from app.accounts.rotation import RotationError
from app.clock import SHANGHAI
from app.settings import settings
from app.terminal import console


def rotate() -> None:
    """Publish the next key and say from when on it signs."""
    try:
        begin = rotation.add_next(settings().keys_dir, int(time.time()))
    except (RotationError, KeysUnavailableError) as refused:
        sys.exit(str(refused))
    since = datetime.fromtimestamp(begin, UTC).astimezone(SHANGHAI)
    console.print(f"The next key is published at /v1/tokens/keys and signs from {since:%Y-%m-%d %H:%M} (+08:00) on.")
    console.print("The running service needs no restart. `award keys retire` removes the old key an hour after that.")


def retire() -> None:
    """Remove the keys that are done and say which."""
    try:
        removed = rotation.retire(settings().keys_dir, int(time.time()))
    except KeysUnavailableError as refused:
        sys.exit(str(refused))
    console.print(f"Removed: {', '.join(removed)}." if removed else "No key has outlived its last token yet.")
