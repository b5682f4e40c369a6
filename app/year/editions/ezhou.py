"""The brief year under ezhou-2023: a defence of a hundred points in full, nine tenths of the visit, no paper."""

from datetime import date

from app.year.brief import Brief

EZHOU = Brief(
    code="ezhou-2023", start=date(2023, 6, 28), firms=("steel", "fibre", "build", "farm"),
    shortlisted=("steel", "fibre", "build"), listed=("steel", "fibre", "build"), present=("chair", "vice-1"),
    votes={"steel": ("mayors_award", 2), "fibre": ("mayors_award", 1), "build": ("nomination", 2)},
    winners=("steel", "build"),
    expected={
        "edition": ("in_force", "2023-04-29", "2028-04-28"),
        "steps": [
            "called", "eligibility", "material_review", "defence", "site_review", "deliberation", "approval",
            "public_notice", "commended",
        ],
        "prizes": [("mayors_award", "600.00", 1, 1_000_000), ("nomination", "550.00", 2, 200_000)],
        "material": {"steel": "660.00", "fibre": "592.50", "build": "580.00", "farm": "449.75"},
        "shortlist": ["build", "fibre", "steel"],
        "went": ["material_review", "defence", "site_review"],
        # Defence out of 100 + 90 % of the site: 70 + 583.2, 60 + 540, 60 + 533.7; the second stands on the line.
        "ranking": [(1, "steel", "653.20"), (2, "fibre", "600.00"), (3, "build", "593.70")],
        # Without a cascade who reaches the first floor competes for the first tier alone.
        "candidates": {"mayors_award": ["steel", "fibre"], "nomination": ["build"]},
        "open ballot": ("open", None, 2),
        # Two thirds of the two who are present, at least: both of them.
        "ballot steel 1": ("mayors_award", (2, 0, 0), 2, 2, True),
        "ballot fibre 1": ("mayors_award", (1, 1, 0), 2, 2, False),
        "ballot build 1": ("nomination", (2, 0, 0), 2, 2, True),
        "list": [("mayors_award", "steel"), ("nomination", "build")],
        # Five calendar days, Thursday 28 September 2023 being the first; the festival moves no last day.
        "notice": (
            "2023-10-02", "2023-10-03T00:00:00+08:00",
            [("mayors_award", "澄江特钢（演练）有限公司"), ("nomination", "江海建设（演练）集团有限公司")],
        ),
        "paid": (1_000_000, 1_000_000, "paid"),
        "roll": [("江海建设（演练）集团有限公司", "nomination"), ("澄江特钢（演练）有限公司", "mayors_award")],
        "ended": {"steel": "awarded", "fibre": "not_proposed", "build": "awarded", "farm": "not_shortlisted"},
    },
    refusals={
        "material in defence": (422, "panel.stage_over", "第十七条"),
        "material in site": (422, "panel.stage_over", "第十七条"),
        "defence in site": (422, "panel.stage_over", "第十七条"),
        "vote again": (409, "vote.cast_already", "第二十四条"),
        "commended early": (422, "notice.running", "第二十五条"),
    },
)  # fmt: skip
