"""How an edition counts the public notice and what follows a title: each field changed alone (arts. 25, 29)."""

from tests.api import Operator, People
from tests.editions.fields import Change, each_field, said
from tests.honours_world import approved_year, commended_year, noticed_year, objection
from tests.year_world import Amendment, edition_with, free_year, ok, plan


@each_field(
    "2023-01-28",
    Change("notice.days", 7, "2023-01-20"),
    Change("notice.unit", "working", "2023-01-30"),
    Change("notice.starts_next_day", False, "2023-01-20"),
    Change("notice.roll_over", False, "2023-01-21"),
    world={"notice": {"days": 8}},
)
async def test_a_notice_published_before_the_spring_festival_ends(
    people: People, operator: Operator, amendment: Amendment, seen: str
) -> None:
    """Art. 25, T4: on Friday 13 January 2023; the holiday runs from the 21st to the 27th, the 28th is worked."""
    made = await approved_year(people, operator, amendment)
    notice = await made.noticed("2023-01-13T08:30:00+08:00", "2023-01-13T09:00:00+08:00")
    assert notice["last_day"] == seen


@each_field((201, False), Change("revocation.announce_incidents", True, (201, True)), Change(
    "revocation.window_months", 6, (422, False)), world={"revocation": {"announce_incidents": False}})  # fmt: skip
async def test_an_incident_six_months_and_a_day_after_the_award(
    people: People, operator: Operator, amendment: Amendment, seen: tuple[int, bool]
) -> None:
    """Art. 29 (2): commended on 20 December, opened on 21 June; whether it is announced."""
    made = await commended_year(people, operator, amendment=amendment)
    body = {
        "award_id": (await made.award("甲"))["id"], "ground": "incident", "incident_kind": "safety",
        "facts": "获奖后发生较大生产安全责任事故。", "happened_on": "2023-05-18", "source": "演练应急管理局通报第7号",
    }  # fmt: skip
    async with operator.at("2023-06-21T10:00:00+08:00"):
        answer = await made.secretary.post("/v1/revocations", body)
    assert (answer.status_code, answer.json().get("must_announce", False)) == seen


@each_field(
    (201, []),
    Change("notice.position", "before_approval", (422, ["plan.date_missing", "plan.step_unknown"])),
)
async def test_the_year_has_one_notice_after_the_approval(
    people: People, operator: Operator, amendment: Amendment, seen: object
) -> None:
    """Arts. 7(3), 25, T3: a plan with one notice, and that after the approval."""
    edition = await edition_with(people, operator, amendment)
    assert said(await (await people.secretary()).post("/v1/cycles", plan(edition, free_year()))) == seen


@each_field(
    (201, [], None),
    Change("objection.real_name_only", True, (422, ["notice.anonymous"], None)),
    Change("objection.evidence_required", True, (422, ["notice.no_evidence"], None)),
    Change("objection.reply_working_days", 5, (201, [], "2022-12-21")),
    world={"objection": {"real_name_only": False, "evidence_required": False, "reply_working_days": None}},
)
async def test_a_nameless_objection_without_evidence(
    people: People, operator: Operator, amendment: Amendment, seen: tuple[object, ...]
) -> None:
    """Art. 25: on Wednesday 14 December 2022; and when it is to be answered."""
    made = await noticed_year(people, operator, amendment)
    body = objection(made.firms["甲"], is_real_name=False, name="", contact="")
    async with operator.at("2022-12-14T10:00:00+08:00"):
        answer = await people.client.post(f"/v1/publications/{made.notices[0]}/objections", json=body)
        listed = ok(await made.secretary.get(f"/v1/objections?notice_id={made.notices[0]}"), 200)["items"]
    assert (*said(answer), *([each["reply_due_on"] for each in listed] or [None])) == seen
