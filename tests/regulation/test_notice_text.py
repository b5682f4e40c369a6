"""The printed text of a notice: what it says, and that its contact line has no number of a person (arts. 7, 25)."""

from dataclasses import replace
from datetime import date

import pytest

from app.regulation.choices import DayUnit
from app.regulation.measures import ObjectionRule
from app.regulation.notice_text import (
    PrintedName,
    PrintedNotice,
    checkpoint_lines,
    closing,
    contact_faults,
    district_of,
    office_line_faults,
    printed,
    prints_contact,
)
from app.regulation.posting import Following, NoticedList
from tests.regulation.values import COMPLETE, articles, marks

CONTACT = "市市场监督管理局 0510-86860000"
RESIDENT = "11010519491231002X"
MOBILE = "13812345678"
HEAD = "checkpoint\n12\nabc="
NAMES = (
    PrintedName(organization_name="江阴甲公司", tier="first"),
    PrintedName(organization_name="江阴乙公司", tier="first"),
)
NOTICE = PrintedNotice(
    measures="江阴市市长质量奖评定管理办法", year="2022年度", kind=NoticedList.APPROVED,
    tiers={"first": "市长质量奖", "second": "优秀奖"}, names=NAMES, days=7, unit=DayUnit.CALENDAR,
    objection=ObjectionRule(), contact=CONTACT, checkpoint=HEAD,
)  # fmt: skip


def test_a_notice_says_the_list_the_period_the_manner_and_the_head() -> None:
    assert printed(NOTICE) == (
        "根据《江阴市市长质量奖评定管理办法》，经市人民政府批准，现将2022年度拟表彰组织名单公示如下：\n"
        "\n"
        "市长质量奖：江阴甲公司、江阴乙公司\n"
        "\n"
        "优秀奖：空缺\n"
        "\n"
        "公示期为7日，自本公示在政府网站发布之日起按规定计算。如有异议，请在公示期内实名提出并附相关材料。"
        "受理：市市场监督管理局 0510-86860000\n"
        "\n"
        "办理记录截至本文件作出时的签名树头如下，持有本文件者可据以核验此前的记录未被改动：\n"
        "\n"
        "checkpoint\n12\nabc="
    )


def test_a_proposed_list_rests_on_the_deliberation_and_may_count_working_days() -> None:
    text = printed(replace(NOTICE, kind=NoticedList.PROPOSED, unit=DayUnit.WORKING, checkpoint=None))
    assert "，经评定委员会审议，现将2022年度拟奖组织名单公示如下：" in text
    assert "公示期为7个工作日，" in text
    assert text.endswith(f"受理：{CONTACT}\n\n本文件作出时，办理记录尚无已签名的树头。")


@pytest.mark.parametrize(("rule", "manner"), [
    (ObjectionRule(), "实名提出并附相关材料。"),
    (ObjectionRule(real_name_only=False), "提出（可以匿名）并附相关材料。"),
    (ObjectionRule(evidence_required=True), "实名提出，并须附证据材料。"),
    (ObjectionRule(real_name_only=False, evidence_required=True), "提出（可以匿名），并须附证据材料。"),
])  # fmt: skip
def test_the_manner_of_an_objection_is_the_editions(rule: ObjectionRule, manner: str) -> None:
    assert f"请在公示期内{manner}受理：" in printed(replace(NOTICE, objection=rule))


def test_a_notice_says_as_what_it_takes_the_place_of_another() -> None:
    corrected = replace(NOTICE, following=Following.CORRECTION, follows_number=3)
    assert printed(corrected).startswith("本公示更正并替代第3号公示。\n根据《")
    again = replace(NOTICE, following=Following.REPUBLICATION, follows_number=3)
    assert printed(again).startswith("第3号公示已中止，现重新公示，以本公示为准。\n根据《")
    assert printed(NOTICE).startswith("根据《")


