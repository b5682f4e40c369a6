"""The brief year under binhu-2023: the visit before the defence, and the results that part two equals."""

from datetime import date

from app.year.brief import Brief

BINHU = Brief(
    code="binhu-2023", start=date(2023, 6, 28), firms=("steel", "robot", "fibre", "farm"),
    shortlisted=("steel", "robot", "fibre"), listed=("steel", "robot", "fibre"),
    lists={"lengths": {"district_award": 2, "nomination": 2}},
    votes={"steel": ("district_award", 3), "fibre": ("district_award", 2), "robot": ("nomination", 3)},
    winners=("steel", "fibre", "robot"),
    disturbed=True,
    expected={
        "edition": ("in_force", "2023-04-29", "2026-04-28"),
        "steps": [
            "called", "eligibility", "material_review", "site_review", "defence", "deliberation", "approval",
            "public_notice", "commended",
        ],
        "prizes": [("district_award", "600.00", 2, 300_000), ("nomination", "500.00", 2, 50_000)],
        "material": {"steel": "660.00", "robot": "590.00", "fibre": "592.50", "farm": "449.75"},
        "shortlist": ["fibre", "robot", "steel"],
        "went": ["material_review", "site_review", "defence"],
        # 20 % material, 50 % site, 30 % defence: robot 118 + 302 + 181.5, fibre 118.5 + 300 + 183; of the two the fibre
        # works have 248 points for their results (4.7) in the last stage, the robots 240.
        "ranking": [(1, "steel", "652.50"), (2, "fibre", "601.50"), (3, "robot", "601.50")],
        "candidates": {"district_award": ["steel", "fibre"], "nomination": ["robot"]},
        "open ballot": ("sealed_open", None, 0),
        # More than half of the three in office.
        "ballot steel 1": ("district_award", (3, 0, 0), 3, 2, True),
        "ballot fibre 1": ("district_award", (2, 1, 0), 3, 2, True),
        "ballot robot 1": ("nomination", (3, 0, 0), 3, 2, True),
        "list": [("district_award", "fibre"), ("district_award", "steel"), ("nomination", "robot")],
        # Five working days from Thursday 28 September 2023: the festival runs from the 29th to 6 October, and the 7th
        # and 8th, a weekend, are worked.
        "notice": (
            "2023-10-11", "2023-10-12T00:00:00+08:00",
            [
                ("district_award", "滨江化纤（演练）有限公司"), ("district_award", "澄江特钢（演练）有限公司"),
                ("nomination", "暨阳智能装备（演练）股份有限公司"),
            ],
        ),
        # Ten working days after Saturday the 7th, which is worked, as is Sunday the 8th.
        "reply due": "2023-10-19",
        # Published again on Monday 9 October 2023, in full: five working days from the 10th.
        "republished": (
            "2023-10-16", "2023-10-17T00:00:00+08:00",
            [
                ("district_award", "滨江化纤（演练）有限公司"), ("district_award", "澄江特钢（演练）有限公司"),
                ("nomination", "暨阳智能装备（演练）股份有限公司"),
            ],
        ),
        "suspended notice": ("replaced", "2023-10-11", False),
        "corrected": (3, "correction", "2023-10-16"),
        "reply": ("rejected", "经查不属实，异议不成立。", False),
        "paid": (300_000, 300_000, "paid"),
        "roll": [
            ("暨阳智能装备（演练）股份有限公司", "nomination"), ("滨江化纤（演练）有限公司", "district_award"),
            ("澄江特钢（演练）有限公司", "district_award"),
        ],
        "ended": {"steel": "awarded", "fibre": "awarded", "robot": "awarded", "farm": "not_shortlisted"},
    },
    refusals={
        "material in site": (422, "panel.stage_over", "第十七条"),
        "material in defence": (422, "panel.stage_over", "第十七条"),
        "site in defence": (422, "panel.stage_over", "第十七条"),
        "vote again": (409, "vote.cast_already", "第二十四条"),
        "commended early": (422, "notice.running", "第二十五条"),
        "corrected while suspended": (409, "act.out_of_order", "第二十五条"),
        "nothing corrected": (422, "notice.nothing_corrected", "第二十五条"),
        "commended on the suspended": (422, "notice.replaced", "第二十五条"),
    },
)  # fmt: skip
