"""Every operation that takes JSON, under bodies that no honest client sends: refused in the caller's language."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from tests.api import Operator, People, Person
from tests.canaries import Aviary, role_of
from tests.later_world import before_the_committee
from tests.operations import DOCUMENT, NOWHERE, WITH_JSON, Described
from tests.whole_world import in_material_review
from tests.year_world import ok

HONEST_BODIES = {
    ("save_application_form", "an empty object"), ("save_application_form", "null in every member"),
    ("amend_department", "an empty object"),
    ("amend_department", "null in every member"),
}  # fmt: skip
"""Those that say something: nothing has changed, and all of the form is taken back."""
LATE = {
    "amend_document", "amend_edition", "confirm_shortlist", "fix_consultation_list",
    # What this world does not have, or has no more.
    "answer_comment", "ask_reconsideration", "draw_defence_order", "grant_break_glass", "grant_recusal", "move_defence",
    # A unit and a winner of this world have no case of good practice.
    "amend_promotion_case", "take_back_consent",
    "let_title_expire", "make_statement", "record_referral_reply", "record_title_finding", "refuse_break_glass",
    "refuse_recusal", "reject_reconsideration", "renew_title", "schedule_defences",
    "strike_adverse_record", "uphold_reconsideration",
}  # fmt: skip
"""Operations whose resource is past changing in this world, or not in it: the body is not looked at."""
CODE = re.compile(r"[a-z_]+(\.[a-z_0-9]+)+")
KNOWN = {"not_found", "conflict"}
HUGE = "1" + "0" * 400
PLAIN: Mapping[str, bytes] = {
    "nothing": b"",
    "null": b"null",
    "a list": b"[]",
    "a number": b"7",
    "a text": '"市长质量奖"'.encode(),
    "an empty object": b"{}",
    "an unknown member": b'{"__proto__": {"role": "secretariat"}, "status": "awarded"}',
}
"""Bodies that need to know nothing of the operation."""
UNREADABLE: Mapping[str, bytes] = {
    "broken off": b'{"a": ',
    "two values": b"{} {}",
    "a repeated member": b'{"a": 1, "a": 2}',
    "NaN": b'{"a": NaN}',
    "Infinity": b'{"a": -Infinity}',
    "a BOM": b"\xef\xbb\xbf{}",
    "no UTF-8": '{"a": "奖"}'.encode("gb18030"),
    "too deep": b'{"a":' * 100 + b"1" + b"}" * 100,
    "too large": b'{"a": "' + b"x" * 300 * 1024 + b'"}',
    "a number without end": f'{{"a": {HUGE}}}'.encode(),
}
"""Bodies that are refused before any operation is asked: one reader reads for all, so each tries a few of them."""
FEW = 3
KINDS = {
    "text/plain": "body.media_type", "application/x-www-form-urlencoded": "body.media_type",
    "application/json; charset=gbk": "body.charset",
}  # fmt: skip
"""What a JSON body is not sent as, and the code of the refusal; each operation is asked with one."""
VALUES: Mapping[str, str] = {
    "NUL": '"\\u0000"',
    "a lone surrogate": '"\\ud800"',
    "a direction mark": '"\\u202e"',
    "10^400": HUGE,
    "a fraction": "0.1",
    "yes": "true",
    "null": "null",
    "an object": '{"a": []}',
    "a list": "[[]]",
    "a blank": '" "',
    "a long text": json.dumps("质" * 60_000),
}
"""Values that stand in every member of an otherwise well-made body, one after the other."""

DAYS = {
    "the first day": ("0001-01-01", "0001-01-01T00:00:00+14:00"),
    "the first day, west": ("0001-01-01", "0001-01-01T10:00:00-14:00"),
    "the last day": ("9999-12-31", "9999-12-31T16:00:00Z"),
    "the last day, west": ("9999-12-31", "9999-12-31T23:59:59-14:00"),
    "the last day, east": ("9999-12-31", "9999-12-31T23:59:59+14:00"),
}
"""Days and instants that no calendar of ours reaches; they stand for every day of an otherwise well-made body."""
RANGES = {"input.date_range", "input.datetime_range", "input.greater_than_equal", "input.less_than"}
"""How they are refused: as every day is, or by a field that takes fewer days."""


@pytest.fixture(scope="module")
async def aviary(people: People, operator: Operator) -> Aviary:
    made = Aviary()
    await in_material_review(people, operator, made)
    await before_the_committee(people, operator, made)
    return made


def schema_of(part: Mapping[str, Any]) -> Mapping[str, Any]:
    name = part.get("$ref", "").rpartition("/")[2]
    return DOCUMENT["components"]["schemas"][name] if name else part


def body_of(operation: Described) -> Mapping[str, Any]:
    """The schema of an operation's body."""
    described = DOCUMENT["paths"][operation.path][operation.method.lower()]
    return schema_of(described["requestBody"]["content"]["application/json"]["schema"])


