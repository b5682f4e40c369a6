"""What a proposed list says of the parts of its places: who holds them, what stays vacant, who stands back."""

from collections.abc import Mapping
from typing import Any

from app.acts import Actor
from app.committee.list_schemas import PassedOverView, StoodBackView
from app.committee.list_standing import Standing
from app.problems import fault_in
from app.rankings.nominees import written_state
from app.regulation.measures import Edition
from app.regulation.partitions import Traits, states_of, stopped_text
from app.regulation.proposing import Proposal
from app.regulation.refusals import Reason

Paper = dict[str, object]


def held_in(standing: Standing, traits: Mapping[str, Traits]) -> tuple[tuple[str, Traits], ...]:
    """`edition.partitions`: the places held by those who stand already: tier, and size and sector of the holder."""
    return tuple((tier, traits[application]) for application, tier in standing.holders)


def parts_of(
    edition: Edition, places: Mapping[str, int], held: tuple[tuple[str, Traits], ...], traits: Mapping[str, Traits],
    proposal: Proposal,
) -> list[Paper]:  # fmt: skip
    """`edition.partitions`: each part with its places and how many hold them after this list, with what is lacking."""
    chosen = [
        (tier, traits[name]) for tier, names in proposal.chosen.items() for name in names
        if name not in proposal.outside
    ]  # fmt: skip
    return [written_state(state) for state in states_of(edition, places, [*held, *chosen])]


def stood_back(names: Mapping[str, str], proposal: Proposal) -> list[Paper]:
    """`edition.partitions`: who was carried, but has no place for the sake of a part, and why."""
    return [
        {"application_id": name, "organization_name": names[name], "tier": tier,
         "zh": (why := stopped_text(cap)).zh, "en": why.en, "code": why.code, "article": why.article}
        for tier, stopped in proposal.stopped.items()
        for name, cap in stopped.items()
        if name not in proposal.names
    ]  # fmt: skip


def back_view(actor: Actor, written: Mapping[str, str]) -> StoodBackView:
    """Write who stood back as the list's paper has it, in the language of the answer."""
    reason = Reason(**{key: written[key] for key in ("code", "article", "zh", "en")})
    return StoodBackView.model_validate({**written, "reason": fault_in(actor.language, reason)})


def passed_over_in(paper: Mapping[str, Any]) -> list[PassedOverView]:
    """Write who was passed over in each tier; older papers have the reasons without tier and rank, and show none."""
    found = paper.get("passed_over", ())
    return [PassedOverView.model_validate(one) for one in found] if isinstance(found, list) else []
