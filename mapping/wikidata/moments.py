"""Dates as Wikidata has them, with their precision, and how two of them relate."""

from __future__ import annotations

import re
from calendar import monthrange

# Must match "+2018-10-00T00:00:00Z/10"; must not match "-0044-03-15T00:00:00Z/11", "Q42".
_DATE = re.compile(r"\+(\d{4})-(\d\d)-(\d\d)T00:00:00Z/(\d+)", re.ASCII)
_DAY, _MONTH, _YEAR, _DECADE, _CENTURY = 11, 10, 9, 8, 7

Span = tuple[str, str]


def span(date: str) -> Span | None:
    """The first and the last day that a date may mean; None for what is none of our time."""
    found = _DATE.fullmatch(date)
    if not found:
        return None
    year, month, day = (int(part) for part in found.groups()[:3])
    precision = int(found[4])
    if precision >= _DAY:
        return _days(year, month or 1, day or 1), _days(year, month or 1, day or 1)
    if precision == _MONTH and 1 <= month <= 12 and year:
        return _days(year, month, 1), _days(year, month, monthrange(year, month)[1])
    if precision == _YEAR:
        return _days(year, 1, 1), _days(year, 12, 31)
    if precision == _DECADE:
        return _days(year // 10 * 10, 1, 1), _days(year // 10 * 10 + 9, 12, 31)
    if precision == _CENTURY:  # the 20th is 1901 to 2000, https://www.wikidata.org/wiki/Help:Dates
        first = (year - 1) // 100 * 100 + 1
        return _days(first, 1, 1), _days(first + 99, 12, 31)
    return None


def is_within(inner: Span, outer: Span) -> bool:
    """Whether every day of one is a day of the other."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _days(year: int, month: int, day: int) -> str:
    return f"{year:04}-{month:02}-{day:02}"
