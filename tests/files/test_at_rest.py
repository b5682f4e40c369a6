"""Files at rest: sealed on disk, wrapped anew without being touched, erased for good, read in parts as before."""

import sys
import time
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from app import cli_check, cli_files
from app.database import Mask, Persona
from app.files import keyring
from app.files.envelope import opened
from app.files.models import StoredFile
from app.files.store import duplicate, path_of
from app.files.wrapping import fresh_key, key_of
from app.settings import settings
from app.standing import NotServableError, require_file_keys
from tests.api import Operator, People, Person
from tests.files.conftest import Choose
from tests.files.specimens import pdf
from tests.files.test_papers import path, upload

LONG = pdf("长").ljust(2 * 2**20 + 500, b" ") + b"%%EOF\n"


async def place_of(operator: Operator, person: Person) -> Path:
    query = "SELECT storage_name FROM stored_file WHERE owner_id = $1 ORDER BY stored_at DESC LIMIT 1"
    name = await operator.value(query, person.party)
    return settings().files_dir / name[:2] / name


async def row_of(operator: Operator, sql: str, *values: object) -> Mapping[str, Any]:
    found = await operator.connection.fetchrow(sql, *values)
    assert found is not None
    return found


async def test_no_byte_of_a_file_lies_open_on_disk_and_its_hash_is_that_of_what_was_sent(
    people: People, operator: Operator
) -> None:
    applicant = await people.register_applicant()
    saved = (await upload(applicant, "机密.pdf", pdf("绝密内容"))).json()["file"]
    on_disk = (await place_of(operator, applicant)).read_bytes()
    assert ("绝密内容".encode() in on_disk, on_disk[:5] == b"%PDF-", len(on_disk)) == (
        False, False, len(pdf("绝密内容")) + 16,
    )  # fmt: skip
    row = await row_of(operator,
        "SELECT f.size, encode(f.sha256, 'hex') AS sha, k.wrapping_key, k.algorithm, octet_length(k.wrapped) AS bytes "
        "FROM stored_file f JOIN file_key k ON k.id = f.key_id WHERE f.owner_id = $1", applicant.party,
    )  # fmt: skip
    assert dict(row) == {
        "size": saved["size"], "sha": saved["sha256"], "wrapping_key": "file-0001",
        "algorithm": "AES-256-GCM/1MiB/1", "bytes": 60,
    }  # fmt: skip
    assert await cli_check.files() is True


async def test_parts_of_a_sealed_file_are_served_as_of_an_open_one(people: People, operator: Operator) -> None:
    applicant = await people.register_applicant()
    saved = (await upload(applicant, "长.pdf", LONG)).json()["file"]
    assert (await place_of(operator, applicant)).stat().st_size == len(LONG) + 3 * 16
    whole = await applicant.get(path(applicant))
    assert (whole.status_code, whole.content, whole.headers["content-length"]) == (200, LONG, str(len(LONG)))
    assert (whole.headers["etag"], whole.headers["accept-ranges"]) == (f'"{saved["sha256"]}"', "bytes")
    edge = 2**20
    for asked, part in (
        ("bytes=0-4", LONG[:5]), (f"bytes={edge - 3}-{edge + 3}", LONG[edge - 3 : edge + 4]),
        ("bytes=-6", LONG[-6:]), (f"bytes={2 * edge}-", LONG[2 * edge :]),
    ):  # fmt: skip
        got = await applicant.get(path(applicant), headers={"Range": asked})
        assert (got.status_code, got.content) == (206, part)
        assert got.headers["content-range"].endswith(f"/{len(LONG)}")
    several = await applicant.get(path(applicant), headers={"Range": f"bytes=0-3,{edge}-{edge + 2}"})
    assert (several.status_code, several.headers["content-type"].partition(";")[0]) == (206, "multipart/byteranges")
    assert LONG[:4] in several.content
    for condition, status in ((whole.headers["etag"], 206), ('"other"', 200)):
        asked = {"Range": "bytes=0-4", "If-Range": condition}
        assert (await applicant.get(path(applicant), headers=asked)).status_code == status


async def test_a_range_that_is_none_gives_the_whole_file_and_one_outside_of_it_a_problem(people: People) -> None:
    applicant, content = await people.register_applicant(), pdf("范围")
    await upload(applicant, "范围.pdf", content)
    for asked in ("bytes=5-2", "bytes=999999-5", "items=0-1", "bytes=abc", "bytes=", "bytes", "bytes=-", "bytes=0-1,x"):
        whole = await applicant.get(path(applicant), headers={"Range": asked})
        assert (asked, whole.status_code, whole.content) == (asked, 200, content)
    for asked in (f"bytes={len(content)}-", "bytes=999999-", "bytes=-0"):
        beyond = await applicant.get(path(applicant), headers={"Range": asked, "Accept-Language": "en"})
        assert (beyond.status_code, beyond.headers["content-type"]) == (416, "application/problem+json")
        assert beyond.headers["content-range"] == f"bytes */{len(content)}"
        assert (beyond.json()["code"], beyond.json()["title"]) == ("range.outside", "Range not satisfiable")
        assert beyond.json()["request_id"] == beyond.headers["x-request-id"]


