"""The seal of a ranking: canonical bytes, read again as they were written, and what is no seal (arts. 15, 23)."""

import json
from dataclasses import replace
from typing import Any

import pytest

from app.regulation.choices import Aggregation
from app.regulation.ratios import Ratio
from app.regulation.seal import (
    Basis,
    Seal,
    SealedEntry,
    basis_of,
    canonical_bytes,
    digest_of,
    order_of,
    ratio_text,
    read_seal,
    sealed_content,
    subtotal,
    ties_of,
)
from tests.regulation.values import COMPLETE, DRAFT

BASIS = Basis(edition="jiangyin-2022", criteria="gbt-19580-2012", aggregation="final_consensus",
              weights={"site": 60}, tie_order=("4.7", "4.1"))  # fmt: skip
FIRST = SealedEntry(application="a", organization="江阴甲公司", place=1, total=Ratio(60000),
                    stages={"site": Ratio(60000)}, subtotals={"4.7": 24000})  # fmt: skip
SECOND = SealedEntry(application="b", organization="江阴乙公司", place=2, total=Ratio(179975, 3),
                     stages={"site": Ratio(179975, 3)}, subtotals={"4.7": 23000})  # fmt: skip
ONE_ENTRY = b'{"entries": [{"application_id": "a", "organization_name": "x", "place": 1, "total_num": 1, "total_den": 1'
SEAL = Seal(basis=BASIS, entries=(FIRST, SECOND), ties=(("a", "b"),))


def test_a_ratio_is_written_in_lowest_terms() -> None:
    assert [ratio_text(Ratio(359950, 6)), ratio_text(Ratio(60000))] == ["179975/3", "60000/1"]


def test_the_same_content_has_one_way_of_being_written() -> None:
    written = canonical_bytes({"b": [1, None, "江阴"], "a": {"z": True, "y": "x"}})
    assert written == '{"a":{"y":"x","z":true},"b":[1,null,"江阴"]}'.encode()


@pytest.mark.parametrize("content", [{"a": 1.5}, {"a": [1, {"b": 0.1}]}, {"a": (1, 2)}, {"a": b"x"}])
def test_nothing_but_whole_numbers_and_texts_is_sealed(content: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match=r"^a seal has whole numbers and texts only, not (float|tuple|bytes)$"):
        canonical_bytes(content)


def test_what_is_sealed_is_read_again() -> None:
    content = sealed_content(SEAL, {"ranking": "r", "number": 1}, {"a": {"report": "x"}})
    assert content == {
        "ranking": "r", "number": 1, "format": "ranking/2",
        "basis": {"edition": "jiangyin-2022", "criteria": "gbt-19580-2012", "aggregation": "final_consensus",
                  "weights": {"site": 60}, "tie_order": ["4.7", "4.1"]},
        "ties": [["a", "b"]],
        "entries": [
            {"place": 1, "application_id": "a", "organization_name": "江阴甲公司", "stages": {"site": "60000/1"},
             "total_num": 60000, "total_den": 1, "subtotals": {"4.7": 24000}, "report": "x"},
            {"place": 2, "application_id": "b", "organization_name": "江阴乙公司", "stages": {"site": "179975/3"},
             "total_num": 179975, "total_den": 3, "subtotals": {"4.7": 23000}},
        ],
    }  # fmt: skip
    assert read_seal(canonical_bytes(content)) == SEAL


def test_an_entry_without_stages_is_sealed_with_none() -> None:
    bare = Seal(basis=None, entries=(replace(FIRST, stages=None, subtotals=None),))
    content = sealed_content(bare, {}, {})
    assert (content["basis"], content["ties"]) == (None, [])
    assert (content["entries"][0]["stages"], content["entries"][0]["subtotals"]) == ({}, {})


def test_a_ranking_of_the_older_form_is_read_without_what_it_does_not_say() -> None:
    old = {"entries": [{"application_id": "a", "organization_name": "江阴甲公司", "place": 1, "total_num": 60000,
                        "total_den": 1}]}  # fmt: skip
    assert read_seal(json.dumps(old).encode()) == Seal(
        basis=None, entries=(replace(FIRST, stages=None, subtotals=None),), ties=()
    )


@pytest.mark.parametrize("raw", [
    b"", b"{", b"[]", b"1", b"{}", b'{"entries": [{}]}', b'{"entries": 1}', b"\xff", b'{"basis": {}, "entries": []}',
    b'{"entries": [{"application_id": "a", "organization_name": "x", "place": 1, "total_num": 1, "total_den": 0}]}',
    (ONE_ENTRY + b', "stages": {"site": "1"}}]}'), (ONE_ENTRY + b', "stages": {"site": "1/0"}}]}'),
])  # fmt: skip
def test_what_was_tampered_with_may_be_no_seal(raw: bytes) -> None:
    assert read_seal(raw) is None


def test_the_digest_is_the_sha256_in_hexadecimal() -> None:
    assert digest_of(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_ranking_rests_on_the_rules_of_its_edition() -> None:
    site = COMPLETE.stages[-1]
    edition = replace(
        COMPLETE, aggregation=Aggregation.WEIGHTED_SUM, tie_order=("4.7",),
        stages=(replace(site, stage=COMPLETE.stages[0].stage, scored=False, weight=40), replace(site, weight=60),
                replace(site, stage=COMPLETE.stages[1].stage, weight=None)),
    )  # fmt: skip
    assert basis_of(edition) == Basis(
        edition=COMPLETE.code, criteria=COMPLETE.criteria, aggregation="weighted_sum", weights={"site": 60},
        tie_order=("4.7",),
    )  # fmt: skip
    assert basis_of(DRAFT).aggregation == ""


def test_the_order_is_made_by_totals_and_then_by_the_tie_order() -> None:
    equal = (replace(FIRST, total=Ratio(50000), subtotals={"4.7": 1, "4.1": 5}),
             replace(SECOND, total=Ratio(50000), subtotals={"4.7": 2, "4.1": 1}))  # fmt: skip
    assert [s.application for s in order_of(equal, ("4.7",))] == ["b", "a"]
    assert [s.application for s in order_of(equal, ("4.1",))] == ["a", "b"]
    assert [s.rank for s in order_of(equal, ())] == [1, 1]
    assert FIRST.breakers(("4.1", "4.7")) == (0, 24000)
    assert replace(FIRST, subtotals=None).breakers(("4.1",)) == (0,)


def test_those_who_share_a_place_are_ties() -> None:
    third = replace(SECOND, application="c", total=Ratio(40000))
    equal = (FIRST, replace(SECOND, total=Ratio(60000)), third)
    assert ties_of(order_of(equal, ())) == (("a", "b"),)
    assert ties_of(order_of((FIRST, third), ())) == ()


def test_a_subtotal_is_that_of_the_code_and_of_all_below_it() -> None:
    scored = {"4.1.2": 100, "4.1.3": 20, "4.10.2": 7, "4.7.2": 3}
    assert [subtotal(scored, code) for code in ("4.1", "4.1.2", "4.10", "4", "4.2")] == [120, 100, 7, 130, 0]
