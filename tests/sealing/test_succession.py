"""A new key for the record: introduced by the old one, believed by whoever knew either, and never forged."""

import base64
import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI

from app import cli_keys, cli_record
from app.accounts import keys, record_keys
from app.accounts.key_files import KeysUnavailableError
from app.sealing import succeeding, verifier
from app.sealing.notes import Signer, checkpoint, succession
from app.sealing.sequencing import Sequencer
from app.sealing.succeeding import FolderSigner
from app.sealing.verifier import Head, NotVerifiedError, key_of, successions_of, trusted
from app.settings import settings
from tests.api import Operator, People
from tests.sealing.reference import tree_root
from tests.sealing.settling import settled
from tests.year_world import ok

BODIES = [f'{{"n":{n}}}'.encode() for n in range(9)]
LEAVES = [verifier.leaf_hash(body) for body in BODIES]


def signer() -> Signer:
    return Signer(Ed25519PrivateKey.generate())


def head(size: int) -> Head:
    return Head(size, tree_root(LEAVES[:size]))


OLD, NEW, LAST, EVIL = (signer() for _ in range(4))
FIRST_NOTE = succession(OLD, NEW, head(4))
SECOND_NOTE = succession(NEW, LAST, head(6))
CHAIN = successions_of(f"公示\n\n{FIRST_NOTE}\n{SECOND_NOTE}")


@pytest.mark.parametrize("known", [OLD, NEW, LAST], ids=["the first", "the second", "the last"])
def test_who_knows_one_key_believes_the_heads_of_all_each_in_its_time(known: Signer) -> None:
    ring = trusted(key_of(known.verifier_key), CHAIN)
    assert len(ring) == 3
    for by, size in ((OLD, 3), (OLD, 4), (NEW, 4), (NEW, 6), (LAST, 6), (LAST, 9)):
        assert verifier.head_of(checkpoint(by, head(size)), *ring) == head(size)
    for by, size in ((OLD, 5), (NEW, 7)):
        with pytest.raises(NotVerifiedError, match="had a successor"):
            verifier.head_of(checkpoint(by, head(size)), *ring)
    for by in (OLD, NEW, LAST):
        assert verifier.require_receipt(by.receipt(LEAVES[1].hex()), *ring) == LEAVES[1]
    with pytest.raises(NotVerifiedError):
        verifier.require_receipt(EVIL.receipt(LEAVES[1].hex()), *ring)


def forged(note: str, by: Signer, instead_of: int) -> str:
    """Put another's signature in the place of one of the two."""
    body, _, signatures = note.partition("\n\n")
    lines = signatures.strip().split("\n")
    lines[instead_of] = by.signed(f"{body}\n").strip().split("\n")[-1]
    return f"{body}\n\n" + "\n".join(lines) + "\n"


def of_kind(algorithm: int, key: Signer) -> str:
    """Write the line of a key as if it were of another algorithm."""
    material = bytes([algorithm]) + key.key.public_key().public_bytes_raw()
    hint = verifier.key_hint(verifier.ORIGIN, material).hex()
    return f"{verifier.ORIGIN}+{hint}+{base64.b64encode(material).decode()}"


STEALING = succession(OLD, EVIL, head(4))
FORGERIES = {
    "the new key alone": forged(STEALING, EVIL, 0),
    "the old key alone": forged(FIRST_NOTE, OLD, 1),
    "another in the place of the old": forged(FIRST_NOTE, EVIL, 0),
    "the new key exchanged afterwards": FIRST_NOTE.replace(NEW.verifier_key, EVIL.verifier_key),
    "the head exchanged afterwards": FIRST_NOTE.replace("\n4\n", "\n7\n"),
    "the root exchanged afterwards": FIRST_NOTE.replace(
        base64.b64encode(head(4).root).decode(), base64.b64encode(head(5).root).decode()
    ),
    "a key that introduces itself": succession(OLD, OLD, head(4)),
    "a key of another kind": FIRST_NOTE.replace(NEW.verifier_key, of_kind(2, NEW)),
}


@pytest.mark.parametrize("note", FORGERIES.values(), ids=FORGERIES)
def test_a_forged_successor_is_refused(note: str) -> None:
    assert note != FIRST_NOTE
    with pytest.raises(NotVerifiedError):
        successions_of(note)


