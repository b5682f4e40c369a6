"""What one version of a working document changes against another, passage by passage (art. 16)."""

from app.regulation.passages import Change, Passage, PassageChange, passage_diff


def passage(key: str, text: str = "同", name: str = "") -> Passage:
    return Passage(key=key, name=name or f"第{key}章", text=text)


A, B, C = passage("a"), passage("b"), passage("c")


def test_equal_versions_do_not_differ() -> None:
    assert passage_diff([A, B], [A, B]) == passage_diff([], []) == ()


def test_a_passage_is_added_removed_or_changed() -> None:
    assert passage_diff([A, B], [C, passage("a", "新")]) == (
        PassageChange(key="c", name="第c章", change=Change.ADDED, before=None, after="同"),
        PassageChange(key="a", name="第a章", change=Change.CHANGED, before="同", after="新"),
        PassageChange(key="b", name="第b章", change=Change.REMOVED, before="同", after=None),
    )


def test_another_name_is_a_change_too_and_the_later_name_is_told() -> None:
    assert passage_diff([A], [passage("a", name="总则")]) == (
        PassageChange(key="a", name="总则", change=Change.CHANGED, before="同", after="同"),
    )


def test_another_order_of_what_both_have_is_a_change_of_its_own() -> None:
    assert passage_diff([A, B], [B, C, A]) == (
        PassageChange(key="c", name="第c章", change=Change.ADDED, before=None, after="同"),
        PassageChange(key="order", name="次序", change=Change.CHANGED, before="第a章、第b章", after="第b章、第a章"),
    )


def test_what_is_added_or_gone_in_between_is_no_other_order() -> None:
    assert [each.key for each in passage_diff([A, C, B], [A, B])] == ["c"]
    assert [each.key for each in passage_diff([A, B], [A, C, B])] == ["c"]
