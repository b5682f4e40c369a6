"""Demonstration: a rehearsal database with an application in every status and a login for every role."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import asyncpg

from app.clock import civil_date
from app.postgres_binaries import LocalPostgresError
from app.settings import settings
from app.terminal import console
from app.year import checks, dossiers, panels, tracks
from app.year.chapters import bonuses, call, committee, guidance, office
from app.year.chapters.notice import commendation
from app.year.clock import Clock
from app.year.firms import BICYCLE, BUILD, FARM, FIBRE, HOSPITAL, PORT, ROBOT, STEEL, WATER
from app.year.hands import PASSWORD
from app.year.journal import Journal, StoryBrokenError
from app.year.service import Service
from app.year.story import Story, cycle_of
from app.year.tracks import Track

FIRST, LAST = "zhou-secretary", f"firm-{BICYCLE.key}"
"""Who is there as soon as loading began, and who only when it was over."""

LOGINS: tuple[tuple[str, str, str], ...] = (
    ("秘书处 secretariat", FIRST, PASSWORD),
    ("秘书处·财务 secretariat, finance", "qian-finance", PASSWORD),
    ("申报组织 applicant", "firm-steel", PASSWORD),
    ("推荐单位 recommender", "unit-zone", PASSWORD),
    ("评审组长 expert, leader", "expert-zhang", PASSWORD),
    ("行业专家 expert", "expert-zhao", PASSWORD),
    ("评委会主任 committee, chair", "chair", PASSWORD),
    ("评委会委员 committee", "member-1", PASSWORD),
)
"""Role, login and password, to be printed."""

INTERRUPTED = "Loading the demo data was interrupted; a part of them is there. A new database gets them whole."

TOP, SECOND = "mayors_award", "excellence_award"
CLOSED_START, OPEN_START = 230, 10
"""Days before today on which the earliest and the latest call appeared."""


def load(base: str) -> None:
    """Fill the rehearsal database behind the service at `base` once; does nothing where it has been filled."""
    migration_url = settings().migration_url
    if not migration_url:
        raise LocalPostgresError("AWARD_MIGRATION_URL is not set: the demo data move the award's clock, as its owner.")
    there = asyncio.run(_logins(migration_url))
    if LAST in there:
        return
    clock, service = Clock(migration_url), Service.at(base)
    try:
        if FIRST in there:
            console.print(INTERRUPTED, style="yellow")
        else:
            journal = Journal({}, {}, quiet=True)
            tell(Story(service=service, journal=journal, clock=clock), civil_date(datetime.now(UTC)))
    except StoryBrokenError as error:
        raise LocalPostgresError(f"The demo data do not fit this service: {error}") from error
    finally:
        clock.reset()
        clock.close()
        service.close()


def tell(story: Story, today: date) -> None:
    """Seven award years at once, each stopped at another step; the newest is open today."""
    closed = today - timedelta(days=CLOSED_START - tracks.PHASES["public_notice"])
    running = today - timedelta(days=1)
    notice = timedelta(days=tracks.PHASES["public_notice"])
    open_house(story, closed - notice, today)
    steps: tuple[tuple[Callable[[Track], None], date], ...] = (
        (over, closed - notice), (noticed, running - notice), (deliberating, today - timedelta(days=86)),
        (visited, today - timedelta(days=70)), (defending, today - timedelta(days=56)),
        (examined, today - timedelta(days=36)), (receiving, today - timedelta(days=OPEN_START)),
    )  # fmt: skip
    for back, (step, start) in enumerate(steps):
        step(Track(story=story, year=today.year - len(steps) + back + 1, start=start))


def enter_calendars(story: Story, today: date) -> None:
    """Art. 25: where this year and the next are not known yet, they are entered without holidays, for the rehearsal."""
    known = {each["year"] for each in story.secretary.all("list_calendars")}
    for year in sorted({today.year - 1, today.year, today.year + 1} - known):
        story.secretary.do("enter_calendar", {"year": year, "source": "演练日历：未列法定节假日"})


async def _logins(migration_url: str) -> set[str]:
    connection = await asyncpg.connect(migration_url.replace("+asyncpg", ""))
    try:
        await connection.execute("SET ROLE award_owner")
        rows = await connection.fetch("SELECT login FROM user_account WHERE login = ANY($1)", [FIRST, LAST])
        return {row["login"] for row in rows}
    finally:
        await connection.close()


def open_house(story: Story, first_call: date, today: date) -> None:
    """People, firms and the edition in force by a rehearsal resolution."""
    begin = str(first_call - timedelta(days=20))
    story.at(f"{begin}T09:00:00")
    office.open_office(story)
    enter_calendars(story, today)
    story.edition = story.secretary.do("import_edition", {"code": "jiangyin-2022"})["id"]
    story.resolution = office.record_resolution(story, 1, begin, "关于施行办法的演练决议")
    story.secretary.do("amend_edition", {"parameters": office.CHOICES}, edition_id=story.edition)
    until = today.replace(year=today.year + 3, month=12, day=31)
    story.secretary.do("approve_edition", {"resolution_id": story.resolution}, edition_id=story.edition)
    paper = {"document_number": "澄政规发演练1号", "effective_on": begin, "expires_on": str(until)}
    story.secretary.do("activate_edition", paper, edition_id=story.edition)
    for body in (guidance.PROCEDURE, guidance.CLASSIFICATION, guidance.MANUFACTURING):
        guidance.approve(story, guidance.draft(story, body), story.resolution)
    office.register_units(story)
    for key, name, kind in (
        ("zhang", "张评审", "assessor"),
        ("wang", "王评审", "assessor"),
        ("zhao", "赵工", "industry"),
    ):
        panels.admit(story, key, f"{name}（演练）", kind)
    committee.appoint(story, begin, tracks.SEATS)
    for firm in (STEEL, ROBOT, FIBRE, BUILD, WATER, PORT, HOSPITAL, FARM):
        call.register(story, firm)


def over(track: Track) -> None:
    """A year that is over: awarded, revoked, and everybody who fell on the way."""
    story = track.story
    reviewed = ("steel", "fibre", "hospital", "farm")
    track.call(f"{track.year}年度江阴市市长质量奖（演练）")
    track.arrive((*reviewed, "water", "port"))
    track.accept((*reviewed, "water"))
    reject(track, "port")
    track.confirm()
    disqualify(track, "water")
    track.material(reviewed)
    track.defence(reviewed[:3])
    track.site(reviewed[:3])
    track.propose(reviewed[:2])
    track.on(85)
    proposed = track.deliberate({"steel": (TOP, 3), "fibre": (SECOND, 3)})
    track.on(90)
    decision = track.decide(proposed, ("steel", "fibre"), {})
    track.on(tracks.PHASES["public_notice"])
    notice = track.publish(decision)
    track.on(tracks.PHASES["commended"])
    story.secretary.do("commend_winners", commendation(story, notice, 12, "steel", "fibre"), **cycle_of(story))
    pay(track)
    revoke(track)
    track.on(200)
    story.secretary.do("close_cycle", cycle_id=story.cycle, **cycle_of(story))


def reject(track: Track, key: str) -> None:
    """Arts. 11, 19: an applicant who does not conform to policy."""
    story, applicant = track.story, track.story.applicants[key]
    checks.record(story, applicant, "policy", "not_met", "不符合国家产业政策（演练）。")
    body = {"reason": "不符合国家产业政策，属第十一条（一）不得申报情形（演练）。"}
    story.secretary.do("declare_ineligible", body, application_id=applicant.application)


def disqualify(track: Track, key: str) -> None:
    """Art. 11: a late finding."""
    body = {"code": "accidents", "basis": "评审期间发生一般生产安全责任事故（演练）。", "references": [checks.REGISTER]}
    applicant = track.story.applicants[key]
    track.story.secretary.do("disqualify_application", body, application_id=applicant.application)


def pay(track: Track) -> None:
    """Arts. 26, 27: plaques, and one bonus paid by two persons."""
    story = track.story
    track.on(130)
    for number, key in enumerate(("steel", "fibre"), 1):
        bonuses.hand_over(story, key, number)
    bonus = bonuses.bonus_of(story, "fibre")["id"]
    story.secretary.do("prepare_payment", {"account_holder": FIBRE.name}, bonus_id=bonus)
    paid = {"voucher": "演练-财-1", "paid_on": story.journal.today}
    story.clerk.do("confirm_payment", paid, bonus_id=bonus)


def revoke(track: Track) -> None:
    """Art. 29: a title revoked, half of its bonus recovered."""
    track.on(150)
    story, today = track.story, track.day(150)
    opening = {
        "award_id": bonuses.award_of(story, "fibre")["id"], "ground": "incident",
        "incident_kind": "environment", "facts": "获奖后发生较大环境污染事故，造成重大不良社会影响（演练）。",
        "happened_on": track.day(140),
        "source": "演练市生态环境局通报第7号",
    }  # fmt: skip
    case = {"revocation_id": story.secretary.do("open_revocation", opening)["id"]}
    story.secretary.do("record_hearing", {"heard_on": today, "statement": "无异议（演练）。"}, **case)
    chair = story.members["chair"]
    chair.do(
        "verify_revocation",
        {"verified_on": today, "finding": "事故属实，负有责任（演练）。", "grave_effect": True},
        **case,
    )
    resolution = office.record_resolution(story, 2, today, "关于提请撤销称号的演练决议")
    request = {"requested_on": today, "request_number": "演练质评委2号", "resolution_id": resolution}
    chair.do("request_revocation", request, **case)
    decision = {
        "is_revoked": True, "document_number": "澄政发演练31号", "decided_on": today, "signatory": "演练市人民政府",
    }  # fmt: skip
    story.secretary.do("decide_revocation", decision, **case)
    announced = {"announced_on": today, "url": "https://www.example.gov.cn/revocation.html"}
    story.secretary.do("announce_revocation", announced, **case)
    half = {"amount": 50_000, "received_on": today, "voucher": "演练-财-2"}
    story.clerk.do("record_recovery", half, **case)


def noticed(track: Track) -> None:
    """A year in its public notice: two approved, one struck, one who failed, one proposed as a substitute."""
    keys = ("steel", "fibre", "build", "water", "port")
    review_all(track, keys)
    track.propose(keys)
    track.on(85)
    proposed = track.deliberate(
        {"steel": (TOP, 3), "fibre": (SECOND, 3), "build": (SECOND, 2), "water": (SECOND, 1), "port": (SECOND, 1)}
    )  # fmt: skip
    track.on(90)
    decision = track.decide(proposed, ("steel", "fibre"), {"build": "信用核查未通过，不予批准（演练）。"})
    track.on(tracks.PHASES["public_notice"])
    track.publish(decision)
    track.deliberate({"water": (SECOND, 2)}, reason="名额有空缺，重新审议递补（演练）。")


def review_all(track: Track, keys: tuple[str, ...]) -> None:
    """From the call to the comprehensive reports."""
    shortlisted(track, keys)
    track.defence(keys)
    track.site(keys)


def shortlisted(track: Track, keys: tuple[str, ...]) -> None:
    """From the call to the shortlist."""
    track.call(f"{track.year}年度江阴市市长质量奖（演练）")
    track.arrive(keys)
    track.accept(keys)
    track.confirm()
    track.material(keys)


def deliberating(track: Track) -> None:
    """A year before the committee, with one candidate."""
    keys = ("fibre",)
    review_all(track, keys)
    track.propose(keys)


def visited(track: Track) -> None:
    """A year in its site review: one scored, one visited."""
    keys = ("steel", "robot")
    shortlisted(track, keys)
    track.defence(keys)
    track.on(65)
    track.review("site", keys)
    track.report("issue_comprehensive_report", ("steel",))


def defending(track: Track) -> None:
    """A year in its defence: one has defended, one is yet to."""
    keys = ("steel", "robot")
    shortlisted(track, keys)
    track.on(55)
    track.review("defence", keys, ("robot",))


def examined(track: Track) -> None:
    """A year in its eligibility check: one eligible, one asked to complete its dossier, one not looked at."""
    track.call(f"{track.year}年度江阴市市长质量奖（演练）")
    track.arrive(("steel", "robot", "fibre"))
    track.accept(("steel",))
    body = {
        "items": [{"item": "certificate", "note": "请补充证书年度监督审核标识页（演练）。"}], "reason": "材料不齐全。",
        "due_on": track.day(36),
    }  # fmt: skip
    fibre = track.story.applicants["fibre"]
    track.story.secretary.do("request_supplement", body, application_id=fibre.application)


def receiving(track: Track) -> None:
    """The year that is open today: one in every state of an application that has not been closed in on."""
    story = track.story
    track.call(f"{track.year}年度江阴市市长质量奖（演练）")
    track.apply(("steel", "robot", "fibre", "build"))
    track.submit(("steel", "robot", "fibre"))
    track.sign(("robot",))
    fibre, build = track.applicants(("fibre", "build"))
    body = {"reason": "本年度已推荐同行业组织（演练）。", "signer_name": "刘主任（演练）"}
    recommender = story.recommenders[fibre.firm.unit]
    recommender.do("decline_recommendation", body, application_id=fibre.application)
    build.hand.do("withdraw_application", application_id=build.application)
    dossiers.start(story, call.register(story, BICYCLE))
