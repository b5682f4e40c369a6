"""A brief award year under any edition: few firms, every stage, in the order and by the rules of the edition."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.year import ballots, government, panels
from app.year.chapters import bonuses, call, committee, corrections, notice, office
from app.year.firms import FIRMS
from app.year.story import Story, cycle_of
from app.year.tracks import SEATS, Track


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What a year under one edition is told with, and what must come of it, written down by hand from the edition."""

    code: str
    """What `award year --edition` calls it."""
    edition: str = ""
    """The edition that is imported, where it is not of the same code."""
    choices: Mapping[str, object] = field(default_factory=dict)
    """What is decided in the draft before its approval."""
    start: date
    """The day of the call."""
    firms: tuple[str, ...]
    shortlisted: tuple[str, ...]
    """Those who go on from the first stage."""
    listed: tuple[str, ...]
    """Those who reach a floor."""
    votes: Mapping[str, tuple[str, int]]
    """Firm → tier, votes in favour; whoever is present and not in favour is against."""
    present: tuple[str, ...] = SEATS
    winners: tuple[str, ...]
    disturbed: bool = False
    """Whether its last notice is objected to, suspended, published again and corrected."""
    lists: Mapping[str, object] = field(default_factory=dict)
    """What the secretariat says when it proposes the candidates."""
    expected: Mapping[str, object]
    refusals: Mapping[str, tuple[int, str, str]]


def tell(story: Story, brief: Brief) -> None:
    """Arts. 1-32: the whole year."""
    track = Track(story=story, year=brief.start.year, start=brief.start)
    prepare(track, brief)
    arrive(track, brief)
    review(track, brief)
    decide(track, brief)
    honour(track, brief)


def prepare(track: Track, brief: Brief) -> None:
    """Arts. 6-9, 32: the office, the edition in force as it is, units of its kinds, experts, a committee of three."""
    story = track.story
    story.journal.chapter("办公室与办法 · The office and the edition")
    track.on(-60)
    office.open_office(story)
    bring_into_force(story, brief)
    kinds = [kind["code"] for kind in track.law["recommender_kinds"]]
    for place, (key, (_, name, scope)) in enumerate(office.UNITS.items()):
        office.register_unit(story, key, kinds[place % len(kinds)], name, scope)
    for key, kind in (("zhang", "assessor"), ("wang", "assessor"), ("zhao", "industry")):
        panels.admit(story, key, f"{key}（演练）", kind)
    committee.appoint(story, story.journal.today, SEATS)
    for firm in FIRMS:
        if firm.key in brief.firms:
            call.register(story, firm)


def bring_into_force(story: Story, brief: Brief) -> None:
    """Arts. 7(2), 32: nothing is left open but number, date, and what the brief chooses."""
    secretary, today = story.secretary, story.journal.today
    story.edition = secretary.do("import_edition", {"code": brief.edition or brief.code})["id"]
    resolution = office.record_resolution(story, 1, today, "关于施行办法的决议（演练）")
    for parameters in (brief.choices, story.amendment):
        if parameters:
            secretary.do("amend_edition", {"parameters": parameters}, edition_id=story.edition)
    secretary.do("approve_edition", {"resolution_id": resolution}, edition_id=story.edition)
    paper = {"document_number": "演练规发〔2023〕1号", "effective_on": today}
    found = secretary.do("activate_edition", paper, edition_id=story.edition)
    story.journal.check("edition", (found["status"], found["effective_on"], found["expires_on"]))


def arrive(track: Track, brief: Brief) -> None:
    """Arts. 8(1), 10, 11, 18, 19: the call, the applications, and the list of the eligible."""
    story = track.story
    story.journal.chapter("申报与资格审核 · Applications and eligibility")
    track.call(f"{track.year}年度评定（{brief.code}，演练）")
    cycle = story.public.read("show_cycle", cycle_id=story.cycle)
    story.journal.check("steps", [row["phase"] for row in cycle["schedule"]])
    prizes = [(prize["tier"], prize["floor"], prize["places"], prize["amount"]) for prize in cycle["prizes"]]
    story.journal.check("prizes", prizes)
    track.arrive(brief.firms)
    track.accept(brief.firms)
    track.confirm()


def review(track: Track, brief: Brief) -> None:
    """Arts. 17, 20-22: every stage of the edition in its order, and the comprehensive reports."""
    story, (first, *later) = track.story, track.order
    story.journal.chapter("评审 · The reviews")
    went = [step_of(story)]
    track.on(48)
    track.review(first, brief.firms)
    totals = track.report("issue_material_report", brief.firms)
    story.journal.check("material", {key: found["total"] for key, found in totals.items()})
    track.on(50)
    drawn = story.secretary.do("confirm_shortlist", {}, cycle_id=story.cycle, **cycle_of(story))
    passed = {row["application_id"] for row in drawn["entries"] if row["passed"]}
    story.journal.check("shortlist", sorted(a.firm.key for a in story.applicants.values() if a.application in passed))
    for stage in later:
        went.append(step_of(story))
        try_stage(track, stage)
        track.later(stage, brief.shortlisted)
    story.journal.check("went", went)


def step_of(story: Story) -> str:
    """Read which step the year has come to."""
    return story.public.read("show_cycle", cycle_id=story.cycle)["phase"]


