"""How requests are read: JSON, texts, types, queries, versions."""

import gzip
import json
from datetime import datetime
from typing import Any

import pytest
from pydantic import ValidationError
from starlette.testclient import TestClient

from app.http import Body
from app.reading import read_json
from tests.http.small import Plan

PLANS = "/v1/plans"
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [
        (b'{"name": "a", "name": "b"}', 400, "body.duplicate_member"),
        (b'{"name": "a", "branches": [{"name": "b", "name": "c"}]}', 400, "body.duplicate_member"),
        (b'{"name": NaN}', 400, "body.not_a_number"),
        (b'{"name": -Infinity}', 400, "body.not_a_number"),
        (b'{"name": ', 400, "body.not_json"),
        (b"\xef\xbb\xbf{}", 400, "body.encoding"),
        ('{"name": "江阴"}'.encode("gb18030"), 400, "body.encoding"),
        (b"[" * 33 + b"]" * 33, 400, "body.too_deep"),
        (b"[" * 32 + b"]" * 32, 422, "input.invalid"),
        (b'{"name": "' + b"[" * 19 + b'\\"' + b'"}', 201, None),
        (b"[" * 100_000, 400, "body.too_deep"),
        (b'"' + b"x" * 262_143 + b'"', 413, "body.too_large"),
        (b'{"name": "\\ud800"}', 422, "input.invalid"),
        (b'{"name": "\\u0000"}', 422, "input.invalid"),
        (b"", 422, "input.invalid"),
        (b"[]", 422, "input.invalid"),
    ],
    ids=range(16),
)
def test_json_is_read_without_tricks(client: TestClient, raw: bytes, status: int, code: str | None) -> None:
    answer = client.post(PLANS, content=raw, headers=JSON)
    assert (answer.status_code, answer.json().get("code")) == (status, code)


def test_brackets_in_strings_do_not_count_as_nesting() -> None:
    text = json.dumps({"a": "[" * 100 + '\\"[{', "b": "\\"})
    assert read_json(text.encode()) == json.loads(text)


@pytest.mark.parametrize(
    ("kind", "code", "said"),
    [
        ("text/plain", "body.media_type", "application/json"),
        ("application/xml", "body.media_type", "application/json"),
        ("", "body.media_type", "application/json"),
        ("application/json; charset=gbk", "body.charset", "charset=utf-8"),
        ("application/json; charset=utf8", "body.charset", "charset=utf-8"),
        ("application/json; version=2", "body.charset", "charset=utf-8"),
    ],
)
def test_another_media_type_is_415_and_told_apart_from_another_charset(
    client: TestClient, kind: str, code: str, said: str
) -> None:
    for language in ("zh", "en"):
        headers = {"Content-Type": kind, "Accept-Language": language}
        answer = client.post(PLANS, content=b'{"name": "a"}', headers=headers)
        assert (answer.status_code, answer.json()["code"], said in answer.json()["detail"]) == (415, code, True)


def test_a_packed_body_is_415_and_told_why(client: TestClient) -> None:
    body, headers = b'{"name": "a"}', JSON | {"Content-Encoding": "gzip"}
    answer = client.post(PLANS, content=gzip.compress(body), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (415, "body.packed")
    assert "Content-Encoding" in answer.json()["detail"]
    assert answer.headers["accept-encoding"] == "identity"
    assert client.post(PLANS, content=body, headers=JSON | {"Content-Encoding": "identity"}).status_code == 201


def test_a_merge_patch_is_json_too(client: TestClient) -> None:
    headers = {"Content-Type": "application/merge-patch+json; charset=utf-8"}
    assert client.post(PLANS, content=b'{"name": "a"}', headers=headers).status_code == 201


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("𠮷野家", "𠮷野家"),  # Four bytes in UTF-8.
        ("㐂䶮𪚥", "㐂䶮𪚥"),  # GB18030, level 3.
        ("葛\U000e0100", "葛\U000e0100"),  # A variant of a hanzi.
        ("🏆👍🏽", "🏆👍🏽"),
        (
            "\U0002a6df\U0002b739\U0002fa1d\U00030000\U000323af",
            "\U0002a6df\U0002b739\U0002a600\U00030000\U000323af",
        ),  # Planes 2 and 3.
        ("\ud7a3\uf900\ufe0f\U000e01ef", "\ud7a3\u8c48\ufe0f\U000e01ef"),  # Just beside what is refused.
        ("e\u0301", "é"),
        ("a\r\nb\tc", "a\nb\tc"),
        (" 江阴 ", " 江阴 "),
    ],
)
def test_rare_hanzi_and_emoji_survive_in_nfc(client: TestClient, given: str, stored: str) -> None:
    assert client.post(PLANS, json={"name": given}).json()["name"] == stored


