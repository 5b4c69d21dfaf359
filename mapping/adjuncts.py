"""Where, when and at which event: places, dates and events with their prepositions."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from mapping.alternatives import any_of
from mapping.patterns import Pattern, compiled
from mapping.phrases import EVENTS, PLACES
from mapping.rules.tables import table
from mapping.tagging import Item, Tagged, sort_class


def adjuncts(tagged: Tagged) -> Tagged:
    """ "in Tokyo", "from the Guiana Space Centre" and "on Tuesday" become one item each."""

    def at(match: re.Match[str]) -> Item | None:
        item = tagged.items[match["place"]]
        if item.sort == "org" and not item.is_place:
            return None
        is_nation = match["preposition"] == "from" and item.sort in ("country", "region")
        if is_nation and _coming().search(tagged.text, 0, match.start()):
            return None
        around = [tagged.item(match, group) for group in ("inside", "within", "within2")]
        paths = item.paths + tuple(path for one in around if one for path in one.paths)
        begin, end = tagged.span(match)
        return Item("at", begin, end, paths, noun=match["preposition"].casefold())

    tagged = tagged.rewrite(_in_place(), at)
    tagged = tagged.reduced_to(_in_brackets(), "date")
    tagged = tagged.reduced_to(_on_date(), "date")
    tagged = tagged.rewrite(_told_twice(), lambda m: _precise(tagged, m))
    tagged = tagged.rewrite(_at_the_date(), lambda m: _part(tagged, m))
    tagged = _timed(tagged)
    return tagged.reduced_to(_zoned(), "date")


@cache
def _in_place() -> Pattern:
    places, nation = sort_class((*PLACES, "org")), sort_class(("country", "region"))
    either = sort_class(("country", "region", "org"))
    demonym = sort_class(("demonym",))
    rooms = any_of(table("phrases")["rooms"], ignore_case=True)
    owner, site = sort_class(("org", "place", "country")), sort_class(("place",))
    date = sort_class(("date",))
    several = rf"(?!(?:the )?{nation}(?:, (?:the )?{nation})*,? and (?:the )?{either})"
    # "in Bremen, Germany, DLR and NASA": the nation after a town does not act with those behind it
    nations = (
        rf"(?<={sort_class(('place', 'at'))}, .)(?=, (?:the )?{sort_class(('org', 'person'))})"
    )
    return compiled(
        r"\b(?P<preposition>in|In|at|At|from|From|near|outside) "
        rf"(?:{table('phrases')['pads']}|(?:(?:the|its|their) )?(?:{owner}'s )?(?:[\w'-]+ ){{0,4}}?"
        rf"{rooms} (?:inside|within|at|of|in) |(?:the (?:{demonym} )?|{owner}'s )"
        rf"(?:capital|port)(?: city)?(?:,| of)? )?{several}(?:the )?(?:{owner}'s (?={site}))?"
        rf"(?P<place>{places})(?!'s)"
        rf"(?:(?: in| near|,)(?: the(?= {nation}(?:[,.;]| {date}| on\b)))? "
        rf"(?P<inside>{sort_class(PLACES)})(?:(?<= in .), {sort_class(PLACES)})?"
        rf"(?:(?!,? (?:and )?{places})|{nations})"
        # "in Toronto (Ontario, Canada)"
        rf"| \((?P<within>{sort_class(PLACES)})(?:, (?P<within2>{sort_class(PLACES)}))?\))?"
    )


@cache
def _in_brackets() -> Pattern:
    # Match: "<Space Forum> (<3-5 May 2031>)", "held <in Rome> (<3-5 May 2031>)"
    # No match: "<Gaia> (<2013>)"
    date, before = sort_class(["date"]), sort_class(["meeting", "at"])
    return compiled(rf"(?<={before} )\((?P<date>{date})\)")


@cache
def _coming() -> re.Pattern[str]:
    # Match: "13 nanosatellites " before "from <the US>"    No match: "launched " before it
    return re.compile(rf"(?<![\w-])(?:{any_of(table('phrases')['coming from'])}) $")


@cache
def _zoned() -> Pattern:
    # Match: "<Saturday 22 June at 9:00> <Paris> time"    No match: "<on Saturday> <Paris> met"
    date, zone = sort_class(["date"]), sort_class(["place", "country", "region", "demonym"])
    return compiled(
        rf"(?P<date>{date})(?:,? at)? \(?{zone}(?:'s?)? (?:local |standard |summer )?time\b\)?"
    )


@cache
def _on_date() -> Pattern:
    # Match: "in <2016>", "on the <evening of 3 May>"
    # No match: the year of "on the <2016> framework agreement"
    date, names = sort_class(["date"]), table("names")
    deeds = any_of([*names["last"]["Agreement"], *names["agreement titles"]])
    of_deed = rf"{date} (?:[^ ,;]+ ){{0,3}}?(?:{sort_class(['agreement'])}|(?i:{deeds})\b)"
    before = (
        rf"(?:\b(?:here )?(?:on|On|in|In|during|During) (?:the (?!{of_deed}))?|^The (?={date}, ))"
    )
    return compiled(
        rf"{before}(?P<date>{date})"
        r"(?: (?:morning|afternoon|evening|night))?"
    )


@cache
def _told_twice() -> Pattern:
    # Match: "Twelve years and <six months ago>, <on 2 March>", "<today>, <Wednesday 11 March>,"
    date = sort_class(["date"])
    return compiled(
        rf"(?:\b[\w-]+ (?:years?|months?|weeks?),? and )?(?P<vague>{date}), (?P<date>{date})"
    )


def _precise(tagged: Tagged, match: re.Match[str]) -> Item | None:
    """The day itself, of "six months ago, on 2 March" and of "today, Wednesday 11 March"."""
    vague, day = tagged.items[match["vague"]], tagged.items[match["date"]]
    return tagged.over(match, day) if _VAGUE.search(vague.text) else None


# Match: "six months ago", "today"    No match: "In May"
_VAGUE = re.compile(r"(?i:\bago|^(?:earlier )?today)$")


@cache
def _at_the_date() -> Pattern:
    return compiled(rf"\b(?:[Aa]t|[Tt]owards?|[Bb]y) the (?P<date>{sort_class(['date'])})")


def _part(tagged: Tagged, match: re.Match[str]) -> Item | None:
    """ "at the end of 2026", whose date begins with the part of the year that it is."""
    item = tagged.items[match["date"]]
    return tagged.over(match, item) if _PARTS.match(item.text) else None


# Match: "end of 2026", "beginning of next year"    No match: "2026"
_PARTS = re.compile(r"(?:very )?(?:end|beginning|start|close|turn|middle)\b")


def _timed(tagged: Tagged) -> Tagged:
    """A time of day belongs to the date or place beside it: "at 10:15 UTC on 3 May"."""
    return tagged.reduced_to(_time(), "after", "before")


@cache
def _time() -> Pattern:
    time, one = table("phrases")["times"], sort_class(["date", "at"])
    return compiled(rf"(?>{time}),? (?P<after>{one})|(?P<before>{one}),? (?>{time})(?!,? {one})")


def events(tagged: Tagged) -> Tagged:
    """ "at the Paris Air Show" and "during this meeting" become one item each."""

    def make(match: re.Match[str]) -> Item:
        return replace(tagged.over(match, tagged.items[match["event"]]), sort="event")

    return tagged.rewrite(_event(), make)


@cache
def _event() -> Pattern:
    when = "sidelines?|margins?|fringes?|occasion|opening|close|conclusion"
    beside = rf"(?:[Oo]n|[Aa]t|[Ii]n) the (?:{when}) of|[Tt]aking (?:the )?opportunity of"
    return compiled(
        rf"(?:^On|\b[Aa]t|\b[Dd]uring|\b{beside}|\b[Aa]longside|[Ii]n the (?:framework|course) of"
        r"|[Oo]pening)"
        rf" (?:the )?(?P<event>{sort_class(EVENTS)})"
    )
