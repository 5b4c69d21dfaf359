"""Agencies that a text names by their nations alone: "the French and Indian space agencies"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from mapping.gazetteer import Gazetteer
from mapping.patterns import Pattern, compiled
from mapping.tagging import Item, Tagged, items_in, sort_class


def agencies(
    tagged: Tagged, gazetteer: Gazetteer, day: str | None
) -> Iterator[tuple[int, int, Item]]:
    """The stretches that name agencies so, each with the agencies that the nations have.

    ``day`` is that of the document (EDTF). Where a nation has none, or more than one, nobody.
    """
    for match in _pattern().finditer(tagged):
        nations = [p for item in items_in(tagged, match["nations"]) for p in item.paths]
        known = [gazetteer.agency_of(path, day) for path in nations]
        paths = tuple(dict.fromkeys(agency.path for agency in known if agency is not None))
        if len(paths) == len(nations) and (len(paths) > 1) == match.group().endswith("s"):
            sort = "agents" if len(paths) > 1 else "org"
            item = Item(sort, *tagged.span(match), paths, resolved=("agency-of-country",))
            yield match.start(), match.end(), item


@cache
def _pattern() -> Pattern:
    # Match: "the <French> and <Indian> space agencies met", "<Peru>'s space agency"
    # No match: "the <French> and <Indian> space agencies, <CNES> and <ISRO>", "<Indian> agencies"
    nation, agent = sort_class(["demonym", "country"]), sort_class(["org", "agents"])
    return compiled(
        rf"(?:\b(?:[Tt]he|[Bb]oth) )?(?P<nations>{nation}(?:, (?:the )?{nation})*"
        rf"(?:,? and (?:the )?{nation})?)(?:'s?)? (?:national )?[Ss]pace "
        rf"(?:[Aa]genc(?:y|ies)|[Oo]rgani[sz]ations)\b"
        rf"(?!(?:'s?)?,? \(?(?:the )?{agent}| \()"
    )
