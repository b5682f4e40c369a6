"""The stand-alone verifier of the record: RFC 6962 trees, signed checkpoints, proofs; needs only cryptography.

    python verifier.py --key KEY --checkpoint notice.txt export.jsonl
    python verifier.py --key KEY --checkpoint notice.txt --case case.json

`KEY` is the line that the service shows at /v1/record/key; `notice.txt` holds a checkpoint as it was printed, with
whatever text around it. An export is the whole record; a case is what an applicant was given of his own application.
Where the record's key was changed since `KEY` was noted down, `--successions` names a text with the notes by which
each key introduced the next one (an export's checkpoint and a case carry them already): both keys sign such a note.
It imports nothing of the service, so that whoever doubts the service can read these pages and run them elsewhere.
"""

import argparse
import base64
import binascii
import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ORIGIN = "mayors-quality-award/record"
"""The name of the record and of the key that signs its heads."""
SUCCESSOR = f"{ORIGIN}/successor"
"""The first line of a note by which one key introduces the next."""
ED25519 = 1
"""The algorithm byte of a C2SP signed note."""
HASH_BYTES = 32
EMPTY = sha256(b"").digest()
NOTE = re.compile(r"^(?P<body>[^\n]+\n(?P<size>0|[1-9]\d{0,18})\n(?P<root>[A-Za-z0-9+/]{43}=)\n)\n"
                  r"(?P<signatures>(?:\u2014 \S+ [A-Za-z0-9+/=]+\n?)+)", re.MULTILINE)  # fmt: skip


SUCCESSION = re.compile(rf"^(?P<body>{SUCCESSOR}\n(?P<old>\S+)\n(?P<new>\S+)\n(?P<size>0|[1-9]\d{{0,18}})\n"
                        r"(?P<root>[A-Za-z0-9+/]{43}=)\n)\n(?P<signatures>(?:\u2014 \S+ [A-Za-z0-9+/=]+\n?)+)",
                        re.MULTILINE)  # fmt: skip


class NotVerifiedError(Exception):
    """What was shown does not follow from the checkpoint; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Key:
    """A verifier's key: the name in the signature line, the four bytes that name the key, and the key itself."""

    name: str
    hint: bytes
    public: Ed25519PublicKey
    until: int | None = None
    """How many leaves there were when its successor took over; it signs no larger tree."""

    def is_same(self, other: "Key") -> bool:
        """Say whether it is the same key, whatever is known of its end."""
        return (self.name, self.public) == (other.name, other.public)


@dataclass(frozen=True, slots=True)
class Head:
    """A tree head: how many leaves there are, and the root over them."""

    size: int
    root: bytes


def leaf_hash(body: bytes) -> bytes:
    """RFC 6962 §2.1: the hash of a leaf."""
    return sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962 §2.1: the hash of a node over two others."""
    return sha256(b"\x01" + left + right).digest()


def grown(frontier: Sequence[bytes], size: int, leaves: Iterable[bytes]) -> tuple[bytes, ...]:
    """Extend the frontier, the roots of the whole subtrees from large to small, by leaf hashes; O(log n) memory."""
    nodes = list(frontier)
    for leaf in leaves:
        node, place = leaf, size
        while place & 1:
            node, place = node_hash(nodes.pop(), node), place >> 1
        nodes.append(node)
        size += 1
    return tuple(nodes)


def root_of(frontier: Sequence[bytes]) -> bytes:
    """Derive the root from a frontier, folding it from the smallest subtree up."""
    if not frontier:
        return EMPTY
    node = frontier[-1]
    for left in reversed(frontier[:-1]):
        node = node_hash(left, node)
    return node


def require_included(leaf: bytes, index: int, head: Head, path: Sequence[bytes]) -> None:
    """RFC 9162 §2.1.3.2: refuse a leaf hash that is not at that index of the tree under the head."""
    if not 0 <= index < head.size:
        raise NotVerifiedError(f"leaf {index} lies outside a tree of {head.size}")
    here, last, node = index, head.size - 1, leaf
    for sibling in path:
        if last == 0:
            raise NotVerifiedError(f"the path of leaf {index} is too long")
        if here & 1 or here == last:
            node = node_hash(sibling, node)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        here, last = here >> 1, last >> 1
    if last or node != head.root:
        raise NotVerifiedError(f"leaf {index} is not in the tree of the checkpoint")


def require_consistent(old: Head, new: Head, path: Sequence[bytes]) -> None:
    """RFC 9162 §2.1.4.2: refuse a tree of which an older one is not the beginning."""
    if old.size == new.size:
        if path or old.root != new.root:
            raise NotVerifiedError(f"two trees of {old.size} leaves have different roots")
        return
    if not 0 < old.size < new.size:
        raise NotVerifiedError(f"a tree of {new.size} leaves does not follow one of {old.size}")
    nodes = list(path) if old.size & (old.size - 1) else [old.root, *path]
    if not nodes or _both_roots(nodes, old.size - 1, new.size - 1) != (old.root, new.root):
        raise NotVerifiedError(f"the tree of {old.size} leaves is not the beginning of the tree of {new.size}")


def _both_roots(nodes: Sequence[bytes], here: int, last: int) -> tuple[bytes, bytes] | None:
    """Fold a consistency proof into the older and the newer root; None if its length does not fit."""
    while here & 1:
        here, last = here >> 1, last >> 1
    before = after = nodes[0]
    for node in nodes[1:]:
        if last == 0:
            return None
        if here & 1 or here == last:
            before, after = node_hash(node, before), node_hash(node, after)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            after = node_hash(after, node)
        here, last = here >> 1, last >> 1
    return None if last else (before, after)


def key_of(line: str) -> Key:
    """Read a verifier's key, `name+hint+base64`, as C2SP signed notes write it."""
    name, hint, encoded = (*line.strip().split("+", 2), "", "")[:3]
    try:
        material, told = base64.b64decode(encoded, validate=True), bytes.fromhex(hint)
    except (ValueError, binascii.Error):
        raise NotVerifiedError("the key is not of the form name+hint+base64") from None
    if not name or material[:1] != bytes([ED25519]) or told != key_hint(name, material):
        raise NotVerifiedError("the key is not an Ed25519 verifier's key, or its hint is not its own")
    return Key(name, told, Ed25519PublicKey.from_public_bytes(material[1:]))


