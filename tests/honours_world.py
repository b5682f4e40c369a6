"""How tests bring a year from the government's decision to its notice, its titles and beyond, over HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

import httpx2

from app.regulation.vocabulary import Duty
from tests.api import Operator, People, Person
from tests.committee_world import EXCELLENCE, MAYORS, Session, decided, deliberating, fixed, over, recheck, submitted
from tests.year_world import SNAPSHOT, Amendment, ok, resolution

NUMBERS = count(1)
TOTALS = {"甲": 70000, "乙": 65000, "丙": 59975, "丁": 55000, "戊": 50000}
WINNERS = "甲乙丙丁"
"""Two of each tier; the fifth was voted down, and one place of the second tier is vacant."""
TIERS = {"甲": MAYORS, "乙": MAYORS, "丙": EXCELLENCE, "丁": EXCELLENCE, "戊": EXCELLENCE}

APPROVED = "2022-12-09T09:00:00+08:00"
POSTED = "2022-12-12T08:30:00+08:00"
PUBLISHED = "2022-12-12T09:00:00+08:00"
"""A Monday: seven days from the next end on Monday 19 December."""
LAST_SECOND = "2022-12-19T23:59:58+08:00"
ENDED = "2022-12-20T00:00:00+08:00"
COMMENDED = "2022-12-20T10:00:00+08:00"
PAID = "2023-01-10T10:00:00+08:00"
CONTACT = "演练市场监督管理局质量科，电话 0510-86000000"


@dataclass(kw_only=True)
class Honours:
    """A year whose winners the government has approved; letters name the organizations."""

    people: People
    operator: Operator
    session: Session
    decision: dict[str, Any]
    listed: dict[str, Any] = field(default_factory=dict)
    """The newest proposed list, where a test needs it."""
    notices: list[str] = field(default_factory=list)
    clerks: tuple[Person, Person] | None = None

    @property
    def secretary(self) -> Person:
        """The secretary who runs the year."""
        return self.session.scored.secretary

    @property
    def cycle(self) -> str:
        """Where the year lives."""
        return self.session.scored.year.path

    @property
    def firms(self) -> Mapping[str, str]:
        """Application ids by letter."""
        return self.session.scored.firms

    async def post_notice(
        self, instant: datetime | str = POSTED, decision: dict[str, Any] | None = None
    ) -> httpx2.Response:
        """Post the notice of a decision (the newest unless given)."""
        return await self.post_notice_of({"decision_id": (decision or self.decision)["id"]}, instant)

    async def post_notice_of(self, listed: Mapping[str, str], instant: datetime | str = POSTED) -> httpx2.Response:
        """Post the notice of a list, named by `decision_id` or `list_id`."""
        body = {**listed, "contact": CONTACT}
        async with self.operator.at(instant):
            return await self.secretary.post("/v1/notices", body, match=await self.secretary.get(self.cycle))

    async def publish(
        self, notice: httpx2.Response, published_at: str = PUBLISHED, body: Mapping[str, object] | None = None
    ) -> httpx2.Response:
        """Record the web publication at that very instant; `body` changes what is sent."""
        paper = {
            "url": "https://www.example.gov.cn/gs/1.html", "published_at": published_at, "snapshot_sha256": SNAPSHOT,
        }  # fmt: skip
        path = f"/v1/notices/{notice.json()['id']}/web-publication"
        async with self.operator.at(published_at):
            return await self.secretary.post(path, {**paper, **(body or {})}, match=notice)

    async def noticed(self, posted_at: str = POSTED, published_at: str = PUBLISHED) -> dict[str, Any]:
        """Post and publish the notice of the newest decision."""
        posted = await self.post_notice(posted_at)
        ok(posted)
        made = ok(await self.publish(posted, published_at))
        self.notices.append(made["id"])
        return made

    async def noticed_list(self, posted_at: datetime | str = POSTED, published_at: str = PUBLISHED) -> dict[str, Any]:
        """Post and publish the notice of the newest proposed list."""
        posted = await self.post_notice_of({"list_id": self.listed["id"]}, posted_at)
        ok(posted)
        made = ok(await self.publish(posted, published_at))
        self.notices.append(made["id"])
        return made

    async def fix(self, instant: str, **body: object) -> httpx2.Response:
        """Let the chair fix a further list."""
        async with self.operator.at(instant):
            return await fixed(self.session, reason="异议成立，重新确定名单。", **body)

    async def submit(self, instant: str, **body: object) -> httpx2.Response:
        """Submit the newest list to the government."""
        async with self.operator.at(instant):
            return await submitted(self.session, self.listed["id"], **body)

    async def decide(self, submission: str, letters: str, instant: str, *struck: str) -> httpx2.Response:
        """Recheck those letters and record the government's decision."""
        async with self.operator.at(instant):
            await recheck(self.session.scored, "approval", *letters)
            return await decided(self.session, submission, *struck)

    async def commend(self, letters: str, instant: str = COMMENDED, **body: object) -> httpx2.Response:
        """Record the commendation of those letters, decided on the day of the instant."""
        paper = {
            "notice_id": self.notices[-1], "document_number": f"演练政发〔2022〕{next(NUMBERS)}号",
            "decided_on": instant[:10], "signatory": "演练市人民政府",
            "application_ids": [self.firms[letter] for letter in letters],
        }  # fmt: skip
        async with self.operator.at(instant):
            seen = await self.secretary.get(self.cycle)
            return await self.secretary.post("/v1/commendations", paper | body, match=seen)

    async def award(self, letter: str) -> dict[str, Any]:
        """Read the title of a letter."""
        query = f"/v1/awards?cycle_id={self.session.scored.year.cycle_id}"
        rows = ok(await self.secretary.get(query), 200)["items"]
        return next(row for row in rows if row["application_id"] == self.firms[letter])

    async def bonus(self, letter: str) -> dict[str, Any]:
        """Read the bonus of a letter."""
        query = f"/v1/bonuses?cycle_id={self.session.scored.year.cycle_id}"
        award = (await self.award(letter))["id"]
        return next(row for row in ok(await self.secretary.get(query), 200)["items"] if row["award_id"] == award)

    async def finance(self) -> tuple[Person, Person]:
        """Give two finance clerks."""
        if self.clerks is None:
            self.clerks = (await self.people.secretary(Duty.FINANCE), await self.people.secretary(Duty.FINANCE))
        return self.clerks

    async def do(self, person: Person, path: str, body: Mapping[str, Any], instant: str) -> httpx2.Response:
        """Post an act of a bonus, title or case with its newest version; the path ends with the act's own word."""
        async with self.operator.at(instant):
            return await person.post(path, body, match=await self.secretary.get(path.rpartition("/")[0]))

    async def pay(self, letter: str, instant: str = PAID) -> dict[str, Any]:
        """Prepare and confirm a payment, each by another clerk."""
        one, other = await self.finance()
        path = f"/v1/bonuses/{(await self.bonus(letter))['id']}"
        ok(await self.do(one, f"{path}/preparation", {"account_holder": "演练有限公司"}, instant))
        return ok(await self.do(other, f"{path}/confirmation", voucher(instant), instant))


