"""Duties towards the law and the register of experts, as they come and go over HTTP (arts. 8(3), 16, 31, 32)."""

from datetime import date, timedelta

from tests.api import Operator, People
from tests.cycles.drafts import in_force_path
from tests.cycles.test_revision import CONSULTATION, act, proposed
from tests.overview.duties import one
from tests.panels.test_register_life import admitted, path_of
from tests.reviews_world import evidence, expert
from tests.sanctions.test_sanction import heard, opened_case
from tests.year_world import ok, resolution


async def test_a_revision_is_consulted_on_and_concluded_when_the_days_are_over(
    people: People, operator: Operator
) -> None:
    async with operator.at("2025-01-03T09:00:00+08:00"):
        secretary, _, path = await proposed(people, operator)
        revision = path.rpartition("/")[2]
        duty = await one(secretary, "revision_unconsulted", revision)
        assert duty is not None
        assert (duty["due_on"], duty["acts"], duty["article"]) == ("2025-03-31", ["open_consultation"], "第十六条")
        assert duty["href"] == path
        ok(await act(secretary, path, "consultation", CONSULTATION))
        assert await one(secretary, "revision_unconsulted", revision) is None
    async with operator.at("2025-02-05T23:59:59+08:00"):
        assert await one(secretary, "revision_unconcluded", revision) is None
    async with operator.at("2025-02-06T00:00:01+08:00"):
        duty = await one(secretary, "revision_unconcluded", revision)
        assert duty is not None
        assert (duty["due_on"], duty["acts"]) == ("2025-03-31", ["conclude_revision"])
        ok(await act(secretary, path, "conclusion", {"outcome": "kept", "conclusion": "暂不修订。"}))
        assert await one(secretary, "revision_unconcluded", revision) is None


async def test_the_review_of_an_edition_waits_for_ninety_days_until_a_revision_is_proposed(
    people: People, operator: Operator
) -> None:
    secretary, path = await in_force_path(people, operator, "2022-05-20")
    edition, code = path.rpartition("/")[2], "edition_review_due"
    async with operator.at("2024-01-10T09:00:00+08:00"):
        body = {"resolution_id": await resolution(secretary), "review_due_on": "2024-11-30"}
        ok(await secretary.post(f"{path}/review-date", body, match=await secretary.get(path)))
    async with operator.at("2024-09-01T12:00:00+08:00"):
        assert await one(secretary, code, edition) is None
    async with operator.at("2024-09-02T12:00:00+08:00"):
        duty = await one(secretary, code, edition)
        assert duty is not None
        assert (duty["due_on"], duty["overdue"], duty["acts"]) == ("2024-11-30", False, ["propose_revision"])
    async with operator.at("2024-12-01T00:00:00+08:00"):
        duty = await one(secretary, code, edition)
        assert duty is not None
        assert duty["overdue"] is True
        suggestion = {"edition_id": edition, "proposer": "演练科", "articles": ["第四条"], "reasons": "名额需调整。"}
        ok(await secretary.post("/v1/revisions", suggestion))
        assert await one(secretary, code, edition) is None


async def test_an_edition_is_extended_or_its_lapse_recorded(people: People, operator: Operator) -> None:
    secretary, path = await in_force_path(people, operator, "2022-05-20")
    edition = path.rpartition("/")[2]
    async with operator.at("2024-05-18T12:00:00+08:00"):
        assert await one(secretary, "edition_expiring", edition) is None
    async with operator.at("2024-05-19T12:00:00+08:00"):
        duty = await one(secretary, "edition_expiring", edition)
        assert duty is not None
        assert (duty["due_on"], duty["article"], duty["href"]) == ("2025-05-19", "第三十二条", path)
    async with operator.at("2025-05-19T23:59:58+08:00"):
        assert await one(secretary, "edition_expired", edition) is None
        decided = {"resolution_id": await resolution(secretary), "until": "2027-05-31"}
        ok(await secretary.post(f"{path}/extensions", decided, match=await secretary.get(path)))
        assert await one(secretary, "edition_expiring", edition) is None
    async with operator.at("2026-05-31T12:00:00+08:00"):
        duty = await one(secretary, "edition_expiring", edition)
        assert duty is not None
        assert duty["due_on"] == "2027-05-31"
    async with operator.at("2027-06-01T00:00:00+08:00"):
        assert await one(secretary, "edition_expiring", edition) is None
        duty = await one(secretary, "edition_expired", edition)
        assert duty is not None
        assert (duty["acts"], duty["href"]) == (["record_expiry"], path)
        office = await secretary.signed_in()
        ok(await office.post(f"{path}/expiry", match=await office.get(path)))
        assert await one(secretary, "edition_expired", edition) is None


async def test_the_term_of_an_expert_is_told_ninety_days_before_until_it_is_renewed(
    people: People, operator: Operator
) -> None:
    secretary = await people.secretary()
    today: date = await operator.value("SELECT award_today()")
    last = today + timedelta(days=90)
    seen = await admitted(secretary, term_until=str(last))
    person = seen.json()["id"]
    assert await one(secretary, "term_expiring", person) is None
    async with operator.at(f"{today + timedelta(days=1)}T12:00:00+08:00"):
        duty = await one(secretary, "term_expiring", person)
        assert duty is not None
        assert (duty["due_on"], duty["acts"], duty["href"]) == (
            str(last), ["renew_expert", "release_expert"], path_of(seen),
        )  # fmt: skip
        office = await secretary.signed_in()
        body = {"standard": "第 2 版", "term_until": "2098-02-28", "evidence_file_id": await evidence(office)}
        ok(await office.post(f"{path_of(seen)}/renewal", body, match=seen))
        assert await one(secretary, "term_expiring", person) is None


async def test_a_case_against_an_expert_waits_for_its_decision_and_a_referral_for_its_reply(people: People) -> None:
    secretary = await people.secretary()
    opened = await opened_case(secretary, (await expert(people, secretary)).party)
    duty = await one(secretary, "sanction_undecided", ok(opened)["id"])
    assert duty is not None
    assert (duty["acts"], duty["article"]) == (["impose_sanction", "dismiss_sanction"], "第三十一条")
    case = await heard(secretary, (await expert(people, secretary)).party)
    here = case.json()["id"]
    assert await one(secretary, "referral_unanswered", here) is None
    body = {
        "recipient": "employer", "recipient_name": "演练质量研究所", "referred_on": case.json()["opened_on"],
        "document_number": "演练函〔2022〕81号",
    }  # fmt: skip
    told = await secretary.post(f"/v1/sanctions/{here}/referrals", body, match=case)
    (referral,) = ok(told)["referrals"]
    duty = await one(secretary, "referral_unanswered", here)
    assert duty is not None
    assert (duty["acts"], "演练质量研究所" in duty["message"]) == (["record_referral_reply"], True)
    reply = {"reply": "已处分。", "replied_on": body["referred_on"]}
    done = await secretary.post(f"/v1/sanctions/{here}/referrals/{referral['id']}/reply", reply, match=told)
    ok(done)
    assert await one(secretary, "referral_unanswered", here) is None
    assert await one(secretary, "sanction_undecided", here) is not None
    ok(await secretary.post(f"/v1/sanctions/{here}/dismissal", {"reason": "查无实据。"}, match=done))
    assert await one(secretary, "sanction_undecided", here) is None
