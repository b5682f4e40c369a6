"""The office: the first secretary, the edition of 2022 with its choices, units, and the resolution behind them."""

from typing import Any

from app.year.story import Story

CHOICES: dict[str, Any] = {
    "aggregation": "weighted_sum",
    "stages": [
        {"stage": "material", "scored": True, "maximum": 1000, "weight": 30, "eliminates": True, "items": []},
        {"stage": "defence", "scored": True, "maximum": 1000, "weight": 20, "eliminates": False, "items": []},
        {"stage": "site", "scored": True, "maximum": 1000, "weight": 50, "eliminates": False, "items": []},
    ],
    "cut_rule": {"minimum": 45000, "places": 8},
    "committee": {
        "quorum": "2/3", "majority": "1/2", "majority_inclusive": False, "base": "non_recused_in_office",
        "ballot_mode": "sealed_open",
    },
}  # fmt: skip
"""What the Measures leave open."""

NOTICE = {"committee": CHOICES["committee"] | {"convening_days": 5}}
"""Members of the committee are convened five days before, or the chair says why not."""

PAPER = {"document_number": "澄政规发〔2022〕演练1号", "effective_on": "2022-05-20"}

UNITS = {
    "town": ("town", "演练镇人民政府", "周庄镇、申港街道、长泾镇、华士镇的组织"),
    "zone": ("high_tech_zone", "演练高新技术产业开发区管理委员会", "高新区、澄江街道的组织"),
    "department": ("department", "演练市住房和城乡建设局", "建设、水务、卫生系统的组织"),
    "association": ("association", "演练市软件与食品行业协会", "软件和信息技术服务业、食品制造业"),
}


def tell(story: Story) -> None:
    """Everything that must stand before a year can be planned."""
    story.journal.chapter("办公室与办法 · The office and the edition")
    story.at("2022-05-25T09:00:00")
    open_office(story)
    bring_into_force(story)
    register_units(story)


def open_office(story: Story) -> None:
    """The first secretary comes from the command line; he invites the second, who holds the finance duty."""
    story.secretary = story.first_secretary("周秘书（演练）", "zhou-secretary")
    story.clerk = story.invited("钱会计（演练）", "qian-finance", "secretariat", None, "finance")


def bring_into_force(story: Story) -> None:
    """Arts. 7(2), 32: the draft lacks choices; amended and approved by resolution, it comes into force."""
    secretary = story.secretary
    story.edition = secretary.do("import_edition", {"code": "jiangyin-2022"})["id"]
    story.resolution = record_resolution(story, 1, "2022-05-18", "关于施行2022年版办法及各项选择的决议")
    approval = {"resolution_id": story.resolution}
    secretary.refused("edition_unset", "approve_edition", approval, edition_id=story.edition)
    secretary.do("amend_edition", {"parameters": CHOICES | NOTICE}, edition_id=story.edition)
    if story.amendment:
        secretary.do("amend_edition", {"parameters": story.amendment}, edition_id=story.edition)
    secretary.refused("edition_unapproved", "activate_edition", PAPER, edition_id=story.edition)
    secretary.do("approve_edition", approval, edition_id=story.edition)
    secretary.do("activate_edition", PAPER, edition_id=story.edition)
    secretary.refused("edition_fixed", "amend_edition", {"parameters": CHOICES}, edition_id=story.edition)
    edition = secretary.read("show_edition", edition_id=story.edition)
    story.journal.check("edition", (edition["status"], edition["effective_on"], edition["expires_on"]))


def record_resolution(story: Story, number: int, decided_on: str, title: str, text: str = "同意。") -> str:
    """Record a resolution of the committee and give its id."""
    body = {
        "number": f"演练评委会〔{decided_on[:4]}〕{number}号", "title": title, "text": text, "decided_on": decided_on,
    }  # fmt: skip
    return story.secretary.do("record_resolution", body)["id"]


def register_units(story: Story) -> None:
    """Art. 9: the recommending units, each with a person who signs for it."""
    for key, (kind, name, scope) in UNITS.items():
        register_unit(story, key, kind, name, scope)


def register_unit(story: Story, key: str, kind: str, name: str, scope: str) -> None:
    """Art. 9: one recommending unit with the person who signs for it."""
    made = story.secretary.do("register_unit", {"kind": kind, "name": name, "scope": scope})
    story.units[key] = made["id"]
    story.recommenders[key] = story.invited(f"{name}经办人", f"unit-{key}", "recommender", made["id"])