def voucher(instant: str = PAID, **changed: object) -> dict[str, Any]:
    """Write the confirmation of a payment."""
    return {"voucher": f"演练-财-{next(NUMBERS):05d}", "paid_on": instant[:10], **changed}


def objection(application_id: str, **changed: object) -> dict[str, Any]:
    """Write an objection."""
    return {
        "application_id": application_id, "is_real_name": True, "name": "某市民（演练）", "contact": "0510-86000001",
        "text": "申报材料所列专利并非该组织所有。", **changed,
    }  # fmt: skip


def letter_of(notice_id: str, application_id: str, received_on: str, **changed: object) -> dict[str, Any]:
    """Write the registration of a registered letter by its date of receipt."""
    return objection(application_id) | {
        "notice_id": notice_id, "channel": "letter", "received_on": received_on, **changed,
    }  # fmt: skip


async def proposed_year(people: People, operator: Operator, amendment: Amendment = None) -> Honours:
    """Give a year in which the committee has fixed a list of four of five, and the government has not been asked."""
    async with operator.at(APPROVED):
        session = await deliberating(people, operator, TOTALS, amendment=amendment)
        for letter, tier in TIERS.items():
            await session.ballot(letter, 5 if letter in WINNERS else 1, tier)
        listed = ok(await fixed(session))
    return Honours(people=people, operator=operator, session=session, decision={}, listed=listed)


