"""RFC 6962 as it is written, over a list of leaf hashes: what the tree and the verifier are held against."""

from collections.abc import Sequence

from app.sealing.verifier import grown, root_of


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """Derive the root over leaf hashes."""
    return root_of(grown((), 0, leaves))


def inclusion_proof(index: int, leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    """RFC 6962 §2.1.1: the path of a leaf, from its sibling up to the root."""
    if len(leaves) <= 1:
        return ()
    half = 1 << ((len(leaves) - 1).bit_length() - 1)
    if index < half:
        return (*inclusion_proof(index, leaves[:half]), tree_root(leaves[half:]))
    return (*inclusion_proof(index - half, leaves[half:]), tree_root(leaves[:half]))


def consistency_proof(old: int, leaves: Sequence[bytes], *, whole: bool = True) -> tuple[bytes, ...]:
    """RFC 6962 §2.1.2: that the tree over the first `old` leaves is the beginning of the tree over all of them."""
    if old == len(leaves):
        return () if whole else (tree_root(leaves),)
    half = 1 << ((len(leaves) - 1).bit_length() - 1)
    if old <= half:
        return (*consistency_proof(old, leaves[:half], whole=whole), tree_root(leaves[half:]))
    return (*consistency_proof(old - half, leaves[half:], whole=False), tree_root(leaves[:half]))
