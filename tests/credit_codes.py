"""Valid 统一社会信用代码 of firms that do not exist: their area code 99…… is assigned to no place."""

from collections.abc import Iterator
from itertools import count

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def credit_code(number: int, area: str = "990000") -> str:
    """Make the code of the firm with that number (0 to 9,999,999), with both check characters."""
    body = f"M{number:07d}"
    total = sum(int(sign, 36) * weight for sign, weight in zip(body, BODY_WEIGHTS, strict=True))
    unchecked = f"91{area}{body}{'0123456789X0'[(11 - total % 11)]}"
    total = sum(SIGNS.index(sign) * 3**place for place, sign in enumerate(unchecked))
    return unchecked + SIGNS[-total % 31]


CREDIT_CODES: Iterator[str] = (credit_code(number) for number in count(1))
"""Every test takes its own: `next(CREDIT_CODES)`."""
