"""Dates that name a month, a day, a season or a year, with the year written or left out."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from mapping.dates import direction as tense
from mapping.dates.literals import span
from mapping.dates.mention import Basis
from mapping.dates.reading import Reading, Value, number
from mapping.dates.years import name_years, names_a_year

# A day without a year this near to the anchor is taken as it is, whatever the tense says: a
# release is often written some days before the event that it tells of in the past.
_SLACK: Final = timedelta(days=7)
_SHIFTS: Final = {"LAST": -1, "DERNIER": -1, "THIS": 0, "NEXT": 1, "PROCHAIN": 1}
_DAYS: Final = ("DAY", "ORDINAL")


def iso(reading: Reading) -> list[Value]:
    """ "2022-12-13", "2022/12/13" """
    return reading.value(re.sub(r"[./]", "-", reading.own[0].text), "literal")


def numeric(reading: Reading) -> list[Value]:
    """ "25/12/2021"; nothing where day and month could be either way round ("12/03/2021")."""
    first, second, year = (int(part) for part in re.split(r"[./]", reading.own[0].text))
    if "." in reading.own[0].text:  # the day always stands first
        return reading.value(literal(year, second, first), "literal")
    if first <= 12 and second <= 12 and first != second:
        return []
    month, day = (second, first) if first > 12 or second <= 12 else (first, second)
    return reading.value(literal(year, month, day), "literal")


def calendar(reading: Reading) -> list[Value]:
    """A month, perhaps with a day of it: "Saturday 3 March", "the end of October 2018"."""
    month = reading.values("MONTH", "MARS")[0]
    day = next(iter(reading.values(*_DAYS)), 0)
    if not day and _is_planet(reading):
        return []
    year, basis = year_of(reading, month, day)
    return reading.value(literal(year, month, day), basis, month, day)


def day_range(reading: Reading) -> list[Value]:
    """ "8-11 October 2018" as an interval."""
    month = reading.values("MONTH")[0]
    first, last = reading.values(*_DAYS)
    year, basis = year_of(reading, month, first)
    return reading.value(_interval(literal(year, month, first), literal(year, month, last)), basis)


def day_list(reading: Reading) -> list[Value]:
    """ "3 and 4 March" as an interval; days that do not follow one another each on its own."""
    month = reading.values("MONTH")[0]
    days = reading.values(*_DAYS)
    year, basis = year_of(reading, month, days[0])
    if days == list(range(days[0], days[-1] + 1)):
        ends = literal(year, month, days[0]), literal(year, month, days[-1])
        return reading.value(_interval(*ends), basis)
    places = reading.index(*_DAYS)
    month_first = reading.index("MONTH")[0] < places[0]
    found = []
    for place in places:
        begin = reading.phrase.first if month_first and place == places[0] else place
        end = reading.phrase.last if not month_first and place == places[-1] else place + 1
        day = number(reading.tokens[place])
        edtf = literal(year, month, day)
        if edtf is not None and span(edtf) is not None:
            found.append(Value(begin, end, edtf, basis, month, day))
    return found


def month_range(reading: Reading) -> list[Value]:
    """ "June to August 2022"; a range over New Year begins in the year before."""
    first, last = reading.values("MONTH")
    year, basis = year_of(reading, last, 0)
    begin = year - 1 if year and first > last else year
    return reading.value(_interval(literal(begin, first), literal(year, last)), basis)


def month_list(reading: Reading) -> list[Value]:
    """ "June and July 2022" as two dates, or one interval after "between"."""
    before = reading.phrase.first - 1
    if before >= 0 and reading.tokens[before].kind == "BETWEEN":
        return month_range(reading)
    first, last = reading.values("MONTH")
    place = reading.index("MONTH")[1]
    year, basis = year_of(reading, last, 0)
    parts = (
        Value(reading.phrase.first, place - 1, literal(year, first) or "", basis, first),
        Value(place, reading.phrase.last, literal(year, last) or "", basis, last),
    )
    return [value for value in parts if span(value.edtf) is not None]


def season(reading: Reading) -> list[Value]:
    """ "spring 2021" as an EDTF season."""
    year, basis = year_of(reading, 0, 0)
    return reading.value(literal(year, reading.values("SEASON")[0]), basis)


def division(reading: Reading) -> list[Value]:
    """ "second half of 2022", "Q3 2023" as the EDTF division of the year."""
    which = reading.own[0]
    place = number(which) if which.kind != "LAST" else 0
    if reading.kind("HALF"):
        place = 39 + (place or 2) if place <= 2 else 0
    elif reading.kind("QUARTER"):
        place = 32 + (place or 4)
    year, basis = year_of(reading, 0, 0)
    return reading.value(literal(year, place), basis) if place else []


def year_range(reading: Reading) -> list[Value]:
    """ "2016 to 2020" as an interval; two years where something moved from one to the other."""
    first, last = reading.index("YEAR")
    begin, end = reading.tokens[first].text, reading.tokens[last].text
    if begin >= end or not name_years(reading.tokens, first, last):
        return []
    if reading.kind("TO") and tense.tells_of_shift(reading.tokens, first):
        return [
            Value(first, first + 1, begin, "literal"),
            Value(last, last + 1, end, "literal"),
        ]
    return reading.value(f"{begin}/{end}", "literal")


def short_range(reading: Reading) -> list[Value]:
    """ "2018-19" as an interval; "2010-12" may be a month and is left alone."""
    year, dash, end = reading.own
    if dash.begin > year.end or end.begin > dash.end:
        lone = Value(reading.phrase.first, reading.phrase.first + 1, year.text, "literal")
        return [lone] if names_a_year(reading.tokens[:-2], lone.first) else []
    if len(end.text) != 2 or not end.text.isdecimal() or number(end) <= 12:
        return []
    return reading.value(_interval(year.text, year.text[:2] + end.text), "literal")


def year(reading: Reading) -> list[Value]:
    """ "2017", "late 2024": the year, EDTF having no word for its parts but seasons."""
    unit = reading.kind("UNIT")
    if unit is not None and unit.value != "year":
        return []
    place = reading.index("YEAR")[0]
    if not names_a_year(reading.tokens, place):
        return []
    return reading.value(reading.tokens[place].text, "literal")


def fiscal(reading: Reading) -> list[Value]:
    """ "Japanese fiscal year 2024" as its twelve months; one of no nation is about that year."""
    whose, year = reading.own[0].text, int(reading.own[-1].text)
    if whose.startswith(("J", "I")):
        return reading.value(f"{year:04}-04/{year + 1:04}-03", "literal")
    if whose.startswith("U"):
        return reading.value(f"{year - 1:04}-10/{year:04}-09", "literal")
    return reading.value(f"{year:04}~", "literal")


def decade(reading: Reading) -> list[Value]:
    """ "the 2020s", "les années 2020" as 202X."""
    units = reading.kind("UNITS")
    written = reading.own[-1].text[:4]
    if units is None or (units.language == "fr" and units.value == "year" and written[3] == "0"):
        return reading.value(f"{written[:3]}X", "literal")
    place = reading.phrase.last - 1
    if not names_a_year(reading.tokens, place):
        return []
    return [Value(place, place + 1, written, "literal")]


def literal(year: int | None, month: int, day: int = 0) -> str | None:
    """The EDTF literal of a month (or season or quarter) or, with `day`, of a day."""
    if year is None:
        return None
    return f"{year:04}-{month:02}" + (f"-{day:02}" if day else "")


def year_of(reading: Reading, month: int, day: int) -> tuple[int | None, Basis]:
    """The year of a month or day, as written, by "last year", or nearest as the tense says."""
    if (written := reading.kind("YEAR")) is not None:
        return int(written.text), "literal"
    if _says_year(reading):
        return _told_year(reading), "relative"
    if reading.reference is None or not month:
        return None, "elided-year"
    if reading.precision == "year":
        return reading.reference.year, "elided-year"
    if (told := _year_told_before(reading, month, day)) is not None:
        return told, "elided-year"
    if reading.precision == "month" and month == reading.reference.month:
        return reading.reference.year, "elided-year"
    if day:
        return _year_of_day(reading, month, day, reading.reference), "elided-year"
    return _year_of_month(reading, month, reading.reference), "elided-year"


def _year_told_before(reading: Reading, month: int, day: int) -> int | None:
    """The year of a full date before it in the clause: "opens on 2 May 2022 and ends on 5 June"."""
    before = reading.earlier[-1] if reading.earlier else None
    if before is None or before.basis != "literal" or not (before.month and before.day and day):
        return None
    between = reading.tokens[before.last : reading.phrase.first]
    if any(token.kind in ("COMMA", "STOP") for token in between) or reading.kind("WEEKDAY", "WDAY"):
        return None
    return int(before.edtf[:4]) + ((month, day) < (before.month, before.day))


def _says_year(reading: Reading) -> bool:
    return reading.kind("YEAR") is not None or reading.kind("UNIT") is not None


def _told_year(reading: Reading) -> int | None:
    unit = reading.kind("UNIT")
    if reading.reference is None or unit is None or unit.value != "year":
        return None
    words = [token.kind for token in reading.own[1:] if token.kind in _SHIFTS]
    return reading.reference.year + (_SHIFTS[words[-1]] if words else 0)


def _year_of_month(reading: Reading, month: int, reference: date) -> int:
    if reading.direction == "past":
        return reference.year - (month > reference.month)
    return reference.year + (month < reference.month)


def _year_of_day(reading: Reading, month: int, day: int, reference: date) -> int | None:
    days = list(_days(month, day, range(reference.year - 1, reference.year + 2)))
    days = days or list(_days(month, day, range(reference.year - 8, reference.year + 9)))
    weekdays = reading.values("WEEKDAY", "WDAY")
    agreeing = [on for on in days if weekdays and on.weekday() == weekdays[0]]
    nearest = _nearest(days, reference) if days else None
    # A wrong weekday is likelier than news of a year ago.
    if agreeing and (nearest is None or abs(nearest - reference) > _SLACK):
        return _nearest(agreeing, reference).year
    if nearest is None:
        return None
    told = reading.kind("DERNIER", "PROCHAIN") is not None
    if reading.direction == "none" or (abs(nearest - reference) <= _SLACK and not told):
        return nearest.year
    past = reading.direction == "past"
    side = [on for on in days if (on <= reference if past else on >= reference)]
    return _nearest(side or days, reference).year


def _nearest(days: Iterable[date], reference: date) -> date:
    return min(days, key=lambda day: (abs(day - reference), day))


def _days(month: int, day: int, years: Iterable[int]) -> Iterable[date]:
    for year in years:
        found = span(literal(year, month, day) or "") if 0 < year <= date.max.year else None
        if found is not None and found.earliest is not None:
            yield found.earliest


def _interval(begin: str | None, end: str | None) -> str | None:
    if begin is None or end is None or begin >= end:
        return None
    return f"{begin}/{end}"


def _is_planet(reading: Reading) -> bool:
    """True for lower-case "mars" that no French word leads in ("in mars" is a slip for Mars)."""
    place = reading.index("MONTH", "MARS")[0]
    if reading.tokens[place].text.lower() != "mars":
        return False
    return place == 0 or reading.tokens[place - 1].language != "fr"
