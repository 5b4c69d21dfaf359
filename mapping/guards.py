"""Whether a sentence states what a rule reads in it, or denies, doubts, asks or supposes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from mapping.patterns import Pattern, PatternSet
from mapping.rules.tables import table
from mapping.tagging import Tagged, sort_class


def is_stated(
    tagged: Tagged, start: int, stop: int, status: str | None, language: str = "en"
) -> bool:
    """Is what a rule reads in [start, stop) of a tagged sentence told as so?

    ``status`` is what the rule would tell ("achieved", "planned", None): an event that was called
    off is neither.
    """
    guards = _guards_for(tagged, language)
    if not guards:
        return True
    text = tagged.text
    before = text[:start]
    if (
        _found(guards, "before", before)
        or _found(guards, "beside", before)
        or _found(guards, "inside", text[start:stop])
        or _found(guards, "list", before)
        or _found(guards, "after", text[stop:])
        or (status != "planned" and _found(guards, "condition", before))
        or (status is not None and _found(guards, "awaited", before))
        or (_is_to_do(tagged, start) and _found(guards, "counterpart", before))
    ):
        return False
    return not (status in ("achieved", "planned") and _found(guards, "called off", text))


def _is_to_do(tagged: Tagged, start: int) -> bool:
    """Does what no company is open what a rule reads, and a plan follow?  "ESA to build"."""
    item = tagged.items.get(tagged.text[start : start + 1])
    is_firm = item is None or item.is_company
    return not is_firm and _TO_DO.match(tagged.text, start + 1) is not None


# Match: " to build", " <date> <at> to build", ", acting for <ESA>, to build"
# No match: " builds", ", which is to build"
_TO_DO = re.compile(
    rf"(?:,? {sort_class(['date', 'at', 'event'])}){{0,3}}"
    r"(?:, (?!which\b|who\b)[^,;]{2,120},)? to "
)


def _found(guards: Mapping[str, list[Pattern]], place: str, stretch: str) -> bool:
    """Does a guard of a place hold in a stretch?"""
    return any(guard.regex.search(stretch) for guard in guards.get(place, ()))


def _guards_for(tagged: Tagged, language: str) -> dict[str, list[Pattern]]:
    """The guards for which the sentence has words, by their places."""
    known, patterns = _guards(language)
    found: dict[str, list[Pattern]] = {}
    for number in patterns.candidates(tagged):
        place, guard = known[number]
        found.setdefault(place, []).append(guard)
    return found


@cache
def _guards(language: str) -> tuple[tuple[tuple[str, Pattern], ...], PatternSet]:
    """The guards of all places, each with its place, and their patterns."""
    sources = _sources(language).items()
    known = tuple((place, Pattern(source)) for place, own in sources for source in own)
    return known, PatternSet([guard for _, guard in known])


def _sources(language: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = table("guards") if language == "en" else table(language)["guards"]
    return found
