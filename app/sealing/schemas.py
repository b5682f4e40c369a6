"""The record as others may verify it, as JSON: the key, the heads, the proofs, and what was done in one's own case."""

from app.http import Id, Instant, View
from app.regulation.act import Act


class VerifierKey(View):
    """The key by which checkpoints and receipts are verified."""

    key: str
    """The verifier's key in the form of a C2SP signed note, `name+hint+base64`."""
    origin: str
    """The name of the record, the first line of each checkpoint."""
    successions: list[str]
    """The signed notes by which each key introduced the next, the oldest first: who noted down an older key goes on."""


class CheckpointView(View):
    """A signed head of the record: how many leaves, and the root over them (RFC 6962, C2SP tlog-checkpoint)."""

    size: int
    root_hash: str
    """Hexadecimal SHA-256."""
    note: str
    """The signed text, as it is printed in notices."""
    made_at: Instant


class ConsistencyView(View):
    """The proof that an older head is the beginning of a newer one."""

    older: int
    newer: int
    path: list[str]
    """Hexadecimal node hashes (RFC 6962, 2.1.2)."""


class InclusionView(View):
    """The proof that a leaf is in the record under the newest checkpoint."""

    leaf_hash: str
    seq: int
    """The number of the leaf, from 0."""
    path: list[str]
    """Hexadecimal node hashes from the sibling up (RFC 6962, 2.1.1)."""
    checkpoint: CheckpointView


class EventView(View):
    """One act in an application's own record."""

    seq: int
    """The number of its leaf."""
    act: Act
    at: Instant
    leaf_hash: str
    body: str | None
    """What the leaf says, where the organization itself acted; the hash of it is `leaf_hash`. Of others' acts null."""
    path: list[str]


class CaseRecord(View):
    """What was done in one's own case, each act with the proof that it is in the record."""

    application_id: Id
    events: list[EventView]
    """The acts that are no secret to the applicant and have a number already, the oldest first."""
    checkpoint: str
    """The signed head under which the proofs hold."""
    consistency: list[str]
    """That the head of `since` leaves is the beginning of this one; empty without `since`."""
    successions: list[str]
    """The signed notes by which each key of the record introduced the next."""
