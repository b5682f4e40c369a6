"""The list of breached passwords: found by halving the file, never loaded, and missed loudly."""

import asyncio
import os
from collections.abc import Iterator
from hashlib import sha1
from pathlib import Path

import pytest
from fastapi import FastAPI

from app import cli_doctor
from app.accounts import breach_list
from app.accounts.breach_list import UnusableListError, is_breached, require_usable
from app.settings import settings
from app.standing import NotServableError, require_breach_list
from tests.api import PASSWORD, Operator, People

LISTED = [f"breached-{n}" for n in range(3000)]
FORMS = {
    "with counts": lambda digest, n: f"{digest}:{n * n}\n",
    "of hashes alone": lambda digest, _: f"{digest}\n",
    "with the line ends of Windows": lambda digest, n: f"{digest}:{n}\r\n",
    "in small letters": lambda digest, n: f"{digest.lower()}:{n}\n",
}


def digest_of(password: str) -> str:
    return sha1(password.encode(), usedforsecurity=False).hexdigest().upper()


def listed_in(path: Path, passwords: list[str], form: str = "with counts") -> Path:
    lines = [FORMS[form](digest, n) for n, digest in enumerate(sorted(map(digest_of, passwords)))]
    path.write_text("".join(lines), encoding="ascii", newline="")
    return path


@pytest.mark.parametrize("form", FORMS)
def test_each_listed_password_is_found_and_no_other(tmp_path: Path, form: str) -> None:
    path = listed_in(tmp_path / "list.txt", LISTED, form)
    assert [each for each in LISTED if not is_breached(path, each)] == []
    assert [n for n in range(3000) if is_breached(path, f"unheard-of-{n}")] == []
    assert require_usable(path) == path.stat().st_size


@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_first_and_the_last_line_are_found_in_the_shortest_lists(tmp_path: Path, count: int) -> None:
    path = listed_in(tmp_path / "list.txt", LISTED[:count])
    assert [is_breached(path, each) for each in LISTED[: count + 1]] == [True] * count + [False]
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    assert [is_breached(path, each) for each in LISTED[: count + 1]] == [True] * count + [False]


def test_a_search_reads_a_few_hundred_bytes_some_forty_times_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, read, pread = listed_in(tmp_path / "list.txt", LISTED), [], os.pread
    monkeypatch.setattr(breach_list.os, "pread", lambda *place: read.append(place[1]) or pread(*place))
    assert is_breached(path, LISTED[1500])
    assert max(read) <= 256
    # One more for each doubling of the file: forty gigabytes take thirty-seven.
    assert 1 < len(read) <= path.stat().st_size.bit_length() + 1


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "is empty"),
        (b"no hash\n" * 40, "has no line of a hash"),
        (b"x" * 4096, "has no line of a hash"),
        (f"{'F' * 40}:1\n{'0' * 40}:1\n".encode() * 20, "is not in the order of its hashes"),
    ],
    ids=["empty", "other text", "one long line", "not in order"],
)
def test_a_file_that_is_no_such_list_is_found_out(tmp_path: Path, content: bytes, complaint: str) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(content)
    with pytest.raises(UnusableListError, match=complaint):
        require_usable(path)


def test_an_absent_file_is_no_list(tmp_path: Path) -> None:
    for look in (require_usable, lambda path: is_breached(path, "x")):
        with pytest.raises(UnusableListError, match="cannot be read: No such file"):
            look(tmp_path / "list.txt")


@pytest.fixture
def listing(service: FastAPI, tmp_path: Path) -> Iterator[Path]:
    """A service that looks into a list."""
    before, path = service.state.settings, listed_in(tmp_path / "list.txt", [*LISTED, "从此江阴无难事"])
    service.state.settings = before.model_copy(update={"breached_passwords": path})
    yield path
    service.state.settings = before


async def chosen(people: People, password: str) -> tuple[int, list[tuple[str, str]]]:
    person = await people.secretary()
    version = (await person.get("/v1/me")).headers["etag"]
    body = {"current_password": PASSWORD, "new_password": password}
    answer = await person.put("/v1/me/password", body, headers={"If-Match": version})
    errors = answer.json().get("errors", []) if answer.status_code == 422 else []
    return answer.status_code, [(each["code"], each["pointer"]) for each in errors]


async def test_a_breached_password_is_refused_with_what_to_do_and_another_is_taken(
    people: People, listing: Path, service: FastAPI
) -> None:
    assert service.state.settings.breached_passwords == listing
    assert await chosen(people, "breached-1500") == (422, [("password_breached", "/new_password")])
    assert await chosen(people, "从此江阴无难事与众不同") == (200, [])
    person = await people.secretary()
    version = (await person.get("/v1/me")).headers["etag"]
    body = {"current_password": PASSWORD, "new_password": "breached-7"}
    refused = await person.put("/v1/me/password", body, headers={"If-Match": version})
    assert "请另选一个从未用过的密码" in refused.json()["detail"]


async def test_while_the_list_is_away_no_password_is_set_and_everybody_still_signs_in(
    people: People, listing: Path, operator: Operator
) -> None:
    await asyncio.to_thread(listing.unlink)
    before = await operator.value("SELECT count(*) FROM credential")
    person = await people.secretary()
    assert (await chosen(people, "an unheard-of password"))[0] == 503
    assert (await person.signed_in()).token != person.token
    assert await operator.value("SELECT count(*) FROM credential") == before + 2


def test_the_service_refuses_to_start_and_the_doctor_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "list.txt"
    monkeypatch.setenv("AWARD_BREACHED_PASSWORDS", str(path))
    settings.cache_clear()
    try:
        with pytest.raises(NotServableError, match=r"AWARD_BREACHED_PASSWORDS: .*cannot be read"):
            require_breach_list(settings())
        (absent,) = cli_doctor._breaches()  # noqa: SLF001 - one of the doctor's findings.
        listed_in(path, LISTED)
        require_breach_list(settings())
        (found,) = cli_doctor._breaches()  # noqa: SLF001 - as above.
    finally:
        settings.cache_clear()
    assert [(each.check, each.holds) for each in (absent, found)] == [
        ("breached passwords", False), ("breached passwords", True),
    ]  # fmt: skip


async def test_who_registers_is_told_that_his_own_names_make_no_password(people: People) -> None:
    user = {"login": "tegang.chen", "name": "陈启明", "phone": "0510-86000000", "password": "tegang.chen1"}
    firm = {"credit_code": "91320281MA1XYZ0001", "name": "江阴澄江特钢有限公司"}
    refused = await people.client.post("/v1/organizations", json=firm | {"user": user})
    assert refused.status_code == 422
    faults = [each for each in refused.json()["errors"] if each["pointer"] == "/user/password"]
    assert [(each["code"], "改用几个互不相关的词" in each["message"]) for each in faults] == [
        ("password_too_common", True)
    ]
