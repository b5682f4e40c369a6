"""Deliberation: who may vote, quorum, majority and its base, what is shown of a ballot, who is chosen (art. 24)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from math import ceil, floor
from typing import TypeVar

from app.regulation.choices import BallotMode, MajorityBase
from app.regulation.measures import CommitteeRule
from app.regulation.refusals import NotMet, Reason

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seats:
    """Arts. 6, 24: at one instant, the members in office, those present, and those recused from this candidate."""

    in_office: frozenset[str]
    present: frozenset[str]
    recused: frozenset[str] = frozenset()

    @property
    def attending(self) -> frozenset[str]:
        """Members in office who are present; the recused count here, for they attend the meeting."""
        return self.present & self.in_office

    @property
    def entitled(self) -> frozenset[str]:
        """Arts. 24, 30: who may vote on this candidate: attending and not recused."""
        return self.attending - self.recused


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Art. 24: the votes on one candidate for one tier; abstentions and spoilt papers are not in favour."""

    in_favour: int
    against: int
    abstained: int
    invalid: int = 0

    @property
    def cast(self) -> int:
        """All of them."""
        return self.in_favour + self.against + self.abstained + self.invalid


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotResult:
    """Art. 24: `needed` votes in favour of a `base` of members; carried or not."""

    carried: bool
    in_favour: int
    needed: int
    base: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Arts. 24, 30: what a ballot shows beyond that it takes place."""

    counts: bool
    names: bool
    """Who voted how."""


def composition_faults(chairs: int, vice_chairs: int) -> tuple[Reason, ...]:
    """Art. 6: the committee that votes has one chair and at least one vice-chair in office."""
    reasons = []
    if chairs != 1:
        reasons.append(_fault("chair", "第六条", f"评委会设主任一名，现为 {chairs} 名。",
                              f"The committee has one chair, not {chairs}."))  # fmt: skip
    if vice_chairs < 1:
        reasons.append(_fault("vice_chair", "第六条", "评委会设副主任，现尚未任命。",
                              "The committee has no vice-chair yet."))  # fmt: skip
    return tuple(reasons)


def alternate_faults(rule: CommitteeRule, unit: str, other: str) -> tuple[Reason, ...]:
    """Art. 6, `edition.committee.alternates`: whether a member may have an alternate, who is of his own unit."""
    if not rule.alternates:
        return (
            _fault("no_alternates", "edition.committee.alternates", "本办法不设代为出席人，委员须本人出席和表决。",
                   "The edition knows no alternates: members attend and vote themselves."),
        )  # fmt: skip
    if unit.strip() != other.strip():
        return (
            _fault("alternate_unit", "第六条", f"代为出席人须为委员本单位（{unit}）的人员。",
                   f"An alternate is of the member's own unit ({unit})."),
        )  # fmt: skip
    return ()


def size_faults(members: int, rule: CommitteeRule) -> tuple[Reason, ...]:
    """Art. 6, `edition.committee`: the number of members in office with which the committee may meet and vote."""
    reasons = []
    if rule.minimum_members is not None and members < rule.minimum_members:
        reasons.append(_fault("too_few_members", "edition.committee.minimum_members",
                              f"评委会委员不得少于 {rule.minimum_members} 名，现在任 {members} 名，请先任命委员。",
                              f"At least {rule.minimum_members} members are in office, not {members}."))  # fmt: skip
    if rule.odd and members % 2 == 0:
        reasons.append(_fault("even_number", "edition.committee.odd",
                              f"评委会委员须为单数，现在任 {members} 名，请先任命或免去一名委员。",
                              f"The number of members is odd, not {members}: appoint or release one."))  # fmt: skip
    return tuple(reasons)


def seat_faults(seats: Seats, rule: CommitteeRule) -> tuple[Reason, ...]:
    """`edition.committee.quorum`: what a ballot lacks; asked when it is opened and again when it is closed."""
    quorum = _decided(rule.quorum, "quorum")
    needed = ceil(quorum * len(seats.in_office))
    reasons = []
    if not seats.in_office or len(seats.attending) < needed:
        reasons.append(
            _fault("quorum", "edition.committee.quorum",
                   f"出席 {len(seats.attending)} 人；在任委员 {len(seats.in_office)} 人，法定人数 {needed} 人。",
                   f"{len(seats.attending)} attend; the quorum is {needed} of {len(seats.in_office)} in office.")
        )  # fmt: skip
    if not seats.entitled:
        reasons.append(
            _fault("nobody_entitled", "第二十四条",
                   "无可投票的委员：到会委员均已回避。可任命新委员（第六条）、签署承诺书并签到后表决，"
                   "或由评委会决议取消本年度评定（第七条（一））。",
                   "No member may vote: all who attend are recused. Appoint further members (art. 6), who sign the "
                   "undertaking and attend, or let the committee resolve to cancel the year (art. 7(1)).")
        )  # fmt: skip
    return tuple(reasons)


def vote_faults(member: str, seats: Seats) -> tuple[Reason, ...]:
    """Arts. 6, 24, 30: why a member may not vote on this candidate; () if he may."""
    if member not in seats.in_office:
        return (_fault("not_in_office", "第六条", "非在任委员不得表决。", "Only members in office vote."),)
    if member not in seats.present:
        return (_fault("not_present", "第二十四条", "未出席会议的委员不得表决。", "Only members present vote."),)
    if member in seats.recused:
        return (_fault("recused", "第三十条", "已回避的委员不得就该组织表决。", "A recused member does not vote."),)
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """Art. 24: what a count of papers rests on: by whom they were counted and how many had been handed out."""

    tellers: Collection[str]
    handed_out: int


def count_faults(tally: Tally, seats: Seats, papers: Papers | None = None) -> tuple[Reason, ...]:
    """Art. 24: a negative count, one of more votes than members entitled or papers handed out, or without two tellers.

    `papers` is None unless the ballot is on paper.
    """
    return tuple(_count_faults(tally, seats, papers))


def hand_out_faults(takers: Collection[str], seats: Seats, mode: BallotMode) -> tuple[Reason, ...]:
    """Art. 24: papers are handed out in a ballot on paper, and to nobody but its voters."""
    if mode is not BallotMode.SECRET_PAPER:
        return (
            _fault("not_on_paper", "edition.committee.ballot_mode", "本次表决不是纸质投票，不发选票。",
                   "This ballot is not held on paper; no papers are handed out."),
        )  # fmt: skip
    return tuple(
        Reason(code="ballot.no_voter", article="第二十四条", pointer=f"/members/{each}",
               zh="该委员不在本次表决的投票人之列，不发选票。", en="This member is no voter of this ballot.")
        for each in sorted(set(takers) - seats.entitled)
    )  # fmt: skip


def repeat_faults(*, earlier: bool, reason: str) -> tuple[Reason, ...]:
    """Art. 24: a further ballot on the same matter takes a reason, and nothing but a further one has it."""
    if earlier is bool(reason.strip()):
        return ()
    if earlier:
        words = ("repeat_reason", "就同一组织、同一奖项再次表决，须写明理由；原表决保留。",
                 "A further ballot on the same candidate and tier needs a reason; the earlier one stands.")  # fmt: skip
    else:
        words = ("nothing_repeated", "这是首次表决，不填再次表决的理由。",
                 "This is the first ballot on the matter; leave the reason out.")  # fmt: skip
    kind, zh, en = words
    return (Reason(code=f"ballot.{kind}", article="第二十四条", pointer="/reason", zh=zh, en=en),)


def base_of(seats: Seats, rule: CommitteeRule) -> int:
    """`edition.committee.base`: of how many members the majority is counted; the recused are in neither base."""
    match _decided(rule.base, "base"):
        case MajorityBase.NON_RECUSED_IN_OFFICE:
            return len(seats.in_office - seats.recused)
        case MajorityBase.PRESENT:
            return len(seats.entitled)


def votes_needed(base: int, rule: CommitteeRule) -> int:
    """`edition.committee.majority`: the least number of votes in favour out of `base`; never none."""
    share = _decided(rule.majority, "majority") * base
    return max(ceil(share) if rule.majority_inclusive else floor(share) + 1, 1)


def result_of(tally: Tally, opened: Seats, closed: Seats, rule: CommitteeRule) -> BallotResult:
    """Art. 24: whether the candidate is carried, against the larger of the bases at opening and at closing.

    So nobody lowers the bar by leaving the room. Refuses (422) where there is no quorum at the close.
    """
    if faults := seat_faults(closed, rule) + seat_faults(opened, rule):
        raise NotMet(*dict.fromkeys(faults))
    base = max(base_of(opened, rule), base_of(closed, rule))
    needed = votes_needed(base, rule)
    return BallotResult(carried=tally.in_favour >= needed, in_favour=tally.in_favour, needed=needed, base=base)


def shown_of(mode: BallotMode, *, closed: bool) -> Shown:
    """`edition.committee.ballot_mode`: what may be seen of a ballot now; a secret one never shows a name (T10)."""
    match mode:
        case BallotMode.OPEN:
            return Shown(counts=True, names=True)
        case BallotMode.SEALED_OPEN:
            return Shown(counts=closed, names=closed)
        case BallotMode.SECRET_PAPER | BallotMode.SECRET_SEALED:
            return Shown(counts=closed, names=False)


def _count_faults(tally: Tally, seats: Seats, papers: Papers | None) -> Iterator[Reason]:
    if min(tally.in_favour, tally.against, tally.abstained, tally.invalid) < 0:
        yield _fault("negative", "第二十四条", "票数不得为负。", "A count is not negative.")
    if tally.cast > len(seats.entitled):
        yield _fault("too_many_votes", "第二十四条", f"计票 {tally.cast} 张，多于可投票委员 {len(seats.entitled)} 人。",
                     f"{tally.cast} votes are more than the {len(seats.entitled)} members entitled.")  # fmt: skip
    if papers is None:
        return
    if len({name.strip() for name in papers.tellers} - {""}) < 2:  # noqa: PLR2004 - two tellers.
        yield _fault("tellers", "edition.committee.ballot_mode", "纸质票须由两名计票人共同计票。",
                     "Papers are counted by two tellers.")  # fmt: skip
    if tally.cast > papers.handed_out:
        yield _fault("too_many_papers", "第二十四条", f"计票 {tally.cast} 张，多于发出的 {papers.handed_out} 张。",
                     f"{tally.cast} papers are more than the {papers.handed_out} handed out.")  # fmt: skip


def _decided(value: T | None, field: str) -> T:
    if value is None:
        raise NotMet(
            _fault("unset", f"edition.committee.{field}", "本办法尚未确定评委会的表决规则。",
                   "The edition does not yet say how the committee votes.")
        )  # fmt: skip
    return value


def _fault(kind: str, article: str, zh: str, en: str) -> Reason:
    return Reason(code=f"ballot.{kind}", article=article, zh=zh, en=en)
