"""Departments that share their noun: "the Departments of State, Defense, and Transportation"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from mapping.entities import Entity, mint
from mapping.name_kinds import CAPITAL
from mapping.patterns import Pattern, compiled
from mapping.tagging import Item, Tagged, sort_class


def departments(
    tagged: Tagged, entities: Mapping[str, Entity]
) -> Iterator[tuple[int, int, Item, Entity]]:
    """Each department of such a list, as an item with the entity it is.

    One that the gazetteer knows by its full name is that one.
    """
    for match in _pattern().finditer(tagged):
        noun = _SINGULAR[match["noun"]]
        start = match.start()
        for found in re.finditer(_ANY, match["fields"]):
            begin, stop = match.start("fields") + found.start(), match.start("fields") + found.end()
            item = tagged.items.get(found.group())
            if item and item.sort == "org" and not _PLAIN.fullmatch(tagged.source_of(begin, stop)):
                continue  # an organization, and no field
            name = f"{noun} of {tagged.source_of(begin, stop)}"
            entity = _known(name, entities) or mint(name, "GovernmentBody")
            item = Item("org", tagged.begins[start], tagged.ends[stop - 1], (entity.path,))
            yield start, stop, item, entity
            after = _NEXT.match(tagged.text, stop)
            start = after.end() if after else stop


def _known(name: str, entities: Mapping[str, Entity]) -> Entity | None:
    named = (entity for entity in entities.values() if name in (entity.label, *entity.aliases))
    return next((entity for entity in named if entity.kind == "organization"), None)


_SINGULAR = {"Departments": "Department", "Ministries": "Ministry", "Offices": "Office"}
_WORD = rf"(?:{CAPITAL}|{sort_class(['concept', 'body'])})"
_FIELD = rf"{_WORD}(?: {_WORD})*"
# A field that looks like a body by what is listed beside it: "State, Defense, <Commerce>, and".
_ANY = rf"{_FIELD}|{sort_class(['org'])}"
# Match: "Commerce"    No match: "NASA", "National Park Service"
_PLAIN = re.compile(r"[A-Z][a-z]+")
_NEXT = re.compile(r"(?:,? and |, )?(?:the )?")


@cache
def _pattern() -> Pattern:
    # Match: "the Departments of State, Defense, Homeland Security, and Transportation"
    # Match: "the Departments of State, Defense, and the <NASA>"
    # No match: "the Department of Science and Technology", "the Departments of the year"
    org = sort_class(["org"])
    return compiled(
        rf"\b(?:[Tt]he )?(?P<noun>{'|'.join(_SINGULAR)}) of (?:the )?"
        rf"(?P<fields>{_FIELD}(?:, (?:the )?{_FIELD})*(?:,? and (?:the )?{_FIELD}"
        rf"|, (?:the )?(?:{_FIELD}|{org})(?=,? and (?:the )?(?:{org}|[A-Z][a-z]+ [A-Z])|[;.])))"
    )
