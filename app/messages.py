"""What is said of a faulty field, in Chinese and in English, for every error that pydantic knows and for our own."""

import re
import string
from collections.abc import Mapping
from typing import Any

from app.problems import Words
from app.regulation.criteria_sets import NODE_CODE
from app.regulation.window import FIRST_DAY, LAST_DAY

SAFE_CONTEXT = frozenset(
    {
        "decimal_places", "expected", "expected_schemes", "ge", "gt", "le", "limit", "lt",
        "max_digits", "max_length", "min_length", "multiple_of", "whole_digits",
    }
)  # fmt: skip
"""The parts of an error's context that come from the schema; the others may quote the input."""


def _same(words: Words, *types: str) -> dict[str, Words]:
    return dict.fromkeys(types, words)


_SHAPES = {
    **_same(Words("必填", "This field is required."), "missing", "missing_argument", "missing_keyword_only_argument",
            "missing_positional_only_argument", "missing_sentinel_error", "default_factory_not_called"),
    **_same(Words("不允许出现此字段", "This field is not allowed."), "extra_forbidden", "unexpected_keyword_argument",
            "unexpected_positional_argument", "multiple_argument_values", "no_such_attribute", "invalid_key"),
    **_same(Words("此字段不可修改", "This field cannot be changed."), "frozen_field", "frozen_instance"),
    **_same(Words("应为对象", "This must be an object."), "model_type", "model_attributes_type", "dataclass_type",
            "dataclass_exact_type", "named_tuple_type", "dict_type", "frozen_dict_type", "ordered_dict_type",
            "counter_type", "mapping_type", "arguments_type", "get_attribute_error", "is_instance_of",
            "is_subclass_of", "callable_type", "needs_python_object"),
    **_same(Words("应为数组", "This must be an array."), "list_type", "deque_type", "tuple_type", "set_type",
            "frozen_set_type", "iterable_type", "iteration_error"),
    **_same(Words("数组成员不能比较", "The array has a member that cannot be compared."), "set_item_not_hashable"),
    **_same(Words("应为空值", "This must be null."), "none_required", "ellipsis_error"),
    **_same(Words("不是有效的 JSON", "This is not valid JSON."), "json_invalid", "json_type"),
    **_same(Words("嵌套过深", "This is nested too deeply."), "recursion_loop", "recursion_depth_exceeded"),
    **_same(Words("应为是或否（true 或 false）", "This must be true or false."), "bool_type", "bool_parsing"),
    **_same(Words("只能取：{expected}", "This must be one of: {expected}."), "enum", "literal_error"),
    **_same(Words("类别标记有误", "The tag does not name one of the kinds."), "union_tag_invalid",
            "union_tag_not_found"),
    **_same(Words("内容不符合要求", "This does not meet the requirement."), "value_error", "assertion_error"),
}  # fmt: skip

_NUMBERS = {
    **_same(Words("应为整数", "This must be a whole number."), "int_type", "int_parsing", "int_from_float"),
    **_same(Words("整数过大", "This whole number is too large."), "int_parsing_size"),
    **_same(Words("应为数值", "This must be a number."), "float_type", "float_parsing", "fraction_type",
            "fraction_parsing", "complex_type", "complex_str_parsing"),
    **_same(Words("应为以文本书写的十进制数", "This must be a decimal number written as text."), "decimal_type",
            "decimal_parsing"),
    "decimal_max_digits": Words("最多 {max_digits} 位数字", "At most {max_digits} digits are allowed."),
    "decimal_max_places": Words("最多 {decimal_places} 位小数", "At most {decimal_places} decimal places are allowed."),
    "decimal_whole_digits": Words("最多 {whole_digits} 位整数", "At most {whole_digits} whole digits are allowed."),
    "greater_than": Words("应大于 {gt}", "This must be greater than {gt}."),
    "greater_than_equal": Words("不得小于 {ge}", "This must be at least {ge}."),
    "less_than": Words("应小于 {lt}", "This must be less than {lt}."),
    "less_than_equal": Words("不得大于 {le}", "This must be at most {le}."),
    "multiple_of": Words("应为 {multiple_of} 的整数倍", "This must be a multiple of {multiple_of}."),
    "finite_number": Words("应为有限数", "This must be a finite number."),
}  # fmt: skip

