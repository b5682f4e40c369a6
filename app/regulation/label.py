"""A name in both languages, as the words of the procedure bear one."""

from typing import NamedTuple


class Label(NamedTuple):
    """A name in both languages; a code is stable, its name may be improved."""

    zh: str
    en: str
