"""The public notice: posted, published, corrected, suspended, published again (art. 25)."""

from collections.abc import Iterator
from typing import Any

from tests.machine.calling import OFFICE, cycle_act
from tests.machine.engine import LATE, Answer, Attempt, Choice, Draw, fault, when
from tests.machine.model import Model
from tests.machine.noticed import ended, firsts_of, left_behind, ran_last
from tests.machine.numbers import last_day_of_notice
from tests.machine.objecting import objecting, on_objection
from tests.machine.rows import Notice
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
        yield from on_objection(model, objection)


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


def _on_notice(model: Model, notice: Notice) -> Iterator[Choice]:  # noqa: C901 - one act after the other.
    path, row = f"/v1/notices/{notice.id}", ("notice", notice.id)

    def publish(who: str, _draw: Draw) -> Attempt:
        former = ran_last(model, notice)
        goes_on = (
            notice.kind == "correction"
            and former is not None
            and former.suspended_on is None
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
            for each in left_behind(model, notice):
                each.status = "replaced"
                model.see("a suspended notice overtaken")
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
            notice.status, notice.suspended_on = "interrupted", model.today
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
            write=objecting(model, notice, application.id),
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
            (pending, fault(409, "notice.followed")),
            (right and notice.decision != model.decisions[-1][0], fault(422, "notice.not_newest")),
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
