"""How long a notice runs, whose days are its own, and which one counts (arts. 25, 26)."""

from datetime import date, timedelta

from tests.machine.model import Model
from tests.machine.numbers import midnight
from tests.machine.rows import Notice


def _order(model: Model, notice: Notice) -> int:
    return list(model.notices).index(notice.id)


def overtaken(model: Model, notice: Notice) -> bool:
    """Say whether a name fell before this notice, and its approval or publication is older than that."""
    fallen = [
        each.ruled_on
        for each in model.objections.values()
        if each.status == "upheld"
        and each.ruled_on
        and each.application not in notice.names
        and _order(model, model.notices[each.notice]) < _order(model, notice)
    ]
    decided = next((day for each, _names, day in model.decisions if each == notice.decision), date.min)
    return bool(fallen) and (decided < max(fallen) or notice.published_on is None or notice.published_on < decided)


def broken_off(model: Model, name: str, origin: Notice) -> bool:
    """Say whether the days that a name ran from a notice were broken off, there or in one that carried it on."""
    return any(
        each.firsts.get(name) == origin.id
        and each.suspended_on is not None
        and origin.last_day is not None
        and each.suspended_on <= origin.last_day
        for each in model.notices.values()
    )


def left_behind(model: Model, notice: Notice) -> list[Notice]:
    """Give the suspended notices of older decisions, whose place the publication of this one takes."""
    return [
        each
        for each in model.notices.values()
        if each.status == "interrupted"
        and each.decision != notice.decision
        and _order(model, each) < _order(model, notice)
    ]


def firsts_of(model: Model, names: dict[str, str], own: str) -> dict[str, str]:
    """Give for each name the notice whose days are its own: an earlier one that counts, or this."""
    found: dict[str, str] = {}
    for notice in model.notices.values():
        if notice.published_on is None:
            continue
        for each, first in notice.firsts.items():
            origin = model.notices[first]
            if (
                each in names
                and names[each] == notice.names[each]
                and not broken_off(model, each, origin)
                and origin.published_on
                and not overtaken(model, origin)
            ):
                found[each] = first
    return {each: found.get(each, own) for each in names}


def ran_last(model: Model, notice: Notice) -> Notice | None:
    before = notice.follows
    while before:
        row = model.notices[before]
        if row.published_on:
            return row
        before = row.follows
    return None


def ended(model: Model, notice: Notice) -> bool:
    """Say whether the whole last day of a notice is over."""
    return notice.last_day is not None and model.now >= midnight(notice.last_day + timedelta(days=1))
