"""Handing the lead of a panel over: before, during and after the consensus (art. 20)."""

import httpx2

from tests.api import Operator, People
from tests.eligibility_world import reasons
from tests.panels.test_leaving import replace
from tests.reviews_world import Work, concluded, expert, reviewing, submitted
from tests.year_world import ok


async def hand_over(work: Work, comer: object, *applications: str) -> httpx2.Response:
    """Let the secretariat hand the lead over."""
    path = f"/v1/panels/{work.panel}"
    body = {"expert_id": str(comer), "application_ids": list(applications), "reason": "原组长因病（演练）。"}
    return await work.secretary.post(f"{path}/leaders", body, match=await work.secretary.get(path))


async def test_a_leader_lost_after_the_consensus_is_followed_by_one_who_reports(
    people: People, operator: Operator
) -> None:
    work = await reviewing(people, operator)
    await concluded(work)
    comer = work.experts[1]
    path = f"/v1/reviews/{work.application}"
    text = {"text": "总体成熟（演练）。"}
    refused = await comer.post(f"{path}/material-report", text, match=await comer.get(f"{path}/dossier"))
    assert (refused.status_code, refused.json()["code"]) == (403, "act.duty_missing")
    shown = ok(await hand_over(work, comer.party))
    leaders = [seat["expert_id"] for seat in shown["seats"] if seat["is_leader"]]
    assert leaders == [str(comer.party)]
    assert [r["expert_id"] for r in shown["applications"][0]["experts"] if r["leads"]] == [str(comer.party)]
    refused = await work.leader.post(f"{path}/material-report", text, match=await work.leader.get(f"{path}/dossier"))
    assert (refused.status_code, refused.json()["code"]) == (403, "act.duty_missing")
    made = ok(await comer.post(f"{path}/material-report", text, match=await comer.get(f"{path}/dossier")))
    assert made["issued_by"] == str(comer.party)
    (kept,) = ok(await work.secretary.get(f"/v1/panels/{work.panel}/leaders"), 200)["items"]
    assert (kept["expert_id"], kept["applications"], kept["whole"], kept["reason"]) == (
        str(comer.party), [work.application], True, "原组长因病（演练）。",
    )  # fmt: skip


async def test_the_lead_on_one_application_leaves_the_seat_where_it_is(people: People, operator: Operator) -> None:
    work = await reviewing(people, operator, applications=2)
    shown = ok(await hand_over(work, work.experts[2].party, work.application))
    led = {
        one["application_id"]: [r["expert_id"] for r in one["experts"] if r["leads"]] for one in shown["applications"]
    }
    assert led == {
        work.cases[0].id: [str(work.experts[2].party)], work.cases[1].id: [str(work.leader.party)],
    }  # fmt: skip
    assert [seat["expert_id"] for seat in shown["seats"] if seat["is_leader"]] == [str(work.leader.party)]


async def test_the_lead_does_not_go_to_a_stranger_to_himself_or_to_one_who_has_not_scored(
    people: People, operator: Operator
) -> None:
    work = await reviewing(people, operator)
    stranger = await expert(people, work.secretary)
    for applications in ((), (work.application,)):
        answer = await hand_over(work, stranger.party, *applications)
        assert (answer.status_code, reasons(answer)) == (422, [("panel.not_assigned", "第二十条")])
    again = await hand_over(work, work.leader.party)
    assert (again.status_code, reasons(again)) == (422, [("panel.leads_already", "第二十条")])
    for person in work.experts:
        await submitted(work, person)
    ok(await work.leader.post(f"/v1/reviews/{work.application}/consensus", {"stage": "material"}))
    ok(await replace(work, 1, stranger.party))
    late = await hand_over(work, stranger.party)
    assert (late.status_code, reasons(late)) == (422, [("panel.lead_unscored", "第二十条")])
    other = await hand_over(work, work.experts[2].party, str(stranger.party))
    assert other.status_code == 404
