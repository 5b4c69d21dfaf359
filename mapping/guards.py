"""Whether a sentence states what a rule reads in it, or denies, doubts, asks or supposes it."""

from __future__ import annotations

import re
from functools import cache

from mapping.rules.tables import table


def is_stated(text: str, start: int, stop: int, status: str | None) -> bool:
    """Is what a rule reads in [start, stop) of the tagged sentence ``text`` told as so?

    ``status`` is what the rule would tell ("achieved", "planned", None): an event that was called
    off is neither.
    """
    before, after = text[:start], text[stop:]
    if _found("before", before) or _found("beside", before) or _found("inside", text[start:stop]):
        return False
    if _found("list", before):
        return False
    if _found("after", after) or (status != "planned" and _found("condition", before)):
        return False
    return not (status in ("achieved", "planned") and _found("called off", text))


def _found(place: str, text: str) -> bool:
    return any(pattern.search(text) for pattern in _patterns(place))


@cache
def _patterns(place: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in table("guards")[place])
