"""Every field and every choice of an edition has a name in both languages, for the secretary who reads a refusal."""

from dataclasses import fields
from typing import get_args

import pytest

from app.editions.catalogue import codes, load
from app.regulation.choice_names import CHOICES, written
from app.regulation.field_names import PARTS, TOPICS, UNITS, name_of, topic_of
from app.regulation.measures import Edition
from tests.regulation.edition_fields import parts
from tests.regulation.values import COMPLETE


def test_every_unit_is_that_of_a_number() -> None:
    numbers = {f"{kind.__name__}.{name}" for kind, name, hint in parts(Edition) if int in {hint, *get_args(hint)}}
    assert set(UNITS) <= numbers


def test_no_name_is_empty_and_every_topic_concerns_somebody() -> None:
    names = [words for group in (*PARTS.values(), *CHOICES.values()) for words in group.values()]
    assert all(zh and en for zh, en in names)
    assert all(topic.zh and topic.en and topic.article and topic.roles for topic in TOPICS.values())


@pytest.mark.parametrize("code", codes())
def test_every_value_of_a_shipped_edition_can_be_written(code: str) -> None:
    edition = load(code)
    for field in fields(Edition):
        told = written(getattr(edition, field.name), f"Edition.{field.name}")
        assert told.zh, field.name
        assert told.en, field.name


@pytest.mark.parametrize(("pointer", "zh", "en"), [
    ("", "管理办法", "The edition"),
    ("/cut_rule", "材料评审入围规则", "cut rule of the material review"),
    ("/committee/quorum", "评委会议事规则·法定出席比例", "committee rule, quorum"),
    ("/tiers/0/floor", "奖项等次第1项·分数线", "tiers no. 1, floor"),
    ("/tiers/mayors_award/places", "奖项等次“mayors_award”·名额", 'tiers "mayors_award", places'),
    ("/无此项", "“无此项”", '"无此项"'),
])  # fmt: skip
def test_a_pointer_is_told_in_words(pointer: str, zh: str, en: str) -> None:
    assert name_of(pointer) == (zh, en)


@pytest.mark.parametrize(("value", "unit", "zh", "en"), [
    (None, "", "未设", "not set"), (True, "", "是", "yes"), ((), "", "无", "none"),
    (59975, "Tier.floor", "599.75分", "599.75 points"), (500000, "Tier.bonus_yuan", "500000元", "500000 yuan"),
    (COMPLETE.committee.quorum, "", "2/3", "2/3"),
    (COMPLETE.committee.ballot_mode, "", "公开表决", "open"),
    (COMPLETE.cut_rule, "", "最低分：450.00分、入围名额：8", "minimum: 450.00 points, places: 8"),
    (COMPLETE.tiers[:1], "", "江阴市市长质量奖", "Jiangyin Mayor's Quality Award"),
])  # fmt: skip
def test_a_value_is_told_in_words(value: object, unit: str, zh: str, en: str) -> None:
    assert written(value, unit) == (zh, en)


@pytest.mark.parametrize("pointer", ["/tiers", "/tiers/mayors_award/places", "tiers/", "/tiers/"])
def test_a_pointer_lies_under_the_topic_of_its_field(pointer: str) -> None:
    assert topic_of(pointer) is TOPICS["tiers"]
    assert topic_of(pointer.replace("tiers", "notice")) is TOPICS["notice"]
    assert TOPICS["tiers"] is not TOPICS["notice"]


@pytest.mark.parametrize("pointer", ["", "/", "/nothing", "/nothing/tiers", "XXtiers"])
def test_what_is_no_field_has_no_topic(pointer: str) -> None:
    assert topic_of(pointer) is None
