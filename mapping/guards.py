"""Whether a sentence states what a rule reads in it, or denies, doubts, asks or supposes it."""

from __future__ import annotations

import re
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
    if not _all(language).may_match(tagged):
        return True
    text = tagged.text
    before = text[:start]
    if (
        _found("before", language, tagged, before)
        or _found("beside", language, tagged, before)
        or _found("inside", language, tagged, text[start:stop])
        or _found("list", language, tagged, before)
        or _found("after", language, tagged, text[stop:])
        or (status != "planned" and _found("condition", language, tagged, before))
        or (status is not None and _found("awaited", language, tagged, before))
        or (_is_to_do(tagged, start) and _found("counterpart", language, tagged, before))
    ):
        return False
    return not (status in ("achieved", "planned") and _found("called off", language, tagged, text))


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


def _found(place: str, language: str, tagged: Tagged, stretch: str) -> bool:
    """Does a guard hold in a stretch?  What the sentence has no words for is not looked for."""
    guards, several = _guards(place, language)
    return any(guards[number].regex.search(stretch) for number in several.candidates(tagged))


@cache
def _guards(place: str, language: str) -> tuple[tuple[Pattern, ...], PatternSet]:
    guards = tuple(Pattern(source) for source in _sources(language)[place])
    return guards, PatternSet(guards)


@cache
def _all(language: str) -> PatternSet:
    """The guards of all places."""
    places = [_guards(place, language)[0] for place in _sources(language)]
    return PatternSet([guard for guards in places for guard in guards])


def _sources(language: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = table("guards") if language == "en" else table(language)["guards"]
    return found
