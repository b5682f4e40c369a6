"""The minutes in words, written from their content and from nothing else, in the order of what happened (24)."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from app.clock import SHANGHAI
from app.codes import label_of
from app.committee.meeting_models import AmendmentKind, MoveKind
from app.committee.models import Choice, Position
from app.minutes.schemas import (
    BallotMinutes,
    ItemMinutes,
    ListMinutes,
    MinutesContent,
    MotionMinutes,
    SeatMinutes,
    VotingMinutes,
)
from app.regulation.choice_names import choice_name

POSITIONS = {Position.CHAIR: "主任", Position.VICE_CHAIR: "副主任", Position.MEMBER: "委员"}
CHOICES = {Choice.IN_FAVOUR: "同意", Choice.AGAINST: "不同意", Choice.ABSTAIN: "弃权"}
MOVES = {MoveKind.ARRIVED: "到会", MoveKind.LEFT: "离会"}
AMENDMENTS = {AmendmentKind.ADDED: "增加", AmendmentKind.WITHDRAWN: "撤销"}
Event = tuple[datetime, list[str]]


def text_of(content: MinutesContent) -> str:
    """Art. 24: the minutes as one text in Chinese."""
    return "\n".join(
        [
            f"会议纪要（第{content.number}次）",
            f"时间：{content.held_on.isoformat()}{f' {content.hour}' if content.hour else ''}　地点：{content.place}",
            *_notice(content),
            "议程：",
            *(_item(item) for item in content.agenda_items),
            *_amendments(content),
            *_presence(content.seats),
            *(f"回避：{one.name}就{one.organization_name}回避（{one.ground}）" for one in content.recusals),
            "会议经过：",
            *(line for _, lines in sorted(_events(content), key=lambda event: event[0]) for line in lines),
            *_unvoted(content.motions),
            *_corrections(content),
        ]
    )


def _at(instant: datetime) -> str:
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _notice(content: MinutesContent) -> Iterator[str]:
    notice = content.notice
    if notice.convened_at is None or notice.days_given is None:
        return
    asked = "" if notice.convening_days is None else f"，规定提前{notice.convening_days}日"
    why = f"；缩短通知期的理由：{notice.urgency}" if notice.urgency else ""
    yield (f"通知：{_at(notice.convened_at)}通知委员{notice.summoned_count}人（会前{notice.days_given}日{asked}）{why}")


def _item(item: ItemMinutes) -> str:
    gone = "（已撤销）" if item.is_withdrawn else ""
    return f"　{item.number}. ［{label_of('agenda_kind', item.kind)}］{item.text}{gone}"


def _amendments(content: MinutesContent) -> Iterator[str]:
    for one in content.amendments:
        yield (
            f"议程调整：{_at(one.amended_at)}{AMENDMENTS[one.kind]}第{one.item_number}项“{one.text}”（{one.reason}）"
        )


def _presence(seats: list[SeatMinutes]) -> Iterator[str]:
    for word, wanted in (("出席", True), ("缺席", False)):
        names = [
            f"{seat.name}（{POSITIONS[seat.position]}"
            f"{f'，{seat.alternate_office}{seat.alternate}代' if seat.alternate else ''}）"
            for seat in seats
            if seat.is_present is wanted
        ]
        yield f"{word}（{len(names)}人）：{'、'.join(names) or '无'}"


def _events(content: MinutesContent) -> Iterator[Event]:
    """Art. 24: who came and left, what was voted on, which list was fixed, each at its instant."""
    for (at, kind), moves in groupby(content.moves, key=lambda move: (move.at, move.kind)):
        names = "、".join(move.name + (f"（{move.alternate}代）" if move.alternate else "") for move in moves)
        yield at, [f"　{_at(at)} {MOVES[kind]}：{names}"]
    for ballot in content.ballots:
        yield ballot.voting.opened_at, list(_ballot(ballot))
    for motion in content.motions:
        if motion.voting is not None:
            yield motion.voting.opened_at, list(_motion(motion, motion.voting))
    for one in content.lists:
        yield one.fixed_at, list(_list(one))


def _ballot(ballot: BallotMinutes) -> Iterator[str]:
    yield (
        f"　{_at(ballot.voting.opened_at)} 表决：{ballot.organization_name}，{ballot.prize_name}，第{ballot.round}轮；"
        f"{_counts(ballot.voting)}，{'通过' if ballot.voting.passed else '未通过'}"
    )
    if ballot.reason:
        yield f"　　再次表决的理由：{ballot.reason}"
    yield from _rules(ballot.voting, ballot.item_number)


def _motion(motion: MotionMinutes, voting: VotingMinutes) -> Iterator[str]:
    became = f"通过，形成决议{motion.resolution_number}" if voting.passed else "未通过"
    yield f"　{_at(voting.opened_at)} {_moved(motion)}；{_counts(voting)}，{became}"
    yield f"　　内容：{motion.text}"
    yield from _rules(voting, motion.item_number)


def _moved(motion: MotionMinutes) -> str:
    concerned = f"，涉及{'、'.join(motion.concerned)}" if motion.concerned else ""
    return (
        f"动议{motion.number}（{label_of('motion_kind', motion.kind)}，{motion.proposer or '秘书处'}提出{concerned}）："
        f"{motion.title}"
    )


def _counts(voting: VotingMinutes) -> str:
    return (
        f"应计{voting.base}票，同意{voting.in_favour}、不同意{voting.against}、弃权{voting.abstained}、"
        f"无效{voting.invalid}；须{voting.needed}票同意"
    )


def _rules(voting: VotingMinutes, item: int | None) -> Iterator[str]:
    more = "达到" if voting.majority_inclusive else "超过"
    papers = "" if voting.papers is None else f"，发票{voting.papers}张"
    under = "" if item is None else f"，属议程第{item}项"
    yield (
        f"　　{choice_name(voting.mode).zh}，至{_at(voting.closed_at)}结束{under}；"
        f"在任{voting.in_office}人、到会{voting.present}人、回避{voting.recused}人、未投票{voting.not_voted}人{papers}；"
        f"法定出席{voting.quorum}，{more}{choice_name(voting.base_rule).zh}的{voting.majority}为通过"
    )
    if voting.votes:
        yield "　　" + "、".join(f"{vote.name}{CHOICES[vote.choice]}" for vote in voting.votes)


def _list(one: ListMinutes) -> Iterator[str]:
    yield f"　{_at(one.fixed_at)} 确定拟奖名单（第{one.number}号）" + (f"：{one.reason}" if one.reason else "")
    for over in one.passed_over:
        yield f"　　{over.organization_name}（{over.prize_name}，排名第{over.rank}）未列入：{over.reason}"


def _unvoted(motions: list[MotionMinutes]) -> Iterator[str]:
    for motion in motions:
        if motion.voting is None:
            yield f"未付表决：{_moved(motion)}"


def _corrections(content: MinutesContent) -> Iterator[str]:
    for one in content.corrections:
        yield f"更正（第{one.number}版，{_at(one.drawn_up_at)}）：{one.correction}（理由：{one.reason}）"