async def test_keys_are_wrapped_anew_while_no_file_is_touched(people: People, operator: Operator) -> None:
    applicant, late = await people.register_applicant(), await people.register_applicant()
    await upload(applicant, "旧钥.pdf", pdf("旧钥"))
    place = await place_of(operator, applicant)
    before, changed = place.read_bytes(), place.stat().st_mtime_ns
    wrapped = "SELECT k.wrapping_key, k.wrapped FROM file_key k JOIN stored_file f ON f.key_id = k.id "
    old = await row_of(operator, wrapped + "WHERE f.owner_id = $1", applicant.party)
    assert await cli_files.rotate() is True
    new = await row_of(operator, wrapped + "WHERE f.owner_id = $1", applicant.party)
    number = int(old["wrapping_key"][-4:]) + 1
    assert (new["wrapping_key"], new["wrapped"] == old["wrapped"]) == (f"file-{number:04d}", False)
    assert (place.read_bytes(), place.stat().st_mtime_ns) == (before, changed)
    # The running service reads by the new key and seals by it, though nobody has started it anew.
    assert (await applicant.get(path(applicant))).content == pdf("旧钥")
    await upload(late, "新钥.pdf", pdf("新钥"))
    row = await row_of(operator, wrapped + "WHERE f.owner_id = $1", late.party)
    assert row["wrapping_key"] == f"file-{number:04d}"
    # Without the old key everything is there still.
    keyring.path_of(settings().keys_dir, number - 1).unlink()
    assert (await applicant.get(path(applicant))).content == pdf("旧钥")
    assert await cli_check.files() is True
    leaves = await operator.value(
        "SELECT count(*) FROM record_leaf WHERE convert_from(body, 'UTF8') LIKE '%rotate_file_keys%'"
    )
    assert leaves == 1


async def test_an_erased_file_is_gone_for_everybody_and_its_row_stays(
    people: People, operator: Operator, capsys: pytest.CaptureFixture[str]
) -> None:
    applicant = await people.register_applicant()
    saved = (await upload(applicant, "清除.pdf", pdf("清除"))).json()["file"]
    place = await place_of(operator, applicant)
    file = await operator.value("SELECT id FROM stored_file WHERE owner_id = $1", applicant.party)
    assert await cli_files.erase(file) is True
    answer = await applicant.get(path(applicant))
    assert (answer.status_code, answer.json()["code"]) == (409, "file.erased")
    row = await row_of(operator,
        "SELECT f.size, encode(f.sha256, 'hex') AS sha, octet_length(k.wrapped) AS key FROM stored_file f "
        "JOIN file_key k ON k.id = f.key_id WHERE f.owner_id = $1", applicant.party,
    )  # fmt: skip
    assert (dict(row), place.exists()) == ({"size": saved["size"], "sha": saved["sha256"], "key": 0}, False)
    again = await upload(applicant, "清除.pdf", pdf("清除"))
    assert (again.status_code, again.json()["code"]) == (409, "file.erased")
    assert await cli_check.files() is True
    assert await cli_files.rotate() is True
    assert await cli_files.erase(file) is False
    leaves = "SELECT count(*) FROM record_leaf WHERE award_leaf(body) ->> 'use' = 'erase_file'"
    assert await operator.value(f"{leaves} AND award_leaf_of(body) @> $1", [str(file)]) == 1
    assert "erased before" in capsys.readouterr().out