def test_a_signature_added_to_a_head_introduces_nobody_and_a_stranger_is_never_joined() -> None:
    both = checkpoint(OLD, head(4)) + EVIL.signed(f"{verifier.ORIGIN}\n").strip().split("\n")[-1] + "\n"
    assert successions_of(both) == ()
    ring = trusted(key_of(OLD.verifier_key), successions_of(succession(EVIL, signer(), head(4))))
    assert [each.is_same(key_of(OLD.verifier_key)) for each in ring] == [True]
    with pytest.raises(NotVerifiedError, match="not signed by this key"):
        verifier.head_of(checkpoint(EVIL, head(4)), *ring)


def test_a_stolen_old_key_that_introduces_a_second_successor_is_found_out() -> None:
    for known in (OLD, NEW, LAST):
        with pytest.raises(NotVerifiedError, match="two successors"):
            trusted(key_of(known.verifier_key), [*CHAIN, *successions_of(STEALING)])


def test_keys_that_introduce_each_other_in_a_ring_end() -> None:
    ring = successions_of(succession(OLD, NEW, head(4)) + "\n" + succession(NEW, OLD, head(6)))
    assert len(trusted(key_of(OLD.verifier_key), ring)) == 2


def test_the_program_that_stands_alone_follows_the_keys(tmp_path: Path) -> None:
    alone, notice, export, notes = (tmp_path / each for each in ("verifier.py", "notice.txt", "e.jsonl", "notes.txt"))
    alone.write_bytes(Path(verifier.__file__).read_bytes())
    lines = [json.dumps({"seq": n, "body": base64.b64encode(body).decode()}) for n, body in enumerate(BODIES)]
    export.write_text("\n".join(lines) + "\n", encoding="utf-8")
    notes.write_text(f"{SECOND_NOTE}\n{FIRST_NOTE}", encoding="utf-8")

    def ran(key: Signer, printed: str, *further: str) -> tuple[int, str]:
        notice.write_text(printed, encoding="utf-8")
        command = [sys.executable, "-I", str(alone), "--key", key.verifier_key, "--checkpoint", str(notice), *further]
        done = subprocess.run(  # noqa: S603 - our own program.
            [*command, str(export)], capture_output=True, text=True, check=False, cwd=tmp_path
        )
        return done.returncode, done.stdout

    good = "VERIFIED: 9 leaves; the first 8 are those of the checkpoint.\n"
    newest = checkpoint(LAST, head(8))
    assert ran(OLD, newest, "--successions", str(notes)) == (0, good)
    assert ran(OLD, f"{newest}\n{FIRST_NOTE}\n{SECOND_NOTE}") == (0, good)
    assert ran(LAST, checkpoint(OLD, head(3)), "--successions", str(notes))[0] == 0
    assert ran(OLD, newest) == (1, "NOT VERIFIED: the checkpoint is not signed by this key\n")
    notes.write_text(f"{SECOND_NOTE}\n{FORGERIES['the new key alone']}", encoding="utf-8")
    assert ran(OLD, newest, "--successions", str(notes))[0] == 1
    # Both keys may have signed a head that the record never had; an export shows it.
    lied = succession(OLD, NEW, Head(4, LEAVES[0]))
    assert ran(OLD, f"{checkpoint(NEW, head(8))}\n{lied}") == (
        1, "NOT VERIFIED: the first 4 leaves are not those at which the key was changed\n",
    )  # fmt: skip


