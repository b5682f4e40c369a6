"""The whole text of the minutes of a meeting at which everything happened, and what a mode keeps secret (art. 24)."""

from hashlib import sha256
from typing import Any

from app.minutes.schemas import MinutesContent
from app.minutes.wording import text_of
from tests.api import Operator, People
from tests.committee_world import Session, convened, deliberating
from tests.minutes.world import closed, held, names_of, on_meeting, read
from tests.year_world import ok

RULES = "法定出席2/3，超过未回避的在任委员的1/2为通过"
CORRECTION = {"correction": "第1项议程的汇报人为质量科科长（演练）。", "reason": "记录时姓名有误。"}


def expected(names: list[str], year: int) -> str:
    """Write the text as a secretary would, from what the world of this test did."""
    a, b, c, d, e = names
    return "\n".join(
        (
            "会议纪要（第1次）",
            "时间：2027-01-08 14:00　地点：301会议室（演练）",
            "通知：2027-01-04 10:00通知委员5人（会前4日，规定提前3日）",
            "议程：",
            "　1. ［其他］听取综合评审情况汇报",
            "　2. ［审议候选组织］审议候选名单",
            "　3. ［动议］讨论口径问题",
            "议程调整：2027-01-08 13:50增加第3项“讨论口径问题”（委员提议。）",
            f"出席（4人）：{b}（副主任）、{c}（委员）、{d}（委员）、{e}（委员）",
            f"缺席（1人）：{a}（主任）",
            f"回避：{e}就演练乙有限公司回避（本人配偶在该组织任职（演练）。）",
            "会议经过：",
            f"　2027-01-08 14:00 到会：{a}、{b}、{c}、{d}",
            ("　2027-01-08 14:10 表决：演练甲有限公司，江阴市市长质量奖，第1轮；"
             "应计5票，同意2、不同意2、弃权0、无效0；须3票同意，未通过"),
            f"　　公开表决，至2027-01-08 14:10结束，属议程第2项；在任5人、到会4人、回避0人、未投票0人；{RULES}",
            f"　　{a}同意、{b}同意、{c}不同意、{d}不同意",
            f"　2027-01-08 14:20 到会：{e}",
            ("　2027-01-08 14:30 表决：演练乙有限公司，江阴市市长质量奖，第1轮；"
             "应计4票，同意3、不同意1、弃权0、无效0；须3票同意，通过"),
            f"　　公开表决，至2027-01-08 14:30结束；在任5人、到会5人、回避1人、未投票0人；{RULES}",
            f"　　{a}同意、{b}同意、{c}同意、{d}不同意",
            ("　2027-01-08 14:40 表决：演练甲有限公司，江阴市质量管理优秀奖，第1轮；"
             "应计5票，同意4、不同意1、弃权0、无效0；须3票同意，通过"),
            f"　　公开表决，至2027-01-08 14:40结束；在任5人、到会5人、回避0人、未投票0人；{RULES}",
            f"　　{a}同意、{b}同意、{c}同意、{d}同意、{e}不同意",
            (f"　2027-01-08 14:50 动议1（办法的疑难解释，{c}提出，涉及演练甲有限公司）：关于同行业口径的动议（演练）；"
             f"应计5票，同意3、不同意0、弃权2、无效0；须3票同意，通过，形成决议评委会〔{year}〕第1-1号"),
            "　　内容：同行业按大类认定。",
            f"　　公开表决，至2027-01-08 14:50结束，属议程第3项；在任5人、到会5人、回避0人、未投票0人；{RULES}",
            f"　　{a}同意、{b}同意、{c}同意、{d}弃权、{e}弃权",
            "　2027-01-08 15:00 确定拟奖名单（第1号）",
            "　　演练甲有限公司（江阴市市长质量奖，排名第1）未列入：未获市长质量奖表决通过。",
            f"　2027-01-08 15:00 离会：{a}",
            "未付表决：动议2（其他，秘书处提出）：备忘（演练）",
        )
    )  # fmt: skip


async def test_the_minutes_are_whole_and_a_correction_adds_to_them(people: People, operator: Operator) -> None:
    session = await held(people, operator)
    async with operator.at("2027-01-08T15:30:00+08:00"):
        (version,) = (await closed(session))["versions"]
    text = expected(await names_of(session), session.scored.year.award_year)
    assert version["text"] == text
    assert text_of(MinutesContent.model_validate(version["content"])) == text
    assert ok(await session.chair.get(f"/v1/meetings/{session.meeting}"), 200)["minutes"] == text
    async with operator.at("2027-01-11T09:00:00+08:00"):
        approved = ok(await on_meeting(session, session.chair, "minutes/approval"))["versions"][0]
        assert approved["sha256"] == sha256(text.encode()).hexdigest()
        ok(await on_meeting(session, session.scored.secretary, "minutes/corrections", CORRECTION))
    second, first = (await read(session))["versions"]
    assert (first["text"], first["sha256"], first["approved_by"]) == (
        text, approved["sha256"], str(session.chair.user),
    )  # fmt: skip
    assert second["text"] == text + (
        "\n更正（第2版，2027-01-11 09:00）：第1项议程的汇报人为质量科科长（演练）。（理由：记录时姓名有误。）"
    )
    assert (second["number"], second["correction"], second["reason"], second["sha256"]) == (
        2, CORRECTION["correction"], CORRECTION["reason"], None,
    )  # fmt: skip


