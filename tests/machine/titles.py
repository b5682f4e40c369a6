"""Commendation, plaque, bonus (arts. 26, 27)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from tests.machine.calling import OFFICE, cycle_act
from tests.machine.engine import LATE, NO_DUTY, Answer, Attempt, Choice, Draw, fault, when
from tests.machine.model import Model
from tests.machine.noticed import broken_off, ended, overtaken
from tests.machine.numbers import TIERS
from tests.machine.rows import Award, Case, Notice

SECRETARIAT = ("office1", "office2", "clerk1", "clerk2")


CLERKS = ("clerk1", "clerk2")


def objections_to(model: Model, application: str) -> set[str]:
    """Give the statuses of the objections to a name."""
    return {each.status for each in model.objections.values() if each.application == application}


def commend(model: Model, notice: Notice) -> Choice:
    waiting = [each for each in notice.names if model.applications[each].status == "approved_in_notice"]
    free = [each for each in waiting if not objections_to(model, each) & {"received", "investigating", "upheld"}]
    first = {each: model.notices[notice.firsts[each]] for each in notice.names}
    over = [each for each in free if (day := first[each].last_day) and model.today > day]

    def write(who: str, draw: Draw) -> Attempt:
        names = draw(
            [over or waiting or list(notice.names), (over or waiting or list(notice.names))[:1], list(notice.names)]
        )
        back = draw([0, 0, 0, 1])
        day = model.today - timedelta(days=back)
        faults = when(
            (notice.published_on is None, fault(422, "notice.not_published")),
            (notice.published_on is not None and notice.status == "interrupted", fault(422, "notice.suspended")),
            (notice.published_on is not None and notice.status == "replaced", fault(422, "notice.replaced")),
        )
        for each in names:
            there = objections_to(model, each)
            last = first[each].last_day
            faults += when(
                (model.applications[each].status != "approved_in_notice", LATE),
                (bool(there & {"received", "investigating"}), fault(422, "notice.objection_open")),
                ("upheld" in there, fault(422, "notice.objection_upheld")),
                (last is not None and day <= last, fault(422, "notice.running")),
                (first[each].published_on is None, fault(422, "notice.not_published")),
                (broken_off(model, each, first[each]), fault(422, "notice.suspended")),
                (overtaken(model, first[each]), fault(422, "notice.substitute_approval", "notice.substitute_notice")),
            )
            if there & {"received", "investigating"}:
                model.see("commendation held up by an objection")

        def effect(answer: Answer) -> None:
            model.status = "commended"
            for made in sorted(answer["awards"], key=lambda each: names.index(each["application_id"])):
                each = made["application_id"]
                tier = made["tier"]
                amount = model.numbers.bonus[TIERS.index(tier)]
                model.applications[each].status = "awarded"
                model.awards[made["id"]] = Award(
                    id=made["id"], application=each, tier=tier, granted_on=day, amount=amount
                )
            if len(names) < len(waiting):
                model.see("some commended before others")

        body = {
            "notice_id": notice.id,
            "document_number": model.paper("政发"),
            "decided_on": str(day),
            "signatory": "演练市人民政府",
            "application_ids": names,
        }
        return cycle_act(
            model,
            "commend_winners",
            "/v1/commendations",
            "public_notice",
            "commended",
            who=who,
            faults=faults,
            effect=effect,
            body=body,
        )

    ready = (
        model.status in {"public_notice", "commended"}
        and notice.status == "running"
        and bool(over)
        and ended(model, notice)
    )
    return Choice(act="commend_winners", label=notice.id[:4], hands=OFFICE, write=write, forward=ready)


def _payable(model: Model, award: Award) -> list[Any]:
    there = objections_to(model, award.application)
    blocked = bool(there & {"received", "investigating", "upheld"})
    return when((award.status != "standing", fault(422, "honours.fallen")), (blocked, fault(422, "honours.objected")))


def on_award(model: Model, award: Award) -> Iterator[Choice]:
    name = model.applications[award.application].name

    def plaque(who: str, _draw: Draw) -> Attempt:
        faults = when(
            (award.status != "standing", LATE), (award.plaque_on is not None, fault(422, "honours.plaque_handed"))
        )

        def effect(_answer: Answer) -> None:
            award.plaque_on = model.today

        body = {
            "plaque_number": model.paper("牌"),
            "received_on": str(model.today),
            "receiver": "陈启明（演练）",
        }
        return Attempt(
            act="hand_over_plaque",
            who=who,
            path=f"/v1/awards/{award.id}/plaque",
            of=("award", award.id),
            faults=tuple(faults),
            effect=effect,
            body=body,
        )

    yield Choice(
        act="hand_over_plaque",
        label=name,
        hands=SECRETARIAT,
        write=plaque,
        forward=award.status == "standing" and award.plaque_on is None,
    )

    def prepare(who: str, _draw: Draw) -> Attempt:
        faults = [
            *when(
                (award.bonus_status not in {"entitled", "prepared"}, LATE),
                (award.bonus_status == "prepared" and award.prepared_by != who, fault(403, "honours.own_name")),
            ),
            *_payable(model, award),
        ]

        def effect(_answer: Answer) -> None:
            award.bonus_status, award.prepared_by = "prepared", who

        return Attempt(
            act="prepare_payment",
            who=who,
            path=f"/v1/bonuses/{award.bonus}/preparation",
            of=("bonus", award.bonus),
            faults=tuple(faults),
            effect=effect,
            body={"account_holder": "演练有限公司"},
        )

    yield Choice(
        act="prepare_payment",
        label=name,
        hands=SECRETARIAT,
        write=prepare,
        forward=award.bonus_status == "entitled" and award.status == "standing",
    )

    def confirm(who: str, draw: Draw) -> Attempt:
        day = model.today + timedelta(days=draw([0, 0, 0, 1]))
        faults = [
            *when(
                (who not in CLERKS, NO_DUTY),
                (award.bonus_status != "prepared", LATE),
                (award.prepared_by == who, fault(422, "honours.two_persons")),
                (day > model.today, fault(422, "day.in_future")),
            ),
            *_payable(model, award),
        ]

        def effect(_answer: Answer) -> None:
            award.bonus_status = "paid"
            model.see("bonus paid")

        return Attempt(
            act="confirm_payment",
            who=who,
            path=f"/v1/bonuses/{award.bonus}/confirmation",
            of=("bonus", award.bonus),
            faults=tuple(faults),
            effect=effect,
            body={"voucher": model.paper("财"), "paid_on": str(day)},
        )

    yield Choice(
        act="confirm_payment",
        label=name,
        hands=CLERKS,
        write=confirm,
        forward=award.bonus_status == "prepared" and award.status == "standing",
    )
    yield Choice(
        act="open_revocation",
        label=name,
        hands=SECRETARIAT,
        write=_opening(model, award),
        rare=award.status == "standing" and award.bonus_status == "paid",
    )


def _opening(model: Model, award: Award) -> Any:  # noqa: ANN401 - how an attempt is written.
    def write(who: str, draw: Draw) -> Attempt:
        ground = draw(["incident", "fraud"])
        happened = model.today if ground == "incident" else award.granted_on - timedelta(days=draw([30, 400]))
        running = any(
            each.award == award.id and each.status not in {"dismissed", "refused"} for each in model.cases.values()
        )
        faults = when(
            (running, fault(409, "honours.case_open")),
        )

        def effect(answer: Answer) -> None:
            model.cases[answer["id"]] = Case(id=answer["id"], award=award.id, ground=ground, opened_on=model.today)

        body = {
            "award_id": award.id,
            "ground": ground,
            "facts": "事实（演练）。",
            "happened_on": str(happened),
            "source": "演练通报",
        } | ({"incident_kind": "safety"} if ground == "incident" else {})
        return Attempt(
            act="open_revocation", who=who, path="/v1/revocations", body=body, faults=tuple(faults), effect=effect
        )

    return write
