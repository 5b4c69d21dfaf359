"""Groups and seats that a text only describes: "French industry", "NASA Headquarters"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from mapping.entities import Entity, mint
from mapping.gazetteer import Gazetteer
from mapping.patterns import Pattern, compiled
from mapping.rules.tables import table
from mapping.tagging import Item, Tagged, sort_class


def collectives(tagged: Tagged, gazetteer: Gazetteer) -> Iterator[tuple[int, int, Item, Entity]]:
    """The collectives of ``tagged``, as items with the entities they are."""
    for match in _pattern().finditer(tagged):
        nation = tagged.items[match["nation"]].paths
        written = tagged.items[match["nation"]].text
        adjective = written if written in gazetteer.demonyms else _adjective(nation[0], gazetteer)
        if len(nation) != 1 or adjective is None:
            continue
        entity = mint(f"{adjective} {match['noun']}", "Collective")
        begin, end = tagged.span(match)
        yield (
            match.start(),
            match.end(),
            Item("collective", begin, end, (entity.path,), text=entity.label),
            entity,
        )


def headquarters(
    tagged: Tagged, entities: Mapping[str, Entity]
) -> Iterator[tuple[int, int, Item, Entity]]:
    """Headquarters and offices, "ESA's headquarters" or "JAXA Tokyo Office", as places.

    An embassy, "the Kazakh Embassy", is a body and a place.
    """
    # Match: "<NASA> Headquarters", "the headquarters of <ESA>", "<JAXA> <Tokyo> Office", "the
    # <German> Embassy"    No match: "<NASA> headquarters staff"
    # The building of some bears a name: "Mary W. Roe <NASA> Headquarters".
    named = rf"(?:{sort_class(['person', 'place'])}|[A-Z]\w+ [A-Z]\. [A-Z]\w+)"
    pattern = compiled(
        rf"(?:\b[Tt]he )?(?:{named} )?(?P<org>{sort_class(['org'])})(?:'s?)? "
        rf"(?:[Hh]eadquarters|[Hh]ead [Oo]ffice|(?P<town>{sort_class(['place'])}) Office)"
        rf"(?: {named} Building| [Bb]uilding)?(?! (?:staff|teams?|officials|employees)\b)"
        rf"|\b[Tt]he [Hh]eadquarters of (?:the )?(?:\d+-nation )?"
        rf"(?P<whose>{sort_class(['org'])})(?!')"
        rf"|(?:\b[Tt]he )?(?P<nation>{sort_class(['demonym'])}) Embassy\b(?!')"
    )
    for match in pattern.finditer(tagged):
        if match["nation"]:
            begin, end = tagged.span(match)
            embassy = mint(f"{tagged.words(match, 'nation')} Embassy", "GovernmentBody")
            item = Item("org", begin, end, (embassy.path,), text=embassy.label, is_place=True)
            yield match.start(), match.end(), item, embassy
            continue
        organization = entities[tagged.items[match["org"] or match["whose"]].paths[0]]
        town = tagged.items[match["town"]] if match["town"] else None
        seat = f"{tagged.source[town.begin : town.end]} Office" if town else "Headquarters"
        entity = mint(f"{organization.short} {seat}", "Place")
        begin, end = tagged.span(match)
        if "ead" in match.group() and "ffice" in match.group():
            entity = replace(entity, aliases=(f"{organization.short} Head Office",))
        item = Item(
            "place",
            begin,
            end,
            (entity.path,),
            text=entity.label,
            is_place=True,
            affiliation=(organization.path,),
        )
        yield match.start(), match.end(), item, entity


def _adjective(path: str, gazetteer: Gazetteer) -> str | None:
    """The adjective of a nation, "Japanese"; the first of its demonyms."""
    return next((word for word, target in gazetteer.demonyms.items() if target == path), None)


@cache
def _pattern() -> Pattern:
    # Match: "Japan's top space officials", "the French scientific community"    No match: "French
    # rover"
    nouns = "|".join(sorted(table("names")["collectives"], key=len, reverse=True))
    nation = sort_class(["demonym", "country", "region"])
    return compiled(
        rf"(?:\b[Tt]he )?(?P<nation>{nation})(?:'s?)? (?:[a-z]+ )??(?P<noun>{nouns})\b(?!')"
    )
