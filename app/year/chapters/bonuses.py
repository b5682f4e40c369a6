"""Plaques and bonuses: handed over, prepared by one person and paid by another."""

from typing import Any

from app.year.story import Story


def tell(story: Story) -> None:
    """Arts. 26, 27: four winners, two of whom are paid in the story."""
    story.journal.chapter("奖牌与奖金 · Plaques and bonuses")
    story.at("2023-03-01T10:00:00")
    for number, key in enumerate(("steel", "robot", "fibre", "port"), 1):
        hand_over(story, key, number)
    story.at("2023-03-10T10:00:00")
    pay(story)
    spend(story)
    keys = {award["id"]: award["organization_name"] for award in story.secretary.all("list_awards")}
    rows = [
        (keys[row["award_id"]], row["amount"], row["paid"], row["status"])
        for row in story.secretary.all("list_bonuses")
    ]
    story.journal.check("bonuses", sorted(rows))


def award_of(story: Story, key: str) -> dict[str, Any]:
    """Find a firm's award."""
    application = story.applicants[key].application
    return next(row for row in story.secretary.all("list_awards") if row["application_id"] == application)


def bonus_of(story: Story, key: str) -> dict[str, Any]:
    """Find a firm's bonus."""
    award = award_of(story, key)["id"]
    return next(row for row in story.secretary.all("list_bonuses") if row["award_id"] == award)


def hand_over(story: Story, key: str, number: int) -> None:
    """Art. 26: the plaque, with the day and the hand that took it."""
    body = {"plaque_number": f"演练-2022-{number:02}", "received_on": story.journal.today, "receiver": "陈启明"}
    story.secretary.do("hand_over_plaque", body, award_id=award_of(story, key)["id"])


def pay(story: Story) -> None:
    """Art. 27: two persons; the amount is the tier's and nobody types it; nobody is paid twice."""
    for key in ("steel", "fibre"):
        bonus = bonus_of(story, key)["id"]
        holder = {"account_holder": story.applicants[key].firm.name}
        paid = {"voucher": f"演练-财-2023-{key}", "paid_on": story.journal.today}
        if key == "steel":
            story.clerk.refused("paid_unprepared", "confirm_payment", paid, bonus_id=bonus)
            story.clerk.do("prepare_payment", holder, bonus_id=bonus)
            story.clerk.refused("same_person", "confirm_payment", paid, bonus_id=bonus)
            story.secretary.refused("no_finance_duty", "confirm_payment", paid, bonus_id=bonus)
            cashier(story).do("confirm_payment", paid, bonus_id=bonus)
            cashier(story).refused("paid_twice", "confirm_payment", paid, bonus_id=bonus)
        else:
            story.secretary.do("prepare_payment", holder, bonus_id=bonus)
            story.clerk.do("confirm_payment", paid, bonus_id=bonus)


def spend(story: Story) -> None:
    """Art. 28: what the treasury approved for the year's work, and an expense out of it."""
    approved = {
        "name": "专家评审费", "amount": 200_000, "document_number": "演练财预〔2022〕12号", "approved_on": "2022-01-20",
    }  # fmt: skip
    line = story.clerk.do("set_budget_line", approved, cycle_id=story.cycle)["id"]
    spent = {
        "amount": 12_000, "spent_on": "2022-10-12", "purpose": "现场评审交通与食宿", "voucher": "演练-财-2022-0031",
    }  # fmt: skip
    story.clerk.do("record_expense", spent, line_id=line)


def cashier(story: Story) -> Any:  # noqa: ANN401 - a hand.
    """Give the second holder of the finance duty, invited when he is first needed."""
    if "cashier" not in story.known:
        story.known["cashier"] = story.invited("孙出纳（演练）", "sun-finance", "secretariat", None, "finance")
    return story.known["cashier"]