async def test_bytes_and_keys_that_were_exchanged_are_refused_before_the_first_byte(
    people: People, operator: Operator, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = await people.register_applicant(), await people.register_applicant()
    for person in (first, second):
        await upload(person, "a.pdf", pdf(str(person.party)))
    one, other = await place_of(operator, first), await place_of(operator, second)
    kept = one.read_bytes()
    one.write_bytes(other.read_bytes())
    answer = await first.get(path(first))
    assert (answer.status_code, answer.json()["code"]) == (500, "file.altered")
    assert await cli_check.files() is False
    assert "not those that were sealed" in capsys.readouterr().out
    one.write_bytes(kept)
    swap = (
        "UPDATE file_key k SET wrapped = o.wrapped FROM file_key o, stored_file f, stored_file g "
        "WHERE k.id = f.key_id AND o.id = g.key_id AND f.owner_id = $1 AND g.owner_id = $2"
    )
    own = await operator.value(
        "SELECT k.wrapped FROM file_key k JOIN stored_file f ON f.key_id = k.id WHERE f.owner_id = $1", first.party
    )
    await operator.run(swap, first.party, second.party)
    answer = await first.get(path(first))
    assert (answer.status_code, answer.json()["code"]) == (500, "file.key")
    restore = "UPDATE file_key k SET wrapped = $1 FROM stored_file f WHERE f.key_id = k.id AND f.owner_id = $2"
    await operator.run(restore, own, first.party)
    assert (await first.get(path(first))).content == pdf(str(first.party))


async def test_encryption_can_be_switched_off_and_on_and_everything_stays_readable(
    people: People, operator: Operator, choose: Choose
) -> None:
    applicant = await people.register_applicant()
    await upload(applicant, "封存.pdf", pdf("封存"))
    choose("AWARD_FILE_ENCRYPTION", "off")
    plain = await people.register_applicant()
    await upload(plain, "明文.pdf", pdf("明文"))
    assert (await place_of(operator, plain)).read_bytes() == pdf("明文")
    assert (await applicant.get(path(applicant))).content == pdf("封存")
    assert (await plain.get(path(plain), headers={"Range": "bytes=0-4"})).content == b"%PDF-"
    choose("AWARD_FILE_ENCRYPTION", "on")
    assert (await plain.get(path(plain))).content == pdf("明文")
    assert await cli_check.files() is True


@pytest.mark.parametrize("before", ["off", "on"])
@pytest.mark.parametrize("after", ["off", "on"])
async def test_a_copy_for_another_owner_has_a_key_of_its_own(
    people: People, service: FastAPI, choose: Choose, before: str, after: str
) -> None:
    applicant, secretary = await people.register_applicant(), await people.secretary()
    choose("AWARD_FILE_ENCRYPTION", before)
    await upload(applicant, "长.pdf", LONG)
    choose("AWARD_FILE_ENCRYPTION", after)
    mask = Mask(Persona.SECRETARIAT, secretary.user)
    async with service.state.database.transaction(mask) as session:
        file = (await session.scalars(select(StoredFile).where(StoredFile.owner_id == applicant.party))).one()
        copy = await duplicate(session, file, settings().files_dir, owner_id=secretary.user, stored_by=secretary.user)
        await session.flush()
        key, place = await key_of(copy), path_of(settings().files_dir, copy.storage_name)
        assert (key is None, copy.key_id is None) == (after == "off",) * 2
        with opened(place, copy.id, key, copy.size) as content:
            assert content.read() == LONG
        assert (key is None or key != await key_of(file), copy.sha256 == file.sha256) == (True, True)
    assert await cli_check.files() is True


def test_a_service_that_must_seal_does_not_start_without_its_key(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWARD_KEYS_DIR", str(tmp_path))
        for choice, refused in (("on", True), ("auto", False), ("off", False)):
            patch.setenv("AWARD_FILE_ENCRYPTION", choice)
            settings.cache_clear()
            with pytest.raises(NotServableError, match="no wrapping key") if refused else nullcontext():
                require_file_keys(settings())
        patch.setenv("AWARD_FILE_ENCRYPTION", "auto")
        settings.cache_clear()
        assert fresh_key() is None
    settings.cache_clear()


async def test_sealing_costs_less_than_it_takes_to_send_a_file(people: People, choose: Choose) -> None:
    content = pdf("速").ljust(40 * 2**20, b" ") + b"%%EOF\n"
    seconds: dict[str, list[float]] = {"off": [], "on": []}
    for turn in range(3):
        for choice in ("off", "on"):
            choose("AWARD_FILE_ENCRYPTION", choice)
            applicant = await people.register_applicant()
            begun = time.perf_counter()
            saved = await upload(applicant, "速.pdf", content)
            got = await applicant.get(path(applicant))
            seconds[choice].append(time.perf_counter() - begun)
            assert (saved.status_code, len(got.content)) == (200, len(content)), turn
    plain, sealed = min(seconds["off"]), min(seconds["on"])
    speeds = f"plain {80 / plain:.0f} MiB/s, sealed {80 / sealed:.0f} MiB/s, {sealed / plain:.2f} times as long"
    sys.stdout.write(f"\n40 MiB in and out: {speeds}\n")
    assert sealed < 4 * plain


def test_wrapping_keys_are_their_owners_alone_and_made_once(tmp_path: Path) -> None:
    keyring.ensure(tmp_path)
    first = keyring.path_of(tmp_path, 1)
    content = first.read_bytes()
    keyring.ensure(tmp_path)
    assert (first.read_bytes(), first.stat().st_mode & 0o777, len(content)) == (content, 0o600, 32)
    assert (keyring.renew(tmp_path), sorted(each.name for each in tmp_path.iterdir())) == (
        "file-0002", ["file-0001.key", "file-0002.key"],
    )  # fmt: skip
