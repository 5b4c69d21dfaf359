"""In whose name a joint statement speaks: the nations or agencies that its title names.

"Joint Statement from the United States and India" is of the two, and "we", "the leaders" and "both
sides" in it are them. How such titles read: ``rules/joint_statements.yaml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from mapping.entities import Entity
from mapping.facts import Finding
from mapping.grammar import expand
from mapping.patterns import Pattern
from mapping.rules.tables import table
from mapping.tagging import Tagged, items_in


def speakers(tagged: Tagged, block: int) -> tuple[str, ...]:
    """The paths of those who speak, where the sentence is the title of a joint statement.

    ``block`` counts the blocks from 1. Empty where less than two, of one kind, are named.
    """
    if block > table("joint_statements")["blocks"] or not _title().search(tagged):
        return ()
    items = [i for i in items_in(tagged, tagged.text) if i.sort in ("agents", "org", *_NATIONS)]
    paths = tuple(dict.fromkeys(path for item in items for path in item.paths))
    for kind in ("country/", "organization/"):
        named = tuple(path for path in paths if path.startswith(kind))
        if len(named) > 1:
            return named
    return ()


_NATIONS = ("country", "region", "demonym")


def is_one(told: Finding, entities: Mapping[str, Entity]) -> bool:
    """Is the agreement told of a document in which its parties say something together?"""
    called = entities[told.named].label if told.named else told.label or ""
    return any(noun in called.casefold() for noun in table("joint_statements")["documents"])


@cache
def _title() -> Pattern:
    return Pattern(expand(table("joint_statements")["title"]))
