"""The stand-alone verifier against the vectors of Certificate Transparency, against the tree, and against forgers."""

import base64
import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from app.sealing import verifier
from app.sealing.notes import Signer, checkpoint
from app.sealing.tree import Tree
from app.sealing.verifier import Head, NotVerifiedError
from tests.sealing.reference import consistency_proof, inclusion_proof, tree_root

CT_LEAVES = [
    bytes.fromhex(leaf)
    for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
CT_ROOT = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
"""The tree over the eight leaves with which Certificate Transparency tests its own."""
HASHES = [verifier.leaf_hash(str(n).encode()) for n in range(80)]


@pytest.fixture(scope="module")
def signer() -> Signer:
    return Signer(Ed25519PrivateKey.from_private_bytes(sha256(b"a key of the tests").digest()))


def tree_of(size: int) -> Tree:
    made = Tree()
    for leaf in HASHES[:size]:
        made.add(leaf)
    return made


def test_the_tree_is_that_of_certificate_transparency() -> None:
    leaves = [verifier.leaf_hash(leaf) for leaf in CT_LEAVES]
    assert tree_root(leaves).hex() == CT_ROOT
    assert tree_root([]).hex() == sha256(b"").hexdigest()
    assert [node.hex()[:8] for node in inclusion_proof(0, leaves)] == ["96a296d2", "5f083f0a", "6b47aaf2"]


@given(size=st.integers(1, 80), data=st.data())
def test_the_kept_tree_proves_what_the_plain_one_proves(size: int, data: st.DataObject) -> None:
    kept, old = tree_of(80), data.draw(st.integers(1, size))
    index = data.draw(st.integers(0, size - 1))
    root = kept.root(0, size)
    assert root == tree_root(HASHES[:size])
    assert kept.inclusion(index, size) == inclusion_proof(index, HASHES[:size])
    assert kept.consistency(old, size) == consistency_proof(old, HASHES[:size])
    verifier.require_included(HASHES[index], index, Head(size, root), kept.inclusion(index, size))
    older = Head(old, tree_root(HASHES[:old]))
    verifier.require_consistent(older, Head(size, root), kept.consistency(old, size))


@given(size=st.integers(2, 80), data=st.data())
def test_a_proof_with_one_bit_changed_or_one_node_less_or_more_proves_nothing(size: int, data: st.DataObject) -> None:
    kept, index = tree_of(size), data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(1, size - 1))
    head, path = Head(size, kept.root(0, size)), list(kept.inclusion(index, size))
    older, way = Head(old, tree_root(HASHES[:old])), list(kept.consistency(old, size))
    for honest, refuse in (
        (path, lambda forged: verifier.require_included(HASHES[index], index, head, forged)),
        (way, lambda forged: verifier.require_consistent(older, head, forged)),
    ):
        place = data.draw(st.integers(0, len(honest) - 1))
        bent = bytes([honest[place][0] ^ 1]) + honest[place][1:]
        for forged in ([*honest[:place], bent, *honest[place + 1 :]], honest[:-1], [*honest, HASHES[0]], []):
            with pytest.raises(NotVerifiedError):
                refuse(forged)


def test_a_tree_does_not_follow_a_longer_one_nor_another_of_its_size() -> None:
    head, other = Head(3, HASHES[0]), Head(3, HASHES[1])
    verifier.require_consistent(head, head, [])
    for older, newer in ((head, other), (Head(4, HASHES[0]), head), (Head(0, HASHES[0]), head)):
        with pytest.raises(NotVerifiedError):
            verifier.require_consistent(older, newer, [])
    with pytest.raises(NotVerifiedError):
        verifier.require_included(HASHES[0], 3, head, [])


def test_a_checkpoint_is_found_in_the_text_around_it_and_in_no_other_hand(signer: Signer) -> None:
    note, key = checkpoint(signer, Head(5, HASHES[0])), verifier.key_of(signer.verifier_key)
    assert verifier.head_of(f"公示\r\n办理记录：\n\n{note}\n联系电话 0510", key) == Head(5, HASHES[0])
    other = verifier.key_of(Signer(Ed25519PrivateKey.generate()).verifier_key)
    lookalike = note.replace("\n5\n", "\n6\n")
    assert verifier.head_of(f"{lookalike}\n{note}\n{note}", key) == Head(5, HASHES[0])
    assert verifier.head_of("".join(f"\t{line}  \n" for line in note.splitlines()), key) == Head(5, HASHES[0])
    with pytest.raises(NotVerifiedError, match="several"):
        verifier.head_of(f"{note}\n{checkpoint(signer, Head(7, HASHES[1]))}", key)
    forged = (note.replace("\n5\n", "\n6\n"), note.replace("—", "-"), "", note.partition("\n\n")[0])
    for text, read_by in ((note, other), *((text, key) for text in forged)):
        with pytest.raises(NotVerifiedError):
            verifier.head_of(text, read_by)


@pytest.mark.parametrize("line", ["", "name", "a+00000000+AAAA", "a+zz+AAAA", "a+00000000+%%", "+00000000+AQ=="])
def test_a_line_that_is_no_key_is_refused(line: str) -> None:
    with pytest.raises(NotVerifiedError):
        verifier.key_of(line)


def test_a_receipt_is_the_keys_or_nothing(signer: Signer) -> None:
    key, receipt = verifier.key_of(signer.verifier_key), signer.receipt(HASHES[7].hex())
    assert verifier.require_receipt(receipt, key) == HASHES[7]
    for forged in (receipt.replace(HASHES[7].hex(), HASHES[8].hex()), HASHES[7].hex(), "x.y", ""):
        with pytest.raises(NotVerifiedError):
            verifier.require_receipt(forged, key)


def test_the_program_stands_alone(signer: Signer, tmp_path: Path) -> None:
    bodies = [f'{{"n":{n}}}'.encode() for n in range(3)]
    hashes = [verifier.leaf_hash(body) for body in bodies]
    note, export, alone = tmp_path / "notice.txt", tmp_path / "export.jsonl", tmp_path / "verifier.py"
    note.write_text(checkpoint(signer, Head(2, tree_root(hashes[:2]))), encoding="utf-8")
    lines = [json.dumps({"seq": n, "body": base64.b64encode(body).decode()}) for n, body in enumerate(bodies)]
    alone.write_bytes(Path(verifier.__file__).read_bytes())

    def ran(text: list[str], *further: str) -> tuple[int, str]:
        export.write_text("\n".join(text) + "\n", encoding="utf-8")
        command = [sys.executable, "-I", str(alone), "--key", signer.verifier_key, "--checkpoint", str(note)]
        done = subprocess.run(  # noqa: S603 - our own program.
            [*command, *further, str(export)], capture_output=True, text=True, check=False, cwd=tmp_path
        )
        return done.returncode, done.stdout

    assert ran(lines) == (0, "VERIFIED: 3 leaves; the first 2 are those of the checkpoint.\n")
    assert ran(lines, "--receipt", signer.receipt(hashes[2].hex()))[0] == 0
    assert ran(lines, "--receipt", signer.receipt(HASHES[9].hex())) == (
        1, "NOT VERIFIED: the leaf of the receipt is not in the export\n",
    )  # fmt: skip
    swapped = [lines[0].replace('"seq": 0', '"seq": 1'), lines[1].replace('"seq": 1', '"seq": 0')][::-1]
    for forged in (lines[1:], [lines[1], *lines], swapped, lines[:1], ["[]"], ["no json"], [lines[0], lines[2]]):
        code, said = ran(forged)
        assert (code, said.startswith("NOT VERIFIED: ")) == (1, True)