def some_of(bodies: Mapping[str, bytes], operation: Described) -> dict[str, bytes]:
    """Take a few, each operation the ones after those of the operation before."""
    place = WITH_JSON.index(operation) * FEW
    names = list(bodies)
    return {name: bodies[name] for name in (names[(place + n) % len(names)] for n in range(FEW))}


def bodies(operation: Described) -> dict[str, bytes]:
    """Every hostile body of an operation by what is wrong with it."""
    members = list(body_of(operation).get("properties", {}))
    shaped = {
        f"{what} in every member": ("{" + ",".join(f'"{member}":{value}' for member in members) + "}").encode()
        for what, value in VALUES.items()
    }
    return {**PLAIN, **some_of(UNREADABLE, operation), **shaped}


def well_made(part: Mapping[str, Any], day: str, instant: str) -> Any:  # noqa: ANN401 - any JSON value.
    """Write what a part of the document describes, by its examples, but with that day and instant for every other."""
    part = schema_of(part)
    chosen = next((each for each in part.get("anyOf", part.get("oneOf", ())) if each.get("type") != "null"), part)
    if chosen is not part:
        return well_made(chosen, day, instant)
    if part.get("format") in {"date", "date-time"}:
        return day if part["format"] == "date" else instant
    if "properties" in part:
        return {name: well_made(field, day, instant) for name, field in part["properties"].items()}
    if part.get("type") == "array" and not part.get("examples"):
        return [well_made(part["items"], day, instant)]
    if isinstance(part.get("additionalProperties"), Mapping) and part.get("examples"):
        return {name: well_made(part["additionalProperties"], day, instant) for name in part["examples"][0]}
    return next(iter(part.get("examples", part.get("enum", [part.get("const", part.get("default"))]))))