INVISIBLE = "\x00\x1b\x7f\x85\r\u200b\u200d\u202e\u2066\ufeff\uffff\U000e0041"
BLANK = "\xad\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\U0001bca0\U0001d173\U000e0080\U000e01f0"
PRIVATE = "\ue000\uf8ff\U000f0000\U000ffffd\U00100000\U0010fffd"
NO_CHARACTERS = "\ufdd0\ufdef\ufff0\ufffe\U0001fffe\U0002ffff\U0003fffe\U000efffe\U000fffff\U0010ffff"


@pytest.mark.parametrize("sign", INVISIBLE + BLANK + PRIVATE + NO_CHARACTERS)
def test_control_and_invisible_characters_are_refused_in_every_text(client: TestClient, sign: str) -> None:
    for body in ({"name": f"a{sign}"}, {"name": "a", "note": sign}, {"name": "a", "branches": [{"name": sign}]}):
        answer = client.post(PLANS, json=body)
        assert [fault["code"] for fault in answer.json()["errors"]] == ["input.text_character"]


def test_a_blank_text_is_refused(client: TestClient) -> None:
    codes = [client.post(PLANS, json={"name": name}).json()["errors"][0]["code"] for name in ("", " \n　")]
    assert codes == ["input.string_too_short", "input.text_blank"]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("year", "2022", "int_type"),
        ("year", 2022.0, "int_type"),
        ("year", True, "int_type"),
        ("urgent", "yes", "bool_type"),
        ("urgent", 1, "bool_type"),
        ("note", 5, "string_type"),
        ("rate", 1.5, "decimal_parsing"),
        ("rate", "NaN", "finite_number"),
        ("owner", "{6F9619FF-8B86-D011-B42D-00CF4FC964FF}", "uuid_canonical"),
        ("owner", "6F9619FF-8B86-D011-B42D-00CF4FC964FF", "uuid_canonical"),
        ("at", 1650000000, "datetime_text"),
        ("at", "0001-01-01T00:00:00+14:00", "datetime_range"),
        ("at", "0001-01-01T10:00:00-14:00", "datetime_range"),
        ("at", "9999-12-31T23:59:59-23:59", "datetime_range"),
        ("at", "9999-12-31T16:00:00Z", "datetime_range"),
        ("at", "2200-01-01T07:59:59+07:59", "datetime_range"),
        ("at", "1800-01-01T08:00:00+08:01", "datetime_range"),
        ("at", "2200-01-01T00:00:00", "datetime_range"),
        ("trade", "farming", "enum"),
        ("branches", [{"name": "a", "opened": 0}], "date_text"),
        ("branches", [{"name": "a", "opened": "2022-02-30"}], "date_from_datetime_parsing"),
        ("branches", [{"name": "a", "opened": "0001-01-01"}], "date_range"),
        ("branches", [{"name": "a", "opened": "9999-12-31"}], "date_range"),
        ("branches", [{"name": "a", "opened": "1799-12-31"}], "date_range"),
        ("branches", [{"name": "a", "opened": "2200-01-01"}], "date_range"),
        ("unknown", 1, "extra_forbidden"),
    ],
)
def test_nothing_is_converted_that_was_not_meant(field: str, value: Any, code: str) -> None:  # noqa: ANN401 - any JSON value.
    with pytest.raises(ValidationError) as caught:
        Plan.model_validate({"name": "a", field: value})
    assert [error["type"] for error in caught.value.errors()] == [code]


@pytest.mark.parametrize(
    ("opened", "at"),
    [("1800-01-01", "1800-01-01T08:00:00+08:00"), ("2199-12-31", "2200-01-01T07:59:59.999999+08:00")],
)
def test_the_first_and_the_last_day_are_taken_and_instants_are_judged_in_utc(opened: str, at: str) -> None:
    plan = Plan.model_validate({"name": "a", "at": at, "branches": [{"name": "b", "opened": opened}]})
    assert (str(plan.branches[0].opened), plan.at) == (opened, datetime.fromisoformat(at))


def test_a_day_of_no_calendar_is_told_what_is_allowed_in_both_languages(client: TestClient) -> None:
    body = {"name": "a", "at": "9999-12-31T23:00:00Z", "branches": [{"name": "b", "opened": "0001-01-01"}]}
    told = {
        language: client.post(PLANS, json=body, headers={"Accept-Language": language}).json()["errors"]
        for language in ("zh", "en")
    }
    assert [(fault["pointer"], fault["message"]) for fault in told["zh"]] == [
        ("/at", "时间须在 1800-01-01 至 2199-12-31 之间（按 UTC）"),
        ("/branches/0/opened", "日期须在 1800-01-01 至 2199-12-31 之间"),
    ]
    assert [fault["message"] for fault in told["en"]] == [
        "An instant lies from 1800-01-01 to 2199-12-31, in UTC.", "A day lies from 1800-01-01 to 2199-12-31.",
    ]  # fmt: skip


