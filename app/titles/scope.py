"""What the schema knows of repeated titles, for the guards of lists, titles and money (edition.repeat)."""


def repeats(application: str, cycle: str, tier: str) -> str:
    """SQL: whether a title of the tier would repeat a standing one of the same or a higher tier of another year."""
    return (
        "EXISTS (SELECT FROM award w JOIN prize q ON q.cycle_id = w.cycle_id AND q.tier = w.tier "
        f"JOIN application r ON r.id = {application} AND r.credit_code = w.credit_code "
        f"JOIN prize own ON own.cycle_id = {cycle} AND own.tier = {tier} "
        f"WHERE w.cycle_id <> {cycle} AND w.status = 'standing' AND q.position <= own.position)"
    )


def rule_denies(word: str, cycle: str) -> str:
    """SQL: whether the edition of the cycle says no to `word` of its rule on repeat winners."""
    return (
        "coalesce((SELECT e.parameters #>> '{repeat," + word + "}' FROM cycle c "  # noqa: S608 - names written in guards only.
        f"JOIN edition e ON e.id = c.edition_id WHERE c.id = {cycle}), 'true') = 'false'"
    )
