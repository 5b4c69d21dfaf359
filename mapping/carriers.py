"""Who only carries others: "NASA's SpaceX Crew-12" is NASA's, "launched on an Indian PSLV".

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


# Match: "launched in May 2024 on an Indian PSLV"    No match: "an instrument on an Indian mission"
_LAUNCHED = re.compile(
    r"\b(?:launch(?:es|ed|ing)?|lift(?:ed)? off|t(?:ake|ook) off|orbit|went up|fly|flown|flew|"
    r"sent|put|placed|carried)\b[^;,]{0,60}?,? (?:on|onboard|on board|aboard|atop|by|with)"
    r"(?: (?:one of )?(?:an?|the|its|their)(?: (?:own|next|last))?)? $"
)


# Match: "NASA's Falcon 9 rocket will launch", "PSLV placed in orbit"    No match: "PSLV is new"
_LAUNCHES = re.compile(
    r"(?:[^\w ;,.](?:'s?)? ){0,2}[^\w ;,.](?: (?:rocket|launcher|launch vehicle))?,? "
    r"(?:(?:is|are|due|set|to|will|would|has|have|had|successfully|then) )*"
    r"(?:launch(?:es|ed)?|loft(?:s|ed)?|(?:puts?|placed?|places|sent|send|sends|carry|carried) "
    r"(?:[^;,.]{0,40}? )?(?:in|into|to) (?:[\w-]+ ){0,3}(?:orbit|space))\b"
)


# Match: "<NASA>'s <Crew-12> will launch to"    No match: "<NASA>'s <PSLV> will launch <SWOT>"
_GOES_UP = re.compile(
    r"(?:[^\w ;,.](?:'s?)? ){0,2}[^\w ;,.] "
    r"(?:(?:is|are|due|set|to|will|would|has|successfully) ){0,3}"
    r"launch(?:es|ed)?(?: (?:to|in|aboard|from|no earlier)\b|[.,;])"
)


def is_vehicle(tagged: Tagged, start: int, char: str) -> bool:
    """Does what begins at ``start`` only carry others up?  Then nobody's part is told.

    What is called a mission or satellite carries others, but not up.
    """
    item = tagged.items[char]
    if (item.noun or item.text.rpartition(" ")[2]) in table("phrases")["no launchers"]:
        return False
    if item.sort == "mission" and _GOES_UP.match(tagged.text, start):
        return False
    return bool(_LAUNCHED.search(tagged.text[:start]) or _LAUNCHES.match(tagged.text[start:]))
