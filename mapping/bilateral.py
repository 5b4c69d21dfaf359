"""Recurring meetings of two nations, and of what governs an organization: "the third France-Japan
space dialogue", "the 11th Meeting of the Council of APSCO".

Tables: ``rules/names.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from mapping.alternatives import any_of
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
            kind = match["kind"].casefold().removesuffix(" meeting")
            label = f"{names[0]}-{names[1]} {match['field'].casefold()}{kind}"
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


def governing_meetings(
    tagged: Tagged, entities: Mapping[str, Entity]
) -> Iterator[tuple[int, int, Item, Entity]]:
    """Meetings of a council or board, "the 11th Meeting of the Council of APSCO".

    Those that bear a number are meetings, "the ESA Council meeting" is any of a series.
    """
    for match in (*_of_council().finditer(tagged), *_council_meeting().finditer(tagged)):
        groups = match.groupdict()
        org, body = tagged.items[match["org"] or groups["org2"]], groups.get("body")
        number = ordinal(match["ordinal"] or "")
        if body is None and not _meets(entities[org.paths[0]]):
            continue
        if number is None and (body is not None or match["ordinal"]):
            continue
        begin, end = tagged.span(match)
        if match["ordinal"]:
            begin = tagged.begins[match.start("ordinal")]
        stem = org.paths[0].split("/")[1]
        slug = slugify(f"{stem} {body}") if body else stem
        kind = (groups.get("kind") or groups["kind2"]).casefold()
        label = tagged.source[begin:end]
        if number is not None:
            path, types = f"meeting/{slug}-{kind}-{number}", ("Meeting", "Fact")
        else:
            label = f"{entities[org.paths[0]].label} {kind}"
            path, types = f"initiative/{slug}-{kind}", ("Initiative", "Endeavour")
        entity = Entity(path, types, label, label, (), is_minted=True, is_series=number is None)
        item = Item("meeting", begin, end, (path,), nations=org.paths[:1] if not body else ())
        yield match.start(), match.end(), item, entity


def _meets(entity: Entity) -> bool:
    """Is it a body that meets again and again: a council, a committee, a group of agencies?"""
    return "CoordinationBody" in entity.types or bool(_governs().search(entity.label))


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
def _governs() -> re.Pattern[str]:
    # Match: "ESA Council", "Joint Plasma Working Group"    No match: "Council of Europe"
    return re.compile(rf"\b(?:{any_of(table('names')['meet by number'])})$")


@cache
def _council_meeting() -> Pattern:
    ordinals = "|".join(table("names")["ordinals"])
    kinds, org = "[Mm]eeting|[Ss]ession|[Pp]lenary", sort_class(["org"])
    number = rf"(?:(?P<ordinal>(?i:{ordinals})|(?<!\w)\d{{1,3}}(?:st|nd|rd|th)) )?"
    # Match: "the 283rd <ESA Council> meeting", "a meeting of the <ESA Council>"
    # No match: "<ESA Council> meeting room", "meetings of the <ESA Council>"
    return Pattern(
        rf"(?:\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir) )?{number}"
        r"(?:(?:annual|regular|ordinary|last|next) )?"
        rf"(?:(?P<kind>{kinds}) of (?:the )?(?P<org>{org})(?!'s| [A-Z])"
        rf"|(?P<org2>{org}) (?P<kind2>{kinds})(?! (?:room|point|place|minutes|hall)|-))"
    )


@cache
def _pattern() -> Pattern:
    pair = sort_class(["agents", "demonym"])
    kinds = "|".join(map(re.escape, table("names")["bilateral_meetings"]))
    fields = "|".join(table("names")["fields of bilateral meetings"])
    ordinals = "|".join(table("names")["ordinals"])
    # Match: "third France-Japan space dialogue", "5th U.S.-EU Strategic Dialogue"
    # No match: "France-China space cooperation"
    return Pattern(
        rf"(?:(?P<ordinal>{ordinals}|(?<!\w)\d{{1,3}}(?:st|nd|rd|th)) )?"
        rf"(?:next )?(?P<pair>{pair}) "
        rf"(?P<field>(?i:(?:(?:{fields}) ){{0,2}}))(?P<kind>(?i:{kinds})(?: meeting)?)\b"
    )
