"""What must come of the story, written down by hand from the Measures and the story alone."""

EXPECTED: dict[str, object] = {
    "edition": ("in_force", "2022-05-20", "2025-05-19"),
    "prizes": [("mayors_award", "600.00", 2, 500_000), ("excellence_award", "500.00", 3, 100_000)],
    "window": ("2022-07-20", "2022-09-15", "2022-09-16T00:00:00+08:00"),
    "conditions": ["lawful_operation", "chief_quality_officer", "luban_prize"],
    "submitted": ["submitted"],
    "arrived": {
        "steel": "received", "robot": "received", "fibre": "received", "build": "received", "water": "received",
        "port": "received", "soft": "received", "hospital": "received", "farm": "received", "textile": "received",
        "food": "submitted", "bicycle": "withdrawn",
    },
    "supplement_asked": "supplement_requested",
    "checked": {
        "steel": "eligible", "robot": "eligible", "fibre": "eligible", "build": "eligible", "water": "eligible",
        "port": "eligible", "soft": "eligible", "hospital": "eligible", "farm": "eligible", "textile": "ineligible",
        "food": "submitted", "bicycle": "withdrawn",
    },
    "eligible": [
        "云亭软件（演练）有限公司", "城中康复医院（演练）", "敔山湖水务（演练）有限公司", "暨阳智能装备（演练）股份有限公司",
        "江海建设（演练）集团有限公司", "滨江化纤（演练）有限公司", "澄江特钢（演练）有限公司", "申港港务物流（演练）有限公司",
        "长泾生态农业（演练）有限公司",
    ],
    "panel_of_builder": [
        ("li", "conflicted"), ("wang", "assigned"), ("zhang", "assigned"), ("zhao", "assigned"),
    ],
    "material": {
        "steel": "660.00", "robot": "590.00", "fibre": "592.50", "build": "580.00", "water": "570.00",
        "port": "560.00", "soft": "565.00", "hospital": "505.00", "farm": "449.75",
    },
    "shortlist": ["build", "fibre", "hospital", "port", "robot", "soft", "steel", "water"],
    "farm": "not_shortlisted",
    # 30 % material, 20 % defence, 50 % site, in hundredths of a point.
    "comprehensive": {
        "steel": ("653.00", 65_300), "robot": ("600.00", 60_000), "fibre": ("599.75", 59_975),
        "build": ("588.50", 58_850), "water": ("577.25", 57_725), "port": ("561.50", 56_150),
        "soft": ("561.50", 56_150), "hospital": ("499.75", 49_975),
    },
    "ranking": [
        (1, "steel", "653.00", 65_300), (2, "robot", "600.00", 60_000), (3, "fibre", "599.75", 59_975),
        (4, "build", "588.50", 58_850), (5, "water", "577.25", 57_725), (6, "port", "561.50", 56_150),
        (6, "soft", "561.50", 56_150), (8, "hospital", "499.75", 49_975),
    ],
    "candidates": {
        "mayors_award": ["steel", "robot"], "excellence_award": ["fibre", "build", "water", "port"],
    },
    "ranked": {
        "steel": "candidate", "robot": "candidate", "fibre": "candidate", "build": "candidate", "water": "candidate",
        "port": "candidate", "soft": "not_candidate", "hospital": "not_candidate", "farm": "not_shortlisted",
        "textile": "ineligible", "food": "submitted", "bicycle": "withdrawn",
    },
    # More than half of the nine in office is five; of the eight who are not recused it is five as well.
    "sealed": ("sealed_open", None, []),
    "ballot steel 1": ("mayors_award", (8, 0, 0), 9, 5, True),
    "ballot robot 1": ("mayors_award", (5, 2, 1), 9, 5, True),
    "ballot fibre 1": ("excellence_award", (6, 1, 0), 8, 5, True),
    "ballot build 1": ("excellence_award", (7, 1, 0), 9, 5, True),
    "ballot water 1": ("excellence_award", (4, 3, 1), 9, 5, False),
    "ballot port 1": ("excellence_award", (4, 4, 0), 9, 5, False),
    "ballot water 2": ("excellence_award", (4, 4, 0), 9, 5, False),
    "ballot port 2": ("excellence_award", (6, 2, 0), 9, 5, True),
    # Published on Monday 16 January 2023: seven days end on 23 January, inside the Spring Festival (21 to 27), so the
    # notice rolls to Saturday the 28th, which is a working day that year.
    "notice": (
        "2023-01-28", "2023-01-29T00:00:00+08:00",
        [
            ("excellence_award", "江海建设（演练）集团有限公司"), ("excellence_award", "滨江化纤（演练）有限公司"),
            ("mayors_award", "暨阳智能装备（演练）股份有限公司"), ("mayors_award", "澄江特钢（演练）有限公司"),
        ],
    ),
    "objections": [("build", "upheld"), ("fibre", "rejected")],
    "revoked": ("revoked", "revoked"),
    "fibre_bonus": (100_000, 100_000, 50_000, 50_000),
}  # fmt: skip

REFUSALS: dict[str, tuple[int, str, str]] = {
    "edition_unset": (422, "edition.unset", "edition.aggregation"),
    "edition_fixed": (409, "act.out_of_order", "第八条（二）"),
    "call_without_medium": (422, "call.no_medium", "第十八条"),
    "too_early": (422, "window.not_yet_open", "第十八条"),
    "not_the_secretariat": (403, "act.not_yours", "第十八条"),
    "second_application": (409, "application.exists", "第十九条"),
    "incomplete": (422, "form.missing", "第二条"),
    "of_another": (404, "not_found", ""),
    "secretary_submits": (403, "act.not_yours", "第十九条"),
    "other_bytes": (422, "recommendation.other_bytes", "第十条（六）"),
    "unit_not_asked": (404, "not_found", ""),
    "signs_himself": (403, "act.not_yours", "第十条（六）"),
    "window_open": (422, "window.still_open", "第十九条"),
    "late_recommendation": (422, "window.closed", "第十九条"),
    "late_reinstatement": (422, "window.closed", "第十九条"),
    "no_findings": (422, "eligibility.no_verdict", "第十条（一）"),
    "blank_reason": (422, "input.invalid", ""),
    "no_reference": (422, "input.invalid", ""),
    "list_too_early": (422, "eligibility.undecided", "第十九条"),
    "second_round": (422, "supplement.no_round_left", "edition.supplement.rounds"),
    "contradicted": (422, "eligibility.contradicted", "第十条（四）"),
    "panel_too_small": (422, "panel.size", "第二十条"),
    "undeclared": (422, "panel.undertaking", "第三十条"),
    "conflicted": (404, "not_found", ""),
    "off_lattice": (422, "score.off_lattice", "edition.scoring.percent_step"),
    "sheet_incomplete": (422, "score.missing_item", "第二十一条"),
    "sheet_locked": (409, "review.locked", "第二十一条"),
    "sheet_of_another": (404, "not_found", ""),
    "secretary_scores": (403, "role.missing", ""),
    "sheets_missing": (422, "consensus.sheets_missing", "第二十一条"),
    "not_the_leader": (403, "act.duty_missing", "第二十条"),
}
"""What is tried and must be refused: status, code and article."""
