"""How a refusal or a failure reads on the wire: application/problem+json (RFC 9457), in Chinese or in English."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict
from starlette.requests import HTTPConnection
from starlette.responses import Response

from app.regulation.refusals import Reason

Language = Literal["zh", "en"]
MEDIA_TYPE = "application/problem+json"
CATALOGUE = "/docs/problems"


@dataclass(frozen=True, slots=True)
class Words:
    """One text in both languages of the service."""

    zh: str
    en: str

    def in_language(self, language: Language) -> str:
        """Give the text in the language that the caller asked for."""
        return self.zh if language == "zh" else self.en


class Fault(BaseModel):
    """One unmet condition or one faulty field."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    pointer: str
    """JSON pointer into the body (`/profile/name`), or `query/…`, `path/…`, `header/…`; empty for the whole."""
    code: str
    """Stable word for programs."""
    message: str
    """Sentence for people, in the language of the answer."""
    article: str | None = None
    """The article of the Measures that the fault offends, as 第十条（四）."""


def fault_in(language: Language, reason: Reason) -> Fault:
    """Write a reason of the law in the language of the answer."""
    message = reason.zh if language == "zh" else reason.en
    return Fault(pointer=reason.pointer, code=reason.code, message=message, article=reason.article)


class Problem(BaseModel):
    """Every answer of 400 and above."""

    model_config = ConfigDict(
        use_attribute_docstrings=True,
        json_schema_extra={
            "example": {
                "type": f"{CATALOGUE}#window.closed",
                "title": "条件不符",
                "status": 422,
                "detail": "本年度申报已于2022年6月30日24时截止。",
                "code": "window.closed",
                "article": "第十九条",
                "errors": [],
                "request_id": "5b2f1f3c-5f0e-4a53-9d0e-0a4f5f6d7c11",
            }
        },
    )

    type: str
    """Reference to the code's line in the catalogue of problems."""
    title: str
    status: int
    detail: str
    code: str
    """Stable word for programs."""
    article: str | None
    """The article of the Measures on which the refusal rests; null where no article is concerned."""
    errors: list[Fault]
    """All unmet conditions or faulty fields at once."""
    request_id: str
    """The same as the header X-Request-ID and the line in the log."""


TITLES: Mapping[int, Words] = {
    400: Words("请求有误", "Bad request"),
    401: Words("未登录", "Not signed in"),
    403: Words("无权办理", "Not entitled"),
    404: Words("未找到", "Not found"),
    405: Words("方法不支持", "Method not allowed"),
    406: Words("无法提供所需格式", "Not acceptable"),
    409: Words("时序或状态不符", "Out of order"),
    412: Words("版本已变更", "Precondition failed"),
    413: Words("内容过大", "Content too large"),
    415: Words("内容类型不支持", "Unsupported media type"),
    416: Words("范围无效", "Range not satisfiable"),
    422: Words("条件不符", "Conditions not met"),
    428: Words("缺少前提条件", "Precondition required"),
    429: Words("请求过于频繁", "Too many requests"),
    431: Words("请求头过大", "Request header fields too large"),
    500: Words("内部错误", "Internal error"),
    503: Words("服务繁忙", "Service busy"),
}


def title_of(status: int) -> Words:
    """Give the title of a status, also of one that the service does not use itself."""
    return TITLES.get(status, Words("请求未能完成", "The request failed"))


def language_of(accept: str) -> Language:
    """Choose between Chinese (the default) and English by the weights of an Accept-Language header."""
    weights: dict[str, float] = {}
    for part in accept.split(",")[:20]:
        tag, _, weight = part.partition(";")
        primary = tag.strip().lower().partition("-")[0]
        digits = weight.strip().removeprefix("q=")
        quality = float(digits) if digits.replace(".", "", 1).isdecimal() else 1.0
        weights[primary] = max(quality, weights.get(primary, 0.0))
    return "en" if weights.get("en", 0.0) > weights.get("zh", 0.0) else "zh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Blame:
    """One fault in both languages, before the language of the answer is known."""

    pointer: str
    code: str
    words: Words
    article: str | None = None


def problem_response(
    connection: HTTPConnection,
    status: int,
    code: str,
    words: Words,
    *,
    article: str | None = None,
    blames: Sequence[Blame] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Write one problem in the caller's language."""
    language = language_of(connection.headers.get("accept-language", ""))
    problem = Problem(
        type=f"{CATALOGUE}#{code}",
        title=title_of(status).in_language(language),
        status=status,
        detail=words.in_language(language),
        code=code,
        article=article,
        errors=[
            Fault(pointer=b.pointer, code=b.code, message=b.words.in_language(language), article=b.article)
            for b in blames
        ],
        request_id=request_id_of(connection),
    )
    own = {"Content-Language": "zh-CN" if language == "zh" else "en", "Vary": "Accept-Language"}
    return Response(problem.model_dump_json(), status, headers={**(headers or {}), **own}, media_type=MEDIA_TYPE)


def request_id_of(connection: HTTPConnection) -> str:
    """Give the id that the boundary assigned to the request; empty where no boundary stands before the application."""
    return connection.scope.get("state", {}).get("request_id", "")


def responses_of(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Give the document's `responses` for the statuses that an operation may answer with a problem."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": title_of(status).zh, "content": content} for status in sorted(statuses)}
