"""Keys that open a line: "Venue: Online", or "Signatories" alone on it.

Table: ``rules/particulars.yaml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from mapping.rules.tables import table


@dataclass(frozen=True)
class Key:
    """What a key speaks of: the class of the fact, and the roles that its value fills."""

    of: str
    take: tuple[str, ...]


def key_of(line: str) -> tuple[Key, str] | None:
    """The key that opens a line, and what stands behind it; None for any other line."""
    pattern, known = _keys()
    found = pattern.match(line)
    return (known[found["key"].casefold()], line[found.end() :]) if found else None


@cache
def _keys() -> tuple[re.Pattern[str], dict[str, Key]]:
    known = {
        name.casefold(): Key(row["of"], tuple(row["take"]))
        for row in table("particulars")
        for name in row["keys"]
    }
    names = "|".join(sorted(map(re.escape, known), key=len, reverse=True))
    # Match: "Venue: Online", "Signatories"    No match: "Signatories met"
    pattern = rf"(?P<key>{names})(?: \([^()]{{1,20}}\))?(?: ?[:：]| [–-] |$)"
    return re.compile(pattern, re.IGNORECASE), known
