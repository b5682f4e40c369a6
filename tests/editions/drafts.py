"""A draft of the edition of 2022 with an amendment, brought as far towards its coming into force as it gets."""

import httpx2

from tests.api import Operator, People
from tests.cycles.drafts import draft_path
from tests.year_world import CHOICES, Amendment, resolution


async def as_far_as_it_gets(
    people: People, operator: Operator, amendment: Amendment, **paper: object
) -> httpx2.Response:
    """Amend a draft, approve it and bring it into force; gives the last answer, or the first refusal."""
    secretary = await people.secretary()
    path = await draft_path(operator, secretary)
    parameters = {**CHOICES, **(amendment or {})}
    last = await secretary.patch(path, {"parameters": parameters}, match=await secretary.get(path))
    body = {"document_number": "演练规发〔2022〕9号", "effective_on": "2020-05-20", **paper}
    for step, sent in (("approval", {"resolution_id": await resolution(secretary)}), ("activation", body)):
        if not last.is_success:
            break
        last = await secretary.post(f"{path}/{step}", sent, match=last)
    return last
