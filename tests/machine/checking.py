"""The eligibility check: findings, verdicts, late findings (arts. 10, 11, 19)."""

from collections.abc import Iterator

from tests.eligibility_world import REGISTER
from tests.machine.applying import checked
from tests.machine.calling import OFFICE
from tests.machine.engine import LATE, Answer, Attempt, Choice, Draw, fault, when
from tests.machine.model import AFTER_ARRIVAL, CODES, Model
from tests.machine.rows import Application
from tests.machine.supplementing import supplements


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
    yield from supplements(model, case)

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
