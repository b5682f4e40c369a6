"""A credit code that a stranger registered: claimed from outside, stated on by both sides, decided (art. 2)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
import httpx2
import pytest

from tests.api import PASSWORD, Operator, People, Person
from tests.applications_world import PDF
from tests.eligibility_world import reasons
from tests.year_world import Year, called_year, ok

RAW = {"Content-Type": "application/octet-stream"}
REASON = {"reason": "营业执照与授权委托书经核对无误。"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A stranger who holds an organization, and the claim of the true one."""

    people: People
    stranger: Person
    secretary: Person
    id: str
    code: str

    @property
    def path(self) -> str:
        """Where the claim lives."""
        return f"/v1/organization-claims/{self.id}"

    @property
    def proof(self) -> dict[str, str]:
        """What shows that one is the claimant."""
        return {"Claim-Code": self.code}

    async def upload(self, kind: str, content: bytes = PDF, **headers: str) -> httpx2.Response:
        """Upload one of the claimant's papers."""
        return await self.people.client.put(
            f"{self.path}/files/{kind}?filename={kind}.pdf", content=content + kind.encode(),
            headers={**self.proof, **RAW, **headers},
        )  # fmt: skip

    async def decide(self, how: str) -> httpx2.Response:
        """Decide as the secretariat."""
        return await self.secretary.post(f"{self.path}/{how}", REASON, match=await self.secretary.get(self.path))


def claim(credit_code: str) -> dict[str, Any]:
    return {
        "credit_code": credit_code, "claimed_name": "真正阳光智造（演练）有限公司", "contact_name": "真陈启明",
        "contact_phone": "0510-86999999", "statement": "本组织从未授权该用户注册。",
    }  # fmt: skip


async def disputed(people: People) -> Dispute:
    stranger, secretary = await people.register_applicant("冒名公司"), await people.secretary()
    held = ok(await stranger.get(f"/v1/organizations/{stranger.party}"), 200)
    made = ok(await people.client.post("/v1/organization-claims", json=claim(held["credit_code"])))
    return Dispute(people=people, stranger=stranger, secretary=secretary, id=made["id"], code=made["code"])


async def test_an_upheld_claim_gives_the_organization_with_its_drafts_to_the_claimant(
    people: People, operator: Operator
) -> None:
    case, year = await disputed(people), await called_year(people, operator)
    draft = ok(await case.stranger.post("/v1/applications", {"cycle_id": year.cycle_id}))
    for kind in ("licence", "authorisation"):
        ok(await case.upload(kind), 200)
    upheld = ok(await case.decide("upholding"))
    assert (upheld["claim"]["status"], upheld["claim"]["reason"]) == ("upheld", REASON["reason"])
    assert (await case.stranger.get(f"/v1/organizations/{case.stranger.party}")).status_code == 401
    assert (await (await case.stranger.signed_in()).get("/v1/applications")).status_code == 403
    login = {"code": upheld["code"], "login": "zhen-chen-qiming", "password": PASSWORD}
    ok(await people.client.post("/v1/invitations/acceptance", json=login))
    true = await Person(
        client=people.client, user=UUID(upheld["invited_user_id"]), login="zhen-chen-qiming", party=case.stranger.party
    ).signed_in()
    organization = ok(await true.get(f"/v1/organizations/{true.party}"), 200)
    assert (organization["name"], organization["status"]) == ("真正阳光智造（演练）有限公司", "verified")
    assert [paper["kind"] for paper in organization["papers"]] == ["licence", "authorisation"]
    assert (await true.get(f"/v1/organizations/{true.party}/files/licence")).content == PDF + b"licence"
    assert [each["id"] for each in ok(await true.get("/v1/applications"), 200)["items"]] == [draft["id"]]
    leaf = await operator.value("SELECT convert_from(body, 'UTF8') FROM record_leaf WHERE convert_from(body, 'UTF8') "
                                "LIKE '%uphold_claim%' ORDER BY id DESC LIMIT 1")  # fmt: skip
    assert str(case.stranger.user) in leaf
    assert upheld["invited_user_id"] in leaf
    twice = await case.decide("rejection")
    assert (twice.status_code, reasons(twice)) == (409, [("act.out_of_order", "第二条")])
    assert (await case.upload("licence")).status_code == 409


async def test_a_rejected_claim_leaves_everything_as_it_was_and_says_why(people: People) -> None:
    case = await disputed(people)
    ok(await case.decide("rejection"))
    told = ok(await people.client.get(f"{case.path}/progress", headers=case.proof), 200)
    assert (told["status"], told["reason"]) == ("rejected", REASON["reason"])
    assert (await case.stranger.get(f"/v1/organizations/{case.stranger.party}")).status_code == 200
    late = await people.client.post(f"{case.path}/statements", json={"text": "再陈述"}, headers=case.proof)
    assert (late.status_code, late.json()["code"]) == (409, "claim.decided")


