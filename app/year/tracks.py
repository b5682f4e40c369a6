"""Tracks: award years brought along, day by day from their call, to the step at which a demonstration shows them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from app.year import ballots, checks, dossiers, government, panels, reviews
from app.year.chapters.call import MEDIUM, plan
from app.year.chapters.committee import attend
from app.year.chapters.notice import CONTACT
from app.year.story import Applicant, Story, cycle_of

PHASES = {
    # Whoever is found ineligible may ask for another officer for some working days, over any holiday, before the list.
    "called": 0, "eligibility": 31, "material_review": 47, "defence": 50, "site_review": 60, "deliberation": 75,
    "proposal_notice": 80, "approval": 86, "public_notice": 92, "commended": 120,
}  # fmt: skip
"""Days after the call on which the steps of a year are planned, where its stages run in Jiangyin's order."""
AFTER_A_NOTICE = {"approval": 92, "public_notice": 95}
"""The later days where the list is in notice before it goes to the government."""
STAGE_DAYS = (47, 50, 60)
"""Days after the call on which the first, second and third stage are planned, whichever they are."""
STAGE_STEPS = {"material": "material_review", "defence": "defence", "site": "site_review"}
EXPERTS = ("zhang", "wang", "zhao")
SEATS = ("chair", "vice-1", "member-1")


