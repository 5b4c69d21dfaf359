"""Editions of recurring meetings: "2nd International Space Exploration Forum (ISEF2)", "COP26",
"the One Planet Summit in Paris last December".

A numbered edition is known by its number, any other by its year; both lead to the series they
belong to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from mapping import dates
from mapping.bilateral import ordinal
from mapping.entities import Entity
from mapping.patterns import Pattern, compiled
from mapping.rules.tables import table
from mapping.tagging import Item, Tagged, items_in, sort_class


@dataclass(frozen=True)
class Edition:
    """One edition of a series: where its phrase stands, its item, what it is, the series' path."""

    start: int
    stop: int
    item: Item
    entity: Entity
    series: str


def known(tagged: Tagged, series: Mapping[str, str]) -> Tagged:
    """The sentence with meetings named without their number folded into the one edition told of.

    ``series`` leads from editions to their series.
    """
    changed = {}
    for char, item in tagged.items.items():
        if item.sort == "meeting" and item.paths[0].startswith("meeting/"):
            whole = item.paths[0].replace("meeting/", "initiative/", 1)
            editions = [path for path, of in series.items() if of == whole]
            if len(editions) == 1 and item.paths[0] not in series:
                changed[char] = replace(item, paths=(editions[0],), resolved=("coreference",))
    return tagged.with_items(changed)


def numbered(tagged: Tagged, entities: dict[str, Entity]) -> Iterator[Edition]:
    """Editions that an ordinal, a numbered acronym or a year tells: "69th IAC", "ISEF2".

    So does what a series is said to have held: "The CEOS Plenary held its third session".
    """
    for match in _patterns()["held"].finditer(tagged):
        item, number = tagged.items[match["series"]], ordinal(match["ordinal"])
        series = entities.get(item.paths[0])
        if number is not None and series is not None and series.is_series:
            label = f"{_ordinal(number)} {series.label}"
            stop = match.start() + 1
            yield _edition(tagged, match, series, str(number), label, None, stop=stop)
    for match in _patterns()["numbered"].finditer(tagged):
        item = tagged.items[match["series"]]
        series = entities.get(item.paths[0])
        number = ordinal(match["ordinal"] or "") or item.count
        year = _year(tagged.items[match["year"]].text) if match["year"] else None
        if digits := match["number"] or match["later"] or year:
            number = int(digits)
        if number is None or series is None or not (series.is_series or _is_new(series)):
            continue
        label = (
            f"{_ordinal(number)} {series.label}"
            if match["ordinal"] or not series.short.isupper()
            else ""
        )
        alias = f"{series.short}{number}" if series.short != series.label else None
        if year == str(number):
            label, alias = f"{series.label} {year}", None
        series = series if series.is_series else series_of(series)
        yield _edition(tagged, match, series, str(number), label or alias or series.label, alias)


def _year(text: str) -> str | None:
    """A date's text where it is a year and no more."""
    return text if len(text) == len("2031") and text.isdecimal() else None


def _is_new(series: Entity) -> bool:
    """Is it a meeting known by this text alone?  Its number shows that there are others."""
    return series.is_minted and series.kind == "meeting" and not re.search(r"\d", series.label)


def series_of(meeting: Entity) -> Entity:
    """The series of that name, of which a numbered meeting is one."""
    path, types = f"initiative/{meeting.slug}", ("Initiative", "Endeavour")
    return replace(meeting, path=path, types=types, is_series=True)


def dated(tagged: Tagged, entities: dict[str, Entity]) -> Iterator[Edition]:
    """Editions that their date tells: a named meeting followed by place and date."""
    for match in _patterns()["dated"].finditer(tagged):
        item = tagged.items[match["series"]]
        series = entities.get(item.paths[0])
        date = next((i.edtf for i in items_in(tagged, match["when"]) if i.sort == "date"), None)
        earliest, latest = dates.bounds(date) if date else (None, None)
        if series is None or not series.is_series or not earliest or not latest:
            continue
        if earliest.year == latest.year:
            year = str(earliest.year)
            yield _edition(
                tagged, match, series, year, f"{series.label} {year}", None, stop=match.start() + 1
            )


def _edition(
    tagged: Tagged,
    match: re.Match[str],
    series: Entity,
    suffix: str,
    label: str,
    alias: str | None,
    *,
    stop: int | None = None,
) -> Edition:
    stop = stop or match.end()
    begin, end = tagged.begins[match.start()], tagged.ends[stop - 1]
    written = re.sub(r"^[Tt]he | \(.*", "", tagged.source[begin:end])
    aliases = tuple(name for name in dict.fromkeys((alias, written)) if name and name != label)
    path = f"meeting/{series.slug}-{suffix}"
    entity = Entity(path, ("Meeting", "Fact"), label, alias or label, aliases, is_minted=True)
    item = replace(tagged.items[match["series"]], begin=begin, end=end, paths=(path,), count=1)
    return Edition(match.start(), stop, item, entity, series.path)


def _ordinal(number: int) -> str:
    suffix = (
        {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        if number % 100 not in (11, 12, 13)
        else "th"
    )
    return f"{number}{suffix}"


@cache
def _patterns() -> dict[str, Pattern]:
    ordinals = "|".join(table("names")["ordinals"])
    meeting = sort_class(["meeting"])
    nation = sort_class(["agents", "demonym", "country"])
    adjunct = sort_class(["at", "date"])
    return {
        # Match: "69th <IAC>", "<COP>26", "2nd <ISEF> (ISEF2)", "the <2031> <IAC>"
        # No match: "<IAC> in Bremen"; of "In <2031> <IAC>", the year
        "numbered": compiled(
            rf"(?:(?P<ordinal>(?i:{ordinals})|(?<!\w)\d{{1,3}}(?:st|nd|rd|th)) "
            r"(?:annual |bilateral |joint |regular |edition of the "
            r"|(?i:session|meeting|round) of the )?"
            rf"|(?<![Ii]n )(?P<year>{sort_class(['date'])}) (?:edition of the )?)?"
            rf"(?:{nation} )?(?P<series>{meeting})"
            r"(?:(?P<number>\d{1,3})\b"
            r"| (?P<later>\d\d|(?:19|20)\d\d)(?![\d%-]| (?:[a-z]+ )?(?:agencies|nations)\b))?"
            rf"(?: \((?:[A-Z]{{2,}}|{meeting})[- ]?(?:\d{{1,3}}|20\d\d)?\))?"
        ),
        # Match: "<One Planet Summit> <in Paris> <last December>", "<IAC> of <2031>"
        # No match: "<One Planet Summit>"
        "dated": compiled(
            rf"(?P<series>{meeting})(?P<when>(?: of (?={sort_class(['date'])})|(?:,? ?{adjunct}))+)"
        ),
        # Match: "<IAC> (IAC) held its third meeting"    No match: "<IAC> held its prize-giving"
        "held": compiled(
            rf"(?P<series>{meeting})(?: \([A-Z]{{2,}}\))?,? (?:(?:has|have|also|today) )*"
            r"(?:held|holds?|convened|met in|gathered for) (?:its|their) "
            rf"(?P<ordinal>(?i:{ordinals})|\d{{1,3}}(?:st|nd|rd|th)) "
            r"(?:(?:annual|regular|plenary|ordinary|formal|joint) )*"
            r"(?:meeting|session|edition|round)\b"
        ),
    }
