"""The brief year of Jiangyin's Measures read to the letter of both articles: a notice before and after the approval.

Art. 7(3) has the committee publish the results before it asks the government, art. 25 has the approved list published.
"""

from datetime import date

from app.year.brief import Brief
from app.year.chapters.office import CHOICES

JIANGYIN_TWICE = Brief(
    code="jiangyin-2022-notice-both", edition="jiangyin-2022", choices=CHOICES | {"notice": {"position": "both"}},
    start=date(2023, 6, 28), firms=("steel", "robot", "fibre", "farm"), shortlisted=("steel", "robot", "fibre"),
    listed=("steel", "robot", "fibre"),
    votes={"steel": ("mayors_award", 3), "robot": ("mayors_award", 2), "fibre": ("excellence_award", 2)},
    winners=("steel", "robot", "fibre"),
    expected={
        "edition": ("in_force", "2023-04-29", "2026-04-28"),
        "steps": [
            "called", "eligibility", "material_review", "defence", "site_review", "deliberation", "proposal_notice",
            "approval", "public_notice", "commended",
        ],
        "prizes": [("mayors_award", "600.00", 2, 500_000), ("excellence_award", "500.00", 3, 100_000)],
        "material": {"steel": "660.00", "robot": "590.00", "fibre": "592.50", "farm": "449.75"},
        "shortlist": ["fibre", "robot", "steel"],
        "went": ["material_review", "defence", "site_review"],
        "ranking": [(1, "steel", "653.00"), (2, "robot", "600.00"), (3, "fibre", "599.75")],
        "candidates": {"mayors_award": ["steel", "robot"], "excellence_award": ["fibre"]},
        "open ballot": ("sealed_open", None, 0),
        # More than half of the three in office.
        "ballot steel 1": ("mayors_award", (3, 0, 0), 3, 2, True),
        "ballot robot 1": ("mayors_award", (2, 1, 0), 3, 2, True),
        "ballot fibre 1": ("excellence_award", (2, 1, 0), 3, 2, True),
        "list": [("excellence_award", "fibre"), ("mayors_award", "robot"), ("mayors_award", "steel")],
        # Seven days from the day after Saturday 16 September 2023 end on Saturday the 23rd, and so on the Monday.
        "notice": (
            "2023-09-25", "2023-09-26T00:00:00+08:00",
            [
                ("excellence_award", "滨江化纤（演练）有限公司"), ("mayors_award", "暨阳智能装备（演练）股份有限公司"),
                ("mayors_award", "澄江特钢（演练）有限公司"),
            ],
        ),
        # Seven days from the day after Sunday 1 October 2023 end on Sunday the 8th, which is worked that year.
        "second notice": (
            "2023-10-08", "2023-10-09T00:00:00+08:00",
            [
                ("excellence_award", "滨江化纤（演练）有限公司"), ("mayors_award", "暨阳智能装备（演练）股份有限公司"),
                ("mayors_award", "澄江特钢（演练）有限公司"),
            ],
        ),
        "paid": (500_000, 500_000, "paid"),
        "roll": [
            ("暨阳智能装备（演练）股份有限公司", "mayors_award"), ("滨江化纤（演练）有限公司", "excellence_award"),
            ("澄江特钢（演练）有限公司", "mayors_award"),
        ],
        "ended": {"steel": "awarded", "robot": "awarded", "fibre": "awarded", "farm": "not_shortlisted"},
    },
    refusals={
        "material in defence": (422, "panel.stage_over", "第十七条"),
        "material in site": (422, "panel.stage_over", "第十七条"),
        "defence in site": (422, "panel.stage_over", "第十七条"),
        "vote again": (409, "vote.cast_already", "第二十四条"),
        "commended early": (409, "act.out_of_order", "第二十六条"),
        "submitted early": (422, "notice.running", "第二十五条"),
        "commended between": (409, "act.out_of_order", "第二十六条"),
        "second commended early": (422, "notice.running", "第二十五条"),
    },
)  # fmt: skip
