"""Bodies of two: a working group that bears the names of both has both as members.

"the NASA-ISRO Mars Working Group", "the U.S.-India Joint Civil Space Working Group". Nouns:
``rules/names.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from mapping.alternatives import any_of
from mapping.distribution import distributed
from mapping.entities import Entity
from mapping.facts import Evidence, Finding
from mapping.gazetteer import Gazetteer
from mapping.patterns import Pattern, compiled
from mapping.rules.tables import table
from mapping.tagging import Tagged, sort_class

# Match: "NASA-ISRO Mars Working Group"    No match: "Mars Working Group"
_PAIR = re.compile(r"(?P<first>[^-–/]{2,60})[-–/](?P<second>[^-–/ ]{2,60}) ")


def members(
    tagged: Tagged, evidence: Evidence, gazetteer: Gazetteer, entities: Mapping[str, Entity]
) -> Iterator[Finding]:
    """Who belongs to the bodies of two that the sentence names."""
    for item in tagged.items.values():
        entity = entities.get(item.paths[0]) if item.sort == "org" and item.paths else None
        if entity is not None and entity.is_minted and _body().search(entity.label):
            pair = _PAIR.match(entity.label)
            both = pair and [_party(pair[name], gazetteer) for name in ("first", "second")]
            if both and all(both):
                yield from _memberships(tuple(filter(None, both)), item.paths[:1], evidence)
    for match in _preceded().finditer(tagged):
        body = tagged.items[match["body"]].paths[:1]
        if _body().search(entities[body[0]].label):
            yield from _memberships(tagged.items[match["pair"]].paths, body, evidence)


def _memberships(
    parties: tuple[str, ...], body: tuple[str, ...], evidence: Evidence
) -> Iterator[Finding]:
    roles = {"member": parties, "organization": body}
    yield from distributed(Finding("Membership", "body-of-both", (evidence,), roles))


def _party(name: str, gazetteer: Gazetteer) -> str | None:
    """The organization or nation of a name; None where there is none, or several."""
    found = {entry.path for entry in gazetteer.organizations_called(name)}
    if nation := gazetteer.demonyms.get(name):
        found.add(nation)
    found |= {
        entry.path
        for entry in gazetteer.entries.values()
        if entry.kind == "country" and any(known.text == name for known in entry.names)
    }
    return found.pop() if len(found) == 1 else None


@cache
def _body() -> re.Pattern[str]:
    # Match: "Mars Working Group"    No match: "Working Group Report"
    return re.compile(rf"\b(?:{any_of(table('names')['bodies of two'])})$")


@cache
def _preceded() -> Pattern:
    # Match: "<US-India> Joint <Civil Space Working Group>"    No match: "<US-India> visit to <JPL>"
    return compiled(
        rf"(?P<pair>{sort_class(['agents', 'demonym'])}) (?:(?:[A-Z][a-z]+|joint) ){{0,3}}"
        rf"(?P<body>{sort_class(['org'])})"
    )
