"""Whether a sentence states what a rule reads in it, or denies, doubts, asks or supposes it."""

from __future__ import annotations

from functools import cache

from mapping.patterns import Pattern, PatternSet
from mapping.rules.tables import table
from mapping.tagging import Tagged


def is_stated(tagged: Tagged, start: int, stop: int, status: str | None) -> bool:
    """Is what a rule reads in [start, stop) of a tagged sentence told as so?

    ``status`` is what the rule would tell ("achieved", "planned", None): an event that was called
    off is neither.
    """
    text = tagged.text
    before = text[:start]
    if (
        _found("before", tagged, before)
        or _found("beside", tagged, before)
        or _found("inside", tagged, text[start:stop])
        or _found("list", tagged, before)
        or _found("after", tagged, text[stop:])
        or (status != "planned" and _found("condition", tagged, before))
    ):
        return False
    return not (status in ("achieved", "planned") and _found("called off", tagged, text))


def _found(place: str, tagged: Tagged, stretch: str) -> bool:
    """Does a guard hold in a stretch?  What the sentence has no words for is not looked for."""
    guards, several = _guards(place)
    return any(guards[number].regex.search(stretch) for number in several.candidates(tagged))


@cache
def _guards(place: str) -> tuple[tuple[Pattern, ...], PatternSet]:
    guards = tuple(Pattern(source) for source in table("guards")[place])
    return guards, PatternSet(guards)