async def approved_year(people: People, operator: Operator, amendment: Amendment = None) -> Honours:
    """Give a year in which the government has approved four of five candidates."""
    async with operator.at(APPROVED):
        session = await deliberating(people, operator, TOTALS, amendment=amendment)
        for letter, tier in TIERS.items():
            await session.ballot(letter, 5 if letter in WINNERS else 1, tier)
        decision = await approve(session, WINNERS)
    return Honours(people=people, operator=operator, session=session, decision=decision)


async def approve(session: Session, letters: str, *struck: str) -> dict[str, Any]:
    """Fix a list, submit it and let the government approve it."""
    reasons = over(session.scored.firms.values())
    listed = ok(await fixed(session, reason="确定名单。", passed_over=reasons))
    sent = ok(await submitted(session, listed["id"]))
    await recheck(session.scored, "approval", *letters)
    return ok(await decided(session, sent["id"], *struck))


async def noticed_year(people: People, operator: Operator, amendment: Amendment = None) -> Honours:
    """Give a year whose notice has been published."""
    made = await approved_year(people, operator, amendment)
    await made.noticed()
    return made


async def commended_year(
    people: People, operator: Operator, letters: str = WINNERS, amendment: Amendment = None
) -> Honours:
    """Give a year whose winners have been commended."""
    made = await noticed_year(people, operator, amendment)
    ok(await made.commend(letters))
    return made


async def ruled(made: Honours, objection_id: str, word: str, instant: str) -> dict[str, Any]:
    """Admit an objection and rule on it: `word` is upholding or rejection."""
    path = f"/v1/objections/{objection_id}"
    ok(await made.do(made.secretary, f"{path}/admission", {"reason": "实名提出，予以受理。"}, instant))
    body = {"reason": "经调查核实。", "reply": "处理意见已告知。"}
    return ok(await made.do(made.secretary, f"{path}/{word}", body, instant))


async def lodged(made: Honours, letter: str, instant: str, **changed: object) -> str:
    """Register a letter against a name, received and recorded on the day of the instant; give its id."""
    body = letter_of(made.notices[-1], made.firms[letter], instant[:10], **changed)
    async with made.operator.at(instant):
        return ok(await made.secretary.post("/v1/objections", body))["id"]


REVOKED = "2023-06-12T10:00:00+08:00"


async def opened(made: Honours, letter: str, instant: str = REVOKED, **changed: object) -> dict[str, Any]:
    """Open a case of an incident against a title."""
    body = {
        "award_id": (await made.award(letter))["id"], "ground": "incident", "incident_kind": "safety",
        "facts": "获奖后发生较大生产安全责任事故。", "happened_on": "2023-05-18", "source": "演练应急管理局通报第7号",
    }  # fmt: skip
    async with made.operator.at(instant):
        return ok(await made.secretary.post("/v1/revocations", body | changed))


HEARING = {"heard_on": "2023-06-12", "statement": "对事故事实无异议。"}
FINDING = {"verified_on": "2023-06-12", "finding": "较大事故，负有责任。", "grave_effect": True}
OUTCOME = {"is_revoked": True, "decided_on": "2023-06-12", "signatory": "演练市人民政府"}


async def requested(made: Honours, case: str, instant: str = REVOKED) -> None:
    """Hear, verify and put a case to the government."""
    path, chair = f"/v1/revocations/{case}", made.session.chair
    ok(await made.do(made.secretary, f"{path}/hearing", HEARING | {"heard_on": instant[:10]}, instant))
    ok(await made.do(chair, f"{path}/verification", FINDING | {"verified_on": instant[:10]}, instant))
    request = {
        "requested_on": instant[:10], "request_number": f"演练质评委〔2023〕{next(NUMBERS)}号",
        "resolution_id": await resolution(made.secretary),
    }  # fmt: skip
    ok(await made.do(chair, f"{path}/request", request, instant))


def outcome(**changed: object) -> dict[str, Any]:
    """Write the government's decision on a case."""
    return OUTCOME | {"document_number": f"演练政发〔2023〕{next(NUMBERS)}号"} | changed


async def revoked(made: Honours, letter: str, instant: str = REVOKED, **changed: object) -> str:
    """Take a title away; gives the id of the case."""
    case = (await opened(made, letter, instant, **changed))["id"]
    await requested(made, case, instant)
    ok(await made.do(made.secretary, f"/v1/revocations/{case}/decision", outcome(decided_on=instant[:10]), instant))
    return case
