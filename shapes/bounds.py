"""Bounds of dates: whether sc:earliest and sc:latest are the days that sc:date begins and ends on.

The literals are those that shape:date-form lets pass (EDTF, Library of Congress, 2019, levels 0
and 1, and the sets of level 2 that are open or between two dates).
"""

import calendar
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from ontology import EDTF, SC
from shapes.engine import program_finding
from shapes.findings import Finding
from shapes.scopes import SHAPE
from shapes.statements import Statements
from shapes.tokens import DATE, Token, is_ill_typed, lexical, suffix, token

_DATE: Final = token(SC.date)
_EARLIEST: Final = token(SC.earliest)
_LATEST: Final = token(SC.latest)
_EDTF: Final = f"^^<{EDTF}>"

# Must match "2018", "201X", "2018-10", "2018-22~", "2018-10-XX?"; must not match "2018-1", "..".
_POINT: Final = re.compile(r"([0-9]{2}[0-9X]{2})(?:-([0-9]{2}|XX)(?:-([0-9]{2}|XX))?)?[?~%]?")
# First and last month of the northern seasons as meteorologists count them; winter ends a year on.
_SEASONS: Final = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)}

# The first and the last day, as xsd:date writes them; None on an open side.
Days = tuple[str | None, str | None]


def bounds_findings(data: Statements, document: str | None) -> Iterator[Finding]:
    """Yield each bound that is not the one of the date beside it.

    A date or bound that is not one well-formed literal, and bounds in the wrong order, are left to
    the other shapes for dates.
    """
    for node, description in data.described.items():
        dates = description.get(_DATE, ())
        days = _days(next(iter(dates))) if len(dates) == 1 else None
        if days is None:
            continue
        stated = [_bound(data, node, name) for name in (_EARLIEST, _LATEST)]
        if None not in stated and str(stated[0]) > str(stated[1]):
            continue
        for bound, day in zip(stated, days, strict=True):
            if bound is not None and lexical(bound) != day:
                yield program_finding(SHAPE["date-bounds"], node, bound, document)


def _bound(data: Statements, node: Token, name: Token) -> Token | None:
    bounds = list(data.objects(node, name))
    is_one = len(bounds) == 1 and bounds[0].endswith(DATE) and not is_ill_typed(bounds[0])
    return bounds[0] if is_one else None


@lru_cache(maxsize=4096)
def _days(date: Token) -> Days | None:
    """Return the days between which a date lies, None for what is no date of ours."""
    if not date.startswith('"') or suffix(date) != _EDTF:
        return None
    begin, end = _ends(lexical(date))
    first, last = _point(begin), _point(end)
    if any(part is None and side not in {"", ".."} for part, side in ((first, begin), (last, end))):
        return None
    if first is None and last is None:
        return None
    return first[0] if first else None, last[1] if last else None


def _ends(form: str) -> tuple[str, str]:
    """Return where a date begins and where it ends; a side that is open is empty or two dots."""
    if form.startswith("[") and form.endswith("]"):
        begin, _, end = form[1:-1].partition("..")
        return begin, end
    begin, slash, end = form.partition("/")
    return begin, end if slash else begin


def _point(form: str) -> tuple[str, str] | None:
    """Return the first and the last day of a year, a month, a season or a day."""
    match = _POINT.fullmatch(form)
    if match is None:
        return None
    written, month, day = match.groups()
    years = int(written.replace("X", "0")), int(written.replace("X", "9"))
    if years[0] == 0:
        return None
    first, last = _months(month)
    if first is None or last is None or (day is not None and first != last and month != "XX"):
        return None
    ends = years[0], years[1] + last // 13
    last = (last - 1) % 12 + 1
    longest = calendar.monthrange(ends[1], last)[1] if ends[1] < 10_000 else 0
    days = (1, longest) if day in {None, "XX"} else (int(day), int(day))
    if not 1 <= days[0] <= days[1] <= longest:
        return None
    return _written(ends[0], first, days[0]), _written(ends[1], last, days[1])


def _months(month: str | None) -> tuple[int, int] | tuple[None, None]:
    if month is None or month == "XX":
        return 1, 12
    number = int(month)
    if 1 <= number <= 12:
        return number, number
    return _SEASONS.get(number, (None, None))


def _written(year: int, month: int, day: int) -> str:
    return f"{year:04}-{month:02}-{day:02}"
