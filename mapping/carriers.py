"""Whose company flies what is an agency's own: "NASA's SpaceX Crew-12" is NASA's Crew-12.

Families of flights that are always others': ``rules/phrases.yaml``.
"""

from __future__ import annotations

import re
from functools import cache

from mapping.patterns import Pattern, compiled
from mapping.rules.tables import table
from mapping.tagging import Item, Tagged, sort_class


def without_carriers(tagged: Tagged) -> Tagged:
    """The sentence with each flight that a company makes for others as that flight alone."""

    def make(match: re.Match[str]) -> Item | None:
        carrier, head = tagged.items[match["carrier"]], tagged.items[match["head"]]
        is_others = carrier.is_company and (
            _is_owned(tagged, match.start())
            or _flown_for_others().match(tagged.source, head.begin, head.end)
        )
        return head.stretched(carrier.begin, head.end) if is_others else None

    return tagged.rewrite(_carried(), make)


def _is_owned(tagged: Tagged, position: int) -> bool:
    """Does whose it is stand before ``position``, and is that no company?"""
    owned = _OWNED.search(tagged.text, 0, position)
    owner = tagged.items.get(owned["owner"] or "") if owned else None
    return owned is not None and not (owner and owner.is_company)


# Match: "<NASA>'s ", "the agency's ", "its "    No match: "<NASA> and "
_OWNED = re.compile(r"(?:(?P<owner>\S)'s?|\b[Ii]ts|\b[Tt]heir) $")


@cache
def _carried() -> Pattern:
    # Match: "<SpaceX> <Crew-12>"    No match: "<SpaceX>'s <Crew-12>"
    org, flown = sort_class(["org"]), sort_class(["mission", "spacecraft"])
    return compiled(rf"(?P<carrier>{org}) (?P<head>{flown})")


@cache
def _flown_for_others() -> re.Pattern[str]:
    # Match: "Crew-12", "CRS-23"    No match: "Starship"
    return re.compile(table("phrases")["flown for others"])
