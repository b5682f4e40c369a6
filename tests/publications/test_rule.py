"""Each field of the rules of notice and objection alone changes what happens (edition.notice, edition.objection)."""

from typing import Any

import httpx2
import pytest

from tests.api import Operator, People
from tests.eligibility_world import reasons
from tests.honours_world import POSTED, approved_year, lodged, noticed_year, objection
from tests.year_world import ok

TUESDAY = "2022-12-13T09:00:00+08:00"
RUNNING = "2022-12-14T10:00:00+08:00"


@pytest.mark.parametrize(("rule", "last_day"), [
    ({}, "2022-12-20"), ({"days": 10}, "2022-12-23"), ({"unit": "working"}, "2022-12-22"),
    ({"starts_next_day": False}, "2022-12-19"), ({"days": 5}, "2022-12-19"),
    ({"days": 5, "roll_over": False}, "2022-12-18"),
])  # fmt: skip
async def test_length_unit_first_day_and_rolling_over_move_the_last_day(
    people: People, operator: Operator, rule: dict[str, Any], last_day: str
) -> None:
    made = await approved_year(people, operator, {"notice": rule} if rule else None)
    assert (await made.noticed(POSTED, TUESDAY))["last_day"] == last_day


async def test_the_form_of_an_objection_is_the_editions(
    people: People, operator: Operator, api: httpx2.AsyncClient
) -> None:
    rule = {"real_name_only": False, "evidence_required": True, "reply_working_days": 5}
    made = await noticed_year(people, operator, {"objection": rule})
    path = f"/v1/publications/{made.notices[0]}/objections"
    nameless = objection(made.firms["甲"], is_real_name=False, name="", contact="")
    async with operator.at(RUNNING):
        bare = await api.post(path, json=nameless)
        assert reasons(bare) == [("notice.no_evidence", "edition.objection.evidence_required")]
        ok(await api.post(path, json=nameless | {"evidence": "演练应急管理局事故调查报告〔2022〕3号。"}))
    text = ok(await api.get(f"/v1/publications/{made.notices[0]}"), 200)["text"]
    assert "提出（可以匿名），并须附证据材料" in text
    (seen,) = ok(await made.secretary.get(f"/v1/objections?notice_id={made.notices[0]}"), 200)["items"]
    assert (seen["evidence"], seen["reply_due_on"]) == ("演练应急管理局事故调查报告〔2022〕3号。", "2022-12-21")
    for instant, is_overdue in (("2022-12-21T23:59:58+08:00", False), ("2022-12-22T00:00:00+08:00", True)):
        async with operator.at(instant):
            (seen,) = ok(await made.secretary.get(f"/v1/objections?notice_id={made.notices[0]}"), 200)["items"]
        assert seen["is_overdue"] is is_overdue


async def test_a_letter_keeps_the_form_too_and_no_term_is_no_delay(people: People, operator: Operator) -> None:
    made = await noticed_year(people, operator)
    found = await lodged(made, "甲", RUNNING)
    seen = ok(await made.secretary.get(f"/v1/objections/{found}"), 200)
    assert (seen["reply_due_on"], seen["is_overdue"], seen["evidence"]) == (None, False, "")
