"""What a stretch of a sentence is about, what its items are called, and how many it counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from mapping.entities import slugify
from mapping.rules.tables import table
from mapping.tagging import Item, Tagged, sort_class

_TOPICS = (
    "mission",
    "programme",
    "spacecraft",
    "instrument",
    "initiative",
    "endeavours",
    "body",
    "bodies",
    "concept",
    "meeting",
    "agreement",
    "things",
    "place",
)


def topics(tagged: Tagged, text: str) -> Iterator[Item]:
    """The things that a stretch is about: not those of its subordinate clauses.

    Nor those of another agreement that was signed besides.
    """
    text = _SUBORDINATE.split(text, maxsplit=1)[0]
    for match in _WITH_PREPOSITION.finditer(text):
        item = tagged.items.get(match["char"])
        if item is None or (match["preposition"] and item.sort in ("body", "bodies", "place")):
            continue
        if item.sort in _TOPICS or item.sort == "at":
            yield item


# Match: ", for which ", ", and <in March> the <Dialogue> met", " and a contract with"
# No match: ", and <SWOT> on "
_SUBORDINATE = re.compile(
    r",? (?:(?:to|for|in|of|on) which|where|one of|who)\b"
    r"|,? (?:and )?(?:another|an? (?:[a-z]+ ){0,3}"
    r"(?:agreement|arrangement|memorandum|contract|letter|protocol)(?: of [a-z]+)?) with\b"
    rf"|, and {sort_class(('date', 'at', 'event'))},? (?:the )?[\U000F0000-\U000FFFFD] [a-z]"
)
_WITH_PREPOSITION = re.compile(
    r"(?P<preposition>(?<!relation )(?<!related )\b(?:to|from|toward|towards) )?"
    r"(?P<char>[\U000F0000-\U000FFFFD])"
)


def number(text: str | None) -> int | None:
    """The number that digits or a word stand for; None for none, or a word that is no number."""
    if text is None:
        return None
    if text.isdigit():
        return int(text)
    known: int | None = table("numbers").get(text.casefold())
    return known


def is_launcher(item: Item, tagged: Tagged) -> bool:
    """Is it a rocket, or called one here?  Its launch is that of what it carries."""
    if tagged.source[item.begin : item.end].endswith(_CALLED):
        return True
    return any(is_launcher_path(path) for path in item.paths)


def may_be_launched(item: Item, tagged: Tagged) -> bool:
    """Can it be what is launched, and not what something is launched on or to?"""
    return not is_launcher(item, tagged) and not any(map(is_station_path, item.paths))


def is_station_path(path: str) -> bool:
    """Is this the path of a station, which others fly to, whole?"""
    return path.removeprefix("spacecraft/") in table("phrases")["stations"]


def is_launcher_path(path: str) -> bool:
    """Is this the path of a launcher?"""
    return _launchers().match(path) is not None


_CALLED = ("rocket", "launcher", "launch vehicle")


@cache
def _launchers() -> re.Pattern[str]:
    # Match: "spacecraft/ariane-6", "spacecraft/vega"    No match: "spacecraft/orion"
    known = "|".join(sorted(slugify(name) for name in table("phrases")["launchers"]))
    return re.compile(rf"spacecraft/(?:{known})(?![a-z])")