def try_stage(track: Track, stage: str) -> None:
    """Art. 17: no panel works in a stage that the edition does not have, or that is over."""
    story = track.story
    for other in ("material", "defence", "site"):
        if other not in track.order[track.order.index(stage) :]:
            body = {"cycle_id": story.cycle, "stage": other, "name": f"{other}（演练）"}
            story.secretary.refused(f"{other} in {stage}", "form_panel", body)


def decide(track: Track, brief: Brief) -> None:
    """Arts. 7(3), 23-25: ranking, ballots, the list, and approval and notice in the order of the edition."""
    story, keys = track.story, {a.application: key for key, a in track.story.applicants.items()}
    story.journal.chapter("审议、批准与公示 · Deliberation, approval and notice")
    ranking, found = track.propose(brief.listed, **brief.lists)
    rows = sorted((row["place"], keys[row["application_id"]], row["total"]) for row in ranking["entries"])
    story.journal.check("ranking", rows)
    lists = {
        one["tier"]: [keys[row["application_id"]] for row in sorted(one["candidates"], key=lambda row: row["position"])]
        for one in found["lists"]
    }
    story.journal.check("candidates", lists)
    track.on(77)
    story.known["list"] = vote(story, brief)
    story.known["notice"] = approve(track, brief)
    if brief.disturbed:
        story.known["notice"] = corrections.tell(story, track.on, story.known["notice"])


def vote(story: Story, brief: Brief) -> str:
    """Art. 24: a meeting, a ballot for each candidate in the mode of the edition, and the list; gives its id."""
    meeting = committee.convene(story, story.journal.today)
    committee.attend(story, meeting, brief.present)
    story.on_first_ballot = try_ballot
    for key, (tier, in_favour) in brief.votes.items():
        against = len(brief.present) - in_favour
        ballots.hold(story, meeting, key, tier, brief.present, in_favour=in_favour, against=against)
    story.secretary.do("close_meeting", meeting_id=meeting)
    listed = ballots.fix(story)
    story.journal.check("list", ballots.listed(story, listed))
    return listed["id"]


def try_ballot(story: Story, ballot: str) -> None:
    """Art. 24: what is seen of an open ballot, and whether a member may vote a second time, or by name at all."""
    story.members["chair"].refused("vote again", "cast_vote", {"choice": "against"}, ballot_id=ballot)
    seen = story.members["chair"].read("show_ballot", ballot_id=ballot)
    story.journal.check("open ballot", (seen["mode"], seen["result"], len(seen["votes"])))


def approve(track: Track, brief: Brief) -> str:
    """Arts. 7(3), 24, 25: decision and notice in the order of the edition; gives the notice's id."""
    story, listed = track.story, track.story.known["list"]
    if track.position == "after_approval":
        track.on(85)
        decision = track.decide(listed, brief.winners, {})
        track.on(92)
        return noticed(track, brief, {"decision_id": decision})
    track.on(80)
    published = noticed(track, brief, {"list_id": listed})
    early = government.submission_of(story, listed, track.year)
    story.secretary.refused("submitted early", "submit_to_government", early, **cycle_of(story))
    track.on(92)
    decision = track.decide(listed, brief.winners, {})
    if track.position == "both":
        track.on(93)
        between = notice.commendation(story, published, 1, *brief.winners)
        story.secretary.refused("commended between", "commend_winners", between, **cycle_of(story))
        track.on(95)
        return noticed(track, brief, {"decision_id": decision}, "second ")
    return published


def noticed(track: Track, brief: Brief, of: dict[str, str], which: str = "") -> str:
    """Art. 25: the notice as the public reads it; while it runs nobody is commended."""
    story, published = track.story, track.notice(of)
    notice.check_notice(story, f"{which}notice", published)
    early = notice.commendation(story, published, 1, *brief.winners)
    story.secretary.refused(f"{which}commended early", "commend_winners", early, **cycle_of(story))
    return published


def honour(track: Track, brief: Brief) -> None:
    """Arts. 26-27: commended, one bonus paid by two persons, the year closed, the roll public."""
    story = track.story
    story.journal.chapter("表彰 · Honours")
    track.on(120)
    body = notice.commendation(story, story.known["notice"], 2, *brief.winners)
    story.secretary.do("commend_winners", body, **cycle_of(story))
    bonuses.hand_over(story, brief.winners[0], 1)
    pay(story, brief.winners[0])
    rows = [(row["organization_name"], row["tier"]) for row in story.public.all("show_roll")]
    track.on(200)
    story.secretary.do("close_cycle", cycle_id=story.cycle, **cycle_of(story))
    story.journal.check("roll", sorted(rows))
    story.journal.check("ended", {key: story.status_of(a) for key, a in story.applicants.items()})


def pay(story: Story, key: str) -> None:
    """Art. 27: the amount is the tier's."""
    bonus = bonuses.bonus_of(story, key)["id"]
    story.secretary.do("prepare_payment", {"account_holder": story.applicants[key].firm.name}, bonus_id=bonus)
    paid = {"voucher": "演练-财-1", "paid_on": story.journal.today}
    found: dict[str, Any] = story.clerk.do("confirm_payment", paid, bonus_id=bonus)
    story.journal.check("paid", (found["amount"], found["paid"], found["status"]))
