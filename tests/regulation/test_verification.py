"""Verifying a sealed ranking: what was changed since is found, and told for what it is (art. 23)."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.regulation.criteria import Criterion, CriterionKind
from app.regulation.ratios import Ratio
from app.regulation.recount import StoredCase, StoredItem, StoredSum
from app.regulation.seal import Seal, SealedEntry, basis_of, canonical_bytes, digest_of, sealed_content
from app.regulation.verification import Check, Recorded, SealedRow, Verification, verified
from app.regulation.vocabulary import Stage
from tests.regulation.values import COMPLETE

ITEMS = tuple(
    Criterion(code=code, title=code, title_en=code, points=points, kind=CriterionKind.PROCESS, parent="4",
              points_confirmed=True, title_confirmed=True) for code, points in (("4.1.2", 50), ("4.7.2", 80))
)  # fmt: skip
EDITION = replace(COMPLETE, tie_order=("4.7",))
FIRST = SealedEntry(application="a", organization="江阴甲公司", place=1, total=Ratio(8000),
                    stages={"site": Ratio(8000)}, subtotals={"4.7": 4800})  # fmt: skip
SECOND = SealedEntry(application="b", organization="江阴乙公司", place=2, total=Ratio(6500),
                     stages={"site": Ratio(6500)}, subtotals={"4.7": 4000})  # fmt: skip
SEAL = Seal(basis=basis_of(EDITION), entries=(FIRST, SECOND))
ALL = tuple(Check)


def scores(name: str, first: int, second: int, *, of: tuple[int, ...] = ()) -> StoredSum:
    rows = (("4.1.2", 50, first), ("4.7.2", 80, second))
    items = tuple(
        StoredItem(item=code, points=points, percent=percent, hundredths=points * percent,
                   mean=Ratio(percent) if of else None, spread=0 if of else None) for code, points, percent in rows
    )  # fmt: skip
    return StoredSum(name=name, stage=Stage.SITE, total=50 * first + 80 * second, items=items)


def case(application: str, first: int, second: int) -> StoredCase:
    return StoredCase(
        application=application, sheets=(scores(f"sheet:{application}", first, second),), excluded=(),
        consensuses=(scores("consensus:site", first, second, of=(first, second)),),
        score=Ratio(50 * first + 80 * second),
    )  # fmt: skip


CASES = (case("a", 64, 60), case("b", 50, 50))


def row_of(seal: Seal = SEAL) -> SealedRow:
    content = canonical_bytes(sealed_content(seal, {"ranking": "r"}, {}))
    digest = digest_of(content)
    return SealedRow(
        id="r", content=content, sha256=digest, leaf_hash="leaf",
        recorded=Recorded(leaf_hash="leaf", ranking="r", sha256=digest),
        places={e.application: (e.place, e.total) for e in seal.entries},
    )  # fmt: skip


ROW = row_of()


def found(verification: Verification) -> list[tuple[str, str, str, str, str]]:
    return [(m.check.value, m.application, m.of, m.sealed, m.found) for m in verification.mismatches]


def test_what_is_as_it_was_sealed_has_no_mismatch() -> None:
    assert verified(ROW, CASES, ITEMS, EDITION) == Verification(checks=ALL, mismatches=())


def test_changed_bytes_do_not_have_their_hash() -> None:
    verification = verified(replace(ROW, sha256="00"), CASES, ITEMS, EDITION)
    assert found(verification) == [
        ("bytes", "", "sha256", "00", ROW.sha256), ("record", "", "sha256", "00", ROW.sha256),
    ]  # fmt: skip
    reason = verification.mismatches[0].reason
    assert (reason.code, reason.article, reason.pointer) == ("verification.bytes", "第二十三条", "/sha256")
    assert reason.zh == "封存文本的 SHA-256 与记载的不符，文本或哈希被改动。"


def test_bytes_that_are_no_ranking_are_a_finding_and_end_the_check() -> None:
    raw = b"{}"
    row = replace(ROW, content=raw, sha256=digest_of(raw), recorded=Recorded(
        leaf_hash="leaf", ranking="r", sha256=digest_of(raw)))  # fmt: skip
    verification = verified(row, CASES, ITEMS, EDITION)
    assert found(verification) == [("bytes", "", "content", "", "")]
    assert verification.checks == (Check.BYTES, Check.RECORD)


def test_the_record_names_the_same_ranking_hash_and_leaf() -> None:
    assert ROW.recorded is not None
    for of, other in (("leaf_hash", "leaf"), ("ranking", "r"), ("sha256", ROW.sha256)):
        row = replace(ROW, recorded=replace(ROW.recorded, **{of: "other"}))
        assert found(verified(row, CASES, ITEMS, EDITION)) == [("record", "", of, other, "other")]
    row = replace(ROW, recorded=None)
    assert found(verified(row, CASES, ITEMS, EDITION)) == [("record", "", "leaf", "leaf", "")]


def test_a_ranking_of_before_the_record_is_not_checked_against_it() -> None:
    verification = verified(replace(ROW, leaf_hash=None, recorded=None), CASES, ITEMS, EDITION)
    assert verification == Verification(checks=tuple(c for c in Check if c is not Check.RECORD), mismatches=())


@pytest.mark.parametrize(("places", "expected"), [
    ({"a": (2, Ratio(8000)), "b": (2, Ratio(6500))}, [("a", "1: 8000/1", "2: 8000/1")]),
    ({"a": (1, Ratio(8001)), "b": (2, Ratio(6500))}, [("a", "1: 8000/1", "1: 8001/1")]),
    ({"a": (1, Ratio(8000))}, [("b", "2: 6500/1", "")]),
    ({"a": (1, Ratio(8000)), "b": (2, Ratio(6500)), "c": (3, Ratio(1))}, [("c", "", "3: 1/1")]),
])  # fmt: skip
def test_the_tables_hold_the_places_that_were_sealed(
    places: dict[str, tuple[int, Ratio]], expected: list[tuple[str, str, str]]
) -> None:
    verification = verified(replace(ROW, places=places), CASES, ITEMS, EDITION)
    assert found(verification) == [("rows", one, "place", sealed, stored) for one, sealed, stored in expected]
    named = "—" if "c" in places else {"a": "江阴甲公司", "b": "江阴乙公司"}[expected[0][0]]
    assert verification.mismatches[0].reason.en == f"The place or score of {named} in the tables is another."
    assert verification.mismatches[0].reason.zh.startswith(f"{named}在数据库中")


@pytest.mark.parametrize(("of", "edition", "sealed", "now"), [
    ("edition", replace(EDITION, code="other"), "jiangyin-2022", "other"),
    ("criteria", replace(EDITION, criteria="other"), EDITION.criteria, "other"),
    ("tie_order", replace(EDITION, tie_order=("4.1",)), "('4.7',)", "('4.1',)"),
])  # fmt: skip
def test_the_rules_of_the_edition_are_those_that_were_sealed(of: str, edition: object, sealed: str, now: str) -> None:
    assert found(verified(ROW, CASES, ITEMS, edition)) == [("basis", "", of, sealed, now)]  # ty: ignore[invalid-argument-type]


def test_aggregation_and_weights_are_rules_too() -> None:
    assert SEAL.basis is not None
    for of, other, sealed in (("aggregation", "weighted_sum", "final_consensus"), ("weights", {"site": 7}, None)):
        row = row_of(replace(SEAL, basis=replace(SEAL.basis, **{of: other})))
        (mismatch,) = verified(row, CASES, ITEMS, EDITION).mismatches
        assert (mismatch.check, mismatch.of, mismatch.sealed) == (Check.BASIS, of, str(other))
        assert sealed is None or mismatch.found == sealed


def test_the_sealed_scores_make_the_sealed_order() -> None:
    swapped = Seal(basis=SEAL.basis, entries=(replace(FIRST, place=2), replace(SECOND, place=1)))
    verification = verified(row_of(swapped), CASES, ITEMS, EDITION)
    assert found(verification) == [("order", "a", "place", "2", "1"), ("order", "b", "place", "1", "2")]
    assert verification.mismatches[0].reason.en == "By the sealed scores 江阴甲公司 has place 1, not 2."


def test_the_sealed_ties_are_those_of_the_scores() -> None:
    verification = verified(row_of(replace(SEAL, ties=(("a", "b"),))), CASES, ITEMS, EDITION)
    assert found(verification) == [("order", "", "ties", "(('a', 'b'),)", "()")]


def test_the_older_form_is_checked_in_what_it_says() -> None:
    bare = Seal(basis=None, entries=tuple(replace(e, stages=None, subtotals=None) for e in SEAL.entries))
    untied = replace(EDITION, tie_order=())
    checks = tuple(c for c in Check if c is not Check.BASIS)
    assert verified(row_of(bare), CASES, ITEMS, untied) == Verification(checks=checks, mismatches=())
    swapped = replace(bare, entries=tuple(replace(e, place=3 - e.place) for e in bare.entries))
    assert [m.check for m in verified(row_of(swapped), CASES, ITEMS, untied).mismatches] == [Check.ORDER, Check.ORDER]
    # What broke its ties is not told, so that its order cannot be made again where the edition has a tie order.
    assert verified(row_of(swapped), CASES, ITEMS, EDITION).mismatches == ()
    tied = replace(bare, ties=(("a", "b"),))
    assert verified(row_of(tied), CASES, ITEMS, untied).mismatches == ()


def changed(change: Callable[[SealedEntry], SealedEntry]) -> SealedRow:
    return row_of(replace(SEAL, entries=(change(FIRST), SECOND)))


def test_the_score_counts_again_from_the_consensus() -> None:
    row = changed(lambda e: replace(e, total=Ratio(8100)))
    verification = verified(row, CASES, ITEMS, EDITION)
    assert found(verification) == [
        ("scores", "a", "total", "8100/1", "8000/1"), ("scores", "a", "report", "8100/1", "8000/1"),
    ]  # fmt: skip
    assert verification.mismatches[0].reason.en == "total of 江阴甲公司 was sealed as 81.00 and counts as 80.00 now."
    assert verification.mismatches[0].reason.zh == "江阴甲公司的 total 封存为 81.00 分，由合议重算为 80.00。"


def test_stages_and_subtotals_count_again_too() -> None:
    row = changed(lambda e: replace(e, stages={"site": Ratio(1), "defence": Ratio(2)}))
    assert found(verified(row, CASES, ITEMS, EDITION)) == [
        ("scores", "a", "stages/defence", "2/1", ""), ("scores", "a", "stages/site", "1/1", "8000/1"),
    ]  # fmt: skip
    row = changed(lambda e: replace(e, subtotals={"4.7": 1, "4.1": 3200}))
    assert found(verified(row, CASES, ITEMS, EDITION)) == [("scores", "a", "subtotals/4.7", "1/1", "4800/1")]


def test_a_score_that_rests_on_nothing_is_a_finding() -> None:
    verification = verified(ROW, (replace(CASES[0], consensuses=(), score=None), CASES[1]), ITEMS, EDITION)
    assert found(verification) == [
        ("scores", "a", "stages/site", "8000/1", ""), ("scores", "a", "subtotals/4.7", "4800/1", "0/1"),
        ("scores", "a", "total", "8000/1", ""),
    ]  # fmt: skip
    assert (
        verification.mismatches[-1].reason.en == "total of 江阴甲公司 was sealed as 80.00 and cannot be counted again."
    )
    assert verification.mismatches[-1].reason.zh == "江阴甲公司的 total 封存为 80.00 分，已无从重算。"


def test_the_report_says_what_was_sealed() -> None:
    verification = verified(ROW, (replace(CASES[0], score=Ratio(7999)), CASES[1]), ITEMS, EDITION)
    assert found(verification) == [("scores", "a", "report", "8000/1", "7999/1")]
    unreported = verified(ROW, (replace(CASES[0], score=None), CASES[1]), ITEMS, EDITION)
    assert unreported.mismatches == ()


def test_an_item_that_the_criteria_no_longer_have_counts_nothing() -> None:
    verification = verified(ROW, CASES, ITEMS[:1], EDITION)
    assert ("scores", "a", "subtotals/4.7", "4800/1", "0/1") in found(verification)
    assert ("scores", "b", "total", "6500/1", "2500/1") in found(verification)


def test_sheets_are_counted_item_by_item() -> None:
    wrong = replace(scores("sheet:a", 64, 60), total=1)
    verification = verified(ROW, (replace(CASES[0], sheets=(wrong,)), CASES[1]), ITEMS, EDITION)
    assert found(verification) == [("sheets", "a", "sheet:a", "1", "8000")]
    assert verification.mismatches[0].reason.en == "sheet:a of 江阴甲公司 is stored as 1 and counts as 8000."


def test_an_application_that_is_gone_cannot_be_counted_and_one_that_was_not_ranked_is_none_of_it() -> None:
    verification = verified(ROW, (CASES[0], case("z", 10, 10)), ITEMS, EDITION)
    assert found(verification) == [("scores", "b", "total", "6500/1", "")]


def test_the_order_is_made_again_by_the_sealed_tie_order_and_not_by_that_of_today() -> None:
    equal = (replace(FIRST, total=Ratio(8000)), replace(SECOND, total=Ratio(8000), stages={"site": Ratio(8000)}))
    cases = (CASES[0], case("b", 80, 50))
    row = row_of(Seal(basis=SEAL.basis, entries=equal))
    assert verified(row, cases, ITEMS, EDITION).mismatches == ()
    assert found(verified(row, cases, ITEMS, replace(EDITION, tie_order=()))) == [
        ("basis", "", "tie_order", "('4.7',)", "()"),
    ]  # fmt: skip
