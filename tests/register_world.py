"""What the register and the interests of the planted world hold: institutions, cases, interests, accesses, leads."""

from dataclasses import replace
from uuid import UUID

from tests.api import Operator, People
from tests.canaries import OFFICE, Aviary
from tests.credit_codes import CREDIT_CODES
from tests.reviews_world import Work, expert
from tests.year_world import ok, undertake

SEATS = (*OFFICE, "chair", "member_2", "member_3", "member_4", "member_5", "member_new")
"""Those who read cases against experts."""
DECIDE = (*OFFICE, "chair")
"""Those who decide on accesses to barred cases, and so know which case it is."""


async def plant_register(people: People, operator: Operator, aviary: Aviary, work: Work) -> None:
    """Plant two of each."""
    for _ in range(2):
        await _institution(aviary, work)
        await _case(people, aviary, work)
        await _interests(aviary)
    await _accesses(people, operator, aviary, work)
    for place in (1, 0):
        path = f"/v1/panels/{work.panel}"
        body = {"expert_id": str(work.experts[place].party), "reason": aviary.word("reason of a handover", OFFICE)}
        ok(await work.secretary.post(f"{path}/leaders", body, match=await work.secretary.get(path)))


async def _institution(aviary: Aviary, work: Work) -> None:
    body = {
        "name": f"所{aviary.word('name of an institution', OFFICE)}", "credit_code": next(CREDIT_CODES),
        "task": aviary.word("task of an institution", OFFICE), "contract_from": "2020-01-01",
        "contract_until": "2099-12-31",
    }  # fmt: skip
    aviary.keep("institution_id", ok(await work.secretary.post("/v1/institutions", body)), OFFICE)


async def _case(people: People, aviary: Aviary, work: Work) -> None:
    accused = await expert(people, work.secretary)
    body = {
        "expert_id": str(accused.party), "facts": aviary.word("facts against an expert", SEATS),
        "source": aviary.word("source against an expert", SEATS),
    }  # fmt: skip
    last = await work.secretary.post("/v1/sanctions", body)
    path = f"/v1/sanctions/{aviary.keep('sanction_id', ok(last), SEATS)}"
    said = {"heard_on": last.json()["opened_on"], "statement": aviary.word("statement of an expert", SEATS)}
    last = await work.secretary.post(f"{path}/hearing", said, match=last)
    told = {
        "recipient": "employer", "recipient_name": aviary.word("recipient of a referral", OFFICE),
        "document_number": "演练函〔2022〕1号", "referred_on": said["heard_on"],
    }  # fmt: skip
    ok(await work.secretary.post(f"{path}/referrals", told, match=last))


async def _interests(aviary: Aviary) -> None:
    for name in ("secretary", "expert_a1"):
        body = {
            "kind": "training", "credit_code": next(CREDIT_CODES), "organization_name": "演练他处公司",
            "from_on": "2020-01-01", "note": aviary.word(f"interest of {name}", {name, *OFFICE}),
        }  # fmt: skip
        made = ok(await aviary.people[name].post("/v1/interests", body))
        aviary.keep("interest_id", made, {name, *OFFICE})


async def _accesses(people: People, operator: Operator, aviary: Aviary, work: Work) -> None:
    """Let a barred officer ask twice; his case is the one of the finished panel."""
    officer = await people.secretary()
    await undertake(officer, work.year.cycle_id)
    found = "SELECT credit_code FROM application WHERE id = $1"
    body = {
        "kind": "kinship", "credit_code": await operator.value(found, UUID(work.application)),
        "organization_name": "演练公司", "from_on": "2020-01-01",
        "note": aviary.word("interest of an officer", OFFICE),
    }  # fmt: skip
    ok(await officer.post("/v1/interests", body))
    known = aviary.ids["application_id"]
    known[work.application] = replace(
        known[work.application], readers=known[work.application].readers | frozenset(DECIDE)
    )
    for _ in range(2):
        asked = {"application_id": work.application, "reason": aviary.word("reason for an access", DECIDE), "hours": 1}
        aviary.keep("glass_id", ok(await officer.post("/v1/break-glass", asked)), DECIDE)
