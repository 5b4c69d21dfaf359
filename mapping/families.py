"""Names that belong to families: who knows Chandrayaan-3 knows what Chandrayaan-5 is.

A family is what the numbered names of missions and spacecraft have in common; a new number of a
family that the gazetteer or the document itself knows is of the same class.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache

from mapping.alternatives import any_of
from mapping.entities import Entity, Found, mint
from mapping.patterns import Pattern
from mapping.rules.tables import table
from mapping.tagging import Item, Tagged, sort_class

_CLASSES = ("Mission", "Spacecraft")
_NUMBER = r"[A-Z]{0,2}\d{1,3}[A-Z]{0,2}"
# Match: "Chandrayaan-3", "Oceansat 2", "MTG"    No match: "Space Rider", "Mars 2020"
_MEMBER = re.compile(rf"(?P<base>[^\W\d][\w'-]*?)(?:[- ]?{_NUMBER})?")
# Match: "Chandrayaan-5", "MTG-S1", "Chandrayaan II", "GOES-U"
# No match: "S-band", "Sentinel-6-like", "Gaia-X"
_NAME = Pattern(
    rf"(?<![\w'-])(?P<base>[A-ZÀ-ÖØ-Þ][\w']*)"
    rf"(?:-{_NUMBER}|[- ](?:I{{1,3}}|IV|VI{{0,3}})|(?<=[A-Z]{{3}})-[A-Z])(?![\w-])"
)


def families(entities: Iterable[Entity]) -> dict[str, str]:
    """The class of each family of missions and spacecraft, by what its names begin with."""
    found = {base.casefold(): "Mission" for base in table("names")["flights"]}
    for entity in entities:
        if entity.types[:1] and entity.types[0] in _CLASSES:
            for name in (entity.label, entity.short, *entity.aliases):
                member = _MEMBER.fullmatch(name)
                if member and len(member["base"]) > 1:  # "C-35" may number anything
                    found.setdefault(member["base"].casefold(), entity.types[0])
    return found


def members(tagged: Tagged) -> Iterator[tuple[str, str]]:
    """The numbered names that nobody knows yet, each with what it begins with."""
    for match in _NAME.finditer(tagged):
        yield match.group(), match["base"].casefold()
    for match in _flight().finditer(tagged):
        yield match.group(), match["base"].casefold()
    for match in _carried().finditer(tagged):
        carrier = tagged.source[slice(*tagged.span(match, "carrier"))]
        if f"{carrier} {match['base']}" in table("names")["flights"]:
            yield f"{carrier} {match['name']}", f"{carrier} {match['base']}".casefold()
    for match in _flights().finditer(tagged):
        for name in _several(match):
            yield name, match["base"].casefold()


def joined(tagged: Tagged, known: Mapping[str, Entity]) -> Iterator[tuple[int, int, Item]]:
    """Several flights of one name, "Expeditions 69 and 70", as one item of all of them."""
    for match in _flights().finditer(tagged):
        paths = tuple(mint(name, "Mission").path for name in _several(match))
        if all(path in known for path in paths):
            begin, end = tagged.span(match)
            yield match.start(), match.end(), Item("endeavours", begin, end, paths)
    for match in _and_next().finditer(tagged):
        first = tagged.items[match["first"]]
        base = _in_pairs().fullmatch(tagged.source, first.begin, first.end)
        path = mint(f"{base['base']} {match['other']}", "Mission").path if base else ""
        if path in known:
            begin, end = tagged.span(match)
            both = (first.paths[0], path)
            yield match.start(), match.end(), Item("endeavours", begin, end, both)


@cache
def _and_next() -> Pattern:
    # Match: "<Expedition 44>/45", "<Expedition 69> and 70" before "crew members"
    # No match: "<Expedition 69> and 70 people"
    return Pattern(
        rf"(?P<first>{sort_class(['mission'])})(?:/| and (?=\d+ crew))(?P<other>\d{{1,3}})(?![\w-])"
    )


@cache
def _in_pairs() -> re.Pattern[str]:
    # Match: "Expedition 44"    No match: "Crew-9"
    return re.compile(rf"(?P<base>{any_of(table('names')['flights in pairs'])}) \d+")


def _several(match: re.Match[str]) -> tuple[str, str]:
    """The names that two numbers behind one name stand for."""
    one, other = match["one"] or match["one2"], match["other"] or match["other2"]
    return f"{match['base']} {one}", f"{match['base']} {other}"


@cache
def _flights() -> Pattern:
    # Match: "Expeditions 69-70", "Expedition 44/45", "Expedition 69 and 70 crew members"
    # No match: "Expedition 69 and 70 people"
    bases = any_of(table("names")["flights in pairs"])
    return Pattern(
        rf"(?<![\w'-])(?P<base>{bases})(?:s (?P<one>\d{{1,3}})(?:[-–/]| and | to )"
        r"(?P<other>\d{1,3})|(?= \d+(?:/| and \d+ crew)) "
        r"(?P<one2>\d{1,3})(?:/| and )(?P<other2>\d{1,3}))(?![\w-])"
    )


@cache
def _carried() -> Pattern:
    # Match: "<SpaceX> Crew-12"    No match: "<SpaceX> Dragon"
    bases = any_of(table("names")["flights"])
    return Pattern(
        rf"(?P<carrier>{sort_class(['org'])}) (?P<name>(?P<base>{bases})[- ]?\d{{1,3}})(?![\w-])"
    )


@cache
def _flight() -> Pattern:
    # Match: "Soyuz TMA-08M", "STS-124"    No match: "Soyuz rocket"
    bases = any_of(table("names")["flights"])
    return Pattern(rf"(?<![\w'-])(?P<base>{bases})[- ]?\d{{1,3}}[A-Z]?(?![\w-])")


def of_families(names: Iterable[tuple[str, str]], known: Mapping[str, str]) -> Iterator[Found]:
    """Those of the ``names`` that belong to a ``known`` family."""
    for name, base in dict.fromkeys(names):
        if base in known:
            yield Found(mint(name, known[base]), (name,))


def of_carriers(names: Iterable[tuple[str, str]]) -> Iterator[Found]:
    """The flights that a text calls by who carries them too: "SpaceX Crew-12", "Crew-12"."""
    flights = {base.casefold() for base in table("names")["flights"]}
    for name, base in dict.fromkeys(names):
        carrier, _, flight = base.rpartition(" ")
        short = name[len(carrier) + 1 :]
        if carrier and flight in flights and base in flights:
            whole = replace(mint(short, "Mission"), label=name, aliases=(short,))
            yield Found(whole, (name, short))
