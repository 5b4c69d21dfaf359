"""The date of a document: stated, on a date line, or inferred from a weekday."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Final

from mapping.dates import direction as tense
from mapping.dates import tables
from mapping.dates.finding import may_hold_date, values
from mapping.dates.grammar import phrases
from mapping.dates.literals import is_valid, span
from mapping.dates.mention import Anchor, DateMention
from mapping.dates.reading import Value, number
from mapping.dates.tokens import Token, Tokens, tokenize

# A date line stands in the first paragraphs (after a title or two) or in the last.
_FIRST: Final = 5
_LAST: Final = 3
# Longer, a paragraph is searched only at its begin, for "Paris, 9 March 2021 – …".
_LINE: Final = 120
# Words that lead to the date of a date line: "Published on", "Paris, le"; "The mission was" do not
_LEADS: Final = frozenset(
    {"by", "communiqué", "date", "dated", "for", "immediate", "le", "news", "on", "posted", "press"}
    | {"presse", "publication", "published", "publié", "release", "released", "statement"}
    | {"time", "update", "updated"}
)
_PLACES: Final = frozenset({"CAP", "COMMA", "OPEN", "CLOSE", "DASH", "STOP", "OF", "PUNCT"})
_ENDS: Final = frozenset({"COMMA", "CLOSE", "DASH", "STOP", "PUNCT"})
# A date line names a place and the sender before its date, not more.
_MOST_BEFORE: Final = 14
# Nothing, ". ", " (JST)", " (WAM) --" and
# " at 10:30 am", " – CNES today …" match; " was the day" does not
_AFTER: Final = re.compile(
    r"[\s.,;|]*(?:\(?(?:at |à )?\d{1,2}(?:[:h]\d{2})? ?(?:am|pm|[ap]\.m\.)?(?: ?[A-Z]{2,4})?\)?)?"
    r"[\s.,;|)]*(?:\([A-Z][A-Za-z. ]{1,14}\)\s*)?(?:$|(?:–|—|--?|:|//|\|)(?:\s|$))"
)
# "12/03/2024", "ESA, 12/03/2024", "12/03/2024 1234 views", "12/03/2024 10:59 AM EST" match;
# "on 12/03/2024" does not
_NUMERIC: Final = re.compile(
    r"(?:[A-Z][\w ]{0,30}[,:|] ?){0,2}(?:the )?(\d{1,2})/(\d{1,2})/(\d{4})"
    r"(?:,? (?:at )?\d{1,2}[:h]\d{2}(?: ?[AaPp]\.?[Mm]\.?)?"
    r"(?: (?:(?P<us>[ECMP][SD]?T)|[A-Z]{2,4}))?)?"
    r"(?:,? \d+ (?:views|likes))*"
)
# "Date: ", "Date and time: From 1:30 - 2:15 p.m. on " match; "Dated " does not
_KEY: Final = re.compile(r"Date(?:(?: and| &|/) ?time)?(?: of [a-z ]{1,30})?:", re.IGNORECASE)
# "Bengaluru, May 15 (PTI) The …", "PARIS, 5 March (AFP) - …" match; "Paris, May 15 was" does not
_UNDATED: Final = re.compile(r"(?:[A-Z][\w. -]{1,30}, ?){1,2}(?P<day>\w+\.? \w+) ?\([A-Z]\w{1,9}\)")
_YEARS_OF_CALENDAR: Final = 28


def dateline(text: str) -> DateMention | None:
    """The date of a paragraph that is a date line, or begins with one and a dash; else None.

    "March 5, 2018", "Paris, 9 March 2021 –", "Le 27 mars 2014"; offsets are those of the date.
    """
    head = text[:_LINE]
    if not may_hold_date(head):
        return None
    tokens = tokenize(head)
    for value in values(tokens, None)[:1]:
        begin, end = tokens[value.first].begin, tokens[value.last - 1].end
        alone = value.first == 0 and not head[end:].strip(" .")
        if not _is_dated(value, alone=alone) or not _leads_to_date(tokens[: value.first]):
            continue
        if _AFTER.match(head[end:] if len(text) < _LINE else f"{head[end:]}…") is not None:
            return DateMention(begin, end, text[begin:end], value.edtf, "literal")
    return None


def document_anchor(paragraphs: Sequence[str], stated: str | None) -> Anchor:
    """The date of a document from what is stated, a date line, or the weekdays that it names.

    A weekday with a day and month but no year ("Tuesday 9 June") gives the earliest year in
    which they agree that is not before the latest year that the text speaks of as past. Failing
    that, the month of the latest day that it tells of as past is the date. Raises ValueError
    where `stated` is no EDTF literal.
    """
    told = [_Told.of(paragraph) for paragraph in paragraphs if may_hold_date(paragraph)]
    return replace(_anchor(paragraphs, told, stated), days=tuple(dict.fromkeys(_full_days(told))))


@dataclass(frozen=True, slots=True)
class _Told:
    """The tokens of a paragraph that may hold dates, and its dates reckoned from no day."""

    tokens: Tokens
    values: Sequence[Value]

    @classmethod
    def of(cls, paragraph: str) -> "_Told":
        tokens = tokenize(paragraph)
        return cls(tokens, values(tokens, None))


def _anchor(paragraphs: Sequence[str], told: Sequence[_Told], stated: str | None) -> Anchor:
    latest = _latest_past_year(paragraphs, told)
    if stated is not None:
        if not is_valid(stated):
            raise ValueError(f"not an EDTF literal: {stated!r}")
        return Anchor(stated, "metadata", latest)
    for paragraph in (*paragraphs[:_FIRST], *paragraphs[_FIRST:][-_LAST:]):
        if (day := _numeric_line(paragraph, told)) is not None:
            return Anchor(day, "dateline", latest)
        if (line := dateline(paragraph)) is not None:
            return Anchor(line.edtf, "dateline", latest)
    for find in (_undated_line, _keyed_line):
        if (day := find(paragraphs, told)) is not None:
            return Anchor(day, "dateline", latest)
    weekdays = [day for one in told for day in _weekdays(one.tokens)]
    if (inferred := _by_weekday(weekdays, latest)) is not None:
        return Anchor(inferred, "weekday", latest)
    month = max((found for one in told for found in _past_days(one, "past")), default="")
    month = month or max((found for one in told for found in _past_days(one, "none")), default="")
    month = month[:7]
    return Anchor(month or None, "event" if month else "none", latest)


def _numeric_line(line: str, told: Sequence[_Told]) -> str | None:
    """The day of a line like "12/03/2024".

    The order is the one that is not before what the text tells of as past, and lies nearer to the
    days that it names; where it names none, the day stands first, as European agencies write it.
    Beside an hour of North America the month does.
    """
    found = _NUMERIC.fullmatch(line.strip())
    if found is None:
        return None
    first, second, year = int(found[1]), int(found[2]), found[3]
    orders = [f"{year}-{second:02}-{first:02}", f"{year}-{first:02}-{second:02}"]
    orders = orders[1:] if found["us"] else orders
    days = [date.fromisoformat(day) for day in orders if span(day) is not None]
    past = max((day for one in told for day in _past_days(one, "past")), default="")
    days = [day for day in days if day.isoformat() >= past] or days
    named = [date.fromisoformat(day) for day in _full_days(told)] or days[:1]
    near = sorted(days, key=lambda day: min(abs(day - other) for other in named))
    return near[0].isoformat() if near else None


def _undated_line(paragraphs: Sequence[str], told: Sequence[_Told]) -> str | None:
    """The day of a news agency's date line without a year: "Bengaluru, May 15 (PTI) …".

    Its year is the first in which it is not before the latest day that the text tells of as past.
    """
    past = max((day for one in told for day in _past_days(one, "past")), default=None)
    for paragraph in paragraphs[:_FIRST]:
        line = _UNDATED.match(paragraph[:_LINE])
        if line is None or past is None:
            continue
        own = {token.kind: number(token) for token in tokenize(line["day"])}
        if own.keys() <= {"MONTH", "DAY"} and len(own) == 2:
            years = range(int(past[:4]), int(past[:4]) + _YEARS_OF_CALENDAR)
            days = (f"{year:04}-{own['MONTH']:02}-{own['DAY']:02}" for year in years)
            return next((day for day in days if day >= past and span(day) is not None), None)
    return None


def _keyed_line(paragraphs: Sequence[str], _told: Sequence[_Told]) -> str | None:
    """The day of a line like "Date and time: From 1:30 p.m. on July 9 (Fri), 2021"."""
    for paragraph in paragraphs[:_FIRST]:
        if _KEY.match(paragraph) and len(paragraph) < _LINE:
            found = values(tokenize(paragraph), None)
            return next((v.edtf for v in found if _is_dated(v, alone=False)), None)
    return None


def _full_days(told: Sequence[_Told]) -> Iterator[str]:
    """The days that a text names with their years."""
    for one in told:
        for value in one.values:
            found = span(value.edtf) if value.basis == "literal" else None
            if found is not None and found.earliest is not None and found.precision == "day":
                yield found.earliest.isoformat()


def _is_dated(value: Value, *, alone: bool) -> bool:
    """True for a day, and for a month that is the whole line."""
    found = span(value.edtf)
    wanted = ("day", "month") if alone else ("day",)
    return value.basis == "literal" and found is not None and found.precision in wanted


def _leads_to_date(tokens: Sequence[Token]) -> bool:
    """True for nothing, for a place and sender with a comma or dash, and for "Published on"."""
    if len(tokens) > _MOST_BEFORE:
        return False
    if all(token.text.lower() in _LEADS or token.kind in _PLACES for token in tokens):
        last = tokens[-1] if tokens else None
        return last is None or last.text.lower() in _LEADS or last.kind in _ENDS
    return False


def _latest_past_year(paragraphs: Sequence[str], told: Sequence[_Told]) -> int | None:
    years = [year for one in told for year in _past_years(one)]
    for pattern, not_before in _phenomena():
        if any(pattern.search(paragraph) for paragraph in paragraphs):
            years.append(not_before)
    return max(years, default=None)


def _past_days(told: _Told, wanted: tense.Direction) -> Iterator[str]:
    """The days of which the text tells as past, or (wanted "none") without saying when."""
    for value in told.values:
        if not _is_dated(value, alone=False):
            continue
        if tense.direction(told.tokens, value.first, value.last) == wanted:
            yield value.edtf


def _past_years(told: _Told) -> Iterator[int]:
    """The years that a paragraph speaks of as past; a launch "in 2024" may lie ahead."""
    for value in told.values:
        if value.edtf.startswith(("[", "..")) or not value.edtf[:4].isdecimal():
            continue
        way = tense.direction(told.tokens, value.first, value.last)
        if way == "past" or (way == "none" and not tense.tells_of_event(told.tokens, value.first)):
            yield int(value.edtf[:4])


@cache
def _phenomena() -> tuple[tuple[re.Pattern[str], int], ...]:
    return tuple(
        (re.compile(row["pattern"]), int(row["not_before"])) for row in tables.rows("phenomena.tsv")
    )


def _weekdays(tokens: Tokens) -> Iterator[tuple[int, int, int]]:
    """Weekday, month and day of each "Tuesday 9 June" without a year."""
    for phrase in phrases(tokens):
        own = tokens[phrase.first : phrase.last]
        kinds = {token.kind: number(token) for token in own}
        weekday = kinds.get("WEEKDAY", kinds.get("WDAY"))
        day = kinds.get("DAY", kinds.get("ORDINAL"))
        if phrase.rule != "calendar" or {"YEAR", "UNIT"} & kinds.keys():
            continue
        if weekday is not None and day is not None:
            yield weekday, kinds["MONTH"], day


def _by_weekday(days: Sequence[tuple[int, int, int]], latest: int | None) -> str | None:
    """The first of the days in the earliest year in which all agree, or at least the first."""
    if not days or latest is None:
        return None
    years = range(latest, latest + _YEARS_OF_CALENDAR)
    for wanted in (days, days[:1]):
        for year in years:
            if all(_agrees(year, *day) for day in wanted):
                return f"{year:04}-{days[0][1]:02}-{days[0][2]:02}"
    return None


def _agrees(year: int, weekday: int, month: int, day: int) -> bool:
    found = span(f"{year:04}-{month:02}-{day:02}")
    on: date | None = found.earliest if found else None
    return on is not None and on.weekday() == weekday