WITH_DAYS = [
    each for each in WITH_JSON
    if "a day" in (said := json.dumps(well_made(body_of(each), "a day", "an instant"))) or "an instant" in said
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Aim:
    """Who sends the bodies of an operation, where to, and on which version."""

    person: Person | None
    url: str
    version: str = '"v1"'


async def aim_of(aviary: Aviary, operation: Described) -> Aim:
    """Find somebody to whom the operation belongs and a resource that he may read, else one that he may not."""
    ids = [list(aviary.ids.get(place, {}))[::-1] or [NOWHERE] for place in operation.places]
    found = [dict(zip(operation.places, known, strict=True)) for known in product(*ids)]
    first = Aim(None, operation.url(found[0]))
    for name, person in reversed(aviary.people.items()):
        for places in found if role_of(name) in operation.roles else ():
            url = operation.url(places)
            seen = await person.get(url.rpartition("/")[0])
            first = Aim(person, url, seen.headers.get("etag", '"v1"')) if first.person is None else first
            if "etag" in seen.headers:
                return Aim(person, url, seen.headers["etag"])
    return first


async def send(
    api: httpx2.AsyncClient, operation: Described, aim: Aim, body: bytes, language: str, kind: str = "application/json"
) -> httpx2.Response:
    headers = {"Accept-Language": language, "Content-Type": kind, "If-Match": aim.version}
    if aim.person is None:
        return await api.request(operation.method, aim.url, content=body, headers=headers)
    return await aim.person.send(operation.method, aim.url, content=body, headers=headers)


def judged(answer: httpx2.Response, language: str) -> str:
    """Say what is wrong with the answer to a hostile body; nothing if it is refused as it should be."""
    if answer.status_code < 400 or answer.status_code >= 500:
        return f"{answer.status_code} {answer.text[:200]}"
    if answer.headers["content-type"] != "application/problem+json":
        return answer.headers["content-type"]
    if answer.headers["content-language"] != {"zh": "zh-CN", "en": "en"}[language]:
        return answer.headers["content-language"]
    problem = answer.json()
    if not CODE.fullmatch(problem["code"]) and problem["code"] not in KNOWN:
        return problem["code"]
    words = [problem["title"], problem["detail"], *(fault["message"] for fault in problem["errors"])]
    if [each for each in words if not each or (each.isascii() != (language == "en"))]:
        return str(words)
    return ""


@pytest.mark.parametrize("operation", WITH_JSON, ids=lambda operation: operation.name)
async def test_a_hostile_body_is_refused_in_order_and_in_the_callers_language(
    operation: Described, aviary: Aviary, api: httpx2.AsyncClient
) -> None:
    aim, codes = await aim_of(aviary, operation), Counter()
    wrong: dict[str, str] = {}
    for place, (what, body) in enumerate(bodies(operation).items()):
        if (operation.name, what) in HONEST_BODIES:
            continue
        language = ("zh", "en")[place % 2]
        answer = await send(api, operation, aim, body, language)
        codes[answer.json().get("code")] += 1
        if said := judged(answer, language):
            wrong[what] = said
    kind = list(KINDS)[WITH_JSON.index(operation) % len(KINDS)]
    answer = await send(api, operation, aim, b"{}", "en", kind)
    if (answer.status_code, answer.json().get("code")) != (415, KINDS[kind]):
        wrong[kind] = answer.text[:200]
    assert wrong == {}
    assert (codes["input.invalid"] >= 12) is (operation.name not in LATE), codes


@pytest.mark.parametrize("operation", WITH_DAYS, ids=lambda operation: operation.name)
async def test_a_day_of_no_calendar_is_refused_wherever_a_body_has_a_day(
    operation: Described, aviary: Aviary, api: httpx2.AsyncClient
) -> None:
    aim, wrong = await aim_of(aviary, operation), {}
    for place, (what, days) in enumerate(DAYS.items()):
        language = ("zh", "en")[place % 2]
        answer = await send(api, operation, aim, json.dumps(well_made(body_of(operation), *days)).encode(), language)
        found = {fault["code"] for fault in answer.json()["errors"]} & RANGES
        if said := judged(answer, language) or ("" if found or operation.name in LATE else answer.text[:300]):
            wrong[what] = said
    assert wrong == {}


def test_days_come_with_bodies_only_where_they_are_bounded() -> None:
    elsewhere = [
        (path, parameter["name"])
        for path, methods in DOCUMENT["paths"].items()
        for operation in methods.values()
        for parameter in operation.get("parameters", ())
        if '"format": "date' in json.dumps(parameter)
    ]
    assert (elsewhere, len(WITH_DAYS) > 60) == ([], True)


HONEST = "𠮷野家𬱖、㐂、🏆🛠️、é、'; DROP TABLE award; --、<script>、${jndi:ldap://x}、{{7*7}}、%00"
"""Rare hanzi, emoji and what is code elsewhere: text, and only text, here."""


async def test_rare_hanzi_emoji_and_foreign_code_are_text_and_come_back_as_they_went_in(
    aviary: Aviary, people: People
) -> None:
    secretary = aviary.people["secretary"]
    body = {"number": f"演练〔2022〕𠮷{uuid4().hex}", "title": HONEST, "text": HONEST * 20, "decided_on": "2020-01-06"}
    made = ok(await secretary.post("/v1/resolutions", body))
    seen = ok(await secretary.get(f"/v1/resolutions/{made['id']}"), 200)
    assert {key: seen[key] for key in body} == body
    owner = await people.verified_applicant(HONEST)
    assert ok(await owner.get(f"/v1/organizations/{owner.party}"), 200)["name"] == HONEST
