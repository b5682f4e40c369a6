"""The eligibility check: findings, verdicts, supplements, reconsideration, late findings (arts. 10, 11, 19)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

from tests.eligibility_world import REGISTER
from tests.machine.applying import owned
from tests.machine.calling import NOT_LIVE, OFFICE, last_to_ask
from tests.machine.engine import LATE, UNSEEN, UNSIGNED, Answer, Attempt, Choice, Draw, Fault, fault, when
from tests.machine.model import AFTER_ARRIVAL, CODES, Application, Model
from tests.machine.numbers import midnight, working_day_after


def checked(model: Model, case: Application, who: str) -> list[Fault]:
    """Say what keeps an officer from an application at all: it never came, he has not signed, the year is over."""
    unseen = case.status == "draft" or (not case.sent and case.status == "withdrawn")
    return when((unseen, UNSEEN), (who not in model.signed, UNSIGNED), (model.dead, NOT_LIVE))


def of_the_office(model: Model, case: Application) -> Iterator[Choice]:  # noqa: C901 - one act after the other.
    path, row = f"/v1/eligibility/{case.id}", ("application", case.id)
    found = {
        code: outcome for code, (outcome, at) in case.findings.items() if case.received_at and at >= case.received_at
    }

    def record(who: str, draw: Draw) -> Attempt:
        bad = draw(["", "", "accidents", "good_credit", "chief_quality_officer"])
        faults = [*checked(model, case, who), *when((case.status not in {"received", "supplement_requested"}, LATE))]

        def effect(_answer: Answer) -> None:
            for code in CODES:
                case.findings[code] = ("not_met" if code == bad else "met", model.now)

        findings = [
            {"code": code, "outcome": "not_met" if code == bad else "met", "reason": "经核实。", "references": REGISTER}
            for code in CODES
        ]
        return Attempt(
            act="record_findings",
            who=who,
            path=f"{path}/finding-sets",
            of=row,
            faults=tuple(faults),
            effect=effect,
            body={"findings": findings},
        )

    yield Choice(
        act="record_findings",
        label=case.name,
        hands=OFFICE,
        write=record,
        forward=case.status == "received" and not found,
    )

    overdue = any(not each["answered"] and model.today > each["due"] for each in case.supplements)
    all_met = all(found.get(code) == "met" for code in CODES)

    def eligible(who: str, _draw: Draw) -> Attempt:
        faults = [
            *checked(model, case, who),
            *when(
                (case.status != "received", LATE),
                (not all_met, fault(422, "eligibility.no_verdict", "eligibility.not_met")),
            ),
        ]

        def effect(_answer: Answer) -> None:
            case.status, case.verdict_by, case.verdict_on = "eligible", who, model.today

        return Attempt(
            act="declare_eligible",
            who=who,
            path=f"{path}/eligible-verdict",
            of=row,
            body={},
            faults=tuple(faults),
            effect=effect,
        )

    yield Choice(
        act="declare_eligible",
        label=case.name,
        hands=OFFICE,
        write=eligible,
        forward=case.status == "received" and all_met,
    )
    bad = "not_met" in found.values()

    def ineligible(who: str, _draw: Draw) -> Attempt:
        faults = [
            *checked(model, case, who),
            *when(
                (case.status not in {"received", "supplement_requested"}, LATE),
                (not (bad or overdue), fault(422, "eligibility.nothing_unmet")),
            ),
        ]

        def effect(_answer: Answer) -> None:
            if not bad:
                model.see("ineligible for an overdue supplement alone")
            case.status, case.verdict_by, case.verdict_on = "ineligible", who, model.today

        return Attempt(
            act="declare_ineligible",
            who=who,
            path=f"{path}/ineligible-verdict",
            of=row,
            faults=tuple(faults),
            effect=effect,
            body={"reason": "不符合申报条件。"},
        )

    yield Choice(
        act="declare_ineligible",
        label=case.name,
        hands=OFFICE,
        write=ineligible,
        forward=case.status in {"received", "supplement_requested"} and (bad or overdue),
    )
    yield from _supplements(model, case)

    def disqualify(who: str, _draw: Draw) -> Attempt:
        faults = [*checked(model, case, who), *when((case.status not in {*AFTER_ARRIVAL, "approved_in_notice"}, LATE))]

        def effect(_answer: Answer) -> None:
            model.see(f"disqualified while {case.status}")
            case.status = "disqualified"

        return Attempt(
            act="disqualify_application",
            who=who,
            path=f"{path}/disqualification",
            of=row,
            faults=tuple(faults),
            effect=effect,
            body={"code": "accidents", "basis": "一般生产安全责任事故。", "references": REGISTER},
        )

    yield Choice(act="disqualify_application", label=case.name, hands=OFFICE, write=disqualify)


def _supplements(model: Model, case: Application) -> Iterator[Choice]:
    row = ("application", case.id)
    since = [each for each in case.supplements if case.received_at and each["asked"] >= case.received_at]

    def request(who: str, draw: Draw) -> Attempt:
        last = working_day_after(model.today, model.numbers.supplement_days)
        due = (
            model.today + timedelta(days=draw([1, 2, 0]))
            if draw([True, True, False])
            else last + timedelta(days=draw([0, 1]))
        )
        faults = [
            *checked(model, case, who),
            *when(
                (case.status != "received", LATE),
                (len(since) >= 1, fault(422, "supplement.no_round_left")),
                (not model.today < due <= last, fault(422, "supplement.due_day")),
            ),
        ]

        def effect(answer: Answer) -> None:
            case.status = "supplement_requested"
            case.supplements.append({"id": answer["id"], "due": due, "asked": model.now, "answered": False})

        return Attempt(
            act="request_supplement",
            who=who,
            path=f"/v1/eligibility/{case.id}/supplement-requests",
            of=row,
            faults=tuple(faults),
            effect=effect,
            body={"items": [{"item": "certificate", "note": "请补充。"}], "reason": "不齐。", "due_on": str(due)},
        )

    yield Choice(
        act="request_supplement",
        label=case.name,
        hands=OFFICE,
        write=request,
        rare=case.status == "received" and not since,
    )

    def supply(who: str, _draw: Draw) -> Attempt:
        asked = case.supplements[-1] if case.supplements else {"id": str(uuid4()), "due": model.today}
        over = model.today > asked["due"]
        faults = [
            *owned(model, case, who),
            *when(
                (not case.supplements, UNSEEN),
                (case.status != "supplement_requested", LATE),
                (over, fault(422, "supplement.too_late")),
                (model.dead, NOT_LIVE),
            ),
        ]
        if over and case.status == "supplement_requested":
            model.see("supplement late")

        def effect(_answer: Answer) -> None:
            if (
                midnight(model.today + timedelta(days=1)) - model.now <= timedelta(seconds=1)
                and model.today == asked["due"]
            ):
                model.see("supplement in the last second")
            case.status, asked["answered"] = "received", True

        return Attempt(
            act="supply_supplement",
            who=who,
            path=f"/v1/supplements/{asked['id']}/answer",
            of=row,
            faults=tuple(faults),
            effect=effect,
            body={"answers": [{"item": "certificate", "text": "见附件。"}]},
        )

    yield Choice(
        act="supply_supplement",
        label=case.name,
        hands=(case.owner,),
        write=supply,
        forward=case.status == "supplement_requested",
    )


def reconsidering(model: Model, case: Application) -> Iterator[Choice]:
    path, row = f"/v1/eligibility/{case.id}/reconsideration", ("application", case.id)

    def ask(who: str, _draw: Draw) -> Attempt:
        over = case.verdict_on is None or model.today > last_to_ask(model, case)
        faults = [
            *owned(model, case, who),
            *when(
                (case.status != "ineligible", LATE),
                (model.dead, NOT_LIVE),
                (case.status == "draft", UNSEEN),
                (case.status == "ineligible" and bool(case.reconsideration), fault(422, "reconsideration.once")),
                (case.status == "ineligible" and over, fault(422, "reconsideration.too_late")),
            ),
        ]
        if case.status == "ineligible" and over:
            model.see("reconsideration asked for too late")

        def effect(_answer: Answer) -> None:
            case.reconsideration = "received"

        return Attempt(
            act="ask_reconsideration",
            who=who,
            path=path,
            of=row,
            faults=tuple(faults),
            effect=effect,
            body={"grounds": "请求复核。"},
        )

    yield Choice(
        act="ask_reconsideration",
        label=case.name,
        hands=(case.owner,),
        write=ask,
        rare=case.status == "ineligible" and not case.reconsideration,
    )
    for act, word, after in (
        ("uphold_reconsideration", "upholding", "upheld"),
        ("reject_reconsideration", "rejection", "rejected"),
    ):
        yield Choice(
            act=act,
            label=case.name,
            hands=OFFICE,
            write=_ruling(model, case, act, f"{path}/{word}", after),
            forward=case.reconsideration == "received",
        )


def _ruling(model: Model, case: Application, act: str, path: str, after: str) -> Any:  # noqa: ANN401 - as above.
    def write(who: str, _draw: Draw) -> Attempt:
        faults = [
            *checked(model, case, who),
            *when(
                (not case.reconsideration, UNSEEN),
                (case.reconsideration != "received", LATE),
                (case.status != "ineligible", LATE),
                (case.verdict_by == who, fault(422, "reconsideration.same_officer")),
            ),
        ]

        def effect(_answer: Answer) -> None:
            model.see(f"reconsideration {after}")
            case.reconsideration = after
            if after == "upheld":
                case.status, case.received_at = "received", case.received_at

        return Attempt(
            act=act,
            who=who,
            path=path,
            of=("application", case.id),
            faults=tuple(faults),
            effect=effect,
            body={"ruling": "经复核。"},
        )

    return write
