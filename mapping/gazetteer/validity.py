"""Days covered by an EDTF date or interval, enough to ask whether one covers another."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

# Must match "2021-03", "2021-03-09"; must not match "21-03" or "March 2021".
_POINT = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?[?~%]?")
# Must match "[2020..]", "[..2030]", "[2020..2022]"; must not match "2020/2022".
_ONE_OF = re.compile(r"\[(?P<start>[^.\]]*)\.\.(?P<end>[^.\]]*)\]")
# EDTF level 1 writes seasons as months 21 to 24; hemispheres differ, so a season is its year.
_SEASONS = range(21, 25)


@dataclass(frozen=True)
class Span:
    """First and last day, both included; an open side is the calendar's own end."""

    first: date
    last: date

    def covers(self, other: "Span") -> bool:
        """Whether every day of the other span lies in this one."""
        return self.first <= other.first and other.last <= self.last


def span(edtf: str) -> Span:
    """The days an EDTF level 0 or 1 date, interval or one-of-a-set covers.

    `2018` is the whole year, `2018-07/..` every day from 1 July 2018. ValueError otherwise.
    """
    one_of = _ONE_OF.fullmatch(edtf)
    if one_of:
        start, end = one_of["start"], one_of["end"]
    elif "/" in edtf:
        start, _, end = edtf.partition("/")
    else:
        start = end = edtf
    found = Span(_first(start), _last(end))
    if found.last < found.first:
        raise ValueError(f"EDTF interval {edtf!r} ends before it begins")
    return found


def _first(text: str) -> date:
    if text in ("", ".."):
        return date.min
    return _point(text)[0]


def _last(text: str) -> date:
    if text in ("", ".."):
        return date.max
    return _point(text)[1]


def _point(text: str) -> tuple[date, date]:
    match = _POINT.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not an EDTF date")
    year, month, day = int(match["year"]), match["month"], match["day"]
    if month is None or (day is None and int(month) in _SEASONS):
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        length = calendar.monthrange(year, int(month))[1]
        return date(year, int(month), 1), date(year, int(month), length)
    exact = date(year, int(month), int(day))
    return exact, exact