@dataclass(slots=True, kw_only=True)
class Track:
    """One award year whose call is published on `start`."""

    story: Story
    year: int
    start: date
    voted: set[tuple[str, str]] = field(default_factory=set)
    """Firm and tier of the ballots so far: a further one on the same says why (art. 24)."""

    def on(self, days: int, time: str = "10:00:00") -> None:
        """Move the clock to so many days after the call."""
        self.story.at(f"{self.day(days)}T{time}")

    def day(self, days: int) -> str:
        """Write the day so many days after the call."""
        return str(self.start + timedelta(days=days))

    def applicants(self, keys: Iterable[str]) -> list[Applicant]:
        """Give these firms in this year."""
        return [self.story.applicants[key] for key in keys]

    def call(self, title: str) -> None:
        """Arts. 8(1), 18, 30: plan the year and publish its call, the secretariat signs; every firm can apply anew."""
        self.on(-5)
        story = self.story
        story.cycle = plan(story, self.year, title, self.schedule())
        story.applicants = {
            key: Applicant(firm=old.firm, hand=old.hand, organization=old.organization)
            for key, old in story.applicants.items()
        }
        self.on(0)
        body = {
            "document_number": f"演练质奖〔{self.year}〕1号", "title": f"关于{title}申报工作的通知",
            "text": "各镇（街道）、园区，各有关部门、行业协会：请按本通知申报（演练）。", "window_from": self.day(1),
            "window_until": self.day(30), "extra_conditions": [],
            "media": [MEDIUM | {"published_on": self.day(0), "url": f"https://www.example.gov.cn/{self.year}/call.html"}],
        }  # fmt: skip
        story.secretary.do("publish_call", body, cycle_id=story.cycle)
        panels.undertake(story, (story.secretary, story.clerk))

    def schedule(self) -> dict[str, str]:
        """Arts. 8(1), 17, 25: the plan's days for the steps of the edition: its stages in their order, its notices."""
        unplanned = {"before_approval": ("public_notice",), "after_approval": ("proposal_notice",), "both": ()}
        absent = (*STAGE_STEPS.values(), *unplanned[self.position])
        dated = PHASES if self.position == "after_approval" else PHASES | AFTER_A_NOTICE
        days = {phase: days for phase, days in dated.items() if phase not in absent}
        days |= {STAGE_STEPS[stage]: days for stage, days in zip(self.order, STAGE_DAYS, strict=False)}
        return {phase: self.day(day) for phase, day in sorted(days.items(), key=lambda planned: planned[1])}

    @property
    def law(self) -> dict[str, Any]:
        """The parameters of the edition as the service shows them."""
        if "law" not in self.story.known:
            edition = self.story.secretary.read("show_edition", edition_id=self.story.edition)
            self.story.known["law"] = edition["parameters"]
        return self.story.known["law"]

    @property
    def order(self) -> tuple[str, ...]:
        """The stages in the order of the edition."""
        return tuple(stage["stage"] for stage in self.law["stages"])

    @property
    def position(self) -> str:
        """Where the notice stands to the approval."""
        return self.law["notice"]["position"]

    def apply(self, keys: Iterable[str]) -> None:
        """Art. 19: start and fill in."""
        self.on(2)
        for applicant in self.applicants(keys):
            dossiers.start(self.story, applicant)
            dossiers.fill(self.story, applicant, self.year, ())

    def submit(self, keys: Iterable[str]) -> None:
        """Art. 19: submit."""
        for applicant in self.applicants(keys):
            dossiers.submit(applicant)

    def sign(self, keys: Iterable[str]) -> None:
        """Art. 10(6): let the units recommend."""
        for applicant in self.applicants(keys):
            dossiers.sign(self.story, applicant)

    def arrive(self, keys: tuple[str, ...]) -> None:
        """From the form to the secretariat."""
        self.apply(keys)
        self.submit(keys)
        self.sign(keys)

    def accept(self, keys: tuple[str, ...]) -> None:
        """Arts. 10, 11, 19: close acceptance and declare these firms eligible."""
        self.on(31)
        self.story.secretary.do("close_acceptance", cycle_id=self.story.cycle)
        self.find(keys)

    def find(self, keys: Iterable[str]) -> None:
        """Arts. 10, 11: findings and verdicts."""
        for applicant in self.applicants(keys):
            checks.find(self.story, applicant, ())
            checks.declare_eligible(self.story, applicant)

    def confirm(self) -> None:
        """Art. 19: the list of the eligible; experts and committee sign the undertaking of the year."""
        self.on(47)
        story = self.story
        story.secretary.do("confirm_eligible_list", cycle_id=story.cycle, **cycle_of(story))
        hands = (*(story.experts[key] for key in EXPERTS), *(story.members[key] for key in SEATS))
        panels.undertake(story, hands)

    def review(self, stage: str, keys: tuple[str, ...], agreed: tuple[str, ...] | None = None) -> None:
        """Arts. 17, 20-22: a panel for these firms, and its consensus on those `agreed` (all unless named)."""
        story = self.story
        panel = panels.form(story, stage, f"{self.year}年度{stage}评审组（演练）", EXPERTS, self.applicants(keys))
        story.secretary.do("activate_panel", panel_id=panel)
        for applicant in self.applicants(keys if agreed is None else agreed):
            for expert in EXPERTS:
                panels.declare(story, panel, expert, applicant)
            reviews.review(story, stage, applicant, EXPERTS)

    def report(self, act: str, keys: Iterable[str]) -> dict[str, Any]:
        """Arts. 21, 22: the leader's reports, by firm."""
        leader = self.story.experts[EXPERTS[0]]
        return {applicant.firm.key: reviews.report(leader, act, applicant) for applicant in self.applicants(keys)}

    def material(self, keys: tuple[str, ...]) -> None:
        """Art. 21: from the material review to the shortlist."""
        self.on(48)
        self.review(self.order[0], keys)
        self.report("issue_material_report", keys)
        self.on(50)
        self.story.secretary.do("confirm_shortlist", {}, cycle_id=self.story.cycle, **cycle_of(self.story))

    def defence(self, keys: tuple[str, ...]) -> None:
        """Art. 22: the defence, and on to the next stage, or to the reports if it is the last."""
        self.later("defence", keys)

    def site(self, keys: tuple[str, ...]) -> None:
        """Art. 22: the site review, and on to the next stage, or to the reports if it is the last."""
        self.later("site", keys)

    def later(self, stage: str, keys: tuple[str, ...]) -> None:
        """Art. 22: a stage after the first; the last one ends with the comprehensive reports."""
        place = self.order.index(stage)
        self.on(STAGE_DAYS[place] + 5)
        self.review(stage, keys)
        if stage == self.order[-1]:
            self.report("issue_comprehensive_report", keys)
            return
        self.on(STAGE_DAYS[place + 1])
        self.story.secretary.do("conclude_stage", cycle_id=self.story.cycle, **cycle_of(self.story))

    def propose(self, keys: tuple[str, ...], **lists: object) -> tuple[dict[str, Any], dict[str, Any]]:
        """Arts. 11, 23: freeze the ranking and propose the candidates, `keys` being those who reach a floor."""
        self.on(75)
        story, body = self.story, {"cycle_id": self.story.cycle}
        ranking = story.secretary.do("freeze_ranking", body, **cycle_of(story))
        for applicant in self.applicants(keys):
            checks.recheck(story, applicant, "deliberation")
        return ranking, story.secretary.do("propose_candidates", body | lists, **cycle_of(story))

    def deliberate(self, votes: dict[str, tuple[str, int]], **fixing: object) -> str:
        """Art. 24: a meeting that votes (firm → tier, votes in favour of three) and fixes a list; gives the list."""
        story = self.story
        body: dict[str, Any] = {
            "cycle_id": story.cycle, "held_on": story.journal.today, "place": "演练市行政中心301会议室",
            "agenda": ["审议候选名单"],
        }  # fmt: skip
        meeting = story.secretary.do("convene_meeting", body)["id"]
        attend(story, meeting, SEATS)
        for key, (tier, in_favour) in votes.items():
            reason = "名单有变，重新表决。" if (key, tier) in self.voted else ""
            self.voted.add((key, tier))
            against = len(SEATS) - in_favour
            ballots.vote(story, meeting, key, tier, SEATS, in_favour=in_favour, against=against, reason=reason)
        story.secretary.do("close_meeting", meeting_id=meeting)
        return ballots.fix(story, **fixing)["id"]

    def decide(self, proposed: str, keys: tuple[str, ...], struck: dict[str, str]) -> str:
        """Arts. 11, 24: the government approves `keys` and strikes others; gives the decision."""
        submission = government.submit(self.story, proposed, self.year)
        return government.decide(self.story, submission, self.year, (*keys, *struck), struck)

    def publish(self, decision: str) -> str:
        """Art. 25: the notice of the approved list, published in the morning of the day."""
        return self.notice({"decision_id": decision})

    def notice(self, of: dict[str, str]) -> str:
        """Arts. 7(3), 25: the notice of a decision or, before it, of a proposed list; gives the notice."""
        story, day = self.story, self.story.journal.today
        story.at(f"{day}T11:00:00")
        notice = story.secretary.do("post_notice", {**of, "contact": CONTACT}, **cycle_of(story))
        story.at(f"{day}T12:00:00")
        body = {
            "url": f"https://www.example.gov.cn/{self.year}/gs.html", "published_at": f"{day}T11:30:00+08:00",
            "snapshot_sha256": MEDIUM["snapshot_sha256"],
        }  # fmt: skip
        story.secretary.do("record_web_publication", body, notice_id=notice["id"])
        return notice["id"]
