"""One person for each role of the procedure, made as the worlds of the stages make them."""

from collections.abc import Mapping

from app.regulation.vocabulary import Role
from tests.api import People, Person
from tests.committee_world import appointed
from tests.reviews_world import expert


async def whole_cast(people: People) -> Mapping[Role, Person]:
    """Give somebody of every role that signs in."""
    secretary = await people.secretary()
    return {
        Role.APPLICANT: await people.register_applicant(),
        Role.RECOMMENDER: await people.recommender(),
        Role.EXPERT: await expert(people, secretary),
        Role.SECRETARIAT: secretary,
        Role.COMMITTEE: await appointed(people, secretary),
    }
