"""Lists of what flies on a mission: a line that announces instruments, and an entry for each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from mapping.discourse import Discourse
from mapping.facts import Evidence, Finding
from mapping.grammar import expand
from mapping.lists import Payload
from mapping.patterns import Pattern, compiled
from mapping.phrases import AGENTS
from mapping.supplies import supplies
from mapping.tagging import Tagged, items_in

_FAR = 90  # characters: an entry names its instrument before them


def listed(
    discourse: Discourse, tagged: Tagged, evidence: Evidence, *, opens_block: bool
) -> Iterator[Finding]:
    """What the sentence tells as an entry of such a list; it may announce one."""
    if tagged.text.rstrip().endswith(":") and (match := _announced().regex.search(tagged.text)):
        discourse.payload = _announces(discourse, tagged, match)
        return
    payload = discourse.payload
    if payload is None or not opens_block:
        return
    beginning = tagged.text[:_FAR]
    named = [item for item in items_in(tagged, beginning) if item.sort in ("instrument", *AGENTS)]
    if not named or named[0].sort != "instrument":
        if not tagged.text[:1].islower() and next(supplies(beginning), None) is None:
            discourse.payload = None  # a sentence of its own
        return
    part = named[0].paths
    whole = {"subject": part, "property": ("partOf",), "object": (payload.whole,)}
    yield Finding("Statement", "listed-part", (evidence,), whole)
    for owner in payload.owners:
        roles = {
            "contributor": (owner,),
            "contributionType": ("supplies",),
            "endeavour": (payload.whole,),
            "item": part,
        }
        yield Finding("Contribution", "listed-part-of-owner", (evidence,), roles)


def _announces(discourse: Discourse, tagged: Tagged, match: re.Match[str]) -> Payload | None:
    wholes = [
        item.paths[-1]
        for item in items_in(tagged, tagged.text)
        if item.sort in ("mission", "spacecraft")
    ]
    whole = wholes[-1] if wholes else discourse.host()
    nation = tagged.item(match, "nation")
    return Payload(whole, nation.paths if nation else ()) if whole else None


@cache
def _announced() -> Pattern:
    # Match: "The <Indian> experiments on board are:", "<SWOT> carries five instruments:"
    # No match: "<SWOT> carries five people:", "They praised:"
    return compiled(
        expand(
            "(?:{nation:demonym|country|org}(?:'s)? )?"
            "(?:[a-z-]+ ){0,3}?(?:{part}|contributions?)"
            "(?![^:]*(?:{part}|contributions?))[^:]*:$"
        )
    )
