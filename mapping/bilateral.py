"""Recurring meetings of two nations, and of what governs an organization: "the third France-Japan
space dialogue", "the 11th Meeting of the Council of APSCO".

Tables: ``rules/names.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from mapping.entities import Entity, slugify
from mapping.patterns import Pattern
from mapping.rules.tables import table
from mapping.tagging import Item, Tagged, items_in, sort_class


def bilateral_meetings(tagged: Tagged) -> Iterator[tuple[int, int, Item, Entity]]:
    """Recurring meetings of two nations, "the third France-Japan space dialogue", as items."""
    for match in _pattern().finditer(tagged):
        nations = sorted({p for item in items_in(tagged, match["pair"]) for p in item.paths})
        if len(nations) == 2:
            names = [path.split("/")[1].replace("-", " ").title() for path in nations]
            kind = match["kind"].removesuffix(" meeting")
            label = f"{names[0]}-{names[1]} {'space ' if match['space'] else ''}{kind}"
            begin, end = tagged.span(match)
            begin = tagged.begins[match.start("pair")]
            written = tagged.source[begin : tagged.ends[match.end() - 1]].removesuffix(" meeting")
            aliases = (written,) if written != label else ()
            path, types = f"initiative/{slugify(label)}", ("Initiative", "Endeavour")
            entity = Entity(path, types, label, label, aliases, is_minted=True, is_series=True)
            item = Item(
                "meeting",
                begin,
                end,
                (entity.path,),
                count=ordinal(match["ordinal"] or ""),
                nations=tuple(nations),
            )
            yield match.start(), match.end(), item, entity


def governing_meetings(tagged: Tagged) -> Iterator[tuple[int, int, Item, Entity]]:
    """Numbered meetings of a council or board, "the 11th Meeting of the Council of APSCO"."""
    for match in _of_council().finditer(tagged):
        number, org = ordinal(match["ordinal"]), tagged.items[match["org"]]
        if number is None:
            continue
        begin, end = tagged.span(match)
        begin = tagged.begins[match.start("ordinal")]
        label = tagged.source[begin:end]
        body = slugify(f"{org.paths[0].split('/')[1]} {match['body']}")
        path = f"meeting/{body}-{match['kind'].casefold()}-{number}"
        entity = Entity(path, ("Meeting", "Fact"), label, label, (), is_minted=True)
        yield match.start(), match.end(), Item("meeting", begin, end, (path,)), entity


def ordinal(word: str) -> int | None:
    """The number of an ordinal: "2nd" → 2, "third" → 3; None for any other word."""
    if digits := re.match(r"(\d+)(?:st|nd|rd|th)$", word):
        return int(digits[1])
    found: int | None = table("names")["ordinals"].get(word.casefold())
    return found


@cache
def _of_council() -> Pattern:
    ordinals = "|".join(table("names")["ordinals"])
    bodies = "|".join(table("names")["governing bodies"])
    # Match: "the 11th Meeting of the Council of <APSCO>"    No match: "the Meeting of <APSCO>"
    return Pattern(
        rf"(?:\b[Tt]he )?(?P<ordinal>(?i:{ordinals})|(?<!\w)\d{{1,3}}(?:st|nd|rd|th)) "
        rf"(?:annual |regular |ordinary )?(?P<kind>[Mm]eeting|[Ss]ession) of (?:the )?"
        rf"(?P<body>{bodies}) of (?:the )?(?P<org>{sort_class(['org'])})"
    )


@cache
def _pattern() -> Pattern:
    pair = sort_class(["agents", "demonym"])
    kinds = "|".join(map(re.escape, table("names")["bilateral_meetings"]))
    ordinals = "|".join(table("names")["ordinals"])
    # Match: "third France-Japan space dialogue"    No match: "France-China space cooperation"
    return Pattern(
        rf"(?:(?P<ordinal>{ordinals}|(?<!\w)\d{{1,3}}(?:st|nd|rd|th)) )?"
        rf"(?:next )?(?P<pair>{pair}) "
        rf"(?P<space>space )?(?P<kind>(?:{kinds})(?: meeting)?)\b"
    )
