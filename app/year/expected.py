"""What must come of the story, written down by hand from the Measures and the story alone."""

EXPECTED: dict[str, object] = {
    "edition": ("in_force", "2022-05-20", "2025-05-19"),
    "prizes": [("mayors_award", "600.00", 2, 500_000), ("excellence_award", "500.00", 3, 100_000)],
    "window": ("2022-07-20", "2022-09-15", "2022-09-16T00:00:00+08:00"),
    "conditions": ["lawful_operation", "chief_quality_officer", "luban_prize"],
}

REFUSALS: dict[str, tuple[int, str, str]] = {
    "edition_unset": (422, "edition.unset", "edition.aggregation"),
    "edition_fixed": (409, "act.out_of_order", "第八条（二）"),
    "call_without_medium": (422, "call.no_medium", "第十八条"),
    "too_early": (422, "window.not_open", "第十八条"),
    "not_the_secretariat": (403, "act.not_yours", "第十八条"),
}
"""What is tried and must be refused: status, code and article."""