class Book(Body):
    """Bodies within bodies."""

    plan: Plan
    plans: tuple[Plan, ...] = ()
    counts: dict[str, list[int]] | None = None


@pytest.mark.parametrize(
    ("book", "code", "place"),
    [
        ({"plan": {"name": "a", "year": "1"}}, "int_type", ("plan", "year")),
        ({"plan": {"name": "a"}, "plans": [{"name": "a", "year": 1.0}]}, "int_type", ("plans", 0, "year")),
        ({"plan": {"name": "a"}, "counts": {"b": [True]}}, "int_type", ("counts", "b", 0)),
        ({"plan": {"name": "a"}, "counts": {"\x00": []}}, "text_character", ("counts", "\x00", "[key]")),
    ],
)
def test_what_is_nested_is_read_as_strictly(book: dict[str, Any], code: str, place: tuple[str | int, ...]) -> None:
    with pytest.raises(ValidationError) as caught:
        Book.model_validate(book)
    assert [(error["type"], error["loc"]) for error in caught.value.errors()] == [(code, place)]


def test_a_text_documents_its_limits() -> None:
    schema = Plan.model_json_schema()["properties"]["name"]
    assert schema == {"type": "string", "minLength": 1, "maxLength": 20, "title": "Name", "description": "Its name."}


def test_an_honest_body_is_taken_whole() -> None:
    body = {
        "name": "a", "trade": "building", "rate": "1.50", "owner": "6f9619ff-8b86-4011-b42d-00cf4fc964ff",
        "at": "2022-06-30T24:00:00+08:00".replace("T24", "T23"), "branches": [{"name": "b", "opened": "2022-05-01"}],
    }  # fmt: skip
    plan = Plan.model_validate(body)
    assert json.loads(plan.model_dump_json(exclude_unset=True)) == {**body, "branches": body["branches"]}


def test_an_instant_is_written_in_the_time_of_the_city(client: TestClient) -> None:
    answer = client.post(PLANS, json={"name": "a", "at": "2022-06-30T16:00:00Z"})
    assert answer.json() == {"name": "a", "version": 1, "at": "2022-07-01T00:00:00+08:00"}
    assert (answer.headers["etag"], answer.headers["location"]) == ('"v1"', "/v1/plans/1")


@pytest.mark.parametrize(
    ("query", "code", "pointer"),
    [
        ("limti=5", "query.unknown", "query/limti"),
        ("a%00b=5", "query.unknown", "query/?"),
        ("q=%00", "query.unreadable", "query/q"),
        ("q=%ff", "query.unreadable", "query/q"),
    ],
)
def test_a_query_parameter_that_nobody_knows_is_refused(
    client: TestClient, query: str, code: str, pointer: str
) -> None:
    answer = client.get(f"{PLANS}?{query}")
    assert (answer.status_code, answer.json()["code"], answer.json()["errors"][0]["pointer"]) == (400, code, pointer)


@pytest.mark.parametrize(
    ("if_match", "status", "code", "etag"),
    [
        (None, 428, "version.required", None),
        ("*", 400, "version.unreadable", None),
        ("v3", 400, "version.unreadable", None),
        ('W/"v3"', 400, "version.unreadable", None),
        ('"v3", "v4"', 400, "version.unreadable", None),
        ('"v2"', 412, "version.changed", '"v3"'),
        ('"v3"', 200, None, '"v3"'),
    ],
)
def test_a_change_names_the_version_that_was_read(
    client: TestClient, if_match: str | None, status: int, code: str | None, etag: str | None
) -> None:
    headers = {} if if_match is None else {"If-Match": if_match}
    answer = client.post(f"{PLANS}/6f9619ff-8b86-4011-b42d-00cf4fc964ff/call", headers=headers)
    assert (answer.status_code, answer.json().get("code"), answer.headers.get("etag")) == (status, code, etag)


def test_two_versions_are_one_list_also_in_two_lines(client: TestClient) -> None:
    headers = [("If-Match", '"v3"'), ("If-Match", '"v4"')]
    answer = client.post(f"{PLANS}/6f9619ff-8b86-4011-b42d-00cf4fc964ff/call", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "version.unreadable")


def test_a_path_takes_a_canonical_uuid_only(client: TestClient) -> None:
    answer = client.post(f"{PLANS}/6F9619FF-8B86-4011-B42D-00CF4FC964FF/cancellation")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "path/plan_id")


def test_a_form_and_a_stream_are_left_to_their_handlers(client: TestClient) -> None:
    assert client.post(f"{PLANS}/corrections", data={"note": "更正"}).status_code == 200
    blob = b"x" * 300_000
    answer = client.post(f"{PLANS}/closing", content=blob, headers={"Content-Type": "application/pdf"})
    assert answer.json() == 300_000
