"""The public notice and the objections to its names (arts. 25, 26)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from tests.machine.calling import OFFICE, cycle_act
from tests.machine.engine import LATE, UNSEEN, Answer, Attempt, Choice, Draw, fault, when
from tests.machine.model import Model, Notice, Objection
from tests.machine.numbers import last_day_of_notice, midnight
from tests.year_world import SNAPSHOT

CONTACT = "演练市场监督管理局质量科，电话 0510-86000000"
OTHER = "演练市场监督管理局质量科，电话 0510-86000001"
ENDED = fault(422, "notice.ended")


def choices(model: Model) -> Iterator[Choice]:
    """Give every act on notices and objections."""
    for number in range(len(model.decisions)):
        yield _post(model, number)
    for notice in list(model.notices.values()):
        yield from _on_notice(model, notice)
    for objection in model.objections.values():
        yield from _on_objection(model, objection)


def _order(model: Model, notice: Notice) -> int:
    return list(model.notices).index(notice.id)


def overtaken(model: Model, notice: Notice) -> bool:
    """Say whether a name fell before this notice, and its approval or publication is older than that."""
    fallen = [
        each.ruled_on
        for each in model.objections.values()
        if each.status == "upheld"
        and each.ruled_on
        and each.application not in notice.names
        and _order(model, model.notices[each.notice]) < _order(model, notice)
    ]
    decided = next((day for each, _names, day in model.decisions if each == notice.decision), date.min)
    return bool(fallen) and (decided < max(fallen) or notice.published_on is None or notice.published_on < decided)


def firsts_of(model: Model, names: dict[str, str], own: str) -> dict[str, str]:
    """Give for each name the notice whose days are its own: an earlier one that counts, or this."""
    found: dict[str, str] = {}
    for notice in model.notices.values():
        if notice.published_on is None:
            continue
        for each, first in notice.firsts.items():
            origin = model.notices[first]
            if (
                each in names
                and names[each] == notice.names[each]
                and not origin.suspended
                and origin.published_on
                and not overtaken(model, origin)
            ):
                found[each] = first
    return {each: found.get(each, own) for each in names}


def _posted(model: Model, answer: Answer, names: dict[str, str], decision: str, **more: Any) -> None:  # noqa: ANN401 - fields of a notice.
    made = Notice(id=answer["id"], names=dict(names), decision=decision, **more)
    made.firsts = firsts_of(model, made.names, made.id)
    model.notices[made.id] = made


def _post(model: Model, number: int) -> Choice:
    decision, names, _day = model.decisions[number]
    newest = number == len(model.decisions) - 1
    posted = any(each.decision == decision for each in model.notices.values())

    def write(who: str, _draw: Draw) -> Attempt:
        faults = when(
            (not newest, fault(422, "notice.not_newest")),
            (posted, fault(422, "notice.already_posted")),
            (not names, fault(422, "notice.empty")),
        )

        def effect(answer: Answer) -> None:
            model.status = "public_notice" if model.status == "approval" else model.status
            if number:
                model.see("notice of a further decision")
            _posted(model, answer, names, decision, contact=CONTACT)

        return cycle_act(
            model,
            "post_notice",
            "/v1/notices",
            "approval",
            "public_notice",
            "commended",
            who=who,
            faults=faults,
            effect=effect,
            body={"decision_id": decision, "contact": CONTACT},
        )

    return Choice(
        act="post_notice",
        label=f"decision {number + 1}",
        hands=OFFICE,
        write=write,
        forward=newest and not posted and bool(names) and model.status in {"approval", "public_notice", "commended"},
    )


def _ran_last(model: Model, notice: Notice) -> Notice | None:
    before = notice.follows
    while before:
        row = model.notices[before]
        if row.published_on:
            return row
        before = row.follows
    return None


def ended(model: Model, notice: Notice) -> bool:
    """Say whether the whole last day of a notice is over."""
    return notice.last_day is not None and model.now >= midnight(notice.last_day + timedelta(days=1))


def _on_notice(model: Model, notice: Notice) -> Iterator[Choice]:  # noqa: C901 - one act after the other.
    path, row = f"/v1/notices/{notice.id}", ("notice", notice.id)

    def publish(who: str, _draw: Draw) -> Attempt:
        former = _ran_last(model, notice)
        goes_on = (
            notice.kind == "correction"
            and former is not None
            and not former.suspended
            and notice.id not in notice.firsts.values()
        )
        faults = when(
            (notice.status != "posted", LATE),
            (goes_on and former is not None and ended(model, former) and notice.status == "posted", ENDED),
        )

        def effect(_answer: Answer) -> None:
            notice.status, notice.published_on = "running", model.today
            notice.last_day = (
                former.last_day if goes_on and former else last_day_of_notice(model.today, model.numbers.notice_days)
            )
            if former and former.status == "running":
                former.status = "replaced"
            if notice.kind:
                model.see(notice.kind)

        body = {
            "url": f"https://www.example.gov.cn/gs/{model.number()}.html",
            "published_at": model.now.isoformat(),
            "snapshot_sha256": SNAPSHOT,
        }
        return Attempt(
            act="record_web_publication",
            who=who,
            path=f"{path}/web-publication",
            of=row,
            faults=tuple(faults),
            effect=effect,
            body=body,
        )

    yield Choice(
        act="record_web_publication",
        label=notice.id[:4],
        hands=OFFICE,
        write=publish,
        forward=notice.status == "posted",
    )

    def suspend(who: str, _draw: Draw) -> Attempt:
        faults = when((notice.status != "running", LATE), (notice.status == "running" and ended(model, notice), ENDED))

        def effect(_answer: Answer) -> None:
            model.see("suspension")
            notice.status, notice.suspended = "interrupted", True
            for each in model.notices.values():
                if each.follows == notice.id and each.status == "posted":
                    each.status = "replaced"

        return Attempt(
            act="suspend_notice",
            who=who,
            path=f"{path}/suspension",
            of=row,
            faults=tuple(faults),
            effect=effect,
            body={"reason": "名称有误（演练）。", "basis": "局长办公会纪要"},
        )

    yield Choice(
        act="suspend_notice", label=notice.id[:4], hands=OFFICE, write=suspend, rare=notice.status == "running"
    )
    for act, word, kind in (
        ("correct_notice", "correction", "correction"),
        ("republish_notice", "republication", "republication"),
    ):
        yield Choice(
            act=act,
            label=notice.id[:4],
            hands=OFFICE,
            write=_following(model, notice, act, word, kind),
            forward=kind == "republication" and notice.status == "interrupted",
            rare=kind == "correction" and notice.status == "running",
        )
    for application in model.applications.values():
        yield Choice(
            act="register_objection",
            label=application.name,
            hands=OFFICE,
            write=_object(model, notice, application.id),
            rare=notice.status == "running"
            and application.id in notice.names
            and all(each.application != application.id for each in model.objections.values()),
        )


def _following(model: Model, notice: Notice, act: str, word: str, kind: str) -> Any:  # noqa: ANN401 - how an attempt is written.
    def write(who: str, draw: Draw) -> Attempt:
        contact = draw([OTHER if notice.contact == CONTACT else CONTACT, notice.contact])
        correcting = kind == "correction"
        turn = {"posted", "running"} if correcting else {"interrupted"}
        right = notice.status in turn
        pending = any(each.follows == notice.id and each.status == "posted" for each in model.notices.values())
        faults = when(
            (not right, LATE),
            (correcting and right and ended(model, notice), ENDED),
            (correcting and right and contact == notice.contact, fault(422, "notice.nothing_corrected")),
            (pending, fault(409, "*")),
            (pending, fault(422, "*")),
        )

        def effect(answer: Answer) -> None:
            if not (correcting and notice.status == "running"):
                notice.status = "replaced"
            _posted(model, answer, notice.names, notice.decision, follows=notice.id, contact=contact, kind=kind)

        return Attempt(
            act=act,
            who=who,
            path=f"/v1/notices/{notice.id}/{word}",
            of=("notice", notice.id),
            faults=tuple(faults),
            effect=effect,
            body={"contact": contact},
        )

    return write


def _object(model: Model, notice: Notice, application: str) -> Any:  # noqa: ANN401 - as above.
    def write(who: str, draw: Draw) -> Attempt:
        received = model.today - timedelta(days=draw([0, 0, 0, 1, -1]))
        if notice.last_day and notice.last_day < model.today:
            received = draw([notice.last_day, received])
        inside = (
            notice.published_on is not None
            and notice.last_day is not None
            and notice.published_on <= received <= notice.last_day
        )
        beyond = notice.published_on is not None and notice.last_day is not None and received > notice.last_day
        timed = notice.status != "interrupted"
        faults = when(
            (notice.published_on is None, UNSEEN),
            (application not in notice.names, fault(422, "notice.unknown_name")),
            (timed and beyond, fault(422, "notice.objection_late")),
            (timed and not inside and not beyond, fault(422, "notice.objection_early")),
            (not timed and notice.published_on is not None and received < notice.published_on, fault(422, "*")),
            (received > model.today, fault(422, "day.in_future")),
        )

        def effect(answer: Answer) -> None:
            if notice.last_day and midnight(notice.last_day + timedelta(days=1)) - model.now <= timedelta(seconds=1):
                model.see(
                    "objection in the last second"
                    if not ended(model, notice)
                    else "objection registered after its term"
                )
            model.objections[answer["id"]] = Objection(id=answer["id"], notice=notice.id, application=application)

        body = {
            "notice_id": notice.id,
            "application_id": application,
            "channel": "letter",
            "received_on": str(received),
            "is_real_name": True,
            "name": "某市民（演练）",
            "contact": "0510-86000001",
            "text": "材料不实。",
        }
        return Attempt(
            act="register_objection", who=who, path="/v1/objections", body=body, faults=tuple(faults), effect=effect
        )

    return write


def _on_objection(model: Model, objection: Objection) -> Iterator[Choice]:
    for act, word, turn, after in (
        ("admit_objection", "admission", "received", "investigating"),
        ("refuse_objection", "refusal", "received", "inadmissible"),
        ("uphold_objection", "upholding", "investigating", "upheld"),
        ("reject_objection", "rejection", "investigating", "rejected"),
    ):
        case = model.applications[objection.application]
        roles = ("secretariat", "committee") if after in {"upheld", "rejected"} else ()
        yield Choice(
            act=act,
            label=f"{case.name} {objection.id[:4]}",
            hands=OFFICE,
            roles=roles,
            write=_settle(model, objection, act, word, turn, after),
            forward=objection.status == turn,
        )


def _settle(model: Model, objection: Objection, act: str, word: str, turn: str, after: str) -> Any:  # noqa: ANN401 - a closure over one row of a table.
    def write(who: str, _draw: Draw) -> Attempt:
        def effect(_answer: Answer) -> None:
            objection.status = after
            objection.ruled_on = model.today if after != "investigating" else None
            model.see(f"objection {after}")

        body = {"reason": "经核实。"} if after == "investigating" else {"reason": "经核实。", "reply": "已告知。"}
        faults = when((who in model.members, UNSEEN), (objection.status != turn, LATE))
        return Attempt(
            act=act,
            who=who,
            path=f"/v1/objections/{objection.id}/{word}",
            of=("objection", objection.id),
            faults=tuple(faults),
            effect=effect,
            body=body,
        )

    return write
