"""What an edition may not say of titles, parts, panels and stages: every contradiction at once, in clear words."""

from dataclasses import replace
from fractions import Fraction

import pytest

from app.regulation.choices import OrganizationSize, Sector
from app.regulation.measures import Edition
from app.regulation.soundness import edition_faults
from app.regulation.title_rules import CooldownRule, Partition
from tests.regulation.values import COMPLETE

SME = Partition(code="sme", name="中小企业", name_en="SME", sizes=(OrganizationSize.SMALL,), least=1)
TRADE = Partition(code="trade", name="服务业", name_en="Services", sectors=(Sector.SERVICES,), least=1)


def with_panel(**changed: object) -> Edition:
    return replace(COMPLETE, panel=replace(COMPLETE.panel, **changed))


def with_parts(*parts: Partition) -> Edition:
    return replace(COMPLETE, partitions=parts)


def with_stage(place: int, **changed: object) -> Edition:
    stages = list(COMPLETE.stages)
    stages[place] = replace(stages[place], **changed)
    return replace(COMPLETE, stages=tuple(stages))


@pytest.mark.parametrize(("edition", "faults"), [
    (COMPLETE, []),
    (replace(COMPLETE, cycle_years=None), []),
    (replace(COMPLETE, cycle_years=0), [("/cycle_years", "edition.cycle_years")]),
    (replace(COMPLETE, cooldown=CooldownRule(years=0)), [("/cooldown/years", "edition.cooldown")]),
    (replace(COMPLETE, cooldown=CooldownRule(same_tier_only=True)), [("/cooldown/same_tier_only", "edition.cooldown")]),
    (replace(COMPLETE, revocation=replace(COMPLETE.revocation, bar_years=-1)),
     [("/revocation/bar_years", "edition.revocation.bar_years")]),
    (replace(COMPLETE, revocation=replace(COMPLETE.revocation, window_months=0)),
     [("/revocation/window_months", "edition.revocation.window_months")]),
    (replace(COMPLETE, tiers=(replace(COMPLETE.tiers[0], validity_years=0), COMPLETE.tiers[1])),
     [("/tiers/mayors_award/validity_years", "edition.tiers.validity_years")]),
    (with_panel(maximum=7, odd=True), []),
    (with_panel(maximum=2), [("/panel/maximum", "edition.panel.maximum")]),
    (with_panel(minimum=4, maximum=4, odd=True), [("/panel/odd", "edition.panel.odd")]),
    (with_stage(1, eliminates=True), [("/stages/defence/eliminates", "第二十二条")]),
    (with_stage(2, eliminates=True), [("/stages/site/eliminates", "第二十二条")]),
    (with_stage(0, eliminates=False), []),
    (with_parts(SME, TRADE), []),
    (with_parts(replace(SME, sizes=())), [("/partitions/sme", "edition.partitions")]),
    (with_parts(replace(SME, least=0)), [("/partitions/sme", "edition.partitions")]),
    (with_parts(replace(SME, least=6)), [("/partitions/sme/least", "edition.partitions")]),
    (with_parts(replace(SME, tiers=("third",))), [("/partitions/sme/tiers", "edition.partitions")]),
    (with_parts(replace(SME, most_share=Fraction(0))), [("/partitions/sme/most_share", "edition.partitions")]),
    (with_parts(replace(SME, least=3, most_share=Fraction(2, 5))), [("/partitions/sme", "edition.partitions")]),
    (with_parts(SME, SME), [("/partitions", "edition.partitions")]),
    (with_parts(replace(SME, least=3), replace(SME, code="large", sizes=(OrganizationSize.LARGE,), least=3)),
     [("/partitions", "edition.partitions")]),
])  # fmt: skip
def test_an_edition_that_contradicts_itself_is_told_where(edition: Edition, faults: list[tuple[str, str]]) -> None:
    assert [(fault.pointer, fault.article) for fault in edition_faults(edition)] == faults


def test_without_elimination_on_paper_no_cut_rule_need_be_chosen() -> None:
    assert [reason.article for reason in replace(COMPLETE, cut_rule=None).unset()] == ["edition.cut_rule"]
    assert replace(with_stage(0, eliminates=False), cut_rule=None).unset() == ()
