"""Who is what in a crew: "astronauts Commander Jane Roe and Pilot Jan Poe", "Jane Roe, commander".

Such posts part the names of a list, which is one when they have been read. Words:
``rules/posts.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from mapping.alternatives import any_of
from mapping.patterns import Pattern, compiled
from mapping.person_names import is_name, person_called
from mapping.persons import Introduction
from mapping.post_phrases import words
from mapping.posts_held import Post
from mapping.rules.tables import table
from mapping.tagging import Item, Tagged, items_in, sort_class


def introductions(tagged: Tagged, *hosts: str | None) -> list[Introduction]:
    """Those whose posts in a crew stand beside their names.

    The crew is that of the mission that the sentence names, or of the first of the ``hosts`` that
    is flown; it may be unknown.
    """
    if not _fliers().may_match(tagged) or not _fliers().search(tagged):
        return []
    return list(_introduced(tagged, _flight(tagged, hosts)))


def _introduced(tagged: Tagged, flight: str | None) -> Iterator[Introduction]:
    for match in _posted().finditer(tagged):
        number = next(n for n in ("", "2", "3", "4") if match[f"name{n}"])
        span = match.span(f"name{number}")
        found = _introduction(tagged, match.span(), span, match[f"post{number}"], flight)
        yield from found
    for match in _several().finditer(tagged):
        for one in _from().finditer(tagged.text, *match.span("names")):
            post = match["posts"].removesuffix("s")
            yield from _introduction(tagged, one.span(), one.span("name"), post, flight)


def _introduction(
    tagged: Tagged, whole: tuple[int, int], span: tuple[int, int], post: str, flight: str | None
) -> Iterator[Introduction]:
    """The one whose name has the ``span``, if it is somebody's, over the ``whole``."""
    begin, end = tagged.begins[span[0]], tagged.ends[span[1] - 1]
    called = tagged.items.get(tagged.text[slice(*span)])
    name = called.text if called else tagged.source[begin:end]
    if is_name(name):
        person, title = person_called(name), post.capitalize()
        posts = (Post(person.path, title, flight, begin, end, "post-in-crew"),) if flight else ()
        yield Introduction(*whole, person, begin, end, posts)


def _flight(tagged: Tagged, hosts: tuple[str | None, ...]) -> str | None:
    """The one mission that the sentence names besides expeditions, else a host."""
    named = {i.paths[0] for i in items_in(tagged, tagged.text) if i.sort == "mission"}
    flights = [path for path in named if _FLIGHT.match(path)]
    if flights:
        return flights[0] if len(flights) == 1 else None
    return next((path for path in hosts if path and _FLIGHT.match(path)), None)


# Match: "mission/crew-12"    No match: "mission/expedition-71", "spacecraft/iss"
_FLIGHT = re.compile(r"mission/(?!expedition)")


def folded(tagged: Tagged, crew: Iterable[Introduction]) -> Tagged:
    """The sentence with the names of those in a crew, and their posts, as persons."""
    tagged = tagged.fold(
        (
            found.start,
            found.stop,
            Item(
                "person",
                found.name_begin,
                found.name_end,
                (found.person.path,),
                text=found.person.label,
            ),
        )
        for found in crew
    )
    shared = [match.span("less") for match in _shared().finditer(tagged)]
    return tagged.without(shared) if shared else tagged


@cache
def _shared() -> Pattern:
    # Match: "mission specialists " of "mission specialists <JAXA> astronaut <person>",
    # "mission specialists <person> and <person>"; "his crewmate, " of "and his crewmate, <person>"
    # No match: "mission specialists met <person>"
    posts = any_of([f"{post}s" for post in table("posts")["in a crew"]], ignore_case=True)
    flier = rf"{sort_class(['org'])}(?: \([^()]{{1,60}}\))?(?:'s)? (?:astro|cosmo)naut"
    mate = r"(?<=and )(?:his|her) (?:[a-z]+ )?crew-?mates?"
    return compiled(
        rf"(?<![\w-])(?P<less>(?:{posts}|{mate}),? )(?={sort_class(['person'])}|{flier})"
    )


@cache
def _fliers() -> Pattern:
    # Match: "NASA astronauts ", "Mission Specialist "    No match: "astronautics"
    return compiled(r"\b(?:(?:astro|cosmo)naut|[Mm]ission [Ss]pecialist)s?\b")


@cache
def _name() -> re.Pattern[str]:
    return re.compile(rf"(?:{sort_class(['person'])}|{words()['bare']})")


@cache
def _from() -> re.Pattern[str]:
    # Match: "Jane Roe of <Poland>", "Jane Roe" of "Jane Roe of <JAXA>"
    nation = sort_class(["country"])
    return re.compile(rf"(?P<name>{_name().pattern})(?: (?:of|from) (?:the )?{nation})?")


@cache
def _posted() -> Pattern:
    # Match: "Commander Jane Roe", of "astronauts Commander Jane Roe"; "Jane Roe, commander,";
    # "Jane Roe as pilot"    No match: "Commander of the <ISS>", "Jane Roe, commander of <Crew-9>"
    posts = any_of(table("posts")["in a crew"], ignore_case=True)
    behind = ("nauts ", "naut ", ", ", "; ", "and ", "carry ", "carrying ", "including ", "are ")
    begun = "".join(rf"|(?<={word})" for word in behind)
    name = _name().pattern
    return compiled(
        rf"(?:^{begun})(?P<post>{posts}) (?P<name>{name})(?!')"
        rf"|(?P<name2>{name}), (?P<post2>{posts})(?:,(?= [a-z])|(?=[,;.]| and\b(?! {posts})))"
        rf"|(?P<name3>{name}) \((?P<post3>{posts})\)"
        rf"|(?P<name4>{name}) as (?:its |the )?(?P<post4>{posts})(?=[,;.]| and\b)"
    )


@cache
def _several() -> Pattern:
    # Match: "Mission Specialists Jane Roe of <JAXA> and Jan Poe"
    # No match: "Mission Specialist Jane Roe and Jan Poe"
    posts = any_of([f"{post}s" for post in table("posts")["in a crew"]], ignore_case=True)
    one = rf"{_name().pattern}(?: (?:of|from) (?:the )?{sort_class(['org', 'country'])})?"
    return compiled(
        rf"(?<![\w'-])(?P<posts>{posts}),? (?P<names>{one}(?:, {one})*,? and {one})(?!')"
    )
