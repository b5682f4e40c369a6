"""What is taken back: the case against a title, and the money (art. 29)."""

from collections.abc import Iterator
from typing import Any

from tests.machine.calling import CHAIR
from tests.machine.engine import LATE, NO_DUTY, Answer, Attempt, Choice, Draw, fault, when
from tests.machine.model import Model
from tests.machine.rows import Case
from tests.machine.titles import CLERKS, SECRETARIAT


def _case_act(case: Case, act: str, word: str, turn: set[str], **more: Any) -> Attempt:  # noqa: ANN401 - fields of an attempt.
    faults = more.pop("faults", [])
    return Attempt(
        act=act,
        path=f"/v1/revocations/{case.id}/{word}",
        of=("case", case.id),
        faults=(*when((case.status not in turn, LATE)), *faults),
        **more,
    )


def on_case(model: Model, case: Case) -> Iterator[Choice]:
    award = model.awards[case.award]
    name = model.applications[award.application].name
    yield from _inquiry(model, case, name)

    def decide(who: str, draw: Draw) -> Attempt:
        revoked = draw([True, True, False])

        def effect(_answer: Answer) -> None:
            case.status = "decided" if revoked else "refused"
            case.decided_on = model.today
            model.see(f"case {case.status}")
            if revoked:
                award.status = "revoked"
                model.applications[award.application].status = "revoked"

        body = {
            "is_revoked": revoked,
            "decided_on": str(model.today),
            "signatory": "演练市人民政府",
            "document_number": model.paper("政撤"),
        }
        return _case_act(case, "decide_revocation", "decision", {"requested"}, who=who, effect=effect, body=body)

    yield Choice(
        act="decide_revocation", label=name, hands=SECRETARIAT, write=decide, forward=case.status == "requested"
    )

    def announce(who: str, _draw: Draw) -> Attempt:
        def effect(_answer: Answer) -> None:
            case.status = "announced"

        body = {"announced_on": str(model.today), "url": "https://www.example.gov.cn/cx/1.html"}
        return _case_act(case, "announce_revocation", "announcement", {"decided"}, who=who, effect=effect, body=body)

    yield Choice(
        act="announce_revocation", label=name, hands=SECRETARIAT, write=announce, forward=case.status == "decided"
    )

    def give_back(who: str, _draw: Draw) -> Attempt:
        def effect(_answer: Answer) -> None:
            case.plaque_returned = True
            model.see("plaque came back")

        faults = when(
            (award.plaque_on is None, fault(422, "honours.no_plaque")),
            (case.plaque_returned, fault(422, "honours.plaque_returned")),
        )
        return _case_act(
            case,
            "record_plaque_return",
            "plaque-return",
            {"decided", "announced"},
            who=who,
            effect=effect,
            faults=faults,
            body={"returned_on": str(model.today), "received_by": "周秘书（演练）"},
        )

    over = case.status in {"decided", "announced"}
    yield Choice(
        act="record_plaque_return",
        label=name,
        hands=SECRETARIAT,
        write=give_back,
        forward=over and award.plaque_on is not None and not case.plaque_returned,
    )

    def recover(who: str, draw: Draw) -> Attempt:
        paid = award.amount if award.bonus_status == "paid" else 0
        amount = draw([award.amount // 2, award.amount - case.recovered or 1, award.amount])

        def effect(_answer: Answer) -> None:
            case.recovered += amount
            model.see("recovered in full" if case.recovered == paid else "revoked and recovered in part")

        faults = when(
            (who not in CLERKS, NO_DUTY), (case.recovered + amount > paid, fault(422, "honours.overrecovered"))
        )
        return _case_act(
            case,
            "record_recovery",
            "recoveries",
            {"decided", "announced"},
            who=who,
            effect=effect,
            faults=faults,
            body={"amount": amount, "received_on": str(model.today), "voucher": model.paper("退")},
        )

    yield Choice(
        act="record_recovery",
        label=name,
        hands=CLERKS,
        write=recover,
        forward=over and award.bonus_status == "paid" and case.recovered < award.amount,
    )


def _inquiry(model: Model, case: Case, name: str) -> Iterator[Choice]:
    def hear(who: str, _draw: Draw) -> Attempt:
        def effect(_answer: Answer) -> None:
            case.heard_on = model.today

        return _case_act(
            case,
            "record_hearing",
            "hearing",
            {"opened"},
            who=who,
            effect=effect,
            body={"heard_on": str(model.today), "statement": "无异议。"},
        )

    yield Choice(
        act="record_hearing",
        label=name,
        hands=SECRETARIAT,
        write=hear,
        forward=case.status == "opened" and case.heard_on is None,
    )

    def verify(who: str, draw: Draw) -> Attempt:
        grave = draw([True, True, False])
        faults = when(
            (who != "chair", NO_DUTY),
            (case.heard_on is None, fault(422, "honours.not_heard")),
            (case.ground == "incident" and not grave, fault(422, "honours.no_grave_effect")),
        )

        def effect(_answer: Answer) -> None:
            case.status, case.verified_on = "verified", model.today

        return _case_act(
            case,
            "verify_revocation",
            "verification",
            {"opened"},
            who=who,
            effect=effect,
            faults=faults,
            body={"verified_on": str(model.today), "finding": "属实。", "grave_effect": grave},
        )

    yield Choice(
        act="verify_revocation",
        label=name,
        hands=CHAIR,
        write=verify,
        forward=case.status == "opened" and case.heard_on is not None,
    )

    def dismiss(who: str, _draw: Draw) -> Attempt:
        established = case.verified_on is not None
        faults = when((who != "chair", NO_DUTY), (established, fault(422, "honours.must_request")))

        def effect(_answer: Answer) -> None:
            case.status = "dismissed"
            model.see("case dismissed")

        return _case_act(
            case,
            "dismiss_revocation",
            "dismissal",
            {"opened"},
            who=who,
            effect=effect,
            faults=faults,
            body={"reason": "不属实（演练）。"},
        )

    yield Choice(act="dismiss_revocation", label=name, hands=CHAIR, write=dismiss)

    def request(who: str, _draw: Draw) -> Attempt:
        def effect(_answer: Answer) -> None:
            case.status, case.requested_on = "requested", model.today

        body = {
            "requested_on": str(model.today),
            "request_number": model.paper("质评委"),
            "resolution_id": model.resolution,
        }
        return _case_act(
            case,
            "request_revocation",
            "request",
            {"verified"},
            who=who,
            effect=effect,
            faults=when((who != "chair", NO_DUTY)),
            body=body,
        )

    yield Choice(act="request_revocation", label=name, hands=CHAIR, write=request, forward=case.status == "verified")