async def test_no_claim_is_upheld_without_both_papers(people: People) -> None:
    case = await disputed(people)
    bare = await case.decide("upholding")
    assert (bare.status_code, [code for code, _ in reasons(bare)]) == (
        422, ["paper.licence_missing", "paper.authorisation_missing"],
    )  # fmt: skip
    ok(await case.upload("licence"), 200)
    half = await case.decide("upholding")
    assert [code for code, _ in reasons(half)] == ["paper.authorisation_missing"]
    assert (await case.stranger.get("/v1/applications")).status_code == 200


async def test_both_sides_state_and_read_each_other_but_not_the_contact(people: People) -> None:
    case = await disputed(people)
    seen = await case.stranger.get(case.path)
    ok(await case.stranger.post(f"{case.path}/answers", {"text": "我方有授权。"}, match=seen))
    ok(await people.client.post(f"{case.path}/statements", json={"text": "授权书系伪造。"}, headers=case.proof))
    words = [("claimant", "本组织从未授权该用户注册。"), ("holder", "我方有授权。"), ("claimant", "授权书系伪造。")]
    for answer in (
        await case.stranger.get(case.path),
        await case.secretary.get(case.path),
        await people.client.get(f"{case.path}/progress", headers=case.proof),
    ):
        assert [(each["side"], each["text"]) for each in ok(answer, 200)["statements"]] == words
    ok(await case.upload("licence"), 200)
    holder = (await case.stranger.get(case.path)).text
    assert "86999999" not in holder
    assert "真陈启明" not in holder
    assert ok(await case.stranger.get(case.path), 200)["papers"] == []
    assert (await case.stranger.get(f"{case.path}/files/licence")).status_code == 403
    assert (await case.secretary.get(f"{case.path}/files/licence")).content == PDF + b"licence"
    assert ok(await case.secretary.get(case.path), 200)["contact"] == {"name": "真陈启明", "phone": "0510-86999999"}


async def test_a_claim_is_nobodys_but_its_partys(people: People) -> None:
    case, other = await disputed(people), await disputed(people)
    assert (await other.stranger.get(case.path)).status_code == 404
    assert [each["id"] for each in ok(await other.stranger.get("/v1/organization-claims"), 200)["items"]] == [other.id]
    for code in (other.code, "", "7KQM-2XWD-9RTA-VBNE-H4PC"):
        answer = await people.client.get(f"{case.path}/progress", headers={"Claim-Code": code})
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
        refused = await people.client.put(
            f"{case.path}/files/licence?filename=a.pdf", content=PDF, headers={"Claim-Code": code, **RAW}
        )
        assert refused.status_code == 404
    assert (await people.client.get(f"{case.path}/progress")).status_code == 422


async def test_what_is_not_registered_is_registered_and_not_claimed(people: People) -> None:
    answer = await people.client.post("/v1/organization-claims", json=claim("91350100M000100Y43"))
    assert (answer.status_code, reasons(answer)) == (422, [("claim.not_registered", "第十条（一）")])
    wrong = await people.client.post("/v1/organization-claims", json=claim("91350100M000100Y44"))
    assert [code for code, _ in reasons(wrong)] == ["credit_code.check"]


async def test_one_organization_has_three_open_claims_at_most(people: People) -> None:
    case = await disputed(people)
    held = ok(await case.stranger.get(f"/v1/organizations/{case.stranger.party}"), 200)
    body = claim(held["credit_code"])
    answers = [await people.client.post("/v1/organization-claims", json=body) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 409]
    assert answers[2].json()["code"] == "claim.too_many"


async def test_statements_and_files_have_an_end_and_stand(people: People, operator: Operator) -> None:
    case = await disputed(people)
    for number in range(19):
        body = {"text": f"陈述{number}"}
        ok(await people.client.post(f"{case.path}/statements", json=body, headers=case.proof))
    more = await people.client.post(f"{case.path}/statements", json={"text": "第二十一次"}, headers=case.proof)
    assert (more.status_code, reasons(more)) == (422, [("claim.statements", "第二条")])
    for number in range(10):
        ok(await case.upload("licence", PDF + f"%{number}\n".encode()), 200)
    full = await case.upload("licence", PDF + b"%10\n")
    assert (full.status_code, reasons(full)) == (422, [("claim.files", "第二条")])
    with pytest.raises(asyncpg.CheckViolationError, match="claim_statement_is_fixed"):
        await operator.run("UPDATE claim_statement SET text = 'x' WHERE claim_id = $1", UUID(case.id))


async def test_hostile_text_is_refused(people: People, operator: Operator) -> None:
    year: Year = await called_year(people, operator)
    assert year.award_year > 2000
    stranger = await people.register_applicant()
    held = ok(await stranger.get(f"/v1/organizations/{stranger.party}"), 200)["credit_code"]
    for change in ({"statement": "\x00"}, {"statement": " "}, {"contact_phone": "'; --"}, {"claimed_name": "名" * 101}):
        answer = await people.client.post("/v1/organization-claims", json=claim(held) | change)
        assert answer.status_code == 422
    emoji = ok(await people.client.post("/v1/organization-claims", json=claim(held) | {"statement": "𠮷🏭属实"}))
    assert emoji["statements"][0]["text"] == "𠮷🏭属实"
