"""Dates told from the day of the document: "last December", "yesterday", "on Wednesday"."""

import re
from datetime import date, timedelta
from typing import Final

from mapping.dates import tables
from mapping.dates.calendar_dates import literal
from mapping.dates.literals import span
from mapping.dates.reading import Reading, Value

_LAST: Final = ("LAST", "DERNIER")
_NEXT: Final = ("NEXT", "PROCHAIN")
_WEEK: Final = 7
_LENGTHS: Final = {"year": 4, "month": 7, "day": 10}  # characters of an EDTF literal
# Match: "2018", "2018-03", "2018-03-05"    No match: "2018-22", "2018/.."
_DATE: Final = re.compile(r"\d{4}(?:-(?:0\d|1[0-2])(?:-\d\d)?)?$")


def near_month(reading: Reading) -> list[Value]:
    """ "last December", "next June": the nearest such month before or after the anchor's."""
    if reading.reference is None or reading.precision == "year":
        return []
    month, year = reading.values("MONTH")[0], reading.reference.year
    if reading.kind(*_LAST):
        year -= month >= reading.reference.month
    elif reading.kind(*_NEXT):
        year += month <= reading.reference.month
    return reading.value(literal(year, month), "relative")


def near_season(reading: Reading) -> list[Value]:
    """ "last spring": the season nearest to the anchor on that side."""
    if reading.reference is None or reading.precision == "year":
        return []
    which, year = reading.values("SEASON")[0], reading.reference.year
    years = [year - 1, year, year + 1]
    told = {year: span(literal(year, which) or "") for year in years}
    if reading.kind(*_LAST):
        years = [y for y, s in told.items() if s and s.latest and s.latest < reading.reference]
        year = max(years, default=year - 1)
    elif reading.kind(*_NEXT):
        years = [y for y, s in told.items() if s and s.earliest and s.earliest > reading.reference]
        year = min(years, default=year + 1)
    return reading.value(literal(year, which), "relative")


def near_unit(reading: Reading) -> list[Value]:
    """ "later this year", "last month", "the end of the year"; weeks and days are no dates.

    "Over the last year" is a duration and nothing either.
    """
    unit = reading.kind("UNIT")
    shift = -1 if reading.kind(*_LAST) else 1 if reading.kind(*_NEXT) else 0
    if unit is None or reading.reference is None or _is_duration(reading):
        return []
    if unit.value == "year":
        return reading.value(f"{reading.reference.year + shift:04}", "relative")
    if unit.value == "decade" and not shift:
        return reading.value(f"{reading.reference.year // 10:03}X", "relative")
    if unit.value != "month" or reading.precision == "year":
        return []
    return reading.value(_month(reading.reference, shift), "relative")


def ago(reading: Reading) -> list[Value]:
    """ "two years ago" as a year, "three months ago" as a month, "ten days ago" as a day."""
    unit = reading.kind("UNIT", "UNITS")
    count = reading.values("COUNT", "DAY")[0]
    before = reading.tokens[reading.phrase.first - 1] if reading.phrase.first else None
    if unit is None or reading.reference is None or reading.reference.year <= count:
        return []
    if before is not None and before.text.lower() in tables.nouns("quantifier"):
        return []
    if unit.value == "year":
        return reading.value(f"{reading.reference.year - count:04}", "relative")
    if unit.value == "month" and reading.precision != "year":
        return reading.value(_month(reading.reference, -count), "relative")
    if unit.value == "day":
        return _on(reading, -count)
    return []


def relative_day(reading: Reading) -> list[Value]:
    """ "today", "yesterday", "tomorrow"."""
    return _on(reading, int(reading.own[0].value))


def same_day(reading: Reading) -> list[Value]:
    """ "the same day": that of the last date before it; where there is none, the anchor's."""
    unit = reading.kind("UNIT")
    is_day = unit is not None and unit.value == "day"
    return that_day(reading) or (_on(reading, 0) if is_day and not reading.told else [])


def that_day(reading: Reading) -> list[Value]:
    """ "that day", "that same month": of the last date before it that is as precise."""
    unit = reading.kind("UNIT")
    length = _LENGTHS.get(unit.value) if unit is not None else None
    told = [*reading.told, *(value.edtf for value in reading.earlier)]
    dates = [edtf[:length] for edtf in told if length and _DATE.match(edtf) and len(edtf) >= length]
    return reading.value(dates[-1], "relative") if dates else []


def near_weekday(reading: Reading) -> list[Value]:
    """ "last Wednesday", "next Wednesday": strictly before or after; "this": of the same week."""
    if reading.reference is None:
        return []
    ahead = reading.values("WEEKDAY")[0] - reading.reference.weekday()
    if reading.kind(*_LAST):
        ahead = -((-ahead - 1) % _WEEK + 1)
    elif reading.kind(*_NEXT):
        ahead = (ahead - 1) % _WEEK + 1
    return _on(reading, ahead, "weekday")


def weekday(reading: Reading) -> list[Value]:
    """ "on Wednesday": the last one up to the anchor, or the coming one where the tense says so.

    Without an anchor, the one Wednesday that the text names in full.
    """
    if reading.reference is None or reading.precision != "day":
        return reading.value(_only_day(reading), "weekday")
    ahead = (reading.values("WEEKDAY")[0] - reading.reference.weekday()) % _WEEK
    if ahead and reading.direction != "future":
        ahead -= _WEEK
    return _on(reading, ahead, "weekday")


def _only_day(reading: Reading) -> str | None:
    """The only day named in full in the text that is this weekday."""
    wanted = reading.values("WEEKDAY")[0]
    days = {day for day in reading.days if date.fromisoformat(day).weekday() == wanted}
    return days.pop() if len(days) == 1 else None


def ordinal(reading: Reading) -> list[Value]:
    """ "on the 12th": of the anchor's month or the one beside it, as the tense says."""
    if reading.reference is None or reading.precision != "day":
        return []
    day, reference = reading.values("ORDINAL")[0], reading.reference
    shift = (day < reference.day) if reading.direction == "future" else -(day > reference.day)
    return reading.value(f"{_month(reference, int(shift))}-{day:02}", "relative")


def _is_duration(reading: Reading) -> bool:
    for place in reading.index("LAST", "NEXT"):
        the = place > 0 and reading.tokens[place - 1].kind == "THE"
        if the or reading.tokens[place].text.lower() in ("past", "coming"):
            return True
    return False


def _on(reading: Reading, ahead: int, basis: str = "relative") -> list[Value]:
    if reading.reference is None or reading.precision != "day":
        return []
    try:
        day = reading.reference + timedelta(days=ahead)
    except OverflowError:
        return []
    return reading.value(day.isoformat(), "weekday" if basis == "weekday" else "relative")


def _month(reference: date, shift: int) -> str:
    year, month = divmod(reference.year * 12 + reference.month - 1 + shift, 12)
    return f"{year:04}-{month + 1:02}"
