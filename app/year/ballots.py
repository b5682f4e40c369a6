"""Ballots: one candidate, one tier, every member his own vote, counted at the close."""

from typing import Any

from app.year.story import Story, cycle_of


def question(story: Story, meeting: str, key: str, tier: str) -> dict[str, Any]:
    """Ask whether a candidate gets a tier."""
    return {"meeting_id": meeting, "application_id": story.applicants[key].application, "tier": tier}


def hold(
    story: Story, meeting: str, key: str, tier: str, voters: tuple[str, ...], *, in_favour: int, against: int,
    reason: str = "",
) -> None:  # fmt: skip
    """Art. 24: hold a ballot; its outcome is checked as `ballot <key> <round>`."""
    closed = vote(story, meeting, key, tier, voters, in_favour=in_favour, against=against, reason=reason)
    result = closed["result"]
    counts = (result["in_favour"], result["against"], result["abstained"])
    story.journal.check(
        f"ballot {key} {closed['round']}", (tier, counts, result["base"], result["needed"], result["passed"])
    )


def vote(
    story: Story, meeting: str, key: str, tier: str, voters: tuple[str, ...], *, in_favour: int, against: int,
    reason: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Art. 24: open, vote, close; who is in neither number abstains."""
    chair = story.members["chair"]
    opened = chair.do("open_ballot", question(story, meeting, key, tier) | {"reason": reason})
    if opened["mode"] == "secret_paper":
        count_papers(story, opened["id"], voters, in_favour=in_favour, against=against)
    else:
        for place, voter in enumerate(voters):
            choice = {"choice": choice_of(place, in_favour, against)}
            story.members[voter].do("cast_vote", choice, ballot_id=opened["id"])
    if story.on_first_ballot is not None:
        story.on_first_ballot(story, opened["id"])
        story.on_first_ballot = None
    return chair.do("close_ballot", ballot_id=opened["id"])


def count_papers(story: Story, ballot: str, voters: tuple[str, ...], *, in_favour: int, against: int) -> None:
    """Art. 24, `edition.committee.ballot_mode`: two tellers count the papers, and nobody knows whose they are."""
    counts = {"in_favour": in_favour, "against": against, "abstained": len(voters) - in_favour - against}
    taken = {"members": [story.member_ids[voter] for voter in voters]}
    story.secretary.do("hand_out_papers", taken, ballot_id=ballot)
    for teller in voters[-2:]:
        story.members[teller].do("record_paper_count", counts, ballot_id=ballot)


def choice_of(place: int, in_favour: int, against: int) -> str:
    """Spread the votes over the members in the order of their seats."""
    if place < in_favour:
        return "in_favour"
    return "against" if place < in_favour + against else "abstain"


def try_votes(story: Story, ballot: str) -> None:
    """Art. 24: nobody votes twice, nobody who is absent votes, and a sealed ballot shows nothing before its close."""
    twice = {"choice": "against"}
    story.members["member-1"].refused("double_vote", "cast_vote", twice, ballot_id=ballot)
    story.members["member-6"].refused("absent_vote", "cast_vote", twice, ballot_id=ballot)
    story.secretary.refused("secretary_votes", "cast_vote", twice, ballot_id=ballot)
    seen = story.members["chair"].read("show_ballot", ballot_id=ballot)
    story.journal.check("sealed", (seen["mode"], seen["result"], seen["votes"]))


def fix(story: Story, **changed: object) -> dict[str, Any]:
    """Art. 24: the chair fixes the proposed list from the ballots."""
    body = {"cycle_id": story.cycle} | changed
    return story.members["chair"].do("fix_proposed_list", body, **cycle_of(story))


def listed(story: Story, found: dict[str, Any]) -> list[tuple[str, str]]:
    """Give the names of a proposed list by their tier."""
    keys = {a.application: key for key, a in story.applicants.items()}
    return sorted((entry["tier"], keys[entry["application_id"]]) for entry in found["entries"])