_TEXTS = {
    "string_type": Words("应为文本", "This must be text."),
    **_same(Words("文本不是有效的 Unicode", "The text is not valid Unicode."), "string_unicode",
            "bytes_invalid_encoding"),
    **_same(Words("不得少于 {min_length} 个字符", "At least {min_length} characters are required."),
            "string_too_short", "bytes_too_short"),
    **_same(Words("不得多于 {max_length} 个字符", "At most {max_length} characters are allowed."),
            "string_too_long", "bytes_too_long"),
    "string_pattern_mismatch": Words("格式不符合要求", "This is not written in the form that is asked for."),
    "string_not_ascii": Words("只能使用 ASCII 字符", "Only ASCII characters are allowed."),
    "bytes_type": Words("应为字节串", "This must be a string of bytes."),
    "too_short": Words("不得少于 {min_length} 项", "At least {min_length} items are required."),
    "too_long": Words("不得多于 {max_length} 项", "At most {max_length} items are allowed."),
    "text_blank": Words("不得为空白", "This must not be blank."),
    "text_character": Words("含有不允许的控制字符、不可见字符或专用区字符",
                            "This has a control, invisible or private-use character."),
    **_same(Words("应为网址", "This must be a URL."), "url_type", "url_parsing", "url_syntax_violation"),
    "url_too_long": Words("网址过长", "The URL is too long."),
    "url_scheme": Words("网址应以 {expected_schemes} 开头", "The URL must begin with {expected_schemes}."),
    **_same(Words("应为小写带连字符的 UUID", "This must be a UUID in lower case with hyphens."), "uuid_type",
            "uuid_parsing", "uuid_version", "uuid_canonical"),
}  # fmt: skip

_TIMES = {
    **_same(Words("应为日期（YYYY-MM-DD）", "This must be a date (YYYY-MM-DD)."), "date_type", "date_parsing",
            "date_from_datetime_parsing", "date_from_datetime_inexact", "date_text"),
    "date_range": Words(f"日期须在 {FIRST_DAY} 至 {LAST_DAY} 之间", f"A day lies from {FIRST_DAY} to {LAST_DAY}."),
    "datetime_range": Words(f"时间须在 {FIRST_DAY} 至 {LAST_DAY} 之间（按 UTC）",
                            f"An instant lies from {FIRST_DAY} to {LAST_DAY}, in UTC."),
    **_same(Words("应为过去", "This must be in the past."), "date_past", "datetime_past"),
    **_same(Words("应为将来", "This must be in the future."), "date_future", "datetime_future"),
    **_same(Words("应为时刻（HH:MM:SS）", "This must be a time of day (HH:MM:SS)."), "time_type", "time_parsing",
            "time_text"),
    **_same(Words("应为 RFC 3339 时间", "This must be an RFC 3339 instant."), "datetime_type", "datetime_parsing",
            "datetime_object_invalid", "datetime_from_date_parsing", "datetime_text"),
    **_same(Words("应带时区", "This must carry a time zone."), "timezone_aware", "timezone_offset"),
    "timezone_naive": Words("不应带时区", "This must not carry a time zone."),
    **_same(Words("应为时长", "This must be a length of time."), "time_delta_type", "time_delta_parsing"),
}  # fmt: skip

MESSAGES: Mapping[str, Words] = {**_SHAPES, **_NUMBERS, **_TEXTS, **_TIMES}
UNKNOWN = MESSAGES["value_error"]
LISTS = frozenset({"expected", "expected_schemes"})
"""The parts of a context in which pydantic writes several values as 'one', 'two' or 'three'."""
_ITEM = Words("应为条款编号，如 4.1.2", "This is the number of an item, such as 4.1.2.")
_SHORT_CODE = Words("应为 2 至 40 个小写字母、数字或下划线，以字母开头",
                    "2 to 40 small letters, digits or underscores, a letter first.")  # fmt: skip
