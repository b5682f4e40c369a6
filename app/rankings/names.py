"""What a reader is shown of who a candidate is: the one place that hides names from the committee (arts. 23, 24, 30).

Where the edition says so (`edition.committee.names_hidden`), members read codes from the day on which the lists come
before them until the first proposed list of the year is fixed. That moment, and not the close of the last ballot, is
the sound one: until then a tie is decided, a reason is written why a lower-ranked candidate goes before a higher one,
and a ballot may be held again, and all of that is a choice among candidates which names would colour. Nor is it a later
one: the list that goes to the government names the organizations, and what was known cannot become unknown, so the
names stay open to a further list of the year too.

The committee's persona has no right to the columns that name an application or hold the reports' prose. It reaches them
through the functions that these expressions call, which look at the persona and the year; whoever forgets them is
refused by the database and shows no name. The functions look past row security, so a query that calls them selects
from the application's own row, which row security closes to who has not signed or is barred.
"""

from typing import Any

from sqlalchemy import func


def shown_name(application_id: Any) -> Any:  # noqa: ANN401 - an SQL expression of an id, and one of text.
    """Give the name of an application's organization, or to a member its code while names are hidden."""
    return func.award_shown_name(application_id).label("organization_name")


def shown_report(application_id: Any, kind: str) -> Any:  # noqa: ANN401 - as above.
    """Give the text of a report, of the material or comprehensive kind; NULL to a member while names are hidden.

    Its prose tells of products, brands, places and people, and no search for the name finds them all, so the whole of
    it waits. The numbers on which the ranking rests do not.
    """
    return func.award_shown_report(application_id, kind)


def credit_code_of(application_id: Any) -> Any:  # noqa: ANN401 - as above.
    """Give an application's credit code, for the rules on former titles only; it is never answered to a member."""
    return func.award_credit_code(application_id)
