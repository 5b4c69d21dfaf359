"""Headlines as sentences: "NASA, Israel Sign Joint Statement" reads "NASA and Israel sign …".

Headlines write words with capitals, part names by a comma where sentences say "and", and leave
articles out. Names are folded already when a headline is told plainly, so that only words change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Final

from mapping.facts import Finding
from mapping.patterns import Pattern, compiled
from mapping.phrases import AGENTS
from mapping.tagging import Item, Tagged, items_in, sort_class

_LOOSE: Final = ("country/", "region/", "collective/")
_LONGEST: Final = 160
_ENDS: Final = re.compile(r"[.!?:;,\"]$")
# Words that headlines write with a capital and sentences do not.
_WORD: Final = re.compile(r"(?<![\w'-])[A-Za-z]{4,}(?![\w-])")


def events(tagged: Tagged, read: Callable[[Tagged], Iterator[Finding]]) -> Iterator[Finding]:
    """What a headline tells when it is read plainly: what happened, or will, among those named.

    Headlines call agencies by their countries, and tell loosely who does what: of that, nothing.
    """
    sentence = _plain(tagged)
    if sentence is tagged:
        return
    for finding in read(sentence):
        paths = [path for paths in finding.roles.values() for path in paths]
        is_loose = any(path.startswith(_LOOSE) for path in paths)
        if finding.type in ("Milestone", "Agreement", "Meeting") and not is_loose:
            yield finding


def is_list(tagged: Tagged) -> bool:
    """Is it a headline that parts its agents by a comma, so that the last does not act alone?"""
    if len(tagged.text) > _LONGEST or _ENDS.search(tagged.text):
        return False
    return _listed().search(tagged) is not None


def _plain(tagged: Tagged) -> Tagged:
    """The sentence; one that is a headline without its capitals, and with its names listed."""
    if len(tagged.text) > _LONGEST or _ENDS.search(tagged.text):
        return tagged
    words = _WORD.findall(tagged.text)
    capitals = [word for word in words if word[0].isupper()]
    if len(capitals) > 1 and len(capitals) > 0.6 * len(words):
        lower = tagged.text.lower()
        tagged = replace(tagged, text=lower) if len(lower) == len(tagged.text) else tagged
    return tagged.rewrite(_listed(), lambda match: _joined(tagged, match))


def _joined(tagged: Tagged, match: re.Match[str]) -> Item:
    begin, end = tagged.span(match)
    items = items_in(tagged, match.group())
    return Item(
        "agents",
        begin,
        end,
        tuple(dict.fromkeys(path for item in items for path in item.paths)),
        affiliation=tuple(dict.fromkeys(path for item in items for path in item.affiliation)),
    )


@cache
def _listed() -> Pattern:
    # Match: "<NASA>, <Israel> sign"    No match: "<NASA>, <Israel>, and", "<Paris>, <France>"
    one = sort_class(AGENTS)
    return compiled(rf"^{one}(?:, {one})+(?= (?:to )?[a-z]+ )")