FORMS: Mapping[str, Words] = {
    r"^$|^\S.{6,62}\S$": Words("不填，或填 8 至 64 个字符，首尾不为空格", "Empty, or 8 to 64 characters, unpadded."),
    r"^[0-9a-f]{64}$": Words("应为 64 位小写十六进制数（SHA-256）", "64 small hexadecimal digits (SHA-256)."),
    r"^[a-z][a-z0-9_]{1,39}$": _SHORT_CODE,
    r"^[a-z][a-z_]{1,39}$": Words("应为 2 至 40 个小写字母或下划线，以字母开头",
                                  "2 to 40 small letters or underscores, a letter first."),
    r"^[a-z_]{1,40}$": Words("应为 1 至 40 个小写字母或下划线", "1 to 40 small letters or underscores."),
    r"^[a-z0-9][a-z0-9-]{1,60}$": Words("应为 2 至 61 个小写字母、数字或连字符，如 gbt19580-2012",
                                        "2 to 61 small letters, digits or hyphens, such as gbt19580-2012."),
    r"^[a-z0-9][a-z0-9._-]+$": Words("应为小写字母、数字、点、下划线或连字符，以字母或数字开头",
                                     "Small letters, digits, dots, underscores or hyphens, a letter or digit first."),
    NODE_CODE: _ITEM,
    r"^[0-9]{1,3}(\.[0-9]{1,3}){0,5}$": _ITEM,
    f"^(form/[a-z_]{{1,40}}|self_assessment/{NODE_CODE.strip('^$')})$": Words(
        "应为 form/栏目 或 self_assessment/条款编号", "form/ and a section, or self_assessment/ and an item."),
    r"^[1-9][0-9]{0,3}(\.[1-9][0-9]{0,2})?$": Words("应为第几次提交，如 2，或其后第几次补正，如 2.1",
                                                   "A submission such as 2, or its supplement, as 2.1."),
    r"^[0-9A-Z]{18}$": Words("应为 18 位统一社会信用代码（数字和大写字母）", "A credit code: 18 digits or capitals."),
    r"^YY-[0-9A-F]{12}$": Words("应为回执编号，如 YY-0A1B2C3D4E5F", "A receipt number such as YY-0A1B2C3D4E5F."),
    r"^[A-T][0-9]{2,4}$": Words("应为门类字母加二至四位数字，如 C3562", "A letter, two to four digits: C3562."),
    r"^[A-T]$": Words("应为门类字母 A 至 T", "A letter from A to T."),
    r"^([A-T]|\d{2})$": Words("应为门类字母 A 至 T，或两位大类代码", "A letter from A to T, or two digits."),
    r"^\d{2}$": Words("应为两位大类代码", "Two digits."),
    r"^([01][0-9]|2[0-3]):[0-5][0-9]$": Words("应为时刻，如 14:30", "A time of day such as 14:30."),
    r"^[^@\s]{1,64}@[^@\s]{1,190}$": Words("应为电子邮箱，如 name@example.com", "An e-mail such as name@example.com."),
    r"^[0-9+() -]+$": Words("应为电话号码（数字、+、-、括号、空格）", "A telephone number."),
    r"^https?://[^\s/]+\.[^\s/]+(/\S*)?$": Words("应为 http(s):// 开头的网址", "A URL with http(s)://."),
}  # fmt: skip
"""What a pattern asks for, in words; nobody is shown a regular expression."""


class _Blanks(string.Formatter):
    """Fills in what is known and leaves an ellipsis for what is not."""

    def get_value(self, key: int | str, args: object, kwargs: Mapping[str, Any]) -> Any:  # noqa: ANN401, ARG002 - its signature in `string`.
        return kwargs.get(str(key), "…")


def message_of(error_type: str, context: Mapping[str, Any]) -> Words:
    """Give the sentence for one pydantic error; only limits from the schema are filled in, never the input."""
    safe = {key: value for key, value in context.items() if key in SAFE_CONTEXT}
    words = FORMS.get(str(context.get("pattern"))) or MESSAGES.get(error_type, UNKNOWN)
    in_chinese = safe | {key: _listed(str(safe[key])) for key in LISTS & safe.keys()}
    return Words(_Blanks().vformat(words.zh, (), in_chinese), _Blanks().vformat(words.en, (), safe))


def _listed(values: str) -> str:
    return "、".join(value.strip("'") for value in re.split(r", | or ", values))