def test_a_correction_starts_days_anew_only_for_the_names_that_need_them() -> None:
    corrected = replace(NOTICE, following=Following.CORRECTION, follows_number=3)
    kept = replace(corrected, names=(NAMES[0], replace(NAMES[1], starts_anew=False)))
    assert "江阴甲公司的公示期为7日，自本公示在政府网站发布之日起重新计算；其他组织的公示期不变。" in printed(kept)
    assert "公示期为7日，自本公示在政府网站发布之日起按规定计算。" in printed(corrected)
    republished = replace(kept, following=Following.REPUBLICATION)
    assert "公示期为7日，自本公示在政府网站发布之日起按规定计算。" in printed(republished)
    both = replace(corrected, names=(*NAMES, PrintedName(organization_name="丙", tier="second", starts_anew=False)))
    assert "江阴甲公司、江阴乙公司的公示期为7日" in printed(both)
    unchanged = replace(corrected, last_day=date(2022, 10, 8))
    assert "更正不涉及公示组织，公示期不重新计算，仍至2022-10-08 24:00止。如有异议" in printed(unchanged)


def test_a_text_ends_with_its_contact_line_with_or_without_the_head() -> None:
    assert closing(CONTACT, None) == f"受理：{CONTACT}\n\n{checkpoint_lines(None)}"
    assert prints_contact(printed(NOTICE), CONTACT, HEAD)
    assert prints_contact(f"旧公示。受理：{CONTACT}", CONTACT, HEAD)
    assert not prints_contact(printed(NOTICE), "别处", HEAD)
    assert not prints_contact(printed(NOTICE), CONTACT, None)


@pytest.mark.parametrize(("contact", "expected"), [
    (CONTACT, []), ("0510-86860000-12345678", []),
    (f"张三 {RESIDENT}", ["notice.id_number /contact"]), ("1101051949 1231002x", ["notice.id_number /contact"]),
    ("１１０１０５１９４９１２３１００２Ｘ", ["notice.id_number /contact"]),
    ("110105179912310021", []), ("110105194913310021", []),
    (f"张三 {MOBILE}", ["notice.mobile_number /contact"]), ("138-1234-5678", ["notice.mobile_number /contact"]),
    ("138 1234 5678", ["notice.mobile_number /contact"]), (f"9{MOBILE}", []), (f"{MOBILE}9", []), ("12812345678", []),
    (f"{RESIDENT} {MOBILE}", ["notice.id_number /contact", "notice.mobile_number /contact"]),
])  # fmt: skip
def test_the_contact_line_carries_no_number_of_a_person(contact: str, expected: list[str]) -> None:
    assert marks(contact_faults(contact, COMPLETE.notice)) == expected


def test_the_offices_own_mobile_number_may_stand_there_however_it_is_written() -> None:
    rule = replace(COMPLETE.notice, office_lines=("138 1234 5678",))
    assert contact_faults(f"受理电话 {MOBILE}", rule) == contact_faults("138-1234-5678", rule) == ()
    faults = contact_faults(f"{MOBILE}、13912345678", rule)
    assert (marks(faults), articles(faults)) == (["notice.mobile_number /contact"], ["edition.notice.office_lines"])


def test_an_office_line_is_a_mobile_number() -> None:
    assert office_line_faults(replace(COMPLETE.notice, office_lines=(MOBILE, "138 1234 5678"))) == ()
    faults = office_line_faults(replace(COMPLETE.notice, office_lines=(MOBILE, "0510-86860000", f"电话{MOBILE}")))
    assert marks(faults) == ["edition.unsound /notice/office_lines/1", "edition.unsound /notice/office_lines/2"]
    assert set(articles(faults)) == {"edition.notice.office_lines"}


def test_a_district_is_told_unless_a_number_of_a_person_stands_in_its_place() -> None:
    answers = ("澄江街道", None, "", f"澄江街道 {MOBILE}", RESIDENT, "１３８１２３４５６７８")
    assert [district_of(answer) for answer in answers] == ["澄江街道", "", "", "", "", ""]
