"""EDTF literals: bounds as days, validity, precision.

The `edtf` package parses the standard but gives open intervals infinite or wrong bounds, ends
winter on 31 December and takes milliseconds a literal; the forms that documents lead to are
therefore read here, and the package answers for the rest of levels 0 to 2.
"""

import calendar
import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

Precision = Literal["day", "month", "season", "year", "decade", "century", "interval", "set"]
Bounds = tuple[date | None, date | None]

# No literal that a document leads to comes near this; a longer one is not worth parsing.
_LONGEST: Final = 80
# Month divisions of ISO 8601-2 (first month, number of months): northern seasons as
# meteorologists count them, quarters, four-month terms, halves.
_DIVISIONS: Final = {
    21: (3, 3), 22: (6, 3), 23: (9, 3), 24: (12, 3),
    33: (1, 3), 34: (4, 3), 35: (7, 3), 36: (10, 3),
    37: (1, 4), 38: (5, 4), 39: (9, 4), 40: (1, 6), 41: (7, 6),
}  # fmt: skip
# "2018-03-03", "2018~" match; "2018-3" does not
_SIMPLE: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?[~?%]?", re.ASCII)
# "201X", "19XX" match; "2X1X" does not
_UNSPECIFIED: Final = re.compile(r"(\d{2})(?:(\d)X|XX)[~?%]?", re.ASCII)
# "[2020..]", "[..2030]", "[2019..2021]" match; "[2019,2020]" does not
_SET: Final = re.compile(r"\[([^\[\],.]*)\.\.([^\[\],.]*)\]")


class Span(NamedTuple):
    """First and last day of a literal (an open side is None) and how precise it is."""

    earliest: date | None
    latest: date | None
    precision: Precision


@lru_cache(maxsize=4096)
def span(edtf: str) -> Span | None:
    """The days that a literal covers, or None where it is no EDTF literal."""
    if not 4 <= len(edtf) <= _LONGEST:
        return None
    return _point(edtf) or _interval(edtf) or _open_set(edtf) or _other(edtf)


def bounds(edtf: str) -> Bounds:
    """Earliest and latest day of an EDTF literal; None on an open side.

    Raises ValueError for what is no EDTF literal.
    """
    found = span(edtf)
    if found is None:
        raise ValueError(f"not an EDTF literal: {edtf!r}")
    return found.earliest, found.latest


def is_valid(edtf: str) -> bool:
    """True for an EDTF literal of levels 0 to 2 that names days of the calendar."""
    return span(edtf) is not None


def precision(edtf: str) -> Precision:
    """How precise a literal is; "interval" and "set" for those with two ends.

    Raises ValueError for what is no EDTF literal.
    """
    found = span(edtf)
    if found is None:
        raise ValueError(f"not an EDTF literal: {edtf!r}")
    return found.precision


def _point(edtf: str) -> Span | None:
    if (match := _SIMPLE.fullmatch(edtf)) is not None:
        year, month, day = match.groups()
        return _calendar(int(year), int(month) if month else None, int(day) if day else None)
    if (match := _UNSPECIFIED.fullmatch(edtf)) is not None:
        century, decade = match.groups()
        first = int(century + (decade or "0") + "0")
        if not first:
            return None
        if decade is None:
            return Span(date(first, 1, 1), date(first + 99, 12, 31), "century")
        return Span(date(first, 1, 1), date(first + 9, 12, 31), "decade")
    return None


def _calendar(year: int, month: int | None, day: int | None) -> Span | None:
    if year == 0:
        return None
    if month is None:
        return Span(date(year, 1, 1), date(year, 12, 31), "year")
    if month in _DIVISIONS and day is None:
        first, length = _DIVISIONS[month]
        return _months(year, first, length)
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    if day is None:
        return Span(date(year, month, 1), date(year, month, last), "month")
    if not 1 <= day <= last:
        return None
    return Span(date(year, month, day), date(year, month, day), "day")


def _months(year: int, first: int, length: int) -> Span | None:
    beyond, last = divmod(first + length - 2, 12)
    if year + beyond > date.max.year:
        return None
    end = calendar.monthrange(year + beyond, last + 1)[1]
    return Span(date(year, first, 1), date(year + beyond, last + 1, end), "season")


def _interval(edtf: str) -> Span | None:
    begin, slash, end = edtf.partition("/")
    if not slash or begin == end == "..":
        return None
    return _two_ended(begin, end, "interval", open_mark="..")


def _open_set(edtf: str) -> Span | None:
    match = _SET.fullmatch(edtf)
    if match is None or not any(match.groups()):
        return None
    return _two_ended(match[1], match[2], "set", open_mark="")


def _two_ended(begin: str, end: str, kind: Precision, open_mark: str) -> Span | None:
    first = None if begin == open_mark else _point(begin)
    last = None if end == open_mark else _point(end)
    if (first is None) != (begin == open_mark) or (last is None) != (end == open_mark):
        return None
    earliest = first.earliest if first else None
    latest = last.latest if last else None
    if earliest and latest and earliest > latest:
        return None
    return Span(earliest, latest, kind)


def _other(edtf: str) -> Span | None:
    """What the `edtf` package makes of a literal, within the years of the calendar."""
    if "/" in edtf or _SIMPLE.fullmatch(edtf) or ".." in edtf:
        return None
    try:
        parsed = parse_edtf(edtf)
        earliest, latest = _day(parsed.lower_strict), _day(parsed.upper_strict)
    except (EDTFParseException, ValueError, OverflowError, TypeError, AttributeError):
        return None
    if earliest > latest:
        return None
    kind: Precision = "set" if edtf[0] in "[{" else "day" if earliest == latest else "interval"
    return Span(earliest, latest, kind)


def _day(side: Callable[[], object]) -> date:
    moment = side()
    if not isinstance(moment, tuple):
        raise ValueError("no day")
    return date(*moment[:3])