async def test_the_data_say_the_same_as_the_text(people: People, operator: Operator) -> None:
    session = await held(people, operator)
    async with operator.at("2027-01-08T15:30:00+08:00"):
        content = (await closed(session))["versions"][0]["content"]
    a, b, c, d, e = await names_of(session)
    assert content["notice"] == {
        "convened_at": content["notice"]["convened_at"], "days_given": 4, "convening_days": 3, "urgency": "",
        "summoned_count": 5,
    }  # fmt: skip
    assert [(item["number"], item["kind"], item["is_withdrawn"]) for item in content["agenda_items"]] == [
        (1, "other", False), (2, "candidates", False), (3, "motion", False),
    ]  # fmt: skip
    assert [(move["kind"], move["name"]) for move in content["moves"]] == [
        *(("arrived", name) for name in (a, b, c, d, e)), ("left", a),
    ]  # fmt: skip
    assert content["recusals"] == [
        {"name": e, "organization_name": "演练乙有限公司", "ground": "本人配偶在该组织任职（演练）。"}
    ]
    counted = [counts_of(each["voting"]) for each in (*content["ballots"], content["motions"][0])]
    assert counted == [(5, 3, 2, 2, 0, 4, 0), (4, 3, 3, 1, 0, 5, 1), (5, 3, 4, 1, 0, 5, 0), (5, 3, 3, 0, 2, 5, 0)]
    assert [(each["status"], each["resolution_number"]) for each in content["motions"]] == [
        ("carried", f"评委会〔{session.scored.year.award_year}〕第1-1号"), ("lodged", None),
    ]  # fmt: skip
    assert content["lists"][0]["passed_over"] == [
        {"organization_name": "演练甲有限公司", "prize_name": "江阴市市长质量奖", "rank": 1,
         "reason": "未获市长质量奖表决通过。"}
    ]  # fmt: skip


def counts_of(voting: dict[str, Any]) -> tuple[int, ...]:
    names = ("base", "needed", "in_favour", "against", "abstained", "present", "recused")
    return tuple(voting[name] for name in names)


async def test_a_secret_ballot_shows_its_papers_and_no_name(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, {"甲": 70000}, ballot_mode="secret_paper")
    ballot = ok(await session.open("甲"))["id"]
    ok(await session.hand_out(ballot))
    for teller in session.members[1:3]:
        count = {"in_favour": 4, "against": 1, "abstained": 0}
        ok(await teller.post(f"/v1/ballots/{ballot}/paper-counts", count))
    ok(await session.close(ballot))
    (version,) = (await closed(session))["versions"]
    (one,) = version["content"]["ballots"]
    assert (one["voting"]["papers"], one["voting"]["votes"]) == (5, [])
    lines = version["text"].splitlines()
    place = next(number for number, line in enumerate(lines) if "表决：" in line)
    assert "纸质无记名" in lines[place + 1]
    assert "未投票0人，发票5张；" in lines[place + 1]
    assert lines[place + 2 :] == []


async def test_votes_by_name_sealed_until_the_close_are_named_afterwards(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, {"甲": 70000}, ballot_mode="sealed_open")
    await session.ballot("甲", 4)
    a, b, c, d, e = await names_of(session)
    assert f"　　{a}同意、{b}同意、{c}同意、{d}同意、{e}不同意" in (await closed(session))["versions"][0]["text"]


async def test_an_urgent_meeting_says_why_and_a_withdrawn_item_stays(people: People, operator: Operator) -> None:
    session = await deliberating(people, operator, {"甲": 70000}, amendment={"committee": {"convening_days": None}})
    assert isinstance(session, Session)
    later = await convened(session.scored, session.members)
    office = session.scored.secretary
    added = {"add": {"text": "其他"}, "reason": "补充。"}
    seen = ok(await on_meeting(later, office, "agenda-amendments", added))
    gone = {"withdraw": seen["items"][0]["id"], "reason": "并入下次会议。"}
    ok(await on_meeting(later, office, "agenda-amendments", gone))
    lines = (await closed(later))["versions"][0]["text"].splitlines()
    assert lines[0] == "会议纪要（第2次）"
    assert lines[4:6] == ["　1. ［其他］审议候选名单（已撤销）", "　2. ［其他］其他"]
    assert lines[7].endswith("撤销第1项“审议候选名单”（并入下次会议。）")
