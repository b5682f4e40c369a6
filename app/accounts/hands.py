"""Two hands: of an act of two persons, nobody could be both by codes for their passwords (art. 30)."""

from app.scope import Guard


def one_hand(second: str, first: str) -> str:
    """Say in SQL whether somebody could act as `second` and as one of `first` too: one of them, or a third person.

    Whoever handed out a code for a password may be its user as long as the code lives, used or not; and whoever could
    be him could hand out further ones as him. So each person's hands are all from whom a chain of codes leads to him.
    """
    return f"""EXISTS (WITH RECURSIVE hand(whose, who) AS (
            SELECT u.id, u.id FROM user_account u WHERE u.id = {second} OR u.id IN ({first})
            UNION SELECT h.whose, c.issued_by FROM hand h JOIN one_time_code c ON c.user_id = h.who
            WHERE c.purpose = 'reset' AND c.expires_at > clock_timestamp() AND c.issued_by IS NOT NULL)
        SELECT FROM hand a JOIN hand b ON b.who = a.who AND b.whose <> a.whose WHERE a.whose = {second})"""  # noqa: S608 - our own constants only.


def two_hands(table: str, column: str, second: str, first: str, only: str = "true") -> Guard:
    """Refuse whoever comes second while he and one of those before him may be one hand.

    `second` is SQL for who acts now, written into `column`; `first` gives those who acted before; `only` says when two
    are asked for at all.
    """
    return Guard(
        name=f"two_hands_{table}", table=table, when=f"BEFORE INSERT OR UPDATE OF {column}",
        body=f"IF {only} AND {one_hand(second, first)} THEN PERFORM award_refuse('two_hands'); END IF; RETURN NEW;",
    )  # fmt: skip
