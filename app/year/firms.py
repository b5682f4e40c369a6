"""The twelve organizations of the story: invented firms of different trades, whose area code belongs to no place."""

from dataclasses import dataclass, field
from typing import Any

from app.applications.example import example_year

Marks = tuple[int, dict[str, int]]
"""The percent of every item, and the items that have another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """An organization; `marks` are what its panel agrees on in the stages material, defence and site."""

    key: str
    name: str
    credit_code: str
    industry: str
    district: str
    products: str
    unit: str
    """The key of the unit that it asks."""
    marks: tuple[Marks, ...] = ()
    is_business: bool = True
    changed: dict[str, Any] = field(default_factory=dict)
    """Sections of the form that are otherwise than usual."""


STEEL = Firm(
    key="steel", name="澄江特钢（演练）有限公司", credit_code="91990000M202200199", industry="C3140",
    district="chengjiang", products="特种钢材", unit="zone",
    marks=(
        (65, {"4.2.2": 70, "4.7.2": 70, "4.7.3": 70}),
        (65, {"4.1.2": 70, "4.2.3": 70}),
        (65, {"4.2.2": 60}),
    ),
)  # fmt: skip
ROBOT = Firm(
    key="robot", name="暨阳智能装备（演练）股份有限公司", credit_code="91990000M202200274", industry="C3491",
    district="high_tech_zone", products="工业机器人", unit="zone",
    marks=(
        (60, {"4.2.2": 55, "4.7.2": 55, "4.7.3": 55}),
        (60, {"4.1.2": 65, "4.2.3": 65}),
        (60, {"4.7.2": 65}),
    ),
)  # fmt: skip
FIBRE = Firm(
    key="fibre", name="滨江化纤（演练）有限公司", credit_code="91990000M20220035Y", industry="C2822",
    district="zhouzhuang", products="差别化涤纶短纤", unit="town",
    marks=(
        (60, {"4.1.2": 55, "4.2.2": 55, "4.4.2": 55}),
        (60, {"4.2.2": 65, "4.7.2": 65, "4.7.3": 65}),
        (60, {}),
    ),
)  # fmt: skip
BUILD = Firm(
    key="build", name="江海建设（演练）集团有限公司", credit_code="91990000M20220043R", industry="E4710",
    district="chengdong", products="房屋建筑施工", unit="department",
    marks=(
        (60, {"4.1.2": 55, "4.2.3": 55, "4.4.2": 55, "4.7.2": 55, "4.7.3": 55, "4.7.4": 55}),
        (60, {"4.2.2": 55, "4.7.2": 55, "4.7.3": 55}),
        (60, {"4.4.2": 55, "4.7.2": 55}),
    ),
)  # fmt: skip
WATER = Firm(
    key="water", name="敔山湖水务（演练）有限公司", credit_code="91990000M20220051L", industry="D4610",
    district="yunting", products="自来水供应", unit="department",
    marks=(
        (55, {"4.1.2": 60, "4.2.3": 60, "4.4.2": 60, "4.7.2": 60, "4.7.3": 60, "4.7.4": 60}),
        (60, {"4.1.2": 55, "4.2.3": 55, "4.4.2": 55, "4.7.2": 55, "4.7.3": 55, "4.7.4": 55}),
        (60, {"4.1.2": 55, "4.2.2": 55, "4.4.2": 55, "4.7.2": 55, "4.7.3": 55, "4.7.4": 55}),
    ),
)  # fmt: skip
PORT = Firm(
    key="port", name="申港港务物流（演练）有限公司", credit_code="91990000M2022006XC", industry="G5532",
    district="shengang", products="港口装卸与仓储", unit="town",
    marks=(
        (55, {"4.2.2": 60, "4.7.2": 60, "4.7.3": 60}),
        (55, {"4.4.2": 60, "4.7.2": 60, "4.7.3": 60, "4.7.4": 60}),
        (55, {"4.4.2": 60, "4.7.2": 60, "4.7.3": 60}),
    ),
)  # fmt: skip
SOFT = Firm(
    key="soft", name="云亭软件（演练）有限公司", credit_code="91990000M20220078C", industry="I6513",
    district="yunting", products="工业软件", unit="association",
    marks=(
        (55, {"4.4.2": 60, "4.7.2": 60, "4.7.3": 60, "4.7.4": 60}),
        (55, {"4.2.2": 60, "4.7.2": 60, "4.7.3": 60}),
        (55, {"4.2.2": 60, "4.7.2": 60, "4.7.3": 60}),
    ),
)  # fmt: skip
HOSPITAL = Firm(
    key="hospital", name="城中康复医院（演练）", credit_code="91990000M202200867", industry="Q8411",
    district="chengjiang", products="康复医疗", unit="department", is_business=False,
    marks=(
        (50, {"4.1.2": 55, "4.2.3": 55}),
        (50, {"4.1.2": 45, "4.2.3": 45}),
        (50, {"4.1.3": 45}),
    ),
)  # fmt: skip
FARM = Firm(
    key="farm", name="长泾生态农业（演练）有限公司", credit_code="91990000M202200942", industry="A0141",
    district="changjing", products="设施蔬菜", unit="town",
    marks=((45, {"4.4.3": 50, "4.4.4": 40}),),
)  # fmt: skip
TEXTILE = Firm(
    key="textile", name="华士精纺（演练）有限公司", credit_code="91990000M20220107P", industry="C1713",
    district="huashi", products="精梳纱线", unit="town",
    changed={
        "figures": {
            "years": [example_year(2019), example_year(2020, net_profit=-12_000_000), example_year(2021)]
        }
    },
)  # fmt: skip
FOOD = Firm(
    key="food", name="青阳食品（演练）有限公司", credit_code="91990000M20220115J", industry="C1432",
    district="qingyang", products="速冻食品", unit="association",
)  # fmt: skip
BICYCLE = Firm(
    key="bicycle", name="周庄车业（演练）有限公司", credit_code="91990000M20220123D", industry="C3761",
    district="zhouzhuang", products="自行车", unit="town",
)  # fmt: skip

FIRMS = (STEEL, ROBOT, FIBRE, BUILD, WATER, PORT, SOFT, HOSPITAL, FARM, TEXTILE, FOOD, BICYCLE)
REVIEWED = FIRMS[:9]
"""Those who are eligible and go into the material review."""
SHORTLISTED = FIRMS[:8]

ITEMS = (
    "4.1.2", "4.1.3", "4.1.4", "4.2.2", "4.2.3", "4.3.2", "4.3.3", "4.4.2", "4.4.3", "4.4.4", "4.4.5", "4.4.6",
    "4.4.7", "4.5.2", "4.5.3", "4.6.2", "4.6.3", "4.7.2", "4.7.3", "4.7.4", "4.7.5", "4.7.6", "4.7.7",
)  # fmt: skip


def percents(marks: Marks) -> dict[str, int]:
    """Spell out the percent of each of the 23 items."""
    everywhere, others = marks
    return {item: others.get(item, everywhere) for item in ITEMS}