async def test_the_running_service_goes_on_with_the_new_key_and_all_that_was_signed_stays_good(
    api: httpx2.AsyncClient, people: People, operator: Operator, service: FastAPI, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, sequencer = settings().keys_dir, Sequencer(service.state.database, service.state.signer)
    await people.register_applicant()
    await settled(operator, sequencer)
    before, known = ok(await api.get("/v1/record/checkpoint"), 200), ok(await api.get("/v1/record/key"), 200)
    assert known["successions"] == []
    receipt = service.state.signer.receipt("ab" * 32)
    await cli_keys.rotate_record()
    shown = ok(await api.get("/v1/record/key"), 200)
    assert (shown["key"] != known["key"], len(shown["successions"])) == (True, 1)
    assert shown["key"] in capsys.readouterr().out
    leaves = "SELECT count(*) FROM record_leaf WHERE award_leaf(body) ->> 'use' = 'rotate_record_key'"
    assert await operator.value(leaves) == 1
    await people.register_applicant()
    await settled(operator, sequencer)
    after = ok(await api.get("/v1/record/checkpoint"), 200)
    notes = successions_of(shown["successions"][0])
    assert notes[0].head == Head(before["size"], bytes.fromhex(before["root_hash"]))
    for key in (known["key"], shown["key"]):
        ring = trusted(key_of(key), notes)
        heads = [verifier.head_of(each["note"], *ring) for each in (before, after)]
        assert verifier.require_receipt(receipt, *ring).hex() == "ab" * 32
        query = f"older={before['size']}&newer={after['size']}"
        proof = ok(await api.get(f"/v1/record/consistency?{query}"), 200)
        verifier.require_consistent(*heads, [bytes.fromhex(node) for node in proof["path"]])
    with pytest.raises(NotVerifiedError):
        verifier.head_of(after["note"], key_of(known["key"]))
    lines, note = io.StringIO(), io.StringIO()
    size = await cli_record.export(lines, note)
    ring = trusted(key_of(known["key"]), successions_of(note.getvalue()))
    printed = verifier.head_of(note.getvalue(), *ring)
    earlier = [each.head for each in notes]
    assert verifier.require_export(lines.getvalue().splitlines(), printed, None, earlier) == size
    assert record_keys.retire(folder) == []
    os.utime(record_keys.notes(folder)[0], (time.time() - 3601, time.time() - 3601))
    await cli_keys.retire()
    assert not (folder / record_keys.FIRST_FILE).exists()
    keys.ensure(folder)
    assert not (folder / record_keys.FIRST_FILE).exists()
    assert len(FolderSigner(folder).keys) == 2


async def test_a_change_that_was_cut_off_changes_nothing_and_the_next_takes_it_up(
    api: httpx2.AsyncClient, people: People, operator: Operator, service: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, sequencer = settings().keys_dir, Sequencer(service.state.database, service.state.signer)
    before = ok(await api.get("/v1/record/key"), 200)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(succeeding.record_keys, "introduce", die)
    with pytest.raises(KeyboardInterrupt):
        await cli_keys.rotate_record()
    monkeypatch.undo()
    assert ok(await api.get("/v1/record/key"), 200) == before
    waiting = max(path.name for path in folder.glob("record-*.pem"))
    made = (folder / waiting).read_bytes()
    await people.register_applicant()
    await settled(operator, sequencer)
    newest = ok(await api.get("/v1/record/checkpoint"), 200)
    assert verifier.head_of(newest["note"], key_of(before["key"])).size == newest["size"]
    await cli_keys.rotate_record()
    assert (folder / waiting).read_bytes() == made
    assert record_keys.in_force(folder).name == waiting
    assert len(ok(await api.get("/v1/record/key"), 200)["successions"]) == len(before["successions"]) + 1


async def test_a_folder_of_other_keys_cannot_take_the_record_over(
    people: People, operator: Operator, service: FastAPI, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sequencer = Sequencer(service.state.database, service.state.signer)
    await people.register_applicant()
    await settled(operator, sequencer)
    keys.ensure(tmp_path / "others")
    monkeypatch.setenv("AWARD_KEYS_DIR", str(tmp_path / "others"))
    settings.cache_clear()
    try:
        with pytest.raises(SystemExit, match="not signed by this key"):
            await cli_keys.rotate_record()
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    assert record_keys.notes(tmp_path / "others") == []


def test_a_note_without_its_key_stops_the_service_and_no_new_key_is_made_up(tmp_path: Path) -> None:
    keys.ensure(tmp_path)
    path = record_keys.prepare(tmp_path)
    old = Signer(record_keys.load(tmp_path / record_keys.FIRST_FILE))
    record_keys.introduce(path, succession(old, Signer(record_keys.load(path)), head(4)))
    path.unlink()
    keys.ensure(tmp_path)
    assert not path.exists()
    with pytest.raises(KeysUnavailableError, match=r"record-0002\.pem is absent"):
        FolderSigner(tmp_path)