def key_hint(name: str, material: bytes) -> bytes:
    """Derive the four bytes by which a signature names its key (C2SP signed-note)."""
    return sha256(name.encode() + b"\n" + material).digest()[:4]


def receipt_text(leaf_hash: str) -> str:
    """Write what a receipt signs."""
    return f"{ORIGIN}/receipt\n{leaf_hash}\n"


def require_receipt(receipt: str, *keys: Key) -> bytes:
    """Refuse a receipt (the header Award-Receipt) that none of the keys signed; give the leaf hash that it names."""
    leaf_hash, _, encoded = receipt.strip().partition(".")
    try:
        signature = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
        if any(_has_signed(key, signature, receipt_text(leaf_hash)) for key in keys):
            return bytes.fromhex(leaf_hash)
    except ValueError:
        pass
    raise NotVerifiedError("the receipt is not signed by this key")


def _has_signed(key: Key, signature: bytes, text: str) -> bool:
    try:
        key.public.verify(signature, text.encode())
    except InvalidSignature:
        return False
    return True


def head_of(text: str, *keys: Key) -> Head:
    """Find the checkpoint in a text and verify its signature; NotVerifiedError if there is none that a key signed.

    Blanks around lines, as copying leaves them, do not matter, nor does what only looks like a checkpoint beside a
    signed one. Two that are signed are refused, for it is not for us to choose by which the record is judged.
    """
    heads, faults = set(), ["there is no checkpoint in the text"]
    for found in NOTE.finditer(_trimmed(text)):
        try:
            heads.add(_signed_head(found, keys))
        except (NotVerifiedError, binascii.Error) as error:
            faults.append(str(error))
    if len(heads) > 1:
        raise NotVerifiedError("there are several checkpoints in the text; verify by one at a time")
    if not heads:
        raise NotVerifiedError(faults[-1])
    return heads.pop()


def _trimmed(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines())


def _signed_head(found: re.Match[str], keys: Sequence[Key]) -> Head:
    """Read one checkpoint; NotVerifiedError if no key that was in force signed it."""
    head = Head(int(found["size"]), base64.b64decode(found["root"]))
    for key in keys:
        if _signed_note(found, key):
            if key.until is not None and head.size > key.until:
                raise NotVerifiedError(f"the key of the checkpoint had a successor from {key.until} leaves on")
            return head
    raise NotVerifiedError("the checkpoint is not signed by this key")


def _signed_note(found: re.Match[str], key: Key) -> bool:
    """Say whether a note has a signature of the key; NotVerifiedError for one in its name that is not its own."""
    for line in found["signatures"].strip().split("\n"):
        _dash, name, encoded = line.split(" ")
        signature = base64.b64decode(encoded)
        if name == key.name and signature[:4] == key.hint:
            if not _has_signed(key, signature[4:], found["body"]):
                raise NotVerifiedError("the signature of the checkpoint is not the key's")
            return True
    return False


@dataclass(frozen=True, slots=True)
class Succession:
    """That a key took over from another at a head; both have signed it."""

    old: Key
    new: Key
    head: Head


def successions_of(text: str) -> tuple[Succession, ...]:
    """Find the notes by which keys introduced their successors; one that not both have signed is refused."""
    found = {}
    for each in SUCCESSION.finditer(_trimmed(text)):
        old, new = key_of(each["old"]), key_of(each["new"])
        if old.is_same(new) or not (_signed_note(each, old) and _signed_note(each, new)):
            raise NotVerifiedError("a note of a key's successor is not signed by both keys")
        found[each["body"]] = Succession(old, new, Head(int(each["size"]), base64.b64decode(each["root"])))
    return tuple(found.values())


