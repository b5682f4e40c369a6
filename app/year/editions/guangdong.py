"""The brief year under guangdong-like: no defence, a secret ballot on paper, ten days of notice before the approval."""

from datetime import date

from app.year.brief import Brief

GUANGDONG = Brief(
    code="guangdong-like", start=date(2023, 6, 26), firms=("steel", "fibre", "hospital", "farm"),
    shortlisted=("steel", "fibre", "hospital"), listed=("steel", "fibre"),
    votes={"steel": ("government_award", 3), "fibre": ("government_award", 2)},
    winners=("steel", "fibre"),
    expected={
        "edition": ("in_force", "2023-04-27", "2028-04-26"),
        "steps": [
            "called", "eligibility", "material_review", "site_review", "deliberation", "proposal_notice", "approval",
            "commended",
        ],
        "prizes": [("government_award", "600.00", 10, 1_000_000), ("nomination", "500.00", 40, 0)],
        "material": {"steel": "660.00", "fibre": "592.50", "hospital": "505.00", "farm": "449.75"},
        "shortlist": ["fibre", "hospital", "steel"],
        "went": ["material_review", "site_review"],
        # The consensus after the visit is the total.
        "ranking": [(1, "steel", "648.00"), (2, "fibre", "600.00"), (3, "hospital", "498.50")],
        "candidates": {"government_award": ["steel", "fibre"], "nomination": []},
        "open ballot": ("secret_paper", None, 0),
        # More than half of the three who are present.
        "ballot steel 1": ("government_award", (3, 0, 0), 3, 2, True),
        "ballot fibre 1": ("government_award", (2, 1, 0), 3, 2, True),
        "list": [("government_award", "fibre"), ("government_award", "steel")],
        # Ten days from the day after Thursday 14 September 2023 end on Sunday the 24th, and so on the Monday.
        "notice": (
            "2023-09-25", "2023-09-26T00:00:00+08:00",
            [("government_award", "滨江化纤（演练）有限公司"), ("government_award", "澄江特钢（演练）有限公司")],
        ),
        "paid": (1_000_000, 1_000_000, "paid"),
        "roll": [
            ("滨江化纤（演练）有限公司", "government_award"), ("澄江特钢（演练）有限公司", "government_award"),
        ],
        "ended": {
            "steel": "awarded", "fibre": "awarded", "hospital": "not_candidate", "farm": "not_shortlisted",
        },
    },
    refusals={
        "material in site": (422, "panel.stage_over", "第十七条"),
        "defence in site": (422, "panel.no_such_stage", "第十七条"),
        "vote again": (422, "vote.on_paper", "edition.committee.ballot_mode"),
        "commended early": (409, "act.out_of_order", "第二十六条"),
        "submitted early": (422, "notice.running", "第二十五条"),
    },
)  # fmt: skip
