"""What must come of the story, written down by hand from the Measures and the story alone."""

EXPECTED: dict[str, object] = {
    "edition": ("in_force", "2022-05-20", "2025-05-19"),
    "documents before their approval": [],
    "document diff": [("text/第二章 评审", "changed")],
    "pinned": [
        ("classification", None, 1, "in_force"), ("guide", "manufacturing", 1, "in_force"),
        ("procedure", None, 2, "in_force"),
    ],
    # Art. 14 says that a guide may be made: two sectors have none.
    "guided sectors": (
        [("agriculture", False), ("manufacturing", True), ("services", False)], ["guide.none", "guide.none"],
    ),
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
    # Whoever is not asked (five others of the register) is no department of this year.
    "departments": [("应急管理部门", "answered"), ("生态环境部门", "silence_noted")],
    "checked": {
        "steel": "eligible", "robot": "eligible", "fibre": "eligible", "build": "eligible", "water": "eligible",
        "port": "eligible", "soft": "eligible", "hospital": "eligible", "farm": "eligible", "textile": "ineligible",
        "food": "submitted", "bicycle": "withdrawn",
    },
    "eligible": [
        "云亭软件（演练）有限公司",
        "城中康复医院（演练）",
        "敔山湖水务（演练）有限公司",
        "暨阳智能装备（演练）股份有限公司",
        "江海建设（演练）集团有限公司",
        "滨江化纤（演练）有限公司",
        "澄江特钢（演练）有限公司",
        "申港港务物流（演练）有限公司",
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
    # Nine to score: one begun, then locked.
    "before his sheet is in": {"sheet_unopened": 8, "sheet_unsubmitted": 1},
    "after his sheet is in": {"sheet_unopened": 8},
    "before the ranking": {"freeze_ranking": 1},
    # Neither chair nor vice-chair is appointed yet. Published on 23 January 2023, seven days end on the 30th, a working
    # day after the Spring Festival, before the commendation planned on the 31st.
    "risks before the ranking": [("committee_incomplete", None), ("committee_incomplete", None)],
    "risks before the ranking: the notice": ("2023-01-23", "2023-01-30"),
    "issue": "verified",
    "visit": ("held", 1, 1, [False]),
    # Li has declared a conflict with the builder, so only the other three make a panel that is whole for him too.
    "plan": ("drawn", 8, 0, ["wang", "zhang", "zhao"], [("li", "conflict.declared_conflict")]),
    "plan_alternates": ["li"],
    "plan_leader": "assessor",
    "plan_verified": True,
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
    "seal": (True, 7, []),
    "seals": [(2, "核对组织名称后重新封存。"), (1, "")],
    "second_seal": (True, 7, []),
    "allocation": {
        "mayors_award": (["steel", "robot"], []), "excellence_award": (["fibre", "build", "water"], []),
    },
    # All the weight on the paper: the material totals are the scores, and only one reaches 600.00.
    "on_paper": [
        ("steel", 1, "660.00", "mayors_award", "mayors_award"),
        ("fibre", 2, "592.50", "excellence_award", "excellence_award"),
        ("robot", 3, "590.00", "mayors_award", "excellence_award"),
        ("build", 4, "580.00", "excellence_award", "excellence_award"),
        ("water", 5, "570.00", "excellence_award", None), ("soft", 6, "565.00", None, None),
        ("port", 7, "560.00", None, None), ("hospital", 8, "505.00", None, None),
    ],
    "on_paper_places": {
        "mayors_award": (["steel"], ["没有其他达到 600.00 分、可列入江阴市市长质量奖的组织。"]),
        "excellence_award": (["fibre", "robot", "build"], []),
    },
    "tie_at_a_fourth_place": [("excellence_award", ["port", "soft"], 1)],
    "seal_after_trying": (True, 7, []),
    "candidates": {
        "mayors_award": ["steel", "robot"], "excellence_award": ["fibre", "build", "water", "port"],
    },
    "ranked": {
        "steel": "candidate", "robot": "candidate", "fibre": "candidate", "build": "candidate", "water": "candidate",
        "port": "candidate", "soft": "not_candidate", "hospital": "not_candidate", "farm": "not_shortlisted",
        "textile": "ineligible", "food": "submitted", "bicycle": "withdrawn",
    },
    "agenda": [(1, "candidates", "审议候选名单"), (2, "report", "通报候选组织复核情况")],
    "arrivals": [
        ("09:15", "arrived", "人社局局长（演练）"), ("09:15", "arrived", "应急管理局局长（演练）"),
        ("09:15", "arrived", "生态环境局局长（演练）"),
    ],
    "minutes": [
        "时间：2022-12-28 09:00　地点：演练市行政中心301会议室",
        "通知：2022-12-22 10:00通知委员9人（会前6日，规定提前5日）",
        "　1. ［审议候选组织］审议候选名单",
        "　2. ［听取报告］通报候选组织复核情况",
        "议程调整：2022-12-28 08:40增加第2项“通报候选组织复核情况”（复核于通知之后完成。）",
        ("出席（8人）：人社局局长（演练）（委员）、副市长（演练）（主任）、发改委主任（演练）（委员）、工信局局长（演练）（委员）、"
         "市场监督管理局副局长（演练）（副主任）、市场监督管理局局长（演练）（副主任）、应急管理局局长（演练）（委员）、"
         "生态环境局局长（演练）（委员）"),
        "缺席（1人）：税务局局长（演练）（委员）",
        "回避：生态环境局局长（演练）就滨江化纤（演练）有限公司回避（本人配偶在该组织任职（演练）。）",
        ("　2022-12-28 09:00 到会：副市长（演练）、发改委主任（演练）、工信局局长（演练）、"
         "市场监督管理局副局长（演练）、市场监督管理局局长（演练）"),
        "　2022-12-28 09:15 到会：人社局局长（演练）、应急管理局局长（演练）、生态环境局局长（演练）",
        ("　2022-12-28 09:15 表决：澄江特钢（演练）有限公司，江阴市市长质量奖，第1轮；"
         "应计9票，同意8、不同意0、弃权0、无效0；须5票同意，通过"),
        ("　2022-12-28 09:15 表决：暨阳智能装备（演练）股份有限公司，江阴市市长质量奖，第1轮；"
         "应计9票，同意5、不同意2、弃权1、无效0；须5票同意，通过"),
        ("　2022-12-28 09:15 表决：滨江化纤（演练）有限公司，江阴市质量管理优秀奖，第1轮；"
         "应计8票，同意6、不同意1、弃权0、无效0；须5票同意，通过"),
        ("　2022-12-28 09:15 表决：江海建设（演练）集团有限公司，江阴市质量管理优秀奖，第1轮；"
         "应计9票，同意7、不同意1、弃权0、无效0；须5票同意，通过"),
        ("　2022-12-28 09:15 表决：敔山湖水务（演练）有限公司，江阴市质量管理优秀奖，第1轮；"
         "应计9票，同意4、不同意3、弃权1、无效0；须5票同意，未通过"),
        ("　2022-12-28 09:15 表决：申港港务物流（演练）有限公司，江阴市质量管理优秀奖，第1轮；"
         "应计9票，同意4、不同意4、弃权0、无效0；须5票同意，未通过"),
        "　2022-12-28 11:00 确定拟奖名单（第1号）",
    ],
    "minutes_hash": True,
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
    "first_list": [
        ("excellence_award", "build"), ("excellence_award", "fibre"),
        ("mayors_award", "robot"), ("mayors_award", "steel"),
    ],
    "approved": {
        "steel": "approved_in_notice", "robot": "approved_in_notice", "fibre": "approved_in_notice",
        "build": "approved_in_notice", "water": "not_proposed", "port": "not_proposed",
    },
    # Published on Monday 16 January 2023: seven days end on 23 January, inside the Spring Festival (21 to 27), so the
    # notice rolls to Saturday the 28th, which is a working day that year.
    "notice": (
        "2023-01-28", "2023-01-29T00:00:00+08:00",
        [
            ("excellence_award", "江海建设（演练）集团有限公司"), ("excellence_award", "滨江化纤（演练）有限公司"),
            ("mayors_award", "暨阳智能装备（演练）股份有限公司"), ("mayors_award", "澄江特钢（演练）有限公司"),
        ],
    ),
    # The head of the record grows from paper to paper, and the notice ends with its own.
    "printed heads": (True, True),
    # Two of the story, one of a unit without its seal and one with it, and an anonymous tip.
    "while the notice runs": {"objection_unadmitted": 4, "seal_missing": 1, "tip_unsettled": 1},
    "risks while the notice runs": [],
    "risks while the notice runs: the notice": None,
    "objections": [
        ("build", "web", "upheld", ["evidence"]), ("fibre", "letter", "rejected", ["evidence"]),
        ("robot", "web", "inadmissible", []), ("robot", "web", "rejected", ["seal"]),
    ],
    "answer to the citizen": ("upheld", "经查属实，异议成立。", 1),
    "answer to the sealless": ("inadmissible", "未加盖单位公章，不予受理。", 0),
    # The same two and two, fixed anew with a reason.
    "list_after_return": (
        2, [("excellence_award", "build"), ("excellence_award", "fibre"), ("mayors_award", "robot"),
            ("mayors_award", "steel")],
    ),
    "returned": ("演练政办函〔2023〕1号", "2023-01-04"),
    "rehearsal": (True, "2025-09-01T09:00"),
    "second_list": [("excellence_award", "port")],
    "replaced": {"build": "not_approved", "port": "approved_in_notice", "water": "not_proposed"},
    # Published on Monday 13 February 2023: the seventh day after it is a Monday, a working day.
    "second_notice": (
        "2023-02-20", "2023-02-21T00:00:00+08:00",
        [
            ("excellence_award", "滨江化纤（演练）有限公司"), ("excellence_award", "申港港务物流（演练）有限公司"),
            ("mayors_award", "暨阳智能装备（演练）股份有限公司"), ("mayors_award", "澄江特钢（演练）有限公司"),
        ],
    ),
    "bonuses": [
        ("暨阳智能装备（演练）股份有限公司", 500_000, 0, "entitled"),
        ("滨江化纤（演练）有限公司", 100_000, 100_000, "paid"),
        ("澄江特钢（演练）有限公司", 500_000, 500_000, "paid"),
        ("申港港务物流（演练）有限公司", 100_000, 0, "entitled"),
    ],
    # Status, outcome, findings.
    "check_steel": ("concluded", "clear", 3),
    # Ten days from 22 May; what gave cause is nobody's but the secretariat's.
    "check_as_the_winner_sees_it": ("2023-06-01", None, None),
    "check_fibre": ("concluded", "revocation", "2023-05-26"),
    "found_by_initials": ["澄江特钢（演练）有限公司"],
    # The winners with a public case, and the cases that the meeting shows.
    "good_practice": (
        ["滨江化纤（演练）有限公司", "澄江特钢（演练）有限公司"],
        ["全流程质量追溯（演练）", "绿色纤维工艺改进（演练）"],
    ),
    "revoked": ("revoked", "revoked"),
    # Amount, paid, recovered, outstanding.
    "fibre_bonus": (100_000, 100_000, 50_000, 50_000),
    # Amount, status, paid, paid back, owed back.
    "own_honour": ("excellence_award", "revoked", "演练-2022-03", (100_000, "paid", 100_000, 50_000, 50_000)),
    "certificate_steel": (True, "mayors_award", "standing", None, None),
    "certificate_fibre": (True, "excellence_award", "revoked", "2023-07-14", "澄政发〔2023〕演练31号"),
    "certificate_of_another": (False, None, None, None, None),
    "good_practice_after": (["澄江特钢（演练）有限公司"], ["全流程质量追溯（演练）"]),
    "fallen_case": ("published", False, [("promotion.revoked", "第二十九条")]),
    "roll": [
        ("excellence_award", "滨江化纤（演练）有限公司", 2022, "2023-01-31", "revoked", "2023-07-14"),
        ("excellence_award", "申港港务物流（演练）有限公司", 2022, "2023-02-21", "standing", None),
        ("mayors_award", "暨阳智能装备（演练）股份有限公司", 2022, "2023-01-31", "standing", None),
        ("mayors_award", "澄江特钢（演练）有限公司", 2022, "2023-01-31", "standing", None),
    ],
    # Twelve were submitted and eleven arrived, one of which was withdrawn; five were approved, one of whom fell.
    "funnel": {
        "submitted": 12, "received": 11, "eligible": 9, "shortlisted": 8, "defended": 8, "site_visited": 8,
        "scored": 8, "candidate": 6, "proposed": 5, "approved_in_notice": 5, "awarded": 4,
    },
    "bands": [("450.00", 1), ("500.00", 0), ("550.00", 5), ("600.00", 1), ("650.00", 1)],
    "sectors": [("agriculture", 1, 0), ("manufacturing", 8, 3), ("services", 3, 1)],
    "durations": {
        "called": 59, "eligibility": 35, "material_review": 21, "defence": 10, "site_review": 28, "deliberation": 11,
        "approval": 17, "public_notice": 15,
    },
    # Nine eligible, four winners: of the five others four were shortlisted and one was not, which is not told.
    "told to everybody": [11, 9, None, None, None, 4],
    "titles told": [("mayors_award", 2, 2), ("excellence_award", 2, 1)],
    # In June 2025 the edition has lapsed, and two winners never sent their account.
    "waiting at the end": {"bonus_unprepared": 2, "edition_expired": 1},
    # Two of the three places of the second tier; one stays vacant.
    "vacant": {"mayors_award": 0, "excellence_award": 1},
    "ended": {
        "steel": "awarded", "robot": "awarded", "fibre": "revoked", "build": "not_approved", "water": "not_proposed",
        "port": "awarded", "soft": "not_candidate", "hospital": "not_candidate", "farm": "not_shortlisted",
        "textile": "ineligible", "food": "submitted", "bicycle": "withdrawn",
    },
    "reached": {
        "called": "2022-07-19", "eligibility": "2022-09-16", "material_review": "2022-10-21", "defence": "2022-11-11",
        "site_review": "2022-11-21", "deliberation": "2022-12-19", "approval": "2022-12-30",
        "public_notice": "2023-01-16", "commended": "2023-01-31",
    },
}  # fmt: skip
