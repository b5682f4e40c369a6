"""An organization registers and the secretariat verifies it: the first act end to end."""

from tests.api import Operator, People


async def test_the_secretariat_verifies_a_registered_organization(people: People) -> None:
    applicant, secretary = await people.register_applicant(), await people.secretary()
    path = f"/v1/organizations/{applicant.party}"
    seen = await applicant.get(path)
    assert (seen.json()["status"], seen.headers["etag"]) == ("unverified", '"v1"')
    done = await secretary.post(f"{path}/verification", match=seen)
    assert (done.status_code, done.json()["status"]) == (201, "verified")


async def test_the_clock_of_a_rehearsal_shifts_and_comes_back(operator: Operator) -> None:
    async with operator.at("2022-05-01T08:00:00+08:00"):
        assert await operator.value("SELECT award_today()::text") == "2022-05-01"
    assert await operator.value("SELECT clock_offset = interval '0' FROM installation")
