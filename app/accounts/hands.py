"""Two hands: of an act of two persons, neither holds a code for the other's password (art. 30)."""

from app.scope import Guard


def two_hands(table: str, column: str, second: str, first: str, only: str = "true") -> Guard:
    """Refuse whoever comes second while one of the two holds a code that he handed out for the other's password.

    `second` is SQL for who acts now, written into `column`; `first` gives those who acted before; `only` says when two
    are asked for at all. Such a code may make two accounts one person as long as it lives, used or not.
    """
    return Guard(
        name=f"two_hands_{table}", table=table, when=f"BEFORE INSERT OR UPDATE OF {column}",
        body=f"""IF {only} AND EXISTS (SELECT FROM one_time_code c WHERE c.purpose = 'reset'
            AND c.expires_at > clock_timestamp() AND (
                (c.user_id = {second} AND c.issued_by IN ({first}))
                OR (c.issued_by = {second} AND c.user_id IN ({first}))))
        THEN PERFORM award_refuse('two_hands'); END IF; RETURN NEW;""",
    )  # fmt: skip