def trusted(key: Key, successions: Sequence[Succession]) -> tuple[Key, ...]:
    """Give the key and all that come before and after it; NotVerifiedError where one key has two successors."""
    known = [key]
    for each in known:
        after = [one for one in successions if one.old.is_same(each)]
        if len(after) > 1:
            raise NotVerifiedError("a key has introduced two successors; ask which of them is the record's")
        joined = [one.new for one in after] + [one.old for one in successions if one.new.is_same(each)]
        for one in joined:
            known += [one] if not any(one.is_same(other) for other in known) else []
    ends = [(one.old, one.head.size) for one in successions]
    return tuple(
        Key(each.name, each.hint, each.public, next((size for old, size in ends if old.is_same(each)), None))
        for each in known
    )


def require_export(lines: Iterable[str], head: Head, receipt: bytes | None = None, earlier: Iterable[Head] = ()) -> int:
    """Refuse an export, one leaf a line, whose first leaves are not the tree of the head; give how many it has.

    With `receipt`, the hash of a leaf, that leaf must be among them; `earlier` heads, at which keys changed, must fit.
    """
    frontier: tuple[bytes, ...] = ()
    count, met = 0, receipt is None
    roots = {each.size: each.root for each in earlier if each.size <= head.size}
    for line in lines:
        leaf = json.loads(line)
        if leaf["seq"] != count:
            raise NotVerifiedError(f"leaf {count} is missing; the export goes on with {leaf['seq']}")
        hashed = leaf_hash(base64.b64decode(leaf["body"]))
        met = met or hashed == receipt
        if count < head.size:
            frontier = grown(frontier, count, [hashed])
        count += 1
        if count in roots and roots[count] != root_of(frontier):
            raise NotVerifiedError(f"the first {count} leaves are not those at which the key was changed")
    if count < head.size:
        raise NotVerifiedError(f"the checkpoint covers {head.size} leaves, the export has {count}")
    if root_of(frontier) != head.root:
        raise NotVerifiedError(f"the first {head.size} leaves are not those of the checkpoint")
    if not met:
        raise NotVerifiedError("the leaf of the receipt is not in the export")
    return count


def require_case(case: dict[str, Any], printed: Head, *keys: Key) -> int:
    """Refuse the events of one application that are not in the record under its own checkpoint and the printed one."""
    head = head_of(case["checkpoint"], *keys)
    if printed.size <= head.size:
        require_consistent(printed, head, [bytes.fromhex(node) for node in case["consistency"]])
    for event in case["events"]:
        if event["body"] is not None and leaf_hash(event["body"].encode()).hex() != event["leaf_hash"]:
            raise NotVerifiedError(f"what event {event['seq']} says is not what its hash was made of")
        path = [bytes.fromhex(node) for node in event["path"]]
        require_included(bytes.fromhex(event["leaf_hash"]), event["seq"], head, path)
    return len(case["events"])


def main(arguments: Sequence[str] | None = None, say: Callable[[str], object] = print) -> int:
    """Verify what the arguments name; 0 if all of it follows from the checkpoint, 1 if not."""
    parser = argparse.ArgumentParser(description="Verify an export of the record, or one case, against a checkpoint.")
    parser.add_argument("--key", required=True, help="the verifier's key, name+hint+base64")
    parser.add_argument("--checkpoint", required=True, type=Path, help="a text in which a checkpoint is printed")
    parser.add_argument("--case", type=Path, help="the record of one application, as its applicant was given it")
    parser.add_argument("--receipt", help="what the header Award-Receipt said; sought in the export")
    parser.add_argument("export", nargs="?", type=Path, help="the exported record, one leaf a line")
    parser.add_argument("--successions", type=Path, help="a text with the notes by which keys introduced the next")
    chosen = parser.parse_args(arguments)
    try:
        printed = chosen.checkpoint.read_text(encoding="utf-8")
        case = json.loads(chosen.case.read_text(encoding="utf-8")) if chosen.case else {}
        further = chosen.successions.read_text(encoding="utf-8") if chosen.successions else ""
        notes = successions_of("\n".join([printed, further, *case.get("successions", ())]))
        keys = trusted(key_of(chosen.key), notes)
        head = head_of(printed, *keys)
        if chosen.export is not None:
            receipt = require_receipt(chosen.receipt, *keys) if chosen.receipt else None
            with chosen.export.open(encoding="utf-8") as lines:
                count = require_export(lines, head, receipt, [each.head for each in notes])
            say(f"VERIFIED: {count} leaves; the first {head.size} are those of the checkpoint.")
        if chosen.case is not None:
            count = require_case(case, head, *keys)
            say(f"VERIFIED: {count} events of the case are in the record of the checkpoint.")
    except (NotVerifiedError, KeyError, TypeError, ValueError) as error:
        say(f"NOT VERIFIED: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
