"""Refusals and failures on the wire."""

import json
import re
from typing import get_args

import pytest
from pydantic import ValidationError
from pydantic_core import core_schema
from starlette.testclient import TestClient

from app.messages import FORMS, MESSAGES, SAFE_CONTEXT, message_of
from app.objections.schemas import WebObjection
from app.problems import Words, language_of
from tests.operations import DOCUMENT

OURS = {"text_blank", "text_character", "uuid_canonical", "date_text", "datetime_text", "time_text",
        "date_range", "datetime_range"}  # fmt: skip


def test_a_refusal_of_the_law_gives_article_and_every_reason_in_chinese(client: TestClient) -> None:
    answer = client.get("/v1/recoveries/met", headers={"X-Request-ID": "request-0001"})
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert answer.headers["content-language"] == "zh-CN"
    assert answer.json() == {
        "type": "/docs/problems#years.too_few",
        "title": "条件不符",
        "status": 422,
        "detail": "从事生产经营未满三年。",
        "code": "years.too_few",
        "article": "第十条（一）",
        "errors": [
            {
                "pointer": "",
                "code": "years.too_few",
                "message": "从事生产经营未满三年。",
                "article": "第十条（一）",
            },
            {"pointer": "/years/1", "code": "loss.found", "message": "最近三年发生亏损。", "article": "第十条（四）"},
        ],
        "request_id": "request-0001",
    }


def test_the_same_refusal_is_read_in_english(client: TestClient) -> None:
    answer = client.get("/v1/recoveries/met", headers={"Accept-Language": "en-GB, zh;q=0.3"})
    body = answer.json()
    assert (body["title"], body["detail"]) == ("Conditions not met", "Less than three years.")
    assert answer.headers["content-language"] == "en"


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("entitled", 403, "years.too_few"),
        ("order", 409, "years.too_few"),
        ("token", 401, "token.required"),
        ("often", 429, "rate.exceeded"),
        ("busy", 503, "service.busy"),
        ("stale", 412, "version.changed"),
        ("refused", 503, "service.busy"),
        ("guard", 409, "idempotency.in_flight"),
        ("unique", 409, "conflict"),
        ("check", 500, "internal"),
        ("deadlock", 503, "service.busy"),
        ("defect", 500, "internal"),
    ],
)
def test_each_failure_has_its_status_and_code_and_leaks_nothing(
    client: TestClient, capsys: pytest.CaptureFixture[str], kind: str, status: int, code: str
) -> None:
    answer = client.get(f"/v1/recoveries/{kind}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
    for text in (answer.text, capsys.readouterr().out):
        assert "机密" not in text
        assert "secret text" not in text


def test_failures_that_pass_say_when_to_come_again(client: TestClient) -> None:
    assert client.get("/v1/recoveries/often").headers["retry-after"] == "30"
    assert client.get("/v1/recoveries/busy").headers["retry-after"] == "2"
    assert client.get("/v1/recoveries/token").headers["www-authenticate"] == "Bearer"


def test_the_frameworks_own_refusals_are_problems_too(client: TestClient) -> None:
    nowhere, wrong = client.get("/v1/nowhere"), client.delete("/v1/recoveries/met")
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "path.unknown")
    assert (wrong.status_code, wrong.json()["code"], wrong.headers["allow"]) == (405, "method.not_allowed", "GET")
    assert nowhere.headers["content-type"] == wrong.headers["content-type"] == "application/problem+json"


def test_a_wrong_method_is_told_all_that_the_path_takes(client: TestClient) -> None:
    answers = [client.request(method, "/v1/plans") for method in ("PUT", "DELETE", "HEAD")]
    assert [(answer.status_code, answer.headers["allow"]) for answer in answers] == [(405, "GET, POST")] * 3


def test_faulty_input_is_named_by_pointer_and_never_echoed(client: TestClient) -> None:
    secret = "hunter2-hunter2-hunter2"
    body = {"name": secret * 2, "year": secret, "branches": [{"name": 5, secret + " ~/": 1}], "owner": secret}
    answer = client.post("/v1/plans", json=body)
    assert secret not in answer.text
    assert answer.status_code == 422
    assert [(fault["pointer"], fault["code"], fault["message"]) for fault in answer.json()["errors"]] == [
        ("/name", "input.string_too_long", "不得多于 20 个字符"),
        ("/year", "input.int_type", "应为整数"),
        ("/owner", "input.uuid_canonical", "应为小写带连字符的 UUID"),
        ("/branches/0/name", "input.string_type", "应为文本"),
        ("/branches/0/?", "input.extra_forbidden", "不允许出现此字段"),
    ]


def test_every_error_that_pydantic_knows_is_translated() -> None:
    known = set(get_args(core_schema.ErrorType)) | OURS
    assert known - set(MESSAGES) == set()
    assert set(MESSAGES) - known == set()


def test_a_message_is_filled_in_from_the_schema_only() -> None:
    context = {"max_length": 20, "actual_length": 99, "tag": "hunter2", "error": "hunter2"}
    assert message_of("string_too_long", context) == Words("不得多于 20 个字符", "At most 20 characters are allowed.")
    assert message_of("string_too_long", {}) == Words("不得多于 … 个字符", "At most … characters are allowed.")
    assert SAFE_CONTEXT.isdisjoint({"error", "tag", "input", "actual_length"})


def test_choices_are_listed_in_the_manner_of_each_language() -> None:
    context = {"expected": "'introduced', 'a_b' or 'ready'"}
    assert message_of("enum", context) == Words(
        "只能取：introduced、a_b、ready", "This must be one of: 'introduced', 'a_b' or 'ready'."
    )
    assert message_of("literal_error", {"expected": "1"}).zh == "只能取：1"


def test_nobody_is_shown_a_regular_expression() -> None:
    assert message_of("string_pattern_mismatch", {"pattern": "^never seen$"}) == Words(
        "格式不符合要求", "This is not written in the form that is asked for."
    )
    with pytest.raises(ValidationError) as caught:
        WebObjection.model_validate({"code": "short"})
    (fault,) = (error for error in caught.value.errors() if error["loc"] == ("code",))
    assert message_of(fault["type"], fault["ctx"]).zh == "不填，或填 8 至 64 个字符，首尾不为空格"


def test_every_pattern_that_a_caller_meets_is_told_in_words() -> None:
    written = json.dumps([DOCUMENT["paths"], DOCUMENT["components"]["schemas"]])
    patterns = {json.loads(found) for found in re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', written)}
    assert len(patterns) > 10
    in_a_header = r"^[\x21-\x7e]+$"
    assert patterns - set(FORMS) == {in_a_header}


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("", "zh"),
        ("*", "zh"),
        ("en", "en"),
        ("fr", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-US,en;q=0.9,zh;q=0.8", "en"),
        ("en;q=0,zh;q=0", "zh"),
        ("en;q=nan", "en"),
    ],
)
def test_chinese_is_the_default_language(accept: str, language: str) -> None:
    assert language_of(accept) == language


def test_the_catalogue_of_problems_has_a_line_for_each_code(client: TestClient) -> None:
    page = client.get("/docs/problems")
    for code in ("version.required", "idempotency.in_flight", "internal"):
        assert f'id="{code}"' in page.text
    assert json.dumps("机密")[1:-1] not in page.text
